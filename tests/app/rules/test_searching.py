"""What a search asks for, against what a text is known by."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.folding import fold
from app.rules.searching import asked, expression, found_by, is_number, spellings, transcribed


def finds(typed: str, text: str) -> bool:
    """Whether a search for `typed` finds `text`: as the index says it, which a rule repeats."""
    terms = asked(typed)
    with sqlite3.connect(":memory:") as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE search USING fts5(name, rest,"
            ' tokenize="unicode61 remove_diacritics 0")'
        )
        connection.execute(
            "INSERT INTO search VALUES ('', ?)", (f"{fold(text)} {spellings(text)}",)
        )
        hits = connection.execute(
            "SELECT 1 FROM search WHERE search MATCH ?", (expression(terms),)
        ).fetchall()
    connection.close()
    assert bool(hits) == (found_by(terms, text) == len(terms))
    return bool(hits)


PHONE = [
    "485 226 301", "485226301", "301", "6301", "226 301", "48 52 26 30 1", "+420485226301",
    "+420 485 226 301", "00420 485 226 301", "00420485226301", "485-226-301", "485/226301",
    "485.226.301", "(485) 226 301", "+420 (485) 226 301", "485\u00a0226\u00a0301", "420485226301",
    "+420", "+420 485",
]  # fmt: skip


@pytest.mark.parametrize("typed", PHONE)
@pytest.mark.parametrize("stored", ["+420485226301", "485 226 301", "tel. 485226301"])
def test_a_phone_number_is_found_in_any_groups_and_by_its_end(typed: str, stored: str) -> None:
    if not typed.replace(" ", "").startswith(("+420", "00420", "420")) or stored[0] == "+":
        assert finds(typed, stored)


@pytest.mark.parametrize(
    "typed",
    ["+49 351 564 0", "+49 (0)351 5640", "0351/564-0", "0351 5640", "0049 351 5640", "+493515640"],
)
def test_a_number_of_another_country_is_found_as_it_is_dialled(typed: str) -> None:
    assert finds(typed, "+493515640")
    assert not finds(typed, "+493515641")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("708 91 508", "70891508"),
        ("70891508", "70891508"),
        ("70 89 15 08", "70891508"),
        ("CZ70891508", "CZ70891508"),
        ("cz 708 91 508", "CZ70891508"),
        ("70891508", "CZ70891508"),
        ("461 80", "461 80"),
        ("46180", "461 80"),
        ("461 80", "46180"),
        ("U Jezu 642/2a", "U Jezu 642/2a"),
        ("u jezu 642", "U Jezu 642/2a"),
        ("jezu 2a", "U Jezu 642/2a"),
        ("7EAFF9Q", "7eaff9q"),
        ("KULK 12345/2019", "KULK 12345/2019"),
        ("12345/2019", "č. j. KULK 12345/2019/OKH"),
        ("OLP/1234/2020", "OLP/1234/2020"),
        ("1 250 000", "částka 1250000 Kč"),
        ("1250000", "částka 1 250 000 Kč"),
    ],
)
def test_identifiers_are_found_as_people_write_them(typed: str, stored: str) -> None:
    assert finds(typed, stored)


@pytest.mark.parametrize(
    "typed",
    [
        "29. 6. 2017", "29.6.2017", "29.06.2017", "2017-06-29", "29/6/2017", "29. června 2017",
        "29. Juni 2017", "29 June 2017", "June 29, 2017", "červen 2017", "6/2017", "06/2017",
        "2017", "2017-06",
    ],
)  # fmt: skip
def test_a_day_is_found_as_it_is_written(typed: str) -> None:
    assert finds(typed, "2017-06-29")
    assert finds(typed, "2017-06-29T14:30")


@pytest.mark.parametrize("typed", ["28. 6. 2017", "29. 7. 2017", "29.6.2018", "červenec 2017"])
def test_another_day_is_not_found(typed: str) -> None:
    assert not finds(typed, "2017-06-29")


@pytest.mark.parametrize("typed", ["485 226 302", "226 485", "485 226 301 5", "301485226"])
def test_another_number_is_not_found(typed: str) -> None:
    assert not finds(typed, "+420485226301")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("mueller", "Müller"), ("müller", "Mueller"), ("muller", "Mueller"), ("muller", "Müller"),
        ("Djokovic", "Đoković"), ("đoković", "Djokovic"), ("Dokovic", "Đoković"),
        ("krim", "Крим"), ("krym", "Крим"), ("krim", "Крым"), ("Charkov", "Харьков"),
        ("kharkiv", "Харків"), ("charkiv", "Харків"), ("uzhorod", "Ужгород"),
        ("Zelenskyj", "Зеленський"), ("zelenskyi", "Зеленський"), ("Novi Sad", "Нови Сад"),
        ("aarhus", "Århus"), ("arhus", "Aarhus"), ("goethe", "Göthe"), ("strasse", "Straße"),
    ],
)  # fmt: skip
def test_names_are_found_in_other_spellings(typed: str, stored: str) -> None:
    assert finds(typed, stored)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("spolupráci", "dohoda o přeshraniční spolu-\npráci krajů"),
        ("spoluprace", "přeshraniční spolu\u00ad\n  práce"),
        ("smlouva", "S M L O U V A\no spolupráci"),
        ("dílo", "S M L O U V A   O   D Í L O"),
        ("dilo", "S M L O U V A O D Í L O"),
        ("ministerstvo", "Minis\u00adterstvo"),
        ("jana nováková", "\u202aJana\u202c Nov\u200báková"),
    ],
)
def test_broken_and_spaced_words_are_found(typed: str, stored: str) -> None:
    assert finds(typed, stored)


@given(st.text(alphabet="abčdü ÉŘ0123456789+-./()'\"*:\u00ad\n", max_size=40))
def test_whatever_is_typed_is_a_query(text: str) -> None:
    if asked(text):
        finds(text, "Liberec 485 226 301")
    assert bool(asked(text)) == bool(fold(text))


@given(st.from_regex(r"\+420[2-7][0-9]{8}", fullmatch=True), st.data())
def test_any_grouping_of_a_number_finds_it(number: str, data: st.DataObject) -> None:
    national = number[4:]
    typed = ""
    while national:
        taken = data.draw(st.integers(1, 4))
        typed += data.draw(st.sampled_from(["", " ", "-", "/"])) + national[:taken]
        national = national[taken:]
    assert finds(typed.lstrip("-/ "), number)


@given(st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ", min_size=2, max_size=12))
def test_cyrillic_words_have_latin_spellings(word: str) -> None:
    assert all(spelt.isascii() for spelt in transcribed(word))


def test_numbers_alone_are_asked_for_by_their_ends_first() -> None:
    assert is_number(asked("301"))
    assert is_number(asked("485 226 301"))
    assert not is_number(asked("kraj 301"))
    assert not is_number(asked("červen 2017"))


@pytest.mark.parametrize("typed", ["602 123 456 kl. 12", "602123456, ext. 12", "602 123 456 DW 12"])
def test_an_extension_is_found_with_its_number(typed: str) -> None:
    assert finds(typed, "+420602123456;ext=12")


def test_the_spellings_of_a_text_are_the_same_in_every_process() -> None:
    """They are stored and compared by the check: no order may hang on the hashes of a process."""
    text = "Закарпатська обласна рада та Ужгородська міська рада, Мукачево"
    script = f"from app.rules.searching import spellings; print(ascii(spellings({text!r})))"
    said = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in "123"
    }
    assert len(said) == 1
    assert said.pop().strip()
