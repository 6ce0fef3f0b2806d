from __future__ import annotations

from datetime import date

from app.db.store import Store
from app.i18n import Language
from app.reports.catalogue import paper_of
from app.reports.printing import before
from app.services.protocol.ended_posts import ended, take_successor, warnings
from tests.factories import make, value

TODAY = date(2027, 4, 1)


class Visit:
    """A visit of a governor whose post ended before it, and of the successor."""

    def __init__(self, store: Store, until: str = "2027-03", **values: object) -> None:
        self.region = make(store, "organisation", country="PL")
        self.old = make(store, "person", family_name="Bývalý", given_name="Jan")
        self.new = make(store, "person", family_name="Nový", given_name="Petr")
        posts = {"organisation_id": self.region}
        self.post = make(
            store, "position", person_id=self.old, title_cs="hejtman", until=until, **posts
        )
        self.next = make(
            store,
            "position",
            person_id=self.new,
            title_cs="Hejtman kraje",
            since="2027-04",
            **posts,
        )
        self.id = make(store, "delegation", head_id=self.old, **{"start": "2027-05-10", **values})
        member = {"delegation_id": self.id, "side": "guest", "part": "head", "room": "7"}
        self.member = make(
            store,
            "delegation_member",
            person_id=self.old,
            position_id=self.post,
            invitation="accepted",
            **member,
        )


def test_a_post_that_ended_is_found_and_the_successor_is_offered(store: Store) -> None:
    visit = Visit(store)
    with store.reading() as connection:
        (found,) = ended(connection, visit.id, Language.CS, TODAY)
        (said,) = warnings(connection, visit.id, Language.EN, TODAY)
        paper = paper_of("delegation", "participants")
        told = before(connection, paper, [visit.id], [Language.EN], TODAY)
    assert (found.member_id, found.successor_id) == (visit.member, visit.new)
    assert said.replace("\xa0", " ") == (
        "Jan Bývalý: the post “hejtman” has ended (March 2027). It is held by Petr Nový now."
    )
    assert said in told
    take_successor(store, found)
    assert value(store, "delegation_member", visit.member, "person_id") == visit.new
    assert value(store, "delegation_member", visit.member, "position_id") == visit.next
    assert value(store, "delegation_member", visit.member, "room") is None
    assert value(store, "delegation_member", visit.member, "part") == "head"
    assert value(store, "delegation", visit.id, "head_id") == visit.new
    with store.reading() as connection:
        assert ended(connection, visit.id, Language.CS, TODAY) == []


def test_what_ends_after_the_visit_or_was_over_long_ago_is_no_matter(store: Store) -> None:
    later = Visit(store, until="2027-06")
    past = Visit(store, until="2019", start="2018-05-10")
    over = Visit(store, until="2019", start="2020-05-10")
    with store.reading() as connection:
        for visit in (later, past, over):
            assert ended(connection, visit.id, Language.CS, TODAY) == []


def test_without_a_successor_it_is_said_without(store: Store) -> None:
    visit = Visit(store)
    with store.writing("weg") as writer:
        writer.connection.execute("DELETE FROM position WHERE id = ?", (visit.next,))
    with store.reading() as connection:
        (said,) = warnings(connection, visit.id, Language.CS, TODAY)
    assert said.replace("\xa0", " ") == "Jan Bývalý: funkce „hejtman“ skončila (březen 2027)."
