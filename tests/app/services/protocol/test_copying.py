from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.services.protocol.copying import Parts, copy_visit
from app.services.records.records import values_of
from app.services.records.undo import undo
from tests.factories import count, make


def rows(store: Store, table: str, owner: str, key: str) -> list[dict[str, object]]:
    with store.reading() as connection:
        ids = connection.execute(
            f'SELECT id FROM "{table}" WHERE "{owner}" = ? ORDER BY sort_key, id', (key,)
        ).fetchall()
        found = [values_of(connection, ENTITIES[table], one) for (one,) in ids]
    return [one for one in found if one]


@pytest.fixture
def visit(store: Store) -> str:
    key = make(
        store,
        "delegation",
        start="2026-05-10",
        end="2026-05-12",
        status="completed",
        countries="DE;PL",
        tags="vlajky",
        learned="hodně",
        reference_no="KUUK/1",
    )
    person = make(store, "person")
    first = make(store, "delegation_member", delegation_id=key, person_id=person, side="guest",
                 part="head", invitation="attended", room="12", diet="bez lepku",
                 precedence=3)  # fmt: skip
    make(store, "delegation_member", delegation_id=key, post="tlumočník", side="guest",
         accompanies_id=first)  # fmt: skip
    item = make(store, "programme_item", delegation_id=key, title_cs="Oběd",
                starts="2026-05-11T12:00", ends="2026-05-12T00:30",
                internal_note="bez fotografů")  # fmt: skip
    make(store, "programme_item", delegation_id=key, title_cs="Volno", starts="2026-05-12")
    make(store, "programme_part", programme_item_id=item, member_id=first, part="leads")
    make(store, "programme_part", programme_item_id=item, name="novináři", part="takes_part")
    make(store, "task", title="Dary", relative_to_id=key, relative_days=14, status="done")
    make(store, "task", title="Zrušený", relative_to_id=key, relative_days=1, status="cancelled")
    make(store, "cost", delegation_id=key, category="meals", planned="100", actual="120",
         paid_by="host", member_id=first)  # fmt: skip
    return key


def test_an_earlier_visit_is_the_template_of_a_new_one(store: Store, visit: str) -> None:
    new, _ = copy_visit(store, visit, date(2027, 6, 1), {"title_cs": "Cesta 2027"})
    with store.reading() as connection:
        found = values_of(connection, ENTITIES["delegation"], new)
    assert found
    assert (found["start"], found["end"], found["status"]) == (
        "2027-06-01",
        "2027-06-03",
        "proposed",
    )
    assert (found["title_cs"], found["countries"], found["tags"]) == (
        "Cesta 2027",
        "DE;PL",
        "vlajky",
    )
    assert found["learned"] is found["reference_no"] is None
    head, other = sorted(
        rows(store, "delegation_member", "delegation_id", new),
        key=lambda one: one["accompanies_id"] is not None,
    )
    assert (head["invitation"], head["room"], head["precedence"]) == (None, None, None)
    assert (head["part"], head["diet"]) == ("head", "bez lepku")
    assert other["accompanies_id"] == head["id"]
    lunch, free = rows(store, "programme_item", "delegation_id", new)
    assert (lunch["starts"], lunch["ends"]) == ("2027-06-02T12:00", "2027-06-03T00:30")
    assert lunch["internal_note"] == "bez fotografů"
    assert free["starts"] == "2027-06-03"
    parts = rows(store, "programme_part", "programme_item_id", str(lunch["id"]))
    assert {(one["member_id"], one["name"], one["part"]) for one in parts} == {
        (head["id"], None, "leads"),
        (None, "novináři", "takes_part"),
    }
    (task,) = rows(store, "task", "relative_to_id", new)
    assert (task["title"], task["status"], task["due"]) == ("Dary", "open", "2027-05-18")
    (cost,) = rows(store, "cost", "delegation_id", new)
    assert (cost["planned"], cost["actual"], cost["paid_by"]) == ("120", None, "host")
    assert cost["member_id"] == head["id"]
    undo(store)
    assert count(store, "delegation") == 1
    assert count(store, "programme_item") == 2


def test_only_what_is_wanted_is_copied(store: Store, visit: str) -> None:
    wanted = Parts(members=False, programme=True, tasks=False, costs=False)
    new, _ = copy_visit(store, visit, date(2027, 6, 1), parts=wanted)
    assert rows(store, "delegation_member", "delegation_id", new) == []
    assert rows(store, "cost", "delegation_id", new) == []
    lunch, _ = rows(store, "programme_item", "delegation_id", new)
    (part,) = rows(store, "programme_part", "programme_item_id", str(lunch["id"]))
    assert part["name"] == "novináři", "a member who is not copied takes no part"


def test_days_are_reckoned_from_the_first_item_where_the_start_is_not_known(store: Store) -> None:
    visit = make(store, "delegation", start="2022-10")
    values = {"delegation_id": visit, "title_cs": "Přivítání"}
    make(store, "programme_item", starts="2022-10-17T09:00", **values)
    make(store, "programme_item", starts="2022-10-18T09:00", **values)
    new, _ = copy_visit(store, visit, date(2027, 6, 1))
    starts = [one["starts"] for one in rows(store, "programme_item", "delegation_id", new)]
    assert starts == ["2027-06-01T09:00", "2027-06-02T09:00"]


def test_a_visit_that_is_gone_is_not_copied(store: Store) -> None:
    with pytest.raises(UserError):
        copy_visit(store, "0", date(2027, 6, 1))
    assert count(store, "delegation") == 0
