"""Reminders among the tasks: their lines, what can be done with one, and their place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.db.store import Changes
from app.entities import ENTITIES
from app.i18n import N_
from app.rules.days.partial_dates import format_day
from app.services.records import records
from app.services.tasks.reminders import KIND_LABELS, Reminder, as_task, snooze
from ui.context import Context
from ui.icons import icon
from ui.widgets.buttons import set_label
from ui.widgets.one_stop import OneStop
from ui.widgets.plain import Action, Button, Menu, set_tip
from ui.widgets.related_list import Line, RelatedList

MOST = 50
"""So many lines are drawn; who has more reminders works through these first."""

_SOON = 14  # days
_HEIGHT = 236  # pixels; the list of tasks keeps the larger part
_WEEK, _MONTH = 7, 30
_PUT_OFF = ((_WEEK, N_("Put off by a week")), (_MONTH, N_("Put off by a month")))


def reminder_list(
    context: Context, found: Sequence[Reminder], shown: int, *, beside: bool = True
) -> RelatedList:
    """Lines of reminders, the first `shown` of them at once; each with a button for what to do.

    The buttons stand `beside` the lines, or below them where the list is narrow.
    """
    tr = context.tr_
    lines = [_line(context, item, beside=beside) for item in found[:MOST]]
    more = tr.plural("Show all ({count})", "Show all ({count})", len(lines))
    listed = RelatedList(context.theme, lines, more, shown)
    listed.activated.connect(lambda item: context.record_wanted.emit(item.entity, item.record_id))
    listed.menu_requested.connect(lambda item: open_menu(context, listed, item))
    listed.pressed.connect(lambda item, button: open_menu(context, button, item))
    return listed


def _line(context: Context, item: Reminder, *, beside: bool) -> Line:
    tr = context.tr_
    when, colour = format_day(item.due, tr), "neutral"
    if item.days_left < 0:
        when, colour = f"{when}\n{tr('overdue')}", "error"
    elif item.days_left <= _SOON:
        colour = "warn"
    kind = tr.message(KIND_LABELS[item.kind])
    text = item.text(tr)
    return Line(item, when, item.title, text, kind, colour, tr("Settle…"), beside)


def open_menu(context: Context, at: QWidget, item: Reminder) -> None:
    """What can be done with a reminder, below the widget `at`."""
    menu = reminder_menu(context, at, item)
    menu.exec(at.mapToGlobal(QPoint(0, at.height())))


def reminder_menu(context: Context, parent: QWidget, item: Reminder) -> Menu:
    """The menu of a reminder: settle it, make a task of it, put it off, have done with it."""
    tr, colour = context.tr_, context.theme.tokens.text
    menu = Menu(parent)
    window = parent.window()

    def add(name: str, text: str, run: object) -> None:
        action = Action(icon(name, colour, 16), text, menu)
        action.triggered.connect(run)
        menu.addAction(action)

    if item.kind == "evaluation":
        add("pencil", tr("Evaluate…"), lambda: _evaluate(context, window, item))
    if item.kind == "commitment":
        add("circle-check", tr("Fulfilled today"), lambda: _fulfil(context, window, item))
    add("list-checks", tr("Make a task of it"), lambda: _make_task(context, window, item))
    menu.addSeparator()
    for days, text in _PUT_OFF:
        add(
            "undo-2",
            tr.message(text),
            lambda _on=False, days=days: _snooze(context, window, item, days),
        )
    if item.kind != "commitment":
        add("circle-check", tr("Done"), lambda: _snooze(context, window, item, None))
    return menu


def _make_task(context: Context, window: QWidget, item: Reminder) -> None:
    context.change(window, lambda store: as_task(store, item, context.language))


def _snooze(context: Context, window: QWidget, item: Reminder, days: int | None) -> None:
    until = context.today + timedelta(days=days) if days else None
    context.change(window, lambda store: snooze(store, item.key, until, item.title))


def _fulfil(context: Context, window: QWidget, item: Reminder) -> None:
    entity = ENTITIES["commitment"]
    with context.known_errors(window):
        with context.store.reading() as connection:
            row = records.read(connection, entity, item.row_id)
        values = {"status": "fulfilled", "fulfilled_on": context.today.isoformat()}
        version = row.version if row else 0
        _, changes = records.save(context.store, entity, item.row_id, version, values)
        context.changed(changes or Changes(""))


def _evaluate(context: Context, window: QWidget, item: Reminder) -> None:
    from ui.dialogs.common.row_dialog import RowDialog

    preset = {
        "agreement_id": item.record_id,
        "date": context.today.isoformat(),
        "user_id": context.store.user_id,
    }
    RowDialog(context, ENTITIES["evaluation"], None, preset, None, window).exec()


class ReminderPanel(QFrame):
    """The reminders above the list of tasks; it folds up, and is gone where there are none."""

    def __init__(self, context: Context, before: QWidget | None = None) -> None:
        super().__init__()
        self._context = context
        self._before = before  # the keyboard goes there from the last reminder
        self.setProperty("role", "card")
        self._head = Button()
        self._head.setProperty("flat", True)
        self._head.setCheckable(True)
        self._head.setChecked(context.settings.reminders_open)
        self._head.clicked.connect(self._fold)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setMaximumHeight(_HEIGHT)
        self._scroll.viewport().setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 4, 4, 4)
        layout.setSpacing(2)
        layout.addWidget(self._head, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._scroll)
        self._stale = True
        context.records_changed.connect(lambda _changes: self.refresh())
        context.theme.changed.connect(self.refresh)
        self.hide()

    def catch_up(self) -> None:
        """Show what changed while the screen was not seen."""
        if self._stale:
            self.refresh()

    def refresh(self) -> None:
        """Show the reminders of today, at the latest when the screen is shown."""
        screen = self.parentWidget()
        self._stale = screen is not None and not screen.isVisible()
        if self._stale:
            return
        context, tr = self._context, self._context.tr_
        found = context.reminders()
        self.setVisible(bool(found))
        set_label(
            self._head,
            tr.plural("Reminders: {count}", "Reminders: {count}", len(found)),
        )
        set_tip(self._head, tr("Show or hide the reminders"))
        self._scroll.setAccessibleName(tr("Reminders"))
        listed = reminder_list(context, found, MOST)
        place = self._place_of_focus()
        self._scroll.setWidget(listed)
        listed.setAutoFillBackground(False)
        stops = [self._head, *listed.stops(), *([self._before] if self._before else [])]
        for first, second in pairwise(stops):
            QWidget.setTabOrder(first, second)
        # Tab stops once in the list; fifty reminders would be a hundred stops on the way.
        lines = OneStop(listed, listed.stops)
        listed.unfolded.connect(lines.take)
        lines.take()
        self._fold()
        if place is not None:
            rest = [self._head, *listed.stops()[:-1]]
            rest[min(place, len(rest) - 1)].setFocus()

    def _place_of_focus(self) -> int | None:
        """Which of the stops has the focus: whoever works by keyboard goes on with the next."""
        listed = self._scroll.widget()
        if not isinstance(listed, RelatedList):
            return None
        stops, focused = [self._head, *listed.stops()], self.window().focusWidget()
        return next((place for place, stop in enumerate(stops) if stop is focused), None)

    def unfold(self) -> None:
        """Show the reminders and go to the first one."""
        self._head.setChecked(True)
        self._fold()
        self._head.setFocus()

    def _fold(self) -> None:
        opened = self._head.isChecked()
        self._context.settings.reminders_open = opened
        self._scroll.setVisible(opened)
        sign = "chevron-down" if opened else "chevron-right"
        self._head.setIcon(icon(sign, self._context.theme.tokens.text, 16))

    retranslate = refresh
