from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.i18n import Language
from app.reports.agreements.file_cover import file_cover, missing
from app.services.records.records import save
from tests.app.reports.papers_support import (
    assert_conforms,
    assert_no_heading_is_alone,
    assert_nothing_is_cut,
    flat_text_of,
)
from tests.factories import make

CS, DE, EN = Language.CS, Language.DE, Language.EN
ON = date(2026, 6, 20)


def printed(store: Store, key: str, tmp_path: Path, languages: Sequence[Language] = (CS,)) -> Path:
    target = tmp_path / "cover.pdf"
    with store.reading() as connection:
        assert file_cover(connection, [key], languages, target, ON, lambda *_: None) == []
    return target


@pytest.fixture
def agreement(store: Store) -> str:
    body = make(store, "organisation", name_cs="Okres Ostróda", native_name="Powiat ostródzki")
    key = make(
        store,
        "agreement",
        title_cs="Dohoda o spolupráci",
        file_no="SPZN 12/2018",
        reference_no="KUUK/44/2018",
        depositary="Spisovna, regál 12",
    )
    make(store, "agreement_party", agreement_id=key, organisation_id=body)
    document = make(
        store, "document", title="Usnesení č. 12", kind="resolution", reference_no="KUUK/45/2018"
    )
    values = {"document_id": document, "entity": "agreement", "record_id": key}
    save(store, ENTITIES["document_link"], None, 0, values)
    return key


def test_it_tells_numbers_parties_place_and_documents(
    store: Store, agreement: str, tmp_path: Path
) -> None:
    text = flat_text_of(printed(store, agreement, tmp_path))
    for part in (
        "Titulní list spisu",
        "SPZN 12/2018",
        "KUUK/44/2018",
        "Okres Ostróda",
        "Powiat ostródzki",
        "15. 1. 2020",
        "Spisovna, regál 12",
        "Usnesení č. 12",
        "KUUK/45/2018",
        "Skartační znak a lhůta",
    ):
        assert part in text, part


def test_what_is_not_on_record_is_filled_in_by_hand(store: Store, tmp_path: Path) -> None:
    key = make(store, "agreement", title_cs="Holá dohoda")
    text = flat_text_of(printed(store, key, tmp_path, (EN,)))
    for label in ("File number", "Reference number", "Depositary", "Shelf, box, folder"):
        assert label in text
    assert "No document is stored with the record." in text
    assert "Holá dohoda (cs)" in text


@pytest.mark.parametrize("languages", [(DE,), (CS, EN)], ids="-".join)
def test_the_file_conforms(
    store: Store, agreement: str, languages: Sequence[Language], tmp_path: Path
) -> None:
    file = printed(store, agreement, tmp_path, languages)
    assert_conforms(file)
    assert_nothing_is_cut(file)
    assert_no_heading_is_alone(file)


def test_only_what_it_prints_is_listed_as_missing(store: Store, agreement: str) -> None:
    make(store, "commitment", agreement_id=agreement, text_cs="Nepřeložený závazek")
    with store.reading() as connection:
        listed = [item.text for item in missing(connection, [agreement], (DE,), ON)]
    assert listed == ["Dohoda o spolupráci", "Okres Ostróda"]
