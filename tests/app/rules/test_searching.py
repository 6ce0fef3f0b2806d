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
from app.rules.searching import (
    asked,
    expression,
    found_by,
    is_number,
    spellings,
    transcribed,
    words_for,
)


def finds(typed: str, *texts: str) -> bool:
    """Whether a search for `typed` finds a record with `texts`: as the index says it, which a rule
    repeats.
    """
    terms = asked(typed)
    known = " ".join(f"{fold(text)} {spellings(text)}" for text in texts)
    with sqlite3.connect(":memory:") as connection:
        connection.execute(
            "CREATE VIRTUAL TABLE search USING fts5(name, rest,"
            ' tokenize="unicode61 remove_diacritics 0")'
        )
        connection.execute("INSERT INTO search VALUES ('', ?)", (known,))
        hits = connection.execute(
            "SELECT 1 FROM search WHERE search MATCH ?", (expression(terms),)
        ).fetchall()
    connection.close()
    if len(texts) == 1:
        assert bool(hits) == (found_by(terms, texts[0]) == len(terms))
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


@pytest.mark.parametrize("typed", ["29. 6. 2017", "29.06.2017", "2017-06-29", "29. června 2017"])
@pytest.mark.parametrize(
    "text",
    [
        "podepsáno dne 29. 6. 2017 v Ústí", "podepsáno dne 29.06.2017", "dne 29. června 2017",
        "am 29. Juni 2017 unterzeichnet", "signed on 29 June 2017", "signed on June 29, 2017",
        "od 2017-06-29 do 2018-01-01", "v červnu (29. 6. 2017)",
    ],
)  # fmt: skip
def test_a_day_in_a_text_is_found_however_both_are_written(typed: str, text: str) -> None:
    assert finds(typed, text)
    assert not finds(typed, text.replace("29", "28"))


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


AS_PEOPLE_WRITE = {
    ("+420602123456",): (
        "tel. 602 123 456", "tel: 602123456", "tel.: +420 602 123 456", "mobil 602 123 456",
        "mob. 602123456", "Mobil: +420602123456", "M: 602 123 456", "T 602 123 456",
        "tel:+420602123456", "tel:+420-602-123-456", "callto:602123456", "phone 602 123 456",
        "+420 602 123 456 (mobil)", "６０２１２３４５６", "fax 602123456", "Handy 602 123 456",
        "tel./fax: 602 123 456", "ústředna 602123456", "602 – 123 – 456", "＋420602123456",
    ),
    ("+493515640",): ("Tel.: 0351 / 56 40", "Telefon 0351 5640", "T +49 351 5640", "Tel.-Nr. 5640"),
    ("70892156", "CZ70892156"): (
        "IČO 70892156", "IČO: 708 92 156", "IČ: 708 92 156", "ICO70892156", "IČO:70892156",
        "IČO: 708-92-156", "IČO (70892156)", "DIČ CZ70892156", "DIČ:CZ70892156", "dic cz 70892156",
        "UID CZ70892156", "VAT CZ 708 92 156", "USt-IdNr.: CZ 70892156", "VAT ID: CZ70892156",
        "Id. č. 70892156", "identifikační číslo 70892156", "Reg. No. 70892156", "CZ 7089 2156",
    ),
    ("DE811569869",): ("USt-IdNr. DE 811 569 869", "DE 811569869", "811 569 869"),
    ("ATU12345678",): (
        "ATU 12345678", "ATU 123 456 78", "AT U12345678", "U12345678", "12345678",
        "UID-Nr. ATU 1234 5678",
    ),
    ("NL123456789B01",): ("NL 123456789B01", "123456789b01", "VAT NL123456789B01"),
    ("SK2021845255",): ("IČ DPH: SK2021845255", "SK 20 21 84 52 55"),
    ("t9zbsva",): (
        "t9z bsva", "T9Z BSVA", "t9zb sva", "ID DS: t9zbsva", "IDDS: t9zbsva", "DS t9zbsva",
        "datová schránka: T9ZBSVA", "ID datové schránky: t9zbsva", "ISDS t9zbsva",
        "data box t9zbsva", "Datenpostfach t9zbsva", "t9z-bsva", "t9z_bsva", "t 9 z b s v a",
        "IDDS t9z bsva",
    ),
    ("Velká Hradební 3118/48", "400 01", "Ústí nad Labem"): (
        "Velká Hradební č. p. 3118", "Velká Hradební čp. 3118/48", "Velká Hradební čp.3118",
        "ul. Velká Hradební 48", "ulice Velká Hradební", "Velká Hradební č. 48",
        "Velká Hradební 3118/48, 400 01 Ústí nad Labem", "Velká Hradební 3118 / 48",
        "Velká Hradební 3118/48, 40001 Ústí n. L.", "Velká Hradební 3118/48, PSČ 400 01",
        "Velká Hradební 3118/48 400 01 Ústí nad Labem",
    ),
    ("nám. Dr. E. Beneše 1/1",): ("náměstí Dr. E. Beneše 1", "namesti dr. e. benese č. 1"),
    ("U Jezu 642/2a",): ("U Jezu 642/2 a", "U Jezu 2 a", "U Jezu č.p. 642", "U Jezu 642/2A"),
    ("Hauptstraße 12b",): ("Hauptstr 12 b", "Hauptstraße 12 b", "Hauptstr. 12b"),
    ("400 01",): (
        "PSČ 400 01", "PSČ: 40001", "psc 400 01", "CZ-400 01", "CZ 400 01", "CZ40001", "psč400 01",
        "PSC:40001", "ZIP 400 01", "PLZ: CZ-40001", "(400 01)",
    ),
    ("00-950",): ("PL-00-950", "PL 00-950", "00950"),
    ("SW1A 2AA",): ("SW1A2AA", "sw1a2aa", "sw1a 2aa"),
    ("1012 JS",): ("1012JS", "NL-1012 JS"),
    ("811 01",): ("SK-811 01", "SK-81101"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("stored", "typed"), [(key, typed) for key, all_ in AS_PEOPLE_WRITE.items() for typed in all_]
)
def test_what_says_what_a_number_is_hides_nothing(stored: tuple[str, ...], typed: str) -> None:
    assert finds(typed, *stored)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("+420602123456", "tel. 602 123 457"),
        ("70892156", "IČO 70892157"),
        ("t9zbsva", "ID DS t9zbsvb"),
        ("t9zbsva", "t9z bsvb"),
        ("U Jezu 642/2a", "U Jezu 642/2 b"),
        ("ATU12345678", "ATU 12345679"),
        ("400 01", "PSČ 400 02"),
        ("Dohoda o spolupráci", "PSČ"),
        ("Dohoda o spolupráci", "tel."),
        ("Dohoda o spolupráci", "ulice"),
    ],
)
def test_what_is_wrong_in_it_is_not_found(stored: str, typed: str) -> None:
    assert not finds(typed, stored)


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


@given(st.lists(st.text(max_size=150), max_size=5))
def test_texts_together_are_found_by_what_finds_each(texts: list[str]) -> None:
    words = words_for(texts).split()
    assert sorted(words) == sorted(
        word for text in texts for part in (fold(text), spellings(text)) for word in part.split()
    )
