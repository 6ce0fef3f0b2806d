from __future__ import annotations

from datetime import date, datetime

import pytest

from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language, translator
from app.reports.catalogue import paper_of
from app.reports.printing import before
from app.services.protocol import approvals
from app.services.protocol.approvals import APPROVED, DRAFT, RETURNED, SUBMITTED, take, waiting
from app.services.records.records import save
from app.services.records.undo import undo
from tests.factories import make

NOON = datetime(2027, 4, 1, 12)
EN = translator(Language.EN)


def now(store: Store, visit: str, paper: str = "briefing") -> approvals.State:
    with store.reading() as connection:
        return approvals.state(connection, "delegation", visit, paper)


def test_a_paper_goes_to_the_head_comes_back_and_is_approved(store: Store) -> None:
    visit = make(store, "delegation")
    assert now(store, visit).step == DRAFT
    take(store, "delegation", visit, "briefing", SUBMITTED, now=NOON)
    take(store, "delegation", visit, "briefing", RETURNED, "Doplnit jména", NOON)
    assert (now(store, visit).step, now(store, visit).remark) == (RETURNED, "Doplnit jména")
    take(store, "delegation", visit, "briefing", SUBMITTED, now=NOON)
    take(store, "delegation", visit, "briefing", APPROVED, now=datetime(2027, 4, 1, 11))
    assert now(store, visit).step == APPROVED  # though the clock went back
    with store.reading() as connection:
        steps = approvals.history(connection, "delegation", visit, "briefing")
    assert [step.step for step in steps] == [SUBMITTED, RETURNED, SUBMITTED, APPROVED]
    assert now(store, visit, "invitation").step == DRAFT
    undo(store)
    assert now(store, visit).step == SUBMITTED


def test_steps_that_make_no_sense_are_refused(store: Store) -> None:
    visit = make(store, "delegation")
    with pytest.raises(UserError, match="not submitted"):
        take(store, "delegation", visit, "briefing", APPROVED)
    take(store, "delegation", visit, "briefing", SUBMITTED)
    with pytest.raises(UserError, match="waits for approval already"):
        take(store, "delegation", visit, "briefing", SUBMITTED)
    with pytest.raises(UserError, match="what is to be changed"):
        take(store, "delegation", visit, "briefing", RETURNED, "  ")
    make(store, "user", name="Vedoucí", role="head")
    with pytest.raises(UserError, match="Only the head"):
        take(store, "delegation", visit, "briefing", APPROVED)
    assert now(store, visit).step == SUBMITTED


def test_what_is_printed_says_that_it_is_not_approved_or_was_changed(store: Store) -> None:
    visit = make(store, "delegation")

    def said(paper: str) -> list[str]:
        with store.reading() as connection:
            wanted = paper_of("delegation", paper)
            return before(connection, wanted, [visit], [Language.EN], date(2027, 4, 1))

    assert "This paper is a draft: it was not submitted for approval." in said("briefing")
    assert not [text for text in said("rooms") if "approv" in text]
    take(store, "delegation", visit, "rooms", SUBMITTED, now=NOON)
    assert [text for text in said("rooms") if "not approved yet" in text]
    take(store, "delegation", visit, "rooms", APPROVED, now=NOON)
    assert not [text for text in said("rooms") if "approv" in text]
    member = {"delegation_id": visit, "post": "nový člen", "side": "guest"}
    make(store, "delegation_member", **member)
    assert [text for text in said("rooms") if "was changed since" in text]
    assert now(store, visit, "rooms").is_changed


def test_home_lists_what_waits_for_the_head_and_what_came_back_to_the_author(store: Store) -> None:
    visit = make(store, "delegation", title_cs="Cesta do Saska")
    author, head = make(store, "user", name="Autor"), make(store, "user", name="H", role="head")

    def listed(user: str) -> list[tuple[str, str, str]]:
        with store.reading() as connection:
            return [
                (item.title, item.state.paper, item.state.step)
                for item in waiting(connection, user, Language.CS)
            ]

    store.user_id = author
    take(store, "delegation", visit, "briefing", SUBMITTED)
    assert listed(author) == []
    assert listed(head) == [("Cesta do Saska", "briefing", SUBMITTED)]
    store.user_id = head
    take(store, "delegation", visit, "briefing", RETURNED, "Doplnit")
    assert listed(head) == []
    assert listed(author) == [("Cesta do Saska", "briefing", RETURNED)]


def test_papers_of_agreements_go_the_same_way(store: Store) -> None:
    agreement = make(store, "agreement")
    take(store, "agreement", agreement, "council-paper", SUBMITTED)
    take(store, "agreement", agreement, "council-paper", APPROVED)
    with store.reading() as connection:
        found = approvals.state(connection, "agreement", agreement, "council-paper")
    assert (found.step, found.text(EN)) == (APPROVED, "")
    save(store, ENTITIES["agreement"], agreement, 0, {"title_cs": "Jiný název"})
    with store.reading() as connection:
        assert approvals.state(connection, "agreement", agreement, "council-paper").is_changed
