"""Whoever is written to a file and read again is the same, and an import of it changes nothing."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from app.db.statements import rows_as_dicts
from app.db.store import Store
from app.entities import ENTITIES
from app.entities.choices import (
    ACTOR_GROUP,
    GENDER,
    LEGAL_BASIS,
    ORGANISATION_KIND,
    ORGANISATION_RELATION,
    PERSON_RELATION,
)
from app.exchange.address_books.exporting import export_contacts
from app.exchange.address_books.importing import import_contacts
from app.i18n import Language
from app.kinds import COUNTRY, PICTURE, REFERENCE, TAGS
from app.rules.days.order import wrong_pairs
from app.rules.visible import visible
from app.services.documents.pictures import keep_bytes, picture
from app.services.office import open_store
from app.services.records.records import apply, save

FORMATS: dict[str, dict[str, Any]] = {
    "3.vcf": {},
    "4.vcf": {"version": "4.0"},
    "excel cs.csv": {"language": Language.CS},
    "rfc.csv": {"dialect": "rfc4180"},
    "rfc en.csv": {"dialect": "rfc4180", "language": Language.EN},
    "a.xlsx": {},
    "de.xlsx": {"language": Language.DE},
}

letters = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"))
odd = st.sampled_from(["=1+1", "+420 1 a", "-x", "@SUM(A1)", "'=a", "''b", "'c", "\\n", "a|b*[c]",
                       "A. B.", "x;y", "MUDr. X", "true", "01", "1e5", "*", "a:b",
                       '"q"'])  # fmt: skip
lines = st.one_of(odd, st.text(letters, min_size=1, max_size=20)).map(
    lambda text: " ".join(visible(text).split())  # what is invisible is not imported
)
texts = st.one_of(st.none(), lines.map(lambda text: text or None))
named = lines.filter(bool)
notes = st.one_of(
    st.none(),
    st.lists(st.one_of(st.just(""), lines), min_size=1, max_size=4)
    .map(lambda parts: "\n".join(parts).strip() or None),
)  # fmt: skip
countries = st.one_of(st.none(), st.sampled_from(["CZ", "DE", "VN", "GB", "XK", "IL"]))
partial = st.one_of(
    st.none(),
    st.dates().map(str),
    st.sampled_from(["1975", "1975-11", "unknown", "1899-12-31", "2026"]),
)
days = st.one_of(st.none(), st.dates().map(str))
tags = st.one_of(st.none(), st.lists(named, max_size=3).map(
    lambda found: TAGS.parse(";".join(found), Language.CS)))  # fmt: skip
links = st.sampled_from([None, "https://www.kr-ustecky.cz/a?b=c,d;e", "http://a.de/x"])
flags = st.sampled_from([None, 0, 1])


def record(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(fields)


def in_order(entity: str) -> Callable[[dict[str, Any]], bool]:
    """Whether a row may be saved: no day lies before one it cannot lie before."""
    return lambda row: not any(wrong_pairs(entity, row))


people = record(
    title_before=texts, given_name=texts, family_name=named, title_after=texts,
    gender=st.sampled_from([None, *GENDER.options]), nationality=countries, birthday=partial,
    name_native=texts, pronunciation=texts, language=st.sampled_from([None, "cs", "yi", "ii"]),
    other_languages=st.sampled_from([None, "de", "en;uk"]), salutation_cs=texts,
    salutation_de=texts, salutation_en=texts, diet=texts,
    legal_basis=st.sampled_from([None, *LEGAL_BASIS.options]), consent_on=days,
    retain_until=days, note=notes, source=links, tags=tags, archived_on=days,
).filter(in_order("person"))  # fmt: skip
organisations = record(
    name_cs=named, name_de=texts, name_en=texts, native_name=texts, abbreviation=texts,
    kind=st.sampled_from([*ORGANISATION_KIND.options]),
    actor_group=st.sampled_from([None, *ACTOR_GROUP.options]), country=countries,
    represents_country=countries, founded_on=partial,
    website=st.sampled_from([None, "https://www.kr-ustecky.cz/a?b=c,d;e"]),
    ico=st.sampled_from([None, "70892156", "00006947"]),
    dic=st.sampled_from([None, "CZ70892156"]), vat_payer=flags,
    data_box=st.sampled_from([None, "t9zbsva"]), note=notes, source=links, tags=tags,
    archived_on=days,
)  # fmt: skip
values = {
    "email": ["jana@kraj.cz", "a.b+c@sub.example.de", "no mail at all"],
    "phone": ["+420475657111", "+4935112345", "475 linka 3", "=1"],
    "mobile": ["+420602123456", "+84912345678"],
    "fax": ["+420475657112"],
    "web": ["https://example.cz/x", "http://a.de/?q=1;2"],
    "data_box": ["t9zbsva"],
    "other": ["skype:jana", "+ nonsense", "a [b] * | c"],
}
points = st.lists(
    st.sampled_from([(kind, value) for kind, listed in values.items() for value in listed]).flatmap(
        lambda pair: record(
            kind=st.just(pair[0]),
            value=st.just(pair[1]),
            label=st.one_of(texts, st.sampled_from(["work", "home", "fax", "data_box: x"])),
            is_primary=st.sampled_from([0, 1]),
        )
    ),
    max_size=4,
    unique_by=lambda point: (point["kind"], point["value"]),
)  # fmt: skip
places = st.lists(
    record(
        kind=st.sampled_from(["seat", "postal", "work", "home"]), street=texts,
        postal_code=st.sampled_from([None, "400 02", "01067"]), city=texts, region=texts,
        country=countries, is_primary=st.sampled_from([0, 1]), note=notes,
    ).filter(lambda place: any(place[n] for n in ("street", "city", "postal_code", "region"))),
    max_size=2,
    unique_by=lambda place: (place["street"], place["postal_code"], place["city"]),
)  # fmt: skip
posts = st.lists(
    record(
        title_cs=named, title_de=texts, title_en=texts, since=partial, until=partial,
        rank=st.sampled_from([None, 0, 3]), place=st.sampled_from([0, 1]),
    ).filter(in_order("position")),
    max_size=3,
    unique_by=lambda post: (post["title_cs"], post["place"]),
)  # fmt: skip


which = st.sampled_from([0, 1])
interests = st.lists(which, unique=True)


def relations(kinds: Sequence[str]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(
        record(
            kind=st.sampled_from(kinds), other=which, since=partial, until=partial, note=notes
        ).filter(in_order("person_relation")),
        max_size=2,
        unique_by=lambda row: (row["kind"], row["other"]),
    )


class Pair:
    """The database that is exported and another one that gets what was."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.source = open_store(folder / "source.db")
        self.target = open_store(folder / "target.db")
        office = ENTITIES["organisation"]
        self.offices = [
            save(self.source, office, None, 0, {"name_cs": name, "kind": "office"})[0]
            for name in ("Krajský úřad; odbor =1", "Spolek | přátel [a] *")
        ]
        self.areas = [
            save(self.source, ENTITIES["area"], None, 0, values)[0]
            for values in (
                {"name_cs": "kultura; umění | *", "name_en": "culture"},
                {"name_cs": "školství", "name_de": "Schulwesen"},
            )
        ]
        self.others = {"organisation": self.offices, "person": []}
        for number, name in enumerate(("Žižka | [z Trocnova]", "Nová")):
            person = {"given_name": "Jan", "family_name": name, "title_before": "Ing. *"}
            key, _ = save(self.source, ENTITIES["person"], None, 0, person)
            self.others["person"].append(key)
            path = folder / f"other{number}.vcf"
            with self.source.reading() as connection:
                export_contacts(connection, ENTITIES["person"], path, ids=[key])
            import_contacts(self.target, [path])
        path = folder / "offices.vcf"
        with self.source.reading() as connection:
            export_contacts(connection, ENTITIES["organisation"], path)
        import_contacts(self.target, [path])

    def add(self, entity: str, values: dict[str, Any], **owned: list[dict[str, Any]]) -> str:
        key, _ = save(self.source, ENTITIES[entity], None, 0, values)
        # Not by `save`, which refuses a phone that is none: an import keeps it as it is written.
        with self.source.writing("Test") as writer:
            for child, rows in owned.items():
                for row in rows:
                    name = child.replace("relation", f"{entity}_relation")
                    apply(writer, ENTITIES[name], None, {f"{entity}_id": key, **row})
        return key

    def tied(self, entity: str, areas: list[int], ties: list[dict[str, Any]]) -> dict[str, Any]:
        """The rows of areas and relations that are told by numbers."""
        others = self.others[entity]
        return {
            "contact_area": [{"area_id": self.areas[number]} for number in areas],
            "relation": [
                {**{k: v for k, v in tie.items() if k != "other"}, "other_id": others[tie["other"]]}
                for tie in ties
            ],
        }

    def check(self, entity: str, key: str, name: str) -> None:
        path = self.folder / name
        with self.source.reading() as connection:
            export_contacts(connection, ENTITIES[entity], path, ids=[key], **FORMATS[name])
        report = import_contacts(self.target, [path])
        assert [(item.added, len(item.refused)) for item in report.files] == [(1, 0)]
        with self.target.reading() as connection:
            (there,) = connection.execute(
                "SELECT record_id FROM external_id WHERE value = ? AND source = 'uid'", (key,)
            ).fetchone()
        found = everything(self.target, entity, there)
        wanted = everything(self.source, entity, key)
        if not name.endswith(".vcf"):
            wanted["photo"] = found["photo"] = None  # a table has no pictures
        assert found == wanted
        again = import_contacts(self.source, [path])
        assert [(item.added, item.changed, item.unchanged) for item in again.files] == [(0, 0, 1)]
        after = everything(self.source, entity, key)
        assert {**after, "photo": None} == {**wanted, "photo": None}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    found = Pair(tmp_path_factory.mktemp("pair"))
    yield found
    found.source.close()
    found.target.close()


def everything(store: Store, entity: str, key: str) -> dict[str, Any]:
    """What a record and all that belongs to it say."""
    found: dict[str, Any] = {}
    with store.reading() as connection:
        (row,) = rows_as_dicts(connection, f"SELECT * FROM {entity} WHERE id = ?", (key,))
        for field in ENTITIES[entity].fields:
            if field.kind == PICTURE:
                data = picture(connection, row[field.name])
                found["photo"] = Image.open(io.BytesIO(data)).size if data else None
            elif field.kind != REFERENCE:
                found[field.name] = row[field.name]
        for child in ("contact_point", "address"):
            rows = rows_as_dicts(connection, f"SELECT * FROM {child} WHERE {entity}_id = ?", (key,))
            names = [f.name for f in ENTITIES[child].fields if f.kind != REFERENCE]
            found[child] = sorted([[row[name] or None for name in names] for row in rows], key=repr)
        found["areas"] = connection.execute(
            "SELECT a.name_cs, a.name_de, a.name_en FROM contact_area x"
            f" JOIN area a ON a.id = x.area_id WHERE x.{entity}_id = ? ORDER BY 1", (key,),
        ).fetchall()  # fmt: skip
        name = "full_name" if entity == "person" else "name_cs"
        found["relations"] = connection.execute(
            f"SELECT r.kind, o.{name}, r.since, r.until, r.note FROM {entity}_relation r"
            f" JOIN {entity} o ON o.id = r.other_id WHERE r.{entity}_id = ?"
            " ORDER BY 1, 2, 3", (key,),
        ).fetchall()  # fmt: skip
        if entity == "organisation":
            found["parent"] = connection.execute(
                "SELECT p.name_cs FROM organisation o JOIN organisation p ON p.id = o.parent_id"
                " WHERE o.id = ?", (key,),
            ).fetchall()  # fmt: skip
        if entity == "person":
            found["position"] = connection.execute(
                "SELECT o.name_cs, p.title_cs, p.title_de, p.title_en, p.since, p.until, p.rank"
                " FROM position p JOIN organisation o ON o.id = p.organisation_id"
                " WHERE p.person_id = ? ORDER BY 1, 2", (key,),
            ).fetchall()  # fmt: skip
        found["invented"] = found.get("invented") or 0
    return found


# Every example writes files and two databases; to shrink one would take minutes.
MANY = settings(
    max_examples=int(os.environ.get("VZTAHY_EXAMPLES", "6")),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.mark.parametrize("name", FORMATS)
@MANY
@given(
    values=people, points=points, places=places, posts=posts, areas=interests,
    ties=relations(list(PERSON_RELATION.options)),
)  # fmt: skip
def test_any_person_is_the_same_again(
    pair: Pair, name: str, values: Any, points: Any, places: Any, posts: Any, areas: Any, ties: Any
) -> None:
    owned = {"contact_point": points, "address": places, **pair.tied("person", areas, ties)}
    owned["position"] = [
        {"organisation_id": pair.offices[post.pop("place")], **post, "is_primary": int(not number)}
        for number, post in enumerate(dict(post) for post in posts)
    ]
    pair.check("person", pair.add("person", values, **owned), name)


@pytest.mark.parametrize("name", FORMATS)
@MANY
@given(
    values=organisations, points=points, places=places, parent=st.sampled_from([None, 0, 1]),
    areas=interests, ties=relations(list(ORGANISATION_RELATION.options)),
)  # fmt: skip
def test_any_organisation_is_the_same_again(
    pair: Pair, name: str, values: Any, points: Any, places: Any, parent: Any, areas: Any, ties: Any
) -> None:
    values = values | {"parent_id": None if parent is None else pair.offices[parent]}
    owned = pair.tied("organisation", areas, ties)
    key = pair.add("organisation", values, contact_point=points, address=places, **owned)
    pair.check("organisation", key, name)


@pytest.mark.parametrize("name", ["3.vcf", "4.vcf", "a.xlsx"])
def test_a_photograph_goes_with_the_card(pair: Pair, name: str) -> None:
    stream = io.BytesIO()
    Image.new("RGB", (300, 200), "navy").save(stream, "PNG")
    photo = keep_bytes(pair.source, stream.getvalue(), "photo.png")
    pair.check("person", pair.add("person", {"family_name": "Vyfocená", "photo": photo}), name)


@pytest.mark.parametrize("language", list(Language))
def test_every_country_and_language_is_read_again(pair: Pair, language: Language) -> None:
    from app.exchange.tables.contacts import columns, header, own_table
    from app.i18n import translator
    from app.kinds import LANGUAGE_CODE, names_in

    tr = translator(language)
    table = own_table(header(ENTITIES["person"], tr))
    assert table
    assert table.language == language
    for kind, list_name in ((COUNTRY, "territories"), (LANGUAGE_CODE, "languages")):
        for code in names_in(list_name, Language.EN):
            assert table._stored(kind, kind.edit(code, tr)) == code
    for entity in ("person", "organisation"):
        names = [label.casefold() for label in header(ENTITIES[entity], tr)]
        assert len(set(names)) == len(columns(entity))
