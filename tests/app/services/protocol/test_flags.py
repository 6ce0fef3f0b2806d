from __future__ import annotations

from app.db.store import Store
from app.i18n import Language
from app.services.office import choose_own_organisation
from app.services.protocol.flags import by_custom, flags, set_by_custom
from tests.factories import make


def _names(store: Store, visit: str) -> list[str]:
    with store.reading() as connection:
        return [hung.name for hung in flags(connection, visit, Language.CS).row]


def test_state_flags_by_law_and_the_others_as_the_office_says(store: Store) -> None:
    own = make(store, "organisation", name_cs="Ústecký kraj", country="CZ")
    make(store, "address", organisation_id=own, kind="seat", city="Ústí nad Labem")
    choose_own_organisation(store, own)
    saxony = make(store, "organisation", name_cs="Sasko", country="DE")
    visit = make(store, "delegation", direction="incoming", guest_id=saxony)
    assert _names(store, visit) == ["Česko", "Německo", "Evropská unie", "Ústecký kraj"]
    set_by_custom(store, ["town", "region", "planet", "town"])
    with store.reading() as connection:
        assert by_custom(connection) == ("town", "region")
    assert _names(store, visit) == ["Česko", "Německo", "Ústí nad Labem", "Ústecký kraj"]
    set_by_custom(store, [])
    assert _names(store, visit) == ["Česko", "Německo"]


def test_an_embassy_has_the_flag_of_the_state_that_it_represents(store: Store) -> None:
    embassy = make(store, "organisation", country="CZ", represents_country="JP", kind="embassy")
    visit = make(store, "delegation", direction="incoming", guest_id=embassy)
    assert _names(store, visit)[:2] == ["Česko", "Japonsko"]


def test_a_trip_to_several_countries_has_their_flags(store: Store) -> None:
    visit = make(store, "delegation", countries="DE;PL")
    assert _names(store, visit)[:3] == ["Německo", "Česko", "Polsko"]
