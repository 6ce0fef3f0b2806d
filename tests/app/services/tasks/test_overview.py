from __future__ import annotations

from datetime import date

from app.db.store import Store
from app.i18n import Language
from app.services.tasks.overview import Watched, overview
from tests.factories import make

TODAY = date(2026, 11, 25)
RENEWED = {"term": "fixed", "renewal_months": 12, "notice_months": 3}


def watched(store: Store) -> list[Watched]:
    with store.reading() as connection:
        return overview(connection, Language.CS, TODAY).agreements


def test_agreements_that_need_attention_come_by_the_next_day_that_matters(store: Store) -> None:
    make(store, "agreement", title_cs="Končí v lednu", ended_on="2027-01-31")
    make(store, "agreement", title_cs="Výpověď do února", expires_on="2027-05-31", **RENEWED)
    make(store, "agreement", title_cs="Po lhůtě", expires_on="2026-12-31", **RENEWED)
    make(
        store,
        "agreement",
        title_cs="Vypovězená",
        term="indefinite",
        notice_months=6,
        notice_given_on="2026-10-15",
    )
    make(store, "agreement", title_cs="Konec neznámý", termination_approved_on="2026-09")
    make(store, "agreement", title_cs="Návrh", status="draft", signed_on=None)
    make(store, "agreement", title_cs="Skončila letos", ended_on="2026-03-31")
    make(store, "agreement", title_cs="Skončila neznámo kdy", ended_on="unknown")
    make(store, "agreement", title_cs="Bez konce", term="indefinite")
    make(store, "agreement", title_cs="Daleko", term="fixed", expires_on="2030-01-31")
    assert [item.title for item in watched(store)] == [
        "Po lhůtě",
        "Končí v lednu",
        "Výpověď do února",
        "Vypovězená",
        "Konec neznámý",
        "Návrh",
    ]


def test_none_is_missed_in_a_long_register(store: Store) -> None:
    from app.entities import ENTITIES
    from app.services.records.rows import write

    with store.writing("many") as writer:
        for number in range(600):
            values = {
                "title_cs": f"A{number:03}",
                "kind": "memorandum",
                "relation_type": "international",
                "initiated_by": "unknown",
                "signed_on": "2020-01-01",
                "term": "fixed",
                "expires_on": "2040-01-31",
            }
            write(writer, ENTITIES["agreement"], None, values)
    make(store, "agreement", title_cs="Z brzy", term="fixed", expires_on="2026-12-31")
    make(store, "agreement", title_cs="Z obnovená", expires_on="2020-12-31", **RENEWED)
    make(
        store,
        "agreement",
        title_cs="Z dlouhá výpovědní doba",
        expires_on="2029-06-30",
        term="fixed",
        renewal_months=60,
        notice_months=24,
    )
    assert [item.title for item in watched(store)] == [
        "Z brzy",
        "Z obnovená",
        "Z dlouhá výpovědní doba",
    ]
