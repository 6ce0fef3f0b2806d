"""What becomes of all that was of the days of a visit that is moved, undated or cancelled."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.i18n import N_
from app.services.tasks.what_follows import CANCELLED, MOVED, UNDATED, Answers, Following
from ui.context import Context
from ui.widgets.fitting import fit
from ui.widgets.plain import CheckBox, Label, set_title

_TITLES = {
    CANCELLED: N_("The visit is cancelled"),
    MOVED: N_("The visit is moved"),
    UNDATED: N_("The visit has no day for now"),
}
_LISTED = 8  # lines of a list; of the rest the number


class FollowingDialog(QDialog):
    """Asks once; all that is chosen is done with the change itself and undone with it."""

    def __init__(self, context: Context, found: Following, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        tr = context.tr_
        set_title(self, tr.message(_TITLES[found.kind]))
        page = QWidget()
        page.setProperty("role", "page")
        self._page = QVBoxLayout(page)
        self._page.setSpacing(6)
        intro = Label(
            tr("Choose what is to follow. All of it is one change: one undo takes it back.")
        )
        intro.setWordWrap(True)
        self._page.addWidget(intro)
        self._boxes: dict[str, CheckBox] = {}
        if found.kind == CANCELLED and found.tasks:
            text = tr.plural(
                "Cancel {count} unfinished task too",
                "Cancel {count} unfinished tasks too",
                len(found.tasks),
            )
            self._add("cancel_tasks", text, found.tasks, chosen=False)
        if found.kind == MOVED and found.items:
            text = tr.plural(
                "Move the programme and the journeys by {count} day",
                "Move the programme and the journeys by {count} days",
                abs(found.days),
            )
            self._add("move_programme", text, (), chosen=True)
        if found.reservations:
            text = tr.plural(
                "Make a task for {count} reservation",
                "Make tasks for {count} reservations, one for each",
                len(found.reservations),
            )
            self._add("tasks_for_reservations", text, found.reservations, chosen=True)
        if found.kind != CANCELLED and found.answered:
            text = tr.plural(
                "Ask {count} person again: the answer was to other days",
                "Ask {count} people again: their answers were to other days",
                found.answered,
            )
            self._add("ask_again", text, (), chosen=found.kind == MOVED)
        if found.invited:
            text = tr.plural(
                "Make a task to tell {count} person who is invited",
                "Make a task to tell {count} people who are invited",
                len(found.invited),
            )
            self._add("tell_invited", text, [name for _, name in found.invited], chosen=True)
        if found.people:
            self._add("letters", tr("Write the letters to them now"), (), chosen=False)
        self._page.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(page)
        buttons = QDialogButtonBox()
        save = buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        save.setProperty("primary", True)
        save.setDefault(True)
        buttons.addButton(tr("Continue editing"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll, 1)
        layout.addWidget(buttons)
        fit(self, 560, min(640, page.sizeHint().height() + 90))

    def _add(self, name: str, text: str, lines: Sequence[str], *, chosen: bool) -> None:
        box = CheckBox(text)
        box.setChecked(chosen)
        self._boxes[name] = box
        self._page.addWidget(box)
        shown = [f"• {line}" for line in lines[:_LISTED]]
        if len(lines) > _LISTED:
            more = len(lines) - _LISTED
            shown.append(self._context.tr_.plural("{count} more", "{count} more", more))
        if shown:
            label = Label("\n".join(shown))
            label.setWordWrap(True)
            label.setProperty("role", "muted")
            label.setContentsMargins(24, 0, 0, 4)
            self._page.addWidget(label)

    def box(self, name: str) -> CheckBox | None:
        """The box of an answer, None where it is not asked."""
        return self._boxes.get(name)

    def _is(self, name: str) -> bool:
        box = self._boxes.get(name)
        return bool(box and box.isChecked())

    @property
    def wants_letters(self) -> bool:
        """Whether letters are to be written afterwards."""
        return self._is("letters")

    def answers(self) -> Answers:
        """What is chosen."""
        return Answers(
            cancel_tasks=self._is("cancel_tasks"),
            tasks_for_reservations=self._is("tasks_for_reservations"),
            tell_invited=self._is("tell_invited"),
            ask_again=self._is("ask_again"),
            move_programme=self._is("move_programme"),
        )
