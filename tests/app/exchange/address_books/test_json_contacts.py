"""Contacts in JSON: our own exports come back whole, those of others lose nothing."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.address_books.importing import import_contacts
from app.exchange.address_books.json_contacts import DAMAGED, NO_LIST
from app.exchange.datasets.importing import refusal_text
from app.exchange.record_files import export
from app.i18n import Language
from app.services.office import open_store
from tests.app.exchange.accounting import evidence, missing
from tests.app.exchange.test_contacts_round_trip import everything
from tests.factories import count, make

JCARD = [
    "vcard",
    [
        ["version", {}, "text", "4.0"],
        ["fn", {}, "text", "Ing. Jan Novák"],
        ["n", {}, "text", ["Novák", "Jan", "", "Ing.", ""]],
        ["org", {}, "text", ["Krajský úřad", "Odbor; školství"]],
        ["email", {"type": "work"}, "text", "jan@kraj.example"],
        ["tel", {"type": ["work", "voice"]}, "uri", "tel:+420-475-657-111"],
        ["note", {}, "text", "první, řádek\ndruhý"],
        ["x-pozor", {"group": "item1"}, "text", "něco"],
    ],
]
PEOPLE = {
    "connections": [
        {
            "names": [{"displayName": "Eva Malá", "givenName": "Eva", "familyName": "Malá"}],
            "emailAddresses": [{"value": "eva@x.example", "type": "work"}],
            "phoneNumbers": [{"value": "602 111 222"}],
            "organizations": [{"name": "Obec Lhota", "title": "starostka"}],
            "userDefined": [{"key": "auto", "value": "modré"}],
        }
    ]
}
CARD = {
    "@type": "Card",
    "name": {"components": [{"kind": "given", "value": "Jan"},
                            {"kind": "surname", "value": "Novák"}]},
    "emails": {"e1": {"address": "jan@kraj.example"}},
    "phones": {"p1": {"number": "+420 475 657 111"}},
    "anniversaries": {"k1": {"kind": "birth", "date": {"year": 1980}}},
}  # fmt: skip
FLAT = [
    {"firstName": "Jan", "last_name": "Novák", "emails": ["a@x.example", "b@x.example"],
     "address": {"street": "Dlouhá 1", "city": "Most"}, "vip": True, "barva": "zelená"},
    "nikdo",
]  # fmt: skip


def leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in leaves(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in leaves(inner)]
    return [] if isinstance(value, bool) else [str(value)]


@pytest.mark.parametrize("data", [PEOPLE, CARD, FLAT], ids=["people", "card", "flat"])
def test_every_value_of_an_object_is_kept_or_told(store: Store, tmp_path: Path, data: Any) -> None:
    path = tmp_path / "lidé.json"
    path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    report = import_contacts(store, [path])
    assert report.total("added") == count(store, "person") == 1
    kinds = {"given", "surname"}  # what the parts of a name are
    values = [("value", text) for text in leaves(data) if text not in kinds]
    assert missing(values, evidence(store, report)) == []
    assert count(store, "contact_point") == 2
    assert import_contacts(store, [path]).total("unchanged") == 1


def test_a_jcard_is_a_vcard(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "jan.json"
    path.write_text(json.dumps([JCARD, JCARD], ensure_ascii=False), "utf-8")
    report = import_contacts(store, [path])
    assert (report.total("added"), report.total("unchanged")) == (1, 1)
    found = evidence(store, report)
    values = ["Ing.", "Odbor; školství", "jan@kraj.example", "první, řádek", "druhý", "něco"]
    assert missing([("value", text) for text in values], found) == []
    with store.reading() as connection:
        rows = connection.execute("SELECT kind, value, label FROM contact_point ORDER BY kind")
        assert rows.fetchall() == [
            ("email", "jan@kraj.example", "work"), ("phone", "+420475657111", "work"),
        ]  # fmt: skip


def test_our_own_export_comes_back_whole(store: Store, tmp_path: Path) -> None:
    office = make(store, "organisation", name_cs="Kraj", ico="70892156", tags="a;b")
    jana = make(store, "person", given_name="Jana", family_name="Malá", birthday="1980-05",
                other_languages="de;en", tags="host;tisk", note="první\ndruhý")  # fmt: skip
    make(store, "position", person_id=jana, organisation_id=office, title_cs="ředitelka",
         is_primary=1)  # fmt: skip
    make(store, "contact_point", person_id=jana, kind="mobile", value="+420602111222", label="x")
    make(store, "address", person_id=jana, kind="home", street="Dlouhá 1", city="Most")
    paths = {name: tmp_path / f"{name}.json" for name in ("organisation", "person")}
    with store.reading() as connection:
        for name, path in paths.items():
            export(connection, ENTITIES[name], path, Language.CS, date.today(), None)
    other = open_store(tmp_path / "other.db")
    assert import_contacts(other, list(paths.values())).total("added") == 2
    with other.reading() as connection:
        there = dict(connection.execute("SELECT value, record_id FROM external_id"))
    for name, key in (("organisation", office), ("person", jana)):
        assert everything(other, name, there[key]) == everything(store, name, key)
    assert import_contacts(other, list(paths.values())).total("unchanged") == 2
    assert import_contacts(store, list(paths.values())).total("unchanged") == 2
    other.close()


@pytest.mark.parametrize(
    ("text", "reason"), [("{", DAMAGED), ("[" * 100_000, DAMAGED), ("[1]", None), ("7", NO_LIST)]
)
def test_what_is_no_list_of_contacts_is_told(
    store: Store, tmp_path: Path, text: str, reason: str | None
) -> None:
    path = tmp_path / "a.json"
    path.write_text(text, "utf-8")
    if reason:
        with pytest.raises(UserError) as error:
            import_contacts(store, [path])
        assert error.value.message == reason
    else:
        (refused, *_) = import_contacts(store, [path]).refused
        assert "1" in refusal_text(refused, Language.CS)
