from __future__ import annotations

from datetime import date
from urllib.parse import unquote

from hypothesis import given
from hypothesis import strategies as st

from app.db.store import Store
from app.services.contacts.mail_addresses import LONGEST, addressed, links
from tests.factories import make

ON = date(2026, 11, 29)


def test_people_without_an_address_are_named(store: Store) -> None:
    reached = make(store, "person", family_name="Nováková", given_name="Jana")
    make(store, "contact_point", person_id=reached, kind="email", value="jana@example.cz")
    other = make(store, "person", family_name="Bez", given_name="Adresy")
    with store.reading() as connection:
        found = addressed(connection, [reached, other, reached], ON)
    assert found.ids == [reached]
    assert found.without == ("Adresy Bez",)
    assert found.text == '"Jana Nováková" <jana@example.cz>'


def test_an_address_of_two_people_is_written_to_once(store: Store) -> None:
    ids = []
    for name, address in (("Adam", "urad@example.cz"), ("Beran", "Urad@Example.cz")):
        ids.append(make(store, "person", family_name=name))
        make(store, "contact_point", person_id=ids[-1], kind="email", value=address)
    with store.reading() as connection:
        found = addressed(connection, ids, ON)
    assert found.addresses == ["urad@example.cz"]
    assert found.ids == ids


ADDRESSES = st.lists(
    st.from_regex(r"[a-zěščř0-9&?=%+]{1,20}@[a-z]{1,12}\.cz", fullmatch=True), max_size=200
)


@given(ADDRESSES, st.sampled_from(["bcc", "to"]))
def test_links_reach_everybody_in_order_and_are_short(addresses: list[str], field: str) -> None:
    found = links(addresses, field)  # type: ignore[arg-type]
    begin = "mailto:?bcc=" if field == "bcc" else "mailto:"
    assert all(link.startswith(begin) and len(link) <= LONGEST for link in found)
    assert all("&" not in link for link in found)
    reached = [unquote(part) for link in found for part in link[len(begin) :].split(",")]
    assert reached == addresses


def test_few_addresses_are_one_link() -> None:
    assert links(["a@b.cz", "c@d.cz"]) == ["mailto:?bcc=a@b.cz,c@d.cz"]
    assert links(["a@b.cz"], "to") == ["mailto:a@b.cz"]
    assert links([]) == []
