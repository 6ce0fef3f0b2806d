"""Which record an entry is: only an equal id, or the same entry of the same file again."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.exchange.address_books.importing import import_contacts, preview
from app.exchange.address_books.known import CHOICE
from app.exchange.address_books.writer import SAME_NUMBER
from app.services.contacts.merge import merge, unmerge
from app.services.records.records import save
from app.services.records.undo import undo
from tests.factories import count, make, value

PERSON = ENTITIES["person"]


def card(*lines: str) -> str:
    return "\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


@pytest.fixture
def bring(store: Store, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Import a text as a file; gives the report and checks that the preview said the same."""

    def run(text: str, name: str = "cards.vcf"):  # type: ignore[no-untyped-def]
        path = tmp_path / name
        path.write_text(text, "utf-8")
        seen = preview(store, [path])
        report = import_contacts(store, [path])
        for kind in ("added", "changed", "unchanged"):
            assert seen.total(kind) == report.total(kind), kind
        return report

    return run


def people(store: Store) -> list[str]:
    with store.reading() as connection:
        return [key for (key,) in connection.execute("SELECT id FROM person ORDER BY id")]


def choices(report) -> list[tuple[object, object]]:  # type: ignore[no-untyped-def]
    return [(w.values["ours"], w.values["theirs"]) for w in report.warnings if w.message == CHOICE]


ROWS = "Příjmení;Jméno;Titul;Město;Funkce;Organizace\n"


@pytest.mark.parametrize(
    "rows",
    [
        ("Novák;Jan;Ing.;Most;starosta;Obec", "Novák;Jan;Mgr.;Liberec;starosta;Obec"),
        ("Novák;Jan;;Most;starosta;Obec", "Novák;Jan;;Most;místostarosta;Obec"),
    ],
)
def test_rows_that_differ_in_any_cell_are_two_people(store: Store, bring, rows) -> None:  # type: ignore[no-untyped-def]
    text = ROWS + "\n".join(rows) + "\n"
    report = bring(text, "lidé.csv")
    assert report.total("added") == 2
    assert report.likely_count == 1
    assert count(store, "person") == count(store, "position") == 2
    with store.reading() as connection:
        ended = "SELECT count(*) FROM position WHERE until IS NOT NULL"
        assert connection.execute(ended).fetchone() == (0,)
    assert bring(text, "lidé.csv").total("unchanged") == 2


def test_cards_that_differ_in_a_birthday_are_two_people(store: Store, bring) -> None:  # type: ignore[no-untyped-def]
    text = "".join(
        card("N:Novák;Petr;;;", "ORG:Kraj", "TITLE:ředitel", f"BDAY:{day}")
        for day in ("1960-01-01", "1990-02-02")
    )
    assert bring(text).total("added") == 2
    assert bring(text).total("unchanged") == 2


def test_another_file_with_the_same_name_in_it_is_another_person(store: Store, bring) -> None:  # type: ignore[no-untyped-def]
    bring(card("N:Novák;Jan;;;"), "a.vcf")
    report = bring(card("N:Novák;Jan;;;"), "b.vcf")
    assert (report.total("added"), report.likely_count) == (1, 1)


def test_two_names_under_one_id_are_two_people(store: Store, bring) -> None:  # type: ignore[no-untyped-def]
    text = card("N:Novák;Jan;;;", "UID:1") + card("N:Malá;Eva;;;", "UID:1")
    report = bring(text)
    assert report.total("added") == 2
    assert len(report.warnings) == 1
    assert bring(text).total("unchanged") == 2
    other = bring(card("N:Dlouhý;Karel;;;", "UID:1"), "other.vcf")
    assert other.total("added") == 1
    assert count(store, "person") == 3


def test_who_marries_is_the_same_person(store: Store, bring) -> None:  # type: ignore[no-untyped-def]
    bring(card("N:Nová;Eva;;;", "UID:1"))
    assert bring(card("N:Malá;Eva;;;", "UID:1")).total("changed") == 1
    (person,) = people(store)
    assert value(store, "person", person, "family_name") == "Malá"


def test_what_the_file_and_a_person_changed_is_a_choice(store: Store, bring) -> None:  # type: ignore[no-untyped-def]
    bring(card("N:Nová;Eva;;;", "NOTE:ze souboru", "CATEGORIES:tisk", "UID:1"))
    (person,) = people(store)
    save(store, PERSON, person, 10**9, {"note": "od ruky", "tags": "tisk;host"})
    text = card("N:Nová;Eva;;Ing.;", "NOTE:nově", "CATEGORIES:tisk,rozhlas", "UID:1")
    report = bring(text)
    assert choices(report) == [("od ruky", "nově")]
    assert value(store, "person", person, "note") == "od ruky"
    assert value(store, "person", person, "tags") == "host;rozhlas;tisk"
    assert value(store, "person", person, "title_before") == "Ing."
    assert choices(bring(text)) == []


EDITED = {"note": "od ruky", "birthday": "1970-01-02", "title_before": "Mgr."}


@pytest.fixture
def edited(store: Store, bring, tmp_path: Path):  # type: ignore[no-untyped-def]
    """A person whose fields the file and somebody at the keyboard changed, and the new file."""
    bring(card("N:Nová;Eva;;;", "NOTE:ze souboru", "BDAY:1970-01-01", "UID:1"))
    (person,) = people(store)
    save(store, PERSON, person, 10**9, EDITED)
    path = tmp_path / "cards.vcf"
    text = card("N:Nová;Eva;;Ing.;", "NOTE:nově", "BDAY:1970-01-03", "UID:1")
    path.write_text(text, "utf-8")
    return person, path


@pytest.mark.parametrize("taken", [set(), {"note"}, {"birthday", "title_before"}])
def test_the_file_is_taken_for_the_fields_that_a_person_chooses(
    store: Store,
    edited: tuple[str, Path],
    taken: set[str],
) -> None:
    person, path = edited
    seen = preview(store, [path])
    assert {item.choice.field for item in seen.choices} == set(EDITED)
    assert seen.choice_count == len(seen.choices)
    asked = {item.key: item.choice.field in taken for item in seen.choices}
    report = import_contacts(store, [path], taken=asked)
    theirs = {"note": "nově", "birthday": "1970-01-03", "title_before": "Ing."}
    for name, ours in EDITED.items():
        assert value(store, "person", person, name) == (theirs if name in taken else EDITED)[name]
        assert ((ours, theirs[name]) in choices(report)) == (name not in taken)
    assert report.total("changed") == bool(taken)
    undo(store)
    if taken:
        assert {name: value(store, "person", person, name) for name in EDITED} == EDITED


def test_the_file_is_taken_for_all(store: Store, edited) -> None:  # type: ignore[no-untyped-def]
    person, path = edited
    assert choices(import_contacts(store, [path], takes_all=True)) == []
    assert value(store, "person", person, "note") == "nově"
    assert import_contacts(store, [path]).total("unchanged") == 1


HEAD = "Jméno;Příjmení;Organizace;IČO\n"


@pytest.mark.parametrize("told", ["", "00075370"])
def test_a_company_number_beside_a_known_organisation_is_never_dropped(
    store: Store,
    bring,  # type: ignore[no-untyped-def]
    tmp_path: Path,
    told: str,
) -> None:
    known = make(store, "organisation", name_cs="Obec Lhota", ico=told or None)
    text = HEAD + "Jan;Novák;Obec Lhota;00267449\n"
    report = bring(text, "lidé.csv")
    assert count(store, "organisation") == 1
    if not told:
        assert value(store, "organisation", known, "ico") == "00267449"
        assert choices(report) == []
        return
    assert value(store, "organisation", known, "ico") == told
    assert choices(report) == [(told, "00267449")]
    path = tmp_path / "jiní.csv"
    path.write_text(HEAD + "Eva;Malá;Obec Lhota;00267449\n", "utf-8")
    (seen,) = preview(store, [path]).choices
    assert (seen.choice.record_id, seen.title) == (known, "Obec Lhota")
    import_contacts(store, [path], taken={seen.key: True})
    assert value(store, "organisation", known, "ico") == "00267449"


def test_a_company_number_that_a_later_file_adds_is_filled_in(store: Store, bring) -> None:  # type: ignore[no-untyped-def]
    head = "external_source;external_id;" + HEAD
    bring(head + "a;1;Jan;Novák;Obec Lhota;\n", "lidé.csv")
    assert bring(head + "a;1;Jan;Novák;Obec Lhota;00267449\n", "lidé.csv").total("changed") == 1
    with store.reading() as connection:
        assert connection.execute("SELECT ico FROM organisation").fetchall() == [("00267449",)]
    other = bring(head + "a;1;Jan;Novák;Obec Lhota;00075370\n", "lidé.csv")
    assert choices(other) == [("00267449", "00075370")]
    assert other.total("unchanged") == 1


def test_two_organisations_of_one_company_number_are_told(store: Store, bring) -> None:  # type: ignore[no-untyped-def]
    make(store, "organisation", name_cs="Obec Lhota", ico="00267449")
    report = bring(HEAD + "Jan;Novák;Úřad Lhota;00267449\n", "lidé.csv")
    (told,) = [item.values for item in report.warnings if item.message == SAME_NUMBER]
    assert told == {"name": "Úřad Lhota", "ico": "00267449", "other": "Obec Lhota"}


def test_the_body_above_an_organisation_that_a_person_chose_stays(store: Store, bring) -> None:  # type: ignore[no-untyped-def]
    text = card("FN:Odbor", "ORG:Odbor", "X-VZTAHY-PARENT:Kraj A", "UID:1")
    bring(text)
    with store.reading() as connection:
        sql = "SELECT id FROM organisation WHERE name_cs = 'Odbor'"
        (key,) = connection.execute(sql).fetchone()
    other = make(store, "organisation", name_cs="Kraj B")
    save(store, ENTITIES["organisation"], key, 10**9, {"parent_id": other})
    later = text.replace("Kraj A", "Kraj C")
    assert choices(bring(later)) == [("Kraj B", "Kraj C")]
    assert value(store, "organisation", key, "parent_id") == other


def test_an_export_of_old_does_not_undo_what_was_typed_since(store: Store, bring) -> None:  # type: ignore[no-untyped-def]
    person = make(store, "person", note="dřív")
    save(store, PERSON, person, 10**9, {"note": "teď"})
    report = bring(card("N:Nováková;Jana;;;", "NOTE:dřív", f"UID:{person}"))
    assert choices(report) == [("teď", "dřív")]
    assert value(store, "person", person, "note") == "teď"


def test_a_merged_away_card_fills_only_what_is_empty(store: Store, bring) -> None:  # type: ignore[no-untyped-def]
    first = card("N:Slučovaná;Anna;;Ing.;", "NOTE:A", "BDAY:1970-01-01", "UID:a")
    second = card("N:Slučovaná;Anna;;;", "NOTE:B", "BDAY:1970-01-02", "UID:b")
    bring(first + second)
    with store.reading() as connection:
        ids = dict(connection.execute("SELECT value, record_id FROM external_id").fetchall())
    merge(store, PERSON, ids["a"], ids["b"], {"note": "A\nB"})
    later = second.replace("NOTE:B", "NOTE:C").replace("01-02", "01-03")
    later = later.replace(";;;\n", ";;;Ph.D.\n")
    report = bring(later)
    assert choices(report) == [("1970-01-01", "1970-01-03"), ("A / B", "C")]
    survivor = ids["a"]
    assert value(store, "person", survivor, "note") == "A\nB"
    assert value(store, "person", survivor, "birthday") == "1970-01-01"
    assert value(store, "person", survivor, "title_after") == "Ph.D."
    assert choices(bring(first.replace("NOTE:A", "NOTE:D"))) == [("A / B", "D")]
    unmerge(store, PERSON, survivor)
    bring(later.replace("Slučovaná", "Jiná"))
    assert value(store, "person", ids["b"], "family_name") == "Jiná"
    assert value(store, "person", survivor, "family_name") == "Slučovaná"


def test_what_a_row_says_of_an_organisation_on_record_fills_it(store: Store, bring) -> None:  # type: ignore[no-untyped-def]
    office = make(store, "organisation", name_cs="Město Most", data_box="t9zbsva")
    text = "Příjmení;Jméno;Organizace;IČO;Datová schránka\nMalý;Jan;Město Most;00266094;t9zbsvb\n"
    report = bring(text, "lidé.csv")
    assert value(store, "organisation", office, "ico") == "00266094"
    assert choices(report) == [("t9zbsva", "t9zbsvb")]


def phones(store: Store) -> list[str]:
    with store.reading() as connection:
        return [text for (text,) in connection.execute("SELECT value FROM contact_point")]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["TEL:06 03 11 12 22", "ADR:;;Rue 1;Paris;;75001;France"], "+33603111222"),
        (["TEL:0351 / 564 1234", "ADR:;;Weg 1;Dresden;;;Deutschland"], "+493515641234"),
        (["TEL:0351 / 564 1234", "X-VZTAHY-NATIONALITY:DE"], "+493515641234"),
        (["TEL:0351 / 564 1234", "ORG:Landratsamt"], "+493515641234"),
        (["TEL:475 657 111", "ADR:;;Weg 1;Dresden;;;Deutschland"], "475 657 111"),
        (["TEL:06 03 11 12 22"], "06 03 11 12 22"),
        (["TEL:475 657 111"], "+420475657111"),
        (["TEL;TYPE=HOME:0171 1234567", "ADR;TYPE=WORK:;;Dlouhá 1;Most;;;CZ",
          "ADR;TYPE=HOME:;;Weg 1;Dresden;;;DE"], "+491711234567"),
    ],
)  # fmt: skip
def test_a_national_number_is_one_of_its_own_country(store: Store, bring, lines, kept) -> None:  # type: ignore[no-untyped-def]
    make(store, "organisation", name_cs="Landratsamt", country="DE")
    text = card("N:Meyer;Anna;;;", *lines)
    report = bring(text)
    assert phones(store) == [kept]
    assert bool(report.warnings) == (not kept.startswith("+") or "ORG:Landratsamt" in lines)
    assert bring(text).total("unchanged") == 1


def test_a_number_of_one_of_two_countries_is_left_as_it_is_written(store: Store, bring) -> None:  # type: ignore[no-untyped-def]
    places = ("ADR;TYPE=WORK:;;Weg 1;Dresden;;;DE", "ADR;TYPE=HOME:;;Rue 1;Paris;;;FR")
    bring(card("N:Meyer;Anna;;;", "TEL;TYPE=CELL:06 03 11 12 22", *places))
    assert phones(store) == ["06 03 11 12 22"]


def test_a_note_with_the_line_ends_of_windows_is_the_same_again(store: Store, bring) -> None:  # type: ignore[no-untyped-def]
    text = 'Příjmení;Jméno;Poznámka\nMalý;Jan;"první\r\ndruhý"\n'
    bring(text, "lidé.csv")
    (person,) = people(store)
    assert value(store, "person", person, "note") == "první\ndruhý"
