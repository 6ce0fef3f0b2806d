from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.address_books import importing as contacts_import
from app.exchange.address_books.importing import (
    CANCELLED,
    import_contacts,
    preview,
    probe_contacts,
    why_nothing,
)
from app.exchange.datasets.importing import refusal_text
from app.i18n import Language, translator
from app.services.care.checking import check
from app.services.contacts.merge import merge, unmerge
from app.services.records.query import ListQuery
from app.services.records.records import save
from app.services.records.undo import undo
from tests.factories import count, make, value

JANA = """BEGIN:VCARD
VERSION:3.0
N:Nováková;Jana;;Ing.;Ph.D.
FN:Ing. Jana Nováková, Ph.D.
ORG:Krajský úřad;Odbor školství
TITLE:vedoucí odboru
EMAIL;TYPE=WORK:jana.novakova@kraj.cz
TEL;TYPE=CELL:+420 601 123 456
ADR;TYPE=WORK:;;Velká Hradební 48;Ústí nad Labem;;400 02;Česko
UID:jana-1
END:VCARD
"""


def vcard(*lines: str, uid: str = "") -> str:
    more = [f"UID:{uid}"] if uid else []
    return "\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, *more, "END:VCARD", ""])


def picture() -> str:
    """The line of a small photograph."""
    stream = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(stream, "PNG")
    return f"PHOTO;ENCODING=b;TYPE=PNG:{base64.b64encode(stream.getvalue()).decode()}"


@pytest.fixture
def file(tmp_path: Path):  # type: ignore[no-untyped-def]
    def write(text: str | bytes, name: str = "cards.vcf") -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def ids(store: Store, entity: str) -> list[str]:
    with store.reading() as connection:
        return [row[0] for row in connection.execute(f'SELECT id FROM "{entity}" ORDER BY id')]


def rows(store: Store, sql: str) -> list[tuple]:  # type: ignore[type-arg]
    with store.reading() as connection:
        return connection.execute(sql).fetchall()


def totals(report) -> tuple[int, int, int, int]:  # type: ignore[no-untyped-def]
    return (
        report.total("added"),
        report.total("changed"),
        report.total("unchanged"),
        len(report.refused),
    )


def test_a_card_becomes_a_person_with_all_that_it_says(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    assert totals(import_contacts(store, [file(JANA)])) == (1, 0, 0, 0)
    (person,) = ids(store, "person")
    assert value(store, "person", person, "full_name") == "Ing. Jana Nováková, Ph.D."
    assert rows(store, "SELECT kind, value, label FROM contact_point ORDER BY kind") == [
        ("email", "jana.novakova@kraj.cz", "work"),
        ("mobile", "+420601123456", None),
    ]
    assert rows(store, "SELECT kind, street, postal_code, city, country FROM address") == [
        ("work", "Velká Hradební 48", "400 02", "Ústí nad Labem", "CZ")
    ]
    assert rows(
        store,
        "SELECT p.title_cs, o.name_cs, p.is_primary FROM position p"
        " JOIN organisation o ON o.id = p.organisation_id",
    ) == [("vedoucí odboru, Odbor školství", "Krajský úřad", 1)]
    assert check(store) == []


def test_what_was_imported_is_found_at_once(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    import_contacts(store, [file(JANA)])
    for text in ("novakova", "jana.novakova@kraj", "krajsky"):
        query = ListQuery(ENTITIES["person"], Language.CS, text=text)
        with store.reading() as connection:
            assert len(query.page(connection, 10)) == 1, text


def test_a_second_import_changes_nothing_and_writes_nothing(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    anonymous = vcard("N:Malý;Petr;;;", "EMAIL:petr@maly.cz")
    path = file(JANA + anonymous)
    assert totals(import_contacts(store, [path])) == (2, 0, 0, 0)
    before = count(store, "log_operation")
    assert totals(preview(store, [path])) == (0, 0, 2, 0)
    report = import_contacts(store, [path])
    assert totals(report) == (0, 0, 2, 0)
    assert not report.changes
    assert count(store, "log_operation") == before


def test_only_what_is_new_in_the_file_changes_and_edits_stay(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    import_contacts(store, [file(JANA)])
    (person,) = ids(store, "person")
    save(store, ENTITIES["person"], person, 10**9, {"given_name": "Johana"})
    changed = JANA.replace(";Ph.D.", ";CSc.").replace(
        "UID:", "TEL;TYPE=WORK:+420 475 657 111\nUID:"
    )
    assert totals(preview(store, [file(changed)])) == (0, 1, 0, 0)
    assert totals(import_contacts(store, [file(changed)])) == (0, 1, 0, 0)
    assert value(store, "person", person, "given_name") == "Johana"
    assert value(store, "person", person, "title_after") == "CSc."
    assert count(store, "contact_point") == 3
    assert count(store, "person") == 1


def test_a_new_post_ends_the_one_before_it(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    import_contacts(store, [file(JANA)])
    moved = JANA.replace("Krajský úřad;Odbor školství", "Ministerstvo kultury").replace(
        "vedoucí odboru", "náměstkyně"
    )
    assert totals(import_contacts(store, [file(moved)])) == (0, 1, 0, 0)
    assert rows(
        store,
        "SELECT title_cs, until, is_primary FROM position ORDER BY until IS NULL, title_cs",
    ) == [("vedoucí odboru, Odbor školství", "unknown", None), ("náměstkyně", None, 1)]
    assert totals(import_contacts(store, [file(moved)])) == (0, 0, 1, 0)
    assert check(store) == []


def test_a_post_is_filled_in_where_only_the_organisation_was_known(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    bare = JANA.replace("TITLE:vedoucí odboru\n", "").replace(";Odbor školství", "")
    import_contacts(store, [file(bare)])
    assert rows(store, "SELECT title_cs FROM position") == [("—",)]
    import_contacts(store, [file(JANA)])
    assert rows(store, "SELECT title_cs, until FROM position") == [
        ("vedoucí odboru, Odbor školství", None)
    ]


def test_our_own_id_finds_the_record_again(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    person = make(store, "person", note="zůstane")
    card = vcard("N:Nováková;Jana;Marie;;", uid=f"urn:uuid:{person}")
    assert totals(import_contacts(store, [file(card)])) == (0, 1, 0, 0)
    assert value(store, "person", person, "given_name") == "Jana Marie"
    assert value(store, "person", person, "note") == "zůstane"
    assert totals(import_contacts(store, [file(card)])) == (0, 0, 1, 0)


def test_an_own_id_whose_card_says_nothing_new_leaves_no_trace(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    person = make(store, "person")
    before = count(store, "log_operation")
    card = vcard("N:Nováková;Jana;;;", uid=person)
    assert totals(import_contacts(store, [file(card)])) == (0, 0, 1, 0)
    assert count(store, "log_operation") == before


def test_an_external_id_in_a_table_updates_its_record(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    first = "external_source;external_id;Příjmení;Jméno;E-mail\nevidence;17;Malý;Petr;a@maly.cz\n"
    path = file(first, "lidé.csv")
    assert totals(import_contacts(store, [path])) == (1, 0, 0, 0)
    path = file(first.replace("a@maly.cz", "petr@maly.cz"), "lidé.csv")
    assert totals(import_contacts(store, [path])) == (0, 1, 0, 0)
    assert count(store, "person") == 1
    assert rows(store, "SELECT value FROM contact_point ORDER BY value") == [
        ("a@maly.cz",),
        ("petr@maly.cz",),
    ]


def test_a_possible_duplicate_is_imported_and_listed(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    person = make(store, "person")
    report = import_contacts(store, [file(JANA)])
    assert totals(report) == (1, 0, 0, 0)
    assert count(store, "person") == 2
    (likely,) = report.likely
    assert likely.record_id == person
    assert likely.record_title == "Jana Nováková"
    assert likely.line == 1
    assert likely.score >= 60
    assert likely.reasons


@pytest.mark.parametrize(
    ("decision", "people", "points"), [("add", 2, 2), ("skip", 1, 0), ("update", 1, 2)]
)
def test_what_becomes_of_a_possible_duplicate_is_decided(
    store: Store,
    file,
    decision: contacts_import.Decision,
    people: int,
    points: int,  # type: ignore[no-untyped-def]
) -> None:
    person = make(store, "person", title_before="PhDr.")
    path = file(JANA)
    report = import_contacts(store, [path], decisions={(path.name, 1): decision})
    assert count(store, "person") == people
    assert count(store, "contact_point") == points
    assert report.skipped == (decision == "skip")
    assert value(store, "person", person, "title_before") == "PhDr."  # filled, never overwritten
    assert totals(import_contacts(store, [path], decision="skip"))[0] == 0
    assert count(store, "person") == people


def test_cards_of_one_file_are_compared_with_each_other_too(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    other = vcard("N:Nováková;Jana;;;", "EMAIL:jana.novakova@kraj.cz")
    path = file(JANA + other)
    seen = preview(store, [path])
    assert [(item.line, item.record_id) for item in seen.likely] == [(12, "")]
    assert seen.likely[0].record_title == "Jana Nováková"
    report = import_contacts(store, [path], decision="update")
    assert totals(report) == (1, 0, 1, 0)
    assert count(store, "person") == 1


def test_the_same_card_twice_in_a_file_arrives_once(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    path = file(JANA + JANA)
    assert totals(preview(store, [path])) == (1, 0, 1, 0)
    assert totals(import_contacts(store, [path])) == (1, 0, 1, 0)


def test_a_preview_counts_as_the_import_does_and_changes_nothing(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    path = file(JANA + vcard("NOTE:nikdo") + vcard("FN:Petr Malý", "EMAIL:není adresa"))
    seen = preview(store, [path])
    assert count(store, "person") == count(store, "organisation") == 0
    done = import_contacts(store, [path])
    assert totals(seen) == totals(done) == (2, 0, 0, 1)
    assert [w.message for w in seen.warnings] == [w.message for w in done.warnings]
    assert [card.formatted_name for card in seen.sample] == [
        "Ing. Jana Nováková, Ph.D.",
        "Petr Malý",
    ]


def test_what_cannot_be_read_is_listed_with_file_line_and_reason(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    path = file(JANA + vcard("NOTE:nikdo") + vcard("FN:Kolegové", "KIND:group"))
    report = import_contacts(store, [path])
    assert [item.line for item in report.refused] == [12, 16]
    texts = [refusal_text(item, Language.CS) for item in report.refused]
    assert texts[0].startswith("cards.vcf:12: ")
    assert "Toto je skupina" in texts[1]


def test_wrong_details_are_kept_with_a_warning(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    csv = (
        "Název;IČO;E-mail;Telefon\n"
        "Škola A;12345678;podatelna(at)skola.cz;12\n"
        "Škola B;70892156;info@skola.cz;+420 475 657 111\n"
    )
    report = import_contacts(store, [file(csv, "školy.csv")])
    assert totals(report) == (2, 0, 0, 0)
    assert [w.line for w in report.warnings] == [2, 2, 2]
    assert rows(store, "SELECT name_cs, ico, note FROM organisation ORDER BY name_cs") == [
        ("Škola A", None, "IČO: 12345678"),
        ("Škola B", "70892156", None),
    ]
    assert ("podatelna(at)skola.cz",) in rows(store, "SELECT value FROM contact_point")
    assert ("12",) in rows(store, "SELECT value FROM contact_point")
    for warning in report.warnings:
        assert "školy.csv:2" in refusal_text(warning, Language.CS)


def test_a_merged_record_is_imported_into_its_survivor(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    survivor = make(store, "person", given_name="Jana", title_before="PhDr.")
    merged = make(store, "person", given_name="Johana")
    merge(store, ENTITIES["person"], survivor, merged)
    card = vcard("N:Nováková;Johana;;Mgr.;", "EMAIL:johana@kraj.cz", uid=merged)
    assert totals(import_contacts(store, [file(card)])) == (0, 1, 0, 0)
    assert ids(store, "person") == [survivor]
    assert value(store, "person", survivor, "given_name") == "Jana"
    assert value(store, "person", survivor, "title_before") == "PhDr."
    assert rows(store, "SELECT person_id, value FROM contact_point") == [
        (survivor, "johana@kraj.cz")
    ]
    assert totals(import_contacts(store, [file(card)])) == (0, 0, 1, 0)


def test_a_merged_card_goes_to_the_survivor_and_back_after_the_unmerge(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    survivor = make(store, "person", given_name="Eva", family_name="Malá")
    import_contacts(store, [file(JANA)])
    merged = next(key for key in ids(store, "person") if key != survivor)
    merge(store, ENTITIES["person"], survivor, merged)
    changed = JANA.replace("UID:", "TEL:+420 475 657 111\nUID:")
    import_contacts(store, [file(changed)])
    assert ids(store, "person") == [survivor]
    assert value(store, "person", survivor, "given_name") == "Eva"
    unmerge(store, ENTITIES["person"], survivor)
    again = JANA.replace("UID:", "TEL:+420 475 657 112\nUID:")
    import_contacts(store, [file(again)])
    owner = rows(store, "SELECT person_id FROM contact_point WHERE value = '+420475657112'")
    assert owner == [(merged,)]


def test_an_organisation_known_by_name_is_completed_by_its_card(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    card = vcard("ORG:Krajský úřad", "FN:Krajský úřad", "KIND:org", "EMAIL:info@kraj.cz", uid="o-1")
    assert totals(import_contacts(store, [file(JANA + card)])) == (2, 0, 0, 0)
    (organisation,) = ids(store, "organisation")
    assert value(store, "organisation", organisation, "kind") == "other"
    assert ("info@kraj.cz",) in rows(store, "SELECT value FROM contact_point")


def test_a_kind_that_a_card_does_not_name_stays(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    organisation = make(store, "organisation", name_cs="Kraj", kind="region")
    card = vcard("ORG:Kraj", "FN:Kraj", "KIND:org", "EMAIL:info@kraj.cz", uid=organisation)
    import_contacts(store, [file(card)])
    assert value(store, "organisation", organisation, "kind") == "region"


def test_several_files_and_formats_are_one_step_to_undo(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    paths = [
        file(JANA),
        file("Příjmení,Jméno,E-mail\nMalý,Petr,petr@maly.cz\n", "lidé.csv"),
        file("dn: cn=Eva\ncn: Eva Dlouhá\nmail: eva@dlouha.cz\n\n", "thunderbird.ldif"),
    ]
    report = import_contacts(store, paths)
    assert [item.added for item in report.files] == [1, 1, 1]
    assert report.changes
    assert len(report.changes.ids("person")) == 3
    assert count(store, "person") == 3
    undo(store)
    for table in ("person", "organisation", "contact_point", "address", "position", "external_id"):
        assert count(store, table) == 0, table
    assert count(store, "search_place") == 0
    assert check(store) == []


def test_many_chunks_are_one_step_too(
    store: Store,
    file,
    monkeypatch: pytest.MonkeyPatch,  # type: ignore[no-untyped-def]
) -> None:
    monkeypatch.setattr(contacts_import, "_CHUNK", 7)
    path = file("".join(vcard(f"N:Malý;Petr {n};;;", uid=f"u{n}") for n in range(50)))
    told: list[tuple[int, int]] = []
    report = import_contacts(store, [path], progress=lambda *step: told.append(step))
    assert count(store, "person") == 50
    assert told[-1] == (50, 50)
    assert told == sorted(told)
    assert report.changes
    assert len(report.changes.ids("person")) == 50
    undo(store)
    assert count(store, "person") == 0


def test_a_cancel_leaves_nothing(
    store: Store,
    file,
    monkeypatch: pytest.MonkeyPatch,  # type: ignore[no-untyped-def]
) -> None:
    monkeypatch.setattr(contacts_import, "_CHUNK", 10)
    monkeypatch.setattr(contacts_import, "_STEP", 5)
    path = file("".join(vcard(f"N:Malý;Petr {n};;;", uid=f"u{n}") for n in range(40)))
    asked = iter([False, False, False, True])
    with pytest.raises(UserError) as caught:
        import_contacts(store, [path], cancelled=lambda: next(asked))
    assert caught.value.message == CANCELLED
    for table in ("person", "contact_point", "external_id", "search_place"):
        assert count(store, table) == 0
    assert check(store) == []
    assert totals(import_contacts(store, [path]))[0] == 40


def test_a_cancelled_preview_says_so(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError):
        preview(store, [file(JANA)], cancelled=lambda: True)


def test_a_file_that_cannot_be_read_is_reported_and_the_others_arrive(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    broken = file('Jméno;E-mail\n"Petr;a@b.cz\n', "lidé.csv")
    gone = file("", "pryč.eml")
    gone.unlink()
    paths = [broken, gone, file(b"no message", "zpráva.msg"), file(JANA), file("", "prázdný.vcf")]
    seen = preview(store, paths)
    report = import_contacts(store, paths)
    for found in (seen, report):
        assert totals(found) == (1, 0, 0, 4)
        assert [len(item.refused) for item in found.files] == [1, 1, 1, 0, 1]
    assert count(store, "person") == 1
    texts = [refusal_text(item, Language.CS) for item in report.refused]
    assert texts[0].startswith("lidé.csv")
    assert "prázdný.vcf" in texts[3]


def test_where_no_file_can_be_read_it_is_an_error(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    bad = [file('Jméno;E-mail\n"Petr;a@b.cz\n', name) for name in ("a.csv", "b.csv")]
    for work in (preview, import_contacts):
        with pytest.raises(UserError):
            work(store, bad)
    assert count(store, "person") == 0


def test_a_file_full_of_faults_is_no_address_book(
    store: Store,
    file,
    monkeypatch: pytest.MonkeyPatch,  # type: ignore[no-untyped-def]
) -> None:
    monkeypatch.setattr(contacts_import, "MAX_FAULTS", 5)
    path = file(JANA + vcard("NOTE:nikdo") * 6)
    with pytest.raises(UserError) as caught:
        import_contacts(store, [path])
    assert caught.value.values["count"] == 5
    assert count(store, "person") == 0


def test_a_picture_is_kept_and_a_broken_one_left_out_with_a_word(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    path = file(
        vcard("N:Malá;Eva;;;", picture(), uid="1")
        + vcard("N:Malý;Petr;;;", "PHOTO;ENCODING=b;TYPE=PNG:AAAAAAAA", uid="2")
    )
    report = import_contacts(store, [path])
    photos = rows(store, "SELECT photo IS NOT NULL FROM person ORDER BY family_name")
    assert photos == [(1,), (0,)]
    assert [w.line for w in report.warnings] == [7]
    assert all(card.photo is None for card in preview(store, [path]).sample)


def test_a_file_of_another_kind_is_refused_by_name(file) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UserError):
        probe_contacts(file("x", "obrázek.png"))
    with pytest.raises(UserError):
        probe_contacts(Path("není.vcf"))
    probe_contacts(file(JANA))


def test_details_that_come_later_stand_in_their_order(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    import_contacts(store, [file(JANA)])
    more = "TEL;TYPE=WORK:+420 475 657 111\nTITLE:ředitelka"
    import_contacts(store, [file(JANA.replace("TITLE:vedoucí odboru", more))])
    for table in ("contact_point", "position", "address"):
        assert rows(store, f"SELECT count(*) FROM {table} WHERE sort_key IS NULL") == [(0,)], table
    assert count(store, "position") == 2


def test_a_nickname_is_kept_in_the_note(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    import_contacts(store, [file(JANA.replace("UID:", "NICKNAME:Janička\nUID:"))])
    assert rows(store, "SELECT note FROM person") == [("„Janička“",)]


@pytest.mark.parametrize("chunk", [1, 2, 3, 50])
def test_cards_that_wait_arrive_as_all_others(
    store: Store,
    file,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
    chunk: int,
) -> None:
    monkeypatch.setattr(contacts_import, "_CHUNK", chunk)
    monkeypatch.setattr(contacts_import, "_AT_ONCE", chunk)
    cards = [vcard(f"N:Malý{n};Petr;;;", f"ORG:Firma {n % 3}", uid=f"u{n}") for n in range(9)]
    cards[4] = vcard("NOTE:nobody")
    report = import_contacts(store, [file("".join(cards)), file(JANA, "jana.vcf")])
    assert [(item.added, len(item.refused)) for item in report.files] == [(8, 1), (1, 0)]
    assert report.files[0].refused[0].line == 1 + 4 * cards[0].count("\n")
    assert count(store, "organisation") == 4
    assert check(store) == []


@pytest.mark.parametrize("chunk", [1, 2, 5, 50])
def test_a_card_finds_what_waits_before_it(
    store: Store,
    file,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
    chunk: int,
) -> None:
    """A person who comes twice, the card of a body that was only named, one like an earlier one."""
    monkeypatch.setattr(contacts_import, "_CHUNK", chunk)
    monkeypatch.setattr(contacts_import, "_AT_ONCE", 3)
    cards = [
        vcard("N:Malá;Eva;;;", "ORG:Firma", "TITLE:referentka", uid="a"),
        vcard("N:Velký;Jan;;;", "ORG:Úřad", "CATEGORIES:ples", picture(), uid="b"),
        *(vcard(f"N:Jiný{n};Petr;;;", "ORG:Firma", uid=f"x{n}") for n in range(6)),
        vcard("N:Malá;Eva;;;", "ORG:Firma", "TITLE:ředitelka", "TEL:+420475000111", uid="a"),
        vcard("FN:Úřad", "ORG:Úřad", "KIND:org", "EMAIL:urad@example.cz", uid="c"),
        vcard("N:Velký;Jan;;;", "ORG:Úřad", uid="d"),
        vcard("NOTE:nobody"),
    ]
    report = import_contacts(store, [file("".join(cards))])
    assert totals(report) == (10, 1, 0, 1)
    assert [(one.title, one.record_title) for one in report.likely] == [("Jan Velký", "Jan Velký")]
    assert count(store, "person") == 9
    assert rows(store, "SELECT name_cs FROM organisation ORDER BY 1") == [("Firma",), ("Úřad",)]
    assert rows(
        store,
        "SELECT x.title_cs, x.until IS NULL FROM position x JOIN person p ON p.id = x.person_id"
        " WHERE p.family_name = 'Malá' ORDER BY 2",
    ) == [("referentka", 0), ("ředitelka", 1)]
    assert rows(
        store,
        "SELECT o.name_cs FROM contact_point c JOIN organisation o ON o.id = c.organisation_id",
    ) == [("Úřad",)]
    assert rows(
        store,
        "SELECT count(*) FROM person p JOIN content c ON c.id = p.photo WHERE p.tags = 'ples'",
    ) == [(1,)]
    assert check(store) == []
    undo(store)
    assert count(store, "person") == count(store, "organisation") == 0
    assert check(store) == []


def test_a_card_of_many_tags_is_found_as_a_record_that_was_typed(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    """Tags are rows: new ones are made once, those that are there are used as they are called."""
    make(store, "task", tags="VIP")
    text = JANA.replace("END:VCARD", "CATEGORIES:vip,kraj,kultura,a,b,c,d\nEND:VCARD")
    import_contacts(store, [file(text)])
    (person,) = ids(store, "person")
    assert value(store, "person", person, "tags") == "a;b;c;d;kraj;kultura;VIP"
    assert rows(store, "SELECT count(*) FROM tag") == [(7,)]
    assert check(store) == []


def test_what_people_tagged_since_stays_and_what_the_card_no_longer_says_goes(
    store: Store,
    file,  # type: ignore[no-untyped-def]
) -> None:
    card = JANA.replace("END:VCARD", "CATEGORIES:kraj,školství\nEND:VCARD")
    import_contacts(store, [file(card)])
    (person,) = ids(store, "person")
    save(store, ENTITIES["person"], person, 10_000, {"tags": "kraj;školství;ples"})
    import_contacts(store, [file(card.replace("kraj,školství", "školství,veletrh"))])
    assert value(store, "person", person, "tags") == "ples;školství;veletrh"
    again = file(card.replace("kraj,školství", "veletrh,školství"))
    assert totals(import_contacts(store, [again])) == (0, 0, 1, 0)
    assert check(store) == []


def test_a_tag_that_a_known_card_brings_is_that_of_the_cards_behind_it(store: Store, file) -> None:  # type: ignore[no-untyped-def]
    import_contacts(store, [file(JANA)])
    changed = JANA.replace("END:VCARD", "CATEGORIES:nový\nEND:VCARD")
    other = "BEGIN:VCARD\nVERSION:3.0\nN:Bílý;Petr;;;\nFN:Petr Bílý\nCATEGORIES:NOVÝ\nEND:VCARD\n"
    import_contacts(store, [file(changed + other)])
    assert rows(store, "SELECT tags FROM person ORDER BY family_name") == [("nový",), ("nový",)]
    assert rows(store, "SELECT count(*) FROM tag") == [(1,)]
    assert check(store) == []


NOBODY = "BEGIN:VCARD\nVERSION:3.0\nNOTE:nikdo\nEND:VCARD\n"
SOMEBODY = "BEGIN:VCARD\nVERSION:3.0\nFN:Eva Malá\nEND:VCARD\n"


def test_why_nothing_is_imported_is_said_for_each_file(store: Store, tmp_path: Path) -> None:
    known, nobody, both = (tmp_path / f"{name}.vcf" for name in "abc")
    known.write_text(SOMEBODY, "utf-8")
    nobody.write_text(NOBODY, "utf-8")
    both.write_text(SOMEBODY + NOBODY, "utf-8")
    assert why_nothing(import_contacts(store, [known])) == []
    import_contacts(store, [both])
    report = import_contacts(store, [known, nobody, both])
    assert [(reason.message, reason.values) for reason in why_nothing(report)] == [
        (contacts_import.ALL_KNOWN, {"file": "a.vcf"}),
        (contacts_import.ALL_REFUSED, {"file": "b.vcf"}),
        (contacts_import.REST_KNOWN, {"file": "c.vcf"}),
    ]


def test_where_no_file_can_be_read_each_reason_is_said(store: Store, tmp_path: Path) -> None:
    paths = [tmp_path / "a.csv", tmp_path / "b.xlsx"]
    for path in paths:
        path.write_bytes(b"")
    with pytest.raises(UserError) as error:
        import_contacts(store, paths)
    said = error.value.text(translator(Language.EN))
    assert said.count("\n") == 2
    assert "a.csv" in said
    assert "b.xlsx" in said
