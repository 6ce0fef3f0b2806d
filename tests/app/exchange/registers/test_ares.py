from __future__ import annotations

import json
import urllib.error
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db.store import Store
from app.errors import UserError
from app.exchange.registers import ares
from app.services.records.undo import undo
from tests.factories import make, value

ANSWER: dict[str, Any] = {
    "ico": "70892156",
    "obchodniJmeno": "Ústecký kraj",
    "sidlo": {
        "kodStatu": "CZ",
        "nazevKraje": "Ústecký kraj",
        "nazevObce": "Ústí nad Labem",
        "nazevUlice": "Velká Hradební",
        "cisloDomovni": 3118,
        "cisloOrientacni": 48,
        "psc": 40001,
        "textovaAdresa": "Velká Hradební 3118/48, Ústí nad Labem-centrum, 40001 Ústí nad Labem",
    },
    "datumVzniku": "2001-01-01",
    "dic": "CZ70892156",
    "seznamRegistraci": {"stavZdrojeDph": "AKTIVNI"},
}


def answer(**changes: Any) -> bytes:
    return json.dumps({**ANSWER, **changes}, ensure_ascii=False).encode()


def test_an_answer_becomes_an_organisation_and_its_seat() -> None:
    found = ares.parse(answer())
    assert found.ico == "70892156"
    assert found.values == {
        "name_cs": "Ústecký kraj",
        "ico": "70892156",
        "country": "CZ",
        "dic": "CZ70892156",
        "vat_payer": 1,
        "founded_on": "2001-01-01",
    }
    assert found.seat["street"] == "Velká Hradební 3118/48"
    assert found.seat["postal_code"] == "400 01"


def test_a_village_without_streets_has_its_own_name_in_the_address() -> None:
    seat = {"nazevObce": "Malečov", "nazevCastiObce": "Němčí", "cisloDomovni": 12, "psc": 40327}
    assert ares.parse(answer(sidlo=seat)).seat["street"] == "Němčí 12"


def test_a_search_answer_is_read_too() -> None:
    found = ares.parse(json.dumps({"pocetCelkem": 1, "ekonomickeSubjekty": [ANSWER]}).encode())
    assert found.values["name_cs"] == "Ústecký kraj"


@given(
    st.binary(max_size=200)
    | st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    ).map(lambda item: json.dumps(item).encode())
)
def test_what_is_no_answer_is_refused_and_never_crashes(data: bytes) -> None:
    with pytest.raises(UserError):
        ares.parse(data)


def test_what_differs_is_told_and_only_what_is_chosen_is_taken(store: Store) -> None:
    key = make(store, "organisation", name_cs="Krajský úřad", country=None, ico="70892156")
    subject = ares.parse(answer())
    found = ares.differences(store, key, subject)
    assert found["name_cs"] == ("Krajský úřad", "Ústecký kraj")
    assert found["seat"][0] is None
    ares.fill(store, key, subject, {"dic", "seat"})
    assert value(store, "organisation", key, "name_cs") == "Krajský úřad"
    assert value(store, "organisation", key, "dic") == "CZ70892156"
    assert "seat" not in ares.differences(store, key, subject)
    undo(store)
    assert value(store, "organisation", key, "dic") is None


def test_the_answer_about_another_organisation_is_refused(store: Store) -> None:
    key = make(store, "organisation", ico="00006947")
    with pytest.raises(UserError, match="is about"):
        ares.differences(store, key, ares.parse(answer()))


def offline(_url: str, _seconds: float) -> bytes:
    raise urllib.error.URLError("no route")


def test_without_a_network_the_wish_waits_and_fills_only_what_is_empty(store: Store) -> None:
    key = make(store, "organisation", name_cs="Náš kraj", ico="70892156")
    with pytest.raises(UserError) as caught:
        ares.fetch("70892156", offline)
    assert caught.value.message == ares.OFFLINE
    ares.wait(store, key)
    ares.wait(store, key)
    assert ares.fill_waiting(store, offline) == []
    assert ares.waiting(store) == [key]
    assert len(ares.fill_waiting(store, lambda _url, _seconds: answer())) == 1
    assert ares.waiting(store) == []
    assert value(store, "organisation", key, "name_cs") == "Náš kraj"
    assert value(store, "organisation", key, "dic") == "CZ70892156"


def test_an_unknown_number_is_said() -> None:
    def unknown(url: str, _seconds: float) -> bytes:
        raise urllib.error.HTTPError(url, 404, "Not Found", Message(), None)

    with pytest.raises(UserError, match="knows no organisation"):
        ares.fetch("70892156", unknown)


def test_a_saved_answer_is_read_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "odpoved.json"
    file.write_bytes(answer())
    assert ares.read_file(file).ico == "70892156"
    with pytest.raises(UserError):
        ares.read_file(tmp_path / "neni.json")
