from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.visible import visible


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Müller & Söhne", "Müller & Söhne"),
        ("dopis\u202efdp.exe", "dopisfdp.exe"),
        ("a\u2066b\u2069c\u200fd\u200ee\u061cf", "abcdef"),
        ("No\u00advá\u200bko\u2060vá\ufeff", "Nováková"),
        ("a\u200db\u200cc", "abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("क\u094d\u200dष", "क\u094d\u200dष"),
        ("a\x00b\x1b[31m\x07", "a b [31m "),
        ("řádek\n\tdruhý", "řádek\n\tdruhý"),
        ("a\u2028b\u2029c", "a b c"),
        ("text\U000e0041\U000e0042", "text"),
        ("a\ud800b", "a b"),
        ("\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_what_is_seen_of_a_text(text: str, seen: str) -> None:
    assert visible(text) == seen


@given(st.text(max_size=60))
def test_nothing_that_turns_the_line_is_left(text: str) -> None:
    seen = visible(text)
    assert visible(seen) == seen
    turning = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    assert not {unicodedata.bidirectional(char) for char in seen} & turning
    assert seen.isprintable() or any(not char.isprintable() for char in text)
