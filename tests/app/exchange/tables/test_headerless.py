"""Tables without headings: they are recognised where that is plain, and no contact is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.db.store import Store
from app.exchange.address_books.files import HEADERLESS, Part, head_of, proposed, turned
from app.exchange.address_books.importing import import_contacts, preview
from app.exchange.tables.headerless import guess_columns, is_contact
from app.exchange.tables.headers import NOTE
from tests.app.exchange.tables.test_reader import workbook

ROWS = {
    "parts": (
        "Jan;Novák;jan.novak@kraj.cz;+420 475 657 111",
        ["given_name", "family_name", "email", "phone"],
    ),
    "family name first": (
        "Nováková;Jana;;601123456\nSvoboda;Petr;p@x.cz;",
        ["family_name", "given_name", "email", "mobile"],
    ),
    "whole": (
        "Novák Jan;starosta;Obec Lhota;Dlouhá 12;400 02;Ústí nad Labem;jan@x.cz",
        ["formatted_name:reversed", "post", "organisation", "street", "postal_code", "city",
         "email"],
    ),
    "titles": (
        "Ing.;Petr;Svoboda;Ph.D.;Krajský úřad;odbor strategie;petr@x.cz;15.1.1980",
        ["title_before", "given_name", "family_name", "title_after", "organisation", "department",
         "email", "birthday"],
    ),
    "German": (
        "Thomas Müller;Bürgermeister;Stadt Pirna;01796 Pirna;Deutschland;+49 3501 556-0",
        ["formatted_name", "post", "organisation", "address", "country", "phone"],
    ),
    "addresses alone": ("jan@x.cz\neva@x.cz", ["email"]),
    "what nobody knows": (
        "Jan;Novák;jan@x.cz;modrá;A4",
        ["given_name", "family_name", "email", NOTE, NOTE],
    ),
}  # fmt: skip


def cells(text: str) -> list[list[str]]:
    return [line.split(";") for line in text.split("\n")]


@pytest.mark.parametrize("name", ROWS)
def test_columns_are_told_by_what_they_hold(name: str) -> None:
    text, meant = ROWS[name]
    rows = cells(text)
    assert is_contact(rows[0])
    assert list(guess_columns(rows).values()) == meant


def test_the_first_text_of_a_list_of_organisations_is_their_name() -> None:
    rows = cells("Lhota u Lípy;00267449;Dlouhá 12, 400 02 Ústí nad Labem;obec@lhota.cz")
    assert list(guess_columns(rows, "organisation").values()) == [
        "organisation", "ico", "address", "email",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "header", ["Jméno;Příjmení;E-mail", "Účast 2025;2026;2027", "Imię;Nazwisko;Telefon", "a;b", ""]
)
def test_headings_are_no_contact(header: str) -> None:
    assert not is_contact(header.split(";"))


@pytest.mark.parametrize("above", ["", "Seznam hostů\n\n"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_first_contact_of_a_table_without_headings_is_imported(
    store: Store, tmp_path: Path, above: str, ending: str
) -> None:
    text = above + "Jan;Novák;jan@kraj.cz;modrá\nEva;Malá;eva@kraj.cz;zelená\n"
    path = tmp_path / f"hosté.{ending}"
    if ending == "csv":
        path.write_text(text, "utf-8")
    else:
        workbook(path, cells(text))
    seen = preview(store, [path])
    report = import_contacts(store, [path])
    assert seen.total("added") == report.total("added") == 2
    assert [item.line for item in report.warnings if item.message == HEADERLESS] == [
        above.count("\n") + 1
    ]
    with store.reading() as connection:
        names = connection.execute("SELECT full_name, note FROM person ORDER BY full_name")
        assert names.fetchall() == [("Eva Malá", "D: zelená"), ("Jan Novák", "D: modrá")]
    assert import_contacts(store, [path]).total("unchanged") == 2


def test_headings_that_a_contact_seems_to_be_are_believed_who_says_so(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "hosté.csv"
    path.write_text("Jan;Novák;Lhota\nEva;Malá;Most\n", "utf-8")
    part = Part(path)
    head = head_of(part)
    assert head is not None
    assert (head.has_header, head.header) == (True, ["Jan", "Novák", "Lhota"])
    other = turned(head, has_header=False)
    assert (other.header, other.examples) == (["", "", ""], ["Jan", "Novák", "Lhota"])
    assert turned(other, has_header=True) == head
    mapping = proposed(other)
    assert mapping == {0: "given_name", 1: "family_name", 2: NOTE}
    keys = {part.key: mapping}
    report = import_contacts(store, [path], mappings=keys, headers={part.key: False})
    assert report.total("added") == 2


def test_a_row_that_holds_an_address_is_no_header_whatever_its_words(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "úřady.csv"
    path.write_text("Obec;Jan Novák;jan@kraj.cz\nMěsto;Eva Malá;eva@kraj.cz\n", "utf-8")
    assert import_contacts(store, [path]).total("added") == 2
