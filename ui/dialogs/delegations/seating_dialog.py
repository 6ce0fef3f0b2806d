"""Who sits where at a point of a programme: several plans, drawn, changed by hand and compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QSpinBox,
    QSplitter,
    QTreeWidget,
    QVBoxLayout,
    QWidget,
)

from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.entities.choices import HOST_AT, SEATING_WISH, TABLE_SHAPE
from app.errors import UserError
from app.i18n import N_
from app.rules.protocol import seating as rules
from app.services.protocol import seating
from app.services.protocol.seating import Arrangement, Shape
from app.services.records import records
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.plain import Button, Combo, Form, Label, ListItem, Tabs, TreeItem, set_title
from ui.widgets.seat_plan import Place, SeatPlan
from ui.widgets.styled import ListBox, NumberBox

_KEY = Qt.ItemDataRole.UserRole

WEIGHT_LABELS = {
    rules.SIDE: N_("Everybody on their own side of the table"),
    rules.LEADS: N_("The best seats for the host and the guest of honour"),
    rules.APART: N_("Who should sit apart"),
    rules.TOGETHER: N_("Who should sit together"),
    rules.PARTNERS: N_("Partners apart"),
    rules.LANGUAGE: N_("Neighbours share a language"),
    rules.ALTERNATE: N_("Guests and hosts by turns"),
    rules.HONOUR: N_("Seats by rank within a side"),
}
"""What the weights of wishes are called, in the order in which they are asked."""


def show_seating(context: Context, parent: QWidget, item_id: str, title: str) -> None:
    """Show the seating plans of a point of a programme."""
    with context.known_errors(parent):
        SeatingDialog(context, item_id, title, parent).exec()


def show_seating_of(context: Context, parent: QWidget, delegation_id: str) -> None:
    """Ask for a point of the programme of a visit, and show its plans."""
    from app.services.protocol.seating import items
    from ui.widgets.plain import ask_item, inform

    tr = context.tr_
    with context.store.reading() as connection:
        found = items(connection, delegation_id, context.language)
    if not found:
        text = tr("The visit has no programme yet. Add a point of the programme first.")
        inform(parent, tr("Seating plan"), text)
        return
    titles = [f"{number}. {title}" for number, (_, title) in enumerate(found, 1)]
    chosen, is_chosen = ask_item(
        parent, tr("Seating plan"), tr("Point of the programme"), titles, editable=False
    )
    if is_chosen:
        item_id, title = found[titles.index(chosen)]
        show_seating(context, parent, item_id, title)


class SeatingDialog(QDialog):
    """Every change is stored at once and undone like any other. What is proposed first is kept
    with the first change, or with *Keep*. Raises `UserError` if nobody can be seated.
    """

    def __init__(self, context: Context, item_id: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._item = item_id
        tr = context.tr_
        set_title(self, tr("Seating plan: {title}", title=title))
        self._plans: list[Arrangement] = []
        self._shown: Arrangement
        self._showing = False
        with context.store.reading() as connection:
            item = records.values_of(connection, ENTITIES["programme_item"], item_id) or {}
            self._visit = str(item.get("delegation_id") or "")
            self._first = seating.propose(
                connection, self._visit, context.language, Shape(), item_id
            )
        self.view = SeatPlan(context.theme.tokens, tr("Seats"))
        self.view.moved.connect(self.change_seats)
        self.view.fixed.connect(self.fix)
        self.view.emptied.connect(self.empty)
        self.view.brought.connect(self.bring)
        self.view.chosen.connect(self._chosen)
        split = QSplitter()
        split.addWidget(self._drawing())
        split.addWidget(self._side())
        split.setStretchFactor(0, 1)
        split.setSizes([740, 430])
        buttons = QDialogButtonBox()
        weights = buttons.addButton(
            tr("How much wishes count…"), QDialogButtonBox.ButtonRole.ActionRole
        )
        weights.clicked.connect(lambda _on=False: self._weights())
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        for button in buttons.buttons():
            button.setAutoDefault(False)  # type: ignore[attr-defined]
        layout = QVBoxLayout(self)
        layout.addWidget(split, 1)
        layout.addWidget(buttons)
        fit(self, 1180, 720)
        self._read()
        self.view.setFocus()
        context.records_changed.connect(self._follow)

    def _drawing(self) -> QWidget:
        tr = self._context.tr_
        self.shape = Combo()
        self.shape.setAccessibleName(tr("Shape of the table"))
        for code, label in TABLE_SHAPE.options.items():
            self.shape.addItem(tr.message(label), code)
        self.host_at = Combo()
        self.host_at.setAccessibleName(tr("Who presides sits"))
        for code, label in HOST_AT.options.items():
            self.host_at.addItem(tr.message(label), code)
        self.seats, self.tables = NumberBox(), NumberBox()
        for box, name in (
            (self.seats, tr("Number of seats")),
            (self.tables, tr("Number of tables")),
        ):
            box.setAccessibleName(name)
            box.setKeyboardTracking(False)
        self.seats.setRange(1, seating.MOST_SEATS)
        self.tables.setRange(1, 60)
        self.shape.activated.connect(lambda _index: self.reshape(anew=True))
        self.host_at.activated.connect(lambda _index: self.reshape())
        self.seats.valueChanged.connect(lambda _number: self.reshape())
        self.tables.valueChanged.connect(lambda _number: self.reshape())
        again = Button(tr("Seat all anew"))
        again.setAutoDefault(False)
        again.clicked.connect(lambda _on=False: self.reshape())
        top = FlowLayout()
        self._tables, count = Label(tr("Tables")), Label(tr("Seats"))
        self._tables.setBuddy(self.tables)
        count.setBuddy(self.seats)
        widgets = (self.shape, self.host_at, self._tables, self.tables, count, self.seats, again)
        for widget in widgets:
            top.addWidget(widget)
        self._hint = Label(
            tr(
                "Drag a name to another seat: the two change places. By keyboard: arrows, Space "
                "picks up and puts down, F fixes a seat, Delete empties it. At the left of a seat "
                "stands its number, at the right its place in the order of honour; guests have "
                "round corners, hosts square ones."
            )
        )
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(top)
        column.addWidget(self.view, 1)
        column.addWidget(self._hint)
        return page

    def _side(self) -> QWidget:
        tr = self._context.tr_
        self.plans = QTreeWidget()
        self.plans.setAccessibleName(tr("Seating plans"))
        self.plans.setHeaderLabels([tr("Plan"), tr("Must not be"), tr("Wishes"), tr("Weight")])
        self.plans.setRootIsDecorated(False)
        self.plans.setMaximumHeight(150)
        self.plans.setMinimumHeight(60)
        self.plans.currentItemChanged.connect(lambda _now, _before: self._switch())
        row = FlowLayout()
        self.new, self.use, self.remove = (
            Button(tr("Keep")),
            Button(tr("Use this plan")),
            Button(tr("Delete")),
        )
        runs = (self.keep, self.choose, self.delete)
        for button, run in zip((self.new, self.use, self.remove), runs, strict=True):
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, run=run: run())
            row.addWidget(button)
        self.broken, self.list, self.waiting, self.wishes = (ListBox() for _ in range(4))
        pages = (
            (self.broken, tr("What does not fit")),
            (self.list, tr("Seats")),
            (self.waiting, tr("Without a seat")),
            (self.wishes, tr("Wishes")),
        )
        self.pages = Tabs()
        for page, name in pages:
            page.setWordWrap(True)
            page.setAccessibleName(name)
            page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.waiting.setDragEnabled(True)
        self.waiting.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        for page, name in pages[:3]:
            self.pages.addTab(page, name)
        self.list.currentRowChanged.connect(self._listed)
        self.broken.itemActivated.connect(self._lead)
        self.broken.currentItemChanged.connect(lambda now, _before: self._lead(now))
        self.waiting.itemActivated.connect(lambda _item: self._seat_waiting())
        wishes = QWidget()
        column = QVBoxLayout(wishes)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.wishes, 1)
        actions = QHBoxLayout()
        for text, run in ((tr("Add"), self._add_wish), (tr("Remove"), self._remove_wish)):
            button = Button(text)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _on=False, run=run: run())
            actions.addWidget(button)
        actions.addStretch(1)
        column.addLayout(actions)
        self.pages.addTab(wishes, tr("Wishes"))
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 0, 0, 0)
        column.addWidget(self.plans)
        column.addLayout(row)
        column.addWidget(self.pages, 1)
        return side

    # What is shown

    def _follow(self, changes: Changes) -> None:
        names = {"seating_plan", "seating_seat", "seating_wish", "delegation_member"}
        names |= {"programme_part", "setting", "person", "position"}
        if names & set(changes.rows):
            self._read()

    def _read(self, chosen: str = "") -> None:
        """Read the plans and show the one that was shown, or `chosen`."""
        context = self._context
        shown = chosen or (self._shown.id if hasattr(self, "_shown") else "")
        with context.store.reading() as connection:
            self._plans = seating.plans(connection, self._item, context.language)
            if not self._plans:
                try:
                    shape = self._first.shape
                    self._first = seating.propose(
                        connection, self._visit, context.language, shape, self._item
                    )
                except UserError:  # the last one who takes part was removed meanwhile
                    self.reject()
                    return
            wishes = seating.wishes(connection, self._visit, context.language)
        found = self._plans or [self._first]
        self._shown = next((plan for plan in found if plan.id == shown), found[0])
        self._show(wishes)

    def _show(self, wishes: list[tuple[str, str, str, str]]) -> None:
        tr = self._context.tr_
        self._showing = True
        self.plans.clear()
        for plan in self._plans or [self._first]:
            hard = sum(item.is_hard for item in plan.plan.broken)
            name = plan.name or tr("Proposed, not kept yet")
            if plan.chosen:
                name = tr("{name} (used)", name=name)
            soft = len(plan.plan.broken) - hard
            item = TreeItem([name, str(hard), str(soft), str(plan.wished)])
            item.setData(0, _KEY, plan.id)
            self.plans.addTopLevelItem(item)
            if plan is self._shown:
                self.plans.setCurrentItem(item)
        for column in range(4):
            self.plans.resizeColumnToContents(column)
        self.new.setText(tr("Keep") if not self._plans else tr("New plan"))
        self.use.setEnabled(bool(self._plans) and not self._shown.chosen)
        self.remove.setEnabled(bool(self._plans))
        plan = self._shown
        self.shape.setCurrentIndex(self.shape.findData(plan.shape.code))
        self.host_at.setCurrentIndex(max(0, self.host_at.findData(plan.shape.host_at)))
        self.host_at.setVisible(plan.shape.code == "rectangle")
        for widget in (self._tables, self.tables):
            widget.setVisible(plan.shape.code == "tables")
        self.tables.setValue(max(seat.table for seat in plan.layout.seats))
        self.seats.setMinimum(plan.needed)
        self.seats.setValue(sum(not seat.behind for seat in plan.layout.seats))
        said = plan.sentences(tr)
        self.broken.clear()
        for broken, sentence in zip(plan.plan.broken, said, strict=True):
            entry = ListItem(sentence)
            entry.setData(_KEY, broken.who)
            self.broken.addItem(entry)
        if not said:
            self.broken.addItem(ListItem(tr("Every rule holds.")))
        self.waiting.clear()
        for key in plan.unseated:
            entry = ListItem(plan.names[key])
            entry.setData(_KEY, key)
            self.waiting.addItem(entry)
        count = len(plan.plan.broken)
        self.pages.setTabText(0, tr("What does not fit ({count})", count=count))
        self.pages.setTabText(2, tr("Without a seat ({count})", count=len(plan.unseated)))
        self.wishes.clear()
        for key, kind, one, other in wishes:
            label = tr.message(SEATING_WISH.label(kind))
            entry = ListItem(f"{label}: {one}, {other}")
            entry.setData(_KEY, key)
            self.wishes.addItem(entry)
        places = self._places()
        self.list.clear()
        for place in sorted(places, key=lambda place: place.honour):
            entry = ListItem(place.said)
            entry.setData(_KEY, place.number)
            self.list.addItem(entry)
        self.view.show_plan(places, plan.layout.boards)
        self._showing = False
        self._chosen(self.view.current)

    def _places(self) -> list[Place]:
        tr, plan = self._context.tr_, self._shown
        grave = {key for item in plan.plan.broken for key in (item.who, item.other) if key}
        grave = {key for key in grave if any(i.is_hard for i in plan.plan.broken if i.who == key)}
        found = []
        for seat in plan.layout.seats:
            key = plan.plan.taken.get(seat.number, "")
            name = plan.names.get(key, "")
            said = [tr("Seat {seat}", seat=seat.number)]
            if seat.behind:
                said.append(tr("behind seat {seat}", seat=seat.behind))
            else:
                said.append(tr("honour {place}", place=seat.honour))
            said.append(", ".join(filter(None, (name, plan.posts.get(key)))) or tr("(empty)"))
            if key in plan.locked:
                said.append(tr("fixed"))
            found.append(
                Place(
                    seat.number,
                    seat.honour,
                    seat.x,
                    seat.y,
                    name,
                    plan.sides.get(key, ""),
                    key in plan.locked,
                    key in grave,
                    bool(seat.behind),
                    " · ".join(said),
                )
            )
        return found

    def _chosen(self, number: int) -> None:
        """The list follows the plan."""
        if self._showing:
            return
        self._showing = True
        for row in range(self.list.count()):
            if self.list.item(row).data(_KEY) == number:
                self.list.setCurrentRow(row)
        self._showing = False

    def _listed(self, row: int) -> None:
        """The plan follows the list."""
        if not self._showing and row >= 0:
            self.view.choose(int(self.list.item(row).data(_KEY)))

    def _lead(self, entry: ListItem | None) -> None:
        key = entry.data(_KEY) if entry and not self._showing else None
        for number, who in self._shown.plan.taken.items():
            if who == key:
                self.view.choose(number)

    def _switch(self) -> None:
        item = self.plans.currentItem()
        if item is not None and not self._showing and item.data(0, _KEY) != self._shown.id:
            self._read(str(item.data(0, _KEY)))

    # Changing

    def _change(self, act: Callable[[Store, str], Changes]) -> None:
        """Change the plan that is shown; one that is only proposed is kept first."""
        plan_id = self._shown.id or self.keep()
        if plan_id:
            self._context.change(self, lambda store: act(store, plan_id))

    def keep(self) -> str:
        """Keep what is proposed, or seat all anew in another plan; gives its id."""
        tr, number = self._context.tr_, len(self._plans) + 1
        names = {plan.name for plan in self._plans}
        while tr("Plan {number}", number=number) in names:
            number += 1
        name = tr("Plan {number}", number=number)
        wanted = self._shown
        made: list[str] = []
        if self._plans:
            with self._context.store.reading() as connection:
                wanted = seating.propose(
                    connection,
                    self._visit,
                    self._context.language,
                    replace(self._shown.shape, seats=0),
                    self._item,
                )

        def act(store: Store) -> Changes:
            key, changes = seating.keep(store, self._item, name, wanted)
            made.append(key)
            return changes

        if self._context.change(self, act):
            self._read(made[0])
            return made[0]
        return ""

    def choose(self) -> None:
        """Use the plan that is shown."""
        self._change(seating.choose)

    def delete(self) -> None:
        """Delete the plan that is shown; undo brings it back."""
        if self._shown.id:
            entity = ENTITIES["seating_plan"]
            key = self._shown.id
            self._context.change(self, lambda store: records.delete(store, entity, [key]))

    def reshape(self, *, anew: bool = False) -> None:
        """Seat all anew, at the table that the fields say; with `anew` as many seats as needed."""
        if self._showing:
            return
        code = self.shape.currentData()
        tables = self.tables.value() if code == "tables" and not anew else 0
        shape = Shape(code, 0 if anew else self.seats.value(), tables, self.host_at.currentData())
        language = self._context.language
        if self._shown.id:
            self._change(lambda store, key: seating.arrange(store, key, language, shape))
            return
        with self._context.known_errors(self), self._context.store.reading() as connection:
            self._first = seating.propose(connection, self._visit, language, shape, self._item)
        self._read()

    def _member_at(self, number: int) -> str:
        return self._shown.plan.taken.get(number, "")

    def change_seats(self, number: int, there: int) -> None:
        """Let who sits on one seat change with who sits on another."""
        member = self._member_at(number)
        chairs = {seat.number for seat in self._shown.layout.seats if seat.behind}
        if member and there not in chairs:
            self._change(lambda store, key: seating.seat(store, key, member, there))

    def fix(self, number: int) -> None:
        """Fix a seat, or let it go."""
        member = self._member_at(number)
        fixed = member not in self._shown.locked
        if member:
            self._change(lambda store, key: seating.fix(store, key, member, fixed=fixed))

    def empty(self, number: int) -> None:
        """Leave a seat empty."""
        member = self._member_at(number)
        if member:
            self._change(lambda store, key: seating.seat(store, key, member, None))

    def bring(self, number: int) -> None:
        """Seat whoever is marked among those without a seat."""
        entry = self.waiting.currentItem()
        if entry is not None:
            member = entry.data(_KEY)
            self._change(lambda store, key: seating.seat(store, key, member, number))

    def _seat_waiting(self) -> None:
        """By keyboard: to the seat that is marked, if it is empty, else to the best empty one."""
        taken = self._shown.plan.taken
        empty = [s for s in self._shown.layout.seats if not s.behind and s.number not in taken]
        here = [seat for seat in empty if seat.number == self.view.current]
        if found := here or sorted(empty, key=lambda seat: seat.honour):
            self.bring(found[0].number)

    def _add_wish(self) -> None:
        from ui.dialogs.common.row_dialog import RowDialog

        preset = {"delegation_id": self._visit}
        RowDialog(
            self._context, ENTITIES["seating_wish"], None, preset, ("delegation", self._visit), self
        ).exec()

    def _remove_wish(self) -> None:
        entry = self.wishes.currentItem()
        if entry is not None:
            entity, key = ENTITIES["seating_wish"], entry.data(_KEY)
            self._context.change(self, lambda store: records.delete(store, entity, [key]))

    def _weights(self) -> None:
        WeightsDialog(self._context, self).exec()


class WeightsDialog(QDialog):
    """How much each wish counts; 0 is no wish."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        tr = context.tr_
        set_title(self, tr("How much wishes count"))
        with context.store.reading() as connection:
            found = seating.weights(connection)
        text = Label(
            tr("The higher the number, the more a plan gives up for it. With 0 it is no rule.")
        )
        text.setWordWrap(True)
        form = Form()
        self.boxes: dict[str, QSpinBox] = {}
        for rule, label in WEIGHT_LABELS.items():
            box = NumberBox()
            box.setRange(0, 999)
            box.setValue(found[rule])
            self.boxes[rule] = box
            form.addRow(tr.message(label), box)
        buttons = QDialogButtonBox()
        save = buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        save.setProperty("primary", True)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(text)
        layout.addLayout(form)
        layout.addWidget(buttons)
        fit(self, 480, 420)

    def save(self) -> None:
        """Store the weights and close."""
        wanted = {rule: box.value() for rule, box in self.boxes.items()}
        if self._context.change(self, lambda store: seating.set_weights(store, wanted)):
            self.accept()
