from __future__ import annotations

from datetime import date

import pytest

from app.db.store import Store
from app.i18n import Language
from app.reports.agreements.collect import body_names, post_names, summary
from app.services.office import choose_own_organisation
from tests.factories import make

CS, DE, EN = Language.CS, Language.DE, Language.EN
OWN = {CS: "Ústecký kraj", EN: "Ústí Region"}


@pytest.mark.parametrize(
    ("recorded", "names"),
    [
        ("Zastupitelstvo Ústeckého kraje", {EN: "The Assembly of Ústí Region"}),
        ("Rada Ústeckého kraje", {EN: "The Council of Ústí Region"}),
        ("Zastupitelstvo Libereckého kraje", {}),
        ("Zastupitelstvo", {}),
        ("Výbor Ústeckého kraje", {}),
    ],
)
def test_the_own_bodies_are_called_by_their_names(
    recorded: str, names: dict[Language, str]
) -> None:
    assert body_names(recorded, OWN) == {CS: recorded, **names}


def test_a_body_that_is_not_recorded_has_no_name() -> None:
    assert body_names(None, OWN) == {}
    assert body_names("Rada ", {}) == {CS: "Rada "}


def test_a_post_is_called_as_the_organisation_calls_it(store: Store) -> None:
    own = make(store, "organisation", name_cs="Ústecký kraj", country="CZ")
    other = make(store, "organisation", name_cs="Jiný kraj", country="CZ")
    for where, title_de in ((own, "Regionspräsidentin"), (other, "Hauptmann")):
        make(
            store,
            "position",
            person_id=make(store, "person"),
            organisation_id=where,
            title_cs="hejtmanka",
            title_de=title_de,
        )
    with store.reading() as connection:
        assert post_names(connection, "hejtmanka", own) == {
            CS: "hejtmanka",
            DE: "Regionspräsidentin",
        }
        assert post_names(connection, "hejtman", own) == {CS: "hejtman"}
        assert post_names(connection, None, own) == {}


def test_a_summary_has_both_in_the_languages_there_are(store: Store) -> None:
    own = make(store, "organisation", name_cs="Ústecký kraj", name_de="Region Aussig")
    choose_own_organisation(store, own)
    agreement = make(store, "agreement")
    make(
        store,
        "agreement_party",
        agreement_id=agreement,
        organisation_id=own,
        signatory_post="hejtman",
    )
    make(store, "resolution", agreement_id=agreement, body="Rada Ústeckého kraje")
    with store.reading() as connection:
        paper = summary(connection, agreement, date(2026, 11, 26))
    assert paper.parties[0].signatory_post == {CS: "hejtman"}
    assert paper.approvals[0].body == {CS: "Rada Ústeckého kraje", DE: "Der Rat (Region Aussig)"}
