from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
import pyzipper

from app import cli
from app.db.store import Store
from app.errors import UserError
from app.reports.trip_folder import preview, trip_folder
from tests.app.reports.delegations.support import CS, DE, item, member, office, visit
from tests.app.reports.papers_support import assert_conforms
from tests.factories import make

ON = date(2026, 11, 25)


class Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.found += [value or "" for name, value in attrs if name in ("href", "src")]


def trip(store: Store) -> str:
    office(store)
    agreement = make(store, "agreement", title_cs="Memorandum <o> spolupráci")
    own = visit(store, direction="outgoing", agreement_id=agreement, note="Nikomu neříkat")
    person = member(store, own, "Anić", "Ana", needs="bezbariérový přístup")
    made = store
    with made.reading() as connection:
        (key,) = connection.execute(
            "SELECT person_id FROM delegation_member WHERE id = ?", (person,)
        ).fetchone()
    make(store, "contact_point", person_id=key, kind="email", value="ana@example.org")
    item(store, own, "2026-10-17T10:00", "Jednání & oběd", place="<b>Novi Sad</b>")
    item(store, own, "2026-10-17T08:00", "Tajná porada", kind="internal")
    return own


def test_a_trip_folder_opens_by_its_index(store: Store, tmp_path: Path) -> None:
    own = trip(store)
    folder = tmp_path / "cesta"
    folder.mkdir()
    (folder / "moje.txt").write_text("zůstane", encoding="utf-8")
    with store.reading() as connection:
        held = preview(connection, own, CS, ON)
        names = trip_folder(connection, own, [CS], folder, ON)
    assert (folder / "moje.txt").read_text(encoding="utf-8") == "zůstane"
    there = {path.name for path in folder.iterdir()} - {"moje.txt"}
    assert there == set(names) == {"index.html", *held.files}
    page = (folder / "index.html").read_text(encoding="utf-8")
    links = Links()
    links.feed(page)
    assert {unquote(link) for link in links.found} == set(held.files)
    assert not links.tags & {"script", "img", "b", "link"}
    assert "Jednání &amp; oběd" in page
    assert "Tajná" not in page
    for name in names:
        if name.endswith(".pdf"):
            assert_conforms(folder / name)
    assert "ana@example.org" in (folder / "Kontakty.vcf").read_text(encoding="utf-8")
    calendars = [name for name in names if name.endswith(".ics")]
    assert (folder / calendars[0]).read_bytes().count(b"BEGIN:VEVENT") == 3


def test_the_preview_says_what_personal_data_it_holds(store: Store) -> None:
    own, other = trip(store), visit(store)
    with store.reading() as connection:
        said = "\n".join(preview(connection, own, CS, ON).personal)
        empty = preview(connection, other, CS, ON)
    assert "Zvláštní potřeby (zdraví), v informačním podkladu: 1" in said
    assert "Jména a funkce: 1" in said
    assert "Telefony, e-maily a adresy, v kontaktech: 1" in said
    assert "Interní poznámka" in said
    assert empty.personal == ("Žádné osobní údaje.",)


def test_an_archive_is_encrypted_and_opens_with_its_password_only(
    store: Store, tmp_path: Path
) -> None:
    own = trip(store)
    target = tmp_path / "cesta.zip"
    with store.reading() as connection:
        with pytest.raises(UserError, match="password"):
            trip_folder(connection, own, [CS], target, ON, password="krátké")
        assert not target.exists()
        names = trip_folder(connection, own, [DE], target, ON, password="dlouhé heslo")
    with pyzipper.AESZipFile(target) as archive:
        assert sorted(archive.namelist()) == sorted(names)
        assert all(info.flag_bits & 1 for info in archive.infolist())
        with pytest.raises(RuntimeError):
            archive.read("index.html")
        archive.setpassword(b"spatne heslo")
        with pytest.raises(RuntimeError):
            archive.read("index.html")
        archive.setpassword("dlouhé heslo".encode())
        assert b"<!DOCTYPE html>" in archive.read("index.html")
    assert b"Ani" not in target.read_bytes()


def test_a_file_is_no_folder(store: Store, tmp_path: Path) -> None:
    own = trip(store)
    (tmp_path / "cesta").write_text("soubor", encoding="utf-8")
    with store.reading() as connection, pytest.raises(UserError, match="is a file"):
        trip_folder(connection, own, [CS], tmp_path / "cesta", ON)
    assert (tmp_path / "cesta").read_text(encoding="utf-8") == "soubor"


def test_the_command_says_what_it_writes(
    store: Store,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = trip(store)
    path = store.path
    store.close()
    common = ["--data", str(path), "--lang", "cs", "trip-folder", own]
    assert cli.main([*common, "--to", str(tmp_path / "a"), "--preview"]) == 0
    assert not (tmp_path / "a").exists()
    assert "Zvláštní potřeby" in capsys.readouterr().out
    assert cli.main([*common, "--to", str(tmp_path / "a")]) == 0
    assert (tmp_path / "a" / "index.html").is_file()
    assert re.search(r"\d+ soubor", capsys.readouterr().out)
    monkeypatch.setenv("VZTAHY_ZIP_PASSWORD", "tajné heslo")
    assert cli.main([*common, "--to", str(tmp_path / "a.zip")]) == 0
    assert (tmp_path / "a.zip").is_file()
