from __future__ import annotations

import contextlib
import hashlib
import json
from itertools import pairwise
from typing import Any

import pytest

from app.db import log, statements
from app.db.connection import Connection, driver, open_raw, silenced
from app.db.store import Store, new_id
from app.entities import ENTITIES
from app.services.care.checking import check
from app.services.records.batches import batch
from app.services.records.history import history
from app.services.records.records import read, save
from app.services.records.rows import write
from app.sync.entries import Vectors
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


# --- formats: what is on disk is named here, so that a change of it is seen ---------------------


def test_the_digest_of_an_operation_is_made_as_it_always_was() -> None:
    known = ("7", "person", "row-1", "owner-2", "set", '{"note":[null,"ž"]}', "ab" * 16)
    text = (
        "2\x1f" + "ab" * 16 + "\x1f7\x1fperson\x1fset\x1f5\x1frow-1\x1f7\x1fowner-2\x1f"
        '{"note":[null,"ž"]}'
    )
    assert log.operation_digest(7, *known[1:]) == sha256(text)
    first = "\x1f".join(("ab" * 16, "person", "row-1", "set", "{}"))
    assert log.operation_digest_1("person", "row-1", "set", "{}", "ab" * 16) == sha256(first)
    assert log.label_digest("Edited", "cd" * 16) == sha256("cd" * 16 + "\x1fEdited")


@pytest.mark.parametrize("part", range(7))
def test_every_part_of_an_operation_is_in_its_digest(part: int) -> None:
    known: list[Any] = [1, "person", "row", "owner", "insert", "{}", "00" * 16]
    other = list(known)
    other[part] = 2 if part == 0 else f"{known[part]}x"
    assert log.operation_digest(*known) != log.operation_digest(*other)


def test_what_stands_beside_each_other_cannot_change_places() -> None:
    one = log.operation_digest(1, "person", "a\x1fb", "c", "touch", None, "00")
    assert one != log.operation_digest(1, "person", "a", "b\x1fc", "touch", None, "00")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def header_of(store: Store, **where: Any) -> dict[str, Any]:
    (name, value), *_ = where.items()
    with store.reading() as connection:
        return statements.rows_as_dicts(
            connection, f"SELECT * FROM log_header WHERE {name} = ? ORDER BY seq DESC", [value]
        )[0]


def operations_of(store: Store, header: str) -> list[dict[str, Any]]:
    with store.reading() as connection:
        return statements.rows_as_dicts(
            connection, "SELECT * FROM log_operation WHERE header = ? ORDER BY id", [header]
        )


def test_a_header_is_hashed_over_its_format_and_blocks_of_digests(store: Store) -> None:
    with store.writing("bulk") as writer:
        for number in range(log.BLOCK + 1):
            values = (f"person-{number:04}", f"Číslo {number}")
            writer.connection.execute("INSERT INTO person (id, family_name) VALUES (?, ?)", values)
    header = header_of(store, id=writer.header)
    found = operations_of(store, writer.header)
    digests = [operation["digest"] for operation in found]
    assert [operation["n"] for operation in found] == list(range(1, log.BLOCK + 2))
    blocks = [sha256("\n".join(digests[: log.BLOCK])), sha256(digests[-1])]
    names = ("previous", "replica", "seq", "clock", "user_id", "schema", "label_digest", "batch",
             "undoes", "vector")  # fmt: skip
    covered = [2, *(header[name] for name in names), log.BLOCK + 1, *blocks]
    assert header["hash"] == sha256(json.dumps(covered, ensure_ascii=False))
    assert header["format"] == 2
    assert all(
        operation["digest"]
        == log.operation_digest(
            *(operation[name] for name in ("n", "table_name", "row_id", "owner_id", "kind")),
            *(operation["data"], operation["salt"]),
        )
        for operation in found
    )


def test_every_salt_is_its_own(store: Store) -> None:
    person = make(store, "person")
    make(store, "agreement", partner_id=make(store, "organisation"))  # with a touch
    save(store, ENTITIES["person"], person, 10_000, {"note": "x"})
    with store.reading() as connection:
        salts = [s for (s,) in connection.execute("SELECT salt FROM log_operation")]
        salts += [s for (s,) in connection.execute("SELECT salt FROM log_header")]
        kinds = {k for (k,) in connection.execute("SELECT kind FROM log_operation")}
    assert kinds == {"insert", "set", "touch"}
    assert all(len(bytes.fromhex(salt)) == 16 for salt in salts)
    assert len(set(salts)) == len(salts)


def put_foreign(store: Store, replica: str, seq: int) -> None:
    """A header of another replica, as a sync will store it."""
    with store.keeping() as connection:
        connection.execute(
            "INSERT INTO log_header (id, replica, seq, clock, schema, format) VALUES (?, ?, ?, ?,"
            " 4, 2)",
            (f"{replica}:{seq}", replica, seq, seq),
        )


def test_a_header_says_what_was_known_when_that_changed(store: Store) -> None:
    """The version vector: without it nobody knows what was written knowing what."""

    def vector() -> Any:
        make(store, "person")
        text = header_of(store, replica=store.meta("replica"))["vector"]
        return None if text is None else json.loads(text)

    assert header_of(store, seq=1)["vector"] == "{}"
    assert vector() is None
    put_foreign(store, "bb", 1)
    put_foreign(store, "bb", 2)
    assert vector() == {"bb": 2}
    assert vector() is None
    put_foreign(store, "aa", 1)
    assert vector() == {"aa": 1, "bb": 2}
    assert vector() is None
    with store.reading() as connection:
        known = Vectors(connection)
    own = store.meta("replica") or ""
    assert [dict(known.of(own, seq)) for seq in range(1, 7)] == [
        {}, {}, {"bb": 2}, {"bb": 2}, {"aa": 1, "bb": 2}, {"aa": 1, "bb": 2},
    ]  # fmt: skip


# --- the state of the log lies in the connection -------------------------------------------------


def test_a_program_that_knows_nothing_of_the_log_cannot_write(store: Store) -> None:
    make(store, "person")
    store.close()
    raw = driver.connect(str(store.path), isolation_level=None)
    with pytest.raises(driver.OperationalError, match="no such function: log_"):
        raw.execute("UPDATE person SET note = 'nikdo neví'")
    raw.close()


def test_silence_ends_with_its_block_and_never_reaches_another_connection(store: Store) -> None:
    person = make(store, "person")
    raw = open_raw(store.path)
    with silenced(raw):
        other = open_raw(store.path)
        with pytest.raises(driver.IntegrityError, match="without a header"):
            other.execute("UPDATE person SET note = 'x'")
        other.close()
    with pytest.raises(driver.IntegrityError, match="without a header"):
        raw.execute("UPDATE person SET note = 'x'")
    raw.close()
    assert len(operations(store, person)) == 1


def test_a_header_ends_with_its_transaction_also_when_it_fails(store: Store) -> None:
    make(store, "person")

    class Oops(Exception):
        pass

    with pytest.raises(Oops), store.writing("fails") as writer:
        kept = writer.connection
        raise Oops
    with pytest.raises(driver.IntegrityError, match="without a header"):
        kept.execute("UPDATE person SET note = 'x'")


# --- touch ---------------------------------------------------------------------------------------


def touches(store: Store, header: str) -> set[tuple[str, str]]:
    return {
        (operation["table_name"], operation["row_id"])
        for operation in operations_of(store, header)
        if operation["kind"] == "touch"
    }


def last(store: Store) -> str:
    return str(header_of(store, replica=store.meta("replica"))["id"])


def test_a_new_reference_touches_its_target_and_a_kept_one_does_not(store: Store) -> None:
    one, two = make(store, "organisation"), make(store, "organisation", name_cs="Druhá")
    agreement = make(store, "agreement", partner_id=one)
    assert touches(store, last(store)) == {("organisation", one)}
    save(store, ENTITIES["agreement"], agreement, 10_000, {"note": "x"})
    assert touches(store, last(store)) == set()
    save(store, ENTITIES["agreement"], agreement, 10_000, {"partner_id": two})
    assert touches(store, last(store)) == {("organisation", two)}
    save(store, ENTITIES["agreement"], agreement, 10_000, {"partner_id": None})
    assert touches(store, last(store)) == set()


def test_what_was_written_under_the_same_header_is_not_touched(store: Store) -> None:
    with store.writing("both") as writer:
        write(writer, ENTITIES["person"], None, {"family_name": "Nová"}, fixed="p-1")
        point = {"person_id": "p-1", "kind": "email", "value": "a@example.org"}
        write(writer, ENTITIES["contact_point"], None, point)
    assert touches(store, writer.header) == set()


def test_a_touch_is_no_change_of_the_record(store: Store) -> None:
    partner = make(store, "organisation")
    with store.reading() as connection:
        before = read(connection, ENTITIES["organisation"], partner)
        entries = history(connection, partner)
    make(store, "agreement", partner_id=partner)
    with store.reading() as connection:
        after = read(connection, ENTITIES["organisation"], partner)
        assert history(connection, partner) == entries
    assert after == before, "its version, too"


def test_what_was_rolled_back_leaves_no_gap_in_the_numbers(store: Store) -> None:
    person = make(store, "person")
    with store.writing("parts") as writer:
        write(writer, ENTITIES["person"], person, {"note": "první"})
        with pytest.raises(RuntimeError), writer.savepoint():
            write(writer, ENTITIES["person"], person, {"note": "druhá"})
            write(writer, ENTITIES["area"], None, {"name_cs": "Nic"})
            raise RuntimeError
        with pytest.raises(driver.IntegrityError):
            writer.connection.execute("INSERT INTO person (id) VALUES (?)", (person,))
        write(writer, ENTITIES["person"], person, {"note": "třetí"})
    with store.reading() as connection:
        written = connection.execute(
            "SELECT n, json_extract(data, '$.note[1]') FROM log_operation WHERE header = ?"
            " ORDER BY id",
            (writer.header,),
        ).fetchall()
    assert written == [(1, "první"), (2, "třetí")]
    assert check(store) == []


def touches_of(store: Store, row_id: str) -> int:
    with store.reading() as connection:
        sql = "SELECT count(*) FROM log_operation WHERE row_id = ? AND kind = 'touch'"
        return int(connection.execute(sql, (row_id,)).fetchone()[0])


def test_a_statement_that_failed_and_was_caught_counts_for_nothing(store: Store) -> None:
    with store.writing("t") as writer:
        rows = [("x", "Adam"), ("x", "Eva")]
        with pytest.raises(driver.IntegrityError):
            writer.connection.executemany(
                "INSERT INTO person (id, family_name) VALUES (?, ?)", rows
            )
    with store.writing("nothing") as writer, pytest.raises(driver.IntegrityError):
        writer.connection.execute("INSERT INTO person (id, family_name) VALUES ('x', 'Jan')")
    with store.reading() as connection:
        found = connection.execute(
            "SELECT h.label, o.n, json_extract(o.data, '$.family_name') FROM log_header h"
            " JOIN log_operation o ON o.header = h.id WHERE o.row_id = 'x'"
        ).fetchall()
        empty = connection.execute("SELECT 1 FROM log_header WHERE label = 'nothing'").fetchone()
    assert found == [("t", 1, "Adam")]
    assert empty is None
    assert check(store) == []


def test_a_large_action_touches_a_row_once_and_none_of_its_own(store: Store) -> None:
    there = make(store, "organisation")
    before = touches_of(store, there)
    with batch(store) as key:
        with store.writing("one", batch=key) as writer:
            own = write(writer, ENTITIES["organisation"], None, {"name_cs": "Nová", "kind": "ngo"})
        for _ in range(3):
            with store.writing("more", batch=key) as writer:
                person = write(writer, ENTITIES["person"], None, {"family_name": "Malá"})
                for organisation in (own, there):
                    values = {"person_id": person, "organisation_id": organisation, "title_cs": "a"}
                    write(writer, ENTITIES["position"], None, values)
    assert touches_of(store, own) == 0
    assert touches_of(store, there) == before + 1
    assert check(store) == []


def test_small_actions_touch_each_time_whatever_word_they_share(store: Store) -> None:
    organisation = make(store, "organisation")
    before = touches_of(store, organisation)
    for _ in range(2):
        with store.writing("one", batch=log.SETUP) as writer:
            person = write(writer, ENTITIES["person"], None, {"family_name": "Malá"})
            values = {"person_id": person, "organisation_id": organisation, "title_cs": "a"}
            write(writer, ENTITIES["position"], None, values)
    assert touches_of(store, organisation) == before + 2


def test_a_touch_that_was_rolled_back_is_made_by_the_next_transaction(store: Store) -> None:
    there = make(store, "organisation")
    before = touches_of(store, there)
    with batch(store) as key:
        for fails in (True, False):
            known = contextlib.suppress(driver.IntegrityError)
            with known, store.writing("a", batch=key) as writer:
                person = write(writer, ENTITIES["person"], None, {"family_name": "Malá"})
                values = {"person_id": person, "organisation_id": there, "title_cs": "a"}
                write(writer, ENTITIES["position"], None, values)
                if fails:  # seen only when the transaction ends
                    writer.connection.execute(
                        "UPDATE position SET organisation_id = 'nobody' WHERE person_id = ?",
                        (person,),
                    )
    assert touches_of(store, there) == before + 1
