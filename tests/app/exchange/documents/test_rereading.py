"""What an earlier version of the program read of a file, this one reads again."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import cli
from app.db.store import Store
from app.exchange.documents import rereading
from app.exchange.documents.rereading import outdated, reread
from app.exchange.documents.store import add_file
from app.services.care.checking import check
from app.services.documents import documents
from tests.app.exchange.documents.test_store import PNG, file, hits
from tests.app.exchange.documents.test_text import pdf
from tests.factories import make, value


def read_before(store: Store, text: str = "") -> None:
    """Let the stored files be those of an earlier version, which read no more than `text`."""
    store.set_meta(rereading._META, "")
    with store.keeping() as connection:
        for (content,) in connection.execute("SELECT id FROM content").fetchall():
            documents.keep_text(connection, content, text)
        connection.execute("UPDATE content SET text = NULL WHERE text = ''")


def test_stored_files_are_read_again(store: Store, tmp_path: Path) -> None:
    assert outdated(store) == 0
    assert reread(store) == 0
    one, _ = documents.add(store, file(tmp_path, "a.txt", "Albánie"), title="První")
    documents.add(store, file(tmp_path, "b.png", PNG), title="Obraz")
    person = make(store, "person")
    two, _ = documents.add(store, tmp_path / "a.txt", ("person", person), title="Druhý")
    assert one != two
    read_before(store)
    assert hits(store, "albanie") == []
    with store.reading() as connection:
        (headers,) = connection.execute("SELECT count(*) FROM log_header").fetchone()
    told: list[tuple[int, int]] = []
    assert outdated(store) == 2
    assert reread(store, progress=lambda *parts: told.append(parts)) == 1
    assert sorted(title for title, *_ in hits(store, "albanie")) == ["Druhý", "První"]
    assert told == [(1, 2), (2, 2)]
    assert outdated(store) == 0
    assert reread(store) == 0
    with store.reading() as connection:
        found = connection.execute("SELECT count(*) FROM log_header").fetchone()
    assert found == (headers,), "what is read is no change of a record"
    assert check(store) == []


def test_of_what_has_a_text_only_kinds_are_read_of_which_more_is_read_now(
    store: Store, tmp_path: Path
) -> None:
    add_file(store, file(tmp_path, "a.pdf", pdf("Memorandum")))
    add_file(store, file(tmp_path, "a.txt", "Albánie"))
    read_before(store, "Předmluva")
    assert outdated(store) == 1
    assert reread(store) == 1
    assert [title for title, *_ in hits(store, "memorandum")] == ["a"]
    assert len(hits(store, "predmluva")) == 1
    assert check(store) == []


def test_reading_goes_on_where_it_was_stopped(store: Store, tmp_path: Path) -> None:
    for number in range(3):
        add_file(store, file(tmp_path, f"{number}.pdf", pdf(f"Memorandum {number}")))
    read_before(store)
    done: list[int] = []
    reread(store, progress=lambda n, _: done.append(n), cancelled=lambda: bool(done))
    assert done == [1]
    assert outdated(store) == 2
    assert reread(store, cancelled=lambda: True) == 0
    assert outdated(store) == 2
    assert reread(store) == 2
    assert outdated(store) == 0
    assert len(hits(store, "memorandum")) == 3


def test_lost_bytes_stop_nothing(store: Store, tmp_path: Path) -> None:
    document, _ = add_file(store, file(tmp_path, "a.pdf", pdf("Memorandum")))
    read_before(store, "Předmluva")
    with store.keeping() as connection:
        connection.execute("DELETE FROM content_chunk")
    assert reread(store) == 0
    assert value(store, "document", document, "title") == "a"
    assert len(hits(store, "predmluva")) == 1, "what was read stays"


def test_check_says_what_is_to_be_read_again_and_reads_it(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_file(store, file(tmp_path, "a.pdf", pdf("Memorandum")))
    read_before(store, "Předmluva")
    store.close()
    arguments = ["--lang", "cs", "--data", str(store.path), "check"]
    assert cli.main(arguments) == 0
    assert "1 uložený soubor" in capsys.readouterr().out
    assert cli.main([*arguments, "--repair"]) == 0
    assert len(hits(store, "memorandum")) == 1
    assert outdated(store) == 0
