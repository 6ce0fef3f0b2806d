from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from app.cli import main
from app.db.store import Store
from app.entities import ENTITIES
from app.errors import InvalidRecord
from app.exchange.tables.gift_list import write
from app.i18n import Language, translator
from app.services.office import choose_own_organisation
from app.services.protocol.gifts import (
    memory,
    memory_of,
    reciprocity,
    row_texts,
    same_before,
    stock,
    yearly,
)
from app.services.records.records import save
from app.services.related.sections import sections
from tests.factories import make

GIFT = ENTITIES["gift"]


class Office:
    """Our region, a partner with a governor, our own governor and an official."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.own = make(store, "organisation", name_cs="Náš kraj", country="CZ")
        choose_own_organisation(store, self.own)
        self.house = make(store, "organisation", name_cs="Sasko", country="DE")
        self.firm = make(store, "organisation", name_cs="Sklárna", kind="company", country="CZ")
        self.guest = self.person("Host", self.house, "hejtman")
        self.governor = self.person("Hejtman", self.own, "hejtman")
        self.official = self.person("Úředník", self.own, "referent", came_by="appointed")

    def person(self, name: str, house: str, post: str, **values: object) -> str:
        key = make(self.store, "person", given_name="", family_name=name)
        post_values = {"person_id": key, "organisation_id": house, "title_cs": post}
        make(self.store, "position", **post_values, **values)
        return key

    def remarks(self, **values: object) -> list[str]:
        tr = translator(Language.EN)
        wanted = {"title": "Váza", "way": "received", **values}
        _, changes = save(self.store, GIFT, None, 0, wanted)
        return [tr.message(message, **given) for message, given in changes.remarks]


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


def limit(store: Store, **values: object) -> str:
    values = {"whose": "anybody", "from_whom": "anybody", "amount": "1000", **values}
    return make(store, "gift_limit", **{"to_do": "ohlásit", "origin": "směrnice", **values})


def test_without_a_table_of_limits_nothing_is_said(office: Office) -> None:
    assert office.remarks(value="1000000", recipient_id=office.official) == []


def test_a_limit_is_told_with_its_source_and_what_to_do(office: Office) -> None:
    limit(office.store)
    assert office.remarks(value="1000", recipient_id=office.official) == [], "up to the amount"
    (said,) = office.remarks(value="1000.01", recipient_id=office.official)
    assert "1,000.01\u00a0CZK" in said.replace("1\u00a0000,01", "1,000.01")
    assert "ohlásit (směrnice)" in said
    assert office.remarks(value="5000", way="given", recipient_id=office.guest) == []
    assert office.remarks(value="5000", state="refused", recipient_id=office.official) == []


@pytest.mark.parametrize(
    ("whose", "recipient", "is_told"),
    [
        ("elected", "governor", True),
        ("elected", "official", False),
        ("appointed", "official", True),
        ("body", "official", False),
        ("body", None, True),
        ("elected", None, False),
        ("elected", "unknown", True),
    ],
)
def test_whose_gift_counts(
    office: Office, whose: str, recipient: str | None, is_told: bool
) -> None:
    limit(office.store, whose=whose)
    people = {"unknown": make(office.store, "person", family_name="Bez funkce")}
    key = people.get(recipient or "") or (getattr(office, recipient) if recipient else None)
    said = office.remarks(value="2000", recipient_id=key, recipient_organisation_id=office.own)
    assert bool(said) == is_told


@pytest.mark.parametrize(
    ("from_whom", "giver", "is_told"),
    [
        ("abroad", "house", True),
        ("abroad", "firm", False),
        ("home", "firm", True),
        ("company", "firm", True),
        ("company", "house", False),
        ("abroad", None, True),
        ("company", None, True),
    ],
)
def test_from_whom_counts_as_far_as_it_is_known(
    office: Office, from_whom: str, giver: str | None, is_told: bool
) -> None:
    limit(office.store, from_whom=from_whom)
    key = getattr(office, giver) if giver else None
    assert bool(office.remarks(value="2000", giver_organisation_id=key)) == is_told


def test_what_cannot_be_compared_is_told_and_a_limit_holds_from_its_day(office: Office) -> None:
    limit(office.store, valid_from="2027-01-01")
    (said,) = office.remarks(value="100", currency="EUR", day="2027")
    assert "compare them yourself" in said
    (said,) = office.remarks(day="2027-01-01")
    assert "value of the gift is not known" in said
    assert office.remarks(value="2000", day="2026-12-31") == []


def test_the_stock_is_what_came_without_what_was_given(office: Office) -> None:
    store = office.store
    book = make(store, "gift_stock", name_cs="Kniha", reorder_level=3)
    other = make(store, "gift_stock", name_cs="Sklo", archived_on="2026-01-01")
    make(store, "stock_entry", gift_stock_id=book, day="2026-01-05", pieces=10)
    make(store, "stock_entry", gift_stock_id=book, day="2026-02-05", pieces=-1, text="ztráta")
    taken = {"gift_stock_id": book, "way": "given"}
    assert office.remarks(**taken, pieces=2) == []
    assert office.remarks(**taken, pieces=1, state="refused") == []
    (said,) = office.remarks(**taken, pieces=4, state="planned")
    assert "Of “Kniha” 3 are left" in said
    with store.reading() as connection:
        (one,) = stock(connection, Language.CS)
        assert [found.id for found in stock(connection, Language.CS, other)] == [other]
    assert (one.came, one.given, one.planned, one.left, one.free) == (9, 2, 4, 7, 3)
    assert one.is_low
    (said,) = office.remarks(**taken, pieces=9)
    assert "more are given than came" in said
    with pytest.raises(InvalidRecord):
        make(store, "gift", gift_stock_id=book, pieces=0)


def test_what_a_person_and_their_house_had_is_remembered(office: Office) -> None:
    store = office.store
    book = make(store, "gift_stock", name_cs="Kniha")
    given = {"way": "given", "recipient_id": office.guest}
    first = make(store, "gift", title="Kniha", day="2024-05", gift_stock_id=book, **given)
    make(store, "gift", title="Obraz", day="2025", way="received", giver_id=office.guest)
    make(store, "gift", title="Jinému", recipient_id=office.governor)
    colleague = office.person("Kolega", office.house, "tajemník")
    with store.reading() as connection:
        found = memory(connection, Language.CS, [office.guest])
        assert [line.title for line in found] == ["Obraz", "Kniha"]
        assert found[1].theirs == ("Host",)
        house = memory(connection, Language.CS, (), [office.house])
        assert [line.title for line in house] == ["Obraz", "Kniha"]
        wanted = {"way": "given", "recipient_id": colleague, "recipient_organisation_id": None}
        wanted |= {"title": "Jiná kniha", "gift_stock_id": book}
        known = memory_of(connection, wanted, Language.CS)
        assert [line.id for line in same_before(wanted, known)] == [first]
        assert same_before({**wanted, "way": "received"}, known) == []
        shown = {
            entity: next(s for s in sections(connection, entity, key, Language.CS) if s.key == name)
            for entity, key, name in (
                ("person", office.guest, "gifts"),
                ("organisation", office.house, "gifts"),
                ("gift", first, "memory"),
                ("gift_stock", book, "gifts"),
            )
        }
    assert [len(one.items) for one in shown.values()] == [2, 2, 1, 1]


def test_reciprocity_sums_by_partner_and_currency(office: Office) -> None:
    store = office.store
    make(store, "gift", value="100", recipient_id=office.guest)
    make(store, "gift", value="20.50", currency="EUR", recipient_organisation_id=office.house)
    make(store, "gift", way="received", giver_organisation_id=office.house, day="2028")
    make(store, "gift", value="9", recipient_organisation_id=office.house, state="refused")
    make(store, "gift", value="9", recipient_organisation_id=office.house, state="planned")
    lone = make(store, "person", given_name="", family_name="Albert")
    make(store, "gift", value="5", way="received", giver_id=lone, day="2028-02-03")
    with store.reading() as connection:
        person, house = reciprocity(connection, Language.CS)
        (one,) = reciprocity(connection, Language.CS, (2027, 2027))
    assert (person.name, person.given, person.received) == ("Albert", 0, 1)
    assert (house.id, house.given, house.received, house.unknown) == (office.house, 2, 1, 1)
    assert house.given_worth == {"CZK": Decimal(100), "EUR": Decimal("20.50")}
    assert house.last == "2028"
    assert (one.given, one.received) == (2, 0)


def test_the_list_of_a_year_has_refused_gifts_and_says_whose_day_is_unknown(
    office: Office, tmp_path: Path
) -> None:
    store = office.store
    make(store, "gift", title="=SUM(A1)", day="2027-03", way="received", state="refused", value="7",
         giver_id=office.guest, recipient_id=office.governor)  # fmt: skip
    make(store, "gift", title="Loni", day="2026-12-31")
    make(store, "gift", title="Kdysi", day="unknown")
    make(store, "gift", title="Teprve", day="2027-04-01", state="planned")
    with store.reading() as connection:
        found = yearly(connection, 2027, Language.CS)
    assert [line.title for line in found.gifts] == ["=SUM(A1)"]
    assert [line.title for line in found.undated] == ["Kdysi"]
    texts = row_texts(found.gifts[0], translator(Language.CS))
    assert texts["Other side"] == "Host"
    assert texts["State"] == "Odmítnut"
    for ending in ("csv", "xlsx", "json"):
        assert write(tmp_path / f"dary.{ending}", found, Language.DE) == 2
    assert "'=SUM(A1)" in (tmp_path / "dary.csv").read_text(encoding="utf-8-sig")
    assert json.loads((tmp_path / "dary.json").read_text(encoding="utf-8"))[0]["theirs"] == ["Host"]


def test_the_command_line_lists_gifts_partners_and_stock(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = office.store
    book = make(store, "gift_stock", name_cs="Kniha", reorder_level=0)
    make(store, "gift", title="Kniha", day="2027-03-01", gift_stock_id=book,
         recipient_id=office.guest)  # fmt: skip
    store.close()

    def run(*words: str) -> str:
        assert main(["--data", str(store.path), "--lang", "en", *words]) == 0
        return capsys.readouterr().out

    (gift,) = json.loads(run("gift-list", "--year", "2027", "--json"))
    assert (gift["title"], gift["theirs"], gift["value"]) == ("Kniha", ["Host"], None)
    assert "no gifts in the year 2026" in run("gift-list", "--year", "2026")
    assert "1 gift written" in run("gift-list", "--year", "2027", "--to", str(tmp_path / "a.csv"))
    (partner,) = json.loads(run("gift-partners", "--json"))
    assert (partner["name"], partner["given"]) == ("Sasko", 1)
    (left,) = json.loads(run("gift-left", "--low", "--json"))
    assert (left["name"], left["left"], left["low"]) == ("Kniha", -1, True)
