from __future__ import annotations

import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from app.db import contents
from app.db.store import Store
from app.errors import UserError
from app.exchange.documents import process as document_process
from app.exchange.documents import store as document_store
from app.exchange.documents import text as document_text
from app.exchange.documents.file_types import DAMAGED, TOO_BIG
from app.exchange.documents.process import SLOW
from app.exchange.documents.store import (
    add_file,
    add_files,
    add_version,
    open_copy,
    read_file,
    type_of,
)
from app.exchange.documents.text import SCANNED
from app.exchange.documents.trust import ACTIVE, OTHER_KIND
from app.i18n import Language, translator
from app.services.care.checking import check
from app.services.documents import documents
from app.services.documents.documents import NewFile, versions
from app.services.records.rows import GONE
from app.services.records.search import find
from app.services.records.undo import last_action, redo, undo
from tests.app.exchange.documents.test_text import docx, paragraph, pdf, zipped
from tests.factories import count, make, value

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 100
TABLES = ("document", "document_version", "document_link", "content", "content_chunk")


def file(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def hits(store: Store, text: str) -> list[tuple[str, str, str]]:
    """Title, label and text of the place where documents were found."""
    with store.reading() as connection:
        found = find(connection, text, translator(Language.CS), date(2026, 1, 1))
    return [(hit.title, *hit.reason) for hit in found if hit.entity == "document"]


def counts(store: Store) -> list[int]:
    return [count(store, table) for table in TABLES]


def test_the_search_finds_what_stands_in_a_pdf(store: Store, tmp_path: Path) -> None:
    person = make(store, "person")
    path = file(tmp_path, "dohoda.pdf", pdf("Memorandum o spolupráci\ns Lotyšskem", "strana dvě"))
    document, changes = add_file(store, path, ("person", person), kind="agreement_text")
    assert changes.ids("document") == {document}
    assert hits(store, "lotyssko") == []
    ((title, label, text),) = hits(store, "lotyssk")
    assert (title, label) == ("dohoda", "In the text of the file")
    assert "s Lotyšskem" in text
    assert hits(store, "memorandum strana") == [
        ("dohoda", "In the text of the file", "Memorandum o spolupráci s Lotyšskem strana dvě")
    ]
    with store.reading() as connection:
        (version,) = versions(connection, document)
    assert version.media_type == "application/pdf"
    assert check(store) == []
    undo(store)
    assert hits(store, "lotyssk") == []
    redo(store)
    assert len(hits(store, "lotyssk")) == 1
    assert check(store) == []


def test_the_search_finds_what_stands_in_a_docx(store: Store, tmp_path: Path) -> None:
    path = file(tmp_path, "Zapis.docx", docx(paragraph("Účastníci jednali o Příštině.")))
    document, _ = add_file(store, path, title="Zápis", kind="minutes", language="cs")
    assert hits(store, "pristina") == []
    ((title, label, text),) = hits(store, "pristin")
    assert (title, text) == ("Zápis", "Účastníci jednali o Příštině.")
    assert label == "In the text of the file"
    with store.reading() as connection:
        (version,) = versions(connection, document)
        assert type_of(connection, version) == version.media_type == DOCX
    assert version.language == "cs"


def test_a_new_version_is_found_too(store: Store, tmp_path: Path) -> None:
    document, _ = add_file(store, file(tmp_path, "a.txt", "první znění"))
    told: list[tuple[int, int]] = []
    version, changes = add_version(
        store,
        document,
        file(tmp_path, "b.txt", "druhé znění: Záhřeb"),
        language="cs",
        valid_from="2026-01-01",
        progress=lambda *parts: told.append(parts),
    )
    assert changes.ids("document_version") == {version}
    assert len(hits(store, "zahreb")) == 1
    assert len(hits(store, "prvni zneni")) == 1
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    with store.reading() as connection:
        assert [item.media_type for item in versions(connection, document)] == ["text/plain"] * 2


def test_several_files_are_one_action(store: Store, tmp_path: Path) -> None:
    person = make(store, "person")
    earlier, _ = add_file(store, file(tmp_path, "znamy.txt", "známý"), ("person", person))
    before = counts(store)
    told: list[tuple[int, int]] = []
    added = add_files(
        store,
        [
            NewFile(file(tmp_path, "a.txt", "Albánie"), "První"),
            NewFile(file(tmp_path, "prazdny.txt", "")),
            NewFile(tmp_path / "neni.txt"),
            NewFile(tmp_path / "znamy.txt"),
            NewFile(file(tmp_path, "b.txt", "Bulharsko"), "Druhý", "letter", "de"),
            NewFile(file(tmp_path, "b2.txt", "Bulharsko")),
        ],
        ("person", person),
        progress=lambda *parts: told.append(parts),
    )
    first, known, second, same = added.ids
    assert known == earlier
    assert same == second, "the same bytes twice are one document"
    assert added.known == [earlier, second]
    assert [(name, error.message) for name, error in added.refused] == [
        ("prazdny.txt", documents.EMPTY),
        ("neni.txt", documents.UNREADABLE),
    ]
    assert added.changes.ids("document") == {first, second}
    assert value(store, "document", second, "kind") == "letter"
    assert told == sorted(told)
    assert told[-1][0] == told[-1][1]
    with store.reading() as connection:
        action = last_action(connection)
    assert action
    assert action.label == "Created: {title}\nPrvní, Druhý"
    undo(store)
    assert counts(store)[:3] == before[:3]
    assert check(store) == []


def test_a_file_that_is_refused_late_leaves_the_others(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = documents.contents.put

    def put(connection: object, source: object, told: object, expected: str) -> tuple[str, int]:
        name, size = whole(connection, source, told)  # type: ignore[arg-type]
        if size == 4:
            raise OSError(5, "Input/output error")
        return name, size

    monkeypatch.setattr(contents, "put", put)
    added = add_files(
        store,
        [NewFile(file(tmp_path, "a.txt", "1234")), NewFile(file(tmp_path, "b.txt", "12345"))],
    )
    assert [name for name, _ in added.refused] == ["a.txt"]
    assert counts(store) == [1, 1, 0, 1, 1]
    assert check(store) == []


def test_a_cancel_stores_none_of_them(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_process, "_LOOK", 60)  # so that it asks equally often each time
    files = [NewFile(file(tmp_path, f"{name}.txt", name * 10)) for name in "abc"]
    asked: list[bool] = []

    def never() -> bool:
        asked.append(False)
        return False

    add_files(store, files, cancelled=never)
    undo(store)
    empty = counts(store)[:3]
    assert empty == [0, 0, 0]
    with store.keeping() as connection:
        for (name,) in connection.execute("SELECT id FROM content").fetchall():
            contents.remove(connection, name)
    for when in range(0, len(asked), max(1, len(asked) // 6)):
        left = iter([False] * when + [True])
        with pytest.raises(UserError) as error:
            add_files(store, files, cancelled=lambda left=left: next(left, True))
        assert error.value.message == documents.CANCELLED
        assert counts(store) == [0] * 5
    assert check(store) == []


def test_an_unknown_record_stores_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError) as error:
        add_files(store, [NewFile(file(tmp_path, "a.png", PNG))], ("person", "neni"))
    assert error.value.message == GONE
    with pytest.raises(UserError) as error:
        add_file(store, file(tmp_path, "prazdny.txt", ""))
    assert error.value.message == documents.EMPTY
    assert counts(store) == [0] * 5


def test_what_cannot_be_searched_is_stored_and_told(store: Store, tmp_path: Path) -> None:
    added = add_files(
        store,
        [
            NewFile(file(tmp_path, "sken.pdf", pdf(""))),
            NewFile(file(tmp_path, "zlomeny.docx", b"PK\x03\x04 nic")),
            NewFile(file(tmp_path, "obraz.png", PNG)),
        ],
    )
    assert added.problems == [("sken.pdf", SCANNED), ("zlomeny.docx", DAMAGED)]
    assert len(added.ids) == count(store, "document") == 3


def test_pictures_and_large_files_start_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_store, "extract_apart", lambda *_: pytest.fail("a process"))
    assert read_file(file(tmp_path, "a.png", PNG))[0].media_type == "image/png"
    monkeypatch.setattr(document_store, "MAX_BYTES", 3)
    found, problem = read_file(file(tmp_path, "a.txt", "1234"))
    assert (found.media_type, found.text, problem) == ("text/plain", "", TOO_BIG)


def test_reading_that_takes_too_long_is_given_up(tmp_path: Path) -> None:
    found, problem = read_file(file(tmp_path, "a.txt", "text"), seconds=0)
    assert (found.media_type, found.text, problem) == ("text/plain", "", SLOW)


def test_a_process_that_ends_unexpectedly_leaves_the_file_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = file(tmp_path, "a.txt", b"a" * (3 * contents.CHUNK))
    monkeypatch.setattr(document_process, "_work", print)  # ends at once, without an answer
    found, problem = read_file(path)
    assert (found.media_type, found.text, problem) == ("text/plain", "", DAMAGED)
    assert len(found.fingerprint) == 64


def test_a_large_file_is_read_piece_by_piece(tmp_path: Path) -> None:
    path = tmp_path / "velky.txt"
    with path.open("wb") as stream:
        for _ in range(24):
            stream.write(b"slovo " * (contents.CHUNK // 6))
    tracemalloc.start()
    try:
        read_file(path)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # The text itself, at most two million characters, comes back on top of a few pieces.
    assert most < 4 * document_text.MAX_CHARACTERS + 8 * contents.CHUNK


# opening


def opened(store: Store, path: Path, folder: Path) -> Path:
    document, _ = documents.add(store, path)
    with store.reading() as connection:
        return open_copy(connection, versions(connection, document)[0].id, folder)


def test_a_copy_can_be_opened(store: Store, tmp_path: Path) -> None:
    data = docx(paragraph("Dobrý den"))
    copy = opened(store, file(tmp_path, "dopis.docx", data), tmp_path / "kopie")
    assert copy.name == "dopis.docx"
    assert copy.read_bytes() == data


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("program.exe", b"MZ" + b"\0" * 200),
        ("program.txt", b"MZ" + b"\0" * 200),
        ("skript.bat", b"@echo off"),
        ("dopis.pdf.lnk", b"cokoli"),
        ("dopis\u202efdp.exe", b"cokoli"),
        ("makra.docx", zipped({"word/document.xml": "<a/>", "word/vbaProject.bin": "x"})),
        (
            "velka_makra.docx",  # the list of its parts stands beyond the first piece
            zipped({"word/document.xml": bytes(range(256)) * 8192, "word/vbaProject.bin": "x"}, 0),
        ),
    ],
)
def test_programs_and_macros_are_stored_and_never_opened(
    store: Store, tmp_path: Path, name: str, data: bytes
) -> None:
    path = file(tmp_path, name, data)
    with pytest.raises(UserError) as error:
        opened(store, path, tmp_path / "kopie")
    assert error.value.message == document_store.NOT_OPENED
    assert not (tmp_path / "kopie").exists()
    with store.reading() as connection:
        (version,) = connection.execute("SELECT id FROM document_version").fetchone()
        documents.extract_to(connection, version, tmp_path / "ulozeno")
    assert (tmp_path / "ulozeno").read_bytes() == data


def test_an_archive_too_large_to_be_checked_is_not_opened(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(document_store, "MAX_BYTES", 10)
    with pytest.raises(UserError) as error:
        large = zipped({"word/document.xml": bytes(range(256)) * 8192}, 0)
        opened(store, file(tmp_path, "a.docx", large), tmp_path)
    assert error.value.message == document_store.UNCHECKED
    assert opened(store, file(tmp_path, "b.txt", "b" * 100), tmp_path / "kopie").exists()


def test_a_file_of_another_kind_opens_after_a_question(store: Store, tmp_path: Path) -> None:
    document, _ = documents.add(store, file(tmp_path, "databáze.mdb", b"\0\1Standard Jet DB"))
    with store.reading() as connection:
        (version,) = versions(connection, document)
        with pytest.raises(document_store.Doubtful) as doubt:
            open_copy(connection, version.id, tmp_path / "kopie")
        assert doubt.value.why == OTHER_KIND
        assert not (tmp_path / "kopie").exists()
        copy = open_copy(connection, version.id, tmp_path / "kopie", asked=True)
    assert copy.name == "databáze.mdb"


def test_the_end_of_a_file_counts_too(store: Store, tmp_path: Path) -> None:
    data = b"%PDF-1.7\n" + b" " * 2**20 + b"1 0 obj<</S/Launch/F(cmd.exe)>>"
    document, _ = documents.add(store, file(tmp_path, "dlouhé.pdf", data))
    with store.reading() as connection:
        (version,) = versions(connection, document)
        with pytest.raises(document_store.Doubtful) as doubt:
            open_copy(connection, version.id, tmp_path / "kopie")
    assert doubt.value.why == ACTIVE


def test_lost_bytes_are_told(store: Store, tmp_path: Path) -> None:
    document, _ = documents.add(store, file(tmp_path, "a.txt", "Albánie"))
    with store.keeping() as connection:
        connection.execute("DELETE FROM content_chunk")
        connection.execute("DELETE FROM content")
    with store.reading() as connection:
        (version,) = versions(connection, document)
        assert type_of(connection, version) == "text/plain"
        with pytest.raises(UserError) as error:
            open_copy(connection, version.id, tmp_path / "kopie")
    assert error.value.message == documents.LOST
