from __future__ import annotations

import pytest

from app.rules.protocol.ranks import SUPPLIED, Step, Table, rank_of


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("hejtmanka Ústeckého kraje", "heads of regions and federal states"),
        ("Ministerpräsident des Freistaates Sachsen", "heads of regions and federal states"),
        ("předsedkyně vlády", "heads of governments"),
        ("členka Rady Ústeckého kraje", "members of the council"),
        ("člen rady, náměstek hejtmana", "deputies of heads of regions"),
        ("starosta okresu", "heads of districts"),
        ("starostka", "mayors"),
        ("Consul General", "chargés d’affaires and consuls general"),
        ("předseda představenstva", "chairpersons, deans and their deputies"),
    ],
)
def test_a_post_has_the_rank_of_its_office_in_each_language(title: str, name: str) -> None:
    found = rank_of(title)
    assert found
    assert found[0].name == name


def test_a_post_that_no_rank_names_has_none() -> None:
    assert rank_of("asistentka hejtmana") is None
    assert rank_of("", None) is None


def test_an_own_table_names_posts_in_its_own_words() -> None:
    table = Table(
        (
            Step("vedení úřadu", "ředitel krajského úřadu; vedoucí odboru hejtmana", False),
            Step("ředitelé", "ředitel", False, "alphabet"),
            Step("mluvčí", "tisková mluvčí;; tiskový mluvčí\nasistent", None),
        )
    )

    def name(*titles: str) -> str:
        found = table.find(*titles)
        return found[0].name if found else ""

    assert name("ředitel krajského úřadu") == "vedení úřadu"
    assert name("ředitelka muzea") == name("ředitel") == "ředitelé"
    assert name("vedoucí odboru hejtmana") == "vedení úřadu"
    assert name("vedoucí odboru") == "", "only what the table names whole"
    assert name("Tisková mluvčí kraje") == name("asistent") == "mluvčí"
    assert name("asistentka") == "", "a word is whole"
    assert name("", "ředitel") == "ředitelé"
    assert table.find("ředitel") == table.find("ředitelka")


def test_every_rank_of_the_supplied_table_is_found_by_each_post_that_it_names() -> None:
    for place, step in enumerate(SUPPLIED.steps, 1):
        for post in step.posts.split(";"):
            found = rank_of(post.strip())
            assert found, post
            assert found[0].place == place, post
