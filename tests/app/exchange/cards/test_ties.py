from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.entities.choices import PERSON_RELATION
from app.exchange.cards.ties import Tie, areas_cell, areas_of, ties_cell, ties_of
from app.i18n import Language, translator

texts = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=12)
words = texts.map(lambda text: " ".join(text.split())).filter(bool)
days = st.sampled_from(["", "2020", "2020-05", "2020-05-01", "unknown"])


@given(
    st.lists(
        st.fixed_dictionaries(
            {"name_cs": words, "name_de": st.none() | words, "name_en": st.none() | words}
        ),
        max_size=3,
    )
)
def test_areas_are_read_as_they_are_written(areas: list[dict[str, str | None]]) -> None:
    wanted = [{name: text for name, text in area.items() if text} for area in areas]
    assert areas_of(areas_cell(areas)) == wanted


@pytest.mark.parametrize("language", Language)
@given(
    kind=st.sampled_from(list(PERSON_RELATION.options)),
    name=words,
    other=st.sampled_from(["", "0190-x"]),
    since=days,
    until=days,
    note=st.just("") | words,
)
def test_relations_are_read_as_they_are_written(language: Language, **row: str) -> None:
    stored = {**row, "other_id": row.pop("other")}
    cell = ties_cell("person", [stored], translator(language))
    assert ties_of("person", cell) == [Tie(**{**row, "other_id": stored["other_id"]})]


def test_what_says_nothing_is_passed_over() -> None:
    assert areas_of("\n | Kultur | \n") == []
    cell = "assistant_of: \nbaker of: Jan\nJan Novák\nsuccessor_of: Jan | | in spring"
    assert ties_of("person", cell) == [Tie("successor_of", "Jan")]
    assert ties_of("organisation", "assistant_of: Jan") == []
