from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from app.db.statements import rows_as_dicts
from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.datasets.importing import ImportReport, import_dataset, refusal_text
from app.exchange.record_files import export
from app.i18n import Language
from app.paths import DEMO_DATA
from app.rules.agreements.terms import state
from app.services.care.checking import check
from app.services.office_settings import own_organisation
from app.services.records.query import facts_of
from app.services.records.records import delete, read, save
from app.services.records.undo import undo
from tests.factories import count, make, value

TODAY = date(2026, 11, 23)

ORGANISATIONS = """\
id,name_cs,name_de,kind,country,ico
own,Vlastní kraj,Eigene Region,region,CZ,70892156
partner,Okres Partner,Kreis Partner,region,PL,
third,Obec Třetí,,municipality,DE,
"""
AGREEMENTS = """\
id,title_cs,partner_org_id,party_org_ids,kind,signed_on,valid_from,valid_until,areas,relation_type,initiated_by
a1,Dohoda,partner,,memorandum,2017-04,2017-05-01,2027-04-30,Kultura; školství,international,region
a2,Druhá,third,own;partner;third,memorandum,2018,,,kultura,international,unknown
"""


def folder(tmp_path: Path, name: str = "kraj", **files: str) -> Path:
    """A data set of the given files."""
    made = tmp_path / name
    made.mkdir(exist_ok=True)
    for file, text in ({"organisations": ORGANISATIONS, "agreements": AGREEMENTS} | files).items():
        (made / f"{file}.csv").write_text(text, encoding="utf-8")
    return made


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return (
        report.total("added"),
        report.total("changed"),
        report.total("unchanged"),
        len({(item.file, item.line) for item in report.refused}),
    )


def log_length(store: Store) -> int:
    return count(store, "log_operation")


def by_key(store: Store, entity: str, key: str, source: str = "kraj") -> str:
    with store.reading() as connection:
        (found,) = connection.execute(
            "SELECT record_id FROM external_id WHERE entity = ? AND source = ? AND value = ?",
            (entity, source, key),
        ).fetchone()
    return str(found)


def rows(store: Store, sql: str, *values: object) -> list[tuple[object, ...]]:
    with store.reading() as connection:
        return connection.execute(sql, values).fetchall()


def places(report: ImportReport) -> set[tuple[str, int, str]]:
    return {(item.file, item.line, item.column) for item in report.refused}


# The public record


def test_the_whole_public_record_arrives(loaded: Store) -> None:
    expected = {"organisation": 65, "agreement": 17, "delegation": 61, "milestone": 56,
                "programme_item": 66}  # fmt: skip
    assert {name: count(loaded, name) for name in expected} == expected
    assert check(loaded) == []


def test_the_first_organisation_is_the_own_one(loaded: Store) -> None:
    with loaded.reading() as connection:
        own = own_organisation(connection)
        assert own
    assert value(loaded, "organisation", own, "name_cs") == "Ústecký kraj"


def test_a_second_import_changes_nothing_and_writes_no_log(loaded: Store) -> None:
    before = log_length(loaded)
    added, changed, _, refused = counts(import_dataset(loaded, DEMO_DATA))
    assert (added, changed, refused) == (0, 0, 0)
    assert log_length(loaded) == before


def test_agreements_whose_termination_was_decided_are_ending(loaded: Store) -> None:
    with loaded.reading() as connection:
        found = rows_as_dicts(connection, "SELECT * FROM agreement")
    states = [state(facts_of(row), TODAY) for row in found]
    assert states.count("ending") == 4  # type: ignore[comparison-overlap]
    assert states.count("in_force") == 13  # type: ignore[comparison-overlap]


def test_an_undated_signature_is_no_draft(loaded: Store) -> None:
    key = by_key(loaded, "agreement", "agr-vladimir", DEMO_DATA.name)
    with loaded.reading() as connection:
        (row,) = rows_as_dicts(connection, "SELECT * FROM agreement WHERE id = ?", (key,))
    assert row["signed_on"] == "unknown"
    assert state(facts_of(row), TODAY) == "ending"


def test_a_local_actors_agreement_does_not_name_the_region_as_a_party(loaded: Store) -> None:
    with loaded.reading() as connection:
        own = own_organisation(connection)
    wrong = rows(
        loaded,
        "SELECT a.title_cs FROM agreement a JOIN agreement_party p ON p.agreement_id = a.id"
        " WHERE a.initiated_by = 'local_actor' AND p.organisation_id = ?",
        own,
    )
    local = rows(loaded, "SELECT count(*) FROM agreement WHERE initiated_by = 'local_actor'")
    assert wrong == []
    assert local[0][0]


# A small one


def test_a_dry_run_reports_the_same_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    path = folder(tmp_path)
    before = log_length(store)
    dry = import_dataset(store, path, dry_run=True)
    assert counts(dry) == (5, 0, 0, 0)
    assert count(store, "organisation") == 0
    assert log_length(store) == before
    with store.reading() as connection:
        assert own_organisation(connection) is None
    assert counts(import_dataset(store, path)) == counts(dry)


def test_one_undo_takes_all_of_it_back(store: Store, tmp_path: Path) -> None:
    import_dataset(store, folder(tmp_path))
    undo(store)
    for entity in ("organisation", "agreement", "agreement_party", "area", "external_id"):
        assert count(store, entity) == 0
    with store.reading() as connection:
        assert own_organisation(connection) is None
    assert counts(import_dataset(store, tmp_path / "kraj")) == (5, 0, 0, 0)
    assert check(store) == []


def test_valid_from_and_until_are_entry_into_force_and_end(store: Store, tmp_path: Path) -> None:
    import_dataset(store, folder(tmp_path))
    key = by_key(store, "agreement", "a1")
    assert value(store, "agreement", key, "entry_into_force") == "2017-05-01"
    assert value(store, "agreement", key, "expires_on") == "2027-04-30"
    assert value(store, "agreement", key, "signed_on") == "2017-04"


def parties(store: Store, key: str) -> list[object]:
    return [
        name
        for (name,) in rows(
            store,
            "SELECT o.name_cs FROM agreement_party p JOIN organisation o"
            " ON o.id = p.organisation_id WHERE p.agreement_id = ? ORDER BY p.position_no",
            by_key(store, "agreement", key),
        )
    ]


def test_without_parties_they_are_the_own_organisation_and_the_partner(
    store: Store, tmp_path: Path
) -> None:
    import_dataset(store, folder(tmp_path))
    assert parties(store, "a1") == ["Vlastní kraj", "Okres Partner"]
    assert parties(store, "a2") == ["Vlastní kraj", "Okres Partner", "Obec Třetí"]


def test_areas_become_rows_that_agreements_share_whatever_their_case(
    store: Store, tmp_path: Path
) -> None:
    import_dataset(store, folder(tmp_path))
    assert count(store, "area") == 2
    assert count(store, "agreement_area") == 3


def test_an_own_organisation_that_is_set_stays(store: Store, tmp_path: Path) -> None:
    from app.services.office import choose_own_organisation

    mine = make(store, "organisation", name_cs="Můj kraj")
    choose_own_organisation(store, mine)
    import_dataset(store, folder(tmp_path))
    with store.reading() as connection:
        assert own_organisation(connection) == mine
    assert parties(store, "a1") == ["Můj kraj", "Okres Partner"]


def test_two_data_sets_with_equal_ids_do_not_mix(store: Store, tmp_path: Path) -> None:
    import_dataset(store, folder(tmp_path, "kraj-a"))
    import_dataset(store, folder(tmp_path, "kraj-b"))
    assert count(store, "organisation") == 6
    assert by_key(store, "organisation", "own", "kraj-a") != by_key(
        store, "organisation", "own", "kraj-b"
    )


def test_what_a_person_edited_stays_and_what_the_file_changed_arrives(
    store: Store, tmp_path: Path
) -> None:
    path = folder(tmp_path)
    import_dataset(store, path)
    key = by_key(store, "organisation", "partner")
    with store.reading() as connection:
        record = read(connection, ENTITIES["organisation"], key)
    assert record
    save(store, ENTITIES["organisation"], key, record.version, {"name_de": "Landkreis P."})
    folder(tmp_path, organisations=ORGANISATIONS.replace("Okres Partner", "Okres Nový"))
    assert counts(import_dataset(store, path)) == (0, 1, 4, 0)
    assert value(store, "organisation", key, "name_cs") == "Okres Nový"
    assert value(store, "organisation", key, "name_de") == "Landkreis P."


def test_a_party_that_the_file_leaves_out_is_removed(store: Store, tmp_path: Path) -> None:
    path = folder(tmp_path)
    import_dataset(store, path)
    folder(tmp_path, agreements=AGREEMENTS.replace("own;partner;third", "own;third"))
    import_dataset(store, path)
    assert parties(store, "a2") == ["Vlastní kraj", "Obec Třetí"]
    undo(store)
    assert parties(store, "a2") == ["Vlastní kraj", "Okres Partner", "Obec Třetí"]


# The term of an agreement

_TERMS = (
    "id,title_cs,partner_org_id,kind,relation_type,signed_on,status,entry_into_force,term,"
    "expires_on,renewal_months,notice_months,notice_given_on,ended_on\n"
)
_FIELDS = _TERMS.strip().split(",")


def term_rows(*changes: dict[str, str]) -> str:
    """Rows a0, a1, … of agreements that differ in some cells."""
    same = {"title_cs": "Dohoda", "partner_org_id": "partner", "kind": "memorandum"}
    same |= {"relation_type": "international", "signed_on": "2020-01-15"}
    found = [_TERMS]
    for number, change in enumerate(changes):
        cells = {"id": f"a{number}", **same, **change}
        found.append(",".join(cells.get(name, "") for name in _FIELDS) + "\n")
    return "".join(found)


@pytest.mark.parametrize(
    ("column", "text"),
    [
        ("entry_into_force", "2020-13"),
        ("entry_into_force", "2020-02-30"),
        ("term", "forever"),
        ("expires_on", "2021-00"),
        ("expires_on", "2019-12"),
        ("renewal_months", "five"),
        ("renewal_months", "-12"),
        ("renewal_months", "12.5"),
        ("renewal_months", "1201"),
        ("notice_months", "-1"),
        ("notice_given_on", "yesterday"),
        ("notice_given_on", "2019-12-31"),
        ("ended_on", "2019"),
        ("ended_on", "2021-02-29"),
        ("status", "signed"),
    ],
)
def test_a_wrong_value_of_the_term_is_refused_with_its_place(
    store: Store, tmp_path: Path, column: str, text: str
) -> None:
    agreements = term_rows({"term": "fixed"}, {column: text}, {"term": "indefinite"})
    report = import_dataset(store, folder(tmp_path, agreements=agreements))
    assert places(report) == {("agreements.csv", 3, column)}
    (refusal,) = report.refused
    for language in Language:
        line = refusal_text(refusal, language)
        assert line.startswith(f"agreements.csv:3 ({column}): a1: ")
        assert "{" not in line
    assert count(store, "agreement") == 2


@pytest.mark.parametrize(
    ("column", "text", "stored"),
    [
        ("entry_into_force", "2020", "2020"),
        ("entry_into_force", "2019-12", "2019-12"),
        ("entry_into_force", "unknown", "unknown"),
        ("term", "fixed", "fixed"),
        ("term", "INDEFINITE", "indefinite"),
        ("expires_on", "2020", "2020"),
        ("expires_on", "2025-06", "2025-06"),
        ("expires_on", "2025-06-30", "2025-06-30"),
        ("renewal_months", "60", 60),
        ("notice_months", "0", 0),
        ("notice_given_on", "2021", "2021"),
        ("notice_given_on", "2021-05", "2021-05"),
        ("ended_on", "2022-09", "2022-09"),
        ("ended_on", "unknown", "unknown"),
        ("status", "in_approval", "in_approval"),
    ],
)
def test_values_of_the_term_arrive_as_they_are(
    store: Store, tmp_path: Path, column: str, text: str, stored: object
) -> None:
    import_dataset(store, folder(tmp_path, agreements=term_rows({column: text})))
    assert value(store, "agreement", by_key(store, "agreement", "a0"), column) == stored


def test_only_a_draft_is_without_a_day_of_signing(store: Store, tmp_path: Path) -> None:
    rows = term_rows(
        {"signed_on": ""},
        {"signed_on": "", "status": "draft"},
        {"signed_on": "", "status": "in_approval"},
    )
    import_dataset(store, folder(tmp_path, agreements=rows))
    found = {}
    for key in ("a0", "a1", "a2"):
        with store.reading() as connection:
            (row,) = rows_as_dicts(
                connection,
                "SELECT * FROM agreement WHERE id = ?",
                (by_key(store, "agreement", key),),
            )
        found[key] = (row["signed_on"], state(facts_of(row), TODAY).value)
    assert found == {
        "a0": ("unknown", "in_force"),
        "a1": (None, "draft"),
        "a2": (None, "in_approval"),
    }


# What is wrong in files


BAD: list[tuple[str, str, str, tuple[str, int, str]]] = [
    ("organisations", "Obec Třetí,,municipality", "Obec Třetí,,flower",
     ("organisations.csv", 4, "kind")),
    ("organisations", "third,Obec", ",Obec", ("organisations.csv", 4, "id")),
    ("organisations", "third,Obec", "partner,Obec", ("organisations.csv", 4, "id")),
    ("organisations", "third,Obec Třetí", "third,", ("organisations.csv", 4, "name_cs")),
    ("agreements", "Dohoda,partner", "Dohoda,nobody", ("agreements.csv", 2, "partner_org_id")),
    ("agreements", "own;partner;third", "own;nobody", ("agreements.csv", 3, "party_org_ids")),
    ("agreements", "2017-04,", "2017-13,", ("agreements.csv", 2, "signed_on")),
    ("agreements", "2017-05-01", "2017-02-30", ("agreements.csv", 2, "valid_from")),
    ("agreements", "al,unknown", "al,unknown,extra", ("agreements.csv", 3, "")),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "place"), BAD, ids=lambda item: str(item)[:30])
def test_a_bad_row_is_listed_with_its_place_and_the_rest_arrives(
    store: Store, tmp_path: Path, file: str, old: str, new: str, place: tuple[str, int, str]
) -> None:
    text = {"organisations": ORGANISATIONS, "agreements": AGREEMENTS}[file]
    assert old in text
    report = import_dataset(store, folder(tmp_path, **{file: text.replace(old, new, 1)}))
    assert place in places(report), report.refused
    assert report.total("added") >= 2
    for language in Language:
        for refusal in report.refused:
            line = refusal_text(refusal, language)
            assert line.startswith(f"{refusal.file}:{refusal.line}")
            assert "{" not in line
    assert check(store) == []


def test_lines_are_counted_as_a_text_editor_does(store: Store, tmp_path: Path) -> None:
    text = AGREEMENTS.replace("a1,Dohoda,", 'a1,"Dohoda\no dvou řádcích",').replace(
        ",2018,", ",2018-99,"
    )
    report = import_dataset(store, folder(tmp_path, agreements=text))
    assert places(report) == {("agreements.csv", 4, "signed_on")}


def test_a_refused_organisation_takes_its_agreements_with_it_but_no_others(
    store: Store, tmp_path: Path
) -> None:
    bad = ORGANISATIONS.replace("partner,Okres Partner,Kreis Partner,region,PL",
                                "partner,Okres Partner,Kreis Partner,region,Atlantida")  # fmt: skip
    agreements = AGREEMENTS.replace("own;partner;third", "own;third")
    report = import_dataset(store, folder(tmp_path, organisations=bad, agreements=agreements))
    assert {(file, line) for file, line, _ in places(report)} == {
        ("organisations.csv", 3),
        ("agreements.csv", 2),
    }
    assert count(store, "agreement") == 1


def test_a_corrected_row_arrives_with_the_next_import(store: Store, tmp_path: Path) -> None:
    import_dataset(store, folder(tmp_path, agreements=AGREEMENTS.replace("2017-04,", "2017-13,")))
    report = import_dataset(store, folder(tmp_path))
    assert counts(report) == (1, 0, 4, 0)


@pytest.mark.parametrize(
    "files",
    [
        {"organisations": "name_cs\nbez id\n"},
        {"organisations": 'id,name_cs\n"a,b\n'},
        {"agreements": ""},
    ],
)
def test_a_file_that_cannot_be_read_imports_nothing(
    store: Store, tmp_path: Path, files: dict[str, str]
) -> None:
    with pytest.raises(UserError):
        import_dataset(store, folder(tmp_path, **files))
    assert count(store, "organisation") == 0


def test_a_file_of_another_encoding_imports_nothing(store: Store, tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "agreements.csv").write_bytes(AGREEMENTS.encode("cp1250"))
    with pytest.raises(UserError) as refused:
        import_dataset(store, path)
    assert "agreements.csv" in str(refused.value.values["path"])
    assert count(store, "organisation") == 0


def test_a_byte_order_mark_is_no_part_of_the_first_heading(store: Store, tmp_path: Path) -> None:
    path = folder(tmp_path)
    (path / "organisations.csv").write_text(ORGANISATIONS, encoding="utf-8-sig")
    assert counts(import_dataset(store, path)) == (5, 0, 0, 0)


@pytest.mark.parametrize("name", ["nowhere", "empty", "letter.txt"])
def test_where_there_is_no_data_set_it_is_said(store: Store, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "letter.txt").write_text("Dobrý den", encoding="utf-8")
    with pytest.raises(UserError):
        import_dataset(store, tmp_path / name)


def test_cancelling_imports_nothing(store: Store, tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []

    def cancelled() -> bool:
        return len(steps) == 3

    with pytest.raises(UserError):
        import_dataset(
            store,
            folder(tmp_path),
            progress=lambda done, total: steps.append((done, total)),
            cancelled=cancelled,
        )
    assert steps == [(1, 5), (2, 5), (3, 5)]
    assert count(store, "organisation") == 0


SOFT: list[tuple[str, str, str, str, str | None]] = [
    ("organisations", "ico", "70892157", "ico", None),
    ("organisations", "dic", "CZ1", "dic", None),
    ("organisations", "data_box", "x", "data_box", None),
    ("organisations", "website", "kraj ústecký", "website", "kraj ústecký"),
    ("organisations", "source", "Výroční zpráva, s. 12", "source", "Výroční zpráva, s. 12"),
    ("agreements", "source", "spis 12/2017", "source", "spis 12/2017"),
    ("delegations", "source", "fond 3", "source", "fond 3"),
    ("delegations", "status", "snad", "status", "completed"),
    ("delegations", "end_on", "2020-13", "end", None),
    ("delegations", "related_agreement_id", "nikde", "agreement_id", None),
    ("milestones", "source", "kronika", "source", "kronika"),
    ("programme", "source", "zápisník", "source", "zápisník"),
    ("programme", "ends_at", "večer", "ends", None),
]
LEAST = {
    "organisations": {"name_cs": "Obec", "kind": "municipality", "country": "CZ"},
    "agreements": {
        "title_cs": "Dohoda",
        "partner_org_id": "partner",
        "kind": "memorandum",
        "signed_on": "2017",
    },
    "delegations": {
        "title_cs": "Cesta",
        "direction": "outgoing",
        "partner_org_id": "partner",
        "start_on": "2020-05-10",
    },
    "milestones": {"partner_org_id": "partner", "date": "2017", "text_cs": "Podpis"},
    "programme": {"delegation_id": "d0", "starts_at": "2020-05-10T10:00", "item_cs": "Přijetí"},
}
"""The least that a row of each file must say."""


def one_row(file: str, key: str, **more: str) -> str:
    cells = {"id": key, **LEAST[file], **more}
    quoted = ('"' + text + '"' for text in cells.values())
    return ",".join(cells) + "\n" + ",".join(quoted) + "\n"


@pytest.mark.parametrize(("file", "column", "text", "field", "stored"), SOFT)
def test_a_value_that_decides_nothing_costs_no_row_and_is_kept(
    store: Store, tmp_path: Path, file: str, column: str, text: str, field: str, stored: str | None
) -> None:
    import_dataset(store, folder(tmp_path, delegations=one_row("delegations", "d0")))
    path = folder(tmp_path, "kraj", **{file: one_row(file, "x", **{column: text})})
    report = import_dataset(store, path, today=TODAY)
    assert places(report) == set()
    (warned,) = report.warnings
    assert (warned.line, warned.row_id, warned.column) == (2, "x", column)
    for language in Language:
        said = refusal_text(warned, language)
        assert text in said
        assert "{" not in said
    entity = {"programme": "programme_item"}.get(file, file[:-1])
    key = by_key(store, entity, "x")
    assert value(store, entity, key, field) == stored
    if stored != text:
        note = value(store, entity, key, "internal_note" if file == "programme" else "note")
        assert note.endswith(f": {text}")
    again = import_dataset(store, path, today=TODAY)
    assert again.total("changed") == again.total("added") == 0
    assert len(again.warnings) == 1


def test_a_wrong_number_or_address_is_kept_as_it_is_written(store: Store, tmp_path: Path) -> None:
    text = one_row("organisations", "x", email="úřad zavináč kraj", phone="dvanáct", note="Pozn.")
    report = import_dataset(store, folder(tmp_path, organisations=text))
    assert [item.column for item in report.warnings] == ["email", "phone"]
    assert rows(store, "SELECT value FROM contact_point ORDER BY kind") == [
        ("úřad zavináč kraj",),
        ("dvanáct",),
    ]
    assert value(store, "organisation", by_key(store, "organisation", "x"), "note") == "Pozn."


def test_a_wrong_day_of_approval_is_kept_in_the_note_of_the_agreement(
    store: Store, tmp_path: Path
) -> None:
    text = one_row("agreements", "x", approved_by="Rada", approved_on="včera", note="Viz spis.")
    report = import_dataset(store, folder(tmp_path, agreements=text))
    assert [item.column for item in report.warnings] == ["approved_on"]
    assert rows(store, "SELECT body, decided_on FROM resolution") == [("Rada", None)]
    note = value(store, "agreement", by_key(store, "agreement", "x"), "note")
    assert note.splitlines() == ["Viz spis.", "Datum rozhodnutí: včera"]


def test_what_a_refused_row_warned_of_is_not_told(store: Store, tmp_path: Path) -> None:
    text = one_row("agreements", "x", source="spis", kind="snad")
    report = import_dataset(store, folder(tmp_path, agreements=text))
    assert places(report) == {("agreements.csv", 2, "kind")}
    assert report.warnings == []


def test_a_programme_item_that_ends_before_it_starts_is_kept_with_a_warning(
    store: Store, tmp_path: Path
) -> None:
    files = {
        "delegations": one_row("delegations", "d0"),
        "programme": one_row("programme", "p", ends_at="2020-05-10T09:00"),
    }
    report = import_dataset(store, folder(tmp_path, **files))
    assert places(report) == set()
    assert [(item.file, item.column) for item in report.warnings] == [("programme.csv", "ends_at")]
    key = by_key(store, "programme_item", "p")
    assert value(store, "programme_item", key, "ends") == "2020-05-10T09:00"


def test_a_visit_that_ends_before_it_starts_is_kept_with_a_warning(
    store: Store, tmp_path: Path
) -> None:
    delegations = (
        "id,title_cs,direction,partner_org_id,start_on,end_on\n"
        "d1,Cesta,outgoing,partner,2020-05-10,2020-05-12\n"
        "d2,Cesta,outgoing,partner,2020-05-10,2020-05-09\n"
        "d3,Cesta,outgoing,partner,2020-05,2020-05-09\n"
    )
    report = import_dataset(store, folder(tmp_path, delegations=delegations))
    assert places(report) == set()
    assert [(item.line, item.column) for item in report.warnings] == [(3, "end_on")]
    key = by_key(store, "delegation", "d2")
    assert value(store, "delegation", key, "end") == "2020-05-09"
    assert _guests(store) == {("Okres Partner", "Vlastní kraj")}


def _guests(store: Store) -> set[Iterable[object]]:
    return set(
        rows(
            store,
            "SELECT h.name_cs, g.name_cs FROM delegation d"
            " JOIN organisation h ON h.id = d.host_id JOIN organisation g ON g.id = d.guest_id",
        )
    )


CONTACTS = """\
id,name_cs,kind,country,city,street,email
own,Vlastní kraj,region,CZ,,,
partner,Okres Partner,region,PL,Opole,{street},okres@example.org
"""


def test_a_record_that_was_deleted_is_imported_again_with_all_that_belongs_to_it(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "kontakty"
    path.mkdir()
    (path / "organisations.csv").write_text(CONTACTS.format(street="Długa 1"), encoding="utf-8")
    import_dataset(store, path)
    tables = ("organisation", "address", "contact_point", "external_id")
    before = {table: count(store, table) for table in tables}
    with store.reading() as connection:
        (partner,) = connection.execute(
            "SELECT id FROM organisation WHERE name_cs = 'Okres Partner'"
        ).fetchone()
    delete(store, ENTITIES["organisation"], [partner])
    assert count(store, "external_id") == 1, "nothing is known of it any more"
    import_dataset(store, path)
    assert {table: count(store, table) for table in tables} == before
    assert value(store, "organisation", partner, "name_cs") == "Okres Partner", "its id follows"
    assert check(store) == []


def test_a_row_that_is_gone_stays_so_until_the_source_says_something_new(
    store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "kontakty"
    path.mkdir()
    (path / "organisations.csv").write_text(CONTACTS.format(street="Długa 1"), encoding="utf-8")
    import_dataset(store, path)
    with store.reading() as connection:
        (address,) = connection.execute("SELECT id FROM address").fetchone()
    with store.writing("gone, though what the source calls it is still known") as writer:
        writer.connection.execute("DELETE FROM address WHERE id = ?", (address,))
    assert import_dataset(store, path).total("unchanged") == 2
    assert count(store, "address") == 0
    (path / "organisations.csv").write_text(CONTACTS.format(street="Krótka 2"), encoding="utf-8")
    assert import_dataset(store, path).total("changed") == 1
    assert value(store, "address", address, "street") == "Krótka 2"
    assert check(store) == []


def test_tags_stand_in_a_cell_and_those_of_people_stay(store: Store, tmp_path: Path) -> None:
    rows = "own,Vlastní kraj,region,CZ,kraj;VIP\npartner,Okres Partner,region,PL,\n"
    header = "id,name_cs,kind,country,tags\n"
    agreements = (
        "id,title_cs,partner_org_id,kind,signed_on,relation_type,initiated_by,tags\n"
        'a1,Dohoda,partner,memorandum,2018,international,unknown,"kultura, školství"\n'
    )
    delegations = (
        "id,title_cs,direction,partner_org_id,start_on,tags\nd1,Cesta,outgoing,partner,2020,ples\n"
    )
    made = folder(
        tmp_path, organisations=header + rows, agreements=agreements, delegations=delegations
    )
    import_dataset(store, made, today=TODAY)
    with store.reading() as connection:
        ((own, tags),) = connection.execute(
            "SELECT id, tags FROM organisation WHERE name_cs = 'Vlastní kraj'"
        ).fetchall()
        assert set(tags.split(";")) == {"kraj", "VIP"}
        assert connection.execute("SELECT tags FROM agreement").fetchall() == [
            ("kultura;školství",)
        ]
        assert connection.execute("SELECT tags FROM delegation").fetchall() == [("ples",)]
    before = log_length(store)
    assert counts(import_dataset(store, made, today=TODAY)) == (0, 0, 4, 0)
    assert log_length(store) == before
    with store.reading() as connection:
        record = read(connection, ENTITIES["organisation"], own)
    assert record
    save(store, record.entity, own, record.version, {"tags": f"{tags};ruční"})
    changed = header + rows.replace("kraj;VIP", "VIP;novináři")
    import_dataset(store, folder(tmp_path, organisations=changed), today=TODAY)
    assert set(value(store, "organisation", own, "tags").split(";")) == {
        "VIP",
        "novináři",
        "ruční",
    }


def test_an_exported_list_brings_its_tags_back(store: Store, tmp_path: Path) -> None:
    make(store, "organisation", name_cs="Okres", tags="kraj;VIP")
    target = tmp_path / "kraj" / "organisations.csv"
    target.parent.mkdir()
    with store.reading() as connection:
        export(connection, ENTITIES["organisation"], target, Language.CS, TODAY)
    import_dataset(store, target.parent, today=TODAY)
    with store.reading() as connection:
        found = connection.execute("SELECT tags FROM organisation").fetchall()
    assert found == [("kraj;VIP",), ("kraj;VIP",)]


def test_a_column_that_no_field_takes_is_told(store: Store, tmp_path: Path) -> None:
    text = "id,name_cs,kind,country,patron\nown,Vlastní kraj,region,CZ,svatý Vojtěch\n"
    report = import_dataset(store, folder(tmp_path, organisations=text), today=TODAY)
    told = [refusal_text(item, Language.CS) for item in report.warnings]
    assert any("organisations.csv:2 (patron)" in line and "svatý Vojtěch" in line for line in told)
