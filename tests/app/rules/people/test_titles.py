from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.i18n import Language
from app.rules.people import titles
from app.rules.people.titles import (
    TITLES,
    Title,
    beside_dr,
    has_unknown_title,
    order_titles,
    split_titles,
    spoken_title,
)

FORMS = st.lists(st.sampled_from([title.form for title in TITLES]), max_size=5)
TYPED = st.text(alphabet="IngMrdocPhDcbaJánovák.,-&( )et ", max_size=30)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("doc. Ing. Jan Novák, Ph.D., MBA", ("doc. Ing.", "Jan Novák", "Ph.D., MBA")),
        ("Novák Jan ing phd", ("Ing.", "Novák Jan", "Ph.D.")),
        ("ing novák", ("Ing.", "novák", "")),
        ("Ing. doc. PhDr Jan Novák CSc", ("doc. PhDr. Ing.", "Jan Novák", "CSc.")),
        ("Novák, Jan, Ing.", ("Ing.", "Novák, Jan", "")),
        ("Ing. Horáková Eva, Ph.D., MBA", ("Ing.", "Horáková Eva", "Ph.D., MBA")),
        (
            "MUDr. Mgr. Petr Král MBA, LL.M., Ph.D.",
            ("MUDr. Mgr.", "Petr Král", "Ph.D., MBA, LL.M."),
        ),
        ("Ing.arch.Petr Sýkora", ("Ing. arch.", "Petr Sýkora", "")),
        ("DiS. Petr Bouda", ("", "Petr Bouda", "DiS.")),
        ("Mgr. et Mgr. Jana Bílá, DiS", ("Mgr. et Mgr.", "Jana Bílá", "DiS.")),
        ("Ing. & Ing. Eva Malá", ("Ing. & Ing.", "Eva Malá", "")),
        ("Mgr. art. Ján Hraško, ArtD.", ("Mgr. art.", "Ján Hraško", "ArtD.")),
        ("JAN NOVÁK, MBA", ("", "JAN NOVÁK", "MBA")),
        ("  Jan \n Novák ,  Ph. D. ", ("", "Jan Novák", "Ph.D.")),
    ],
)
def test_czech_and_slovak_names(typed: str, parts: tuple[str, str, str]) -> None:
    assert split_titles(typed) == parts


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        (
            "Prof. Dr. Dr. h. c. mult. Max Müller",
            ("Prof. Dr. Dr. h. c. mult.", "Max Müller", ""),
        ),
        ("Dr.med.Max Vogel", ("Dr. med.", "Max Vogel", "")),
        ("Dr. rer. nat. Anna Wolf, M.A.", ("Dr. rer. nat.", "Anna Wolf", "M.A.")),
        ("Dr.-Ing. habil. Eva Braun", ("Dr.-Ing. habil.", "Eva Braun", "")),
        ("Dipl.-Ing. (FH) Hans Vogel", ("Dipl.-Ing. (FH)", "Hans Vogel", "")),
        ("Dipl. Ing. Hans Vogel", ("Dipl.-Ing.", "Hans Vogel", "")),
        ("Dipl.-Kfm. Hans Vogel", ("Dipl.-Kfm.", "Hans Vogel", "")),
        ("Mag. Anna Steiner, MSc", ("Mag.", "Anna Steiner", "MSc")),
        ("PD Dr. Karl Weber", ("PD Dr.", "Karl Weber", "")),
        ("John Smith, MBA", ("", "John Smith", "MBA")),
    ],
)
def test_german_and_english_names(typed: str, parts: tuple[str, str, str]) -> None:
    assert split_titles(typed) == parts


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Jack Ma", "Jack Ma"),
        ("JACK MA", "JACK MA"),
        ("Jan Mag", "Jan Mag"),
        ("J.R. Novák", "J.R. Novák"),
        ("Jan Novák st., CSc.", "Jan Novák st."),
        ("Dr. E. Novák", "E. Novák"),
        ("Bc. Jan Novák, místostarosta", "Jan Novák, místostarosta"),
    ],
)
def test_names_that_resemble_titles_stay(typed: str, name: str) -> None:
    assert split_titles(typed)[1] == name


def test_a_text_of_titles_alone_has_no_name() -> None:
    assert split_titles("Ing.") == ("Ing.", "", "")
    assert split_titles("") == ("", "", "")


def test_abbreviations_before_a_title_go_with_it() -> None:
    assert split_titles("plk. gšt. Ing. Jan Hora, MBA") == ("plk. gšt. Ing.", "Jan Hora", "MBA")
    assert has_unknown_title("plk. gšt. Ing.", "MBA")
    assert not has_unknown_title("prof. Ing.", "Ph.D., MBA")


@pytest.mark.parametrize(
    ("given", "ordered"),
    [
        (("Ing. prof.", ""), ("prof. Ing.", "")),
        (("bc mgr phdr doc", "mba, phd"), ("doc. PhDr. Mgr. Bc.", "Ph.D., MBA")),
        (("Mgr. Ing.", ""), ("Mgr. Ing.", "")),
        (("Ing. Mgr.", ""), ("Ing. Mgr.", "")),
        (("Ph.D. Ing", "Bc, MBA"), ("Ing. Bc.", "Ph.D., MBA")),
        (("plk. Ing. prof.", ""), ("plk. prof. Ing.", "")),
        (("", "MBA, člen korespondent, CSc."), ("", "CSc., člen korespondent, MBA")),
        (("Prof. Ing.", ""), ("prof. Ing.", "")),
        (("Prof. Dr.", ""), ("Prof. Dr.", "")),
        (("Ing., Mgr.", "PhD."), ("Ing. Mgr.", "PhD.")),
        (("", "Dr., Dr.h.c."), ("", "Dr., Dr. h. c.")),
    ],
)
def test_order(given: tuple[str, str], ordered: tuple[str, str]) -> None:
    assert order_titles(*given) == ordered


@given(FORMS, FORMS)
def test_ordering_twice_changes_nothing_and_loses_nothing(
    before: list[str], after: list[str]
) -> None:
    once = order_titles(" ".join(before), ", ".join(after))
    assert order_titles(*once) == once
    typed = "".join((*before, *after)).casefold()
    letters = sorted(filter(str.isalnum, "".join(once).casefold()))
    assert letters == sorted(filter(str.isalnum, typed))


@given(st.sampled_from([title for title in TITLES if title.place != "either"]))
def test_each_title_is_read_on_its_side(title: Title) -> None:
    before, name, after = split_titles(f"{title.form} Jan Novák")
    assert name == "Jan Novák"
    assert (before, after) == ((title.form, "") if title.place == "before" else ("", title.form))


@given(TYPED)
def test_any_text_can_be_split(text: str) -> None:
    before, name, after = split_titles(text)
    assert "  " not in name
    letters = [char for char in text.casefold() if char.isalnum()]
    assert len("".join(filter(str.isalnum, before + name + after))) == len(letters)


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_raises(one: str, other: str) -> None:
    split_titles(one)
    order_titles(one, other)
    has_unknown_title(one, other)
    for language in Language:
        spoken_title(one, other, language, female=True)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Ing.", "", ("inženýre", "inženýrko", "", "")),
        ("Ing. arch.", "", ("inženýre", "inženýrko", "", "")),
        ("Mgr. et Mgr.", "", ("magistře", "magistro", "", "")),
        ("Ing.", "Ph.D.", ("doktore", "doktorko", "Dr.", "Dr")),
        ("JUDr. Ing.", "MBA", ("doktore", "doktorko", "Dr.", "Dr")),
        ("doc. PhDr.", "CSc.", ("docente", "docentko", "Dr.", "Dr")),
        ("Ing. prof.", "DrSc.", ("profesore", "profesorko", "Professorin", "Professor")),
        ("Ing.", "CSc.", ("inženýre", "inženýrko", "", "")),
        ("Bc.", "DiS.", ("", "", "", "")),
        ("", "MBA, LL.M.", ("", "", "", "")),
        ("Dipl.-Ing.", "", ("inženýre", "inženýrko", "", "")),
        ("Dr. h. c.", "", ("", "", "Dr.", "")),
        ("Dr. med. Dr. phil.", "", ("doktore", "doktorko", "Dr.", "Dr")),
    ],
)
def test_only_the_highest_title_is_said(
    before: str, after: str, said: tuple[str, str, str, str]
) -> None:
    assert said == (
        spoken_title(before, after, Language.CS, female=False),
        spoken_title(before, after, Language.CS, female=True),
        spoken_title(before, after, Language.DE, female=True),
        spoken_title(before, after, Language.EN, female=True),
    )


def test_dr_replaces_the_doctorate_behind_the_name() -> None:
    assert beside_dr("Ph.D., MBA") == "MBA"
    assert beside_dr("CSc.") == "CSc."


@pytest.mark.parametrize("text", ["Jan Novák ", "Ing. ", "Dr. med. ", "a, ", "et ", "MBA et "])
def test_a_long_text_takes_no_longer_than_it_is_long(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = 0
    find = titles._find

    def counted(words: Sequence[str], start: int) -> object:
        nonlocal looks
        looks += 1
        return find(words, start)

    monkeypatch.setattr(titles, "_find", counted)
    split_titles(text * 5000)
    assert looks <= 4 * 5000 * len(text.split())
