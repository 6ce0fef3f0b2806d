"""Everything that says until when an agreement runs says the same, and what is right."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from app.db.store import Store
from app.entities import ENTITIES
from app.exchange.record_files import as_json
from app.i18n import Language, translator
from app.reports.agreements import parts
from app.reports.agreements.collect import summary
from app.reports.agreements.collect_file import agreement_file
from app.reports.agreements.collect_papers import register_content
from app.reports.agreements.register import register
from app.reports.agreements.register_table import register_xlsx
from app.reports.engine.columns import Column
from app.reports.engine.printing_day import printing
from app.reports.engine.tagging import Element
from app.rules.agreements.terms import AgreementState
from app.services.agreements.record import explanation_text
from app.services.records.query import ListQuery
from app.services.records.records import read
from app.services.tasks.reminders import reminders
from tests.app.reports.papers_support import flat_text_of
from tests.app.rules.agreements.test_terms_reference import (
    is_end_of_a_term,
    last_day_of_notice,
)
from tests.factories import make

ON = date(2026, 11, 29)
ONE_DAY = timedelta(days=1)
CS = Language.CS
TR = translator(CS)


@dataclass(frozen=True)
class End:
    """What the reference finds: a day, or None; whether it renews itself or never ends."""

    day: date | None
    renews: bool = False
    indefinite: bool = False
    unknown: bool = False


def terms(chance: random.Random) -> dict[str, object]:
    """The term of an agreement that was signed long ago, all known to the day."""
    first = date(2010, 1, 1) + timedelta(days=chance.randrange(9000))
    fixed = chance.random() < 0.7

    def past(odds: float) -> date | None:
        return ON - timedelta(days=chance.randrange(3000)) if chance.random() < odds else None

    found: dict[str, object] = {
        "term": "fixed" if fixed else "indefinite",
        "expires_on": first if fixed else None,
        "renewal_months": chance.choice([None, 1, 6, 12, 36, 60]) if fixed else None,
        "notice_months": chance.choice([None, 0, 1, 3, 6, 12]),
        "notice_given_on": past(0.3),
        "termination_approved_on": past(0.15),
    }
    ended = ON + timedelta(days=chance.randrange(-3000, 300))
    earlier = (found["notice_given_on"], found["termination_approved_on"])
    if chance.random() < 0.3 and all(day is None or day <= ended for day in earlier):  # type: ignore[operator]
        found["ended_on"] = ended
    return {name: value for name, value in found.items() if value is not None}


def reference(given: dict[str, object], on: date = ON) -> End:
    """The end on a day, found by walking from one day to the next."""
    days = {name: value for name, value in given.items() if isinstance(value, date)}
    months = {name: value for name, value in given.items() if isinstance(value, int)}
    if "ended_on" in days:
        rest = {name: value for name, value in given.items() if name != "ended_on"}
        lapsed = reference(rest, on).day
        over = lapsed is not None and lapsed < on <= days["ended_on"]
        return End(lapsed if over else days["ended_on"])
    first, renewal = days.get("expires_on"), months.get("renewal_months")
    if "notice_given_on" in days:
        if "notice_months" not in months:
            too_late = first is not None and not renewal and days["notice_given_on"] >= first
            return End(first) if too_late else End(None, unknown=True)
        lapse = last_day_of_notice(days["notice_given_on"], months["notice_months"])
        return End(min(lapse, first) if first and not renewal else lapse)
    if first is None:
        decided = "termination_approved_on" in days
        return End(None, indefinite=not decided, unknown=decided)
    if renewal is None:
        return End(first)
    day = first
    while day < on or not is_end_of_a_term(day, first, renewal):
        day += ONE_DAY
    return End(day, renews=True)


@pytest.fixture
def agreements(request: pytest.FixtureRequest, store: Store) -> dict[str, End]:
    chance = random.Random(12)
    found = {}
    for number in range(request.param):
        given = terms(chance)
        stored = {n: v.isoformat() if isinstance(v, date) else v for n, v in given.items()}
        key = make(
            store, "agreement", title_cs=f"Dohoda {number}", signed_on="2009-05-04", **stored
        )
        found[key] = reference(given)
    return found


def shown(end: End) -> str:
    """What a field says of it in Czech."""
    if end.day:
        return f"{end.day.day}. {end.day.month}. {end.day.year}"
    return "den neznámý" if end.unknown else "na dobu neurčitou" if end.indefinite else ""


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "agreements",
    [pytest.param(60, id="60"), pytest.param(2000, id="2000", marks=pytest.mark.nightly)],
    indirect=True,
)
def test_register_summary_show_lists_and_reminders_say_the_same_end(
    store: Store, agreements: dict[str, End], tmp_path: Path
) -> None:
    ids = list(agreements)
    with store.reading() as connection:
        content = register_content(connection, ids, ON)
        register_xlsx(connection, ids, [CS], tmp_path / "a.xlsx", ON)
        register(connection, ids, [CS], None, tmp_path / "a.pdf", ON)
        query = ListQuery(ENTITIES["agreement"], CS, on=ON)
        names = [column.name for column in query.columns()]
        listed = {row.id: row.values for row in query.page(connection, len(ids))}
        found_reminders = reminders(connection, ON, 36500)
        told = {item.record_id for item in found_reminders if item.kind in ("term_end", "notice")}
        ends = {item.record_id: item.due for item in found_reminders if item.kind == "term_end"}
        rows = CalamineWorkbook.from_path(str(tmp_path / "a.xlsx")).get_sheet_by_index(0)
        head, *table = rows.to_python()
        printed = flat_text_of(tmp_path / "a.pdf")
        for entry, row in zip(content.entries, table, strict=True):
            end = agreements[entry.id]
            # The register as it stands in the book and in the workbook.
            now = entry.standing
            assert (now.renews, now.indefinite) == (end.renews, end.indefinite)
            cells = dict(zip(head, row, strict=True))
            expected = end.day or ("den neznámý" if end.unknown else "")
            assert cells["V platnosti do"] == expected
            then = "prodlužuje se automaticky" if end.renews else ""
            assert cells["Co následuje"] == then or end.indefinite
            # The list.
            value = listed[entry.id][names.index("in_force_until")]
            assert value == (end.day.isoformat() if end.day else "unknown" if end.unknown else None)
            assert listed[entry.id][names.index("state")] == now.state.value
            # `show`.
            record = read(connection, ENTITIES["agreement"], entry.id)
            assert record is not None
            found = as_json(connection, record, CS, ON)
            assert found["in_force_until"] == value
            assert (found["renews"], found["indefinite"]) == (end.renews, end.indefinite)
            # The summary.
            column = Column(CS, 0, 400, Element("Art"), True)
            said = {
                plain(row.cells[0].texts[0].runs[0].text): plain(
                    "".join(run.text for text in row.cells[1].texts for run in text.runs)
                )
                for row in parts.term(column, summary(connection, entry.id, ON))
                if len(row.cells) == 2
            }
            wanted = shown(end) + (", prodlužuje se automaticky" if end.renews else "")
            assert said.get("V platnosti do", "na dobu neurčitou") == wanted
            # What is to be thought of.
            if entry.id in ends:
                assert ends[entry.id] == end.day
            elif end.day and end.day >= ON and not end.renews:
                assert entry.id in told
    for end in agreements.values():
        assert not end.day or shown(end) in printed
    assert "neurčitou" in printed


def test_an_agreement_that_was_signed_later_was_not_there(store: Store, tmp_path: Path) -> None:
    from app.reports.catalogue import paper_of
    from app.reports.printing import print_paper

    old = make(store, "agreement", title_cs="Stará", signed_on="2001-05-04")
    make(store, "agreement", title_cs="Pozdější", signed_on="2010-05-04")
    make(store, "agreement", title_cs="Rozepsaná", signed_on=None, status="draft")
    target = tmp_path / "a.pdf"
    with store.reading() as connection:
        query = ListQuery(ENTITIES["agreement"], CS, on=date(2003, 1, 1))
        left = print_paper(
            connection,
            paper_of("agreement", "register"),
            query,
            [CS],
            target,
            date(2003, 1, 1),
            printed_on=ON,
        )
        show = read(connection, ENTITIES["agreement"], old)
        assert show is not None
    text = flat_text_of(target)
    assert "Stará" in text
    assert "Rozepsaná" in text
    assert "Pozdější" not in text
    assert left == ["1 dohoda byla podepsána až po tomto dni a v seznamu není."]
    assert left[0] in text
    assert "Vytištěno 29. 11. 2026" in text, "the day of printing is not the day of the states"
    assert "stav k 1. 1. 2003" in text


def test_what_is_still_to_be_signed_stays_in_the_register_of_today(
    store: Store, tmp_path: Path
) -> None:
    key = make(store, "agreement", title_cs="Zítřejší", signed_on="2026-11-30", status="concluded")
    with store.reading() as connection:
        content = register_content(connection, [key], ON)
    assert [entry.standing.state.value for entry in content.entries] == ["draft"]


def amendment(chance: random.Random, signed: date) -> dict[str, object]:
    """What amends an agreement: its term, the notice alone, or nothing that this is about."""
    found: dict[str, object] = {"signed_on": signed}
    start = signed
    if chance.random() < 0.4:
        start = found["entry_into_force"] = signed + timedelta(days=chance.randrange(400))
    kind = chance.choice(["fixed", "fixed", "indefinite", "notice", "nothing"])
    if kind in ("fixed", "indefinite"):
        found["term"] = kind
    if kind == "fixed":
        found["expires_on"] = start + timedelta(days=chance.randrange(100, 5000))
        found["renewal_months"] = chance.choice([None, None, 3, 12, 60])
    if kind == "notice" or (kind != "nothing" and chance.random() < 0.4):
        found["notice_months"] = chance.choice([1, 3, 12])
    return {name: value for name, value in found.items() if value is not None}


def known_on(
    given: dict[str, object], amendments: list[dict[str, object]], on: date
) -> dict[str, object]:
    """The terms as they stood on a day: of the last amendment in force, without later decisions."""
    found = dict(given)
    last: tuple[date, dict[str, object]] | None = None
    for item in amendments:
        since = item.get("entry_into_force", item["signed_on"])
        assert isinstance(since, date)
        if "term" in item and since <= on and (last is None or since >= last[0]):
            last = since, item
    if last:
        its = last[1]
        renewal = its.get("renewal_months", given.get("renewal_months"))
        found |= {"expires_on": its.get("expires_on"), "renewal_months": renewal}
        if its["term"] == "indefinite":
            found["renewal_months"] = None
        found["notice_months"] = its.get("notice_months", given.get("notice_months"))
    decisions = {
        name: day
        for name in ("notice_given_on", "termination_approved_on")
        if isinstance(day := given.get(name), date)
    }
    found |= {name: None for name, day in decisions.items() if day > on}
    ended = given.get("ended_on")
    if decisions and min(decisions.values()) > on and isinstance(ended, date) and ended >= on:
        found["ended_on"] = None
    return {name: value for name, value in found.items() if value is not None}


@pytest.mark.parametrize(
    "count", [pytest.param(40, id="40"), pytest.param(600, id="600", marks=pytest.mark.nightly)]
)
def test_on_any_day_the_papers_say_what_amendments_and_decisions_made_of_it(
    store: Store, count: int
) -> None:
    chance = random.Random(count)
    stored: dict[str, tuple[dict[str, object], list[dict[str, object]]]] = {}

    def kept(values: dict[str, object], **more: str) -> str:
        texts = {n: v.isoformat() if isinstance(v, date) else v for n, v in values.items()}
        return make(store, "agreement", **{**texts, **more})

    for number in range(count):
        given = terms(chance)
        key = kept(given, title_cs=f"Dohoda {number}", signed_on="2009-05-04")
        day, amendments = date(2009, 6, 1), []
        for part in range(chance.choice([0, 0, 1, 1, 2])):
            day += timedelta(days=chance.randrange(200, 3500))
            amendments.append(amendment(chance, day))
            kept(amendments[-1], title_cs=f"Dodatek {number}/{part}", amends_id=key)
        stored[key] = given, amendments
    for on in (date(2009, 12, 31), date(2014, 2, 28), date(2020, 6, 30), date(2024, 2, 29), ON):
        with store.reading() as connection, printing(ON):
            query = ListQuery(ENTITIES["agreement"], CS, on=on)
            names = [column.name for column in query.columns()]
            listed = {row.id: row.values for row in query.page(connection, 10 * count)}
            for entry in register_content(connection, list(stored), on).entries:
                end = reference(known_on(*stored[entry.id], on), on)
                now = entry.standing
                assert (now.renews, now.indefinite) == (end.renews, end.indefinite)
                value = end.day.isoformat() if end.day else "unknown" if end.unknown else None
                assert listed[entry.id][names.index("in_force_until")] == value
                record = read(connection, ENTITIES["agreement"], entry.id)
                assert record is not None
                assert as_json(connection, record, CS, on)["in_force_until"] == value
                wanted = shown(end) + (", prodlužuje se automaticky" if end.renews else "")
                for paper in (
                    summary(connection, entry.id, on),
                    agreement_file(connection, entry.id, on).summary,
                ):
                    column = Column(CS, 0, 400, Element("Art"), True)
                    rows = (row for row in parts.term(column, paper) if len(row.cells) == 2)
                    said = {
                        plain(row.cells[0].texts[0].runs[0].text): plain(
                            "".join(run.text for text in row.cells[1].texts for run in text.runs)
                        )
                        for row in rows
                    }
                    assert said.get("V platnosti do", "na dobu neurčitou") == wanted
                text = plain(explanation_text(now, TR))
                over = now.state in (AgreementState.EXPIRED, AgreementState.TERMINATED)
                if end.day:
                    assert over == (end.day < on)
                    assert shown(end) in text, "the sentences name the end that the field says"
