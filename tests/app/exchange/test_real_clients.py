"""Address books and LibreOffice read what we write. Each has a home of its own in these tests."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db.migrate import copy_database
from app.db.store import Store
from app.entities import ENTITIES
from app.exchange.address_books.exporting import export_contacts
from app.exchange.vcard.writer import Version
from app.i18n import Language
from app.services.documents.pictures import keep_bytes
from app.services.office import open_store
from tests.factories import make

_PATIENCE = 90  # seconds
_SYSTEM_PYTHON = Path("/usr/bin/python3")  # Debian's, which has Debian's libraries


@pytest.fixture(scope="module")
def people(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The people of the demo data and one of whom everything is known."""
    path = tmp_path_factory.mktemp("clients") / "demo.db"
    copy_database(demo_file, path, None)
    store = open_store(path)
    photo = keep_bytes(store, _picture(), "photo.png")
    key = make(
        store, "person", title_before="doc. JUDr.", given_name="Žofie Ěva",
        family_name="Řeháčková-Müller", title_after="Ph.D., CSc.", birthday="1975-11",
        photo=photo, note="První řádek,\ndruhý; třetí: " + "ž" * 100, tags="VIP;kultura",
    )  # fmt: skip
    office = make(store, "organisation", name_cs="Úřad; oddělení, kancelář")
    make(store, "position", person_id=key, organisation_id=office, title_cs="vedoucí, ředitelka",
         is_primary=1)  # fmt: skip
    for kind, value, label in (
        ("email", "zofie@kraj.cz", "work"),
        ("email", "z.r@example.org", "Sekretariát, 2. patro"),
        ("phone", "+420475657111", "work"),
        ("mobile", "+420602123456", None),
        ("fax", "+420475657112", "work"),
    ):
        make(store, "contact_point", person_id=key, kind=kind, value=value, label=label)
    make(store, "address", person_id=key, kind="work", street="Velká Hradební 3118/48",
         postal_code="400 02", city="Ústí nad Labem", country="CZ")  # fmt: skip
    yield store
    store.close()


def _picture() -> bytes:
    import io

    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (64, 64), "navy").save(stream, "PNG")
    return stream.getvalue()


def written(store: Store, target: Path, version: Version = "3.0") -> Path:
    with store.reading() as connection:
        assert export_contacts(connection, ENTITIES["person"], target, version=version) > 10
    return target


def expected(store: Store) -> dict[str, tuple[set[str], set[str]]]:
    """The e-mail addresses and the numbers of everybody by the whole name."""
    found: dict[str, tuple[set[str], set[str]]] = {}
    with store.reading() as connection:
        for name, kind, value in connection.execute(
            "SELECT p.full_name, c.kind, c.value FROM person p"
            " LEFT JOIN contact_point c ON c.person_id = p.id"
        ):
            emails, phones = found.setdefault(name, (set(), set()))
            if kind == "email":
                emails.add(value)
            elif kind in ("phone", "mobile", "fax"):
                phones.add(value)
    return found


def run(home: Path, *command: str | Path) -> str:
    """What a program says that knows no home but `home`."""
    home.mkdir(exist_ok=True)
    environment = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "LANG", "LC_ALL", "TZ", "SYSTEMROOT")
    }
    environment |= {"HOME": str(home), "GSETTINGS_BACKEND": "memory", "PYTHONUTF8": "1"}
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        environment[f"XDG_{name}_HOME"] = str(home / name.lower())
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    environment["XDG_RUNTIME_DIR"] = str(runtime)
    done = subprocess.run(
        [str(part) for part in command], env=environment, cwd=home, capture_output=True,
        text=True, encoding="utf-8", timeout=_PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


# khard


@pytest.mark.skipif(not shutil.which("khard"), reason="khard is not installed")
@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_khard_lists_everybody(people: Store, tmp_path: Path, version: Version) -> None:
    import zipfile

    book = tmp_path / "book"
    with zipfile.ZipFile(written(people, tmp_path / "a.zip", version)) as archive:
        archive.extractall(book)
    config = tmp_path / "khard.conf"
    config.write_text(
        f"[addressbooks]\n[[vztahy]]\npath = {book}\n[contact table]\ndisplay = formatted_name\n",
        encoding="utf-8",
    )

    def rows(command: str) -> list[list[str]]:
        text = run(tmp_path / "home", "khard", "-c", config, command, "--parsable")
        lines = (line.split("\t") for line in text.splitlines())
        return [line for line in lines if len(line) == 3]

    wanted = expected(people)
    assert sorted(name for _, name, _ in rows("list")) == sorted(wanted)
    for command, number in (("email", 0), ("phone", 1)):
        told = {(name, value.removeprefix("tel:")) for value, name, _ in rows(command)}
        stored = {(name, value) for name, both in wanted.items() for value in both[number]}
        assert told == stored
    shown = run(tmp_path / "home", "khard", "-c", config, "show", "Řeháčková")
    assert "Úřad; oddělení, kancelář" in shown
    assert "Velká Hradební 3118/48" in shown
    assert "Sekretariát, 2. patro" in shown
    assert "druhý; třetí: " in shown


# Evolution


def _has_evolution() -> bool:
    if not (_SYSTEM_PYTHON.exists() and shutil.which("dbus-run-session")):
        return False
    code = "import gi; gi.require_version('EBook', '1.2'); from gi.repository import EBook"
    done = subprocess.run([_SYSTEM_PYTHON, "-c", code], capture_output=True, check=False)
    return done.returncode == 0


@pytest.mark.parametrize("version", ["3.0", "4.0"])
def test_evolution_lists_everybody(people: Store, tmp_path: Path, version: Version) -> None:
    if not _has_evolution():
        pytest.skip("Evolution's address book is not installed")
    target = written(people, tmp_path / "a.vcf", version)
    script = Path(__file__).with_name("evolution_client.py")
    said = run(tmp_path / "home", "dbus-run-session", "--", _SYSTEM_PYTHON, script, target)
    found = {item["name"]: item for item in json.loads(said)}
    wanted = expected(people)
    assert set(found) == set(wanted)
    for name, (emails, phones) in wanted.items():
        assert set(found[name]["emails"]) == emails
        # It shows the addresses of 4.0 as they stand, which is why 3.0 is the default.
        shown = {phone.removeprefix("tel:") for phone in found[name]["phones"]}
        assert shown == phones
        assert version == "4.0" or shown == set(found[name]["phones"])
    (known,) = (item for name, item in found.items() if "Řeháčková" in name)
    assert known["organisation"] == "Úřad; oddělení, kancelář"
    assert known["file_as"] == "Řeháčková-Müller, Žofie Ěva"
    assert known["photo"]


# LibreOffice


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["csv", pytest.param("pdf", marks=pytest.mark.nightly)])
def test_libreoffice_opens_the_workbook(people: Store, tmp_path: Path, kind: str) -> None:
    target = tmp_path / "lide.xlsx"
    with people.reading() as connection:
        export_contacts(connection, ENTITIES["person"], target, language=Language.CS)
    profile = (tmp_path / "profile").as_uri()
    run(tmp_path / "home", "soffice", f"-env:UserInstallation={profile}", "--headless",
        "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76" if kind == "csv" else kind,
        "--outdir", tmp_path, target)  # fmt: skip
    made = tmp_path / f"lide.{kind}"
    if kind == "pdf":
        import pikepdf

        with pikepdf.open(made) as document:
            assert len(document.pages) > 0
        return
    with made.open(encoding="utf-8", newline="") as stream:
        rows = {row["Příjmení"]: row for row in csv.DictReader(stream)}
    wanted = expected(people)
    assert len(rows) == len(wanted)
    known = rows["Řeháčková-Müller"]
    assert known["Telefon"] == "+420475657111"
    assert known["Ulice a číslo"] == "Velká Hradební 3118/48"
    assert known["Titul za jménem"] == "Ph.D., CSc."
    assert known["E-mail"] in ("zofie@kraj.cz", "z.r@example.org")
    assert "druhý; třetí" in known["Poznámka"]
