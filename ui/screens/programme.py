"""The programme of a visit as a timetable: days side by side, worked in by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.entities.choices import ITEM_KIND
from app.reports.catalogue import papers_of
from app.reports.engine.paper import Paper
from app.rules.days.partial_dates import PartialDate, format_day, format_time
from app.rules.days.partial_dates import format as format_date
from app.services.protocol import timetable
from app.services.protocol.interpreters import uncovered
from app.services.protocol.overlaps import Found, check
from app.services.protocol.programme import place_of_zone
from app.services.protocol.timetable import Entry, Timetable
from app.services.protocol.versions import NOT_SENT, Version, versions
from app.services.records import records
from app.services.records.records import Record
from ui.context import Context
from ui.dialogs.common.command import Command, fill_menu
from ui.icons import icon
from ui.screens.programme_blocks import Face
from ui.screens.programme_view import ProgrammeView
from ui.screens.screen import Screen
from ui.widgets.buttons import set_label
from ui.widgets.card import Card, one_stop
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import Button, Label, Menu, one_line, set_tip
from ui.widgets.related_list import Line, RelatedList

_ITEM = ENTITIES["programme_item"]
_PAUSE = 150  # milliseconds after a change until what does not fit is looked for
_TABLES = (
    "delegation",
    "delegation_member",
    "programme_item",
    "programme_part",
    "programme_version",
    "travel_time",
    "setting",
    "person",
)
_NAMES = 6  # of those who take part, on an item


class ProgrammeScreen(Screen):
    """Shows the programme of one visit; `left` asks to go back to the visit."""

    left = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._visit = ""
        self._record: Record | None = None
        self._table: Timetable | None = None
        self._found: list[Found] = []
        self._versions: list[Version] = []
        self._is_stale = False
        self._checking = QTimer(self)
        self._checking.setSingleShot(True)
        self._checking.setInterval(_PAUSE)
        self._checking.timeout.connect(self._look_for_faults)
        self.view = ProgrammeView(context, self._face, self.words)
        self.view.chosen_changed.connect(self._say_chosen)
        self.view.moved.connect(self._move)
        self.view.stretched.connect(self._stretch)
        self.view.copied.connect(self._copy_to)
        self.view.opened.connect(self._open)
        self.view.participants_wanted.connect(self._participants)
        self.view.new_wanted.connect(self.start_new)
        self.view.menu_wanted.connect(self._menu)
        self.view.keys_wanted.connect(self._show_keys)
        self._title = Label()
        self._title.setProperty("role", "title")
        self._title.setWordWrap(True)
        self._back = Button()
        self._back.setProperty("flat", True)
        self._back.clicked.connect(lambda _on=False: self.left.emit(self._visit))
        self._new = Button()
        self._new.setProperty("primary", True)
        self._new.clicked.connect(lambda _on=False: self.start_new())
        self._print = Button()
        self._print.clicked.connect(lambda _on=False: self.print_shown())
        self._ways = Button()
        self._ways.clicked.connect(lambda _on=False: self._travel_times())
        self._lower = Button()
        self._lower.clicked.connect(lambda _on=False: self.view.zoom(-1))
        self._higher = Button()
        self._higher.clicked.connect(lambda _on=False: self.view.zoom(1))
        self._keys = Button()
        self._keys.clicked.connect(lambda _on=False: self._show_keys())
        self._status = Label()
        self._status.setWordWrap(True)
        self._status.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._status.setMinimumHeight(2 * self._status.fontMetrics().lineSpacing())
        self._side = QVBoxLayout()
        self._empty = EmptyState(context.theme, "calendar")
        self._empty.step_requested.connect(self.start_new)
        self._lay_out()
        context.records_changed.connect(self._records_changed)
        context.theme.changed.connect(self._recolour)
        self._recolour()
        self.retranslate()

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(8)
        bar = QWidget()
        top = FlowLayout(bar, spacing=8)
        for button in (
            *(self._back, self._new, self._print, self._ways),
            *(self._lower, self._higher, self._keys),
        ):
            top.addWidget(button)
        layout.addWidget(bar)
        layout.addWidget(self._title)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        frame = QFrame()
        frame.setProperty("role", "card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 1, 1, 1)
        self._stack = QStackedLayout()
        inside.addLayout(self._stack)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self._split.addWidget(frame)
        side = QWidget()
        side.setProperty("role", "page")
        self._side = QVBoxLayout(side)
        self._side.setContentsMargins(8, 0, 4, 0)
        self._side.setSpacing(8)
        self._side.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(side)
        area.setMinimumWidth(220)
        self._split.addWidget(area)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        self._split.setSizes([900, 300])
        layout.addWidget(self._split, 1)
        layout.addWidget(self._status)
        self._cards: list[QWidget] = []

    # What is shown

    def select(self, record_id: str) -> bool:
        is_other = record_id != self._visit
        self._visit = record_id
        self.reload()
        if self._table is None:
            return False
        if is_other:
            self.view.choose(self._table.entries[0].id if self._table.entries else "")
            self.enter()
        self.visited.emit(record_id, False)
        return True

    def reload(self) -> None:
        """Read the programme anew and show it; what does not fit is looked for a moment later."""
        self._is_stale = False
        with self._context.store.reading() as connection:
            self._table = timetable.read(connection, self._visit, self._context.language)
            self._record = records.read(connection, ENTITIES["delegation"], self._visit)
            self._versions = versions(connection, self._visit)
        tr = self._context.tr_
        table = self._table
        title = tr("Programme: {title}", title=table.title) if table else ""
        self._title.setText(title)
        for button in (self._new, self._print, self._ways):
            button.setEnabled(table is not None)
        if table is None:
            self._found = []
            self._empty.set_texts(tr("Choose a visit and open its programme."))
            self._stack.setCurrentIndex(1)
            self._show_side()
            return
        if not table.days:
            self._empty.set_texts(
                tr("The days of this visit are not known yet. The first item shows them."),
                tr("New item"),
            )
        self._stack.setCurrentIndex(0 if table.days else 1)
        self.view.setAccessibleName(title)
        self.view.show_table(table)
        self._show_side()
        self._checking.start()

    def _look_for_faults(self) -> None:
        if self.view.is_dragging:
            self._checking.start()
            return
        with self._context.store.reading() as connection:
            found = check(connection, self._visit, self._context.language)
            found += uncovered(connection, self._visit, self._context.language)
        if found != self._found:
            self._found = found
            self.view.refresh()
            self._show_side()
        self._say_chosen(self.view.chosen.id if self.view.chosen else "")

    @property
    def is_drawn(self) -> bool:
        return not self._checking.isActive()

    def _records_changed(self, changes: Changes) -> None:
        if not self._visit or not any(changes.ids(table) for table in _TABLES):
            return
        if self.isVisible():
            self.reload()
        else:
            self._is_stale = True

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self._is_stale:
            self.reload()

    def _face(self, entry: Entry) -> Face:
        """What an item says of itself in the timetable."""
        who = list(entry.who[:_NAMES])
        if len(entry.who) > _NAMES:
            who.append(f"+ {len(entry.who) - _NAMES}")
        warns = any(entry.id in one.items for one in self._found)
        said = []
        if self._context.theme.text_only:  # without icons it is told in words
            tr = self._context.tr_
            said.append(ITEM_KIND.format(entry.kind, tr) if entry.kind else "")
            said.append(tr("Does not fit") if warns else "")
        more = (*said, self._there(entry), entry.place, entry.track, ", ".join(who))
        return Face(
            self._hours(entry),
            entry.title,
            tuple(filter(None, more)),
            entry.kind,
            warns,
            bool(entry.note),
            entry.end is None,
        )

    def _hours(self, entry: Entry) -> str:
        """The hours of an item in the zone of the visit."""
        tr = self._context.tr_
        if entry.start is None:
            return ""
        text = format_time(entry.start.isoformat(timespec="minutes"), tr)
        if entry.end is not None:
            text += f"–{format_time(entry.end.isoformat(timespec='minutes'), tr)}"
        return text

    def _there(self, entry: Entry) -> str:
        """The hours where they are other ones than in the zone of the visit, with their towns."""
        table, tr = self._table, self._context.tr_
        if (
            table is None
            or entry.start is None
            or {entry.starts_zone, entry.ends_zone} == {table.zone}
        ):
            return ""
        said = f"{format_time(entry.starts, tr)} {place_of_zone(entry.starts_zone, tr)}"
        if "T" in entry.ends:
            said += f" – {format_time(entry.ends, tr)}"
            if entry.ends_zone != entry.starts_zone:
                said += f" {place_of_zone(entry.ends_zone, tr)}"
        return said

    def words(self, entry: Entry) -> str:
        """All that is to be said of an item, for the line below, tooltips and screen readers."""
        tr = self._context.tr_
        kind = ITEM_KIND.format(entry.kind, tr) if entry.kind else ""
        day = format_day(entry.day, tr, weekday=True)
        hours = self._hours(entry)
        if entry.start is not None and entry.end is None:
            hours = tr("{time}, end not known", time=hours)
        said = [f"{kind}: {entry.title}" if kind else entry.title, f"{day} {hours}".strip()]
        said += [self._there(entry), entry.place, entry.track, ", ".join(entry.who)]
        if entry.note:
            said.append(tr("For the office only: {note}", note=entry.note))
        said += [one.text for one in self._found if entry.id in one.items]
        return " · ".join(filter(None, said))

    def _say_chosen(self, _key: str) -> None:
        tr = self._context.tr_
        entry, at = self.view.chosen, self.view.cursor_at
        if entry is not None:
            text = self.words(entry)
        elif at is not None and self._table is not None:
            moment = self.view.moment(*at)
            text = tr(
                "A new item would begin on {day} at {time}. Press N for it.",
                day=format_day(moment.date(), tr, weekday=True),
                time=format_time(moment.isoformat(timespec="minutes"), tr),
            )
        else:
            text = ""
        self._status.setText(text)
        self._status.setAccessibleName(text)

    # Beside the timetable

    def _show_side(self) -> None:
        for card in self._cards:
            self._side.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = [self._faults_card(), self._versions_card()] if self._table else []
        for place, card in enumerate(self._cards):
            self._side.insertWidget(place, card)

    def _faults_card(self) -> Card:
        tr = self._context.tr_
        card = Card(tr("What does not fit"))
        if not self._found:
            text = Label(tr("Nothing in the programme overlaps."))
            text.setProperty("role", "muted")
            text.setWordWrap(True)
            card.body.addWidget(text)
            return card
        lines = [Line(one, "", one.text) for one in self._found]
        more = tr.plural("Show all ({count})", "Show all ({count})", len(lines))
        listed = RelatedList(self._context.theme, lines, more)
        listed.activated.connect(self._go_to_fault)
        card.body.addWidget(listed)
        one_stop(card)
        return card

    def _go_to_fault(self, found: object) -> None:
        """Choose an item that does not fit; pressed again, the other one."""
        assert isinstance(found, Found)
        own = [key for key in found.items if any(e.id == key for e in self._entries())]
        if not own:
            return
        chosen = self.view.chosen.id if self.view.chosen else ""
        wanted = own[(own.index(chosen) + 1) % len(own)] if chosen in own else own[0]
        self.view.choose(wanted, visible=True)
        self.view.setFocus()

    def _versions_card(self) -> Card:
        tr = self._context.tr_
        card = Card(tr("Versions"))
        mark = Button()
        set_label(mark, tr("Mark as sent…"))
        mark.setIcon(icon("send", self._context.theme.tokens.text, 14))
        mark.clicked.connect(lambda _on=False: self.mark_as_sent())
        mark.setProperty("flat", True)
        lines = [
            Line(
                version,
                "",
                tr("Version {number}", number=version.number),
                " · ".join(filter(None, (_day(version, self._context), version.addressees))),
            )
            for version in reversed(self._versions)
        ]
        if lines:
            listed = RelatedList(self._context.theme, lines, tr("Show all"))
            listed.activated.connect(self._show_news)
            card.body.addWidget(listed)
            news = Button()
            set_label(news, tr("What is new…"))
            news.setProperty("flat", True)
            news.clicked.connect(lambda _on=False: self._show_news(self._versions[-1]))
            card.body.addWidget(news, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            text = Label(tr.message(NOT_SENT))
            text.setProperty("role", "muted")
            text.setWordWrap(True)
            card.body.addWidget(text)
        card.body.addWidget(mark, 0, Qt.AlignmentFlag.AlignLeft)
        one_stop(card)
        return card

    def mark_as_sent(self) -> None:
        """Keep the programme as it stands as a version that was sent."""
        from ui.dialogs.delegations.versions_dialog import SendDialog

        SendDialog(self._context, self._visit, self).exec()

    def _show_news(self, version: object) -> None:
        from ui.dialogs.delegations.versions_dialog import NewsDialog

        assert isinstance(version, Version)
        NewsDialog(self._context, self._visit, version.number, self).exec()

    def _travel_times(self) -> None:
        from ui.dialogs.delegations.travel_times_dialog import TravelTimesDialog

        TravelTimesDialog(self._context, self).exec()

    def _show_keys(self) -> None:
        from ui.dialogs.delegations.keys_dialog import KeysDialog
        from ui.screens.programme_view import KEYS

        KeysDialog(self._context, KEYS, self).exec()

    # What is done with items

    def _entries(self) -> Sequence[Entry]:
        return self._table.entries if self._table else ()

    def _entry(self, key: str) -> Entry | None:
        return next((entry for entry in self._entries() if entry.id == key), None)

    def _change(self, act: Callable[[Store], Changes | tuple[object, Changes]]) -> None:
        """Change an item, as one step; where that is refused, show what is stored."""
        if not self._context.change(self, act):
            self.reload()

    def _move(self, key: str, day: date, minutes: int | None) -> None:
        entry, table = self._entry(key), self._table
        if entry is None or table is None:
            return
        if minutes is None:
            if day != entry.day:
                self._change(lambda store: timetable.move_to_day(store, entry, day))
            return
        here = self.view.moment(day, minutes)
        if here != entry.start:
            self._change(lambda store: timetable.move(store, entry, here, table.zone))

    def _stretch(self, key: str, minutes: int) -> None:
        entry, table = self._entry(key), self._table
        if entry is None or table is None or entry.start is None:
            return
        here = entry.start + timedelta(minutes=minutes)
        if here != entry.end:
            self._change(lambda store: timetable.stretch(store, entry, here, table.zone))

    def _copy_to(self, key: str, day: date, minutes: int | None) -> None:
        entry, table = self._entry(key), self._table
        if entry is None or table is None:
            return
        here = None if minutes is None else self.view.moment(day, minutes)
        with self._context.known_errors(self):
            made, changes = timetable.copy(self._context.store, entry, here, table.zone)
            self._context.changed(changes)
            self.view.choose(made, visible=True)
            return
        self.reload()

    def tick(self) -> None:
        """Copy the chosen item (Ctrl+D); the copy begins where it ends."""
        entry = self.view.chosen
        if entry is None:
            return
        here = entry.end if entry.end and entry.start and entry.end > entry.start else entry.start
        table = self._table
        assert table is not None
        with self._context.known_errors(self):
            made, changes = timetable.copy(self._context.store, entry, here, table.zone)
            self._context.changed(changes)
            self.view.choose(made, visible=True)

    def _open(self, key: str) -> None:
        from ui.dialogs.common.row_dialog import RowDialog

        with self._context.store.reading() as connection:
            found = records.read(connection, _ITEM, key)
        if found is not None:
            RowDialog(self._context, _ITEM, found, {}, None, self).exec()

    def edit(self) -> None:
        if self.view.chosen is not None:
            self._open(self.view.chosen.id)

    def start_new(self) -> bool:
        from ui.dialogs.common.row_dialog import RowDialog

        if self._table is None:
            return True
        preset: dict[str, object] = {"delegation_id": self._visit}
        at, entry = self.view.cursor_at, self.view.chosen
        if at is not None:
            preset["starts"] = self.view.moment(*at).isoformat(timespec="minutes")
        if entry is not None and entry.track:
            preset["track"] = entry.track
        known = {one.id for one in self._entries()}
        RowDialog(self._context, _ITEM, None, preset, None, self).exec()
        made = [one.id for one in self._entries() if one.id not in known]
        if made:
            self.view.choose(made[0], visible=True)
        return True

    def delete_pressed(self) -> None:
        if self.view.chosen is not None and self.view.hasFocus():
            self.remove(self.view.chosen.id)

    def remove(self, key: str) -> None:
        """Delete an item; the next one is chosen, and the bar below offers to take it back."""
        keys = [entry.id for entry in self._entries()]
        place = keys.index(key)
        following = [*keys[place + 1 :], *reversed(keys[:place])]
        self._change(lambda store: records.delete(store, _ITEM, [key]))
        if following:
            self.view.choose(following[0])

    def _participants(self, key: str) -> None:
        from ui.dialogs.delegations.participants_dialog import ParticipantsDialog

        entry = self._entry(key)
        if entry is not None:
            ParticipantsDialog(self._context, key, entry.title, self).exec()

    def _menu(self, key: str, point: QPoint) -> None:
        menu = Menu(self)
        fill_menu(menu, self._item_commands(key), self._context.theme.tokens.text)
        entry = self._entry(key)
        tracks = sorted({one.track for one in self._entries() if one.track})
        if entry is not None and tracks:
            tr = self._context.tr_
            parts = menu.addMenu(tr("Parallel part"))
            names = [("", tr("Main programme")), *((track, track) for track in tracks)]
            commands = [
                Command(
                    "", one_line(text), partial(self._put, entry, track), "", track == entry.track
                )
                for track, text in names
            ]
            fill_menu(parts, commands, self._context.theme.tokens.text)
        menu.exec(point)

    def _put(self, entry: Entry, track: str) -> None:
        self._change(lambda store: timetable.put(store, entry, track))

    def _item_commands(self, key: str) -> list[Command | None]:
        tr = self._context.tr_
        return [
            Command("pencil", tr("Edit…"), partial(self._open, key), "F2"),
            Command("users", tr("Who takes part…"), partial(self._participants, key), "P"),
            Command("copy", tr("Copy"), self.tick, "Ctrl+D"),
            None,
            Command("trash-2", tr("Delete"), partial(self.remove, key)),
        ]

    # What the window asks of a screen

    @property
    def record(self) -> Record | None:
        return self._record

    def enter(self) -> None:
        self.view.setFocus() if self._stack.currentIndex() == 0 else self._new.setFocus()

    def escape(self) -> bool:
        return self.view.escape()

    def print_shown(self, paper: Paper | None = None) -> None:
        papers = papers_of("delegation", of_list=False)
        if self._record is None:
            return
        from ui.dialogs.common.preview import show_paper

        usual = next((one for one in papers if one.key == "programme"), None)
        wanted = paper or usual or (papers[0] if papers else None)
        if wanted is not None:
            show_paper(self._context, self, wanted, [self._visit])

    def commands(self) -> list[Command]:
        if self._table is None:
            return []
        tr = self._context.tr_
        found = [
            Command("plus", tr("New item"), self.start_new, "Ctrl+N"),
            Command("send", tr("Mark as sent…"), self.mark_as_sent),
            Command("route", tr("Travel times…"), self._travel_times),
            Command("keyboard", tr("Keys of the timetable"), self._show_keys),
        ]
        if entry := self.view.chosen:
            found += [one.under(entry.title) for one in self._item_commands(entry.id) if one]
        return found

    def _recolour(self) -> None:
        tokens = self._context.theme.tokens
        self._back.setIcon(icon("chevron-left", tokens.text, 16))
        self._new.setIcon(icon("plus", tokens.accent_text, 16))
        self._print.setIcon(icon("printer", tokens.text, 16))
        self._ways.setIcon(icon("route", tokens.text, 16))
        self._lower.setIcon(icon("zoom-out", tokens.text, 16))
        self._higher.setIcon(icon("zoom-in", tokens.text, 16))
        self._keys.setIcon(icon("keyboard", tokens.text, 16))
        text_only = self._context.theme.text_only
        for button, sign in ((self._lower, "−"), (self._higher, "+"), (self._keys, "?")):
            button.setText(sign if text_only else "")
        self.view.refresh()
        self._show_side()

    def retranslate(self) -> None:
        tr = self._context.tr_
        for button, text in (
            (self._back, tr("Back to the visit")),
            (self._new, tr("New item")),
            (self._print, tr("Print")),
            (self._ways, tr("Travel times…")),
        ):
            set_label(button, text)
        self._print.setVisible(bool(papers_of("delegation", of_list=False)))
        set_tip(self._new, tr("{action} (Ctrl+N)", action=tr("New item")))
        for button, text in (
            (self._lower, tr("Lower hours")),
            (self._higher, tr("Higher hours")),
            (self._keys, tr("Keys of the timetable")),
        ):
            button.setAccessibleName(text)
            set_tip(button, text)
        self.reload()


def _day(version: Version, context: Context) -> str:
    return format_date(PartialDate.parse_iso(version.sent_on), context.tr_)
