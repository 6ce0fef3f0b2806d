from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pikepdf
import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language, translator
from app.reports.agreements.register import GROUPINGS, GroupBy, register
from app.services.office import choose_own_organisation
from app.services.records.query import Filter, ListQuery
from tests.app.reports.papers_support import assert_conforms, bookmarks, elements, pages_of, text_of
from tests.factories import make

CS, DE, EN = Language.CS, Language.DE, Language.EN
ON = date(2026, 6, 20)
AGREEMENT = ENTITIES["agreement"]


def printed(
    store: Store,
    folder: Path,
    languages: Sequence[Language] = (CS,),
    group_by: GroupBy | None = None,
    wanted: Sequence[str] | ListQuery | None = None,
) -> Path:
    target = folder / "register.pdf"
    query = ListQuery(AGREEMENT, languages[0], on=ON) if wanted is None else wanted
    with store.reading() as connection:
        register(connection, query, languages, group_by, target, ON)
    return target


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "papers"
    found.mkdir()
    return found


@pytest.fixture
def several(store: Store) -> dict[str, str]:
    """Four agreements: in three states, with two partners, in two countries."""
    own = make(store, "organisation", name_cs="Ústecký kraj", country="CZ")
    choose_own_organisation(store, own)
    saxony = make(store, "organisation", name_cs="Sasko", name_de="Sachsen", country="DE")
    voivodina = make(
        store, "organisation", name_cs="Vojvodina", native_name="Војводина", country="RS"
    )
    culture = make(store, "area", name_cs="kultura", name_de="Kultur")
    made = {
        "kept": make(
            store,
            "agreement",
            title_cs="Dohoda o řekách",
            title_de="Abkommen über Flüsse",
            partner_id=saxony,
            signed_on="2015-11",
            signed_at="Drážďany",
            term="indefinite",
        ),
        "both": make(
            store,
            "agreement",
            title_cs="Dohoda tří krajů Љубав",
            partner_id=saxony,
            signed_on="2024-01-15",
            term="fixed",
            expires_on="2027-01-14",
            renewal_months=36,
        ),
        "over": make(
            store,
            "agreement",
            title_cs="Čáslavské memorandum",
            partner_id=voivodina,
            signed_on="unknown",
            term="fixed",
            expires_on="2020-12-31",
        ),
        "draft": make(
            store, "agreement", title_cs="Chystaná dohoda", status="draft", signed_on=None
        ),
    }
    for body in (own, saxony, voivodina):
        make(store, "agreement_party", agreement_id=made["both"], organisation_id=body)
    make(store, "agreement_area", agreement_id=made["kept"], area_id=culture)
    return made


def test_every_grouping_has_a_label() -> None:
    literals = list(get_args(GroupBy))
    assert list(GROUPINGS) == ["", *literals]


@pytest.mark.parametrize("languages", [(CS,), (DE,), (EN,), (CS, DE), (CS, EN), (DE, EN)])
def test_the_register_conforms(
    store: Store, several: dict[str, str], folder: Path, languages: tuple[Language, ...]
) -> None:
    file = printed(store, folder, languages, "country")
    assert_conforms(file)
    assert list(folder.iterdir()) == [file]
    with pikepdf.open(file) as pdf:
        tags = [str(node.S) for node in elements(pdf)]
        spoken = {str(node.Lang) for node in elements(pdf) if "/Lang" in node}
        scopes = {str(node.A.Scope) for node in elements(pdf) if node.S == "/TH"}
        assert str(pdf.Root.Lang) == languages[0]
        assert str(pdf.docinfo.Title) == translator(languages[0])("Register of agreements")
        assert str(pdf.docinfo.Author) == "Ústecký kraj"
    assert tags.count("/H1") == len(languages)
    assert {"/TOC", "/TOCI", "/Table", "/TR", "/TH", "/TD"} <= set(tags)
    assert set(languages) <= spoken
    assert scopes == {"/Row", "/Column"}


def test_all_texts_can_be_copied(store: Store, several: dict[str, str], folder: Path) -> None:
    text = " ".join(text_of(printed(store, folder)).split())
    for part in (
        "Evidence dohod",
        "4 dohody",
        "Dohoda tří krajů Љубав",
        "Čáslavské memorandum",
        "Sasko; Vojvodina (Německo, Srbsko)",
        "listopad 2015",
        "Drážďany",
        "na dobu neurčitou",
        "14. 1. 2027",
        "prodlužuje se automaticky",
        "den neznámý",
    ):
        assert part in text, part


@pytest.mark.parametrize(
    ("group_by", "expected"),
    [
        (None, {"Dohody": [1, 2, 3, 4]}),
        ("state", {"V platnosti": [1, 2], "Návrh": [3], "Zanikla uplynutím doby": [4]}),
        # In the order of the list (Č, D, Ch): the numbers are those of the first appearance.
        ("partner", {"Sasko": [1, 2], "Vojvodina": [3, 2], "Partner neuveden": [4]}),
        ("country", {"Německo": [1, 2], "Srbsko": [3, 2], "Stát neuveden": [4]}),
        ("area", {"kultura": [1], "Oblast neuvedena": [2, 3, 4]}),
    ],
)
def test_groups_hold_their_agreements(
    store: Store,
    several: dict[str, str],
    folder: Path,
    group_by: GroupBy | None,
    expected: dict[str, list[int]],
) -> None:
    found: dict[str, list[int]] = {}
    for depth, title, _ in bookmarks(printed(store, folder, group_by=group_by)):
        if depth == 1 and title != "Obsah":
            found[title] = []
        elif depth == 2:
            found[list(found)[-1]].append(int(title.split()[0]))
    assert list(found.items()) == list(expected.items())


def test_the_contents_lead_to_the_right_pages(store: Store, folder: Path) -> None:
    for number in range(90):
        partner = make(store, "organisation", name_cs=f"Partner {number % 7}", country="DE")
        title = f"Dohoda číslo {number:03} o spolupráci v mnoha věcech a v dalších " + "x " * 20
        make(store, "agreement", title_cs=title, partner_id=partner, term="indefinite")
    file = printed(store, folder, group_by="state")
    pages = pages_of(file)
    marks = bookmarks(file)
    front = next(number for depth, title, number in marks if title == "V platnosti") - 1
    listed = "\n".join(line for sheet in pages[:front] for line in sheet)
    numbers = re.findall(r"Dohoda číslo (\d{3})[^\n]*? {3,}(\d+)\n", listed + "\n")
    assert len(numbers) == 90, listed
    for name, shown in numbers:
        (marked,) = [page for _, title, page in marks if f"číslo {name} " in title]
        assert int(shown) == marked
        assert any(f"číslo {name}" in line for line in pages[marked - 1])


def test_headings_are_never_widowed(store: Store, folder: Path) -> None:
    headers = {"Č.", "Dohoda", "Podepsáno", "Stav"}
    for number in range(40):
        partner = make(store, "organisation", name_cs=f"Partner {number:02}", country="DE")
        text = "o spolupráci " * (number % 9 + 1)
        make(store, "agreement", title_cs=f"Dohoda {text}", partner_id=partner)
    for count in range(20, 41, 4):
        with store.reading() as connection:
            ids = [
                row[0] for row in connection.execute("SELECT id FROM agreement ORDER BY sort_key")
            ]
        file = printed(store, folder, group_by="partner", wanted=ids[:count])
        for sheet in pages_of(file)[:-1]:
            last = sheet[-1]
            assert not re.fullmatch(r"Partner \d\d", last), sheet[-3:]
            assert not headers <= set(last.split()), sheet[-3:]


def test_an_entry_is_not_divided_between_pages(store: Store, folder: Path) -> None:
    for number in range(30):
        title = f"Dohoda {number:02} začíná " + "zde a pokračuje " * 12 + f"konec{number:02}"
        make(store, "agreement", title_cs=title)
    for sheet in pages_of(printed(store, folder, (CS, DE)))[2:]:
        text = " ".join(sheet)
        begun = set(re.findall(r"Dohoda (\d\d) začíná", text))
        ended = set(re.findall(r"konec(\d\d)", text))
        assert begun == ended


def test_two_languages_stand_side_by_side(
    store: Store, several: dict[str, str], folder: Path
) -> None:
    file = printed(store, folder, (CS, DE), "state")
    lines = [line for sheet in pages_of(file) for line in sheet]
    assert any("Dohoda o řekách" in line and "Abkommen über" in line for line in lines)
    assert any("Obsah" in line and "Inhalt" in line for line in lines)
    text = " ".join(text_of(file).split())
    assert "Čáslavské memorandum (cs)" in text
    assert "Tschechisch" in text


def test_what_the_list_was_narrowed_to_is_said(
    store: Store, several: dict[str, str], folder: Path
) -> None:
    with store.reading() as connection:
        (culture,) = connection.execute("SELECT id FROM area").fetchone()
    query = ListQuery(
        AGREEMENT,
        CS,
        text="rek",
        scope="all",
        on=ON,
        filters=(
            Filter("state", "in_force"),
            Filter("country", "DE"),
            Filter("country", "RS"),
            Filter("area", culture),
        ),
    )
    text = " ".join(text_of(printed(store, folder, wanted=query)).split())
    for part in ("1 dohoda", "„rek“", "V platnosti", "Německo, Srbsko", "kultura", "archivovaných"):
        assert part in text, part
    assert "Chystaná" not in text


def test_linked_filters_find_and_offer(store: Store, several: dict[str, str]) -> None:
    tr = translator(CS)
    query = ListQuery(AGREEMENT, CS, on=ON)
    with store.reading() as connection:

        def found(*filters: Filter) -> set[str]:
            from dataclasses import replace

            rows = replace(query, filters=filters).page(connection, 50)
            return {row.id for row in rows}

        offers = {text: count for _, text, count in query.offers(connection, "country", tr)}
        assert offers == {"Německo": 2, "Srbsko": 2}
        parties = {text: item for item, text, _ in query.offers(connection, "party", tr)}
        assert set(parties) == {"Sasko", "Vojvodina", "Ústecký kraj"}
        assert found(parties["Vojvodina"]) == {several["both"], several["over"]}
        assert found(parties["Sasko"], Filter("country", "RS")) == {several["both"]}
        assert found(Filter("country", "CZ")) == set()
        areas = query.offers(connection, "area", tr)
        assert [(text, count) for _, text, count in areas] == [("kultura", 1)]
        assert found(areas[0][0]) == {several["kept"]}


def test_a_long_register_lists_its_groups_only(store: Store, folder: Path) -> None:
    ids = [make(store, "agreement", title_cs=f"Dohoda {number:03}") for number in range(205)]
    file = printed(store, folder, wanted=ids)
    titles = [title for depth, title, _ in bookmarks(file) if depth == 1]
    assert titles == ["Obsah", "Dohody 1 až 100", "Dohody 101 až 200", "Dohody 201 až 205"]
    assert len([1 for depth, _, _ in bookmarks(file) if depth == 2]) == 205
    front = pages_of(file)[0]
    assert not any("Dohoda 0" in line for line in front)
    assert_conforms(file)


def test_progress_grows_and_cancel_leaves_nothing(
    store: Store, several: dict[str, str], folder: Path
) -> None:
    ids = [make(store, "agreement", title_cs=f"Dohoda {number:03}") for number in range(60)]
    told: list[tuple[int, int]] = []
    target = folder / "register.pdf"
    with store.reading() as connection:
        register(
            connection, ids, [CS], None, target, ON, lambda done, total: told.append((done, total))
        )
        assert told[-1][0] == told[-1][1]
        assert all(first <= second for (first, _), (second, _) in pairwise(told))
        assert len({total for _, total in told}) == 1
        before = target.read_bytes()
        for patience in (0, 2, 5):
            answers = iter([False] * patience + [True] * 1000)
            with pytest.raises(UserError, match="cancelled"):
                register(
                    connection, ids, [DE], None, target, ON, cancelled=lambda a=answers: next(a)
                )
    assert target.read_bytes() == before
    assert list(folder.iterdir()) == [target]


def test_the_writing_at_the_end_can_be_cancelled(store: Store, folder: Path) -> None:
    ids = [make(store, "agreement", title_cs=f"Dohoda {number:03}") for number in range(60)]
    target = folder / "register.pdf"
    told: list[int] = []

    def late() -> bool:
        # All rows are drawn; what follows is only written.
        return bool(told) and told[-1] >= 120 and told.count(told[-1]) > 1

    with store.reading() as connection, pytest.raises(UserError, match="cancelled"):
        register(
            connection, ids, [CS], None, target, ON, lambda done, _total: told.append(done), late
        )
    assert told[-1] >= 120
    assert list(folder.iterdir()) == []


def test_equal_input_gives_an_equal_file(
    store: Store, several: dict[str, str], folder: Path
) -> None:
    first = printed(store, folder, (CS, DE), "partner").read_bytes()
    assert printed(store, folder, (CS, DE), "partner").read_bytes() == first


def test_nothing_to_print_is_said(store: Store, folder: Path) -> None:
    with pytest.raises(UserError, match="nothing to print"):
        printed(store, folder)
    with store.reading() as connection, pytest.raises(UserError):
        register(connection, ["no-such-id"], [CS], None, folder / "a.pdf", ON)
    assert list(folder.iterdir()) == []


def test_countries_stand_in_the_order_of_the_language(store: Store, tmp_path: Path) -> None:
    for country in ("CN", "GR", "HU", "IS"):
        partner = make(store, "organisation", name_cs=f"Kraj {country}", country=country)
        make(store, "agreement", title_cs="Dohoda", partner_id=partner, signed_on="2020")
    orders = {
        Language.CS: ["Čína", "Island", "Maďarsko", "Řecko"],
        Language.DE: ["China", "Griechenland", "Island", "Ungarn"],
        Language.EN: ["China", "Greece", "Hungary", "Iceland"],
    }
    for language, names in orders.items():
        file = tmp_path / f"{language}.pdf"
        with store.reading() as connection:
            query = ListQuery(ENTITIES["agreement"], language, on=ON)
            register(connection, query, [language], "country", file, ON)
        found = [title.rsplit(" (", 1)[0] for depth, title, _ in bookmarks(file) if depth == 1]
        assert [title for title in found if title in names] == names
