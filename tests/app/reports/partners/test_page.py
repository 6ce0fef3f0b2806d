from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from app.db.store import Store
from app.i18n import Language
from app.reports.partners.page import missing, partner_page
from app.services.office import choose_own_organisation
from tests.app.reports.papers_support import (
    assert_conforms,
    assert_no_heading_is_alone,
    assert_nothing_is_cut,
    bookmarks,
    flat_text_of,
)
from tests.factories import make

CS, DE, EN = Language.CS, Language.DE, Language.EN
ON = date(2026, 6, 20)


@pytest.fixture
def partner(store: Store) -> str:
    """A partner about which everything is recorded, some of it for nobody else."""
    own = make(store, "organisation", name_cs="Ústecký kraj", country="CZ")
    choose_own_organisation(store, own)
    key = make(
        store,
        "organisation",
        name_cs="Zakarpatská oblast",
        name_de="Oblast Transkarpatien",
        native_name="Закарпатська область",
        country="UA",
        website="https://carpathia.gov.ua/",
        note="Interní poznámka o partnerovi",
    )
    agreement = make(
        store,
        "agreement",
        title_cs="Dohoda o spolupráci",
        title_de="Vereinbarung über die Zusammenarbeit",
        partner_id=key,
        term="indefinite",
    )
    make(store, "commitment", agreement_id=agreement, text_cs="Slib", due="2026-05", status="open")
    area = make(store, "area", name_cs="kultura", name_de="Kultur")
    make(store, "agreement_area", agreement_id=agreement, area_id=area)
    person = make(
        store,
        "person",
        given_name="Taras",
        family_name="Testovyč",
        name_native="Тарас Тестович",
        legal_basis="public_task",
    )
    make(store, "position", person_id=person, organisation_id=key, title_cs="předseda")
    make(store, "contact_point", person_id=person, kind="email", value="taras@example.org")
    make(store, "milestone", organisation_id=key, text_cs="Začátek spolupráce", date="2014")
    make(store, "delegation", title_cs="Návštěva v Užhorodu", partner_id=key, start="2019-05-02")
    return key


def printed(
    store: Store,
    key: str,
    tmp_path: Path,
    languages: Sequence[Language] = (CS,),
    version: str = "internal",
) -> Path:
    target = tmp_path / "partner.pdf"
    with store.reading() as connection:
        partner_page(connection, [key], languages, target, ON, lambda *_: None, version=version)
    return target


PUBLIC = (
    "Zakarpatská oblast",
    "Закарпатська область",
    "carpathia.gov.ua",
    "Dohoda o spolupráci",
    "V platnosti",
    "na dobu neurčitou",
    "kultura",
    "Taras Testovyč",
    "Тарас Тестович",
    "předseda",
    "Začátek spolupráce",
    "Návštěva v Užhorodu",
    "2. 5. 2019",
)
INNER = ("Slib", "po termínu", "taras@example.org", "Interní poznámka o partnerovi", "interní")


def test_the_internal_sheet_holds_everything(store: Store, partner: str, tmp_path: Path) -> None:
    text = flat_text_of(printed(store, partner, tmp_path))
    for part in (*PUBLIC, *INNER):
        assert part in text, part


def test_the_public_one_holds_nothing_inner(store: Store, partner: str, tmp_path: Path) -> None:
    text = flat_text_of(printed(store, partner, tmp_path, version="public"))
    for part in PUBLIC:
        assert part in text, part
    for part in INNER:
        assert part not in text, part


def test_a_web_page_is_public_whatever_is_asked_for(
    store: Store, partner: str, tmp_path: Path
) -> None:
    target = tmp_path / "partner.html"
    with store.reading() as connection:
        partner_page(connection, [partner], (CS,), target, ON, lambda *_: None, version="internal")
    text = target.read_text(encoding="utf-8").replace("\u00a0", " ")
    for part in PUBLIC:
        assert part in text, part
    for part in INNER:
        assert part not in text, part


@pytest.mark.parametrize("languages", [(EN,), (CS, DE)], ids="-".join)
def test_the_file_conforms(
    store: Store, partner: str, languages: Sequence[Language], tmp_path: Path
) -> None:
    file = printed(store, partner, tmp_path, languages)
    assert_conforms(file)
    assert_nothing_is_cut(file)
    assert_no_heading_is_alone(file)


def test_a_long_history_is_kept_to_one_sheet_of_paper(
    store: Store, partner: str, tmp_path: Path
) -> None:
    for number in range(120):
        make(
            store,
            "milestone",
            organisation_id=partner,
            text_cs=f"Událost č. {number}, kterou je třeba popsat celou větou, aby zabrala místo",
            date=f"{1900 + number}",
        )
    file = printed(store, partner, tmp_path, (CS, DE))
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 2
    text = flat_text_of(file)
    assert "Událost č. 119" in text
    assert "Událost č. 0," not in text
    assert "dřívějších kroků" in text


def test_long_lists_leave_room_for_each_other(store: Store, partner: str, tmp_path: Path) -> None:
    for number in range(40):
        make(
            store,
            "agreement",
            title_cs=f"Dohoda č. {number} o spolupráci v oblastech, jejichž výčet je dlouhý",
            partner_id=partner,
            signed_on=f"{1970 + number}-05-01",
        )
        make(
            store,
            "position",
            person_id=make(store, "person", given_name="Jan", family_name=f"Novák{number}"),
            organisation_id=partner,
            title_cs="člen rady",
        )
        make(store, "milestone", organisation_id=partner, text_cs=f"Krok {number}", date="2001")
    file = printed(store, partner, tmp_path, (CS, DE))
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 2
    text = flat_text_of(file)
    assert "Dohoda č. 39" in text
    assert "Dohoda č. 0 " not in text
    assert "Krok" in text
    assert "Novák" in text
    assert len(re.findall(r"\ba \d+ dalš", text)) == 2
    assert len(re.findall(r"\bund \d+ weitere", text)) == 2


def test_a_partner_without_anything(store: Store, tmp_path: Path) -> None:
    key = make(store, "organisation", name_cs="Prázdná organizace", native_name="")
    file = printed(store, key, tmp_path)
    text = flat_text_of(file)
    assert "Žádná dohoda není uzavřena." in text
    assert [title for depth, title, _ in bookmarks(file) if depth] == ["Dohody"]
    assert_conforms(file)


def test_what_has_no_translation_is_listed(store: Store, partner: str) -> None:
    with store.reading() as connection:
        listed = {item.text for item in missing(connection, [partner], (DE,), ON)}
    assert {"Slib", "předseda", "Začátek spolupráce", "Návštěva v Užhorodu"} <= listed
    assert "Dohoda o spolupráci" not in listed
