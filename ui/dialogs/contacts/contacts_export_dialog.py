"""Export of people and organisations: which, in which format, into which file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QVBoxLayout,
    QWidget,
)

from app.fields import Entity
from app.i18n import N_
from app.services.records.query import ListQuery
from ui.context import Context
from ui.dialogs.common.progress import run_job
from ui.widgets.plain import CheckBox, Combo, Form, Label, RadioButton, inform, set_title


@dataclass(frozen=True, slots=True)
class Format:
    """A format on offer: its label, what it is good for, its ending and the options of the job."""

    label: str
    hint: str
    ending: str
    options: tuple[tuple[str, str], ...] = ()


FORMATS = (
    Format(
        N_("Excel workbook"),
        N_("A table with a header that stays, a filter and real dates. LibreOffice opens it too."),
        ".xlsx",
    ),
    Format(
        N_("Address book (vCard)"),
        N_("For Outlook, phones and other address books, with photographs."),
        ".vcf",
    ),
    Format(
        N_("CSV table for Excel"),
        N_("Semicolons between the columns, as Excel expects them in Czech and German."),
        ".csv",
        (("dialect", "excel"),),
    ),
    Format(
        N_("CSV table for other programs"),
        N_("Commas between the columns, as RFC 4180 has it."),
        ".csv",
        (("dialect", "rfc4180"),),
    ),
    Format(N_("JSON"), N_("Everything about each record, for other programs."), ".json"),
)
"""The formats, the most usual first."""


def export_contacts(
    context: Context,
    parent: QWidget,
    entity: Entity,
    marked: Sequence[str] = (),
    query: ListQuery | None = None,
) -> None:
    """Ask what to write and where, and write it: marked records, a list, or all records."""
    dialog = ContactsExport(context, entity, marked, query, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return
    target = _ask_target(context, parent, entity, dialog.chosen)
    if target is None:
        return
    tr = context.tr_
    with context.known_errors(parent):
        count = run_job(
            context,
            parent,
            tr("Writing {file}…", file=target.name),
            "export_contacts",
            entity=entity.name,
            target=target,
            language=context.language,
            on=context.today,
            **dialog.wanted,
            **dict(dialog.chosen.options),
        )
        inform(
            parent,
            tr("Vztahy"),
            tr.plural(
                "{count} record written to {file}",
                "{count} records written to {file}",
                count,
                file=target.name,
            ),
        )


def _ask_target(context: Context, parent: QWidget, entity: Entity, wanted: Format) -> Path | None:
    """The file to write; a name without the ending of its format gets it."""
    from ui.dialogs.common.folders import documents

    tr = context.tr_
    name = tr.message(entity.label_plural)
    proposed = documents() / f"{name}{wanted.ending}"
    while True:
        target, _ = QFileDialog.getSaveFileName(
            parent,
            tr("Export: {what}", what=name),
            str(proposed),
            f"{tr.message(wanted.label)} (*{wanted.ending})",
        )
        if not target:
            return None
        path = Path(target)
        if path.suffix.lower() == wanted.ending:
            return path
        path = path.with_name(path.name + wanted.ending)
        if not path.exists():
            return path
        proposed = path  # it is there already: the file dialog asks whether to replace it


class ContactsExport(QDialog):
    """Which records, and in which format: `wanted` and `chosen`."""

    def __init__(
        self,
        context: Context,
        entity: Entity,
        marked: Sequence[str],
        query: ListQuery | None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        tr = context.tr_
        self._tr = tr
        set_title(self, tr("Export: {what}", what=tr.message(entity.label_plural)))
        self.setMinimumWidth(520)
        whole = ListQuery(entity, context.language, scope="all", on=context.today)
        self._choices: list[tuple[RadioButton, dict[str, Any]]] = []
        self._group = QButtonGroup(self)
        which = QVBoxLayout()
        with context.store.reading() as connection:
            if marked:
                self._offer(which, tr("Selected records"), len(marked), {"ids": list(marked)})
            if query is not None:
                shown = query.count(connection)
                self._offer(which, tr("The list as it is filtered"), shown, {"query": query})
            self._offer(
                which, tr("All, including the archive"), whole.count(connection), {"query": whole}
            )
        first = next((b for b, _ in self._choices if b.isEnabled()), self._choices[0][0])
        first.setChecked(True)
        self._formats = Combo()
        for item in FORMATS:
            self._formats.addItem(f"{tr.message(item.label)} ({item.ending})")
        self._formats.setAccessibleName(tr("Format"))
        self._formats.currentIndexChanged.connect(self._show_hint)
        self._hint = Label()
        self._hint.setProperty("role", "muted")
        self._hint.setWordWrap(True)
        self._each = CheckBox(tr("A file for each, together in an archive (ZIP)"))
        self._version = Combo()
        self._version.addItem(tr("3.0, which every program reads"), "3.0")
        self._version.addItem(tr("4.0, for programs that ask for it"), "4.0")
        self._version.setAccessibleName(tr("Version"))
        self._version_label = Label(tr("Version"))
        self._version_label.setBuddy(self._version)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        accept = buttons.addButton(tr("Export…"), QDialogButtonBox.ButtonRole.AcceptRole)
        accept.setProperty("primary", True)
        accept.setDefault(True)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(tr("Cancel"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = Form()
        form.addRow(tr("Records"), which)
        form.addRow(tr("Format"), self._formats)
        form.addRow("", self._hint)
        form.addRow(self._version_label, self._version)
        form.addRow("", self._each)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self._show_hint(0)

    def _offer(self, place: QVBoxLayout, text: str, count: int, wanted: dict[str, Any]) -> None:
        button = RadioButton(f"{text} ({count})")
        button.setEnabled(count > 0)
        self._group.addButton(button)
        self._choices.append((button, wanted))
        place.addWidget(button)

    def _show_hint(self, number: int) -> None:
        self._hint.setText(self._tr.message(FORMATS[number].hint))
        for widget in (self._version_label, self._version, self._each):
            widget.setVisible(FORMATS[number].ending == ".vcf")

    @property
    def chosen(self) -> Format:
        """The chosen format with its options."""
        found = FORMATS[self._formats.currentIndex()]
        if found.ending != ".vcf":
            return found
        ending = ".zip" if self._each.isChecked() else ".vcf"
        return replace(found, ending=ending, options=(("version", self._version.currentData()),))

    @property
    def wanted(self) -> dict[str, Any]:
        """The records, as the job takes them: `ids` or a `query`."""
        return next(wanted for button, wanted in self._choices if button.isChecked())
