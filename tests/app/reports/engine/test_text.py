from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.engine.fonts import covers, printable
from app.reports.engine.tagging import Element
from app.reports.engine.text import Run, Style, Text, typeset
from app.rules.binding import NBSP

STYLE = Style(size=9, leading=12)


def lines(text: str, width: float) -> list[str]:
    paragraph = Text(Element("P"), [Run(text, STYLE)])
    paragraph.wrap(width)
    return ["".join(part for _, part in line) for line in paragraph._lines]


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Ústecký kraj – žluťoučký kůň", True),
        ("Powiat ostródzki, Großräschen", True),
        ("Аутономна покрајина Војводина, Закарпатська", True),
        ("安徽省", True),
        ("თბილისი", False),
        ("", True),
    ],
)
def test_the_font_covers_the_partners_scripts_but_not_georgian(text: str, covered: bool) -> None:
    assert covers(text) is covered


def test_what_the_font_lacks_is_replaced_and_invisible_characters_are_dropped() -> None:
    assert printable("ქა (Kartli)\u0007\n\tQartli") == "?? (Kartli) Qartli"
    assert printable("e\u0301") == "é"
    assert printable(f"29.{NBSP}6.") == f"29.{NBSP}6."


@given(st.text())
def test_a_printable_text_is_covered_and_stays_as_it_is(text: str) -> None:
    once = printable(text)
    assert covers(once)
    assert printable(once) == once


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("rozhodlo 26. 4. 2021 v Ústí", "cs", "rozhodlo 26._4._2021 v_Ústí"),
        ("dne 26. dubna 2021 s okresem", "cs", "dne 26._dubna_2021 s_okresem"),
        ("am 26. April 2021 in Dresden", "de", "am 26._April_2021 in Dresden"),
        ("on 26 April 2021 in a town", "en", "on 26_April_2021 in a town"),
        ("od září 2017", "cs", "od září_2017"),
        ("a i o u k s v z", "cs", "a_i_o_u_k_s_v_z"),
    ],
)
def test_dates_and_one_letter_words_stay_with_what_follows(
    text: str, language: str, expected: str
) -> None:
    assert typeset(text, language) == expected.replace("_", NBSP)


@given(st.lists(st.from_regex(r"[a-zčř]{1,40}", fullmatch=True), min_size=1), st.integers(20, 400))
def test_wrapping_loses_nothing_and_fits(words: list[str], width: int) -> None:
    made = lines(" ".join(words), width)
    assert "".join(made).replace(" ", "") == "".join(words)
    for line in made:
        assert STYLE.measure(line.rstrip()) <= width + 0.01


def test_a_date_moves_to_the_next_line_as_a_whole() -> None:
    text = typeset("Dohoda byla podepsána dne 26. 4. 2021 v Ostródě.", "cs")
    for width in range(70, 230, 3):
        assert any("26.\u00a04.\u00a02021" in line for line in lines(text, width))


def test_a_long_address_breaks_after_punctuation() -> None:
    made = lines("https://www.kr-ustecky.cz/vismo/dokumenty2.asp?id_org=450018&id=1655926", 150)
    assert len(made) > 1
    assert made[0].endswith(("/", "?", "=", ".", "-", "_", "&"))
    assert (
        "".join(made) == "https://www.kr-ustecky.cz/vismo/dokumenty2.asp?id_org=450018&id=1655926"
    )


def test_lines_carry_a_blank_at_their_end_so_that_copied_words_stay_apart() -> None:
    made = lines("jedna dvě tři čtyři pět šest sedm", 60)
    assert len(made) > 2
    assert all(line.endswith(" ") for line in made[:-1])


def test_a_split_leaves_two_lines_on_each_side() -> None:
    text = Text(Element("P"), [Run("slovo " * 40 + "konec", STYLE)])
    text.wrap(100)
    parts = text.split(5 * 12)
    assert parts is not None
    head, rest = parts
    assert head.line_count == 5
    assert head.line_count + rest.line_count == text.line_count
    assert text.split(1.5 * 12) is None
