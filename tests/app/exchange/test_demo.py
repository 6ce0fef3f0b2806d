from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.db.statements import rows_as_dicts
from app.db.store import Store
from app.entities import ENTITIES, RECORDS
from app.errors import UserError
from app.exchange.demo import ALREADY_LOADED, RENDERED, load_demo
from app.i18n import Language, translator
from app.kinds import REFERENCE
from app.rules.agreements.terms import standing
from app.services.care.checking import check
from app.services.contacts import mailing
from app.services.office import open_store
from app.services.protocol import approvals, overlaps, seating
from app.services.protocol.interpreters import uncovered
from app.services.records import search
from app.services.records.query import facts_of
from app.services.records.records import read
from app.services.records.undo import last_action

TODAY = date(2026, 3, 4)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    found = open_store(tmp_path_factory.mktemp("demo") / "demo.db")
    load_demo(found, TODAY)
    yield found
    found.close()


def rows(store: Store, sql: str, *values: object) -> list[dict[str, object]]:
    with store.reading() as connection:
        return rows_as_dicts(connection, sql, values)


def contents(store: Store) -> dict[str, list[dict[str, object]]]:
    """Every row of every entity without ids and references, in a stable order."""
    found: dict[str, list[dict[str, object]]] = {}
    for entity in ENTITIES.values():
        names = [
            item.name
            for item in entity.fields
            if item.kind is not REFERENCE
            and item.name != "record_id"
            and (entity.name, item.name) not in {("user", "name"), ("user", "initials")}
        ]
        columns = ", ".join(f'"{name}"' for name in names)
        if columns:
            table = rows(store, f'SELECT {columns} FROM "{entity.name}"')
            found[entity.name] = sorted(table, key=lambda row: str(sorted(row.items())))
    return found


def count(store: Store, table: str, where: str = "1") -> int:
    return int(str(rows(store, f'SELECT count(*) AS n FROM "{table}" WHERE {where}')[0]["n"]))


def test_counts(demo: Store) -> None:
    assert {
        name: count(demo, name)
        for name in (
            *("person", "organisation", "delegation", "agreement", "task", "user"),
            *("document", "document_version", "mailing_list", "mailing_member"),
        )
    } == {
        "person": 22,
        "organisation": 66,
        "delegation": 64,
        "agreement": 18,
        "task": 37,
        "user": 4,
        "document": 5,
        "document_version": 6,
        "mailing_list": 3,
        "mailing_member": 19,
    }
    assert count(demo, "gift") == 8
    assert count(demo, "meeting") == count(demo, "budget_line") == count(demo, "seating_plan") == 2
    assert count(demo, "gift_stock") == 2
    assert count(demo, "milestone") == 56
    assert count(demo, "programme_item") == 66 + 26
    assert count(demo, "cost", "note LIKE 'Vymyšlený%'") == 15 + 1
    assert count(demo, "paper_step") == 5


def test_everything_invented_is_marked(demo: Store) -> None:
    assert count(demo, "person", "invented = 1 AND note LIKE 'Vymyšlená osoba%'") == 22
    assert count(demo, "user", "name LIKE '%(ukázka)'") == 3
    assert count(demo, "task", "title LIKE '%(ukázka)' AND note LIKE 'Vymyšlený%'") == 37
    assert count(demo, "delegation", "title_cs LIKE '%(ukázka)' AND note LIKE 'Vymyšlený%'") == 3
    assert count(demo, "agreement", "title_cs LIKE '%(ukázka)' AND note LIKE 'Vymyšlený%'") == 1
    assert count(demo, "commitment", "text_cs LIKE '%(ukázka)' AND note LIKE 'Vymyšlený%'") == 4
    assert count(demo, "evaluation", "text LIKE 'Vymyšlený%'") == count(demo, "evaluation") == 2
    assert count(demo, "document", "title LIKE '%(ukázka)' AND note LIKE 'Vymyšlený%'") == 5
    assert count(demo, "meeting", "title LIKE '%(ukázka)' AND note LIKE 'Vymyšlený%'") == 2
    assert count(demo, "budget_line", "text LIKE '%(ukázka)' AND note LIKE 'Vymyšlený%'") == 2
    assert count(demo, "gift", "title LIKE '%(ukázka)' AND note LIKE 'Vymyšlený%'") == 8
    assert count(demo, "gift_stock", "name_cs LIKE '%(ukázka)' AND note LIKE 'Vymyšlený%'") == 2
    assert count(demo, "mailing_list", "name LIKE '%(ukázka)' AND note LIKE 'Vymyšlený%'") == 3
    assert count(demo, "delegation_member", "note LIKE 'Vymyšlená účast%'") == count(
        demo, "delegation_member"
    )


def test_contact_details_lead_nowhere(demo: Store) -> None:
    mails = rows(
        demo, "SELECT value FROM contact_point WHERE person_id IS NOT NULL AND kind = 'email'"
    )
    assert len(mails) == 22
    assert all(str(row["value"]).endswith(("@example.cz", "@example.org")) for row in mails)


def test_every_value_is_what_a_form_would_store(demo: Store) -> None:
    from app.rules import identifiers

    tr = translator(Language.CS)
    people = {row["id"] for row in rows(demo, "SELECT id FROM person")}
    for name in ("person", "position", "delegation", "delegation_member", "programme_item", "task"):
        for row in rows(demo, f'SELECT * FROM "{name}"'):
            for item in ENTITIES[name].fields:
                value = row[item.name]
                if value is not None and item.kind is not REFERENCE:
                    text = item.kind.edit(value, tr)  # type: ignore[arg-type]
                    assert item.kind.parse(text, Language.CS) == value, (name, item.name)
    for row in rows(demo, "SELECT * FROM contact_point WHERE person_id IS NOT NULL"):
        assert row["person_id"] in people
        assert getattr(identifiers, str(row["kind"]))(row["value"]) == row["value"]


def test_phone_numbers_are_valid(demo: Store) -> None:
    import phonenumbers

    for row in rows(
        demo, "SELECT value FROM contact_point WHERE person_id IS NOT NULL AND kind = 'phone'"
    ):
        assert phonenumbers.is_valid_number(phonenumbers.parse(str(row["value"]))), row["value"]


@pytest.mark.parametrize(
    ("entity", "stem"),
    [
        ("agreement", "title"),
        ("delegation", "title"),
        ("delegation", "purpose"),
        ("milestone", "text"),
        ("programme_item", "title"),
        ("area", "name"),
    ],
)
def test_german_and_english_texts_are_complete(demo: Store, entity: str, stem: str) -> None:
    missing = rows(
        demo,
        f'SELECT "{stem}_cs" FROM "{entity}" WHERE "{stem}_cs" IS NOT NULL'
        f' AND ("{stem}_de" IS NULL OR "{stem}_en" IS NULL)',
    )
    assert missing == []


def test_only_a_company_keeps_its_own_name(demo: Store) -> None:
    untranslated = rows(
        demo, "SELECT name_cs FROM organisation WHERE name_de IS NULL OR name_en IS NULL"
    )
    assert [row["name_cs"] for row in untranslated] == ["Chemotex Děčín a.s."]


def test_our_texts_are_marked_once_and_the_public_ones_stay(demo: Store) -> None:
    saxony = rows(demo, "SELECT * FROM agreement WHERE title_en LIKE '%Saxony (2007)'")[0]
    assert saxony["title_de"] == (
        "Gemeinsame Erklärung über die Zusammenarbeit mit dem Freistaat Sachsen (demo)"
    )
    assert str(saxony["note"]).startswith("Podepsali hejtman Jiří Šulc")
    assert str(saxony["note"]).count(RENDERED) == 1
    partner = rows(demo, "SELECT * FROM organisation WHERE name_cs = 'Svobodný stát Sasko'")[0]
    assert partner["name_de"] == "Freistaat Sachsen"
    assert str(partner["note"]).count(RENDERED) == 1  # its milestones' texts are ours
    assert count(demo, "delegation", f"note LIKE '%{RENDERED}'") == 61


def test_signatories_stand_where_the_record_names_them(demo: Store) -> None:
    found = rows(
        demo,
        "SELECT p.signatory, o.name_cs, a.signed_on FROM agreement_party p"
        " JOIN organisation o ON o.id = p.organisation_id"
        " JOIN agreement a ON a.id = p.agreement_id"
        " WHERE p.signatory IS NOT NULL AND a.title_cs NOT LIKE '%(ukázka)'",
    )
    assert len(found) == 8
    assert ("Mychajlo Rivis", "2017-06-29") in {(r["signatory"], r["signed_on"]) for r in found}


def test_the_agreement_renews_itself(demo: Store) -> None:
    row = rows(demo, "SELECT * FROM agreement WHERE title_cs LIKE '%(ukázka)'")[0]
    assert (row["entry_into_force"], row["expires_on"]) == ("2022-02-01", "2027-01-31")
    now = standing(facts_of(row), TODAY)
    assert now.state == "in_force"
    assert now.current_term_end == date(2027, 1, 31)
    assert now.deliver_by is not None
    assert TODAY < now.deliver_by < date(2027, 1, 31)


def test_visits_to_come_have_programme_and_both_sides(demo: Store) -> None:
    visits = rows(demo, "SELECT * FROM delegation WHERE title_cs LIKE '%(ukázka)' ORDER BY start")
    assert [(row["start"], row["end"], row["status"]) for row in visits] == [
        ("2026-03-24", "2026-03-25", "confirmed"),
        ("2026-04-13", "2026-04-16", "approved"),
        ("2026-05-11", "2026-05-14", "approved"),
    ]
    for row in visits:
        sides = rows(
            demo, "SELECT DISTINCT side FROM delegation_member WHERE delegation_id = ?", row["id"]
        )
        assert len(sides) == 2
    items = rows(
        demo,
        "SELECT starts, ends FROM programme_item WHERE delegation_id = ? ORDER BY starts",
        visits[0]["id"],
    )
    assert len(items) == 13
    assert items[2] == {"starts": "2026-03-24T10:00", "ends": "2026-03-24T10:20"}


def visit_of(store: Store, title: str) -> str:
    (visit,) = rows(store, f"SELECT id FROM delegation WHERE title_cs LIKE '{title}%(ukázka)'")
    return str(visit["id"])


def test_the_incoming_visit_is_full(demo: Store) -> None:
    visit = visit_of(demo, "Přijetí")
    members = rows(demo, "SELECT * FROM delegation_member WHERE delegation_id = ?", visit)
    assert len(members) == 14
    assert {member["part"] for member in members} >= {
        *("head", "member", "interpreter", "driver", "spouse", "protocol"),
    }
    assert [member["invitation"] for member in members].count("declined") == 1
    assert all(member["languages"] for member in members if member["part"] == "interpreter")
    for name in ("diet", "needs", "room", "arrival", "departure_by", "accompanies_id"):
        assert any(member[name] for member in members), name
    with demo.reading() as connection:
        # The statement to the press is the point that still lacks somebody.
        (gap,) = uncovered(connection, visit, Language.CS)
        assert gap.title == "Společné vyjádření pro média"
        arrangement = seating.used(connection, dinner_of(demo), Language.CS)
    assert arrangement is not None
    # Fourteen without the one who declined and the driver, who is not at the dinner.
    assert len(arrangement.plan.taken) == 11
    payers = rows(
        demo, "SELECT DISTINCT paid_by, currency FROM cost WHERE delegation_id = ?", visit
    )
    assert len(payers) == 3


def dinner_of(store: Store) -> str:
    (plan,) = rows(store, "SELECT programme_item_id FROM seating_plan WHERE chosen = 1")
    return str(plan["programme_item_id"])


def test_the_trip_has_flights_over_two_zones_and_an_advance(demo: Store) -> None:
    visit = visit_of(demo, "Pracovní cesta na investiční")
    flights = rows(
        demo,
        "SELECT starts_zone, ends_zone FROM programme_item WHERE delegation_id = ?"
        " AND kind = 'flight' ORDER BY starts",
        visit,
    )
    assert flights == [
        {"starts_zone": "Europe/Prague", "ends_zone": "Asia/Dubai"},
        {"starts_zone": "Asia/Dubai", "ends_zone": "Europe/Prague"},
    ]
    (advance,) = rows(
        demo,
        "SELECT t.due, t.status, c.settle_by FROM cost c JOIN task t ON t.id = c.task_id"
        " WHERE c.delegation_id = ?",
        visit,
    )
    assert (advance["due"], advance["status"]) == (advance["settle_by"], "open")
    with demo.reading() as connection:
        assert uncovered(connection, visit, Language.CS) == []
        assert overlaps.check(connection, visit, Language.CS) == []
        steps = {
            paper: approvals.state(connection, "delegation", visit, paper)
            for paper in ("council-paper", "briefing")
        }
    assert {paper: found.step for paper, found in steps.items()} == {
        "council-paper": "approved",
        "briefing": "submitted",
    }
    assert not steps["council-paper"].is_changed


def test_members_held_their_post_already(demo: Store) -> None:
    early = rows(
        demo,
        "SELECT 1 FROM delegation_member m JOIN delegation d ON d.id = m.delegation_id"
        " JOIN position p ON p.person_id = m.person_id WHERE p.since > d.start",
    )
    assert early == []
    assert count(demo, "delegation_member", "1") == 37


def test_tasks_are_spread_around_today(demo: Store) -> None:
    today, week = TODAY.isoformat(), (TODAY + timedelta(days=7)).isoformat()
    open_ones = "status <> 'done'"
    assert count(demo, "task", f"{open_ones} AND due < '{today}'") == 1
    assert count(demo, "task", f"{open_ones} AND due BETWEEN '{today}' AND '{week}'") == 5
    assert count(demo, "task", "due IS NULL") == 0
    relative = rows(
        demo,
        "SELECT t.due, t.relative_days, d.start FROM task t"
        " JOIN delegation d ON d.id = t.relative_to_id",
    )
    assert len(relative) == 3 + 26
    for row in relative:
        start = date.fromisoformat(str(row["start"]))
        assert row["due"] == (start - timedelta(days=int(str(row["relative_days"])))).isoformat()


def test_links_lead_to_records(demo: Store) -> None:
    links = rows(demo, "SELECT entity, record_id FROM task_link")
    assert len(links) == 18  # one of them of the advance
    for row in links:
        assert count(demo, str(row["entity"]), f"id = '{row['record_id']}'") == 1


def test_documents_say_that_they_are_invented_and_are_found_by_what_they_say(demo: Store) -> None:
    texts = rows(
        demo,
        "SELECT v.file_name, c.text FROM document_version v JOIN content c ON c.id = v.content",
    )
    assert len(texts) == 6
    for row in texts:
        if not str(row["file_name"]).endswith(".jpg"):
            assert "Vymyšlený dokument pro ukázku programu" in str(row["text"]), row["file_name"]
    with demo.reading() as connection:
        found = search.find(connection, "Petrovaradín", translator(Language.CS), TODAY)
    assert "Program cesty do Vojvodiny (ukázka)" in [hit.title for hit in found]


def test_the_text_of_the_agreement_has_a_draft_and_a_signed_version(demo: Store) -> None:
    versions = rows(
        demo,
        "SELECT v.number, v.file_name, v.valid_from FROM document_version v"
        " JOIN document d ON d.id = v.document_id WHERE d.kind = 'agreement_text'"
        " ORDER BY v.number",
    )
    agreement = rows(demo, "SELECT signed_on FROM agreement WHERE title_cs LIKE '%(ukázka)'")[0]
    assert [row["file_name"] for row in versions] == [
        "dohoda-musterland-navrh.docx",
        "dohoda-musterland.pdf",
    ]
    assert versions[1]["valid_from"] == agreement["signed_on"]


def test_a_mailing_list_is_filled_by_its_filter(demo: Store) -> None:
    (row,) = rows(demo, "SELECT id, rule FROM mailing_list WHERE rule IS NOT NULL")
    with demo.reading() as connection:
        wanted = set(mailing.found(connection, mailing.rule_query(str(row["rule"]), TODAY)))
        listed = set(mailing.members(connection, str(row["id"])))
        words = mailing.rule_in_words(connection, str(row["rule"]), translator(Language.CS))
    assert listed == wanted
    assert "Německo" in words


def test_the_database_is_sound_and_every_record_can_be_read(demo: Store) -> None:
    assert check(demo) == []
    with demo.reading() as connection:
        for entity in RECORDS:
            for (key,) in connection.execute(f'SELECT id FROM "{entity.name}"').fetchall():
                assert read(connection, entity, key) is not None


def test_what_was_added_is_not_offered_for_undo(demo: Store) -> None:
    with demo.reading() as connection:
        action = last_action(connection)
    assert action is None or "Demo" not in action.label


def test_a_second_time_is_refused_and_changes_nothing(demo: Store) -> None:
    before = contents(demo)
    headers = count(demo, "log_header")
    with pytest.raises(UserError) as caught:
        load_demo(demo, TODAY + timedelta(days=30))
    assert caught.value.message == ALREADY_LOADED
    assert contents(demo) == before
    assert count(demo, "log_header") == headers


@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2026, 11, 29)])
def test_the_same_day_gives_the_same_data(tmp_path: Path, today: date) -> None:
    found = []
    for name in ("one.db", "two.db"):
        store = open_store(tmp_path / name)
        load_demo(store, today)
        found.append(contents(store))
        steps = rows(store, "SELECT step FROM paper_step WHERE paper = 'council-paper' ORDER BY at")
        # On a Sunday, too, a paper is submitted before it is approved.
        assert [row["step"] for row in steps] == ["submitted", "approved"]
        store.close()
    assert found[0] == found[1]
