from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app.db.store import Store
from app.errors import UserError
from app.i18n import Language
from app.reports.agreements.register_table import missing_in_register, register_xlsx
from app.reports.engine.sheets import TableColumn, Value, check_languages, write_table
from app.rules.days.partial_dates import PartialDate
from tests.factories import make

CS, DE, EN = Language.CS, Language.DE, Language.EN
ON = date(2026, 6, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "tables"
    found.mkdir()
    return found


@pytest.fixture
def two(store: Store) -> list[str]:
    partner = make(store, "organisation", name_cs="Sasko", name_de="Sachsen", country="DE")
    first = make(
        store,
        "agreement",
        title_cs="=Dohoda Љубав",
        partner_id=partner,
        reference_no="KUUK/1",
        signed_on="2024-01-15",
        entry_into_force="2024-02",
        term="fixed",
        expires_on="2027-01-14",
        renewal_months=36,
        notice_months=6,
    )
    return [first, make(store, "agreement", title_cs="Druhá", signed_on="unknown")]


def rows_of(file: Path) -> list[list[object]]:
    return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()


def test_an_agreement_is_a_row_with_real_dates(store: Store, two: list[str], folder: Path) -> None:
    file = folder / "a.xlsx"
    with store.reading() as connection:
        assert register_xlsx(connection, two, [CS], file, ON) == 2
    head, first, second = rows_of(file)
    row = dict(zip(head, first, strict=True))
    assert row["Č."] == 1
    assert row["Dohoda"] == "=Dohoda Љубав"  # text, not a formula
    assert row["Partner"] == "Sasko"
    assert row["Stát"] == "Německo"
    assert row["Stav"] == "V platnosti"
    assert row["Číslo jednací"] == "KUUK/1"
    assert row["Podepsáno"] == date(2024, 1, 15)
    assert row["Účinnost od"] == "únor 2024"
    assert row["Konec platnosti"] == date(2027, 1, 14)
    assert row["Konec běžícího období"] == date(2027, 1, 14)
    assert dict(zip(head, second, strict=True))["Podepsáno"] == "den neznámý"
    assert list(folder.iterdir()) == [file]


def test_two_languages_have_columns_of_their_own(
    store: Store, two: list[str], folder: Path
) -> None:
    file = folder / "a.xlsx"
    with store.reading() as connection:
        register_xlsx(connection, two, [CS, DE], file, ON)
    head, first, _ = rows_of(file)
    assert head[:7] == ["Č. / Nr.", "Dohoda", "Vereinbarung", "Partner", "Partner", "Stát", "Land"]
    assert first[3:7] == ["Sasko", "Sachsen", "Německo", "Deutschland"]


def test_cancel_leaves_the_old_file(store: Store, two: list[str], folder: Path) -> None:
    file = folder / "a.xlsx"
    file.write_bytes(b"old")
    with store.reading() as connection, pytest.raises(UserError, match="cancelled"):
        register_xlsx(connection, two, [CS], file, ON, cancelled=lambda: True)
    assert file.read_bytes() == b"old"
    assert list(folder.iterdir()) == [file]


def test_what_is_not_translated_is_listed(store: Store, two: list[str]) -> None:
    with store.reading() as connection:
        found = missing_in_register(connection, two, [CS, DE], ON)
        assert missing_in_register(connection, two, [CS], ON) == []
    assert [(item.language, item.text) for item in found] == [
        (DE, "=Dohoda Љубав"),
        (DE, "Druhá"),
    ]


# --- any table -----------------------------------------------------------------------------------


def written(file: Path, rows: list[list[Value]], language: Language = CS) -> list[list[object]]:
    columns = [TableColumn("Co", 20), TableColumn("Kdy", 12)]
    write_table(file, "Tabulka", columns, iter(rows), language=language, author="Kraj", on=ON)
    return rows_of(file)


def test_values_keep_what_they_are(folder: Path) -> None:
    rows: list[list[Value]] = [
        ["https://kraj.cz", PartialDate.parse_iso("2026-06-20")],
        ["+420 475", PartialDate.parse_iso("2026-06")],
        ["x" * 40_000, PartialDate.parse_iso("1899-05-01")],
        [7, None],
        ["den", date(2026, 1, 2)],
    ]
    found = written(folder / "a.xlsx", rows, DE)
    assert found[1] == ["https://kraj.cz", date(2026, 6, 20)]
    assert found[2] == ["+420 475", "Juni 2026"]
    assert len(str(found[3][0])) == 32_767
    assert found[3][1] == "01.05.1899"  # Excel counts from 1900
    assert found[4] == [7, ""]
    assert found[5] == ["den", date(2026, 1, 2)]
    with zipfile.ZipFile(folder / "a.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "<autoFilter" in sheet
        assert 'state="frozen"' in sheet
        assert "hyperlink" not in sheet
        assert "dd.mm.yyyy" in book.read("xl/styles.xml").decode()


def test_equal_tables_are_equal_files(folder: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        written(folder / name, [["a", None]])
    assert (folder / "a.xlsx").read_bytes() == (folder / "b.xlsx").read_bytes()


def test_a_table_that_cannot_be_written_leaves_nothing(folder: Path) -> None:
    target = folder / "a.xlsx"
    target.mkdir()
    with pytest.raises(UserError, match=r"a\.xlsx"):
        written(target, [["a", None]])
    assert list(folder.iterdir()) == [target]


def test_one_or_two_different_languages() -> None:
    check_languages([CS])
    check_languages([DE, EN])
    for wrong in ([], [CS, CS], [CS, DE, EN]):
        with pytest.raises(UserError):
            check_languages(wrong)
