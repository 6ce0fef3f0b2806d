from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db.store import Store
from app.errors import UserError
from app.services.care import auto_backup
from app.services.care.auto_backup import BackupFile, existing, is_due, is_sound, run, superfluous
from tests.factories import count, make

NOW = datetime(2026, 11, 23, 9, 30)


def test_a_backup_is_made_checked_and_listed(store: Store, tmp_path: Path) -> None:
    make(store, "person")
    made = run(store, tmp_path / "backups", NOW)
    (found,) = existing(tmp_path / "backups")
    assert found.path == made
    assert found.at == NOW
    assert found.size == made.stat().st_size
    copy = Store(made)
    assert count(copy, "person") == 1
    copy.close()


@pytest.mark.parametrize(
    ("rhythm", "age", "due"),
    [
        ("daily", None, True),
        ("daily", timedelta(hours=2), False),
        ("daily", timedelta(hours=12), True),
        ("start", timedelta(minutes=1), True),
        ("never", None, False),
    ],
)
def test_when_a_backup_is_due(
    tmp_path: Path, rhythm: str, age: timedelta | None, due: bool
) -> None:
    if age:
        (tmp_path / f"vztahy-auto-{NOW - age:%Y%m%d-%H%M%S}.db").touch()
    assert is_due(tmp_path, rhythm, NOW) == due


def test_a_backup_that_cannot_be_read_again_is_removed_and_said(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = run(store, tmp_path, NOW - timedelta(days=1))
    monkeypatch.setattr(auto_backup, "is_sound", lambda *_: False)
    with pytest.raises(UserError):
        run(store, tmp_path, NOW)
    assert [item.path for item in existing(tmp_path)] == [good]


@pytest.mark.parametrize("content", [b"", b"no database" * 100])
def test_what_is_no_database_is_not_sound(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "a.db"
    file.write_bytes(content)
    assert not is_sound(file)


def test_a_damaged_copy_is_not_sound(loaded: Store, tmp_path: Path) -> None:
    made = run(loaded, tmp_path, NOW)
    data = bytearray(made.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 8192] = b"\xff" * 8192
    made.write_bytes(data)
    assert not is_sound(made)


def files(days: list[int]) -> list[BackupFile]:
    return [
        BackupFile(Path(f"{age}-{number}.db"), NOW - timedelta(days=age, minutes=number), 1)
        for number, age in enumerate(days)
    ]


def test_old_backups_are_thinned_out() -> None:
    made = files([0, 0, 1, 1, 2, 5, 9, 10, 20, 40, 45, 400])
    left = [item.path.name for item in made if item not in superfluous(made, NOW.date())]
    assert left == ["0-0.db", "0-1.db", "1-2.db", "2-4.db", "5-5.db", "9-6.db", "20-8.db",
                    "40-9.db"]  # fmt: skip


@given(st.lists(st.integers(0, 800), min_size=1, max_size=60))
def test_the_newest_is_always_kept_and_few_are(days: list[int]) -> None:
    made = files(days)
    gone = superfluous(made, NOW.date())
    left = [item for item in made if item not in gone]
    assert max(made, key=lambda item: item.at) in left
    today = [item for item in made if item.at.date() == NOW.date()]
    assert all(item in left for item in today)
    assert len(left) <= len(today) + 7 + 5 + 12


def test_only_files_of_our_own_are_ever_removed(store: Store, tmp_path: Path) -> None:
    foreign = tmp_path / "vztahy-auto-kopie.db"
    foreign.touch()
    (tmp_path / "dopis.docx").touch()
    for age in range(40):
        (tmp_path / f"vztahy-auto-{NOW - timedelta(days=age + 1):%Y%m%d-%H%M%S}.db").touch()
    run(store, tmp_path, NOW)
    assert foreign.exists()
    assert (tmp_path / "dopis.docx").exists()
    assert len(existing(tmp_path)) < 15
    assert date(2026, 11, 23) == existing(tmp_path)[0].at.date()


def test_every_copy_that_the_program_made_is_known_and_can_be_replaced(store: Store) -> None:
    from app.services.care.auto_backup import copies_of, folder_for, replace_copies

    folder = folder_for(store.path)
    run(store, folder, datetime(2026, 11, 1, 8))
    stem = store.path.stem
    for name in (
        f"{stem}-20260101-080000-schema2.db",
        f"{stem}-before-restore-20260201-080000.db",
        "cizi-20260101-080000-schema2.db",
    ):
        (store.path.parent / name).write_bytes(b"old")
    found = [item.path.name for item in copies_of(store.path, folder)]
    assert found == [
        "vztahy-auto-20261101-080000.db",
        f"{stem}-before-restore-20260201-080000.db",
        f"{stem}-20260101-080000-schema2.db",
    ]
    made, left = replace_copies(store, folder, datetime(2026, 11, 25, 8))
    assert left == []
    assert [item.path for item in copies_of(store.path, folder)] == [made]
    assert (store.path.parent / "cizi-20260101-080000-schema2.db").exists()
