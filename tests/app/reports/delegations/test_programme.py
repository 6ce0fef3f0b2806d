from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pytest
from docx import Document

from app.db.store import Store
from app.errors import UserError
from app.reports.catalogue import paper_of
from app.reports.printing import before, missing
from tests.app.reports.delegations.support import (
    CS,
    DE,
    EN,
    ON,
    item,
    member,
    office,
    printed,
    text,
    visit,
)
from tests.app.reports.papers_support import assert_conforms, assert_nothing_is_cut, pages_of
from tests.factories import make


def test_an_item_after_midnight_stands_under_the_evening_before(
    store: Store, tmp_path: Path
) -> None:
    """Small input 6 of the specification."""
    own = visit(store)
    item(store, own, "2026-10-17T23:30", "Noční přesun", ends="2026-10-18T00:45")
    item(store, own, "2026-10-18T00:50", "Ubytování")
    item(store, own, "2026-10-18T10:00", "Odjezd")
    (lines,) = pages_of(printed(store, "programme", own, tmp_path / "a.pdf"))
    first = lines.index("Sobota 17. 10. 2026")
    second = lines.index("Neděle 18. 10. 2026")
    between = " ".join(lines[first:second])
    assert "Noční přesun" in between
    assert "Ubytování" in between
    assert re.search(r"0:45 \(18\. 10\.\)", between)
    assert "Odjezd" in " ".join(lines[second:])


def test_an_item_without_an_end_has_none(store: Store, tmp_path: Path) -> None:
    own = visit(store)
    item(store, own, "2026-10-17T10:30", "Příjezd")
    item(store, own, "2026-10-17", "Prohlídka", place="Děčín")
    found = text(store, "programme", own, tmp_path / "a.pdf")
    assert "10:30 Příjezd" in found
    assert "10:30–" not in found
    assert "během dne Prohlídka" in found


def test_a_flight_names_the_towns_of_its_clocks(store: Store, tmp_path: Path) -> None:
    own = visit(store, direction="outgoing")
    item(
        store, own, "2026-10-17T10:15", "Let do Londýna", ends="2026-10-17T11:20",
        starts_zone="Europe/Prague", ends_zone="Europe/London", kind="flight",
    )  # fmt: skip
    item(store, own, "2026-10-17T09:00", "Odjezd", starts_zone="Europe/Belgrade")
    found = text(store, "programme", own, tmp_path / "a.pdf")
    assert "10:15 (Praha)" in found
    assert "11:20 (Londýn)" in found
    assert "9:00 Odjezd" in found, "clocks that show the same need no name"
    assert "10:15 (Prag)" in text(store, "programme", own, tmp_path / "a.pdf", [DE])
    abroad = visit(store, direction="outgoing", time_zone="Asia/Shanghai")
    item(store, abroad, "2026-10-17T09:00", "Jednání")
    assert "Časy jsou místní: Šanghaj." in text(store, "programme", abroad, tmp_path / "a.pdf")


def test_what_is_internal_is_not_on_the_guests_programme_and_is_listed_before(
    store: Store, tmp_path: Path
) -> None:
    own = visit(store)
    person = make(store, "person", given_name="Petr", family_name="Zajišťující")
    item(
        store, own, "2026-10-17T10:00", "Uvítání",
        internal_note="Tajné heslo", responsible_id=person,
    )  # fmt: skip
    item(store, own, "2026-10-17T09:00", "Porada před příjezdem", kind="internal")
    full = text(store, "programme", own, tmp_path / "a.pdf")
    assert "Tajné heslo" in full
    assert "Porada před příjezdem" in full
    assert "Pro vnitřní potřebu" in full
    for languages in ([CS], [DE], [EN], [CS, DE]):
        guest = text(store, "programme-guest", own, tmp_path / "b.pdf", languages)
        assert "Uvítání" in guest
        for word in ("Tajné", "Porada", "Zajišťující", "vnitřní"):
            assert word not in guest
    with store.reading() as connection:
        paper = paper_of("delegation", "programme-guest")
        draft, *told = before(connection, paper, [own], [CS], ON)
    assert draft.startswith("Tento materiál je návrh")
    assert [line.split(" ")[0] for line in told] == ["Vynecháno:"] * 3
    assert any("Porada před příjezdem" in line and "9:00" in line for line in told)
    assert any("Tajné heslo" in line for line in told)
    assert any("Petr Zajišťující" in line for line in told)


def test_who_takes_part_stands_by_role_and_whole_sides_by_one_word(
    store: Store, tmp_path: Path
) -> None:
    own = visit(store)
    guests = [member(store, own, f"Host{number}", side="guest") for number in range(4)]
    host = member(store, own, "Hostitelová", side="host", part="head")
    talks = item(store, own, "2026-10-17T10:00", "Jednání")
    for key in guests:
        make(store, "programme_part", programme_item_id=talks, member_id=key, part="takes_part")
    make(store, "programme_part", programme_item_id=talks, member_id=host, part="leads")
    make(store, "programme_part", programme_item_id=talks, name="studenti", part="takes_part")
    found = text(store, "programme-guest", own, tmp_path / "a.pdf")
    assert "Účastní se: všichni hosté, studenti" in found
    assert "Vede: Jana Hostitelová" in found


def test_a_personal_programme_has_what_concerns_this_person(store: Store, tmp_path: Path) -> None:
    office(store)
    own = visit(store)
    ana = member(store, own, "Anić", "Ana", side="guest", room="214", accommodation="Hotel Clarion")
    eva = member(store, own, "Evová", "Eva", side="guest")
    gone = member(store, own, "Nejede", "Nikdo", side="guest", invitation="declined")
    both = item(store, own, "2026-10-17T09:00", "Uvítání")
    one = item(store, own, "2026-10-17T10:00", "Prohlídka muzea")
    item(store, own, "2026-10-17T08:00", "Porada hostitelů", kind="internal")
    make(store, "programme_part", programme_item_id=one, member_id=eva, part="speaks")
    assert both
    assert gone
    found = text(store, "programme-personal", own, tmp_path / "a.pdf", member=ana)
    assert "Ana Anić" in found
    assert "Uvítání" in found
    assert "Prohlídka muzea" not in found
    assert "Hotel Clarion" in found
    assert "214" in found
    assert "Porada" not in found
    evas = text(store, "programme-personal", own, tmp_path / "a.pdf", member=eva)
    assert "Vaše úloha: Hovoří" in evas
    with pikepdf.open(printed(store, "programme-personal", own, tmp_path / "b.pdf")) as pdf:
        assert len(pdf.pages) == 2, "one for each who comes"
    other = visit(store)
    with pytest.raises(UserError, match="no member"):
        printed(store, "programme-personal", other, tmp_path / "c.pdf", member=ana)


def test_an_empty_visit_says_so_on_every_programme(store: Store, tmp_path: Path) -> None:
    own = visit(store, start="2026", end=None)
    for key in ("programme", "programme-guest", "running-order"):
        assert "Program zatím není stanoven." in text(store, key, own, tmp_path / "a.pdf")
    found = text(store, "programme-personal", own, tmp_path / "a.pdf")
    assert "Členové delegace zatím nejsou určeni." in found


@pytest.mark.nightly
@pytest.mark.parametrize("languages", [(CS,), (DE, EN)], ids="-".join)
@pytest.mark.parametrize("key", ["programme", "running-order"])
def test_sixty_people_and_long_names(
    store: Store, key: str, languages: tuple[str, ...], tmp_path: Path
) -> None:
    own = visit(store)
    body = make(store, "organisation", name_cs="Autonomní oblast Vojvodina")
    names = ("李小明", "Олександр Коваль", "Maria-Magdalena von Schwarzenberg-Liechtenstein")
    keys = [
        member(
            store,
            own,
            f"{names[number % 3]} {number}",
            side="guest",
            title_cs="Zastupitelka",
            organisation_id=body,
        )
        for number in range(60)
    ]
    talks = item(store, own, "2026-10-17T10:00", "Jednání " * 30, place="Sál " * 20)
    for key_of in keys[:59]:
        make(store, "programme_part", programme_item_id=talks, member_id=key_of, part="takes_part")
    file = printed(store, key, own, tmp_path / "a.pdf", languages)  # type: ignore[arg-type]
    assert_conforms(file)
    assert_nothing_is_cut(file)


def test_the_programme_for_word_says_the_same(store: Store, tmp_path: Path) -> None:
    office(store)
    own = visit(store, places="Ústí nad Labem;Děčín")
    item(store, own, "2026-10-17T10:30", "Příjezd", ends="2026-10-17T10:45", place="Úřad")
    printed(store, "programme", own, tmp_path / "a.docx")
    document = Document(str(tmp_path / "a.docx"))
    said = [paragraph.text.replace("\u00a0", " ") for paragraph in document.paragraphs]
    assert "Návštěva z Vojvodiny" in said
    assert "Sobota 17. 10. 2026" in said
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "10:30–10:45" in cells
    assert "Příjezd\nÚřad" in cells
    assert "Ústí nad Labem, Děčín" in [cell.replace("\u00a0", " ") for cell in cells]
    bold = [
        run.text
        for table in document.tables
        for row in table.rows
        for cell in row.cells
        for paragraph in cell.paragraphs
        for run in paragraph.runs
        if run.bold
    ]
    assert "Příjezd" in bold
    printed(store, "programme", own, tmp_path / "b.docx", [CS, DE])
    table = Document(str(tmp_path / "b.docx")).tables[0]
    pairs = [[cell.text.replace("\u00a0", " ") for cell in row.cells] for row in table.rows]
    assert ["Sobota 17. 10. 2026", "Samstag, 17.10.2026"] in pairs


def test_a_place_without_translation_is_listed(store: Store) -> None:
    own = visit(store)
    item(store, own, "2026-10-17T10:30", "Příjezd", place="Krajský úřad")
    with store.reading() as connection:
        found = missing(connection, paper_of("delegation", "programme"), [own], [CS, DE], ON)
    assert [(one.language, one.text) for one in found] == [(DE, "Krajský úřad")]
