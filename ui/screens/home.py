"""The home page: what is due and what happens next."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.entities.choices import TRAVEL_DIRECTION
from app.rules.agreements.terms import STATE_LABELS
from app.rules.days.partial_dates import (
    PartialDate,
    format,
    format_after,
    format_day,
    format_moment,
    format_range,
)
from app.services.tasks.overview import Overview, Visit, Watched, overview
from ui.context import Context
from ui.icons import icon
from ui.records.faces import tone
from ui.screens.screen import Screen
from ui.widgets.buttons import set_label
from ui.widgets.card import Card, one_stop
from ui.widgets.empty_state import EmptyState
from ui.widgets.plain import Button, Label
from ui.widgets.related_list import Line, RelatedList

_REMINDERS = 5
Key = tuple[str, str]


_TWO_COLUMNS = 115  # characters of ordinary width


class HomeScreen(Screen):
    """Due tasks, visits, agreements that need attention, recent changes."""

    import_requested = Signal()
    contacts_requested = Signal()
    create_requested = Signal(str)
    reminders_requested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(self._scroll)
        self._stale = True
        self._columns: QBoxLayout | None = None
        context.records_changed.connect(lambda _changes: self.refresh())
        context.theme.changed.connect(self.refresh)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Two columns side by side where both have room for sentences, else one below the other."""
        if self._columns is not None:
            wide = self.width() >= _TWO_COLUMNS * self.fontMetrics().averageCharWidth()
            self._columns.setDirection(
                QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
            )

    def refresh(self) -> None:
        """Read everything anew, at the latest when the page is shown."""
        self._stale = not self.isVisible()
        if self._stale:
            return
        with self._context.store.reading() as connection:
            found = overview(connection, self._context.language, self._context.today)
        place = self._place_of_focus()
        # The line whose box was ticked is still at work.
        if before := self._scroll.takeWidget():
            before.hide()
            before.deleteLater()
        self._scroll.setWidget(self._page(found))
        if place is not None:
            QTimer.singleShot(0, self, lambda: self._go_back_to(place))

    def _lines(self) -> list[QWidget]:
        page = self._scroll.widget()
        return (
            [item for item in page.findChildren(QWidget) if item.property("stop")] if page else []
        )

    def _place_of_focus(self) -> int | None:
        """Which line has the focus: whoever works by keyboard goes on with the next one."""
        focused = self.window().focusWidget()
        return next((n for n, line in enumerate(self._lines()) if line is focused), None)

    def _go_back_to(self, place: int) -> None:
        if lines := self._lines():
            lines[min(place, len(lines) - 1)].setFocus()

    def enter(self) -> None:
        self.refresh()

    def retranslate(self) -> None:
        self.refresh()

    def _page(self, found: Overview) -> QWidget:
        tr = self._context.tr_
        page = QWidget()
        page.setProperty("role", "page")
        layout = QVBoxLayout(page)
        layout.setContentsMargins(24, 16, 24, 24)
        layout.setSpacing(16)
        title = Label(format_day(self._context.today, tr, weekday=True))
        title.setProperty("role", "title")
        layout.addWidget(title)
        if not any(found.counts.values()):
            self._columns = None
            layout.addWidget(self._welcome(), 1)
            return page
        columns = self._columns = QHBoxLayout()
        columns.setSpacing(16)
        self._arrange()
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(16)
            columns.addLayout(column, 1)
        left.addWidget(self._tasks(found))
        if (papers := self._papers()) is not None:
            left.addWidget(papers)
        self._place = QVBoxLayout()
        left.addLayout(self._place)
        # The rest of the page comes first: what is to be thought of may take long to work out.
        QTimer.singleShot(0, self, lambda: self._add_reminders(page))
        left.addWidget(self._agreements(found))
        right.addWidget(
            self._visits(
                tr("Coming visits and trips"), found.upcoming, tr("No visit or trip is planned.")
            )
        )
        right.addWidget(
            self._visits(tr("Last visits and trips"), found.past, tr("Nothing here yet."))
        )
        right.addWidget(self._recent(found))
        left.addStretch(1)
        right.addStretch(1)
        layout.addLayout(columns)
        layout.addStretch(1)
        return page

    def _welcome(self) -> QWidget:
        tr = self._context.tr_
        welcome = EmptyState(self._context.theme, "handshake")
        welcome.set_texts(
            tr("The database is empty. Import address books or a data set to begin with."),
            tr("Import contacts…"),
            tr("Import a data set…"),
        )
        welcome.step_requested.connect(self.contacts_requested)
        welcome.other_requested.connect(self.import_requested)
        return welcome

    def _card(self, title: str, lines: list[Line], empty: str) -> Card:
        card = Card(title)
        if lines:
            listed = RelatedList(self._context.theme, lines, self._context.tr_("Show all"))
            listed.activated.connect(self._open)
            listed.ticked.connect(self._tick)
            card.body.addWidget(listed)
        else:
            label = Label(empty)
            label.setProperty("role", "muted")
            label.setWordWrap(True)
            card.body.addWidget(label)
        one_stop(card)
        return card

    def _tick(self, key: Any) -> None:
        from app.services.tasks.tasks import tick

        self._context.change(self, lambda store: tick(store, key[1], done=True))

    def tick(self) -> None:
        """The task whose line has the focus is done."""
        line = self.window().focusWidget()
        if isinstance(line, QWidget) and self.isAncestorOf(line) and hasattr(line, "ticked"):
            line.ticked.emit()

    def _open(self, key: Any) -> None:
        self._context.record_wanted.emit(*key)

    def _tasks(self, found: Overview) -> Card:
        tr = self._context.tr_
        lines = [
            Line(
                ("task", task.id),
                format_moment(task.due, tr) if task.due else "",
                task.title,
                task.assignee,
                tr("overdue") if task.overdue else "",
                "error",
                done=False,
            )
            for task in found.tasks
        ]
        card = self._card(tr("Tasks"), lines, tr("Nothing is due."))
        add = Button()
        set_label(add, tr("New task"))
        add.setIcon(icon("plus", self._context.theme.tokens.text, 14))
        add.clicked.connect(lambda _on=False: self.create_requested.emit("task"))
        card.add_action(add)
        one_stop(card)
        return card

    def _papers(self) -> Card | None:
        """The papers that wait for whoever works here: to be approved, or to be mended."""
        from app.services.protocol.approvals import RETURNED, STATES, waiting

        tr = self._context.tr_
        with self._context.store.reading() as connection:
            found = waiting(connection, self._context.store.user_id, self._context.language)
        if not found:
            return None
        from app.reports.catalogue import paper_of

        lines = [
            Line(
                (item.state.entity, item.state.record_id),
                format_moment(item.state.at, tr),
                tr.message(paper_of(item.state.entity, item.state.paper).label),
                " · ".join(filter(None, (item.title, item.state.who, item.state.remark))),
                tr.message(STATES[item.state.step]),
                "warn" if item.state.step == RETURNED else "info",
            )
            for item in found
        ]
        return self._card(tr("Papers that wait for me"), lines, "")

    def _add_reminders(self, page: QWidget) -> None:
        """The most urgent reminders; all of them stand above the tasks."""
        from ui.screens.reminder_list import reminder_list

        found = self._context.reminders()
        if not found or page is not self._scroll.widget():
            return
        tr = self._context.tr_
        card = Card(tr("Reminders"))
        card.body.addWidget(
            reminder_list(self._context, found[:_REMINDERS], _REMINDERS, beside=False)
        )
        if len(found) > _REMINDERS:
            every = Button()
            set_label(
                every, tr.plural("All reminders ({count})", "All reminders ({count})", len(found))
            )
            every.setIcon(icon("bell", self._context.theme.tokens.text, 14))
            every.clicked.connect(lambda _on=False: self.reminders_requested.emit())
            card.add_action(every)
        one_stop(card)
        self._place.addWidget(card)

    def _agreements(self, found: Overview) -> Card:
        lines = [self._agreement_line(item) for item in found.agreements]
        tr = self._context.tr_
        return self._card(
            tr("Agreements that need attention"), lines, tr("No agreement needs attention now.")
        )

    def _agreement_line(self, item: Watched) -> Line:
        tr = self._context.tr_
        now = item.standing
        detail = item.partner
        if now.deliver_by and now.deliver_by >= self._context.today:
            day = format_day(now.deliver_by, tr, weekday=True)
            detail = tr(
                "{partner} · notice to be delivered by {day}", partner=item.partner, day=day
            )
        elif now.end and now.end.last_day and now.end.last_day >= self._context.today:
            day = format_after(now.end, tr)
            detail = tr("{partner} · runs until {day}", partner=item.partner, day=day)
        state = now.state.value
        return Line(
            ("agreement", item.id),
            "",
            item.title,
            detail,
            tr.message(STATE_LABELS[state]),
            tone("agreement", "state", state) or "neutral",
        )

    def _visits(self, title: str, visits: list[Visit], empty: str) -> Card:
        tr = self._context.tr_
        lines = [
            Line(
                ("delegation", visit.id),
                format_range(
                    PartialDate.parse_iso(visit.start),
                    PartialDate.parse_iso(visit.end) if visit.end else None,
                    tr,
                ),
                visit.title,
                " · ".join(
                    part
                    for part in (TRAVEL_DIRECTION.format(visit.direction, tr), visit.places)
                    if part
                ),
            )
            for visit in visits
        ]
        return self._card(title, lines, empty)

    def _recent(self, found: Overview) -> Card:
        tr = self._context.tr_
        lines = [
            Line(
                (item.entity, item.id),
                format(PartialDate.from_date(item.at.date()), tr),
                item.title,
                item.author,
            )
            for item in found.recent
        ]
        return self._card(tr("Recently changed"), lines, tr("Nothing here yet."))
