"""No text of the window reaches Qt but through `ui.widgets.plain`, which shows it as it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ui

_HOME = Path(ui.__file__).parent
_PLAIN = _HOME / "widgets" / "plain.py"
_SOURCES = sorted(path for path in _HOME.rglob("*.py") if path != _PLAIN)

_INSTEAD = {
    "QAction": "Action",
    "QCheckBox": "CheckBox",
    "QComboBox": "Combo",
    "QDesktopServices": "open_address or open_file",
    "QErrorMessage": "inform",
    "QFormLayout": "Form",
    "QGroupBox": "Card",
    "QInputDialog": "ask_text or ask_item",
    "QLabel": "Label",
    "QListWidgetItem": "ListItem",
    "QMenu": "Menu",
    "QMessageBox": "MessageBox, inform or alarm",
    "QProgressDialog": "ProgressBox",
    "QPushButton": "Button",
    "QRadioButton": "RadioButton",
    "QTabWidget": "Tabs",
    "QTableWidgetItem": "TableItem",
    "QTextBrowser": "Page",
    "QTextDocument": "Page",
    "QTextEdit": "QPlainTextEdit",
    "QToolButton": "Button",
    "QTreeWidgetItem": "TreeItem",
}
"""What makes text of Qt's classes, and what stands for it."""

_CALLS = {
    "setToolTip": "set_tip",
    "setStatusTip": "set_tip",
    "setWhatsThis": "set_tip",
    "setTextFormat": "Label",
    "setOpenExternalLinks": "Page",
    "setOpenLinks": "Page",
    "openUrl": "open_address",
    "insertHtml": "Page",
    "showMessage": "Label",
}
_HTML = {
    "ui/dialogs/agreements/partner_page_dialog.py",  # of app.reports.partners.html, which escapes
    "ui/dialogs/common/history_dialog.py",
    "ui/dialogs/program/about.py",
    "ui/dialogs/program/help.py",  # the program's own manual
}
"""The modules that make HTML; `test_hostile_texts` puts hostile texts into it."""


def _name(path: Path) -> str:
    return path.relative_to(_HOME.parent).as_posix()


def _faults(tree: ast.AST, name: str) -> Iterator[str]:
    for node in ast.walk(tree):
        at = f"{name}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in _INSTEAD:
                yield f"{at}: {called.id} takes data for HTML; use {_INSTEAD[called.id]}"
            if not isinstance(called, ast.Attribute):
                continue
            if isinstance(called.value, ast.Name) and called.value.id in _INSTEAD:
                yield f"{at}: use {_INSTEAD[called.value.id]} instead of {called.value.id}"
            if called.attr in _CALLS:
                yield f"{at}: {called.attr} takes data for HTML; use {_CALLS[called.attr]}"
            if called.attr in ("setHtml", "setMarkdown") and name not in _HTML:
                yield f"{at}: {called.attr}: show plain text, or add the module to _HTML"
            if called.attr == "setWindowTitle" and not _is_fixed(node.args[0]):
                yield f"{at}: a title with data; use set_title"
            if called.attr == "showText" and not _is_call(node.args[1], "tip"):
                yield f"{at}: a tooltip with data; use tip(…)"
        elif isinstance(node, ast.ClassDef):
            for base in node.bases:
                if isinstance(base, ast.Name) and base.id in _INSTEAD:
                    yield f"{at}: {node.name} is a {base.id}; derive it from {_INSTEAD[base.id]}"


def _is_call(node: ast.expr, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


def _is_fixed(node: ast.expr) -> bool:
    """Whether a text holds no data: a constant, or a message without values."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Call) and not node.keywords:
        called = ast.unparse(node.func)
        return called.endswith(("tr", "tr_", "tr.message", "windowTitle"))
    return False


@pytest.mark.parametrize("path", _SOURCES, ids=_name)
def test_every_text_is_shown_as_it_is(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert list(_faults(tree, _name(path))) == []


@pytest.mark.parametrize(
    "source",
    [
        "label = QLabel(name)",
        "QMessageBox.information(self, title, name)",
        "box = QMessageBox(self)",
        "class Bold(QLabel): pass",
        "widget.setToolTip(name)",
        "self.setWindowTitle(name)",
        "self.setWindowTitle(tr('Record of {name}', name=name))",
        "self.setWindowTitle(f'{name}')",
        "text.setHtml(name)",
        "label.setOpenExternalLinks(True)",
        "QDesktopServices.openUrl(url)",
        "QToolTip.showText(place, name)",
        "item = QListWidgetItem(name)",
        "form = QFormLayout()",
        "QInputDialog.getText(self, title, name)",
    ],
)
def test_a_forgotten_text_is_found(source: str) -> None:
    assert list(_faults(ast.parse(source), "ui/new.py"))


@pytest.mark.parametrize(
    "source",
    [
        "label = Label(name)",
        "self.setWindowTitle(tr('Search'))",
        "set_title(self, name)",
        "QToolTip.showText(place, tip(name))",
    ],
)
def test_a_safe_text_is_let_through(source: str) -> None:
    assert not list(_faults(ast.parse(source), "ui/new.py"))
