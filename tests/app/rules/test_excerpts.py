from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.excerpts import excerpt
from app.rules.folding import fold

SENTENCE = "Dohoda o přeshraniční spolupráci mezi Ústeckým krajem a Svobodným státem Sasko."
LETTERS = st.text(alphabet="aábcčdďeéřßæЉйxyz .,-\n", min_size=1, max_size=120)


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        (SENTENCE, "preshranicni", SENTENCE),
        (SENTENCE, "spoluprac sasko", SENTENCE),
        (SENTENCE, "hranicni", ""),  # no word begins so
        (SENTENCE, "", ""),
        ("Die Straße", "strass", "Die Straße"),
        ("Die STRASSE", "strasse", "Die STRASSE"),
        ("Ужгород", "ужгород", "Ужгород"),
        ("U\u0301sti\u0301 nad Labem", "usti", "U\u0301sti\u0301 nad Labem"),
        ("dva\nřádky\ttextu", "radky", "dva řádky textu"),
    ],
)
def test_where_words_stand(text: str, words: str, shown: str) -> None:
    assert excerpt(text, words.split()) == shown


def test_a_long_text_is_cut_between_words() -> None:
    text = " ".join(["slovo"] * 200 + ["Albánie", "a", "sousedé"] + ["konec"] * 200)
    shown = excerpt(text, ["sousede", "albanie"])
    assert shown.startswith("…slovo ")
    assert shown.endswith("konec…")
    assert "Albánie a sousedé" in shown
    assert len(shown) <= 170


def test_the_stretch_with_most_of_the_words_is_shown() -> None:
    text = "kraj " + "x " * 300 + "Ústecký kraj a Sasko"
    assert "Sasko" in excerpt(text, ["kraj", "usteck", "sasko"])


@given(LETTERS, st.integers(0, 20))
def test_each_word_of_a_text_is_found_in_it(text: str, number: int) -> None:
    words = fold(text).split()
    if words:
        word = words[number % len(words)]
        shown = fold(excerpt(text, [word])).split()
        assert any(part.startswith(word) for part in shown)
