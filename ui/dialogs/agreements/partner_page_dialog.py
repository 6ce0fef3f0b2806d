"""The partner page on the screen: the internal sheet, or what the public will see."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from app.i18n import Language
from app.reports.agreements.data import PartnerPaper
from app.reports.catalogue import paper_of
from app.reports.engine.content import choose
from ui.context import Context, show_error
from ui.dialogs.common.folders import documents
from ui.dialogs.contacts.labels_dialog import NAMES
from ui.icons import icon
from ui.widgets.buttons import set_label
from ui.widgets.fitting import fit
from ui.widgets.flow_layout import FlowLayout
from ui.widgets.labelled import labelled
from ui.widgets.notice_bar import NoticeBar
from ui.widgets.plain import Button, Combo, MessageBox, Page, open_file


def show_partner_page(context: Context, parent: QWidget, organisation_id: str) -> None:
    """Open the page of an organisation."""
    PartnerPageDialog(context, organisation_id, parent).exec()


class PartnerPageDialog(QDialog):
    """Everything about one partner in any language; printed, saved, or written for the web."""

    def __init__(self, context: Context, organisation_id: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._context = context
        self._id = organisation_id
        tr = context.tr_
        self.setWindowTitle(tr("Partner page"))
        self._language = Combo()
        for code, name in NAMES.items():
            self._language.addItem(tr.message(name), code)
        self._language.setCurrentIndex(list(Language).index(context.language))
        self._version = Combo()
        (self._option,) = paper_of("organisation", "partner-page").options
        for version, label in self._option.values:
            self._version.addItem(tr.message(label), version)
        self._notice = NoticeBar(context.theme, "info", "", self)
        self.text = Page()
        self.text.refused.connect(lambda error: show_error(self, error.text(tr), tr))
        self.text.setAccessibleName(tr("Partner page"))
        bar = FlowLayout()  # all of it beside each other is wider than a small screen
        bar.addLayout(labelled(tr("Language"), self._language))
        bar.addLayout(labelled(tr.message(self._option.label), self._version))
        tokens = context.theme.tokens
        for name, text, run in (
            ("upload", tr("Write for the web…"), self.write_for_web),
            ("download", tr("Save as PDF…"), self.save_pdf),
            ("printer", tr("Print…"), self.print_page),
        ):
            button = Button()
            set_label(button, text)
            primary = name == "printer"
            button.setIcon(icon(name, tokens.accent_text if primary else tokens.text, 16))
            button.setProperty("primary", primary)
            button.setDefault(primary)
            button.clicked.connect(lambda _on=False, wanted=run: wanted())
            bar.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addLayout(bar)
        layout.addWidget(self._notice)
        layout.addWidget(self.text, 1)
        fit(self, 960, 700)
        self._language.activated.connect(lambda _index: self.refresh())
        self._version.activated.connect(lambda _index: self.refresh())
        context.records_changed.connect(self._changed)
        context.theme.changed.connect(self.refresh)
        self.refresh()
        self.text.setFocus()

    @property
    def language(self) -> Language:
        """The language that is shown."""
        return Language(self._language.currentData())

    @property
    def public(self) -> bool:
        """Whether what is shown is what everybody may see."""
        return bool(self._version.currentData() == "public")

    def choose(self, language: Language, version: str) -> None:
        """Show another language and version."""
        self._language.setCurrentIndex(self._language.findData(language))
        self._version.setCurrentIndex(self._version.findData(version))
        self.refresh()

    def _changed(self, _changes: object) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Read the partner again and show it."""
        from app.reports.partners.collect import partner
        from app.reports.partners.html import body_of

        with (
            self._context.known_errors(self),
            self._context.store.reading() as connection,
        ):
            today = self._context.today
            inner = partner(connection, self._id, today)
            paper = partner(connection, self._id, today, public=True) if self.public else inner
            self._tell(inner, paper)
            self.text.document().setDefaultStyleSheet(self._style())
            self.text.setHtml(body_of(paper, self.language, today))

    def _tell(self, inner: PartnerPaper, shown: PartnerPaper) -> None:
        tr = self._context.tr_
        if not shown.public:
            self._notice.set_text(
                tr(
                    "The internal sheet: with tasks, commitments, notes and the contact details of "
                    "people. It is not for others."
                )
            )
            return
        text = tr(
            "What everybody may see: without tasks, commitments, notes, drafts, archived "
            "agreements and the contact details of people."
        )
        if left_out := len(inner.people) - len(shown.people):
            text += " " + tr.plural(
                "{count} person is left out: no legal basis for publishing is recorded.",
                "{count} people are left out: no legal basis for publishing is recorded.",
                left_out,
            )
        self._notice.set_text(text)

    def _style(self) -> str:
        tokens = self._context.theme.tokens
        return (
            f"body, p, td, li, dd {{ color: {tokens.text}; }}"
            f" h1 {{ font-size: 20pt; }} h2 {{ font-size: 12pt; color: {tokens.accent}; }}"
            f" th, dt, small {{ color: {tokens.muted}; font-weight: normal; }}"
            f" a {{ color: {tokens.accent}; }}"
            " th { text-align: left; } td, th { padding: 2px 16px 4px 0; }"
        )

    # Buttons

    def print_page(self) -> None:
        """Show the paper as it will be printed."""
        from ui.dialogs.common.preview import show_paper

        show_paper(self._context, self, paper_of("organisation", "partner-page"), [self._id])

    def save_pdf(self) -> None:
        """Ask where to save what is shown, and save it as PDF."""
        from app.file_names import safe_stem
        from app.reports.printing import print_paper

        tr = self._context.tr_
        name = safe_stem(f"{tr('Partner page')} – {self._name()}") + ".pdf"
        target, _ = QFileDialog.getSaveFileName(
            self, tr("Save as PDF"), str(documents() / name), tr("PDF documents (*.pdf)")
        )
        if not target:
            return
        path = Path(target)
        if path.suffix.lower() != ".pdf":
            path = path.with_name(path.name + ".pdf")
        version = {"version": str(self._version.currentData())}
        paper = paper_of("organisation", "partner-page")
        with (
            self._context.known_errors(self),
            self._context.store.reading() as connection,
        ):
            today = self._context.today
            print_paper(connection, paper, [self._id], [self.language], path, today, version)

    def write_for_web(self) -> None:
        """Ask for a folder, write the public page there in each language, and tell the files."""
        from app.reports.partners.html import write_pages

        tr = self._context.tr_
        folder = QFileDialog.getExistingDirectory(
            self, tr("Folder for the web pages"), str(documents())
        )
        if not folder:
            return
        with (
            self._context.known_errors(self),
            self._context.store.reading() as connection,
        ):
            files = write_pages(connection, self._id, Path(folder), self._context.today)
            self._written(files)

    def _written(self, files: list[Path]) -> None:
        tr = self._context.tr_
        box = MessageBox(self)
        box.setIcon(MessageBox.Icon.Information)
        box.setWindowTitle(tr("Partner page"))
        box.setText(tr("Three pages were written. They hold only what everybody may see."))
        box.setInformativeText("\n".join(file.name for file in files))
        show = box.addButton(tr("Open in the browser"), MessageBox.ButtonRole.ActionRole)
        box.addButton(MessageBox.StandardButton.Close)
        box.exec()
        if box.clickedButton() is show:
            shown = files[list(Language).index(self.language)]
            open_file(shown)

    def _name(self) -> str:
        from app.reports.engine.collect import bodies

        with self._context.store.reading() as connection:
            found = bodies(connection, [self._id])
        return choose(found[self._id].names, self._context.language)[0] if found else ""
