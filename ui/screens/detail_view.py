"""The reading side of a record: header, notices, facts, related lists, history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.entities import ENTITIES, TASKS_ABOUT
from app.fields import Field
from app.kinds import PICTURE
from app.reports.catalogue import papers_of
from app.reports.engine.paper import Paper
from app.rules.days.partial_dates import format_moment
from app.services.records.history import history, values_in_words
from app.services.records.query import captions
from app.services.records.records import Record
from app.services.related.items import code_kind, when
from app.services.related.sections import Item, Section, sections
from app.services.tasks.tasks import FINISHED
from ui.context import Context
from ui.dialogs.record_actions import BUTTONS, RecordAction, actions_of
from ui.icons import icon
from ui.records.faces import FACES, tone
from ui.screens.detail_cards import CARDS, CARDS_FIRST, NOTICES, LeadingCard, benefit_by_year
from ui.screens.detail_heading import Heading, HeadingContent, heading
from ui.screens.detail_parts import Part, Parts
from ui.widgets.buttons import keys_text, set_label
from ui.widgets.card import Card, one_stop, stops_of
from ui.widgets.facts import Fact, FactLine, Facts
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.one_stop import bring_into_view
from ui.widgets.plain import Action, Button, Label, Menu, set_tip
from ui.widgets.related_list import Line, RelatedList

_SHOWN_CHANGES = 12
_FIRST = {"positions", "contact_points", "parties"}


class DetailView(QWidget):
    """One record as stored, in one language and look."""

    edit_requested = Signal()
    delete_requested = Signal()
    archive_requested = Signal()
    paper_requested = Signal(object)
    task_requested = Signal()
    interaction_requested = Signal()
    action_requested = Signal(object)
    open_requested = Signal(object)
    add_requested = Signal(object)
    row_menu_requested = Signal(object)
    back_requested = Signal()
    task_of_requested = Signal(object)
    change_requested = Signal(str)
    tick_requested = Signal()
    line_ticked = Signal(object)
    place_wanted = Signal(str)

    def __init__(self, context: Context, record: Record, *, covered: bool, at_once: bool) -> None:
        super().__init__()
        self._context = context
        self._tr = context.tr_
        self.setProperty("role", "page")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(16, 12, 16, 16)
        self._layout.setSpacing(12)
        self._layout.addStretch(1)
        self._parts = Parts(self._layout, self)
        self._wanted_fields: set[str] = set()
        self.show_record(record, covered=covered, at_once=at_once)

    def show_record(self, record: Record, *, covered: bool, at_once: bool) -> None:
        """Show the same record as it is now; only what changed is drawn anew.

        `covered` says that the detail stands alone and needs a way back to the list. Unless
        `at_once`, the window turns before the lower parts are drawn.
        """
        self.record = record
        self._covered = covered
        with self._context.store.reading() as connection:
            self._captions = self._targets(connection)
            self._sections = sections(
                connection, record.entity.name, record.id, self._context.language
            )
            self._history = history(connection, record.id, limit=60)
            self._history_words = [
                values_in_words(connection, entry, self._tr)
                for entry in self._history[:_SHOWN_CHANGES]
            ]
        self._parts.show(self._wanted(covered=covered), at_once=at_once)

    @property
    def is_whole(self) -> bool:
        """Whether every part has been drawn."""
        return self._parts.is_whole

    def _wanted(self, *, covered: bool) -> Iterator[Part]:
        if covered:
            yield Part("back", None, self._back)
        name = self._title_field()
        field = self.record.entity.by_name.get(name)
        title = name if field and self._is_changed_here(field) else ""
        head = heading(self._context, self.record, self._captions, title)
        yield Part("head", head, partial(self._heading, head))
        archived = bool(self.record.values.get("archived_on"))
        actions = actions_of(self._context, self.record)
        face = FACES[self.record.entity.name]
        done = self.record.values["status"] in FINISHED if face.ticked else None
        made = partial(self._actions, archived, actions, done)
        yield Part("actions", (archived, actions, done), made)
        yield from self._notices()
        if self.record.entity.name in CARDS_FIRST:
            yield from self._card()
        # Whoever looks somebody up on the phone wants the post and the numbers first.
        yield from self._lists(first=True)
        yield from self._facts()
        yield self._empty_fields()
        if self.record.entity.name not in CARDS_FIRST:
            yield from self._card()
        yield from self._lists(first=False)
        if self._history:
            yield Part("history", self._history, self._history_card)

    def _card(self) -> Iterator[Part]:
        if self.record.entity.name in CARDS:
            describe, make = CARDS[self.record.entity.name]
            if content := describe(self._context, self.record):
                yield Part("card", content, partial(self._worked_out, make, content))

    def _heading(self, content: HeadingContent) -> Heading:
        made = Heading(self._context, content)
        made.line.change_requested.connect(self.change_requested)
        return made

    def _back(self) -> QWidget:
        back = Button(self._tr("Back to the list"))
        back.setProperty("flat", True)
        back.setIcon(icon("chevron-left", self._context.theme.tokens.text, 16))
        back.clicked.connect(self.back_requested)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(back)
        row.addStretch(1)
        return line

    def _targets(self, connection: Any) -> dict[str, str]:
        """The captions of what the record's references point to, by field name."""
        found = {}
        for field in self.record.entity.fields:
            value = self.record.values[field.name]
            if field.target and value:
                named = captions(
                    connection, ENTITIES[field.target], [value], self._context.language
                )
                found[field.name] = named.get(value, "")
        return found

    # What can be done

    def _actions(
        self, archived: bool, actions: Sequence[RecordAction], done: bool | None
    ) -> QWidget:
        tr = self._tr
        tokens = self._context.theme.tokens
        line = QWidget()
        layout = FlowLayout(line, spacing=8)
        if done is not None:
            name, text = ("undo-2", tr("Open again")) if done else ("circle-check", tr("Done"))
            layout.addWidget(self._button(name, text, self.tick_requested, "Ctrl+D"))
        if papers := papers_of(self.record.entity.name, of_list=False):
            layout.addWidget(self._print_button(papers))
        for command in BUTTONS.get(self.record.entity.name, ()):
            button = Button()
            set_label(button, tr.message(command.label))
            button.setIcon(icon(command.icon, tokens.text, 16))
            button.clicked.connect(
                lambda _on=False, wanted=command: self.action_requested.emit(wanted)
            )
            layout.addWidget(button)
        layout.addWidget(self._button("pencil", tr("Edit"), self.edit_requested, "F2"))
        if FACES[self.record.entity.name].contact:
            layout.addWidget(
                self._button(
                    "message-square-plus",
                    tr("Note a contact"),
                    self.interaction_requested,
                    "Ctrl+Shift+N",
                )
            )
        if self.record.entity.name in TASKS_ABOUT:
            layout.addWidget(self._button("list-checks", tr("New task"), self.task_requested))
        more = Button()
        more.setIcon(icon("ellipsis", tokens.text, 18))
        more.setAccessibleName(tr("More actions"))
        set_tip(more, tr("More actions"))
        menu = Menu(more)
        archive = Action(
            icon("archive-restore" if archived else "archive", tokens.text, 16),
            tr("Return from the archive") if archived else tr.context("command", "Archive"),
            menu,
        )
        archive.triggered.connect(self.archive_requested)
        delete = Action(icon("trash-2", tokens.text, 16), tr("Delete"), menu)
        delete.triggered.connect(self.delete_requested)
        for action in actions:
            item = Action(icon(action.icon, tokens.text, 16), tr.message(action.label), menu)
            item.triggered.connect(
                lambda _on=False, wanted=action: self.action_requested.emit(wanted)
            )
            menu.addAction(item)
        if not menu.isEmpty():
            menu.addSeparator()
        menu.addAction(archive)
        menu.addAction(delete)
        more.setMenu(menu)
        layout.addWidget(more)
        return line

    def _print_button(self, papers: Sequence[Paper]) -> Button:
        """A menu of what can be printed about the record, the usual paper first."""
        tr = self._tr
        button = Button()
        set_label(button, tr("Print"))
        button.setIcon(icon("printer", self._context.theme.tokens.text, 16))
        set_tip(button, tr("What can be printed about this record"))
        menu = Menu(button)
        for number, paper in enumerate(papers):
            text = tr.message(paper.label) + "…"
            item = menu.addAction(text if number else f"{text}\t{keys_text('Ctrl+P')}")
            item.triggered.connect(
                lambda _on=False, wanted=paper: self.paper_requested.emit(wanted)
            )
        button.setMenu(menu)
        return button

    def _button(self, name: str, text: str, signal: Any, shortcut: str = "") -> Button:
        button = Button()
        set_label(button, text)
        button.setIcon(icon(name, self._context.theme.tokens.text, 16))
        set_tip(button, f"{text} ({keys_text(shortcut)})" if shortcut else text)
        button.clicked.connect(lambda _on=False: signal.emit())
        return button

    # Notices and facts

    def _notices(self) -> Iterator[Part]:
        told = NOTICES.get(self.record.entity.name)
        content = told(self._context, self.record) if told else None
        if content is None:
            return
        yield Part("notice", content, partial(NoticeBar, self._context.theme, *content))

    def _facts(self) -> Iterator[Part]:
        groups: dict[str, list[Fact]] = {}
        entity = self.record.entity
        title = self._title_field()
        for field in entity.fields:
            value = self.record.values[field.name]
            wanted = field.name in self._wanted_fields
            is_empty = value in (None, "") or (field.kind.name == "boolean" and not value)
            if (is_empty or field.name == title) and not wanted:
                continue
            if field.name == "invented" or field.kind == PICTURE:
                continue
            name = field.name if self._is_changed_here(field) else ""
            label = field.label
            text = self._captions.get(field.name) or field.kind.format(value, self._tr)
            if field.name == "rule":
                text = self._rule(value)
            elif field.name == "held":  # what the task had; now it has no due day
                label = entity.by_name["due"].label
                text = self._tr("As soon as the start of the visit is known to the day")
            elif field.kept and field.name != "archived_on":
                continue
            leads = field.target in FACES and bool(value)
            fact = Fact(name, self._tr.message(label), "" if is_empty else text, leads)
            groups.setdefault(field.group, []).append(fact)
        for group, rows in groups.items():
            yield Part(f"facts {group}", rows, partial(self._facts_card, group, rows))

    def _title_field(self) -> str:
        """The field that stands above the page already."""
        names = self.record.entity.title_columns(self._context.language)
        return next((name for name in names if self.record.values.get(name)), "")

    def _is_changed_here(self, field: Field) -> bool:
        hidden = FACES[self.record.entity.name].hidden
        known = field.name not in hidden and field.name != "invented"
        return known and not field.kept and field.kind != PICTURE

    def _facts_card(self, group: str, rows: list[Fact]) -> QWidget:
        card = Card(self._tr.message(group))
        facts = Facts(rows, self._context.theme, self._tr("Change"))
        facts.change_requested.connect(self.change_requested)
        facts.followed.connect(self._follow)
        card.body.addWidget(facts)
        one_stop(card)
        return card

    def _follow(self, name: str) -> None:
        target = self.record.entity.by_name[name].target
        self._context.record_wanted.emit(target, self.record.values[name])

    def _empty_fields(self) -> Part:
        """A menu of the fields in which nothing stands, to be filled in where they belong."""
        names = tuple(
            field.name
            for field in self.record.entity.fields
            if self._is_changed_here(field)
            and not self.record.values[field.name]
            and field.name not in self._wanted_fields
        )
        return Part("empty fields", names, partial(self._empty_fields_button, names))

    def _empty_fields_button(self, names: Sequence[str]) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        button = Button()
        button.setProperty("flat", True)
        set_label(button, self._tr("Fill in another field"))
        button.setIcon(icon("plus", self._context.theme.tokens.text, 14))
        menu = Menu(button)
        groups: dict[str, Menu] = {}
        for name in names:
            field = self.record.entity.by_name[name]
            if field.group not in groups:
                groups[field.group] = menu.addMenu(self._tr.message(field.group))
            groups[field.group].addAction(
                self._tr.message(field.label), partial(self.change_requested.emit, name)
            )
        button.setMenu(menu)
        row.addWidget(button)
        row.addStretch(1)
        if not names:  # shown before it has a parent it would be a window
            line.hide()
        return line

    def fact(self, name: str) -> FactLine | None:
        """The line of a field, made for it where nothing stands in it; None if it has none."""
        if name not in self._lines():
            self._wanted_fields.add(name)
            self._show_at_once()
        line = self._lines().get(name)
        if line is not None:
            self._show_card_of(line)
        return line

    def _show_card_of(self, line: QWidget) -> None:
        """Show the card of a line now, so that it can take the focus; the layout would later."""
        card = line
        while (above := card.parentWidget()) is not None and above is not self:
            card = above
        card.show()

    def fact_line(self, name: str) -> FactLine | None:
        """The line of a field, if it has one."""
        return self._lines().get(name)

    def _lines(self) -> dict[str, FactLine]:
        """The lines of fields by their names, from the top of the page."""
        found: dict[str, FactLine] = {}
        for place in range(self._layout.count()):
            item = self._layout.itemAt(place)
            card = item.widget() if item else None
            if isinstance(card, Heading) and card.line.fact.name:
                found[card.line.fact.name] = card.line
            for facts in card.findChildren(Facts) if card else ():
                found |= facts.lines
        return found

    def forget_wanted(self) -> None:
        """Fields in which nothing stands are no longer asked for."""
        if self._wanted_fields:
            self._wanted_fields.clear()
            self._show_at_once()

    def go_to_fact(self, name: str, step: int) -> str | None:
        """Put the focus on the line of a field, or on the one so many lines further.

        Gives the field whose line has it; None where the page has no such line.
        """
        lines = self._lines()
        names = list(lines)
        if name not in lines:
            return None
        place = names.index(name) + step
        if not 0 <= place < len(names):
            place = names.index(name)
        self._show_card_of(lines[names[place]])
        lines[names[place]].setFocus(Qt.FocusReason.OtherFocusReason)
        bring_into_view(lines[names[place]])
        return names[place]

    def take_focus(self) -> None:
        """Put the focus on the first line of the page."""
        self._show_at_once()
        for place in range(self._layout.count()):
            item = self._layout.itemAt(place)
            card = item.widget() if item else None
            if card is None or isinstance(card, Heading):  # it is what one reads first anyway
                continue
            lines = [line for line in stops_of(card) if line.property("stop")]
            if lines:
                self._show_card_of(lines[0])
                lines[0].setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _show_at_once(self) -> None:
        self._parts.show(self._wanted(covered=self._covered), at_once=True)

    def _worked_out(self, make: Any, content: Any) -> QWidget:
        card: Card = make(self._context, content)
        if isinstance(card, LeadingCard):
            card.wanted.connect(self._lead)
        one_stop(card)
        return card

    def _lead(self, place: str) -> None:
        """Go to a field, to what is added to a list of the record, or to somewhere else."""
        if place in self.record.entity.by_name:
            self.change_requested.emit(place)
            return
        if ":" in place:
            self.place_wanted.emit(place)
            return
        for section in self._sections:
            if section.key == place and section.adds:
                self.add_requested.emit(section)
        if shown := self._parts.shown(f"list {place.removeprefix('#')}"):
            stops = stops_of(shown)
            for stop in [item for item in stops if item.property("stop")][:1] or stops[:1]:
                stop.setFocus(Qt.FocusReason.OtherFocusReason)
                bring_into_view(stop)

    def _rule(self, rule: str) -> str:
        """The filter of a mailing list in words."""
        from app.errors import UserError
        from app.services.contacts.mailing import rule_in_words

        try:
            with self._context.store.reading() as connection:
                return rule_in_words(connection, rule, self._tr)
        except UserError as error:
            return error.text(self._tr)

    # Related lists

    def _lists(self, *, first: bool) -> Iterator[Part]:
        for section in self._sections:
            if (section.key in _FIRST) == first and (section.items or section.adds):
                yield Part(f"list {section.key}", section, partial(self._section_card, section))

    def _section_card(self, section: Section) -> QWidget:
        tr = self._tr
        card = Card(tr.message(section.label))
        if section.adds:
            add = Button()
            set_label(add, tr("Add"))
            add.setIcon(icon("plus", self._context.theme.tokens.text, 14))
            add.setAccessibleName(tr("Add") + f": {tr.message(section.label)}")
            add.clicked.connect(lambda _on=False: self.add_requested.emit(section))
            card.add_action(add)
        if section.items:
            lines = [self._line(item, section) for item in section.items]
            more = tr.plural("Show all ({count})", "Show all ({count})", len(lines))
            listed = RelatedList(self._context.theme, lines, more)
            listed.activated.connect(self.open_requested)
            listed.menu_requested.connect(self.row_menu_requested)
            listed.pressed.connect(lambda item, _button: self.task_of_requested.emit(item))
            listed.ticked.connect(self.line_ticked)
            if section.key == "evaluations":
                card.body.addWidget(benefit_by_year(self._context, section.items))
            card.body.addWidget(listed)
        else:
            empty = Label(tr("Nothing here yet."))
            empty.setProperty("role", "muted")
            card.body.addWidget(empty)
        one_stop(card)
        return card

    def _line(self, item: Item, section: Section) -> Line:
        badge, colour = "", "neutral"
        if item.code:
            entity, field, stored = item.code
            badge = code_kind(entity, field).format(stored, self._tr)
            colour = tone(entity, field, stored) or "neutral"
        title = item.title
        if (
            section.key == "contact_points"
            and item.code
            and item.code[2] in ("phone", "mobile", "fax")
        ):
            from app.kinds import PHONE

            title = PHONE.format(item.title, self._tr)
        if item.depth:
            title = "\u2003" * (item.depth - 1) + "└ " + title
        detail = item.detail
        if item.preferred:
            detail = " · ".join(
                filter(None, (self._tr.context("contact detail", "Preferred"), detail))
            )
        if section.key == "tree" and item.id == self.record.id:
            badge = self._tr("this organisation")
        button = ""
        if item.wants_task:
            button = self._tr("Create a task")
        elif item.task:
            button = self._tr("Open the task")
        done = None
        if not item.only_opens and item.entity in FACES and FACES[item.entity].ticked:
            done = bool(item.code and item.code[2] in FINISHED)
        leads = item.entity in FACES or item.only_opens
        said = when(item, self._tr)
        return Line(item, said, title, detail, badge, colour, button, done=done, leads=leads)

    # History

    def _history_card(self) -> QWidget:
        card = Card(self._tr("History"))
        lines = []
        for number, entry in enumerate(self._history[:_SHOWN_CHANGES]):
            when = format_moment(entry.at.strftime("%Y-%m-%dT%H:%M"), self._tr)
            text = entry.summary(self._tr)
            details = [part for part in (entry.author, self._changed_fields(entry)) if part]
            details += self._history_words[number]
            badge = self._tr("undone") if entry.undone else ""
            lines.append(Line(entry, when, text, " · ".join(details), badge))
        listed = RelatedList(self._context.theme, lines, self._tr("Show all"))
        listed.activated.connect(self._show_entry)
        card.body.addWidget(listed)
        one_stop(card)
        return card

    def _changed_fields(self, entry: Any) -> str:
        names: list[str] = []
        for change in entry.changes:
            entity = ENTITIES.get(change.table)
            if entity is None or change.kind != "set":
                continue
            for name in change.values:
                if name in entity.by_name:
                    names.append(self._tr.message(entity.by_name[name].label))
        return ", ".join(dict.fromkeys(names))

    def _show_entry(self, entry: object) -> None:
        from ui.dialogs.common.history_dialog import HistoryDialog

        HistoryDialog(self._context, entry, self.window()).exec()  # type: ignore[arg-type]


"""Rows that hold from a day on, until somebody ends them."""
