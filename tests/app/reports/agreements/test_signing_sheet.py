from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from app.db.store import Store
from app.i18n import Language
from app.reports.agreements.signing_sheet import missing, signing_sheet
from app.services.office import choose_own_organisation
from tests.app.reports.papers_support import (
    assert_conforms,
    assert_no_heading_is_alone,
    assert_nothing_is_cut,
    elements,
    flat_text_of,
)
from tests.factories import make

CS, DE, EN = Language.CS, Language.DE, Language.EN
ON = date(2026, 6, 20)


@pytest.fixture
def own(store: Store) -> str:
    found = make(store, "organisation", name_cs="Ústecký kraj", country="CZ")
    make(store, "address", organisation_id=found, kind="seat", city="Ústí nad Labem")
    choose_own_organisation(store, found)
    return found


def concluded(store: Store, own: str, *countries: str, **values: str) -> str:
    key = make(store, "agreement", title_cs="Dohoda", languages="cs;de", **values)
    make(
        store,
        "agreement_party",
        agreement_id=key,
        organisation_id=own,
        position_no=1,
        signatory="Jana Hostitelová",
        signatory_post="hejtmanka",
    )
    for number, country in enumerate(countries, 2):
        guest = make(store, "organisation", name_cs=f"Partner {country}", country=country)
        make(
            store,
            "agreement_party",
            agreement_id=key,
            organisation_id=guest,
            position_no=number,
            signatory=f"Host {country}",
        )
    return key


def printed(store: Store, key: str, tmp_path: Path, languages: Sequence[Language] = (CS,)) -> Path:
    target = tmp_path / "signing.pdf"
    with store.reading() as connection:
        signing_sheet(connection, [key], languages, target, ON, lambda *_: None)
    return target


def sketches(file: Path) -> list[str]:
    with pikepdf.open(file) as pdf:
        return [str(node.Alt) for node in elements(pdf) if node.S == "/Figure"]


def test_the_guest_sits_at_the_right_hand_of_the_office(
    store: Store, own: str, tmp_path: Path
) -> None:
    key = concluded(store, own, "DE", signed_at="Ústí nad Labem")
    file = printed(store, key, tmp_path)
    text = flat_text_of(file)
    assert text.index("Host DE") < text.index("Jana Hostitelová")
    assert "Státní vlajky za stolem, zleva: Česko, Německo." in text
    assert "zákon č. 352/2001 Sb., § 8" in text
    assert "hostitel je pouze předpokládán" not in text
    (sketch,) = sketches(file)
    assert "1 Partner DE; 2 Ústecký kraj" in sketch
    assert "Vlajky zleva: Česko, Německo" in sketch


def test_originals_are_counted_by_language_and_party(
    store: Store, own: str, tmp_path: Path
) -> None:
    key = concluded(store, own, "DE", "PL")
    text = flat_text_of(printed(store, key, tmp_path))
    assert "čeština 3" in text
    # The sum does not stand alone on the next page.
    assert "němčina 3 Celkem 6" in text
    assert "Stejná pera, vyzkoušená, a jedno náhradní 4" in text
    assert "Vlajky zleva: Německo, Česko, Polsko" in sketches(tmp_path / "signing.pdf")[0]


def test_abroad_the_partner_is_the_host(store: Store, own: str, tmp_path: Path) -> None:
    key = concluded(store, own, "DE")
    make(store, "delegation", agreement_id=key, direction="outgoing", start="2019-12-01")
    file = printed(store, key, tmp_path, (EN,))
    text = flat_text_of(file)
    assert "Host Partner DE" in text
    assert text.index("Jana Hostitelová") < text.index("Host DE")
    assert "Abroad the rules of the host country apply" in text
    assert "Flags from the left: Germany, Czechia" in sketches(file)[0]


def test_what_is_not_known_is_said(store: Store, own: str, tmp_path: Path) -> None:
    key = make(store, "agreement", title_cs="Holá dohoda", signed_on=None, status="draft")
    file = printed(store, key, tmp_path, (EN,))
    text = flat_text_of(file)
    assert "The parties are not recorded." in text
    assert "not recorded 2" in text  # the languages
    assert sketches(file) == []


def test_a_host_that_was_assumed_is_said(store: Store, own: str, tmp_path: Path) -> None:
    key = concluded(store, own, "DE", signed_at="Drážďany")
    assert "the host was assumed" in flat_text_of(printed(store, key, tmp_path, (EN,)))


@pytest.mark.parametrize("countries", [("DE",), ("DE", "PL", "SK", "AT", "RS", "UA", "HU")])
@pytest.mark.parametrize("languages", [(DE,), (CS, EN)], ids="-".join)
def test_the_file_conforms(
    store: Store,
    own: str,
    countries: Sequence[str],
    languages: Sequence[Language],
    tmp_path: Path,
) -> None:
    file = printed(store, concluded(store, own, *countries), tmp_path, languages)
    assert_conforms(file)
    assert_nothing_is_cut(file)
    assert_no_heading_is_alone(file)
    assert len(sketches(file)) == (len(languages) if len(countries) == 1 else 0)


def test_titles_and_names_without_a_translation_are_listed(
    store: Store, own: str, tmp_path: Path
) -> None:
    key = concluded(store, own, "DE")
    with store.reading() as connection:
        listed = [item.text for item in missing(connection, [key], (EN,), ON)]
    assert listed == ["Dohoda", "Ústecký kraj", "hejtmanka", "Partner DE"]
