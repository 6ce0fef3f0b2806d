from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language
from app.reports.agreements.collect_file import agreement_file
from app.reports.agreements.data import AgreementFile, PartnerStep
from app.reports.agreements.full import full_summary, missing, sheet
from app.reports.catalogue import paper_of
from app.reports.engine.page import metadata, publish
from app.reports.engine.tagging import Element
from app.reports.printing import print_paper
from app.rules.days.partial_dates import PartialDate
from app.services.office import choose_own_organisation
from app.services.records.records import save
from tests.app.reports.papers_support import (
    assert_conforms,
    assert_no_heading_is_alone,
    assert_nothing_is_cut,
    bookmarks,
    flat_text_of,
    text_of,
)
from tests.factories import make

CS, DE, EN = Language.CS, Language.DE, Language.EN
ON = date(2026, 6, 20)


@pytest.fixture
def agreement(store: Store) -> str:
    """An agreement about which everything is recorded."""
    own = make(store, "organisation", name_cs="Ústecký kraj", name_de="Region Ústí", country="CZ")
    choose_own_organisation(store, own)
    partner = make(
        store,
        "organisation",
        name_cs="Autonomní oblast Vojvodina",
        name_de="Autonome Provinz Vojvodina",
        native_name="Аутономна покрајина Војводина",
        country="RS",
    )
    key = make(
        store,
        "agreement",
        title_cs="Memorandum o spolupráci",
        title_de="Memorandum über die Zusammenarbeit",
        partner_id=partner,
        subject_cs="Spolupráce ve zdravotnictví.",
        subject_de="Zusammenarbeit im Gesundheitswesen.",
        bodies="Smíšená komise.",
        duties="Každá strana hradí své náklady.",
        settlement="Závazky trvají do konce roku.",
        notice_clause="Lze vypovědět písemně.",
        depositary="Spisovna, regál 12",
        register_subject="no",
        register_reason="není soukromoprávní",
        note="Jen pro nás.",
        signed_on="2018-06-07",
    )
    for place, body in enumerate((own, partner), 1):
        make(store, "agreement_party", agreement_id=key, organisation_id=body, position_no=place)
    make(store, "agreement", title_cs="Dodatek č. 1", amends_id=key, signed_on="2021-05-04")
    make(store, "resolution", agreement_id=key, body="Zastupitelstvo", number="12/9Z")
    make(store, "commitment", agreement_id=key, text_cs="Zpráva", due="2026-05", status="open")
    make(store, "evaluation", agreement_id=key, date="2024", benefit="3", text="Méně návštěv.")
    make(store, "milestone", organisation_id=partner, text_cs="Začátek spolupráce", date="2010")
    make(store, "delegation", title_cs="Příští cesta", partner_id=partner, start="2027-02-01")
    document = make(store, "document", title="Podepsané znění", kind="agreement_text")
    values = {"document_id": document, "entity": "agreement", "record_id": key}
    save(store, ENTITIES["document_link"], None, 0, values)
    return key


def printed(
    store: Store, key: str, tmp_path: Path, languages: Sequence[Language] = (CS,), note: str = ""
) -> Path:
    target = tmp_path / "full.pdf"
    options = {"note": note} if note else {}
    with store.reading() as connection:
        full_summary(connection, [key], languages, target, ON, lambda done, total: None, **options)
    return target


def test_everything_stands_in_it(store: Store, agreement: str, tmp_path: Path) -> None:
    file = printed(store, agreement, tmp_path, note="with")
    text = flat_text_of(file)
    for part in (
        "Úplný souhrn dohody",
        "Аутономна покрајина Војводина",
        "Spolupráce ve zdravotnictví.",
        "Smíšená komise.",
        "Každá strana hradí své náklady.",
        "Závazky trvají do konce roku.",
        "Lze vypovědět písemně.",
        "12/9Z",
        "Dodatek č. 1",
        "Zpráva",
        "po termínu",
        "3 – střední",
        "Méně návštěv.",
        "Začátek spolupráce",
        "Příští cesta",
        "Podepsané znění",
        "není soukromoprávní",
        "Spisovna, regál 12",
        "zákon č. 129/2000 Sb., o krajích, § 28",
        "Jen pro nás.",
    ):
        assert part in text, part


def test_the_note_is_left_out_unless_it_is_asked_for(
    store: Store, agreement: str, tmp_path: Path
) -> None:
    assert "Jen pro nás" not in text_of(printed(store, agreement, tmp_path))


@pytest.mark.parametrize("languages", [(CS,), (DE, EN)], ids="-".join)
def test_the_file_conforms(
    store: Store, agreement: str, languages: Sequence[Language], tmp_path: Path
) -> None:
    file = printed(store, agreement, tmp_path, languages)
    assert_conforms(file)
    assert_nothing_is_cut(file)
    assert_no_heading_is_alone(file)


def test_what_has_no_translation_is_printed_in_czech_and_listed(
    store: Store, agreement: str, tmp_path: Path
) -> None:
    text = flat_text_of(printed(store, agreement, tmp_path, (DE,)))
    assert "Zusammenarbeit im Gesundheitswesen." in text
    assert "Smíšená komise. (cs)" in text
    assert "Zpráva (cs)" in text
    with store.reading() as connection:
        listed = {item.text for item in missing(connection, [agreement], (DE,), ON)}
        assert missing(connection, [agreement], (CS,), ON) == []
    assert {"Zpráva", "Dodatek č. 1", "Začátek spolupráce"} <= listed


def test_empty_sections_are_not_printed(store: Store, tmp_path: Path) -> None:
    key = make(store, "agreement", title_cs="Holá dohoda", signed_on=None, status="draft")
    file = printed(store, key, tmp_path, (EN,))
    headings = [title for depth, title, _ in bookmarks(file) if depth]
    assert headings == ["Dates and term", "What is missing"]


def test_several_agreements_stand_in_one_file(store: Store, agreement: str, tmp_path: Path) -> None:
    other = make(store, "agreement", title_cs="Druhá dohoda")
    told: list[tuple[int, int]] = []
    target = tmp_path / "new" / "full.pdf"
    with store.reading() as connection:
        full_summary(
            connection,
            [agreement, other],
            (CS,),
            target,
            ON,
            lambda done, total: told.append((done, total)),
        )
        with pytest.raises(UserError):
            full_summary(connection, ["nothing"], (CS,), target, ON, lambda *_: None)
    titles = [title for depth, title, _ in bookmarks(target) if not depth]
    assert titles == ["Memorandum o spolupráci", "Druhá dohoda"]
    assert told == [(number, 6) for number in range(1, 7)]
    assert [file.name for file in target.parent.iterdir()] == ["full.pdf"]


# --- pages ---------------------------------------------------------------------------------------


def laid_out(file: AgreementFile, languages: Sequence[Language], target: Path) -> Path:
    root = Element("Document", language=languages[0])
    made = sheet(file, languages, root, ON)
    publish([made], root, metadata("Paper", file.summary.office, languages, ON), target)
    return target


@pytest.fixture
def whole(store: Store, agreement: str) -> AgreementFile:
    with store.reading() as connection:
        return agreement_file(connection, agreement, ON)


def test_two_languages_are_aligned_row_by_row(whole: AgreementFile, tmp_path: Path) -> None:
    history = [
        PartnerStep(PartialDate(year), {CS: "Krátce.", DE: "Ein sehr langer Satz, " * 9})
        for year in range(1990, 2005)
    ]
    file = laid_out(replace(whole, history=history), (CS, DE), tmp_path / "full.pdf")
    lines = [line.split() for line in text_of(file, "-layout").splitlines()]
    for year in range(1990, 2005):
        assert any(line.count(str(year)) == 2 for line in lines), year


def test_headings_and_tables_survive_any_page_break(whole: AgreementFile, tmp_path: Path) -> None:
    file = tmp_path / "full.pdf"
    history = list(whole.history)
    for _ in range(25):
        history.append(PartnerStep(PartialDate(2019), {CS: "Něco se stalo."}))
        laid_out(replace(whole, history=history), (CS,), file)
        assert_no_heading_is_alone(file)
        for lines in text_of(file, "-layout").split("\f")[:-1]:
            body = [line.split() for line in lines.splitlines() if line.strip()][:-1]
            assert body[-1] not in (["Datum", "Co", "se", "stalo"], ["Datum", "Dokument"])


def test_a_note_of_several_pages_is_printed_whole(whole: AgreementFile, tmp_path: Path) -> None:
    words = [f"slovo{number}" for number in range(3000)]
    paper = replace(whole, summary=replace(whole.summary, note=" ".join(words)))
    file = laid_out(paper, (CS, EN), tmp_path / "full.pdf")
    assert [word for word in text_of(file).split() if word.startswith("slovo")] == words


def test_on_an_earlier_day_nothing_stands_in_it_that_happened_since(
    store: Store, agreement: str, tmp_path: Path
) -> None:
    values = {
        "notice_given_on": "2025-01-05",
        "termination_approved_on": "2024-11-11",
        "ended_on": "2025-12-31",
        "end_reason": "výpověď",
        "notice_months": 6,
        "register_published_on": "2024-03-04",
        "register_id": "1234567",
    }
    save(store, ENTITIES["agreement"], agreement, 0, values)
    make(store, "agreement", title_cs="Dodatek č. 2", amends_id=agreement, signed_on="2019-05-04")
    key = agreement
    make(store, "resolution", agreement_id=key, body="Rada kraje", decided_on="2018-03-03")
    make(store, "resolution", agreement_id=key, body="Rada obce", decided_on="2024-11")
    make(
        store,
        "commitment",
        agreement_id=key,
        text_cs="Výměna žáků",
        due="2019-06-30",
        status="fulfilled",
        fulfilled_on="2021-03-04",
    )
    with store.reading() as connection:
        (partner,) = connection.execute(
            "SELECT partner_id FROM agreement WHERE id = ?", (key,)
        ).fetchone()
    make(store, "delegation", title_cs="Cesta 2019", agreement_id=key, start="2019-02-01")
    make(store, "delegation", title_cs="Cesta 2022", agreement_id=key, start="2022-02-01")
    make(store, "milestone", organisation_id=partner, text_cs="Kancelář otevřena", date="2023")
    for day in ("2019-12-01", "2023-12-01"):
        document = make(store, "document", title=f"Zápis {day[:4]}", kind="other", date=day)
        link = {"document_id": document, "entity": "agreement", "record_id": key}
        save(store, ENTITIES["document_link"], None, 0, link)
    was = [
        *("V platnosti", "Rada kraje", "Dodatek č. 2", "Výměna žáků", "po termínu"),
        *("Cesta 2019", "Zápis 2019", "Začátek spolupráce", "Příští cesta"),
    ]
    since = [
        *("Rada obce", "Dodatek č. 1", "4. 3. 2021", "Splněn", "Cesta 2022", "Kancelář"),
        *("Zápis 2023", "Méně návštěv", "výpověď", "1234567", "Co chybí", "2025"),
    ]
    target = tmp_path / "a.pdf"

    def printed(key: str, on: date) -> tuple[str, list[str]]:
        with store.reading() as connection:
            left = print_paper(
                connection, paper_of("agreement", key), [agreement], [CS], target, on, printed_on=ON
            )
        return flat_text_of(target), [text.replace("\u00a0", " ") for text in left]

    text, left = printed("summary-full", date(2020, 1, 1))
    assert [part for part in was if part not in text] == []
    assert [part for part in since if part in text] == []
    assert "Stav ke dni 1. 1. 2020" in text
    assert left == [
        "Co se stalo po 1. 1. 2020, je vynecháno, stejně jako otevřené úkoly a to, co v záznamu"
        " chybí: to je známo jen k dnešku."
    ]
    text, left = printed("summary-full", ON)
    assert [part for part in since if part not in text] == []
    assert left == []
    for paper in ("summary", "cover", "commitments"):
        text, left = printed(paper, date(2020, 1, 1))
        assert [part for part in since if part in text] == [], paper
        assert left
        with pytest.raises(UserError, match="had been signed"):
            printed(paper, date(2003, 1, 1))


def test_of_several_agreements_those_of_later_days_are_left_out_and_counted(
    store: Store, agreement: str, tmp_path: Path
) -> None:
    old = make(store, "agreement", title_cs="Stará dohoda", signed_on="2001-05-04")
    with store.reading() as connection:
        left = print_paper(
            connection,
            paper_of("agreement", "summary-full"),
            [old, agreement],
            [CS],
            tmp_path / "a.pdf",
            date(2003, 1, 1),
            printed_on=ON,
        )
    assert left[0] == "1 dohoda byla podepsána až po tomto dni a v seznamu není."
    text = flat_text_of(tmp_path / "a.pdf")
    assert "Stará dohoda" in text
    assert "Memorandum o spolupráci" not in text
