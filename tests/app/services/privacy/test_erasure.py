from __future__ import annotations

import hashlib
import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db.connection import open_raw
from app.db.personal_data import mentions
from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.demo import load_demo
from app.i18n import Language, translator
from app.rules.folding import fold
from app.services.care.checking import check
from app.services.contacts.merge import merge
from app.services.documents import stored_contents
from app.services.documents.documents import Reading, add
from app.services.documents.pictures import keep_bytes
from app.services.office import open_store
from app.services.privacy.erasure import erase, plan, recover
from app.services.records.history import history
from app.services.records.records import archive, delete, save
from app.services.records.rows import name_header, write
from app.services.records.search import find as search
from app.services.records.undo import last_action, redo, undo
from app.services.tasks import tasks
from app.services.tasks.reminders import snooze
from tests.factories import count, make, value

PERSON = {
    "title_before": "PhDr.",
    "given_name": "Kryšpína",
    "family_name": "Žebrovská",
    "title_after": "Zkr.",
    "birthday": "1961-03-17",
    "name_native": "Кришпіна Жебровська",
    "pronunciation": "krishpeena zhebrovska",
    "diet": "bezlepková strava",
    "salutation_cs": "Vážená paní doktorko Žebrovská",
    "note": "potkali jsme se v Ostródě",
    "tags": "sběratelka motýlů",
}
DATA = Path(__file__).parents[3] / "data"
SECRETS = (
    *("Kryšpín", "Žebrovsk", "1961-03-17", "Кришпін", "krishpeena", "bezlepkov", "v Ostródě"),
    *("motýl", "krys@priklad.example", "602 123 987", "602123987", "Motýlí 7", "posudek", "hluchá"),
    *("dřívější příjmení", "zrušená poznámka", "Zkr."),
)


def picture(colour: str) -> bytes:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (64, 64), colour).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def person(store: Store) -> str:
    found = make(store, "person", **{**PERSON, "note": "zrušená poznámka"})
    save(store, ENTITIES["person"], found, 10_000, {"note": PERSON["note"]})
    save(store, ENTITIES["person"], found, 10_000, {"family_name": "Dřívější příjmení"})
    save(store, ENTITIES["person"], found, 10_000, {"family_name": PERSON["family_name"]})
    make(store, "contact_point", person_id=found, kind="email", value="krys@priklad.example")
    make(store, "contact_point", person_id=found, kind="phone", value="+420602123987")
    make(store, "address", person_id=found, kind="home", street="Motýlí 7", city="Kadaň")
    return found


def remains(store: Store, secrets: tuple[str, ...] = SECRETS) -> list[str]:
    """Which of the secrets stand anywhere in the bytes of the database and its log."""
    found = []
    for path in store.path.parent.glob(f"{store.path.name}*"):
        data = path.read_bytes()
        for secret in secrets:
            for form in {secret, secret.lower(), secret.upper(), fold(secret)}:
                escaped = json.dumps(form)[1:-1]
                if any(text.encode() in data for text in {form, escaped}):
                    found.append(f"{path.name}: {form}")
    return found


def operation_texts(store: Store) -> str:
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT coalesce(o.data, '') || coalesce(h.label, '') FROM log_operation o"
            " JOIN log_header h ON h.id = o.header"
        ).fetchall()
    return "\n".join(text for (text,) in rows)


def test_nothing_is_left_of_a_person_in_the_bytes_of_the_file(store: Store, person: str) -> None:
    assert len(remains(store)) > len(SECRETS), "the test would find them"
    erase(store, person)
    assert remains(store) == []
    assert count(store, "person") == count(store, "contact_point") == count(store, "address") == 0
    assert check(store) == []


def test_everything_that_mentions_the_person_is_erased_or_freed_of_it(
    store: Store, person: str, tmp_path: Path
) -> None:
    other = make(store, "person", family_name="Zůstávající")
    office = make(store, "organisation")
    make(store, "position", person_id=person, organisation_id=office, title_cs="hluchá varhanice")
    make(store, "person_relation", person_id=other, kind="assistant_of", other_id=person)
    make(store, "contact_area", person_id=person, area_id=make(store, "area"))
    alone = {"subject": "posudek", "date": "2026-03-01", "kind": "call"}
    make(store, "interaction", person_id=person, **alone)
    shared = make(
        store,
        "interaction",
        person_id=person,
        organisation_id=office,
        subject="Jednání s paní Žebrovskou",
        date="2026-03-02",
        kind="meeting",
        text="Kryšpíně Žebrovské volat na 602 123 987 nebo krys@priklad.example.",
    )
    listed = make(store, "mailing_list", rule=json.dumps({"filters": [["id", person]]}))
    make(store, "mailing_member", mailing_list_id=listed, person_id=person, state="proposed")
    visit = make(store, "delegation", head_id=person, note="Vede Kryšpína Žebrovská.")
    member = make(
        store,
        "delegation_member",
        delegation_id=visit,
        person_id=person,
        side="guest",
        part="head",
        diet="bezlepková strava",
    )
    item = make(
        store,
        "programme_item",
        delegation_id=visit,
        starts="2027-05-10T10:00",
        title_cs="Uvítání",
        responsible_id=person,
    )
    task = make(store, "task", title="Zavolat Žebrovská, Kryšpína")
    with store.writing("link") as writer:
        tasks.link(writer, task, "person", person)
    snooze(store, f"person:{person}:2027-01-01", None, "Kryšpína Žebrovská")
    with store.writing("import") as writer:
        writer.connection.execute(
            "INSERT INTO external_id (id, entity, record_id, source, value, imported)"
            " VALUES ('x1', 'person', ?, 'karty', 'urn:krys', ?)",
            (person, json.dumps({"note": "hluchá"})),
        )
    store.set_meta("draft", json.dumps({"typed": {"family_name": "Žebrovská"}}))
    erase(store, person)
    assert remains(store) == []
    assert person not in json.dumps(value(store, "mailing_list", listed, "rule"))
    assert value(store, "interaction", shared, "person_id") is None
    assert value(store, "interaction", shared, "subject") == "Jednání s paní […]"
    assert value(store, "interaction", shared, "text") == "[…] volat na […] nebo […]."
    assert value(store, "delegation", visit, "head_id") is None
    assert value(store, "delegation", visit, "note") == "Vede […]."
    assert value(store, "delegation_member", member, "post") == "Vymazaná osoba"
    assert value(store, "delegation_member", member, "diet") is None
    assert value(store, "programme_item", item, "responsible_id") is None
    assert value(store, "task", task, "title") == "Zavolat […]"
    gone = ("position", "person_relation", "contact_area", "mailing_member", "task_link")
    assert [count(store, table) for table in (*gone, "external_id")] == [0] * 6
    assert count(store, "interaction") == 1
    assert store.meta("draft") is None
    assert value(store, "person", other, "family_name") == "Zůstávající"
    assert check(store) == []
    with store.reading() as connection:
        (broken,) = connection.execute("SELECT count(*) FROM pragma_foreign_key_check").fetchone()
        assert broken == 0
        assert history(connection, visit)[0].label == "Personal data erased"


def test_that_an_agreement_was_signed_stays(store: Store, person: str) -> None:
    """GDPR Art. 17(3)(b): the record of the office is kept."""
    agreement = make(store, "agreement")
    parties = [
        make(
            store,
            "agreement_party",
            agreement_id=agreement,
            organisation_id=make(store, "organisation"),
            signatory_id=person,
            signatory=name,
            signatory_post="hejtmanka",
            signed_on="2020-01-15",
        )
        for name in (None, "K. Žebrovská")
    ]
    with store.reading() as connection:
        stays = plan(connection, person, Language.EN).stays
    assert [item.detail for item in stays if item.entity == "agreement"] == [
        "PhDr. Kryšpína Žebrovská, Zkr., hejtmanka",
        "K. Žebrovská, hejtmanka",
    ]
    assert all("499/2004" in item.reason for item in stays)
    erase(store, person)
    assert [value(store, "agreement_party", key, "signatory") for key in parties] == [
        "PhDr. Kryšpína Žebrovská, Zkr.",
        "K. Žebrovská",
    ]
    assert value(store, "agreement_party", parties[0], "signatory_id") is None
    assert value(store, "agreement_party", parties[0], "signed_on") == "2020-01-15"
    kept = ("Kryšpín", "Žebrovsk", "Zkr.")
    assert remains(store, tuple(text for text in SECRETS if text not in kept)) == []
    assert check(store) == []


def test_an_erasure_is_recorded_without_the_erased_data(store: Store, person: str) -> None:
    changes = erase(store, person).changes
    assert person in changes.ids("person")
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT row_id, data, digest FROM log_operation WHERE kind = 'erase'"
            " AND table_name = 'person'"
        ).fetchall()
        label, user = connection.execute(
            "SELECT label, user_id FROM log_header WHERE id = ?", (changes.header,)
        ).fetchone()
    ((row_id, data, digest),) = rows
    assert (row_id, data) == (person, None)
    assert digest
    assert label == "Personal data erased"
    assert user == store.user_id


def test_neither_undo_nor_redo_brings_anything_back(store: Store, person: str) -> None:
    visit = make(store, "delegation", note="s ní")
    save(store, ENTITIES["delegation"], visit, 10_000, {"head_id": person})
    archive(store, ENTITIES["person"], [person], on=None)
    erase(store, person)
    while True:
        with store.reading() as connection:
            if last_action(connection) is None:
                break
        undo(store)
        assert count(store, "person") == 0
    assert count(store, "delegation") == 0
    redo(store)
    assert count(store, "person") == 0
    assert remains(store) == []
    assert check(store) == []


def test_what_was_done_to_others_in_the_same_step_can_still_be_taken_back(
    store: Store, person: str
) -> None:
    other = make(store, "person", family_name="Zůstávající")
    delete(store, ENTITIES["person"], [other])
    erase(store, person)
    undo(store)
    assert value(store, "person", other, "family_name") == "Zůstávající"
    assert check(store) == []


def test_the_history_of_others_keeps_its_words(store: Store, person: str) -> None:
    with store.writing("Imported: {title}") as writer:
        for name in ("První", "Druhá"):
            values = {"family_name": name}
            other = write(writer, ENTITIES["person"], None, values)
        write(
            writer,
            ENTITIES["person_relation"],
            None,
            {
                "person_id": other,
                "kind": "assistant_of",
                "other_id": person,
            },
        )
        name_header(writer, "kontakty.vcf")
    erase(store, person)
    with store.reading() as connection:
        labels = [entry.label for entry in history(connection, other)]
    assert "Imported: {title}\nkontakty.vcf" in labels
    assert check(store) == []


def test_the_search_finds_nothing_any_more(store: Store, person: str) -> None:
    visit = make(store, "delegation")
    make(store, "delegation_member", delegation_id=visit, person_id=person, side="guest")
    tr = translator(Language.CS)
    with store.reading() as connection:
        assert search(connection, "zebrovska", tr, date(2026, 1, 1), limit=9)
    erase(store, person)
    with store.reading() as connection:
        assert search(connection, "zebrovska", tr, date(2026, 1, 1), limit=9) == []


def test_records_that_were_merged_into_the_person_go_with_it(store: Store, person: str) -> None:
    twin = make(store, "person", given_name="Kryšpína", family_name="Motýlová")
    make(store, "contact_point", person_id=twin, kind="email", value="motyl@priklad.example")
    merge(store, ENTITIES["person"], person, twin)
    erase(store, person)
    assert remains(store, (*SECRETS, "Motýlov", "motyl@")) == []
    assert count(store, "external_id") == 0
    assert check(store) == []


def test_a_photograph_goes_unless_somebody_else_has_the_same(store: Store, person: str) -> None:
    mine, common = (keep_bytes(store, picture(c), "f.png") for c in ("red", "green"))
    save(store, ENTITIES["person"], person, 10_000, {"photo": common})
    save(store, ENTITIES["person"], person, 10_000, {"photo": mine})
    make(store, "person", photo=common)
    erase(store, person)
    with store.reading() as connection:
        names = {name for (name,) in connection.execute("SELECT id FROM content")}
        assert names == {common}
        assert list(stored_contents.check(connection)) == []
    assert count(store, "content_chunk") == 1


def test_documents_of_nobody_else_go_or_stay_as_chosen(
    store: Store, person: str, tmp_path: Path
) -> None:
    office = make(store, "organisation")
    ids = {}
    for name in ("vlastní", "společný", "ponechaný"):
        file = tmp_path / f"{name}.txt"
        file.write_text(f"životopis {name}", encoding="utf-8")
        ids[name], _ = add(store, file, ("person", person), title=name)
    linked = {"document_id": ids["společný"], "entity": "organisation", "record_id": office}
    save(store, ENTITIES["document_link"], None, 0, linked)
    with store.reading() as connection:
        documents = dict(plan(connection, person, Language.CS).documents)
    assert set(documents) == {ids["vlastní"], ids["ponechaný"]}
    erase(store, person, documents=[ids["vlastní"]])
    assert value(store, "document", ids["vlastní"], "title") is None
    assert value(store, "document", ids["společný"], "title") == "společný"
    assert value(store, "document", ids["ponechaný"], "title") == "ponechaný"
    assert count(store, "document_link") == 1
    assert remains(store, ("životopis vlastní", "vlastní")) == []
    assert check(store) == []


def test_only_chosen_mentions_of_the_family_name_are_taken_out(store: Store, person: str) -> None:
    namesake = make(store, "task", title="Poslat Žebrovské kytici")
    meant = make(store, "task", title="Žebrovská: pozvánka")
    sure = make(store, "task", title="Kryšpína Žebrovská: poděkovat")
    with store.reading() as connection:
        mentions = plan(connection, person, Language.CS).mentions
    assert (mentions[0].row_id, mentions[0].exact) == (sure, True)
    assert {item.row_id for item in mentions if not item.exact} == {namesake, meant}
    erase(store, person, reword=[("task", meant), ("task", sure)])
    titles = [value(store, "task", key, "title") for key in (namesake, meant, sure)]
    assert titles == ["Poslat Žebrovské kytici", "[…]: pozvánka", "[…]: poděkovat"]
    assert check(store) == []


def test_a_number_of_the_whole_office_is_not_taken_out_of_texts(store: Store, person: str) -> None:
    office = make(store, "organisation", note="Podatelna: urad@priklad.example")
    for owner in ({"person_id": person}, {"organisation_id": office}):
        make(store, "contact_point", kind="email", value="urad@priklad.example", **owner)
    erase(store, person)
    assert value(store, "organisation", office, "note") == "Podatelna: urad@priklad.example"
    assert count(store, "contact_point") == 1


def test_an_erased_log_is_still_verified(store: Store, person: str) -> None:
    other = make(store, "person", family_name="Zůstávající")
    erase(store, person)
    connection = open_raw(store.path)
    connection.execute(
        "UPDATE log_operation SET data = replace(data, 'Zůstávající', 'Falešná') WHERE row_id = ?",
        (other,),
    )
    connection.close()
    assert check(store), "an alteration is still found"


def test_an_unknown_person_changes_nothing(store: Store) -> None:
    before = count(store, "log_header")
    with pytest.raises(UserError):
        erase(store, "nobody")
    with store.reading() as connection, pytest.raises(UserError):
        plan(connection, "nobody", Language.CS)
    assert count(store, "log_header") == before


def test_remains_in_the_file_are_removed_at_the_next_start(
    store: Store, person: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(_store: Store) -> None:
        raise UserError("busy")

    monkeypatch.setattr(Store, "compact", busy)
    assert not erase(store, person).cleaned
    assert count(store, "person") == 0
    recover(store)
    assert store.meta("erasure_unfinished") == "1"
    monkeypatch.undo()
    store.close()
    again = open_store(store.path)
    assert again.meta("erasure_unfinished") == ""
    assert remains(again) == []
    again.close()


def test_an_encrypted_database_is_cleaned_as_well(tmp_path: Path) -> None:
    store = open_store(tmp_path / "locked.db", bytes(range(32)))
    person = make(store, "person", **PERSON)
    erase(store, person)
    assert check(store) == []
    text = operation_texts(store)
    assert not [secret for secret in SECRETS if secret in text]
    store.close()


def test_the_sample_data_stays_sound(store: Store) -> None:
    load_demo(store, date(2026, 11, 25))
    with store.reading() as connection:
        ids = [key for (key,) in connection.execute("SELECT id FROM person ORDER BY id LIMIT 2")]
    for key in ids:
        erase(store, key)
    assert check(store) == []


names = st.text(alphabet="abcčdeěhiíklmnoprřstuvyzž", min_size=5, max_size=9).map(str.capitalize)


@given(given_name=names, family=names, note=names, edits=st.lists(names, max_size=3))
@settings(
    max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
def test_whatever_was_written_about_a_person_is_gone(
    store: Store, given_name: str, family: str, note: str, edits: list[str]
) -> None:
    marked = {"given_name": f"Qx{given_name}", "family_name": f"Qx{family}", "note": f"qx{note}"}
    person = make(store, "person", **marked)
    for edit in edits:
        save(store, ENTITIES["person"], person, 10_000, {"family_name": f"Qx{edit}"})
    if edits:
        undo(store)
    make(store, "task", title=f"Qx{given_name} Qx{family}")
    erase(store, person)
    words: list[Any] = [given_name, family, note, *edits]
    assert remains(store, tuple(f"Qx{word}" for word in words)) == []
    assert check(store) == []


def stored_file(store: Store, folder: Path, name: str, text: str, about: tuple[str, str]) -> str:
    path = folder / f"{name}.txt"
    path.write_text(text, encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    document, _ = add(store, path, about, title=name, reading=Reading("text/plain", text, digest))
    return document


def test_files_of_others_that_name_the_person_are_said(
    store: Store, person: str, tmp_path: Path
) -> None:
    office = make(store, "organisation")
    given, family = PERSON["given_name"], PERSON["family_name"]
    about = ("organisation", office)
    zapis = stored_file(store, tmp_path, "zápis", f"Přítomni: {given} {family}, Eva Malá.", about)
    jmenovec = stored_file(store, tmp_path, "jmenovec", f"Hovořil pan {family}.", about)
    stored_file(store, tmp_path, "jiný", "Nikdo takový.", about)
    own = stored_file(store, tmp_path, "vlastní", f"{given} {family}", ("person", person))
    with store.reading() as connection:
        found = plan(connection, person, Language.CS)
    assert [(item.document_id, item.exact) for item in found.files] == [
        (zapis, True),
        (jmenovec, False),
    ]
    assert family in found.files[0].text
    assert [key for key, _ in found.documents] == [own]
    erase(store, person)
    with store.reading() as connection:
        texts = [text for (text,) in connection.execute("SELECT text FROM content ORDER BY text")]
    assert len(texts) == 3, "what the plan said would stay has stayed"


def test_no_free_text_of_any_other_row_keeps_the_name(store: Store, person: str) -> None:
    other = make(store, "person", family_name="Zůstávající", tags="věrná")
    office = make(store, "organisation")
    visit = make(store, "delegation")
    agreement = make(store, "agreement", partner_id=office)
    listed = make(store, "mailing_list")
    rows: dict[str, dict[str, Any]] = {
        "position": {"person_id": other, "organisation_id": office, "title_cs": "asistentka"},
        "contact_point": {"person_id": other, "kind": "email", "value": "z@priklad.example"},
        "address": {"person_id": other, "kind": "home", "city": "Most"},
        "person_relation": {
            "person_id": other,
            "kind": "spouse_of",
            "other_id": make(store, "person"),
        },
        "mailing_member": {"mailing_list_id": listed, "person_id": other, "state": "proposed"},
        "organisation_relation": {
            "organisation_id": office,
            "kind": "member_of",
            "other_id": make(store, "organisation", name_cs="Sdružení"),
        },
        "milestone": {"organisation_id": office, "date": "2019", "text_cs": "Začalo to"},
        "interaction": {
            "organisation_id": office,
            "date": "2026-03-01",
            "kind": "call",
            "subject": "Volání",
        },
        "delegation_member": {
            "delegation_id": visit,
            "person_id": other,
            "side": "guest",
            "part": "member",
        },
        "programme_item": {
            "delegation_id": visit,
            "starts": "2027-05-10T10:00",
            "title_cs": "Oběd",
        },
        "agreement_party": {"agreement_id": agreement, "organisation_id": office, "position_no": 1},
        "resolution": {"agreement_id": agreement, "body": "Rada", "decided_on": "2020-01-01"},
        "commitment": {"agreement_id": agreement, "text_cs": "Setkat se", "status": "open"},
        "evaluation": {"agreement_id": agreement, "date": "2021", "benefit": "high"},
    }
    for table, values in rows.items():
        rows[table]["id"] = make(store, table, **values)
    make(store, "programme_part", programme_item_id=rows["programme_item"]["id"], name="hosté")
    make(store, "cost", delegation_id=visit, category="other", planned="100")
    there = {"interaction_id": rows["interaction"]["id"]}
    make(store, "interaction_person", **there, person_id=other)
    make(store, "agreed_point", **there, text="Pošlou program")
    make(
        store, "rank", rank_table_id=make(store, "rank_table", name_cs="A"), name_cs="B", tie="list"
    )
    make(store, "gift")
    make(store, "stock_entry", gift_stock_id=make(store, "gift_stock"), day="2026-01-01", pieces=3)
    limit = {"whose": "anybody", "from_whom": "anybody", "amount": "1", "to_do": "ohlásit"}
    make(store, "gift_limit", **limit)
    item = rows["programme_item"]["id"]
    make(store, "programme_version", delegation_id=visit, number=1, sent_on="2027-05-01")
    make(store, "travel_time", place_from="Most", place_to="Louny", minutes=30)
    make(store, "meeting")
    table_plan = make(store, "seating_plan", programme_item_id=item, name="Stůl", shape="round")
    make(store, "seating_seat", seating_plan_id=table_plan)
    make(store, "seating_wish", delegation_id=visit, kind="together")
    make(store, "budget_line", year=2027, approved="1000")
    make(
        store, "paper_step", delegation_id=visit, paper="briefing", step="approved",
        at="2027-05-01T10:00",
    )  # fmt: skip
    make(store, "printing", delegation_id=visit, paper="briefing", at="2027-05-01T10:00")
    steps = make(store, "checklist", name="Přijetí")
    make(store, "checklist_step", checklist_id=steps, title="Dary", days=7)
    make(store, "task")
    make(store, "document")
    spoken = f"Přítomna {PERSON['given_name']} {PERSON['family_name']}."
    columns: list[tuple[str, str]] = []
    for text in (spoken, f"{spoken} A dnes?", "Přítomna […]."):
        with store.writing("said", derive=False) as writer:
            for table, texts in mentions():
                if table in ("external_id", "document_version"):
                    continue  # no row here; what a file is called, see below
                for name in texts:
                    done = writer.connection.execute(
                        f'UPDATE "{table}" SET "{name}" = ? WHERE id <> ? AND id NOT IN'
                        " (SELECT id FROM contact_point WHERE person_id = ?2) AND id NOT IN"
                        " (SELECT id FROM address WHERE person_id = ?2)",
                        (text, person),
                    )
                    assert done.rowcount > 0, (table, name)
                    columns.append((table, name))
        if text is spoken:
            with store.reading() as connection:
                found = {
                    (m.table, name)
                    for m in plan(connection, person, Language.CS).mentions
                    for name in m.fields
                }
            assert found == {key for key in columns if key[1] != "rule"}
    erase(store, person)
    assert remains(store) == []
    assert check(store) == []


def test_columns_that_were_removed_or_renamed_since_keep_no_name_in_the_history(
    tmp_path: Path,
) -> None:
    """What an earlier schema wrote stands in the log under the names of its time."""
    path = tmp_path / "old.db"
    path.write_bytes((DATA / "schema3.db").read_bytes())
    raw = open_raw(path)
    header = raw.execute("SELECT id FROM log_header ORDER BY seq DESC LIMIT 1").fetchone()[0]
    raw.execute("UPDATE log_state SET header = ?", (header,))
    person, visit, item = (
        raw.execute(f"SELECT id FROM {table} ORDER BY id").fetchone()[0]
        for table in ("person", "delegation", "programme_item")
    )
    raw.execute(
        "UPDATE person SET given_name = 'Kryšpína', family_name = 'Žebrovská' WHERE id = ?",
        (person,),
    )
    said = "Kryšpína Žebrovská"
    raw.execute("UPDATE delegation SET approved_by = ? WHERE id = ?", (said, visit))
    raw.execute(
        "UPDATE programme_item SET participants = ?, description = ? WHERE id = ?",
        (said, said, item),
    )
    raw.execute("UPDATE log_state SET header = NULL")
    raw.close()
    store = open_store(path)
    assert remains(store, ("Žebrovsk",))
    erase(store, person)
    with store.reading() as connection:
        left = [
            data
            for (data,) in connection.execute("SELECT data FROM log_operation")
            if data and "Žebrovsk" in data
        ]
    assert left == []
    store.close()
