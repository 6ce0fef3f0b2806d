"""What undo leaves alone: what somebody has made of it since."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.address_books.importing import import_contacts
from app.services.care.checking import check
from app.services.office import open_store, set_own_organisation
from app.services.records.inverting import CHANGED, PART, USED, Kept
from app.services.records.undo import last_action, redo, undo
from tests.bench.contacts import cards
from tests.factories import count, make, value

PERSON = ENTITIES["person"]
TABLES = ("person", "organisation", "contact_point", "address", "position", "external_id")


def cards_in(folder: Path, number: int) -> Path:
    path = folder / "cards.vcf"
    path.write_bytes("".join(cards(number)).encode())
    return path


def counts(store: Store) -> dict[str, int]:
    return {table: count(store, table) for table in (*TABLES, "search_place")}


def people(store: Store) -> list[str]:
    with store.reading() as connection:
        return [k for (k,) in connection.execute("SELECT id FROM person ORDER BY id").fetchall()]


def elsewhere(store: Store, statement: str, *values: object) -> None:
    """A change that this computer's undo does not take back first."""
    with store.writing("from elsewhere", batch="setup") as writer:
        writer.connection.execute(statement, values)


def test_what_was_created_and_edited_by_somebody_else_is_not_deleted(store: Store) -> None:
    person = make(store, "person")
    elsewhere(store, "UPDATE person SET note = 'důležité'")
    with pytest.raises(UserError, match="changed again since"):
        undo(store)
    assert value(store, "person", person, "note") == "důležité"


def test_what_was_created_and_is_used_by_something_else_is_not_deleted(store: Store) -> None:
    firm = make(store, "organisation")
    elsewhere(
        store,
        "INSERT INTO contact_point (id, organisation_id, kind, value) VALUES ('c', ?, 'web', 'x')",
        firm,
    )
    with pytest.raises(UserError, match="something else refers"):
        undo(store)
    assert count(store, "organisation") == 1
    assert count(store, "contact_point") == 1


def test_a_link_to_a_task_keeps_a_record_although_no_foreign_key_says_so(store: Store) -> None:
    task = make(store, "task")
    person = make(store, "person")
    elsewhere(
        store,
        "INSERT INTO task_link (id, task_id, entity, record_id) VALUES ('l', ?, 'person', ?)",
        task,
        person,
    )
    with pytest.raises(UserError):
        undo(store)
    assert count(store, "person") == 1


def test_an_edit_that_was_taken_back_keeps_nothing(store: Store) -> None:
    person = make(store, "person", note="a")
    elsewhere(store, "UPDATE person SET note = 'b'")
    elsewhere(store, "UPDATE person SET note = 'a'")
    undo(store)
    assert people(store) == []
    assert person


def test_undo_of_an_import_is_one_step_in_small_transactions(store: Store, tmp_path: Path) -> None:
    mine = make(store, "person")
    before = counts(store)
    import_contacts(store, [cards_in(tmp_path, 200)])
    imported = counts(store)
    told: list[tuple[int, int]] = []
    undone = undo(store, lambda done, total: told.append((done, total)))
    assert undone.kept == []
    assert counts(store) == before
    assert people(store) == [mine]
    assert told[-1][0] == told[-1][1] > PART
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    with store.reading() as connection:
        sizes = connection.execute(
            "SELECT count(*) FROM log_operation o JOIN log_header h ON h.id = o.header"
            " WHERE h.undoes IS NOT NULL GROUP BY h.id"
        ).fetchall()
        action = last_action(connection)
    assert len(sizes) > 2
    assert max(size for (size,) in sizes) <= PART
    assert action
    assert action.label.startswith("Created"), "the whole import was one step"
    assert check(store) == []
    redo(store)
    assert counts(store) == imported
    assert check(store) == []
    undo(store)
    assert counts(store) == before


def test_of_an_import_what_was_changed_or_used_since_stays_whole_and_is_named(
    store: Store, tmp_path: Path
) -> None:
    import_contacts(store, [cards_in(tmp_path, 100)])
    edited, linked, *_ = people(store)
    elsewhere(store, "UPDATE person SET note = 'důležité' WHERE id = ?", edited)
    elsewhere(store, "INSERT INTO task (id, title, status) VALUES ('t', 'Zavolat', 'open')")
    elsewhere(
        store,
        "INSERT INTO task_link (id, task_id, entity, record_id) VALUES ('l', 't', 'person', ?)",
        linked,
    )
    rows = dict.fromkeys((edited, linked))
    with store.reading() as connection:
        for person in rows:
            rows[person] = connection.execute(
                "SELECT (SELECT count(*) FROM contact_point WHERE person_id = p.id),"
                " (SELECT count(*) FROM position WHERE person_id = p.id),"
                " (SELECT count(*) FROM external_id WHERE record_id = p.id) FROM person p"
                " WHERE id = ?",
                (person,),
            ).fetchone()
    undone = undo(store)
    assert people(store) == sorted([edited, linked])
    assert Kept("person", edited, CHANGED) in undone.kept
    assert Kept("person", linked, USED, "task", "t") in undone.kept
    used = [item for item in undone.kept if item.entity == "organisation"]
    assert len(used) == count(store, "organisation"), "where they work stays with them"
    assert {item.by_id for item in used} == {edited, linked}
    with store.reading() as connection:
        for person, before in rows.items():
            assert (
                before
                == connection.execute(
                    "SELECT (SELECT count(*) FROM contact_point WHERE person_id = p.id),"
                    " (SELECT count(*) FROM position WHERE person_id = p.id),"
                    " (SELECT count(*) FROM external_id WHERE record_id = p.id) FROM person p"
                    " WHERE id = ?",
                    (person,),
                ).fetchone()
            )
    assert value(store, "person", edited, "note") == "důležité"
    assert check(store) == []


def test_the_office_itself_is_not_taken_away_with_the_import_that_brought_it(
    store: Store, tmp_path: Path
) -> None:
    import_contacts(store, [cards_in(tmp_path, 20)])
    with store.reading() as connection:
        (firm,) = connection.execute("SELECT min(id) FROM organisation").fetchone()
    with store.writing("from elsewhere", batch="setup") as writer:
        set_own_organisation(writer, firm)
    undone = undo(store)
    assert undone.kept == [Kept("organisation", firm, USED, "setting", "own_organisation")]
    assert count(store, "organisation") == 1


def test_what_an_import_changed_in_a_record_is_taken_back_value_by_value(
    store: Store, tmp_path: Path
) -> None:
    import_contacts(store, [cards_in(tmp_path, 5)])
    text = (tmp_path / "cards.vcf").read_text(encoding="utf-8").replace("referentka", "ředitelka")
    (tmp_path / "cards.vcf").write_text(text, encoding="utf-8")
    before = counts(store)
    import_contacts(store, [tmp_path / "cards.vcf"])
    assert counts(store) != before
    undo(store)
    assert counts(store) == before
    undo(store)
    assert counts(store) == dict.fromkeys(before, 0)
    assert check(store) == []


def test_an_undo_that_is_cancelled_leaves_everything_as_it_was(
    store: Store, tmp_path: Path
) -> None:
    import_contacts(store, [cards_in(tmp_path, 300)])
    before = counts(store)
    looks = iter([False, False, True])
    with pytest.raises(UserError, match="Everything is as it was"):
        undo(store, cancelled=lambda: next(looks))
    assert counts(store) == before
    assert check(store) == []
    with store.reading() as connection:
        action = last_action(connection)
    assert action
    assert action.label.startswith("Imported")
    undo(store)
    assert counts(store) == dict.fromkeys(before, 0)


def test_of_many_records_that_come_back_those_that_cannot_are_named(store: Store) -> None:
    people_made = [make(store, "person") for _ in range(3)]
    with store.writing("Deleted: {title}", batch="many") as writer:
        writer.connection.execute("DELETE FROM person")
    elsewhere(store, "INSERT INTO person (id, family_name) VALUES (?, 'Jiná')", people_made[0])
    undone = undo(store)
    assert [item.record_id for item in undone.kept] == [people_made[0]]
    assert value(store, "person", people_made[0], "family_name") == "Jiná"
    assert count(store, "person") == 3


_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["edit", "phone", "delete", "undo", "link", "move", "firm"]),
        st.integers(0, 30),
    ),
    max_size=8,
)


@settings(
    max_examples=6,
    phases=[Phase.generate],  # an example takes long
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=_STEPS)
def test_whatever_was_done_since_an_import_its_undo_loses_none_of_it(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    """Only rows that nobody touched and to which nothing refers go."""
    folder = tmp_path_factory.mktemp("since")
    store = open_store(folder / "kraj.db")
    import_contacts(store, [cards_in(folder, 8)])
    imported = everything(store)
    for number, (what, which) in enumerate(steps):
        there = people(store)
        if not there:
            continue
        person = there[which % len(there)]
        with store.reading() as connection:
            firms = [k for (k,) in connection.execute("SELECT id FROM organisation ORDER BY id")]
        firm = firms[which % len(firms)] if firms else None
        if what == "edit":
            elsewhere(store, "UPDATE person SET note = ? WHERE id = ?", f"n{number}", person)
        elif what == "firm" and firm:
            elsewhere(store, "UPDATE organisation SET note = ? WHERE id = ?", f"n{number}", firm)
        elif what == "phone":
            elsewhere(
                store,
                "UPDATE contact_point SET label = ? WHERE id ="
                " (SELECT min(id) FROM contact_point WHERE person_id = ?)",
                f"n{number}",
                person,
            )
        elif what == "link" and firm:
            elsewhere(
                store,
                "INSERT INTO position (id, person_id, organisation_id, title_cs)"
                " VALUES (?, ?, ?, 'předseda')",
                f"p{number}",
                person,
                firm,
            )
        elif what == "move":
            elsewhere(
                store,
                "UPDATE contact_point SET person_id = ? WHERE id ="
                " (SELECT max(id) FROM contact_point WHERE person_id IS NOT NULL)",
                person,
            )
        elif what == "delete":
            with store.writing("from elsewhere", batch="setup") as writer:
                for table in ("contact_point", "address", "position"):
                    writer.connection.execute(
                        f'DELETE FROM "{table}" WHERE person_id = ?', (person,)
                    )
                writer.connection.execute("DELETE FROM person WHERE id = ?", (person,))
        else:
            make(store, "task")
            undo(store)
    before = everything(store)
    later = changed_since_the_import(store)
    try:
        undo(store)
    except UserError:
        assert everything(store) == before
    after = everything(store)
    assert check(store) == []
    # What was moved away and back, or only touched, is as it was imported: it may go.
    made_of_it = {key: row for key, row in before.items() if row != imported.get(key)}
    lost = {key: row for key, row in made_of_it.items() if key not in after and key in later}
    assert lost == {}
    assert {key: before[key] for key in after if key in before} == after
    store.close()


def everything(store: Store) -> dict[tuple[str, str], tuple[object, ...]]:
    found = {}
    with store.reading() as connection:
        for table in TABLES:
            known = ENTITIES[table].by_name if table in ENTITIES else ("record_id", "value")
            listed = ", ".join(f'"{name}"' for name in known)
            for row in connection.execute(f'SELECT id, {listed} FROM "{table}"').fetchall():
                found[table, row[0]] = row
    return found


def changed_since_the_import(store: Store) -> set[tuple[str, str]]:
    """The rows that others wrote, unless what they wrote is gone again."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT o.table_name, o.row_id FROM log_operation o JOIN log_header h"
            " ON h.id = o.header WHERE h.label = 'from elsewhere' AND o.kind <> 'delete'"
        ).fetchall()
    return {(table, row_id) for table, row_id in rows}
