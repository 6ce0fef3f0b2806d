from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.db.store import Store
from app.errors import UserError
from app.i18n import Language
from app.reports.partners.collect import partner
from app.reports.partners.html import body_of, page, write_pages
from app.services.office import choose_own_organisation
from tests.factories import make

CS, DE, EN = Language.CS, Language.DE, Language.EN
ON = date(2026, 6, 20)
VOID = {"meta", "link", "br"}


class Reader(HTMLParser):
    """Reads a page and fails where elements are not nested or closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture
def body(store: Store) -> str:
    own = make(store, "organisation", name_cs="Ústecký kraj", name_en="Ústí Region", country="CZ")
    choose_own_organisation(store, own)
    key = make(
        store,
        "organisation",
        name_cs="Sasko <a> & spol.",
        native_name="Freistaat Sachsen",
        country="DE",
        website="https://www.sachsen.de/?a=1&b=2",
        note="Tajné",
    )
    make(store, "agreement", title_cs="Dohoda", partner_id=key, signed_on="2007-02")
    make(store, "milestone", organisation_id=key, text_cs="Podpis", date="2007-02")
    return key


def public_page(store: Store, key: str, *languages: Language) -> str:
    with store.reading() as connection:
        return page(partner(connection, key, ON, public=True), languages, ON)


def test_it_is_plain_and_well_formed(store: Store, body: str) -> None:
    text = public_page(store, body, CS)
    read = Reader(text)
    assert text.startswith('<!DOCTYPE html>\n<html lang="cs">')
    assert read.of("script") == []
    assert not any(name.startswith("on") for _, attributes in read.found for name in attributes)
    assert "Sasko &lt;a&gt; &amp; spol." in text
    assert [item["href"] for item in read.of("a")] == ["https://www.sachsen.de/?a=1&b=2"]
    assert {item["scope"] for item in read.of("th")} == {"col"}
    assert [item["datetime"] for item in read.of("time")] == ["2007-02"]
    assert [len(read.of(tag)) for tag in ("main", "h1", "article", "footer")] == [1, 1, 1, 1]
    assert "Stav ke dni 20. 6. 2026" in text.replace("\u00a0", " ")


def test_other_languages_are_marked_as_such(store: Store, body: str) -> None:
    text = public_page(store, body, EN)
    assert '<span lang="cs">Dohoda</span><small class="small"> (cs)</small>' in text
    assert '<dd lang="de">Freistaat Sachsen</dd>' in text


def test_two_languages_stand_in_articles_of_their_own(store: Store, body: str) -> None:
    read = Reader(public_page(store, body, DE, CS))
    assert [item["lang"] for item in read.of("article")] == ["de", "cs"]
    assert read.of("html") == [{"lang": "de"}]


def test_an_address_that_is_no_web_address_is_no_link(store: Store) -> None:
    key = make(store, "organisation", name_cs="Cizí")
    with store.writing("Test") as writer:
        writer.connection.execute(
            "UPDATE organisation SET website = 'javascript:alert(1)' WHERE id = ?", (key,)
        )
    assert Reader(public_page(store, key, CS)).of("a") == []


def test_three_files_lead_to_one_another(store: Store, body: str, tmp_path: Path) -> None:
    folder = tmp_path / "web"
    with store.reading() as connection:
        files = write_pages(connection, body, folder, ON)
    names = [f"sasko-a-spol.{code}.html" for code in ("cs", "de", "en")]
    assert [file.name for file in files] == names
    assert sorted(file.name for file in folder.iterdir()) == sorted(names)
    for code, file in zip(Language, files, strict=True):
        read = Reader(file.read_text(encoding="utf-8"))
        assert read.of("html") == [{"lang": code}]
        links = [item for item in read.of("a") if "hreflang" in item]
        assert [item["href"] for item in links] == names
        assert [item["hreflang"] for item in links if "aria-current" in item] == [code]
        assert [item["href"] for item in read.of("link")] == names


def test_an_internal_paper_is_never_written_as_a_page(store: Store, body: str) -> None:
    with store.reading() as connection:
        inner = partner(connection, body, ON)
    with pytest.raises(UserError):
        page(inner, [CS], ON)
    assert "Tajné" in body_of(inner, CS, ON)  # what the window shows


def test_a_folder_that_cannot_be_written(store: Store, body: str, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    with store.reading() as connection, pytest.raises(UserError):
        write_pages(connection, body, blocked, ON)
