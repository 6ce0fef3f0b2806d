from __future__ import annotations

from datetime import date
from pathlib import Path

import pikepdf
import pytest
from docx import Document

from app import jobs
from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language
from app.reports.catalogue import paper_of
from app.reports.printing import missing, packed, print_each, print_paper, unpacked
from app.services.records.query import Filter, ListQuery
from tests.factories import make

CS, DE, EN = Language.CS, Language.DE, Language.EN
ON = date(2026, 6, 20)
SUMMARY = paper_of("agreement", "summary")
COUNCIL = paper_of("agreement", "council-paper")
DRAFT = paper_of("agreement", "contract-draft")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "papers"
    found.mkdir()
    return found


@pytest.fixture
def two(store: Store) -> list[str]:
    return [
        make(store, "agreement", title_cs="Dohoda s Řeckem", title_de="Abkommen: Griechenland"),
        make(store, "agreement", title_cs='Memorandum "A/B"?'),
    ]


def test_several_records_stand_in_one_file(store: Store, two: list[str], folder: Path) -> None:
    told: list[tuple[int, int]] = []
    with store.reading() as connection:
        left = print_paper(
            connection,
            SUMMARY,
            two,
            [CS, DE],
            folder / "a.pdf",
            ON,
            progress=lambda done, total: told.append((done, total)),
        )
        absent = missing(connection, SUMMARY, two, [CS, DE], ON)
    assert left == []
    assert [item.text for item in absent] == ['Memorandum "A/B"?']
    assert told[-1] == (8, 8)
    assert told == sorted(told, key=lambda item: item[0])
    with pikepdf.open(folder / "a.pdf") as pdf:
        assert len(pdf.pages) == 2


def test_a_file_for_each_is_named_after_its_record(
    store: Store, two: list[str], folder: Path
) -> None:
    (folder / "Dohoda s Řeckem.docx").write_text("mine", encoding="utf-8")
    with store.reading() as connection:
        made = print_each(
            connection, COUNCIL, two, [CS], folder, ".docx", ON, {"step": "termination"}
        )
    names = ["Dohoda s Řeckem (2).docx", "Memorandum A B.docx"]
    assert [name for name, _ in made] == names
    assert all(left for _, left in made)  # there is always something to be filled in
    assert sorted(file.name for file in folder.iterdir()) == sorted(
        [*names, "Dohoda s Řeckem.docx"]
    )
    assert (folder / "Dohoda s Řeckem.docx").read_text(encoding="utf-8") == "mine"
    text = "\n".join(item.text for item in Document(str(folder / names[0])).paragraphs)
    assert "Ukončení" in text


def test_cancel_leaves_nothing(store: Store, two: list[str], folder: Path) -> None:
    asked = iter([False, False, False, True])
    with store.reading() as connection, pytest.raises(UserError, match="cancelled"):
        print_each(
            connection, COUNCIL, two, [CS], folder, ".docx", ON, cancelled=lambda: next(asked)
        )
    assert list(folder.iterdir()) == []
    with store.reading() as connection, pytest.raises(UserError, match="cancelled"):
        print_paper(connection, SUMMARY, two, [CS], folder / "a.pdf", ON, cancelled=lambda: True)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("paper", "languages", "name", "options"),
    [
        (SUMMARY, [CS], "a.docx", {}),
        (SUMMARY, [CS, CS], "a.pdf", {}),
        (SUMMARY, [], "a.pdf", {}),
        (SUMMARY, [CS], "a.pdf", {"step": "amendment"}),
        (COUNCIL, [CS, DE], "a.docx", {}),
        (COUNCIL, [CS], "a.docx", {}),  # two records
        (COUNCIL, [CS], "a.docx", {"step": "marriage"}),
    ],
)
def test_what_a_paper_cannot_be_is_refused(
    store: Store,
    two: list[str],
    folder: Path,
    paper: object,
    languages: list[Language],
    name: str,
    options: dict[str, str],
) -> None:
    with store.reading() as connection, pytest.raises(UserError):
        print_paper(connection, paper, two, languages, folder / name, ON, options)  # type: ignore[arg-type]
    assert list(folder.iterdir()) == []


def test_the_draft_says_what_is_missing(store: Store, two: list[str], folder: Path) -> None:
    with store.reading() as connection:
        left = print_paper(connection, DRAFT, two[:1], [CS], folder / "a.xml", ON)
    assert "No file with the text of the contract is attached." in left
    assert (folder / "a.xml").read_bytes().startswith(b"<?xml")


def test_a_list_travels_to_another_process(store: Store, two: list[str], folder: Path) -> None:
    query = ListQuery(
        ENTITIES["agreement"], DE, text="dohoda", on=ON, filters=(Filter("kind", "memorandum"),)
    )
    assert unpacked(packed(query)) == query  # type: ignore[arg-type]
    printed = jobs.run(
        store,
        "print",
        entity="agreement",
        key="register",
        wanted=packed(query),
        languages=["de"],
        target=str(folder / "a.pdf"),
        on=ON,
        options={"group_by": "state"},
    )
    assert printed.files == [("a.pdf", [])]
    assert [item.text for item in printed.missing] == []
    made = jobs.run(
        store,
        "print",
        entity="agreement",
        key="contract-draft",
        wanted=two,
        languages=["cs"],
        target=str(folder),
        on=ON,
        options={},
        each=".xml",
    )
    assert [name for name, _ in made.files] == ["Dohoda s Řeckem.xml", "Memorandum A B.xml"]
    assert (folder / "a.pdf").read_bytes().startswith(b"%PDF")
