from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db import contents
from app.db.store import Store
from app.entities import ENTITIES
from app.errors import InvalidRecord, UserError
from app.i18n import Language, translator
from app.services.care.backup import backup
from app.services.care.checking import check
from app.services.documents import documents, stored_contents
from app.services.documents.documents import (
    Reading,
    add,
    add_version,
    copy_to,
    current_version,
    extract_name,
    extract_to,
    link,
    versions,
)
from app.services.office import open_store
from app.services.records.records import archive, delete
from app.services.records.rows import GONE
from app.services.records.search import find
from app.services.records.undo import redo, undo
from app.services.related.sections import sections
from tests.factories import count, make, value

TABLES = ("document", "document_version", "document_link", "content", "content_chunk")
LARGE = bytes(range(256)) * 4 * 1024 * 3 + b"end"  # three pieces and a bit


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "Dopis_hejtmanovi.pdf"
    path.write_bytes(LARGE)
    return path


def counts(store: Store) -> list[int]:
    return [count(store, table) for table in TABLES]


def newest(store: Store, document_id: str) -> documents.Version:
    with store.reading() as connection:
        return versions(connection, document_id)[0]


def written(store: Store, version_id: str, target: Path) -> bytes:
    with store.reading() as connection:
        extract_to(connection, version_id, target)
    return target.read_bytes()


def titles(store: Store, text: str) -> list[str]:
    with store.reading() as connection:
        found = find(connection, text, translator(Language.CS), date(2026, 1, 1))
    return [hit.title for hit in found if hit.entity == "document"]


def of_kind(error: pytest.ExceptionInfo[UserError]) -> str:
    return error.value.message


# storing


def test_a_file_becomes_a_document_with_a_version_and_a_link(store: Store, letter: Path) -> None:
    person = make(store, "person")
    document, changes = add(
        store,
        letter,
        ("person", person),
        title="  Dopis   hejtmanovi ",
        kind="letter",
        language="cs",
        date="2026-03",
        reading=Reading("application/pdf"),
    )
    assert changes.ids("document") == {document}
    assert value(store, "document", document, "title") == "Dopis hejtmanovi"
    assert value(store, "document", document, "kind") == "letter"
    assert value(store, "document", document, "date") == "2026-03"
    found = newest(store, document)
    assert (found.number, found.file_name) == (1, "Dopis_hejtmanovi.pdf")
    assert (found.media_type, found.size, found.language) == ("application/pdf", len(LARGE), "cs")
    assert found.content == hashlib.sha256(LARGE).hexdigest()
    with store.reading() as connection:
        links = connection.execute("SELECT document_id, entity, record_id FROM document_link")
        assert links.fetchall() == [(document, "person", person)]
        headers = connection.execute("SELECT count(*) FROM log_header WHERE batch IS NOT 'setup'")
        assert headers.fetchone() == (2,), "the person, and the document with all that is its"
        (label,) = connection.execute(
            "SELECT label FROM log_header ORDER BY seq DESC LIMIT 1"
        ).fetchone()
    assert label == "Created: {title}\nDopis hejtmanovi"


@pytest.mark.parametrize(
    "entity",
    ["person", "organisation", "delegation", "agreement", "task", "mailing_list"],
)
def test_every_kind_of_record_has_documents(store: Store, letter: Path, entity: str) -> None:
    record = make(store, entity)
    document, _ = add(store, letter, (entity, record))
    with store.reading() as connection:
        found = sections(connection, entity, record, Language.CS)
    (items,) = [section.items for section in found if section.key == "documents"]
    assert [(item.entity, item.id, item.title) for item in items] == [
        ("document", document, "Dopis hejtmanovi")
    ]


def test_without_a_title_the_name_of_the_file_gives_one(store: Store, letter: Path) -> None:
    document, _ = add(store, letter)
    assert value(store, "document", document, "title") == "Dopis hejtmanovi"
    assert count(store, "document_link") == 0


def test_the_same_file_about_the_same_record_is_not_doubled(store: Store, letter: Path) -> None:
    person = make(store, "person")
    first, _ = add(store, letter, ("person", person))
    before = counts(store)
    renamed = letter.rename(letter.with_name("jinak.pdf"))
    again, changes = add(store, renamed, ("person", person), title="Jinak")
    assert again == first
    assert not changes
    assert counts(store) == before


def test_the_same_file_without_a_record_is_not_doubled(store: Store, letter: Path) -> None:
    first, _ = add(store, letter)
    assert add(store, letter)[0] == first
    person = make(store, "person")
    other, changes = add(store, letter, ("person", person))
    assert other != first
    assert changes


def test_the_same_bytes_about_another_record_are_stored_once(store: Store, letter: Path) -> None:
    one, _ = add(store, letter, ("person", make(store, "person")))
    two, _ = add(store, letter, ("organisation", make(store, "organisation")))
    assert one != two
    assert count(store, "document") == 2
    assert count(store, "content") == 1
    assert count(store, "content_chunk") == 4
    assert newest(store, one).content == newest(store, two).content


def test_a_fingerprint_that_the_reader_found_spares_storing(store: Store, letter: Path) -> None:
    add(store, letter, ("person", make(store, "person")))
    reading = Reading("application/pdf", "", hashlib.sha256(LARGE).hexdigest())
    told: list[int] = []
    document, _ = add(
        store,
        letter,
        ("person", make(store, "person")),
        reading=reading,
        progress=lambda done, _total: told.append(done),
    )
    assert told == []
    assert newest(store, document).size == len(LARGE)


def test_the_text_of_other_bytes_is_not_kept(store: Store, letter: Path) -> None:
    """The file was changed after it was read: what is stored is what stands in it now."""
    document, _ = add(store, letter, reading=Reading("text/plain", "zastaralý text", "0" * 64))
    assert titles(store, "zastaraly") == []
    assert newest(store, document).content == hashlib.sha256(LARGE).hexdigest()


def test_the_text_finds_every_document_of_the_bytes(store: Store, letter: Path) -> None:
    add(store, letter, ("person", make(store, "person")), title="První")
    reading = Reading("application/pdf", "Memorandum o Pobaltí", hashlib.sha256(LARGE).hexdigest())
    add(store, letter, ("person", make(store, "person")), title="Druhý", reading=reading)
    assert sorted(titles(store, "pobalti")) == ["Druhý", "První"]
    assert check(store) == []


def test_progress_is_told_in_bytes(store: Store, letter: Path) -> None:
    told: list[tuple[int, int]] = []
    add(store, letter, progress=lambda *parts: told.append(parts))
    assert told[-1] == (len(LARGE), len(LARGE))
    assert told == sorted(told)


@pytest.mark.parametrize("size", [1, contents.CHUNK - 1, contents.CHUNK, contents.CHUNK + 1])
def test_originals_come_out_byte_for_byte(store: Store, tmp_path: Path, size: int) -> None:
    data = os.urandom(size)
    path = tmp_path / "cokoli.bin"
    path.write_bytes(data)
    document, _ = add(store, path)
    assert written(store, newest(store, document).id, tmp_path / "ven" / "cokoli.bin") == data
    with store.reading() as connection:
        assert list(stored_contents.check(connection)) == []


def test_a_large_file_is_never_in_memory_as_a_whole(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "velky.bin"
    with path.open("wb") as stream:
        for number in range(24):
            stream.write(bytes([number]) * contents.CHUNK)
    tracemalloc.start()
    try:
        document, _ = add(store, path)
        with store.reading() as connection:
            extract_to(connection, newest(store, document).id, tmp_path / "kopie.bin")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 8 * contents.CHUNK
    assert (tmp_path / "kopie.bin").stat().st_size == 24 * contents.CHUNK


# refusals


def test_an_empty_file_is_refused(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "prazdny.txt"
    path.touch()
    with pytest.raises(UserError) as error:
        add(store, path)
    assert of_kind(error) == documents.EMPTY
    assert error.value.values == {"file": "prazdny.txt"}
    assert counts(store) == [0] * 5


def test_what_cannot_be_read_is_refused(store: Store, tmp_path: Path) -> None:
    for path in (tmp_path / "neni.pdf", tmp_path, tmp_path / "nul\0.txt"):
        with pytest.raises(UserError) as error:
            add(store, path)
        assert of_kind(error) == documents.UNREADABLE
    assert counts(store) == [0] * 5


def test_a_file_that_fails_while_it_is_read_leaves_nothing(
    store: Store, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(*_args: object, **_named: object) -> tuple[str, int]:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(contents, "put", torn)
    with pytest.raises(UserError) as error:
        add(store, letter)
    assert of_kind(error) == documents.UNREADABLE
    assert counts(store) == [0] * 5


def test_more_than_two_gigabytes_are_refused(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "film.mp4"
    with path.open("wb") as stream:
        stream.truncate(documents.MAX_BYTES + 1)  # takes no room on the disk
    with pytest.raises(UserError) as error:
        add(store, path)
    assert of_kind(error) == documents.TOO_LARGE
    monkeypatch.setattr(documents, "MAX_BYTES", 10)
    small = tmp_path / "maly.txt"
    small.write_bytes(b"0123456789")
    add(store, small)


def test_a_file_that_grows_beyond_the_limit_is_refused(
    store: Store, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "check_file", lambda _path: 1)
    monkeypatch.setattr(documents, "MAX_BYTES", contents.CHUNK)
    with pytest.raises(UserError) as error:
        add(store, letter)
    assert of_kind(error) == documents.TOO_LARGE
    assert counts(store) == [0] * 5


def test_a_record_that_is_gone_is_told(store: Store, letter: Path) -> None:
    with pytest.raises(UserError) as error:
        add(store, letter, ("person", "neni"))
    assert of_kind(error) == GONE
    with pytest.raises(LookupError):
        add(store, letter, ("neni", "neni"))
    with pytest.raises(LookupError):
        add(store, letter, kind="neni")
    with pytest.raises(InvalidRecord):
        add(store, letter, kind="")
    with pytest.raises(UserError) as error:
        add_version(store, "neni", letter)
    assert of_kind(error) == GONE
    assert counts(store) == [0] * 5


# nothing by halves


class Stop(Exception):
    pass


def stopping(_done: int, _total: int) -> None:
    raise Stop


def stopping_late(done: int, _total: int) -> None:
    if done > 2 * contents.CHUNK:
        raise Stop


@pytest.mark.parametrize("progress", [stopping, stopping_late])
def test_work_that_is_cut_off_leaves_nothing(
    store: Store, letter: Path, progress: Callable[[int, int], None]
) -> None:
    person = make(store, "person")
    with pytest.raises(Stop):
        add(store, letter, ("person", person), progress=progress)
    assert counts(store) == [0] * 5
    assert check(store) == []
    document, _ = add(store, letter, ("person", person))
    before = counts(store)
    other = letter.with_name("nova.pdf")
    other.write_bytes(LARGE + b"!")
    with pytest.raises(Stop):
        add_version(store, document, other, progress=progress)
    assert counts(store) == before
    assert check(store) == []


def test_a_wish_to_stop_is_met_between_two_pieces(store: Store, letter: Path) -> None:
    asked = iter([False] * 6 + [True])
    with pytest.raises(UserError) as error:
        add(store, letter, cancelled=lambda: next(asked))
    assert of_kind(error) == documents.CANCELLED
    assert counts(store) == [0] * 5


def test_a_cut_power_line_leaves_the_old_state(store: Store, letter: Path) -> None:
    add(store, letter)
    before = counts(store)
    store.close()
    other = letter.with_name("nova.pdf")
    other.write_bytes(LARGE + b"!")
    program = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from app.db.store import Store\n"
        "from app.services.documents.documents import add\n"
        "def cut(done, total):\n"
        "    if done > 2 << 20:\n"
        "        os._exit(7)\n"
        "add(Store(Path(sys.argv[1])), Path(sys.argv[2]), progress=cut)\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program, str(store.path), str(other)], check=False
    )
    assert ended.returncode == 7
    again = open_store(store.path)
    assert counts(again) == before
    assert check(again) == []
    again.close()


def test_undo_removes_it_and_redo_brings_it_back(
    store: Store, letter: Path, tmp_path: Path
) -> None:
    person = make(store, "person")
    sha = hashlib.sha256(LARGE).hexdigest()
    reading = Reading("application/pdf", "Memorandum o Pobaltí", sha)
    document, _ = add(store, letter, ("person", person), title="Dopis", reading=reading)
    assert titles(store, "pobalti") == ["Dopis"]
    undo(store)
    assert counts(store)[:3] == [0, 0, 0]
    assert titles(store, "pobalti") == []
    redo(store)
    assert counts(store)[:3] == [1, 1, 1]
    assert titles(store, "pobalti") == ["Dopis"]
    assert written(store, newest(store, document).id, tmp_path / "zpet.pdf") == LARGE
    assert check(store) == []


def test_a_backup_holds_the_documents(store: Store, letter: Path, tmp_path: Path) -> None:
    document, _ = add(store, letter, ("person", make(store, "person")))
    copy = tmp_path / "zaloha" / "kopie.db"
    backup(store, copy)
    delete(store, ENTITIES["document"], [document])
    opened = Store(copy)
    assert written(opened, newest(opened, document).id, tmp_path / "ze_zalohy.pdf") == LARGE
    assert check(opened) == []
    with opened.reading() as connection:
        assert list(stored_contents.check(connection)) == []
    opened.close()


def test_an_archived_document_is_still_known(store: Store, letter: Path) -> None:
    person = make(store, "person")
    document, _ = add(store, letter, ("person", person))
    archive(store, ENTITIES["document"], [document], on=date(2026, 1, 1))
    assert add(store, letter, ("person", person))[0] == document
    assert count(store, "document") == 1


# versions


def test_versions_are_counted_and_the_newest_stands_first(store: Store, letter: Path) -> None:
    document, _ = add(store, letter, title="Memorandum")
    draft = letter.with_name("návrh 2.docx")
    draft.write_bytes(b"jiny obsah")
    version, changes = add_version(
        store, document, draft, language="de", valid_from="2026-02-01", valid_until="2026-12-31"
    )
    assert changes.ids("document_version") == {version}
    with store.reading() as connection:
        found = versions(connection, document)
    assert [item.number for item in found] == [2, 1]
    assert found[0].id == version
    assert (found[0].file_name, found[0].language) == ("návrh 2.docx", "de")
    assert (found[0].valid_from, found[0].valid_until) == ("2026-02-01", "2026-12-31")
    again, changes = add_version(store, document, draft)
    assert again == version
    assert not changes
    back, _ = add_version(store, document, letter)
    assert newest(store, document).id == back, "the first text may come back as the third version"
    assert count(store, "content") == 2
    undo(store)
    assert newest(store, document).id == version
    assert check(store) == []


def test_a_document_without_a_file_gets_its_first_version(store: Store, letter: Path) -> None:
    document = make(store, "document")
    with store.reading() as connection:
        assert versions(connection, document) == []
        assert current_version(connection, document, date(2026, 1, 1)) is None
    add_version(store, document, letter)
    assert newest(store, document).number == 1


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2019-12-31", 1),
        ("2020-01-01", 2),
        ("2020-12-31", 2),
        ("2021-01-01", 1),
        ("2030-01-01", 3),
    ],
)
def test_the_valid_version_of_a_day(store: Store, letter: Path, day: str, number: int) -> None:
    document, _ = add(store, letter)
    for name, since, until in (("b", "2020-01-01", "2020-12-31"), ("c", "2030-01-01", None)):
        path = letter.with_name(name)
        path.write_text(name, encoding="utf-8")
        add_version(store, document, path, valid_from=since, valid_until=until)
    with store.reading() as connection:
        found = current_version(connection, document, date.fromisoformat(day))
    assert found
    assert found.number == number


def test_on_some_days_no_version_is_valid(store: Store, letter: Path) -> None:
    document = make(store, "document")
    add_version(store, document, letter, valid_from="2026-01-01", valid_until="2026-12-31")
    with store.reading() as connection:
        for day in (date(2025, 12, 31), date(2027, 1, 1)):
            assert current_version(connection, document, day) is None


def test_a_document_is_linked_to_further_records_once(store: Store, letter: Path) -> None:
    person, partner = make(store, "person"), make(store, "organisation")
    document, _ = add(store, letter, ("person", person))
    assert link(store, document, ("organisation", partner))
    assert not link(store, document, ("organisation", partner))
    assert count(store, "document_link") == 2
    with pytest.raises(UserError) as error:
        link(store, document, ("task", "neni"))
    assert of_kind(error) == GONE
    undo(store)
    assert count(store, "document_link") == 1


# getting them out


def test_what_stood_at_the_target_stays_when_the_content_is_lost(
    store: Store, letter: Path, tmp_path: Path
) -> None:
    document, _ = add(store, letter)
    target = tmp_path / "ven" / "dopis.pdf"
    target.parent.mkdir()
    target.write_bytes(b"starsi")
    version = newest(store, document).id
    with store.keeping() as connection:
        connection.execute("UPDATE content_chunk SET data = ? WHERE number = 1", (b"jinak",))
    with pytest.raises(UserError) as error:
        written(store, version, target)
    assert of_kind(error) == documents.LOST
    with store.keeping() as connection:
        contents.remove(connection, newest(store, document).content)
    with pytest.raises(UserError) as error:
        written(store, version, target)
    assert of_kind(error) == documents.LOST
    with pytest.raises(UserError) as error:
        written(store, "neni", target)
    assert of_kind(error) == GONE
    assert target.read_bytes() == b"starsi"
    assert [path.name for path in target.parent.iterdir()] == ["dopis.pdf"]


def test_saving_that_is_cancelled_leaves_nothing(
    store: Store, letter: Path, tmp_path: Path
) -> None:
    document, _ = add(store, letter)
    version = newest(store, document).id
    folder = tmp_path / "ven"
    asked = iter([False, False, True])
    with store.reading() as connection, pytest.raises(UserError) as error:
        extract_to(connection, version, folder / "a.pdf", cancelled=lambda: next(asked))
    assert of_kind(error) == documents.SAVING_CANCELLED
    assert list(folder.iterdir()) == []


def test_a_target_that_cannot_be_written_is_told(
    store: Store, letter: Path, tmp_path: Path
) -> None:
    document, _ = add(store, letter)
    occupied = tmp_path / "soubor"
    occupied.write_text("to je soubor", encoding="utf-8")
    with pytest.raises(UserError) as error:
        written(store, newest(store, document).id, occupied / "dopis.pdf")
    assert "dopis.pdf" in str(error.value)


def test_a_copy_is_read_only_and_never_replaces_another(
    store: Store, letter: Path, tmp_path: Path
) -> None:
    document, _ = add(store, letter)
    version = newest(store, document).id
    folder = tmp_path / "kopie"
    with store.reading() as connection:
        first = copy_to(connection, version, folder)
        second = copy_to(connection, version, folder)
    assert (first.name, second.name) == ("Dopis_hejtmanovi.pdf", "Dopis_hejtmanovi (2).pdf")
    assert first.read_bytes() == second.read_bytes() == LARGE
    assert not first.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)


def test_a_name_that_came_from_elsewhere_stays_in_the_folder(
    store: Store, letter: Path, tmp_path: Path
) -> None:
    document, _ = add(store, letter)
    version = newest(store, document).id
    with store.writing("test") as writer:
        writer.connection.execute(
            "UPDATE document_version SET file_name = ?", ("../../.ssh/nul\u202efdp.exe",)
        )
    with store.reading() as connection:
        found = copy_to(connection, version, tmp_path / "kopie")
    assert found.parent == tmp_path / "kopie"
    assert found.name == ".._.._.ssh_nulfdp.exe"


# names


@given(st.text(max_size=80))
def test_any_name_gives_a_title(name: str) -> None:
    title = extract_name(name)
    assert title.strip() == title
    assert title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("Zapis_z_jednani.docx", "Zapis z jednani"),
        ("2026-03-01_dopis+priloha.PDF", "2026-03-01 dopis priloha"),
        ("Dohoda ze dne 3. 4. 2020", "Dohoda ze dne 3. 4. 2020"),
        ("Dohoda ze dne 3.4.2020", "Dohoda ze dne 3.4.2020"),
        ("archiv.7z", "archiv"),
        ("___.pdf", "___.pdf"),
    ],
)
def test_the_title_that_a_name_proposes(name: str, title: str) -> None:
    assert extract_name(name) == title


def test_a_hit_in_a_version_that_is_not_in_force_says_so(store: Store, tmp_path: Path) -> None:
    def stored(number: int, text: str) -> tuple[Path, Reading]:
        path = tmp_path / f"{number}.txt"
        path.write_text(text, encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        return path, Reading(media_type="text/plain", text=text, fingerprint=digest)

    def reason(typed: str, on: date) -> str:
        with store.reading() as connection:
            (hit,) = find(connection, typed, translator(Language.EN), on)
        return hit.reason[0]

    path, reading = stored(1, "alfa společné")
    document = add(store, path, title="Statut", reading=reading)[0]
    path, reading = stored(2, "beta společné")
    add_version(store, document, path, reading=reading, valid_from="2026-01-01")
    path, reading = stored(3, "gama")
    add_version(store, document, path, reading=reading, valid_from="2027-01-01")
    path, reading = stored(4, "delta")
    add_version(
        store, document, path, reading=reading, valid_from="2025-01-01", valid_until="2025-02-01"
    )
    today, later = date(2026, 11, 29), date(2027, 2, 1)
    assert reason("alfa", today) == "In the text of a superseded version"
    assert reason("beta", today) == "In the text of the file"
    assert reason("spolecne", today) == "In the text of the file"
    assert reason("gama", today) == "In the text of a version that is not valid yet"
    assert reason("delta", today) == "In the text of a version that is no longer valid"
    assert reason("beta", later) == "In the text of a superseded version"
    assert reason("gama", later) == "In the text of the file"
