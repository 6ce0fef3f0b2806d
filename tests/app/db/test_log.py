from __future__ import annotations

import json
from itertools import pairwise

import pytest

from app.db.connection import Connection, driver
from app.db.store import Store, new_id
from app.entities import ENTITIES
from app.services.records.records import save
from tests.factories import count, make


def operations(store: Store, row_id: str) -> list[tuple[str, dict]]:
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT kind, data FROM log_operation WHERE row_id = ? ORDER BY id", (row_id,)
        ).fetchall()
    return [(kind, json.loads(data)) for kind, data in rows]


def test_insert_set_and_delete_are_logged_with_old_and_new_values(store: Store) -> None:
    person = make(store, "person", family_name="Černá")
    save(store, ENTITIES["person"], person, 10_000, {"family_name": "Bílá"})
    with store.writing("delete") as writer:
        writer.connection.execute("DELETE FROM person WHERE id = ?", (person,))
    (first, row), (second, change), (third, gone) = operations(store, person)
    assert (first, second, third) == ("insert", "set", "delete")
    assert row["family_name"] == "Černá"
    assert change == {"family_name": ["Černá", "Bílá"]}
    assert gone["family_name"] == "Bílá"


def test_derived_columns_are_not_logged(store: Store) -> None:
    person = make(store, "person")
    ((_, row),) = operations(store, person)
    assert not {"sort_key", "search_text", "full_name"} & set(row)


def test_bulk_statements_are_logged_row_by_row(store: Store) -> None:
    ids = [make(store, "person", family_name=f"Číslo {number}") for number in range(5)]
    with store.writing("bulk") as writer:
        writer.connection.execute("UPDATE person SET note = 'stejná'")
    for person in ids:
        assert operations(store, person)[-1] == ("set", {"note": [None, "stejná"]})


def test_an_update_that_changes_nothing_is_not_logged(store: Store) -> None:
    person = make(store, "person")
    before = count(store, "log_operation")
    with store.writing("nothing") as writer:
        writer.connection.execute("UPDATE person SET note = note WHERE id = ?", (person,))
    assert count(store, "log_operation") == before


def test_replace_logs_the_row_that_it_deletes(store: Store) -> None:
    person = make(store, "person", family_name="První")
    with store.writing("replace") as writer:
        writer.connection.execute(
            "INSERT OR REPLACE INTO person (id, family_name) VALUES (?, 'Druhá')", (person,)
        )
    assert [kind for kind, _ in operations(store, person)] == ["insert", "delete", "insert"]


def test_a_write_without_a_header_is_refused(store: Store) -> None:
    with (
        store.reading() as connection,
        pytest.raises(driver.IntegrityError, match="without a header"),
    ):
        connection.execute("INSERT INTO person (id, family_name) VALUES (?, 'Tajná')", (new_id(),))
    assert count(store, "person") == 0


def test_headers_are_numbered_without_gaps_and_chained(store: Store) -> None:
    for number in range(3):
        make(store, "person", family_name=f"Osoba {number}")

    class Oops(Exception):
        pass

    with pytest.raises(Oops), store.writing("fails") as writer:
        writer.connection.execute("UPDATE person SET note = 'x'")
        raise Oops
    make(store, "person")
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT seq, clock, previous, hash FROM log_header ORDER BY seq"
        ).fetchall()
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    for before, after in pairwise(rows):
        assert after[1] > before[1], "the clock ran backwards"
        assert after[2] == before[3], "the chain is broken"


def test_the_clock_never_runs_backwards(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    make(store, "person")
    monkeypatch.setattr("app.db.log.time.time", lambda: 1_000_000.0)
    make(store, "person")
    with store.reading() as connection:
        clocks = [c for (c,) in connection.execute("SELECT clock FROM log_header ORDER BY seq")]
    assert clocks == sorted(set(clocks))


def test_a_transaction_that_changes_nothing_leaves_no_header(store: Store) -> None:
    before = count(store, "log_header")
    with store.writing("nothing") as writer:
        writer.connection.execute("SELECT 1")
    assert not writer.changes
    assert count(store, "log_header") == before


def test_a_chain_over_labels_themselves_is_made_anew_and_still_finds_what_was_altered(
    store: Store,
) -> None:
    """Until schema 2 the hash was made over the label; a migration gives labels digests."""
    from app.db import log
    from app.services.care.checking import check

    people = [make(store, "person", family_name=name) for name in ("První", "Druhá", "Třetí")]
    save(store, ENTITIES["person"], people[0], 10_000, {"note": "x"})

    def as_of_schema_2(connection: Connection) -> None:
        connection.execute("UPDATE log_header SET salt = NULL, label_digest = NULL, format = NULL")
        previous = ""
        for (header,) in connection.execute("SELECT id FROM log_header ORDER BY seq").fetchall():
            digests = []
            for key, *operation in connection.execute(
                "SELECT id, table_name, row_id, kind, data, salt FROM log_operation"
                " WHERE header = ? ORDER BY id",
                (header,),
            ).fetchall():
                digests.append(log.operation_digest_1(*operation))
                connection.execute(
                    "UPDATE log_operation SET digest = ? WHERE id = ?", (digests[-1], key)
                )
            connection.execute(
                "UPDATE log_header SET previous = ? WHERE id = ?", (previous, header)
            )
            previous = log.header_hash(connection, header, digests, "label")
            connection.execute("UPDATE log_header SET hash = ? WHERE id = ?", (previous, header))

    with store.keeping() as connection:
        as_of_schema_2(connection)
        log.seal_labels(connection)
    assert check(store) == []
    with store.keeping() as connection:
        as_of_schema_2(connection)
        connection.execute("UPDATE log_header SET label = 'jiný' WHERE seq = 2")
        log.seal_labels(connection)
    assert check(store)
