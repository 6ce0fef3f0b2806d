from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from ui.theme import SCHEMES, Theme, Tokens, stylesheet


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2.2."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in QColor(colour).getRgbF()[:3]
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


PAIRS = [
    *(
        (text, back)
        for text in ("text", "muted")
        for back in ("window", "sidebar", "card", "input")
    ),
    ("text", "hover"),
    ("muted", "hover"),
    ("accent_text", "accent"),
    ("accent_text", "accent_hover"),
    ("selection_text", "selection"),
    ("accent", "card"),
    ("error", "card"),
    *((tone, f"{tone}_back") for tone in ("ok", "warn", "error", "info", "neutral")),
]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("text", "back"), PAIRS)
def test_texts_are_readable_on_their_background(scheme: str, text: str, back: str) -> None:
    tokens = SCHEMES[scheme]
    assert contrast(getattr(tokens, text), getattr(tokens, back)) >= 4.5


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
def test_frames_of_inputs_and_the_focus_are_seen(tokens: Tokens) -> None:
    assert contrast(tokens.input_border, tokens.card) >= 3
    assert contrast(tokens.focus, tokens.card) >= 3


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
def test_the_style_sheet_has_a_colour_for_every_name(tokens: Tokens) -> None:
    assert "$" not in stylesheet(tokens)


def test_another_scheme_is_shown_at_once(qapp: QApplication, theme: Theme) -> None:
    seen: list[str] = []
    theme.changed.connect(lambda: seen.append(theme.scheme))
    theme.apply("dark")
    assert qapp.palette().window().color() == QColor(SCHEMES["dark"].window)
    theme.apply("light")
    assert qapp.palette().window().color() == QColor(SCHEMES["light"].window)
    assert seen == ["dark", "light"]
