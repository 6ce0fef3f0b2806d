from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.clipboard import as_table, from_table, paste
from app.i18n import Language, translator
from app.services.records.query import ListQuery
from app.services.records.undo import undo
from tests.factories import count, make, value

TODAY = date(2026, 11, 23)


def query(entity: str, *shown: str, language: Language = Language.CS) -> ListQuery:
    return ListQuery(ENTITIES[entity], language, on=TODAY, shown=shown)


def test_rows_are_copied_as_the_list_shows_them(loaded: Store) -> None:
    listed = query("agreement", "partner_id", "signed_on", "state")
    with loaded.reading() as connection:
        ids = [row.id for row in listed.page(connection, 3)]
        text = as_table(connection, listed, ids, translator(Language.CS))
    lines = [line.split("\t") for line in text.splitlines()]
    assert lines[0] == ["Název", "Partner", "Podepsáno", "Stav"]
    assert lines[1][1:] == ["Svobodný stát Sasko", "listopad 2015", "V platnosti"]
    assert len(lines) == 4


def test_what_a_spreadsheet_would_compute_stays_a_text(store: Store) -> None:
    bad = make(store, "organisation", name_cs="=1+1")
    phone = make(store, "organisation", name_cs="+420 475 657 111")
    listed = query("organisation", "kind")
    with store.reading() as connection:
        text = as_table(connection, listed, [bad, phone], translator(Language.CS))
    cells = {line.split("\t")[0] for line in text.splitlines()[1:]}
    assert cells == {"'=1+1", "+420 475 657 111"}


@pytest.mark.parametrize("language", list(Language))
def test_what_was_copied_can_be_pasted_again(loaded: Store, language: Language) -> None:
    listed = query("organisation", "kind", "country", "note", language=language)
    with loaded.reading() as connection:
        ids = [row.id for row in listed.page(connection, 100)]
        text = as_table(connection, listed, ids, translator(language))
        rows = from_table(connection, ENTITIES["organisation"], text, language)
    assert [row.problem for row in rows if row.problem] == []
    assert len(rows) == 65
    made, _ = paste(loaded, ENTITIES["organisation"], rows)
    assert count(loaded, "organisation") == 130
    for old, new in zip(ids, made, strict=True):
        for field in ("kind", "country"):
            assert value(loaded, "organisation", new, field) == value(
                loaded, "organisation", old, field
            )
    undo(loaded)
    assert count(loaded, "organisation") == 65


def test_bad_rows_are_told_with_their_line_and_the_rest_arrives(store: Store) -> None:
    partner = make(store, "organisation", name_cs="Okres Ostróda")
    text = (
        "Název\tDruh\tTyp vztahu\tIniciátor\tPartner\tPodepsáno\n"
        "Dobrá\tMemorandum\tMezinárodní\tKraj\tOkres Ostróda\t29. 6. 2017\n"
        "Špatná\tMemorandum\tMezinárodní\tKraj\tNikdo\t2017\n"
        "Špatná\tMemorandum\tMezinárodní\tKraj\t\t31. 2. 2017\n"
        "Neúplná\t\t\t\t\t\n"
    )
    with store.reading() as connection:
        rows = from_table(connection, ENTITIES["agreement"], text, Language.CS)
    assert [row.line for row in rows if row.problem] == [3, 4, 5]
    assert "Nikdo" in rows[1].problem
    assert "31. 2. 2017" in rows[2].problem
    (made,), _ = paste(store, ENTITIES["agreement"], rows)
    assert value(store, "agreement", made, "partner_id") == partner
    assert value(store, "agreement", made, "signed_on") == "2017-06-29"


@pytest.mark.parametrize("text", ["", "jen tak nějaký text", "1\t2\t3"])
def test_without_a_heading_nothing_is_pasted(store: Store, text: str) -> None:
    with store.reading() as connection, pytest.raises(UserError):
        from_table(connection, ENTITIES["task"], text, Language.CS)
