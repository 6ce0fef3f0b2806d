from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app.db import contents
from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.registers import contract_register as register
from app.exchange.registers.contract_register import FILE_NAME, NAMESPACE
from app.reports.agreements.contract_draft import contract_draft, contract_record
from app.services.office import choose_own_organisation
from app.services.records.records import archive, save
from tests.factories import make


def texts(path: Path, name: str) -> list[str | None]:
    root = ET.fromstring(path.read_bytes())
    return [element.text for element in root.iter(f"{{{NAMESPACE}}}{name}")]


def organisation(store: Store, name: str, country: str, city: str, **values: str) -> str:
    found = make(store, "organisation", name_cs=name, country=country, **values)
    make(store, "address", organisation_id=found, kind="seat", city=city)
    return found


def attach(store: Store, agreement: str, kind: str, name: str, data: bytes | None) -> str:
    document = make(store, "document", title=name, kind=kind)
    link = {"document_id": document, "entity": "agreement", "record_id": agreement}
    save(store, ENTITIES["document_link"], None, 0, link)
    content = "0" * 64  # bytes that are not on this computer
    if data is not None:
        with store.keeping() as connection:
            content, _ = contents.put(connection, data)
    for number, file in ((1, f"starší {name}"), (2, name)):
        version = {"document_id": document, "number": number, "file_name": file, "content": content}
        save(store, ENTITIES["document_version"], None, 0, version)
    return document


@pytest.fixture
def agreement(store: Store) -> str:
    own = organisation(
        store, "Ústecký kraj", "CZ", "Ústí nad Labem", ico="70892156", data_box="t9zbsva"
    )
    partner = organisation(store, "Svobodný stát Sasko", "DE", "Dresden")
    choose_own_organisation(store, own)
    found = make(store, "agreement", subject_cs="Spolupráce\nv kultuře", contract_no="26/1")
    for key, signed in ((own, "2020-01-15"), (partner, "2020-02-01")):
        make(store, "agreement_party", agreement_id=found, organisation_id=key, signed_on=signed)
    body = "Zastupitelstvo Ústeckého kraje"
    make(store, "resolution", agreement_id=found, body=body, number="5/1Z")
    return found


def test_a_complete_record_has_no_problem(store: Store, agreement: str, tmp_path: Path) -> None:
    attach(store, agreement, "annex", "příloha.pdf", b"%PDF-2")
    attach(store, agreement, "agreement_text", "dohoda.pdf", b"%PDF-1")
    attach(store, agreement, "letter", "dopis.pdf", b"%PDF-3")
    target = tmp_path / "new" / FILE_NAME
    with store.reading() as connection:
        assert contract_draft(connection, agreement, target) == []
    assert target.read_text(encoding="utf-8").splitlines()[1].startswith("<!-- NÁVRH")
    assert texts(target, "nazev") == ["Ústecký kraj", "Svobodný stát Sasko"]
    assert texts(target, "adresa") == ["Ústí nad Labem", "Dresden, Německo"]
    assert texts(target, "ico") == ["70892156"]
    assert texts(target, "predmet") == ["Spolupráce v kultuře"]
    assert texts(target, "datumUzavreni") == ["2020-02-01"]
    assert texts(target, "cisloSmlouvy") == ["26/1"]
    assert texts(target, "schvalil") == ["Zastupitelstvo Ústeckého kraje, usnesení č. 5/1Z"]
    assert texts(target, "nazevSouboru") == ["dohoda.pdf", "příloha.pdf"]
    assert [file.name for file in target.parent.iterdir()] == [FILE_NAME]


def test_an_incomplete_record_is_written_and_says_what_it_lacks(
    store: Store, tmp_path: Path
) -> None:
    agreement = make(store, "agreement", signed_on="2020-02")
    with store.reading() as connection:
        found = contract_draft(connection, agreement, tmp_path / FILE_NAME)
    assert found == [register.NO_DAY, register.NO_PUBLISHER, register.NO_PARTY, register.NO_FILE]
    assert texts(tmp_path / FILE_NAME, "predmet") == ["Zkušební dohoda"]
    assert texts(tmp_path / FILE_NAME, "datumUzavreni") == []


def test_a_file_that_is_empty_or_elsewhere_is_a_problem(
    store: Store, agreement: str, tmp_path: Path
) -> None:
    for data in (b"", None):
        document = attach(store, agreement, "agreement_text", "dohoda.pdf", data)
        with store.reading() as connection:
            found = contract_draft(connection, agreement, tmp_path / FILE_NAME)
        assert found == [register.EMPTY_FILE]
        save_archived(store, document)


def save_archived(store: Store, document: str) -> None:
    from datetime import date

    archive(store, ENTITIES["document"], [document], on=date(2026, 11, 20))


@pytest.mark.parametrize(
    ("number", "follows"), [("22956327", 22956327), (None, None), ("č. 5", None), ("²", None)]
)
def test_an_amendment_follows_its_contract(
    store: Store, number: str | None, follows: int | None
) -> None:
    contract = make(store, "agreement", register_id=number)
    amendment = make(store, "agreement", amends_id=contract)
    with store.reading() as connection:
        assert contract_record(connection, amendment).follows == follows


def test_who_decided_to_end_it_did_not_approve_it(store: Store, agreement: str) -> None:
    ended = make(store, "agreement", termination_approved_on="2023-06-26")
    make(store, "resolution", agreement_id=ended, body="Rada", decided_on="2019-12-10")
    make(store, "resolution", agreement_id=ended, body="Zastupitelstvo", decided_on="2023-06-26")
    with store.reading() as connection:
        assert contract_record(connection, ended).approved_by == "Rada"


def test_what_cannot_be_written_is_said(store: Store, agreement: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with store.reading() as connection, pytest.raises(UserError):
        contract_draft(connection, agreement, tmp_path / "file" / FILE_NAME)
    with store.reading() as connection, pytest.raises(UserError):
        contract_draft(connection, "nothing", tmp_path / FILE_NAME)
    assert not (tmp_path / FILE_NAME).exists()
