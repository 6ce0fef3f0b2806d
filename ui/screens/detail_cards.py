"""Cards of a record that are worked out, not typed: how to address a person, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from app.entities.choices import BENEFIT
from app.i18n import N_, Language
from app.rules.agreement_requirements import Requirement
from app.services.agreement_record import requirement_text, requirements
from app.services.recipients import recipients
from app.services.records import Record
from app.services.related import Item
from ui.context import Context
from ui.icons import icon
from ui.widgets.buttons import set_label
from ui.widgets.card import Card
from ui.widgets.facts import Facts

GROUPS = {
    "law": N_("By law"),
    "register": N_("Register of contracts"),
    "office": N_("The office's own list"),
}
_LANGUAGES = {
    Language.CS: N_("Salutation in Czech"),
    Language.DE: N_("Salutation in German"),
    Language.EN: N_("Salutation in English"),
}
_SIGNS = {
    "missing": ("circle-alert", "error", N_("Missing")),
    "check": ("triangle-alert", "warn", N_("To be checked")),
}


def addressing(context: Context, record: Record) -> Card | None:
    """Salutations and the address block of a person, as letters and labels will have them."""
    tr = context.tr_
    rows: list[tuple[str, str]] = []
    doubts: dict[str, None] = {}
    lines: tuple[str, ...] = ()
    with context.store.reading() as connection:
        for language, label in _LANGUAGES.items():
            found = recipients(connection, [record.id], language=language, on=context.today)
            if not found:
                return None
            text = found[0].salutation
            if found[0].own_salutation:
                own_text = tr("typed for this person")
                text = f"{text}  ({own_text})"
            rows.append((tr.message(label), text))
            doubts |= {f"{language.own_name}: {tr.message(text)}": None for text in found[0].doubts}
        own = recipients(connection, [record.id], on=context.today)
        friendly = recipients(
            connection, [record.id], on=context.today, formality="semi_formal", suggested=True
        )
    if friendly:
        rows.append((tr("Less formally"), friendly[0].salutation))
    if own:
        lines = own[0].address_lines
        doubts |= {tr.message(text): None for text in own[0].missing}
    if lines:
        rows.append((tr("On the envelope"), "\n".join(lines)))
    card = Card(tr("How to address this person"))
    change = QPushButton()
    set_label(change, tr("Change…"))
    change.setIcon(icon("pencil", context.theme.tokens.text, 14))
    change.setAccessibleName(tr("Change…") + " " + tr("How to address this person"))
    change.clicked.connect(
        lambda _on=False: _change_salutations(context, change.window(), record.id)
    )
    card.add_action(change)
    card.body.addWidget(Facts(rows))
    for text in doubts:
        card.body.addWidget(_marked(context, "triangle-alert", "warn", text))
    return card


def _change_salutations(context: Context, parent: QWidget, person_id: str) -> None:
    from ui.dialogs.salutation_dialog import SalutationDialog

    SalutationDialog(context, person_id, parent).exec()


def missing(context: Context, record: Record) -> Card | None:
    """What the record of an agreement lacks, and what a person has to check."""
    tr = context.tr_
    with context.store.reading() as connection:
        found = requirements(connection, record.id, context.today, context.language)
    open_points = [item for item in found if item.status in _SIGNS]
    done = sum(item.status == "fulfilled" for item in found)
    if not found:
        return None
    card = Card(tr("What is missing"))
    for group, label in GROUPS.items():
        points = [item for item in open_points if item.group == group]
        if not points:
            continue
        heading = QLabel(tr.message(label))
        heading.setProperty("role", "muted")
        card.body.addWidget(heading)
        for item in sorted(points, key=lambda point: point.status != "missing"):
            sign, colour, word = _SIGNS[item.status]
            text = f"{requirement_text(item, tr)}{_source(item)}"
            card.body.addWidget(_marked(context, sign, colour, text, tr.message(word)))
    if open_points:
        text = tr.plural("{count} point is in order.", "{count} points are in order.", done)
    else:
        text = tr("Nothing is missing in the record.")
    rest = QLabel(text)
    rest.setProperty("role", "muted")
    card.body.addWidget(rest)
    return card


def _source(item: Requirement) -> str:
    return f" ({item.source})" if item.source else ""


def _marked(context: Context, name: str, colour: str, text: str, word: str = "") -> QWidget:
    """A line with a sign before it; the sign is said in words, too."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    sign = QLabel()
    sign.setPixmap(icon(name, getattr(context.theme.tokens, colour), 16).pixmap(16, 16))
    sign.setToolTip(word)
    label = QLabel(text)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setAccessibleName(f"{word}: {text}" if word else text)
    row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label, 1)
    return line


_DOTS = 5
_YEARS = 12


def benefit_by_year(context: Context, evaluations: Sequence[Item]) -> QLabel:
    """The benefit of each year from the first evaluation to the last; years without one show.

    Of several in a year the last one counts; an evaluation on an unknown day has no year.
    """
    tr = context.tr_
    found: dict[int, str] = {}
    for item in evaluations:  # the latest comes first
        if item.since and item.since != "unknown" and item.code:
            found.setdefault(int(item.since[:4]), item.code[2])
    shown, said = [], []
    for year in range(min(found, default=0), max(found, default=-1) + 1)[-_YEARS:]:
        benefit = found.get(year)
        dots = "●" * int(benefit) + "○" * (_DOTS - int(benefit)) if benefit else "–"
        shown.append(f"{year}\u00a0{dots}")
        word = BENEFIT.format(benefit, tr) if benefit else tr("not evaluated")
        said.append(f"{year}: {word}")
    label = QLabel("   ".join(shown))
    label.setWordWrap(True)
    label.setToolTip("\n".join(said))
    label.setAccessibleName(", ".join(said))
    label.setVisible(bool(shown))
    return label


CARDS: dict[str, Callable[[Context, Record], Card | None]] = {
    "person": addressing,
    "agreement": missing,
}
"""The card that follows a record's own fields, by entity."""
