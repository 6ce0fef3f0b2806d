from __future__ import annotations

from pathlib import Path

import pytest

from app.db.store import Store
from app.errors import UserError
from app.i18n import Language, translator
from app.services.care.backup import backup, restore
from app.services.care.checking import check
from app.services.office import open_store
from tests.factories import count, make, value


def test_a_backup_is_one_file_that_opens(store: Store, tmp_path: Path) -> None:
    make(store, "person", family_name="Zálohovaná")
    folder = tmp_path / "zálohy"
    backup(store, folder / "z.db")
    assert [file.name for file in folder.iterdir()] == ["z.db"]
    copy = open_store(folder / "z.db")
    assert count(copy, "person") == 1
    copy.close()


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("z.db", "z.db"),
        ("z.DB", "z.DB"),
        ("z.sqlite3", "z.sqlite3"),
        ("z.bak", "z.bak"),
        ("záloha", "záloha.db"),
        ("záloha 29.11.2026", "záloha 29.11.2026.db"),
        ("záloha.", "záloha.db"),
    ],
)
def test_a_backup_has_the_ending_of_a_database(
    store: Store, tmp_path: Path, name: str, written: str
) -> None:
    folder = tmp_path / "zálohy"
    assert backup(store, folder / name) == folder / written
    assert [file.name for file in folder.iterdir()] == [written]


@pytest.mark.parametrize("name", ["z.pdf", "z.xlsx", "dohoda.docx", "z.db.txt"])
def test_a_backup_is_not_written_over_another_kind_of_file(
    store: Store, tmp_path: Path, name: str
) -> None:
    target = tmp_path / name
    target.write_text("Důležité", encoding="utf-8")
    with pytest.raises(UserError) as error:
        backup(store, target)
    assert target.read_text(encoding="utf-8") == "Důležité"
    assert ".db" in error.value.text(translator(Language.EN))


def test_an_ending_is_not_added_to_the_name_of_a_file_that_is_there(
    store: Store, tmp_path: Path
) -> None:
    (tmp_path / "z.db").write_text("Jiná", encoding="utf-8")
    with pytest.raises(UserError, match="There is a file"):
        backup(store, tmp_path / "z")
    assert (tmp_path / "z.db").read_text(encoding="utf-8") == "Jiná"


def test_a_backup_cannot_be_the_database(store: Store) -> None:
    with pytest.raises(UserError, match="cannot be the database itself"):
        backup(store, store.path)


def test_restoring_is_a_new_incarnation_and_keeps_what_it_replaces(
    store: Store, tmp_path: Path
) -> None:
    person = make(store, "person", note="v záloze")
    backup(store, tmp_path / "z.db")
    replica = store.meta("replica")
    make(store, "person", family_name="Pozdější")
    store.close()
    kept = restore(tmp_path / "z.db", store.path)
    assert kept is not None
    again = open_store(store.path)
    assert count(again, "person") == 1
    assert value(again, "person", person, "note") == "v záloze"
    assert again.meta("replica") != replica
    make(again, "person")
    assert check(again) == []
    again.close()
    old = open_store(kept)
    assert count(old, "person") == 2
    old.close()


def test_rubbish_is_not_restored(store: Store, tmp_path: Path) -> None:
    make(store, "person")
    store.close()
    before = store.path.read_bytes()
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"nic" * 2000)
    with pytest.raises(UserError, match="not a Vztahy database"):
        restore(bad, store.path)
    empty = tmp_path / "empty.db"
    empty.write_bytes(b"")
    with pytest.raises(UserError, match="holds no database"):
        restore(empty, store.path)
    with pytest.raises(UserError, match="cannot be opened"):
        restore(tmp_path / "missing.db", store.path)
    assert store.path.read_bytes() == before


def test_a_database_in_use_is_not_replaced(store: Store, tmp_path: Path) -> None:
    make(store, "person", family_name="Stará")
    backup(store, tmp_path / "z.db")
    make(store, "person", family_name="Nová")
    with store.reading(), pytest.raises(UserError, match="in use"):
        restore(tmp_path / "z.db", store.path)
    assert count(store, "person") == 2


def test_whoever_was_erased_is_erased_again_after_a_restore(store: Store, tmp_path: Path) -> None:
    from app.services.privacy.erasure import erase

    gone = make(store, "person", family_name="Qxžebrovská")
    make(store, "person", family_name="Zůstávající")
    backup(store, tmp_path / "backup.db")
    erase(store, gone)
    store.close()
    restore(tmp_path / "backup.db", store.path)
    again = open_store(store.path)
    with again.reading() as connection:
        names = [name for (name,) in connection.execute("SELECT family_name FROM person")]
    assert names == ["Zůstávající"]
    assert check(again) == []
    again.close()
    assert "Qxžebrovská".encode() not in store.path.read_bytes()
