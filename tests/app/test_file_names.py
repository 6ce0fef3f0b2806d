from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.file_names import is_reserved, is_safe, safe_name, safe_stem


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("Zápis z jednání č. 5.docx", "Zápis z jednání č. 5.docx"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("Com1.tar.gz", "_Com1.tar.gz"),
        ("LPT¹.pdf", "_LPT¹.pdf"),
        ("conout$.txt", "_conout$.txt"),
        ("console.txt", "console.txt"),
        ("../../etc/passwd", ".._.._etc_passwd"),
        ("C:\\Windows\\win.ini", "C__Windows_win.ini"),
        ("soubor.txt:tajny.exe", "soubor.txt_tajny.exe"),
        ('a<b>c:"d|e?f*g.pdf', "a_b_c__d_e_f_g.pdf"),
        ("dopis.pdf. . .", "dopis.pdf"),
        ("dopis\u202efdp.exe", "dopisfdp.exe"),
        ("dopis\r\n\t.pdf", "dopis.pdf"),
        ("dopis\u00a0 dva.pdf", "dopis dva.pdf"),
        ("Re\u030cka.pdf", "R\u011bka.pdf"),
        ("", "document"),
        ("...", "document"),
        (" . .pdf", "document.pdf"),
        ("\ud800.txt", "_.txt"),
    ],
)
def test_names_that_every_system_takes(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_decomposed_name_is_composed() -> None:
    assert safe_name("r\u030ceka.pdf") == "řeka.pdf"


def test_long_names_keep_their_ending() -> None:
    assert safe_name("a" * 300 + ".docx") == "a" * 115 + ".docx"
    czech = safe_name("ž" * 300 + ".pdf")
    assert czech.endswith("ž.pdf")
    assert len(czech.encode()) <= 200
    emoji = safe_name("😀" * 300)
    assert len(emoji.encode()) <= 200


@given(st.text(max_size=400))
def test_a_safe_name_is_safe_and_stays_as_it_is(name: str) -> None:
    safe = safe_name(name)
    assert safe_name(safe) == safe
    assert safe
    assert safe not in (".", "..")
    assert len(safe) <= 121
    assert len(safe.encode()) <= 201
    assert not set(safe) & set('<>:"/\\|?*')
    assert all(char.isprintable() or not char.isascii() for char in safe)
    assert safe == safe.rstrip(". ")
    stem = safe.partition(".")[0].rstrip().upper()
    assert stem not in {"CON", "PRN", "AUX", "NUL", "COM1", "LPT9", "CONIN$"}


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Nováková Jana", "Nováková Jana"),
        ('  A/B\\C: <d> "e" |f?*\n', "A B C d e f"),
        ("Dohoda\no spolupráci", "Dohoda o spolupráci"),
        ("con", "_con"),
        ("LPT1.old", "_LPT1.old"),
        ("Aux .a", "_Aux .a"),
        ("COM¹", "_COM¹"),
        ("Conrad", "Conrad"),
        ("Dohoda č. 5.", "Dohoda č. 5"),
        ("..", "vztahy"),
        ("", "vztahy"),
        ("x" * 300, "x" * 100),
        ("😀" * 300, "😀" * 50),
    ],
)
def test_a_title_becomes_a_name(title: str, stem: str) -> None:
    assert safe_stem(title) == stem


@pytest.mark.parametrize("ending", ["", ".pdf", " (2).docx", ".tar.gz"])
@given(title=st.text(max_size=400) | st.sampled_from(["aux", "NUL.x", "com0", "CONIN$", "a. . "]))
def test_a_title_with_any_ending_is_a_name_that_windows_keeps(title: str, ending: str) -> None:
    name = safe_stem(title) + ending
    assert is_safe(name)
    assert Path(name).name == name
    assert len(name.encode()) <= 255
    name.encode()


def test_which_names_are_devices() -> None:
    for name in ("CON", "con.pdf", "Aux.tar.gz", "nul .txt", "com1", "LPT².docx", "CONOUT$"):
        assert is_reserved(name), name
        assert not is_safe(name), name
    for name in ("console", "COM", "com10.txt", "a.con", "lpt", "", "nula.pdf"):
        assert not is_reserved(name), name


@pytest.mark.parametrize("name", ["a.", "a ", "a:b.pdf", "a?", "a\tb", "a|b", "<", '"', "a/b"])
def test_which_names_windows_does_not_keep(name: str) -> None:
    assert not is_safe(name)
