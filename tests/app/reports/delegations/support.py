"""Visits for the tests of their papers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from app.db.store import Store
from app.i18n import Language
from app.reports.catalogue import paper_of
from app.reports.printing import print_paper
from app.services.office import choose_own_organisation
from tests.app.reports.papers_support import flat_text_of
from tests.factories import make

CS, DE, EN = Language.CS, Language.DE, Language.EN
ON = date(2026, 11, 25)


def office(store: Store) -> str:
    own = make(
        store,
        "organisation",
        name_cs="Ústecký kraj",
        name_de="Region Ústí",
        name_en="Ústí Region",
        country="CZ",
    )
    choose_own_organisation(store, own)
    return own


def visit(store: Store, **values: Any) -> str:
    usual = {
        "title_cs": "Návštěva z Vojvodiny",
        "title_de": "Besuch aus der Vojvodina",
        "title_en": "Visit from Vojvodina",
        "direction": "incoming",
        "start": "2026-10-17",
        "end": "2026-10-18",
    }
    return make(store, "delegation", **{**usual, **values})


def item(store: Store, owner: str, starts: str, title: str = "Jednání", **values: Any) -> str:
    usual = {"title_de": f"{title} (Gespräch)", "title_en": f"{title} (talks)"}
    values = {**usual, **values}
    return make(
        store, "programme_item", delegation_id=owner, starts=starts, title_cs=title, **values
    )


def member(
    store: Store, owner: str, family: str = "Nováková", given: str = "Jana", **values: Any
) -> str:
    person_values = {
        name: values.pop(name)
        for name in ("title_before", "title_after", "pronunciation", "name_native", "language")
        if name in values
    }
    person = make(store, "person", given_name=given, family_name=family, **person_values)
    values.setdefault("side", "guest")
    body = values.pop("organisation_id", None)
    if post := values.pop("title_cs", None):
        body = body or make(store, "organisation", name_cs="Autonomní oblast Vojvodina")
        titles = {f"title_{code}": post for code in ("cs", "de", "en")}
        make(store, "position", person_id=person, organisation_id=body, **titles)
    return make(store, "delegation_member", delegation_id=owner, person_id=person, **values)


def printed(
    store: Store,
    key: str,
    ids: Sequence[str] | str,
    target: Path,
    languages: Sequence[Language] = (CS,),
    **options: str,
) -> Path:
    wanted = [ids] if isinstance(ids, str) else list(ids)
    with store.reading() as connection:
        print_paper(connection, paper_of("delegation", key), wanted, languages, target, ON, options)
    return target


def text(
    store: Store,
    key: str,
    ids: Sequence[str] | str,
    target: Path,
    languages: Sequence[Language] = (CS,),
    **options: str,
) -> str:
    return flat_text_of(printed(store, key, ids, target, languages, **options))
