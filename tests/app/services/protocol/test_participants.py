from __future__ import annotations

from app.db.store import Store
from app.i18n import Language
from app.services.protocol.participants import Participant, participants, spoken, write
from app.services.records.undo import undo
from tests.factories import count, make


def read(store: Store, item: str) -> list[tuple[str, str | None]]:
    with store.reading() as connection:
        return [(one.name, one.part) for one in participants(connection, item, Language.CS)]


def test_members_and_other_names_take_part_in_their_roles(store: Store) -> None:
    visit = make(store, "delegation")
    person = make(store, "person", given_name="Eva", family_name="Malá")
    member = {"delegation_id": visit, "side": "host"}
    eva = make(store, "delegation_member", person_id=person, precedence=1, **member)
    post = make(store, "delegation_member", post="velvyslanec", precedence=2, **member)
    values = {"delegation_id": visit, "title_cs": "Oběd", "starts": "2027-05-10T12:00"}
    item = make(store, "programme_item", **values)
    assert read(store, item) == [("Eva Malá", None), ("velvyslanec", None)]
    write(
        store,
        item,
        [
            Participant(eva, "", "leads"),
            Participant(post, "", None),
            Participant(None, " zástupci odborů ", "takes_part"),
            Participant(None, "", "speaks"),
            Participant(None, "nikdo", None),
        ],
    )
    expected = [("Eva Malá", "leads"), ("velvyslanec", None), ("zástupci odborů", "takes_part")]
    assert read(store, item) == expected
    with store.reading() as connection:
        assert spoken(connection, visit, Language.CS) == {item: ["Eva Malá", "zástupci odborů"]}
    write(store, item, [Participant(eva, "", "speaks"), Participant(post, "", "interprets")])
    assert read(store, item) == [("Eva Malá", "speaks"), ("velvyslanec", "interprets")]
    undo(store)
    assert read(store, item) == expected


def test_what_stays_the_same_writes_nothing(store: Store) -> None:
    visit = make(store, "delegation")
    values = {"delegation_id": visit, "title_cs": "Oběd", "starts": "2027-05-10T12:00"}
    item = make(store, "programme_item", **values)
    guests = [Participant(None, "hosté", "takes_part")]
    write(store, item, guests)
    before = count(store, "log_operation")
    write(store, item, guests)
    assert count(store, "log_operation") == before
