from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app import cli
from app.services.office import open_store
from tests.app.test_cli import Terminal, data, run  # noqa: F401

WORDS = "Společné prohlášení o Lužických horách"


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "Dopis_1.txt"
    path.write_text(WORDS, encoding="utf-8")
    return path


@pytest.fixture
def agreement(run: Terminal) -> str:  # noqa: F811
    return str(run.json("list", "agreements", "--limit", 1)[0]["id"])


def test_files_are_stored_about_a_record_and_listed(
    run: Terminal,  # noqa: F811
    letter: Path,
    agreement: str,
) -> None:
    printed = run(
        "document", "add", letter, "--to", "agreements", agreement, "--language", "cs",
        "--language", "němčina", "--kind", "letter", "--date", "2024-05", "--title", "Dopis",
        "--valid-from", "2024-05-01",
    )  # fmt: skip
    document_id = printed.strip()
    (found,) = run.json("document", "list", "agreements", agreement)
    assert found["id"] == document_id
    assert (found["title"], found["kind"], found["date"]) == ("Dopis", "letter", "2024-05")
    (version,) = found["versions"]
    assert version["languages"] == ["cs", "de"]
    assert version["file_name"] == "Dopis_1.txt"
    assert version["size"] == len(WORDS.encode())
    assert version["valid_from"] == "2024-05-01"
    assert version["valid_today"]
    assert [(link["entity"], link["id"]) for link in found["links"]] == [("agreements", agreement)]
    assert run.json("document", "list") == [found]
    assert "Dopis\tDopis\tkvěten\xa02024\t1. Dopis_1.txt" in run("document", "list")
    other = run.json("list", "agreements", "--limit", 2)[1]["id"]
    assert run.json("document", "list", "agreements", other) == []
    # What stands in the file is found, with the reason.
    (hit,) = run.json("search", "luzickych")
    assert hit["id"] == document_id
    assert WORDS in json.dumps(hit, ensure_ascii=False)
    # Once more changes nothing.
    assert run("document", "add", letter, "--to", "agreements", agreement) == printed
    assert run("check", status=0)


def test_versions_come_out_byte_for_byte(run: Terminal, tmp_path: Path) -> None:  # noqa: F811
    first, second = tmp_path / "a.bin", tmp_path / "b.bin"
    first.write_bytes(bytes(range(256)) * 5000)
    second.write_bytes(b"\0druha\xff")
    document_id = run("document", "add", first).strip()
    version_id = run("document", "add", second, "--version-of", document_id).strip()
    for number, source in ((1, first), (2, second)):
        target = tmp_path / f"{number}.bin"
        run("document", "extract", document_id, "--version", number, "--to", target)
        assert target.read_bytes() == source.read_bytes()
    folder = tmp_path / "folder"
    folder.mkdir()
    run("document", "extract", document_id, "--to", folder)
    assert (folder / "b.bin").read_bytes() == second.read_bytes()
    target = tmp_path / "by-id.bin"
    run("document", "extract", version_id, "--to", target)
    assert target.read_bytes() == second.read_bytes()
    run("document", "extract", document_id, "--version", 3, "--to", target, status=1)
    assert "1, 2" in run.err


def test_what_is_refused_is_told_and_the_rest_arrives(
    data: Path,  # noqa: F811
    letter: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    empty = tmp_path / "prazdny.txt"
    empty.touch()
    status = cli.main(["--data", str(data), "document", "add", str(letter), str(empty)])
    printed = capsys.readouterr()
    assert status == 1
    assert len(printed.out.split()) == 1
    assert "prazdny.txt" in printed.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "neni.pdf"),
        ("add", "{letter}", "--to", "agreements", "neni"),
        ("add", "{letter}", "--to", "documents", "neni"),
        ("add", "{letter}", "--language", "klingonština"),
        ("add", "{letter}", "--date", "kdysi"),
        ("add", "{letter}", "{letter}", "--version-of", "x"),
        ("list", "agreements"),
        ("list", "agreements", "neni"),
        ("extract", "neni", "--to", "x"),
    ],
)
def test_known_errors_are_one_line(
    run: Terminal,  # noqa: F811
    letter: Path,
    arguments: tuple[str, ...],
) -> None:
    run("document", *(text.format(letter=letter) for text in arguments), status=1)
    assert run.json("document", "list") == []


def test_the_language_stands_behind_the_action(
    data: Path,  # noqa: F811
    letter: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    cli.main(["document", "add", str(letter), "--kind", "letter", "--data", str(data)])
    capsys.readouterr()
    assert cli.main(["document", "list", "--lang", "de", "--data", str(data)]) == 0
    assert "\tBrief" in capsys.readouterr().out


def test_contents_that_nothing_refers_to_are_removed(
    run: Terminal,  # noqa: F811
    letter: Path,
) -> None:
    document_id = run("document", "add", letter).strip()
    run("undo")
    assert run.json("document", "list") == []
    assert "0" in run("document", "clean")
    assert "1" in run("document", "clean", "--now")
    store = open_store(run.data)
    try:
        with store.reading() as connection:
            found: Any = connection.execute("SELECT count(*) FROM content_chunk").fetchone()
        assert found == (0,)
    finally:
        store.close()
    assert run("check", status=0)
    assert run("document", "add", letter).strip() != document_id
