from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.address_books.importing import ContactReport, import_contacts
from app.exchange.clipboard import as_table, from_table, paste, write_pasted
from app.i18n import Language, translator
from app.services.records.query import ListQuery
from app.services.records.undo import undo
from tests.factories import count, make, value

TODAY = date(2026, 11, 23)


def query(entity: str, *shown: str, language: Language = Language.CS) -> ListQuery:
    return ListQuery(ENTITIES[entity], language, on=TODAY, shown=shown)


def test_rows_are_copied_as_the_list_shows_them(loaded: Store) -> None:
    listed = query("agreement", "partner_id", "signed_on", "state")
    with loaded.reading() as connection:
        ids = [row.id for row in listed.page(connection, 3)]
        text = as_table(connection, listed, ids, translator(Language.CS))
    lines = [line.split("\t") for line in text.splitlines()]
    assert lines[0] == ["Název", "Partner", "Podepsáno", "Stav"]
    assert lines[1][1:] == ["Svobodný stát Sasko", "listopad 2015", "V platnosti"]
    assert len(lines) == 4


def test_what_a_spreadsheet_would_compute_stays_a_text(store: Store) -> None:
    bad = make(store, "organisation", name_cs="=1+1")
    phone = make(store, "organisation", name_cs="+420 475 657 111")
    listed = query("organisation", "kind")
    with store.reading() as connection:
        text = as_table(connection, listed, [bad, phone], translator(Language.CS))
    cells = {line.split("\t")[0] for line in text.splitlines()[1:]}
    assert cells == {"'=1+1", "+420 475 657 111"}


def pasted(store: Store, folder: Path, text: str, kind: str) -> ContactReport:
    """An import of pasted text in which everything is new."""
    return import_contacts(store, [write_pasted(text, folder, "Schránka")], kind=kind)


@pytest.mark.parametrize("language", list(Language))
def test_organisations_that_were_copied_come_back_the_same(
    loaded: Store, tmp_path: Path, language: Language
) -> None:
    listed = query("organisation", "kind", "country", "note", "ico", language=language)
    fields = "kind, country, note, ico"
    with loaded.reading() as connection:
        ids = [row.id for row in listed.page(connection, 100)]
        before = connection.execute(
            f"SELECT {fields} FROM organisation ORDER BY name_cs"
        ).fetchall()
        text = as_table(connection, listed, ids, translator(language))
    report = pasted(loaded, tmp_path, text, "organisation")
    assert (report.total("added"), len(report.files[0].refused)) == (65, 0)
    with loaded.reading() as connection:
        after = connection.execute(
            f"SELECT {fields} FROM organisation WHERE id NOT IN (SELECT value FROM json_each(?))",
            (json.dumps(ids),),
        ).fetchall()
    assert sorted(map(repr, after)) == sorted(map(repr, before))
    undo(loaded)
    assert count(loaded, "organisation") == 65


NAMES = [
    ("Ing.", "Jan", "Kučera", "Ph.D."),
    (None, "Anna", "Nováková Malá", None),
    (None, None, "Madonna", None),
    (None, "Gerard", "'t Hooft", None),
    ("Dr.", "Ursula", "von der Leyen", None),
]


@pytest.mark.parametrize("language", list(Language))
def test_people_that_were_copied_come_back_the_same(
    store: Store, tmp_path: Path, language: Language
) -> None:
    office = make(store, "organisation", name_cs="Úřad", name_de="Amt", name_en="Office")
    parts = ("title_before", "given_name", "family_name", "title_after")
    ids = [make(store, "person", **dict(zip(parts, name, strict=True))) for name in NAMES]
    make(store, "position", person_id=ids[0], organisation_id=office, title_cs="rada")
    listed = query("person", "post", "organisation", "nationality", language=language)
    with store.reading() as connection:
        text = as_table(connection, listed, ids, translator(language))
    report = pasted(store, tmp_path, text, "person")
    assert report.total("added") == len(NAMES)
    assert report.likely_count == len(NAMES) - 1, "they look like those that are there"
    with store.reading() as connection:
        found = connection.execute(f"SELECT {', '.join(parts)} FROM person").fetchall()
    assert sorted(map(repr, found)) == sorted(map(repr, [*NAMES, *NAMES]))


def test_a_table_of_excel_gives_all_its_columns(store: Store, tmp_path: Path) -> None:
    text = (
        "Titul\tJméno\tPříjmení\tFunkce\tOrganizace\tE-mail\tTelefon\r\n"
        "Ing.\tJana\tMalá\tředitelka\tŠkola Most\tjana@skola.example\t475 657 111\r\n"
        '\tPetr\tVelký\tučitel\t"Škola\nDěčín"\tpetr@skola.example\t475 657 112\r\n'
    )
    assert pasted(store, tmp_path, text, "person").total("added") == 2
    with store.reading() as connection:
        found = connection.execute(
            "SELECT p.title_before, p.given_name, p.family_name, s.title_cs, o.name_cs,"
            " (SELECT value FROM contact_point WHERE person_id = p.id AND kind = 'email'),"
            " (SELECT value FROM contact_point WHERE person_id = p.id AND kind = 'phone')"
            " FROM person p JOIN position s ON s.person_id = p.id"
            " JOIN organisation o ON o.id = s.organisation_id ORDER BY p.family_name"
        ).fetchall()
    assert found == [
        ("Ing.", "Jana", "Malá", "ředitelka", "Škola Most", "jana@skola.example", "+420475657111"),
        (None, "Petr", "Velký", "učitel", "Škola Děčín", "petr@skola.example", "+420475657112"),
    ]
    again = pasted(store, tmp_path, text, "person")
    assert (again.total("added"), again.changes) == (0, None), "the same rows are the same people"


def test_six_thousand_rows_all_arrive(store: Store, tmp_path: Path) -> None:
    rows = "".join(f"Novák{n}\tn{n}@example.org\n" for n in range(6_000))
    report = pasted(store, tmp_path, f"Příjmení\tE-mail\n{rows}", "person")
    assert report.total("added") == count(store, "person") == 6_000
    with store.reading() as connection:
        tasks = "Co je třeba udělat\n" + "".join(f"Úkol {n}\n" for n in range(6_000))
        assert len(from_table(connection, ENTITIES["task"], tasks, Language.CS)) == 6_000


def test_quotation_marks_of_word_are_no_quotes(store: Store, tmp_path: Path) -> None:
    text = 'Název\tTelefon\n"Naděje" z. s.\t475 657 111\n„Dům"\t475 657 112\n'
    pasted(store, tmp_path, text, "organisation")
    with store.reading() as connection:
        found = {name for (name,) in connection.execute("SELECT name_cs FROM organisation")}
    assert found == {'"Naděje" z. s.', '„Dům"'}


def test_a_card_is_pasted_as_a_card(store: Store, tmp_path: Path) -> None:
    text = "BEGIN:VCARD\nVERSION:3.0\nN:Malá;Jana;;;\nFN:Jana Malá\nEND:VCARD\n"
    assert pasted(store, tmp_path, text, "person").total("added") == 1


def test_a_column_without_a_field_stands_in_the_note(store: Store) -> None:
    text = "Co je třeba udělat\tKdo volal\tPoznámka\nZavolat\tpan Malý\tdnes\tnavíc\n"
    with store.reading() as connection:
        (row,) = from_table(connection, ENTITIES["task"], text, Language.CS)
    assert row.values["note"] == "dnes\nKdo volal: pan Malý\nD: navíc"


def test_bad_rows_are_told_with_their_line_and_the_rest_arrives(store: Store) -> None:
    partner = make(store, "organisation", name_cs="Okres Ostróda")
    text = (
        "Název\tDruh\tTyp vztahu\tIniciátor\tPartner\tPodepsáno\n"
        "Dobrá\tMemorandum\tMezinárodní\tKraj\tOkres Ostróda\t29. 6. 2017\n"
        "Špatná\tMemorandum\tMezinárodní\tKraj\tNikdo\t2017\n"
        "Špatná\tMemorandum\tMezinárodní\tKraj\t\t31. 2. 2017\n"
        "Neúplná\t\t\t\t\t\n"
    )
    with store.reading() as connection:
        rows = from_table(connection, ENTITIES["agreement"], text, Language.CS)
    assert [row.line for row in rows if row.problem] == [3, 4, 5]
    assert "Nikdo" in rows[1].problem
    assert "31. 2. 2017" in rows[2].problem
    (made,), _ = paste(store, ENTITIES["agreement"], rows)
    assert value(store, "agreement", made, "partner_id") == partner
    assert value(store, "agreement", made, "signed_on") == "2017-06-29"


@pytest.mark.parametrize("text", ["", "jen tak nějaký text", "1\t2\t3"])
def test_without_a_heading_nothing_is_pasted(store: Store, text: str) -> None:
    with store.reading() as connection, pytest.raises(UserError):
        from_table(connection, ENTITIES["task"], text, Language.CS)


@pytest.mark.parametrize(
    "text",
    [
        "Novák Jan <jan@kraj.cz>; Malá Eva <eva@x.cz>; petr@y.cz",
        "Jan <jan@kraj.cz>, Eva <eva@x.cz>, petr@y.cz",
        "jan@kraj.cz,eva@x.cz;petr@y.cz",
    ],
)
def test_recipients_of_a_mail_are_a_row_each(tmp_path: Path, text: str) -> None:
    path = write_pasted(text, tmp_path, "pasted")
    rows = path.read_text("utf-8").split("\n")
    assert sum(bool(row.strip()) for row in rows) == 3
