"""Cards of a record that are worked out, not typed: how to address a person, what is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QWidget

from app.entities.choices import BENEFIT
from app.i18n import N_, Language, Translator
from app.rules.agreements.requirements import Requirement
from app.services.agreements.record import (
    requirement_text,
    requirements,
    source_text,
    standing_of,
    worded,
)
from app.services.contacts.recipients import Addressees
from app.services.records.records import Record
from app.services.related.sections import Item
from ui.context import Context
from ui.icons import icon
from ui.widgets.buttons import set_label
from ui.widgets.card import Card
from ui.widgets.facts import Facts
from ui.widgets.plain import Button, Label, set_tip

if TYPE_CHECKING:
    from app.services.protocol.missing import Missing

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


class Addressing(NamedTuple):
    """How a person is addressed: labelled salutations, what is doubtful, the person's id."""

    rows: tuple[tuple[str, str], ...]
    doubts: tuple[str, ...]
    person_id: str


def addressing(context: Context, record: Record) -> Addressing | None:
    """Salutations and the address block of a person, as letters and labels will have them."""
    tr = context.tr_
    rows: list[tuple[str, str]] = []
    doubts: dict[str, None] = {}
    with context.store.reading() as connection:
        people = Addressees(connection, [record.id], context.today)
    if not people.found:
        return None
    for language, label in _LANGUAGES.items():
        found = people.recipient(record.id, language)
        text = found.salutation
        if found.own_salutation:
            own_text = tr("typed for this person")
            text = f"{text}  ({own_text})"
        rows.append((tr.message(label), text))
        doubts |= {f"{language.own_name}: {tr.message(text)}": None for text in found.doubts}
    friendly = people.recipient(record.id, None, "semi_formal", suggested=True)
    rows.append((tr("Less formally"), friendly.salutation))
    own = people.recipient(record.id, None)
    doubts |= {tr.message(text): None for text in own.missing}
    if own.address_lines:
        rows.append((tr("On the envelope"), "\n".join(own.address_lines)))
    return Addressing(tuple(rows), tuple(doubts), record.id)


def addressing_card(context: Context, content: Addressing) -> Card:
    """Shows how a person is addressed, with a button to change it."""
    tr = context.tr_
    card = Card(tr("How to address this person"))
    change = Button()
    set_label(change, tr("Change…"))
    change.setIcon(icon("pencil", context.theme.tokens.text, 14))
    change.setAccessibleName(tr("Change…") + " " + tr("How to address this person"))
    change.clicked.connect(
        lambda _on=False: _change_salutations(context, change.window(), content.person_id)
    )
    card.add_action(change)
    card.body.addWidget(Facts(content.rows))
    for text in content.doubts:
        card.body.addWidget(_marked(context, "triangle-alert", "warn", text))
    return card


def _change_salutations(context: Context, parent: QWidget, person_id: str) -> None:
    from ui.dialogs.contacts.salutation_dialog import SalutationDialog

    SalutationDialog(context, person_id, parent).exec()


def missing(context: Context, record: Record) -> tuple[Requirement, ...]:
    """What the law, the register and the office's list ask of the record of an agreement."""
    with context.store.reading() as connection:
        return tuple(requirements(connection, record.id, context.today, context.language))


def missing_card(context: Context, found: tuple[Requirement, ...]) -> Card:
    """Shows what a record lacks and what a person has to check."""
    tr = context.tr_
    open_points = [item for item in found if item.status in _SIGNS]
    done = sum(item.status == "fulfilled" for item in found)
    card = LeadingCard(tr("What is missing"))
    for group, label in GROUPS.items():
        points = [item for item in open_points if item.group == group]
        if not points:
            continue
        heading = Label(tr.message(label))
        heading.setProperty("role", "muted")
        card.body.addWidget(heading)
        for item in sorted(points, key=lambda point: point.status != "missing"):
            sign, colour, word = _SIGNS[item.status]
            text = f"{requirement_text(item, tr)}{_source(item, tr)}"
            place = place_of(item)
            line = _marked(context, sign, colour, text, tr.message(word), leads=bool(place))
            if place:
                line.clicked.connect(lambda _on=False, place=place: card.wanted.emit(place))
            card.body.addWidget(line)
    if open_points:
        text = tr.plural("{count} point is in order.", "{count} points are in order.", done)
    else:
        text = tr("Nothing is missing in the record.")
    rest = Label(text)
    rest.setProperty("role", "muted")
    card.body.addWidget(rest)
    return card


def _source(item: Requirement, tr: Translator) -> str:
    return f" ({source_text(item.source, tr)})" if item.source else ""


def place_of(item: Requirement) -> str:
    """The field of an agreement, or the list of its page, that a point asks for; may be empty."""
    if item.code.startswith("office.field."):
        return item.code.removeprefix("office.field.")
    return _PLACES.get(item.code, "")


_PLACES = {
    "law.parties": "parties",
    "law.nature": "kind",
    "23.clause": "documents",
    "24.approval": "approvals",
    "24.duties": "duties",
    "24.subject": "subject_cs",
    "24.withdrawal": "settlement",
    "24.written": "documents",
    "28.approval": "approvals",
    "28.bodies": "bodies",
    "28.duration": "term",
    "28.in_advance": "approvals",
    "28.legal_person": "ministry_consent_on",
    "28.partner_approval": "approvals",
    "28.seats": "#parties",
    "28.subject": "subject_cs",
    "28.written": "documents",
    "register.id": "register_id",
    "register.published": "register_published_on",
    "register.subject": "register_subject",
    "office.areas": "areas",
    "office.commitments": "commitments",
    "office.document": "documents",
    "office.evaluation_owner": "evaluations",
    "office.languages": "languages",
    "office.notice": "notice_months",
    "office.parties": "parties",
    "office.reference_no": "reference_no",
    "office.relation_type": "relation_type",
    "office.resolution_numbers": "#approvals",
    "office.signatories": "#parties",
    "office.signed_on": "signed_on",
    "office.term": "term",
}
"""Where what a point asks for is filled in: a field, a related list to which something is added,
or (with a #) a list whose lines are to be changed.
"""


class LeadingCard(Card):
    """A card whose lines lead to a field or a list of the record: `wanted` names it."""

    wanted = Signal(str)


class _Marked(QAbstractButton):
    """A line with a sign before it, which is said in words, too; it may lead somewhere."""

    def __init__(
        self, context: Context, name: str, colour: str, text: str, word: str, *, leads: bool
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 2, 4, 2)
        row.setSpacing(8)
        sign = Label()
        sign.setPixmap(icon(name, getattr(context.theme.tokens, colour), 16).pixmap(16, 16))
        set_tip(sign, word)
        label = Label(text)
        label.setWordWrap(True)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(label, 1)
        said = f"{word}: {text}" if word else text
        label.setAccessibleName(said)
        self.setAccessibleName(said)
        self._focus = context.theme.tokens.focus
        if leads:
            self.setProperty("stop", f"point {text}")
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            label.setProperty("role", "link")
            set_tip(self, context.tr_("Go to where it is filled in"))
        else:
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.setProperty("small", True)
            self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def sizeHint(self) -> QSize:  # noqa: N802
        layout = self.layout()
        return layout.sizeHint() if layout else super().sizeHint()

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        layout = self.layout()
        return layout.heightForWidth(width) if layout else super().heightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(QColor(self._focus), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 4, 4)
            painter.end()


def _marked(
    context: Context, name: str, colour: str, text: str, word: str = "", *, leads: bool = False
) -> _Marked:
    return _Marked(context, name, colour, text, word, leads=leads)


_DOTS = 5
_YEARS = 12


def benefit_by_year(context: Context, evaluations: Sequence[Item]) -> Label:
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
    label = Label("   ".join(shown))
    label.setWordWrap(True)
    set_tip(label, "\n".join(said))
    label.setAccessibleName(", ".join(said))
    if not shown:
        label.hide()
    return label


def missing_of_visit(context: Context, record: Record) -> tuple[Missing, ...]:
    """What a visit still lacks."""
    from app.reports.catalogue import papers_of
    from app.services.protocol.missing import missing as look

    papers = {paper.key: paper.label for paper in papers_of("delegation", of_list=False)}
    with context.store.reading() as connection:
        return tuple(look(connection, record.id, context.language, context.today, papers))


def visit_card(context: Context, found: tuple[Missing, ...]) -> Card:
    """Shows what a visit lacks; each line leads to where it is put right."""
    tr = context.tr_
    card = LeadingCard(tr("What is missing"))
    for item in found:
        leads = bool(item.place)
        line = _marked(context, "circle-alert", "error", item.text, tr("Missing"), leads=leads)
        line.clicked.connect(lambda _on=False, place=item.place: card.wanted.emit(place))
        card.body.addWidget(line)
    return card


CARDS: dict[str, tuple[Callable[[Context, Record], Any], Callable[[Context, Any], Card]]] = {
    "person": (addressing, addressing_card),
    "agreement": (missing, missing_card),
    "delegation": (missing_of_visit, visit_card),
}
"""The card that follows a record's own fields, by entity: what it shows, and its widget."""

CARDS_FIRST = frozenset({"delegation"})
"""The entities whose card stands before the fields: what is missing is seen at a glance."""


def agreement_notice(context: Context, record: Record) -> tuple[str, str] | None:
    """Why an agreement is in its state, as a tone and a text."""
    tr = context.tr_
    with context.store.reading() as connection:
        now = standing_of(connection, record.id, context.today)
    text = " ".join(
        tr.message(message, **worded(values, tr)) for message, values in now.explanation
    )
    if not text:
        return None
    colour = {"ending": "warn", "in_force": "info", "signed": "info"}.get(now.state, "neutral")
    soon = now.deliver_by and 0 <= (now.deliver_by - context.today).days <= 365
    return ("warn" if soon else colour), text


def visit_notice(context: Context, record: Record) -> tuple[str, str] | None:
    """What does not fit in the programme of a visit that is not over; None where all does."""
    from app.rules.days.partial_dates import PartialDate
    from app.rules.protocol.overlaps import INTERPRETER
    from app.services.protocol import ended_posts, meetings
    from app.services.protocol.interpreters import uncovered
    from app.services.protocol.overlaps import check

    last = PartialDate.parse_iso(str(record.values["end"] or record.values["start"])).last_day
    if record.values["status"] == "cancelled" or (last and last < context.today):
        return None
    with context.store.reading() as connection:
        found = check(connection, record.id, context.language)
        found += uncovered(connection, record.id, context.language)
        posts = ended_posts.warnings(connection, record.id, context.language, context.today)
        late = meetings.warning(connection, record.id, context.language, context.today)
    # Where nobody interprets is among what is missing, with the way to it.
    said = [one.text for one in found if one.kind != INTERPRETER]
    said = [*([late] if late else []), *said, *posts]
    return ("warn", "\n".join(said)) if said else None


def _gift(context: Context, record: Record) -> tuple[str, str] | None:
    from ui.dialogs.common.gift_notice import gift_notice

    return gift_notice(context, record)


def _stock(context: Context, record: Record) -> tuple[str, str] | None:
    from ui.dialogs.common.gift_notice import stock_notice

    return stock_notice(context, record)


NOTICES: dict[str, Callable[[Context, Record], tuple[str, str] | None]] = {
    "agreement": agreement_notice,
    "delegation": visit_notice,
    "gift": _gift,
    "gift_stock": _stock,
}
"""What is said above a record's own fields, by entity: a tone and a text."""
