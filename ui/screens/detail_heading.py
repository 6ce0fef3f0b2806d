"""The head of a record's page: its name, picture, state and what says most about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.kinds import PICTURE
from app.rules.agreements.terms import STATE_LABELS, AgreementState
from app.rules.days.partial_dates import PartialDate, format_range
from app.services.agreements.record import standing_of
from app.services.documents import pictures
from app.services.records.records import Record
from ui.context import Context
from ui.records.faces import FACES, tone
from ui.widgets.badge import Badge
from ui.widgets.facts import Fact, TitleLine
from ui.widgets.plain import Label, set_tip


@dataclass(frozen=True)
class HeadingContent:
    """What a heading says; `badges` are texts with their tones, `picture` a stored content.

    `title` has the name of its field if it can be changed where it stands.
    """

    title: Fact
    picture: str | None
    picture_label: str
    badges: tuple[tuple[str, str], ...]
    subtitle: str
    native_name: str
    pronunciation: str


def heading(
    context: Context, record: Record, captions: Mapping[str, str], title: str
) -> HeadingContent:
    """What the heading of a record says; `captions` name what its references point to.

    `title` is the field in which its title stands, empty where it is put together.
    """
    tr, values = context.tr_, record.values
    badges = [_state(context, record)]
    if values.get("archived_on"):
        badges.append((tr("Archived"), "neutral"))
    if values.get("invented"):
        badges.append((tr("Demo"), "warn"))
    field = next((f for f in record.entity.fields if f.kind == PICTURE), None)
    named = record.entity.by_name[title].label if title else record.entity.label
    label = tr.message(named)
    return HeadingContent(
        title=Fact(title, label, record.entity.caption(values, context.language)),
        picture=values[field.name] if field else None,
        picture_label=tr.message(field.label) if field else "",
        badges=tuple(badge for badge in badges if badge[0]),
        subtitle=_subtitle(context, record, captions),
        native_name=values.get("name_native") or "",
        pronunciation=values.get("pronunciation") or "",
    )


class Heading(QWidget):
    """Shows a heading; its texts can be selected and copied, its title may be changed in place."""

    def __init__(self, context: Context, content: HeadingContent) -> None:
        super().__init__()
        self._context = context
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.line = TitleLine(content.title, context.theme, context.tr_("Change"))
        head = QHBoxLayout()
        head.setSpacing(12)
        if shown := self._picture(content):
            head.addWidget(shown, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.line, 1)
        column.addLayout(head)
        if content.badges or content.subtitle:  # an empty line would be a gap
            column.addLayout(self._state_line(content))
        if native := self._native_name(content):
            column.addWidget(native)

    def _state_line(self, content: HeadingContent) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(8)
        for text, colour in content.badges:
            line.addWidget(Badge(self._context.theme, text, colour))
        subtitle = Label(content.subtitle)
        subtitle.setProperty("role", "muted")
        subtitle.setWordWrap(True)
        line.addWidget(subtitle, 1)
        return line

    def _native_name(self, content: HeadingContent) -> Label | None:
        """A person's name in its own script, and how it is said."""
        said = f"[{content.pronunciation}]" if content.pronunciation else ""
        parts = [part for part in (content.native_name, said) if part]
        if not parts:
            return None
        tr = self._context.tr_
        label = Label("  ".join(parts))
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        names = " · ".join((tr("Name in its own script"), tr("Pronunciation")))
        set_tip(label, names)
        label.setAccessibleName(f"{names}: {label.text()}")
        return label

    def _picture(self, content: HeadingContent) -> Label | None:
        """The photograph or logo of the record."""
        if not content.picture:
            return None
        with self._context.store.reading() as connection:
            data = pictures.picture(connection, content.picture)
        image = QPixmap()
        if not data or not image.loadFromData(data):
            return None
        label = Label()
        ratio = self.devicePixelRatioF()
        image = image.scaled(
            QSize(round(120 * ratio), round(80 * ratio)),
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        image.setDevicePixelRatio(ratio)
        label.setPixmap(image)
        label.setAccessibleName(content.picture_label)
        return label


def _state(context: Context, record: Record) -> tuple[str, str]:
    """A record's state and its tone; an empty text where it has none."""
    if worked_out := _STATES.get(record.entity.name):
        return worked_out(context, record)
    field = record.entity.by_name.get("status")
    value = record.values.get("status")
    if field is None or not value:
        return "", "neutral"
    text = field.kind.format(value, context.tr_)
    return text, tone(record.entity.name, "status", value) or "neutral"


def _agreement_state(context: Context, record: Record) -> tuple[str, str]:
    tr = context.tr_
    with context.store.reading() as connection:
        now = standing_of(connection, record.id, context.today)
    state = now.state.value
    text = tr.message(STATE_LABELS[state])
    if not now.term_recorded and now.state in (AgreementState.IN_FORCE, AgreementState.ENDING):
        text = tr("{state}, term not recorded", state=text)
    return text, tone("agreement", "state", state) or "neutral"


_STATES = {"agreement": _agreement_state}
"""How a state is worked out that does not stand in the field `status`, by entity."""


def _subtitle(context: Context, record: Record, captions: Mapping[str, str]) -> str:
    tr, values = context.tr_, record.values
    parts: list[str] = []
    for name in FACES[record.entity.name].subtitle:
        if name == "start" and values.get("start"):
            end = values.get("end")
            parts.append(
                format_range(
                    PartialDate.parse_iso(values["start"]),
                    PartialDate.parse_iso(end) if end else None,
                    tr,
                )
            )
        elif name in captions:
            parts.append(captions[name])
        elif values.get(name):
            field = record.entity.by_name[name]
            text = field.kind.format(values[name], tr)
            spoken = name == "represents_country"
            parts.append(f"{tr.message(field.label)}: {text}" if spoken else text)
    return " · ".join(part for part in parts if part)
