from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.registers import contract_register as register
from app.exchange.registers.contract_register import (
    NAMESPACE,
    ContractRecord,
    Party,
    attachment_problems,
    draft,
    problems,
)
from app.rules.days.partial_dates import UNKNOWN, PartialDate

REGION = Party(
    name="Ústecký kraj",
    ico="70892156",
    data_box="t9zbsva",
    address="Velká Hradební 3118/48, 400 02 Ústí nad Labem",
    department="Oddělení vnějších vztahů",
    pays=True,
)
SAXONY = Party(name="Freistaat Sachsen", address="Archivstraße 1, 01097 Dresden", pays=False)
RECORD = ContractRecord(
    publisher=REGION,
    parties=[SAXONY, Party(name="Владимирская область", address="Владимир")],
    subject="Dohoda o spolupráci & výměně",
    concluded_on=PartialDate(2026, 11, 23),
    contract_no="26/SML0001",
    approved_by="Zastupitelstvo kraje",
    value_without_vat=Decimal("100000"),
    value_with_vat=Decimal("121000.00"),
    foreign_value=Decimal("4.8E+3"),
    foreign_currency="EUR",
    follows=22956327,
)
FILES = [("dohoda.pdf", b"%PDF"), ("příloha č. 1.odt", b"PK")]


def element(root: ET.Element, path: str) -> str | None:
    return root.findtext("/".join(f"{{{NAMESPACE}}}{part}" for part in path.split("/")))


def names(parent: ET.Element | None) -> list[str]:
    assert parent is not None
    return [child.tag.removeprefix(f"{{{NAMESPACE}}}") for child in parent]


def test_a_complete_record_has_no_problem() -> None:
    assert problems(RECORD) == []
    assert attachment_problems(FILES) == []


def test_the_draft_is_marked_as_one_before_anything_else() -> None:
    lines = draft(RECORD, FILES).decode("utf-8").splitlines()
    assert lines[0] == '<?xml version="1.0" encoding="UTF-8"?>'
    assert lines[1].startswith("<!-- NÁVRH – neodesláno do registru smluv")
    assert lines[1].endswith("-->")
    assert lines[2] == f'<zverejneni xmlns="{NAMESPACE}">'


def test_the_elements_stand_in_the_order_of_the_register() -> None:
    root = ET.fromstring(draft(RECORD, FILES))
    assert root.tag == f"{{{NAMESPACE}}}zverejneni"
    assert names(root) == ["smlouva", "prilohy"]
    contract = root[0]
    assert names(contract) == [
        "subjekt", "smluvniStrana", "smluvniStrana", "predmet", "datumUzavreni", "cisloSmlouvy",
        "schvalil", "hodnotaBezDph", "hodnotaVcetneDph", "ciziMena", "navazanyZaznam",
    ]  # fmt: skip
    assert names(contract[0]) == ["datovaSchranka", "nazev", "ico", "adresa", "utvar", "platce"]
    assert names(contract[1]) == ["nazev", "adresa", "prijemce"]
    assert names(contract[2]) == ["nazev", "adresa"]


def test_the_values_of_the_draft() -> None:
    root = ET.fromstring(draft(RECORD, FILES))
    values = {
        "smlouva/subjekt/nazev": "Ústecký kraj",
        "smlouva/subjekt/ico": "70892156",
        "smlouva/subjekt/datovaSchranka": "t9zbsva",
        "smlouva/subjekt/utvar": "Oddělení vnějších vztahů",
        "smlouva/subjekt/platce": "1",
        "smlouva/smluvniStrana/prijemce": "1",
        "smlouva/predmet": "Dohoda o spolupráci & výměně",
        "smlouva/datumUzavreni": "2026-11-23",
        "smlouva/cisloSmlouvy": "26/SML0001",
        "smlouva/schvalil": "Zastupitelstvo kraje",
        "smlouva/hodnotaBezDph": "100000",
        "smlouva/hodnotaVcetneDph": "121000.00",
        "smlouva/ciziMena/hodnota": "4800",
        "smlouva/ciziMena/mena": "EUR",
        "smlouva/navazanyZaznam": "22956327",
    }
    assert {path: element(root, path) for path in values} == values


def test_files_are_named_and_their_content_stays_outside() -> None:
    data = draft(RECORD, [("dohoda.pdf", b"CONTENT"), ("a.odt", b"x")])
    files = ET.fromstring(data)[1]
    assert [names(item) for item in files] == [["nazevSouboru"], ["nazevSouboru"]]
    assert [item[0].text for item in files] == ["dohoda.pdf", "a.odt"]
    assert b"CONTENT" not in data


def test_what_is_not_known_is_left_out_and_not_invented() -> None:
    root = ET.fromstring(draft(ContractRecord(publisher=Party()), []))
    assert names(root) == ["smlouva", "prilohy"]
    assert names(root[0]) == ["subjekt"]
    assert names(root[0][0]) == []
    assert names(root[1]) == []


@pytest.mark.parametrize("day", [PartialDate(2026), PartialDate(2026, 11), UNKNOWN])
def test_a_date_that_is_not_known_to_the_day_is_a_problem_and_not_written(day: PartialDate) -> None:
    record = replace(RECORD, concluded_on=day)
    assert problems(record) == [register.NO_DAY]
    assert element(ET.fromstring(draft(record, FILES)), "smlouva/datumUzavreni") is None


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (replace(RECORD, subject=" "), [register.NO_SUBJECT]),
        (replace(RECORD, concluded_on=None), [register.NO_DATE]),
        (replace(RECORD, parties=[]), [register.NO_PARTY]),
        (replace(RECORD, parties=[replace(SAXONY, name="")] * 2), [register.NO_NAME]),
        (replace(RECORD, parties=[Party(name="Sasko")]), [register.NO_IDENTITY]),
        (replace(RECORD, parties=[Party(name="A", ico="12345678")]), [register.BAD_ICO]),
        (replace(RECORD, parties=[Party(name="A", data_box="?")]), [register.BAD_DATA_BOX]),
        (replace(RECORD, publisher=replace(REGION, data_box="")), [register.NO_PUBLISHER]),
        (replace(RECORD, value_with_vat=Decimal(1)), [register.BAD_VALUE]),
        (replace(RECORD, value_without_vat=None, value_with_vat=None), []),
        (replace(RECORD, foreign_value=None, foreign_currency=""), []),
        (replace(RECORD, foreign_value=None), [register.NO_CURRENCY]),
        (replace(RECORD, foreign_currency=" "), [register.NO_CURRENCY]),
        (
            ContractRecord(publisher=Party()),
            [register.NO_SUBJECT, register.NO_DATE, register.NO_PUBLISHER, register.NO_PARTY],
        ),
    ],
)
def test_what_is_missing_or_wrong_is_listed(record: ContractRecord, expected: list[str]) -> None:
    assert problems(record) == expected


def test_what_is_wrong_with_the_files() -> None:
    assert attachment_problems([]) == [register.NO_FILE]
    assert attachment_problems([("a.pdf", b"")]) == [register.EMPTY_FILE]
    assert attachment_problems([(" ", b"x")]) == [register.EMPTY_FILE]
    assert attachment_problems([("a.pdf", b"x"), ("a.pdf", b"y")]) == [register.SAME_NAME]
    assert attachment_problems([("a.pdf", b"x"), ("A.pdf", b"x")]) == []


def test_who_pays_may_be_unknown_and_a_party_may_pay() -> None:
    record = replace(
        RECORD, publisher=replace(REGION, pays=None), parties=[replace(SAXONY, pays=True)]
    )
    root = ET.fromstring(draft(record, FILES))
    assert element(root, "smlouva/subjekt/platce") is None
    assert element(root, "smlouva/smluvniStrana/prijemce") == "0"


TEXTS = st.text(st.characters(codec=None), max_size=20)
PARTIES = st.builds(
    Party, name=TEXTS, ico=TEXTS, data_box=TEXTS, address=TEXTS, pays=st.none() | st.booleans()
)


@given(
    st.builds(
        ContractRecord,
        publisher=PARTIES,
        parties=st.lists(PARTIES, max_size=3),
        subject=TEXTS,
        concluded_on=st.none() | st.dates().map(PartialDate.from_date) | st.just(UNKNOWN),
        contract_no=TEXTS,
        value_without_vat=st.none() | st.decimals(allow_nan=False, allow_infinity=False),
        foreign_value=st.none() | st.integers().map(Decimal),
        foreign_currency=TEXTS,
        follows=st.none() | st.integers(0),
    ),
    st.lists(st.tuples(TEXTS, st.binary(max_size=5)), max_size=3),
)
def test_any_record_gives_well_formed_xml_and_a_list(
    record: ContractRecord, files: list[tuple[str, bytes]]
) -> None:
    root = ET.fromstring(draft(record, files))
    assert len(root[1]) == len(files)
    found = problems(record) + attachment_problems(files)
    assert len(set(found)) == len(found)
