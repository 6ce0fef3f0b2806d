"""Tables that the office keeps itself: ranks, checklists, limits of gifts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from app.db.connection import Connection
from app.db.store import Changes, Store
from app.entities import ENTITIES, choices
from app.i18n import C_, N_, Language, Translator, translator
from app.kinds import AMOUNT
from app.services.office import users
from app.services.protocol import checklists, gifts, rank_tables
from app.services.records import records
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.ordered_rows import OrderedRows
from ui.widgets.plain import Button, Combo, Label, set_title


class Head(NamedTuple):
    """A table that can be chosen; one that is `supplied` was not changed yet."""

    id: str
    name: str
    note: str = ""
    supplied: bool = False


Rows = Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True)
class Tables:
    """What a dialog of tables shows. Texts are message ids.

    `rows` gives the rows of a head (its id; empty for the supplied one) in a language. Without a
    `head` there is one table alone. `own` makes records of the supplied table before it is
    changed; `order` stores another order of the rows, where they can be put in order.
    """

    title: str
    intro: str
    row: str
    columns: tuple[str, ...]
    rows: Callable[[Connection, str, Language], Rows]
    head: str = ""
    heads: Callable[[Connection, Language], Sequence[Head]] | None = None
    own: Callable[[Store, str, Language], tuple[str, Changes]] | None = None
    order: Callable[[Store, str, list[str]], Changes] | None = None
    remove: Callable[[Store, str], Changes] | None = None
    stretched: int = -1


class TablesDialog(QDialog):
    """Every change is stored at once and can be undone."""

    def __init__(self, context: Context, spec: Tables, parent: QWidget, chosen: str = "") -> None:
        super().__init__(parent)
        self._context = context
        self._spec = spec
        self._heads: list[Head] = [Head("", "")]
        tr = context.tr_
        set_title(self, tr.message(spec.title))
        intro = Label(tr.message(spec.intro))
        intro.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.addWidget(intro)
        self.heads = Combo()
        self.heads.setAccessibleName(tr.message(spec.title))
        self._note = Label()
        self._note.setWordWrap(True)
        self._note.setProperty("role", "muted")
        if spec.head:
            top = QHBoxLayout()
            top.addWidget(self.heads, 1)
            self._button(tr("New…"), lambda: self.edit_head(new=True), top)
            self._button(tr("Edit…"), self.edit_head, top)
            self.deleting = self._button(tr("Delete"), self.delete_head, top)
            layout.addLayout(top)
            layout.addWidget(self._note)
        self.rows = OrderedRows(
            [tr.message(text) for text in spec.columns],
            tr.message(ENTITIES[spec.row].label_plural),
            spec.stretched,
        )
        self.rows.set_movable(movable=spec.order is not None)
        self.rows.moved.connect(self.move_to)
        self.rows.itemActivated.connect(lambda _item, _column: self.edit_row())
        self.rows.currentItemChanged.connect(lambda _now, _before: self._mark())
        layout.addWidget(self.rows, 1)
        actions = QHBoxLayout()
        self._button(tr("Add…"), self.add_row, actions)
        self.editing = self._button(tr("Edit…"), self.edit_row, actions)
        self.removing = self._button(tr("Remove"), self.remove_row, actions)
        if spec.order:
            self._button(tr("Up"), lambda: self.rows.move_chosen(-1), actions)
            self._button(tr("Down"), lambda: self.rows.move_chosen(1), actions)
        actions.addStretch(1)
        buttons = QDialogButtonBox()
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        actions.addWidget(buttons)
        layout.addLayout(actions)
        fit(self, 820, 560)
        self._fill_heads(chosen)
        self.heads.currentIndexChanged.connect(lambda _index: self._fill())
        self._fill()
        self.rows.setFocus()

    def _button(self, text: str, run: Callable[[], object], layout: QHBoxLayout) -> Button:
        button = Button(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda _on=False: run())
        layout.addWidget(button)
        return button

    @property
    def head(self) -> Head:
        """The table that is shown."""
        return self._heads[max(0, self.heads.currentIndex())] if self._heads else Head("", "")

    def _fill_heads(self, chosen: str = "") -> None:
        if not self._spec.heads:
            return
        with self._context.store.reading() as connection:
            self._heads = list(self._spec.heads(connection, self._context.language))
        self.heads.blockSignals(True)
        self.heads.clear()
        for head in self._heads:
            self.heads.addItem(head.name, head.id)
        self.heads.setCurrentIndex(max(0, self.heads.findData(chosen)))
        self.heads.blockSignals(False)

    def _fill(self, chosen: str = "") -> None:
        head = self.head
        self._note.setText(head.note)
        self._note.setVisible(bool(head.note))
        with self._context.store.reading() as connection:
            rows = self._spec.rows(connection, head.id, self._context.language)
        self.rows.show_rows(rows, chosen or self.rows.chosen)
        self._mark()

    def _mark(self) -> None:
        self.editing.setEnabled(bool(self.rows.chosen))
        self.removing.setEnabled(bool(self.rows.chosen))
        if self._spec.head:
            self.deleting.setEnabled(bool(self.head.id) and not self.head.supplied)

    def _own(self) -> str | None:
        """The id of the shown table, made into records first; None if that was refused."""
        head, own = self.head, self._spec.own
        if not head.supplied or not self._spec.head:
            return head.id
        if own is None:
            return None
        made: list[str] = []

        def act(store: Store) -> Changes:
            key, changes = own(store, head.id, self._context.language)
            made.append(key)
            return changes

        chosen = self.rows.ids().index(self.rows.chosen) if self.rows.chosen else 0
        if not self._context.change(self, act):
            return None
        self._fill_heads(made[0])
        self._fill()
        if ids := self.rows.ids():
            self._fill(ids[min(chosen, len(ids) - 1)])
        return made[0]

    def add_row(self) -> None:
        """Ask for a new row of the shown table."""
        if self._spec.head and not self._heads:
            self.edit_head(new=True)
        head = self._own()
        if head is None:
            return
        entity = ENTITIES[self._spec.row]
        preset: dict[str, object] = {entity.owner: head} if entity.owner else {}
        if self._spec.order:
            preset["place"] = len(self.rows.ids()) + 1
        self._row_dialog(None, preset)

    def edit_row(self) -> None:
        """Change the marked row."""
        if self.rows.chosen and self._own() is not None:
            with self._context.store.reading() as connection:
                row = records.read(connection, ENTITIES[self._spec.row], self.rows.chosen)
            if row is not None:
                self._row_dialog(row, {})

    def _row_dialog(self, row: records.Record | None, preset: dict[str, object]) -> None:
        from ui.dialogs.common.row_dialog import RowDialog

        before = set(self.rows.ids())
        RowDialog(self._context, ENTITIES[self._spec.row], row, preset, None, self).exec()
        self._fill(row.id if row else "")
        if new := [key for key in self.rows.ids() if key not in before]:
            self._fill(new[0])

    def remove_row(self) -> None:
        """Remove the marked row; undo brings it back."""
        if not self.rows.chosen or self._own() is None:
            return
        key, entity = self.rows.chosen, ENTITIES[self._spec.row]
        self._context.change(self, lambda store: records.delete(store, entity, [key]))
        self._fill()

    def move_to(self, key: str, place: int) -> None:
        """Put a row in another place."""
        number = self.rows.ids().index(key)
        head = self._own()
        order = self._spec.order
        if head is None or order is None:
            return
        ids = self.rows.ids()
        key = ids.pop(number)  # what was supplied has another id as a record
        ids.insert(place, key)
        self._context.change(self, lambda store: order(store, head, ids))
        self._fill(key)

    def edit_head(self, *, new: bool = False) -> None:
        """Change the shown table itself (its name, its source), or make a new one."""
        from ui.dialogs.common.row_dialog import RowDialog

        entity, row = ENTITIES[self._spec.head], None
        before = {head.id for head in self._heads}
        if not new:
            head = self._own()
            with self._context.store.reading() as connection:
                row = records.read(connection, entity, head) if head else None
            if row is None:
                return
        RowDialog(self._context, entity, row, {}, None, self).exec()
        self._fill_heads(self.head.id)
        made = [head.id for head in self._heads if head.id not in before]
        if made:
            self._fill_heads(made[0])
        self._fill()

    def delete_head(self) -> None:
        """Delete the shown table with its rows; undo brings it back."""
        key, remove = self.head.id, self._spec.remove
        if not key or self.head.supplied:
            return
        entity = ENTITIES[self._spec.head]

        def act(store: Store) -> Changes:
            return remove(store, key) if remove else records.delete(store, entity, [key])

        self._context.change(self, act)
        self._fill_heads()
        self._fill()


def _ranks(connection: Connection, table_id: str, language: Language) -> Rows:
    tr = translator(language)
    return [
        (
            key,
            (
                str(number),
                step.name,
                "; ".join(part.strip() for part in step.posts.split(";")),
                tr.message(choices.RANK_TIE.label(step.tie)),
            ),
        )
        for number, (key, step) in enumerate(
            rank_tables.steps_of(connection, table_id, language), 1
        )
    ]


def _rank_heads(connection: Connection, language: Language) -> list[Head]:
    return [
        Head(table.id, table.name, table.note, not table.id)
        for table in rank_tables.offered(connection, language)
    ]


RANK_TABLES = Tables(
    N_("Rank tables"),
    N_(
        "Who comes before whom: the ranks in order, the posts that belong to each, and who comes "
        "first among equals. Drag a row, or press Alt with an arrow."
    ),
    "rank",
    (N_("No."), C_("rank table", "Rank"), N_("Posts"), N_("Among equals")),
    _ranks,
    head="rank_table",
    heads=_rank_heads,
    own=lambda store, _head, _language: rank_tables.copy_supplied(store),
    order=rank_tables.put_in_order,
    remove=rank_tables.delete_table,
    stretched=2,
)


def _limits(connection: Connection, _head: str, language: Language) -> Rows:
    tr = translator(language)
    return [
        (
            one["id"],
            (
                tr.message(choices.GIFT_WHOSE.label(one["whose"])),
                tr.message(choices.GIFT_FROM.label(one["from_whom"])),
                f"{AMOUNT.format(one['amount'], tr)} {one['currency'] or 'CZK'}",
                one["to_do"],
            ),
        )
        for one in gifts.limits(connection)
    ]


GIFT_LIMITS = Tables(
    N_("Limits of gifts"),
    N_(
        "The office’s own limits: whose gift, from whom, up to which value, and what to do above "
        "it. The program knows no amount of its own; ask the office’s rules and the law that each "
        "row names."
    ),
    "gift_limit",
    (N_("Whose gift"), N_("From whom"), N_("Up to"), N_("What to do above it")),
    _limits,
)


def _checklist_heads(connection: Connection, language: Language) -> list[Head]:
    return [
        Head(found.id, found.name, found.note, not found.is_record)
        for found in checklists.checklists(connection, language)
    ]


def _steps(connection: Connection, checklist_id: str, language: Language) -> Rows:
    tr = translator(language)
    lists = {found.id: found for found in checklists.checklists(connection, language)}
    if checklist_id not in lists:
        return []
    names = dict(users(connection))
    return [
        (
            step.id,
            (when(step.days, tr), step.title, names.get(step.assignee_id or "", "")),
        )
        for step in lists[checklist_id].steps
    ]


def when(days: int, tr: Translator) -> str:
    """When a step is due, in words."""
    if days == 0:
        return tr("on the first day")
    if days < 0:
        return tr.plural("{count} day after the start", "{count} days after the start", -days)
    return tr.plural("{count} day before the start", "{count} days before the start", days)


CHECKLISTS = Tables(
    N_("Checklists"),
    N_(
        "What is to be prepared, so many days before a visit starts. Added to a visit, the steps "
        "are tasks whose days move with it."
    ),
    "checklist_step",
    (N_("When"), N_("What is to be done"), N_("Assigned to")),
    _steps,
    stretched=1,
    head="checklist",
    heads=_checklist_heads,
    own=checklists.make_record,
)
