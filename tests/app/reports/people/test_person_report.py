from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest

from app.db.personal_data import references
from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language
from app.reports.people.person_report import person_report
from app.services.contacts.merge import merge
from app.services.documents.documents import add
from app.services.records.records import save
from app.services.tasks import tasks
from app.services.tasks.reminders import snooze
from tests.factories import make

ON = date(2026, 11, 25)
CS, DE, EN = Language.CS, Language.DE, Language.EN


@pytest.fixture
def person(store: Store, tmp_path: Path) -> str:
    """Somebody who stands in every table that can name a person."""
    found = make(
        store,
        "person",
        given_name="Radka",
        family_name="Šímová",
        legal_basis="consent",
        consent_on="2024-05-01",
        note="první poznámka",
    )
    save(store, ENTITIES["person"], found, 10_000, {"note": "druhá poznámka"})
    other = make(store, "person", family_name="Druhý")
    office = make(store, "organisation", name_cs="Město Kadaň")
    make(store, "user", name="R. Šímová", person_id=found)
    make(store, "position", person_id=found, organisation_id=office, title_cs="tlumočnice")
    make(store, "contact_point", person_id=found, kind="email", value="radka@priklad.example")
    make(store, "address", person_id=found, kind="home", city="Most")
    make(store, "person_relation", person_id=other, kind="assistant_of", other_id=found)
    make(store, "contact_area", person_id=found, area_id=make(store, "area"))
    make(store, "interaction", person_id=found, subject="Porada", date="2026-03-01", kind="call")
    with_several = make(store, "interaction", subject="Jednání", date="2026-03-02", kind="meeting")
    make(store, "interaction_person", interaction_id=with_several, person_id=found)
    make(store, "gift", recipient_id=found)
    listed = make(store, "mailing_list")
    make(store, "mailing_member", mailing_list_id=listed, person_id=found, state="proposed")
    visit = make(store, "delegation", head_id=found, purpose_cs="tajný účel")
    make(store, "delegation_member", delegation_id=visit, person_id=found, side="guest")
    make(
        store,
        "programme_item",
        delegation_id=visit,
        starts="2027-05-10T10:00",
        title_cs="Uvítání",
        responsible_id=found,
    )
    agreement = make(store, "agreement")
    make(
        store,
        "agreement_party",
        agreement_id=agreement,
        organisation_id=office,
        signatory_id=found,
        signatory="Radka Šímová",
        signed_on="2020-01-15",
    )
    task = make(store, "task", title="Poděkovat")
    make(store, "task", title="Zavolat Radce Šímové")
    with store.writing("link") as writer:
        tasks.link(writer, task, "person", found)
    file = tmp_path / "zivotopis.txt"
    file.write_text("životopis", encoding="utf-8")
    add(store, file, ("person", found), title="Životopis")
    twin = make(store, "person", given_name="Radka", family_name="Dřívější")
    merge(store, ENTITIES["person"], found, twin)
    snooze(store, f"person:{found}:2027-01-01", None, "")
    with store.writing("import") as writer:
        writer.connection.execute(
            "INSERT INTO external_id (id, entity, record_id, source, value)"
            " VALUES ('x1', 'person', ?, 'Outlook', 'karta-7')",
            (found,),
        )
    return found


def as_json(store: Store, person: str, tmp_path: Path) -> Any:
    target = tmp_path / "out" / "report.json"
    with store.reading() as connection:
        person_report(connection, person, [CS], target, ON)
    return json.loads(target.read_text(encoding="utf-8"))


def test_every_table_that_can_name_a_person_is_in_the_report(
    store: Store, person: str, tmp_path: Path
) -> None:
    found = as_json(store, person, tmp_path)
    tables = {row["table"] for row in found["records"]}
    # Tags and languages are told as values of the person.
    told_otherwise = {"tag_link", "language_link"}
    wanted = {name for name, _, _ in references() if name in ENTITIES}
    assert tables == wanted - told_otherwise
    assert found["name"] == "Radka Šímová"
    assert (found["legal_basis"], found["consent_on"]) == ("consent", "2024-05-01")
    assert found["person"]["note"] == "druhá poznámka"
    assert {"source": "Outlook", "value": "karta-7", "written_at": None} in found["sources"]
    assert len(found["merged_records"]) == 1
    assert found["settings"] == ["A reminder about the record was put off"]
    assert [item["text"] for item in found["mentions"]] == ["Zavolat Radce Šímové"]


def test_of_records_of_the_office_only_what_is_about_the_person_is_told(
    store: Store, person: str, tmp_path: Path
) -> None:
    found = as_json(store, person, tmp_path)
    text = json.dumps(found, ensure_ascii=False)
    assert "tajný účel" not in text
    visit = next(row for row in found["records"] if row["table"] == "delegation")
    assert set(visit["values"]) == {"head_id", "start"}
    party = next(row for row in found["records"] if row["table"] == "agreement_party")
    assert party["record"] == "Zkušební dohoda"
    assert party["values"]["signatory"] == "Radka Šímová"


def test_the_history_tells_who_changed_what_and_when(
    store: Store, person: str, tmp_path: Path
) -> None:
    found = as_json(store, person, tmp_path)
    with store.reading() as connection:
        (author,) = connection.execute(
            'SELECT name FROM "user" WHERE id = ?', (store.user_id,)
        ).fetchone()
    changes = [
        (entry["author"], change["values"])
        for entry in found["history"]
        for change in entry["changes"]
        if change["table"] == "person" and change["kind"] == "set"
    ]
    assert (author, {"note": {"old": "první poznámka", "new": "druhá poznámka"}}) in changes
    assert all(entry["at"].startswith("20") for entry in found["history"])


@pytest.mark.parametrize("languages", [(CS,), (DE,), (EN,), (CS, DE)])
def test_the_paper_is_accessible_and_holds_what_the_json_does(
    store: Store, person: str, tmp_path: Path, languages: tuple[Language, ...]
) -> None:
    target = tmp_path / "report.pdf"
    with store.reading() as connection:
        person_report(connection, person, languages, target, ON)
    for profile in ("PDF_UA_1", "PDF_A_3A"):
        report = page.validate_pdf(target, profile=page.ValidationProfile[profile])
        assert not [(failure.rule_id, failure.message) for failure in report.failures]
        assert report.is_compliant
    with pikepdf.open(target) as pdf:
        assert str(pdf.Root.Lang) == languages[0]
        assert "Radka Šímová" in str(pdf.docinfo.Title)
    if shutil.which("pdftotext"):
        done = subprocess.run(["pdftotext", target, "-"], capture_output=True, check=True)
        text = " ".join(done.stdout.decode().split())
        for known in ("radka@priklad.example", "Most", "druhá poznámka", "karta-7", "Životopis"):
            assert known in text
        assert "tajný účel" not in text


def test_an_equal_database_gives_an_equal_file(store: Store, person: str, tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        with store.reading() as connection:
            person_report(connection, person, [CS], tmp_path / name, ON)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_nobody_is_no_report(store: Store, tmp_path: Path) -> None:
    with store.reading() as connection, pytest.raises(UserError):
        person_report(connection, "nobody", [CS], tmp_path / "x.pdf", ON)
    assert not (tmp_path / "x.pdf").exists()


def test_phones_are_grouped_as_people_write_them(store: Store) -> None:
    from app.services.privacy.person_data import person_data

    key = make(store, "person")
    make(store, "contact_point", person_id=key, kind="phone", value="+420475000103")
    make(store, "contact_point", person_id=key, kind="email", value="a@priklad.example")
    for language, wanted in ((Language.CS, "475 000 103"), (Language.DE, "+420 475 000 103")):
        with store.reading() as connection:
            data = person_data(connection, key, language)
        said = [
            value.text
            for part in data.parts
            for row in part.rows
            for value in row.values
            if value.name == "value"
        ]
        assert sorted(text.replace("\u00a0", " ") for text in said) == sorted(
            [wanted, "a@priklad.example"]
        )
