from __future__ import annotations

import json
from datetime import date

import pytest

from app.cli import main
from app.db.store import Store
from app.i18n import Language
from app.services.protocol.overlaps import check, listed_on
from tests.factories import make, value


class Booked:
    """Somebody who takes part in items of several visits."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.person = make(store, "person", given_name="Eva", family_name="Malá")

    def item(self, starts: str, ends: str | None = None, **values: object) -> tuple[str, str]:
        """A visit of its own with one item; gives the ids of both."""
        visit = make(self.store, "delegation", start=starts[:10])
        member = make(
            self.store,
            "delegation_member",
            delegation_id=visit,
            person_id=self.person,
            side="guest",
        )
        item = make(
            self.store,
            "programme_item",
            **{"delegation_id": visit, "title_cs": "Bod", "starts": starts, "ends": ends, **values},
        )
        make(self.store, "programme_part", programme_item_id=item, member_id=member)
        return visit, item

    def found(self, visit: str) -> list[str]:
        with self.store.reading() as connection:
            return [one.kind for one in check(connection, visit, Language.CS)]


def test_a_night_item_and_a_booking_at_half_past_midnight_overlap_once(store: Store) -> None:
    booked = Booked(store)
    visit, _ = booked.item("2026-10-17T23:30", "2026-10-18T00:45")
    booked.item("2026-10-18T00:30", "2026-10-18T01:30")
    assert booked.found(visit) == ["person"]
    assert listed_on("2026-10-17T23:30") == listed_on("2026-10-18T03:59") == date(2026, 10, 17)
    assert listed_on("2026-10-18T04:00") == listed_on("2026-10-18") == date(2026, 10, 18)


@pytest.mark.parametrize(
    ("starts", "ends", "kinds"),
    [
        ("2027-05-10T09:30", "2027-05-10T10:30", ["person"]),
        ("2027-05-10T10:30", "2027-05-10T11:30", []),
    ],
)
def test_ten_in_prague_and_half_past_nine_in_london(
    store: Store, starts: str, ends: str, kinds: list[str]
) -> None:
    booked = Booked(store)
    visit, _ = booked.item("2027-05-10T10:00", "2027-05-10T11:00")
    booked.item(starts, ends, starts_zone="Europe/London")
    assert booked.found(visit) == kinds


def test_cancelled_visits_and_other_people_do_not_count(store: Store) -> None:
    booked, other = Booked(store), Booked(store)
    visit, _ = booked.item("2027-05-10T10:00", "2027-05-10T11:00")
    other.item("2027-05-10T10:00", "2027-05-10T11:00")
    cancelled, _ = booked.item("2027-05-10T10:00", "2027-05-10T11:00")
    with store.writing("cancel") as writer:
        writer.connection.execute(
            "UPDATE delegation SET status = 'cancelled' WHERE id = ?", (cancelled,)
        )
    assert booked.found(visit) == []


def test_the_command_says_what_overlaps_in_sentences(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    booked = Booked(store)
    visit, first = booked.item("2027-05-10T10:00", "2027-05-10T11:00", interpreter=1)
    _, second = booked.item("2027-05-10T10:30", "2027-05-10T11:00")
    assert value(store, "programme_item", first, "interpreter") == 1
    store.close()
    arguments = ["--data", str(store.path), "--lang", "en", "programme-check", visit]
    assert main([*arguments, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["kind"], one["items"]) for one in found] == [
        ("interpreter", [first]),
        ("person", [first, second]),
    ]
    assert "Eva Malá would be in two places" in found[1]["text"]
    assert main(arguments) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
