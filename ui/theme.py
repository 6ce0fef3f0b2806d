"""The look: one calm palette in light, dark and high contrast, switched live."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, fields

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from app.i18n import N_
from app.paths import RESOURCES
from ui import icons

UNIT = 4  # pixels; every distance is a multiple of it
SMALL, NORMAL, HEADING = 9, 10, 16  # points


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme, each by what it is used for."""

    window: str
    sidebar: str
    card: str
    border: str
    text: str
    muted: str
    accent: str
    accent_hover: str
    accent_text: str
    selection: str
    selection_text: str
    hover: str
    input: str
    input_border: str
    focus: str
    ok: str
    ok_back: str
    warn: str
    warn_back: str
    error: str
    error_back: str
    info: str
    info_back: str
    neutral: str
    neutral_back: str

    def tone(self, name: str) -> tuple[str, str]:
        """Text and background of a tone: ok, warn, error, info or neutral."""
        return getattr(self, name), getattr(self, f"{name}_back")


SCHEME_LABELS = (
    ("system", N_("As the system")),
    ("light", N_("Light")),
    ("dark", N_("Dark")),
    ("contrast", N_("High contrast")),
)
"""What a person may choose, with the message ids of the labels."""

LIGHT = Tokens(
    window="#f5f7fa", sidebar="#eef1f6", card="#ffffff", border="#d9dee6", text="#1b2330",
    muted="#566171", accent="#1f5aa6", accent_hover="#184a8b", accent_text="#ffffff",
    selection="#e1ecf8", selection_text="#123a6d", hover="#e6eaf1", input="#ffffff",
    input_border="#8a94a3", focus="#1f5aa6",
    ok="#166534", ok_back="#dff3e5", warn="#8a4b08", warn_back="#fdf0d9", error="#a51d2d",
    error_back="#fce4e6", info="#1f5aa6", info_back="#e1ecf8", neutral="#4a5463",
    neutral_back="#e8ebf0",
)  # fmt: skip
DARK = Tokens(
    window="#14181f", sidebar="#171c24", card="#1c222b", border="#323a46", text="#e6eaf0",
    muted="#9aa5b4", accent="#8ab8f2", accent_hover="#a5c8f6", accent_text="#0d1a2b",
    selection="#223a58", selection_text="#dbe9fb", hover="#232a35", input="#171c24",
    input_border="#667386", focus="#8ab8f2",
    ok="#86d8a0", ok_back="#17362a", warn="#f2bd6b", warn_back="#3d2c10", error="#f59aa3",
    error_back="#43191f", info="#9cc4f5", info_back="#1e3450", neutral="#b4bdca",
    neutral_back="#2b333f",
)  # fmt: skip
CONTRAST = Tokens(
    window="#ffffff", sidebar="#ffffff", card="#ffffff", border="#000000", text="#000000",
    muted="#000000", accent="#00208a", accent_hover="#000000", accent_text="#ffffff",
    selection="#00208a", selection_text="#ffffff", hover="#e0e0e0", input="#ffffff",
    input_border="#000000", focus="#8a00c4",
    ok="#003d14", ok_back="#ffffff", warn="#4a2a00", warn_back="#ffffff", error="#8b0000",
    error_back="#ffffff", info="#00208a", info_back="#ffffff", neutral="#000000",
    neutral_back="#ffffff",
)  # fmt: skip

SCHEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


class Theme(QObject):
    """The scheme in use. `changed` is emitted after every widget has the new colours."""

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        scheme: str = "system",
        *,
        text_size: int = 100,
        text_only: bool = False,
    ) -> None:
        super().__init__(app)
        self._app = app
        self._scheme = scheme
        self.text_size = text_size
        self.text_only = text_only
        self.tokens = LIGHT
        QDir.setSearchPaths("style", [str(RESOURCES / "style")])
        app.setStyle("Fusion")
        _choose_font(app)
        app.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.apply(scheme)

    @property
    def scheme(self) -> str:
        """What was chosen: system, light, dark or contrast."""
        return self._scheme

    def apply(self, scheme: str) -> None:
        """Show another scheme at once; `system` follows the desktop."""
        self._scheme = scheme
        name = "contrast" if self.text_only else scheme
        if name not in SCHEMES:
            dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
            name = "dark" if dark else "light"
        self.tokens = SCHEMES[name]
        icons.show(shown=not self.text_only)
        font = self._app.font()
        font.setPointSizeF(NORMAL * self.text_size / 100)
        self._app.setFont(font)
        self._app.setPalette(_palette(self.tokens))
        self._app.setStyleSheet(stylesheet(self.tokens, self.text_size))
        self.changed.emit()

    def set_text(self, size: int, *, only: bool) -> None:
        """Show texts of another size (in per cent), or texts only, at once."""
        self.text_size = size
        self.text_only = only
        self.apply(self._scheme)

    def _system_changed(self) -> None:
        if self._scheme == "system":
            self.apply("system")


def _choose_font(app: QApplication) -> None:
    if sys.platform not in ("win32", "darwin"):
        for file in sorted((RESOURCES / "fonts").glob("*.ttf")):
            QFontDatabase.addApplicationFont(str(file))
        font = QFont("Noto Sans")
    else:
        font = app.font()
    font.setPointSize(NORMAL)
    app.setFont(font)


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    colours = {
        role.Window: tokens.window, role.WindowText: tokens.text, role.Base: tokens.input,
        role.AlternateBase: tokens.window, role.Text: tokens.text, role.Button: tokens.card,
        role.ButtonText: tokens.text, role.Highlight: tokens.accent,
        role.HighlightedText: tokens.accent_text, role.Link: tokens.accent,
        role.ToolTipBase: tokens.card, role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.muted, role.BrightText: tokens.error,
        role.Accent: tokens.accent, role.Mid: tokens.border, role.Dark: tokens.border,
        role.Light: tokens.card, role.Midlight: tokens.hover, role.Shadow: tokens.border,
    }  # fmt: skip
    for name, colour in colours.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.muted))
    return palette


def stylesheet(tokens: Tokens, text_size: int = 100) -> str:
    """The style sheet of a scheme; widgets say what they are by their `role` property."""
    sheet = re.sub(r"(\d+)pt", lambda found: f"{int(found[1]) * text_size / 100:.1f}pt", _SHEET)
    on_dark = QColor(tokens.accent_text).lightness() > 128
    sheet = sheet.replace("$check", f"check-on-{'dark' if on_dark else 'light'}.svg")
    for item in sorted(fields(tokens), key=lambda field: -len(field.name)):
        sheet = sheet.replace(f"${item.name}", getattr(tokens, item.name))
    return sheet


_SHEET = """
QToolTip { color: $text; background: $card; border: 1px solid $border; padding: 4px; }
QLabel[role="title"] { font-size: 16pt; font-weight: 600; color: $text; }
QLabel[role="section"] { font-weight: 600; color: $text; }
QLabel[role="muted"] { color: $muted; }
QLabel[role="small"] { color: $muted; font-size: 9pt; }
QLabel[role="chosen"] { color: $selection_text; font-size: 9pt; }
QLabel[role="error"] { color: $error; font-size: 9pt; }
QFrame[role="card"] { background: $card; border: 1px solid $border; border-radius: 8px; }
QTableCornerButton::section { background: $card; border: none; }
QFrame[role="bar"] { background: $card; border: none; border-bottom: 1px solid $border; }
QFrame[role="status"] { background: $card; border: none; border-top: 1px solid $border; }
QFrame[role="fact"] { border: 2px solid transparent; border-radius: 4px; }
QFrame[role="fact"]:hover { background: $hover; }
QFrame[role="fact"]:focus { border: 2px solid $focus; }
QLabel[role="link"] { color: $accent; text-decoration: underline; }
QFrame[role="line"] { background: $border; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget[role="page"] { background: transparent; border: none; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton { background: $card; color: $text; border: 1px solid $border; border-radius: 6px;
  padding: 6px 12px; min-height: 18px; }
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $selection; color: $selection_text; }
QPushButton:focus { border: 2px solid $focus; padding: 5px 11px; }
QPushButton:disabled { color: $muted; }
QPushButton::menu-indicator { width: 0; image: none; }
QPushButton[primary="true"] { background: $accent; color: $accent_text; border-color: $accent;
  font-weight: 600; }
QPushButton[primary="true"]:disabled { background: $neutral_back; color: $muted;
  border-color: $border; }
QPushButton[primary="true"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[primary="true"]:focus { border: 2px solid $text; }
QPushButton[flat="true"] { background: transparent; border: 1px solid transparent;
  padding: 4px 8px; }
QPushButton[flat="true"]:hover { background: $hover; }
QPushButton[flat="true"]:focus { border: 2px solid $focus; padding: 3px 7px; }
QPushButton[small="true"] { min-height: 12px; padding: 1px 4px; }
QPushButton[small="true"]:focus { padding: 0 3px; }
QPushButton[chip="true"] { background: $info_back; color: $info; border: 1px solid $info_back;
  border-radius: 11px; padding: 1px 8px; }
QPushButton[chip="true"]:hover { border-color: $info; }
QPushButton[chip="true"]:focus { border: 2px solid $focus; padding: 0 7px; }
QPushButton[segment="true"] { border-radius: 6px; border: 1px solid transparent;
  background: transparent; padding: 4px 12px; color: $text; }
QPushButton[segment="true"]:checked { background: $selection; color: $selection_text;
  font-weight: 600; }
QPushButton[segment="true"]:focus { border: 2px solid $focus; padding: 3px 11px; }
QPushButton[nav="true"] { text-align: left; border: 1px solid transparent; background: transparent;
  padding: 7px 10px; border-radius: 6px; color: $text; }
QPushButton[nav="true"]:hover { background: $hover; }
QPushButton[nav="true"]:checked { background: $selection; color: $selection_text;
  font-weight: 600; }
QPushButton[nav="true"]:focus { border: 2px solid $focus; padding: 6px 9px; }
QPushButton[row="true"] { text-align: left; border: 1px solid transparent; border-radius: 4px;
  background: transparent; padding: 0; }
QFrame[role="sidebar"] { background: $sidebar; border: none; border-right: 1px solid $border; }
QLineEdit, QPlainTextEdit, QComboBox, QTextBrowser, QAbstractSpinBox {
  background: $input; color: $text;
  border: 1px solid $input_border; border-radius: 6px; padding: 5px 8px;
  selection-background-color: $accent; selection-color: $accent_text; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus, QAbstractSpinBox:focus {
  border: 2px solid $focus; padding: 4px 7px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {
  border: 2px solid $error; padding: 4px 7px; }
QAbstractSpinBox { padding-right: 24px; }
QAbstractSpinBox:focus { padding-right: 23px; }
QAbstractSpinBox QLineEdit, QAbstractSpinBox QLineEdit:focus { border: none; padding: 0 8px;
  background: transparent; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 22px;
  subcontrol-origin: border; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: $hover; }
QAbstractSpinBox::down-arrow { image: url(style:combo-arrow.svg); width: 10px; height: 10px; }
QAbstractSpinBox::up-arrow { image: url(style:spin-arrow.svg); width: 10px; height: 10px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url(style:combo-arrow.svg); width: 14px; height: 14px; }
QComboBox:!editable { padding-left: 10px; }
QComboBox:!editable:focus { padding-left: 9px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: none; padding: 0;
  background: transparent; }
QComboBox QAbstractItemView { background: $card; color: $text; border: 1px solid $border;
  selection-background-color: $selection; selection-color: $selection_text; outline: 0; }
QTableView { background: $card; color: $text; border: none; gridline-color: $border; outline: 0;
  selection-background-color: $selection; selection-color: $selection_text; }
QTableWidget { gridline-color: $card; }
QTableWidget::item { padding: 2px 6px; border-bottom: 1px solid $border; }
QTableWidget::item:selected { background: $selection; color: $selection_text; }
QTreeWidget { background: $card; color: $text; border: 1px solid $border; border-radius: 6px;
  outline: 0; }
QTreeWidget::item { padding: 3px 4px; }
QTreeWidget::item:selected { background: $selection; color: $selection_text; }
QTreeWidget:focus { border: 2px solid $focus; }
QHeaderView { background: $card; }
QHeaderView::section { background: $card; color: $muted; border: none;
  border-bottom: 1px solid $border; padding: 8px; font-weight: 600; }
QListWidget { background: $card; color: $text; border: 1px solid $border; border-radius: 6px;
  outline: 0; }
QListWidget::item { padding: 4px 6px; }
QListWidget::item:selected { background: $selection; color: $selection_text; }
QListWidget:focus { border: 2px solid $focus; }
QCheckBox::indicator, QAbstractItemView::indicator { width: 14px; height: 14px;
  background: $input; border: 1px solid $input_border; border-radius: 3px; }
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked { background: $accent;
  border-color: $accent; image: url(style:$check); }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled { background: $neutral_back; }
QRadioButton::indicator { width: 14px; height: 14px; background: $input;
  border: 1px solid $input_border; border-radius: 8px; }
QRadioButton::indicator:checked { width: 6px; height: 6px; background: $accent_text;
  border: 5px solid $accent; border-radius: 8px; }
QCheckBox::indicator:checked:disabled { background: $muted; border-color: $muted; }
QCheckBox:focus, QRadioButton:focus { outline: none; }
QCheckBox::indicator:focus, QRadioButton::indicator:unchecked:focus {
  width: 12px; height: 12px; border: 2px solid $focus; }
QCheckBox::indicator:checked:focus { width: 12px; height: 12px; border: 2px solid $text; }
QRadioButton::indicator:checked:focus { border-color: $focus; }
QTabWidget::pane { background: $card; border: 1px solid $border; border-radius: 6px; }
QDialog[role="palette"] { background: $window; border: 1px solid $input_border; }
QMenu { background: $card; color: $text; border: 1px solid $border; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 8px; border-radius: 4px; }
QMenu::item:selected { background: $selection; color: $selection_text; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QSplitter::handle { background: $border; }
QSplitter::handle:horizontal { width: 1px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $input_border; border-radius: 4px; margin: 2px; min-height: 32px;
  min-width: 32px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
