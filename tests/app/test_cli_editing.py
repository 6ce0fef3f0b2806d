from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app import cli
from app.cli.editing import WORDS
from app.db.store import Store
from app.entities import ENTITIES, RECORDS
from app.exchange.record_files import as_json
from app.i18n import Language
from app.services.office import open_store
from app.services.records.records import read
from app.services.records.undo import undo
from tests.app.test_cli import Terminal
from tests.factories import count, make, value


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Store]:
    """The database that the commands work on, to prepare it and to look into it."""
    found = open_store(tmp_path / "kraj.db")
    yield found
    found.close()


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], base: Store) -> Terminal:
    return Terminal(capsys, base.path)


@pytest.fixture(scope="module")
def demo(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A copy of the sample data with its invented people."""
    from app.db.migrate import copy_database

    path = tmp_path_factory.mktemp("set") / "demo.db"
    copy_database(demo_file, path, None)
    found = open_store(path)
    yield found
    found.close()


def typed(shown: dict[str, Any], *, quoted: bool) -> list[str]:
    """What `show --json` printed as FIELD=VALUE; as a script writes it, or in JSON itself."""
    found = []
    for name, item in shown.items():
        plain = isinstance(item, str) and not quoted
        found.append(f"{name}={item if plain else json.dumps(item, ensure_ascii=False)}")
    return found


@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("entity", sorted(ENTITIES))
def test_what_show_prints_fed_back_changes_nothing(
    demo: Store, capsys: pytest.CaptureFixture[str], entity: str, quoted: bool
) -> None:
    run = Terminal(capsys, demo.path)
    with demo.reading() as connection:
        ids = connection.execute(f'SELECT id FROM "{entity}" ORDER BY id').fetchall()
        found = [read(connection, ENTITIES[entity], key) for (key,) in ids[:: len(ids) // 5 or 1]]
        records = [(r.id, as_json(connection, r, Language.CS, date.today())) for r in found if r]
    before = count(demo, "log_header")
    plural = ENTITIES[entity].plural
    for record_id, shown in records:
        after = json.loads(run("set", plural, record_id, *typed(shown, quoted=quoted), "--json"))
        assert after == shown
    assert count(demo, "log_header") == before


def test_the_words_are_those_of_show_and_of_every_row(run: Terminal) -> None:
    assert {entity.plural for entity in RECORDS} <= set(WORDS)
    assert len(WORDS) == len(ENTITIES)


@pytest.mark.parametrize(
    ("entity", "field", "text", "stored"),
    [
        ("delegations", "start", "15.1.2027", "2027-01-15"),
        ("delegations", "start", "leden 2027", "2027-01"),
        ("delegations", "start", "neznámo", "unknown"),
        ("delegations", "status", "confirmed", "confirmed"),
        ("delegations", "status", "Potvrzená", "confirmed"),
        ("delegations", "status", "bestätigt", "confirmed"),
        ("delegations", "countries", "Německo, at", "DE;AT"),
        ("delegations", "time_zone", "europe/kiev", "Europe/Kyiv"),
        ("delegations", "tags", "ples; kultura", "kultura;ples"),
        ("delegations", "tags", '["ples", "kultura"]', "kultura;ples"),
        ("delegations", "note", '"v uvozovkách"', "v uvozovkách"),
        ("delegations", "note", "první\ndruhý", "první\ndruhý"),
        ("delegations", "note", "a=b", "a=b"),
        ("delegations", "archived_on", "1. 2. 2027", "2027-02-01"),
        ("agreements", "languages", "čeština, Deutsch", "cs;de"),
        ("agreements", "languages", '["cs", "uk"]', "cs;uk"),
        ("agreements", "notice_months", "6", 6),
        ("organisations", "vat_payer", "ano", 1),
        ("organisations", "vat_payer", "false", 0),
        ("organisations", "country", "Německo", "DE"),
        ("organisations", "ico", "708 92 156", "70892156"),
        ("tasks", "due", "26. 4. 2027 10:00", "2027-04-26T10:00"),
        ("tasks", "due", '"2027-04-26T10:00"', "2027-04-26T10:00"),
        ("tasks", "recurrence", "Každý měsíc", "FREQ=MONTHLY"),
    ],
)
def test_values_are_taken_as_people_and_programs_write_them(
    base: Store, run: Terminal, entity: str, field: str, text: str, stored: object
) -> None:
    name = WORDS[entity].name
    record = make(base, name, **({"vat_payer": 1} if text == "false" else {}))
    out = run("set", entity, record, f"{field}={text}")
    assert value(base, name, record, field) == stored
    assert "→" in out
    undo(base)
    assert value(base, name, record, field) != stored


@pytest.mark.parametrize(
    ("language", "text"), [("de", "März 2027"), ("en", "March 2027"), ("cs", "březen 2027")]
)
def test_dates_of_the_language_are_understood(
    base: Store, run: Terminal, language: str, text: str
) -> None:
    record = make(base, "delegation")
    run("set", "delegations", record, f"start={text}", "--lang", language)
    assert value(base, "delegation", record, "start") == "2027-03"


def test_a_reference_is_named_by_id_external_id_or_name(base: Store, run: Terminal) -> None:
    partner = make(base, "organisation", name_cs="Okres Vladimír", name_de="Kreis W.")
    head = make(base, "person", title_before="Ing.", given_name="Jan", family_name="Kučera")
    visit = make(base, "delegation")
    with base.writing("test") as writer:
        writer.connection.execute(
            "INSERT INTO external_id (id, entity, record_id, source, value)"
            " VALUES ('x', 'organisation', ?, 'kraj', 'org-7')",
            (partner,),
        )
    shown = json.dumps({"id": partner, "external_id": None, "title": "Okres"})
    texts = (partner, "org-7", "kraj:org-7", "okres vladimir", "Kreis W.", shown, f'"{partner}"')
    for name in ("partner", "partner_id"):
        for text in texts:
            run("set", "delegations", visit, f"{name}={text}")
            assert value(base, "delegation", visit, "partner_id") == partner, text
            run("set", "delegations", visit, f"{name}=")
            assert value(base, "delegation", visit, "partner_id") is None
    for text in ("Jan Kučera", "kucera jan", "Ing. Jan Kučera"):
        run("set", "delegations", visit, f"head={text}")
        assert value(base, "delegation", visit, "head_id") == head
        run("set", "delegations", visit, "head=null")


def test_a_name_that_two_have_is_refused_with_their_ids(base: Store, run: Terminal) -> None:
    twins = [make(base, "organisation", name_cs="Okres") for _ in range(2)]
    visit = make(base, "delegation")
    run("set", "delegations", visit, "partner=Okres", status=1)
    assert run.err.startswith("vztahy: partner: ")
    assert all(key in run.err for key in twins)


def test_one_call_is_one_action_with_all_its_values(base: Store, run: Terminal) -> None:
    visit = make(base, "delegation")
    before = count(base, "log_header")
    shown = run.json("set", "delegations", visit, "places=Lvov", "end=12. 5. 2027", "status=")
    assert count(base, "log_header") == before + 1
    assert (shown["id"], shown["places"], shown["end"]) == (visit, "Lvov", "2027-05-12")
    undo(base)
    assert value(base, "delegation", visit, "places") is None


def test_every_wrong_value_is_named_and_nothing_is_changed(base: Store, run: Terminal) -> None:
    visit = make(base, "delegation")
    run(
        *("set", "delegations", visit, "places=Lvov", "start=zítřek", "status=snad"),
        *("partner=Nikdo", "barva=modrá", "title_cs=", "time_zone=localtime"),
        status=1,
    )
    for name in ("start: ", "status: ", "partner: ", "barva: ", "time_zone: "):
        assert f" {name}" in run.err
    assert value(base, "delegation", visit, "places") is None


def test_the_checks_of_the_form_hold(base: Store, run: Terminal) -> None:
    visit = make(base, "delegation", start="2027-02-08")
    run("set", "delegations", visit, "end=1.2.2027", status=1)
    assert run.err.startswith("vztahy: end: ")
    run("set", "delegations", visit, "title_cs=", status=1)
    assert run.err.startswith("vztahy: title_cs: ")
    person = make(base, "person")
    phone = make(base, "contact_point", person_id=person, kind="phone", value="+420485226301")
    run("set", "contact-points", phone, "value=dvanáct", status=1)
    assert run.err.startswith("vztahy: value: ")
    run("set", "contact_points", phone, "value=485 226 302")
    assert value(base, "contact_point", phone, "value") == "+420485226302"


def test_what_follows_is_said(base: Store, run: Terminal) -> None:
    visit = make(base, "delegation", start="2027-05-10")
    task = make(base, "task", title="Dary", relative_to_id=visit, relative_days=14)
    out = run("set", "delegations", visit, "start=září 2027")
    assert out.splitlines()[-1].endswith(": Dary.")
    assert value(base, "task", task, "due") is None
    shown = json.loads(run("set", "delegations", visit, "start=1.9.2027", "--json"))
    assert shown["start"] == "2027-09-01"
    assert run.err.strip().endswith(": Dary.")


def test_without_a_change_it_is_said(base: Store, run: Terminal) -> None:
    visit = make(base, "delegation", start="2027-05-10")
    before = count(base, "log_header")
    assert "Zkušební cesta" in run("set", "delegations", visit, "start=10. 5. 2027")
    assert count(base, "log_header") == before


@pytest.mark.parametrize(
    "pair",
    [
        "id=x",
        "state=expired",
        "parties=nikdo",
        "areas=[]",
        "explanation=Platí.",
    ],
)
def test_what_is_no_field_of_its_own_is_refused(base: Store, run: Terminal, pair: str) -> None:
    agreement = make(base, "agreement")
    area = make(base, "area")
    make(base, "agreement_area", agreement_id=agreement, area_id=area)
    run("set", "agreements", agreement, pair, status=1)
    assert run.err.startswith(f"vztahy: {pair.partition('=')[0]}: ")


def test_what_the_program_keeps_is_refused(base: Store, run: Terminal) -> None:
    task = make(base, "task")
    run("set", "tasks", task, "series=x", status=1)
    assert run.err.startswith("vztahy: series: ")
    agreement, area = make(base, "agreement"), make(base, "area")
    row = make(base, "agreement_area", agreement_id=agreement, area_id=area)
    other = make(base, "area", name_cs="věda")
    run("set", "agreement-areas", row, f"area={other}", status=1)
    assert run.err.startswith("vztahy: area: ")
    person = make(base, "person")
    run("set", "persons", person, "photo=abc", status=1)
    assert run.err.startswith("vztahy: photo: ")


def test_a_field_given_twice_is_refused_unless_it_says_the_same(base: Store, run: Terminal) -> None:
    visit = make(base, "delegation")
    run("set", "delegations", visit, "places=Lvov", "places=Kyjev", status=1)
    assert run.err.startswith("vztahy: places: ")
    run("set", "delegations", visit, "places=Lvov", "places=Lvov")
    assert value(base, "delegation", visit, "places") == "Lvov"


@pytest.mark.parametrize(
    "arguments", [("delegations", "x"), ("delegations", "x", "start"), ("nic", "x", "a=b")]
)
def test_wrong_usage_is_said(
    base: Store, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["--data", str(base.path), "set", *arguments])
    assert ended.value.code == 2
    assert "set" in capsys.readouterr().err


def test_an_unknown_record_is_said(run: Terminal) -> None:
    run("set", "delegations", "nobody", "places=Lvov", status=1)
    assert "nobody" in run.err


def test_a_merge_joins_the_notes_and_says_what_it_leaves(run: Terminal, base: Store) -> None:
    first = make(base, "person", note="první", birthday="1980")
    second = make(base, "person", note="druhá", birthday="1981")
    assert run("merge", "persons", first, second).strip() == first
    assert "1981" in run.err
    assert value(base, "person", first, "note") == "první\ndruhá"
    assert value(base, "person", first, "birthday") == "1980"
