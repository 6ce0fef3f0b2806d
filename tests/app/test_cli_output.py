"""What the command line writes, and where: files of their kinds, pipes that nobody reads, days."""

from __future__ import annotations

import errno
import io
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from app import cli
from app.db.store import Store
from app.services.office import open_store
from app.system import raise_closed_pipe
from tests.factories import make


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    store = open_store(path)
    fill(store)
    store.close()
    return path


def fill(store: Store) -> None:
    for number in range(3):
        make(store, "agreement", title_cs=f"Dohoda {number}", signed_on="unknown")
    key = make(
        store,
        "agreement",
        title_cs="Skončená",
        signed_on="2005-02",
        term="fixed",
        expires_on="2010-12-31",
    )
    partner = make(store, "organisation", name_cs="Sasko " * 3000, country="DE")
    make(store, "agreement_party", agreement_id=key, organisation_id=partner, signed_on="2005-05")
    person = make(store, "person")
    make(
        store,
        "position",
        person_id=person,
        organisation_id=partner,
        title_cs="hejtman",
        since="2012",
        until="2020-05",
    )


def run(database: Path, *words: object) -> int:
    return cli.main(["--data", str(database), "--lang", "cs", *map(str, words)])


def id_of(database: Path, title: str) -> str:
    store = open_store(database)
    with store.reading() as connection:
        (key,) = connection.execute(
            "SELECT id FROM agreement WHERE title_cs = ?", (title,)
        ).fetchone()
    store.close()
    return str(key)


def test_a_paper_is_written_only_into_a_file_of_its_kind_in_a_folder_that_is_there(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = id_of(database, "Skončená")
    before = sorted(tmp_path.iterdir())
    for words in (
        ("summary", key, "--to", tmp_path / "x.txt"),
        ("register", "--to", tmp_path / "x.doc"),
        ("print", "agreements", key, "cover", "--to", tmp_path / "x"),
        ("export", "agreements", "--to", tmp_path / "x.pdf"),
        ("summary", key, "--to", tmp_path / "chybí" / "x.pdf"),
        ("register", "--to", tmp_path / "chybí" / "x.pdf"),
        ("export", "agreements", "--to", tmp_path / "chybí" / "x.csv"),
        ("backup", tmp_path / "chybí" / "x.db"),
    ):
        assert run(database, *words) == 1, words
        assert len(capsys.readouterr().err.splitlines()) == 1
    assert sorted(tmp_path.iterdir()) == before
    assert run(database, "summary", key, "--to", tmp_path / "x.pdf") == 0
    assert (tmp_path / "x.pdf").read_bytes().startswith(b"%PDF")


def test_a_pipe_that_nobody_reads_is_no_error(database: Path) -> None:
    for words in (["list", "organisations"], ["list", "agreements", "--json"], ["search", "a"]):
        process = subprocess.Popen(
            [sys.executable, "-m", "ui.main", "--data", str(database), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b"", words
        process.stderr.close()
        process.wait()


def test_a_closed_pipe_of_windows_is_one_too() -> None:
    with pytest.raises(BrokenPipeError):
        raise_closed_pipe(OSError(errno.EINVAL, "Invalid argument"), "win32")
    with pytest.raises(BrokenPipeError):
        raise_closed_pipe(OSError(errno.EPIPE, "Broken pipe"), "linux")
    raise_closed_pipe(OSError(errno.EINVAL, "Invalid argument"), "linux")
    raise_closed_pipe(OSError(errno.EINVAL, "Invalid argument", "a.pdf"), "win32")
    raise_closed_pipe(OSError(errno.ENOSPC, "No space"), "win32")


class Closed(io.StringIO):
    """A standard output of Windows that nobody reads."""

    def write(self, text: str) -> int:
        raise OSError(errno.EINVAL, "Invalid argument")


def test_a_command_that_nobody_listens_to_says_nothing(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    on_windows = partial(raise_closed_pipe, platform="win32")
    monkeypatch.setattr("app.cli.base.raise_closed_pipe", on_windows)
    monkeypatch.setattr("app.cli.base.sys.stdout", Closed())
    assert run(database, "list", "agreements") == 1
    assert capsys.readouterr().err == ""


def test_show_words_its_days(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(database, "show", "agreements", id_of(database, "Skončená"))
    text = capsys.readouterr().out.replace("\u00a0", " ")
    assert "Konec platnosti: 31. 12. 2010" in text
    assert "V platnosti do: 31. 12. 2010" in text
    assert "Platí do" not in text
    assert "květen 2005" in text
    run(database, "show", "agreements", id_of(database, "Dohoda 0"))
    assert "unknown" not in capsys.readouterr().out
    store = open_store(database)
    with store.reading() as connection:
        ((person,),) = connection.execute("SELECT id FROM person").fetchall()
    store.close()
    run(database, "show", "persons", person)
    text = capsys.readouterr().out.replace("\u00a0", " ")
    assert "2012 – květen 2020" in text
    assert "2020-05" not in text


def test_the_same_file_again_is_said(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = tmp_path / "Dopis.txt"
    letter.write_text("Ahoj", encoding="utf-8")
    key = id_of(database, "Skončená")
    assert run(database, "document", "add", letter, "--to", "agreements", key) == 0
    document = capsys.readouterr().out.strip()
    assert run(database, "document", "add", letter, "--version-of", document) == 0
    assert "obsahuje stejný soubor" in capsys.readouterr().err
    assert run(database, "document", "add", letter, "--to", "agreements", key) == 0
    assert "už zde je uložen" in capsys.readouterr().err
    days = ("--valid-from", "2024-05-02", "--valid-until", "2024-05-01")
    assert run(database, "document", "add", letter, "--version-of", document, *days) == 1
    assert "2024" in capsys.readouterr().err
