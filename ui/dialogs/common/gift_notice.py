"""While a gift is typed: what the same people and house had and gave before."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Translator
from app.rules.days.partial_dates import PartialDate
from app.rules.days.partial_dates import format as format_partial
from app.services.protocol.gifts import GiftLine, memory_of, same_before
from app.services.records.records import Record, values_of
from ui.context import Context
from ui.forms import RecordForm
from ui.widgets.plain import Label

_GIFT = ENTITIES["gift"]
_NAMES = (
    "title",
    "way",
    "giver_id",
    "giver_organisation_id",
    "recipient_id",
    "recipient_organisation_id",
    "gift_stock_id",
)
_PAUSE = 300  # milliseconds after the last key
_SHOWN = 4


class GiftNotice(QFrame):
    """Stands above the form of a gift, hidden while nothing is known."""

    def __init__(self, context: Context, form: RecordForm, gift_id: str | None) -> None:
        super().__init__()
        self._context = context
        self._form = form
        self._gift = gift_id
        self._tone = "info"
        self.text = Label()
        self.text.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 12, 8)
        layout.addWidget(self.text)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.look)
        form.edited.connect(self._timer.start)
        context.theme.changed.connect(self._recolour)
        self.hide()
        self.look()

    def look(self) -> None:
        """Say what is known of those who are named in the form now."""
        tr = self._context.tr_
        with self._context.store.reading() as connection:
            stored = values_of(connection, _GIFT, self._gift) if self._gift else None
            values: dict[str, Any] = dict(stored or {})
            for name in _NAMES:
                values.setdefault(name, self._form.preset.get(name))
                if name in self._form.names:
                    try:
                        values[name] = self._form.editor(name).value(tr)
                    except UserError:  # half typed
                        values[name] = None
                if not isinstance(values[name], str):  # a new record that is only named
                    values[name] = None
            values["way"] = values["way"] or "given"
            known = memory_of(connection, values, self._context.language)
        same = same_before(values, known)
        said = [tr("They were given the same before:")] if same else []
        said += [spoken(line, tr) for line in same]
        rest = [line for line in known if line not in same][:_SHOWN]
        if rest:
            said.append(tr("What they received and gave:"))
            said += [spoken(line, tr) for line in rest]
        more = len(known) - len(same) - len(rest)
        if more > 0:
            said.append(tr.plural("{count} more", "{count} more", more))
        self.text.setText("\n".join(said))
        self.setAccessibleName("\n".join(said))
        self._tone = "warn" if same else "info"
        self._recolour()
        self.setVisible(bool(said))

    def _recolour(self) -> None:
        theme = self._context.theme
        colour, back = theme.tokens.tone(self._tone)
        edge = colour if theme.scheme == "contrast" else back
        self.setStyleSheet(
            f"GiftNotice {{ background: {back}; border: 1px solid {edge}; border-radius: 8px; }}"
            f" QLabel {{ color: {colour}; background: transparent; }}"
        )


def spoken(line: GiftLine, tr: Translator) -> str:
    """A known gift in one line."""
    from app.entities.choices import GIFT_STATE, GIFT_WAY

    day = format_partial(PartialDate.parse_iso(line.day), tr) if line.day else ""
    state = "" if line.state == "accepted" else tr.message(GIFT_STATE.label(line.state))
    way = tr.message(GIFT_WAY.label(line.way))
    parts = (f"{way}: {line.title}", ", ".join(line.theirs), day, state)
    return "• " + " · ".join(filter(None, parts))


def gift_notice(context: Context, record: Record) -> tuple[str, str] | None:
    """What is to be said of a gift: limits that it exceeds, the same gift given before."""
    from app.services.protocol.gifts import excesses

    tr = context.tr_
    with context.store.reading() as connection:
        gift = {**record.values, "id": record.id}
        said = [one.text(tr) for one in excesses(connection, gift, tr)]
        same = same_before(gift, memory_of(connection, gift, context.language))
    if same:
        said.append(tr("They were given the same before:"))
        said += [spoken(line, tr) for line in same]
    return ("warn", "\n".join(said)) if said else None


def stock_notice(context: Context, record: Record) -> tuple[str, str] | None:
    """How many pieces are left."""
    from app.services.protocol.gifts import stock

    tr = context.tr_
    with context.store.reading() as connection:
        (one,) = stock(connection, context.language, record.id) or (None,)
    if one is None:
        return None
    text = tr("In stock: {left}. Came: {came}, given: {given}.", left=one.left, came=one.came,
              given=one.given)  # fmt: skip
    if one.planned:
        text += " " + tr("Kept aside for planned gifts: {count}.", count=one.planned)
    if one.is_low:
        text += " " + tr("It is time to order more.")
    return ("warn" if one.is_low or one.free < 0 else "info"), text
