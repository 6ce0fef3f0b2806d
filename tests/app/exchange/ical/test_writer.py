from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil import tz
from icalendar import Calendar
from icalendar import Event as Component

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.ical.writer import text, write_requests
from app.i18n import Language
from app.services.calendar.events import NO_DOMAIN, calendar, domain
from app.services.office import choose_own_organisation
from app.services.records.records import save
from tests.factories import make


def written(store: Store, *ids: str, **values: str) -> list[Component]:
    with store.reading() as connection:
        events = calendar(connection, Language.CS, ids or None, **values).events
    return list(Calendar.from_ical(text(events)).walk("VEVENT"))


def item(store: Store, visit: str, starts: str, **values: object) -> str:
    return make(
        store, "programme_item",
        **{"delegation_id": visit, "title_cs": "Bod", "starts": starts, **values},
    )  # fmt: skip


def test_an_item_that_moves_is_a_new_version_of_the_same_event(store: Store) -> None:
    visit = make(store, "delegation")
    first = item(store, visit, "2027-05-10T09:00", ends="2027-05-10T10:00")
    second = item(store, visit, "2027-05-10T10:00", ends="2027-05-10T11:00")
    before = {str(event["UID"]): event["SEQUENCE"] for event in written(store, visit)}
    assert set(before.values()) == {0}
    change = {"starts": "2027-05-10T10:30", "ends": "2027-05-10T11:30"}
    save(store, ENTITIES["programme_item"], second, 10_000, change)
    save(store, ENTITIES["programme_item"], first, 10_000, {"internal_note": "dary"})
    after = {str(event["UID"]): event["SEQUENCE"] for event in written(store, visit)}
    assert after == {**before, f"{second}@{NO_DOMAIN}": 1}


def test_whole_days_end_the_day_after(store: Store) -> None:
    visit = make(store, "delegation", start="2026-08-14", end="2026-08-16")
    (event,) = written(store, visit)
    assert event["DTSTART"].to_ical() == b"20260814"
    assert event["DTEND"].to_ical() == b"20260817"
    assert event["DTEND"].params["VALUE"] == "DATE"


def test_items_around_the_change_of_the_clocks_are_read_as_they_are_meant(store: Store) -> None:
    visit = make(store, "delegation", start="2027-03-28")
    hours = ("01:30", "03:30", "04:30")
    for hour in hours:
        item(store, visit, f"2027-03-28T{hour}")
    with store.reading() as connection:
        file = text(calendar(connection, Language.CS, [visit]).events)
    zone = tz.tzical(io.StringIO(file.decode())).get("Europe/Prague")
    timed = [
        e for e in Calendar.from_ical(file).walk("VEVENT") if "T" in e["DTSTART"].to_ical().decode()
    ]
    assert len(timed) == 3
    for event, hour in zip(timed, hours, strict=True):
        local = datetime.fromisoformat(f"2027-03-28T{hour}")
        assert event["DTSTART"].params["TZID"] == "Europe/Prague"
        assert event["DTSTART"].dt.replace(tzinfo=None) == local
        expected = local.replace(tzinfo=ZoneInfo("Europe/Prague"))
        assert local.replace(tzinfo=zone).utcoffset() == expected.utcoffset()


def test_an_item_without_an_end_has_none_and_a_flight_has_two_zones(store: Store) -> None:
    visit = make(store, "delegation", start="2027-05-10")
    item(store, visit, "2027-05-10T09:00")
    item(store, visit, "2027-05-10T12:00", ends="2027-05-10T14:00", ends_zone="America/New_York")
    _, open_, flight = written(store, visit)
    assert "DTEND" not in open_
    assert flight["DTEND"].params["TZID"] == "America/New_York"


def test_internal_notes_are_never_in_it_and_internal_items_are_private(store: Store) -> None:
    visit = make(store, "delegation", note="tajné", status="cancelled")
    item(store, visit, "2027-05-10T09:00", internal_note="tajné", kind="internal")
    with store.reading() as connection:
        file = text(calendar(connection, Language.CS, [visit]).events).decode()
    assert "tajné" not in file
    assert file.count("STATUS:CANCELLED") == 2, "a cancelled visit is not left out"
    assert file.count("CLASS:PRIVATE") == 1


def test_a_member_has_the_items_in_which_they_take_part(store: Store) -> None:
    visit = make(store, "delegation")
    members = [
        make(store, "delegation_member", delegation_id=visit, post=post, side="guest")
        for post in ("rada", "velvyslanec")
    ]
    mine = item(store, visit, "2027-05-10T09:00")
    item_of_all = item(store, visit, "2027-05-10T10:00")
    other = item(store, visit, "2027-05-10T11:00")
    make(store, "programme_part", programme_item_id=mine, member_id=members[0])
    make(store, "programme_part", programme_item_id=other, member_id=members[1])
    found = [str(e["UID"]).partition("@")[0] for e in written(store, visit, member_id=members[0])]
    assert found == [visit, mine, item_of_all]


def test_a_visit_that_is_not_known_to_the_day_is_listed(store: Store) -> None:
    known = make(store, "delegation", start="2027-05-10")
    month = make(store, "delegation", start="2027-05", title_cs="V květnu")
    make(store, "delegation", start="2020-05-10", archived_on="2021-01-01")
    with store.reading() as connection:
        found = calendar(connection, Language.CS)
    assert [event.uid.partition("@")[0] for event in found.events] == [known]
    assert found.undated == ((month, "V květnu"),)


def test_the_uid_has_the_domain_of_the_office(store: Store) -> None:
    own = make(store, "organisation", website="https://www.kraj.example/cs")
    choose_own_organisation(store, own)
    with store.reading() as connection:
        assert domain(connection) == "kraj.example"
    mail = make(store, "organisation")
    make(store, "contact_point", organisation_id=mail, kind="email", value="a@urad.example")
    choose_own_organisation(store, mail)
    with store.reading() as connection:
        assert domain(connection) == "urad.example"


def test_a_request_names_its_organiser(store: Store) -> None:
    visit = make(store, "delegation", start="2027-05-10")
    with store.reading() as connection:
        events = calendar(connection, Language.CS, [visit]).events
    file = text(events, organiser="protokol@kraj.example").decode()
    assert "METHOD:REQUEST" in file
    assert "ORGANIZER:mailto:protokol@kraj.example" in file
    assert (
        date.fromisoformat("2027-05-10")
        == next(iter(Calendar.from_ical(file).walk("VEVENT")))["DTSTART"].dt
    )


def test_requests_are_one_file_for_each_item_and_ask_those_who_take_part(
    store: Store, tmp_path: Path
) -> None:
    own = make(store, "organisation", name_cs="Ústecký kraj", country="CZ")
    choose_own_organisation(store, own)
    visit = make(store, "delegation", start="2027-05-10")
    people = {}
    for name in ("Anić", "Bílá"):
        person = make(store, "person", given_name="Ana", family_name=name)
        email = f"{'a' if name == 'Anić' else 'b'}@example.org"
        make(store, "contact_point", person_id=person, kind="email", value=email)
        people[name] = make(
            store, "delegation_member", delegation_id=visit, person_id=person, side="guest"
        )
    items = [
        make(store, "programme_item", delegation_id=visit, starts=starts, title_cs=title, kind=kind)
        for starts, title, kind in (
            ("2027-05-10T10:00", "Jednání: 1/2", "talks"),
            ("2027-05-10T12:00", "Oběd", "meal"),
            ("2027-05-10T09:00", "Porada", "internal"),
        )
    ]
    make(
        store, "programme_part", programme_item_id=items[0], member_id=people["Anić"],
        part="takes_part",
    )  # fmt: skip
    with store.reading() as connection, pytest.raises(UserError, match="no e-mail"):
        write_requests(connection, visit, Language.CS, tmp_path / "a")
    make(store, "contact_point", organisation_id=own, kind="email", value="urad@example.cz")
    with store.reading() as connection:
        names = write_requests(connection, visit, Language.CS, tmp_path / "a")
        only = write_requests(connection, visit, Language.CS, tmp_path / "b", people["Bílá"])
    assert [path.name for path in sorted((tmp_path / "a").iterdir())] == names
    assert len(names) == 2
    assert len(only) == 1
    found = []
    for name in names:
        calendar_file = Calendar.from_ical((tmp_path / "a" / name).read_bytes())
        assert calendar_file["method"] == "REQUEST"
        (event,) = calendar_file.walk("VEVENT")
        assert event["organizer"] == "mailto:urad@example.cz"
        attendees = event["attendee"]
        attendees = attendees if isinstance(attendees, list) else [attendees]
        found.append((str(event["summary"]), [str(one) for one in attendees]))
    assert found == [
        ("Jednání: 1/2", ["mailto:a@example.org"]),
        ("Oběd", ["mailto:a@example.org", "mailto:b@example.org"]),
    ]
    with pytest.raises(UserError, match="no points"), store.reading() as connection:
        write_requests(connection, make(store, "delegation"), Language.CS, tmp_path / "c")
