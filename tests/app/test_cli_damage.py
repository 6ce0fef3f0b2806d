"""The command line on what is damaged, strange or out of reach: words, never a traceback."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from app import cli
from app.db.connection import open_raw
from app.db.migrate import copy_database
from app.services.office import open_store
from tests.factories import count
from tests.kills import rounds

unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def data(loaded_file: Path, tmp_path: Path) -> Path:
    """A database with the sample data, in one file."""
    copy_database(loaded_file, tmp_path / "kraj.db", None)
    return tmp_path / "kraj.db"


def run(data: Path, *arguments: object) -> int:
    return cli.main(["--data", str(data), *(str(item) for item in arguments)])


def said(capsys: Capture) -> str:
    found = capsys.readouterr().err
    assert found.startswith("vztahy: ")
    assert "Traceback" not in found
    return found


@pytest.mark.parametrize("number", rounds(few=6, many=300))
def test_a_flipped_byte_is_read_rightly_or_told(
    data: Path, tmp_path: Path, capsys: Capture, number: int
) -> None:
    chance = random.Random(number)
    good = tmp_path / "good.db"
    copy_database(data, good, None)
    content = bytearray(data.read_bytes())
    # Half of them hit the header and the schema, where little space holds much.
    where = chance.randrange(200 if number % 4 == 0 else 40_000 if number % 2 else len(content))
    content[where] ^= 1 << chance.randrange(8)
    data.write_bytes(content)
    first = open_raw(good, read_only=True)
    (key,) = first.execute("SELECT id FROM agreement ORDER BY id LIMIT 1").fetchone()
    first.close()
    told = False
    for arguments in (
        ("list", "agreements"),
        ("list", "persons", "--json"),
        ("show", "agreements", key),
        ("history", "agreements", key),
        ("search", "sasko"),
        ("reminders",),
        ("export", "organisations", "--to", tmp_path / "o.csv"),
        ("undo",),
        ("check",),
        ("backup", tmp_path / "b.db"),
    ):
        status = run(data, *arguments)
        printed = capsys.readouterr()
        assert status in (0, 1), arguments
        if status:
            told = True
            assert printed.err.startswith("vztahy: "), (arguments, printed.err)
            assert "Traceback" not in printed.err
    if told:  # there is a way back
        assert run(data, "restore", good) in (0, 1)
        printed = capsys.readouterr()
        if "novější" not in printed.err:  # what looks like the file of a newer version stays
            assert printed.err == ""
            assert run(data, "check") == 0
            capsys.readouterr()


def test_a_damaged_database_is_restored_from_the_command_line(
    data: Path, tmp_path: Path, capsys: Capture
) -> None:
    good = tmp_path / "good.db"
    copy_database(data, good, None)
    data.write_bytes(b"rubbish " * 1000)
    assert run(data, "list", "agreements") == 1
    assert "kraj.db" in said(capsys)
    assert run(data, "restore", good) == 0
    out = capsys.readouterr().out
    assert "kraj-damaged-" in out
    assert "vymazán" in out, "nobody knows who was erased meanwhile"
    assert run(data, "check") == 0


def test_a_text_that_is_none_in_a_cell_is_told(data: Path, capsys: Capture) -> None:
    raw = open_raw(data)
    name = b"Zweckverband"
    raw.close()
    content = data.read_bytes()
    words = (b"Sasko", name)
    for word in words:
        content = content.replace(word, b"\xff" + word[1:])
    data.write_bytes(content)
    assert run(data, "list", "organisations") == 1
    assert "poškozen" in said(capsys)


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "agreements", "x", "--on", "9999-12-31"),
        ("show", "agreements", "x", "--on", "0001-01-01"),
        ("show", "agreements", "x", "--on", "tomorrow"),
        ("reminders", "--on", "9999-12-31"),
        ("reminders", "--within", "9" * 30),
        ("list", "persons", "--limit", "9" * 30),
        ("list", "persons", "--limit", "-1"),
        ("list", "persons", "--limit", "many"),
        ("review", "--limit", "9" * 30),
        ("review", "--limit", "-1"),
        ("register", "--to", "a.pdf", "--on", "9999-12-31"),
        ("print", "agreements", "x", "summary", "--to", "a.pdf", "--on", "9999-12-31"),
        ("document", "extract", "x", "--to", "a", "--version", "9" * 30),
    ],
)
def test_numbers_and_days_out_of_reach_are_wrong_usage(
    tmp_path: Path, capsys: Capture, arguments: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as caught:
        run(tmp_path / "new.db", *arguments)
    assert caught.value.code == 2
    assert "Traceback" not in capsys.readouterr().err
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("list", "agreements", "--limit", "1000000000"), 0),
        (("reminders", "--on", "2999-12-31", "--within", "36500"), 0),
        (("reminders", "--on", "1800-01-01"), 0),
    ],
)
def test_the_ends_of_what_is_in_reach(
    data: Path, capsys: Capture, arguments: tuple[str, ...], status: int
) -> None:
    assert run(data, *arguments) == status, capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [("search", "\udcff"), ("list", "persons", "--search", "a\ud800"),
     ("show", "persons", "\udcff"), ("document", "add", "a.txt", "--title", "\udcff"),
     ("list", "persons", "--sort", "\udcff")],
)  # fmt: skip
def test_what_is_no_text_is_told(data: Path, capsys: Capture, arguments: tuple[str, ...]) -> None:
    assert run(data, *arguments) == 1
    assert "UTF-8" in said(capsys)


@unix
@pytest.mark.parametrize("place", ["loop", "loop/a.db", "pipe", "one", "folder"])
def test_what_cannot_be_a_database_is_told_and_stays(
    tmp_path: Path, capsys: Capture, place: str
) -> None:
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "one").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    before = sorted(item.name for item in tmp_path.iterdir())
    for arguments in (("list", "persons"), ("check",), ("backup", tmp_path / "b.db")):
        assert run(tmp_path / place, *arguments) == 1
        said(capsys)
    assert sorted(item.name for item in tmp_path.iterdir()) == before
    assert (tmp_path / "one").read_bytes() == b"x"


@unix
@pytest.mark.parametrize(
    "place", ["pipe", "link", "null", "loop.db", "loop.db/x", "folder", "kraj.db-wal"]
)
def test_output_goes_to_ordinary_files_only(
    data: Path, tmp_path: Path, capsys: Capture, place: str
) -> None:
    store = open_store(data)  # open elsewhere: its log is there
    key = store.meta("replica")
    (tmp_path / "loop.db").symlink_to("loop.db")
    (tmp_path / "kept").write_text("kept", encoding="utf-8")
    for ending in ("", ".csv", ".json", ".vcf", ".xlsx", ".pdf", ".docx", ".db", ".html"):
        os.mkfifo(tmp_path / f"pipe{ending}")
        (tmp_path / f"link{ending}").symlink_to("kept")
        (tmp_path / f"null{ending}").symlink_to("/dev/null")
        (tmp_path / f"folder{ending}").mkdir()
    with store.reading() as connection:
        (agreement,) = connection.execute("SELECT id FROM agreement LIMIT 1").fetchone()
        (partner,) = connection.execute("SELECT partner_id FROM agreement LIMIT 1").fetchone()
    before = sorted(item.name for item in tmp_path.iterdir())

    def at(ending: str) -> Path:
        plain = place.startswith(("loop", "kraj"))
        return tmp_path / (place if plain else place + ending)

    commands: list[tuple[object, ...]] = [("backup", at(".db"))]
    if not place.startswith(("loop", "kraj")):
        commands += [
            ("export", "agreements", "--to", at(".csv")),
            ("export", "agreements", "--to", at(".json")),
            ("export", "organisations", "--to", at(".vcf")),
            ("export", "organisations", "--to", at(".xlsx")),
            ("register", "--to", at(".pdf")),
            ("register", "--to", at(".xlsx")),
            ("summary", agreement, "--to", at(".pdf")),
            ("print", "agreements", agreement, "council-paper", "--to", at(".docx")),
            ("print", "organisations", partner, "partner-page", "--to", at(".html")),
        ]
    for arguments in commands:
        assert run(data, *arguments) == 1, arguments
        said(capsys)
    after = sorted(item.name for item in tmp_path.iterdir())
    assert [name for name in after if not name.startswith("kraj.db")] == [
        name for name in before if not name.startswith("kraj.db")
    ]
    assert (tmp_path / "kept").read_text(encoding="utf-8") == "kept"
    assert store.meta("replica") == key
    assert count(store, "agreement") == 17
    store.close()


@unix
@pytest.mark.parametrize("ending", [".csv", ".vcf", ".ldif", ".xlsx", ".msg", ".eml", ".txt", ""])
def test_importing_a_pipe_does_not_hang(tmp_path: Path, ending: str) -> None:
    os.mkfifo(tmp_path / f"people{ending}")
    done = subprocess.run(
        [sys.executable, "-m", "ui.main", "--data", str(tmp_path / "new.db"), "import",
         str(tmp_path / f"people{ending}")],
        capture_output=True, text=True, check=False, timeout=120, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("vztahy: ")
    assert "Traceback" not in done.stderr


@unix
def test_everything_with_personal_data_is_for_its_user_alone(
    data: Path, tmp_path: Path, capsys: Capture
) -> None:
    store = open_store(data)
    with store.reading() as connection:
        (agreement,) = connection.execute("SELECT id FROM agreement LIMIT 1").fetchone()
    from tests.factories import make

    person = make(store, "person")
    store.close()
    out = tmp_path / "out"
    out.mkdir()
    for arguments in (
        ("backup", out / "b.db"),
        ("export", "agreements", "--to", out / "a.csv"),
        ("export", "organisations", "--to", out / "o.xlsx"),
        ("export", "organisations", "--to", out / "o.zip"),
        ("register", "--to", out / "r.pdf"),
        ("register", "--to", out / "r.xlsx"),
        ("summary", agreement, "--to", out / "s.pdf"),
        ("print", "agreements", agreement, "council-paper", "--to", out / "c.docx"),
        ("person-report", person, "--to", out / "p.pdf"),
        ("person-report", person, "--to", out / "p.json"),
    ):
        assert run(data, *arguments) == 0, capsys.readouterr().err
    assert {oct(item.stat().st_mode & 0o777) for item in out.iterdir()} == {"0o600"}
    assert len(list(out.iterdir())) == 10
