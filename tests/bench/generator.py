"""A seeded database of plausible people and organisations with a long history."""

from __future__ import annotations

import hashlib
import random
import tempfile
import uuid
from pathlib import Path

from app.db import derived, log, migrate
from app.db.connection import Connection
from app.db.store import Store
from app.entities import ENTITIES
from app.services.office import open_store

KEY = bytes(range(32))
"""The raw key of test databases."""

_GIVEN = [
    "Jan",
    "Petr",
    "Jana",
    "Marie",
    "Eva",
    "Tomáš",
    "Lucie",
    "Karel",
    "Ondřej",
    "Zdeňka",
    "Šárka",
    "Řehoř",
    "Jürgen",
    "Björn",
    "Sabine",
    "Käthe",
    "Łukasz",
    "Zbigniew",
    "Agnieszka",
    "Michał",
    "Oksana",
    "Андрій",
    "Ярослав",
    "Jelena",
    "Nebojša",
    "Đorđe",
    "Tamás",
    "Zoltán",
    "Erzsébet",
    "Anne",
    "Mary",
    "John",
]
_FAMILY = [
    "Novák",
    "Svoboda",
    "Dvořák",
    "Černý",
    "Procházka",
    "Kučera",
    "Veselý",
    "Horák",
    "Němec",
    "Pokorný",
    "Chalupa",
    "Čech",
    "Šťastný",
    "Žižka",
    "Říha",
    "Müller",
    "Schröder",
    "Weiß",
    "Großmann",
    "Köhler",
    "Kowalski",
    "Wójcik",
    "Łukasiewicz",
    "Zieliński",
    "Шевченко",
    "Коваленко",
    "Jovanović",
    "Petrović",
    "Đukić",
    "Nagy",
    "Szabó",
    "Kovács",
    "Smith",
    "Taylor",
]
_PLACES = [
    "Ústí",
    "Děčín",
    "Teplice",
    "Most",
    "Chomutov",
    "Louny",
    "Litoměřice",
    "Rumburk",
    "Dresden",
    "Chemnitz",
    "Görlitz",
    "Pirna",
    "Łódź",
    "Wrocław",
    "Jelenia",
    "Góra",
    "Užhorod",
    "Ужгород",
    "Mukačevo",
    "Novi",
    "Vršac",
    "Pančevo",
    "Zrenjanin",
    "Debrecen",
    "Eger",
]
_KINDS = {
    "municipality": "Obec", "region": "Kraj", "university": "Univerzita", "company": "Firma",
    "ngo": "Spolek", "chamber": "Komora", "school": "Škola",
}  # fmt: skip
_COUNTRIES = ["CZ", "CZ", "CZ", "DE", "DE", "PL", "UA", "RS", "HU", "AT", "SK"]
_POSTS = [
    "starosta",
    "hejtman",
    "ředitelka",
    "tlumočník",
    "referentka",
    "náměstek",
    "velvyslanec",
    "rektor",
    "předsedkyně",
    "tajemník",
]
_ROWS_PER_HEADER = 10
_LAYOUT = 2  # of derived data, which changes without a migration; makes the files anew


def database(size: int = 100_000, entries: int = 1_000_000, seed: int = 1) -> Path:
    """The path of a generated, encrypted database; made at the first call and then kept."""
    name = f"vztahy-bench-{_LAYOUT}-{seed}-{size}-{entries}-{_schema()}.db"
    path = Path(tempfile.gettempdir()) / name
    if not path.exists():
        with tempfile.TemporaryDirectory(dir=path.parent) as folder:
            fresh = Path(folder) / "fresh.db"
            fill(fresh, size, entries, seed)
            fresh.replace(path)
    return path


def _schema() -> str:
    """What the tables are made by: a change of a migration makes the files anew."""
    known = hashlib.sha256()
    scripts = (Path(migrate.__file__).parent / "migrations" / "versions").glob("*.py")
    for file in (*sorted(scripts), Path(log.__file__)):  # the triggers, too
        known.update(file.read_bytes())
    return known.hexdigest()[:8]


def fill(path: Path, size: int, entries: int, seed: int) -> None:
    """Write a database of `size` records: a fifth organisations, the rest people."""
    store = open_store(path, KEY, author="Generátor")
    connection = store._connection()
    chance = random.Random(seed)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("BEGIN IMMEDIATE")
    writer = _Writer(connection, store)
    organisations = [writer.organisation(chance, number) for number in range(size // 5)]
    people = [writer.person(chance, number, organisations) for number in range(size - size // 5)]
    while writer.operations < entries:
        writer.change(chance, chance.choice(people))
    writer.finish()
    for name in ("person", "organisation", "position", "contact_point"):
        entity = ENTITIES[name]
        for (key,) in connection.execute(f'SELECT id FROM "{name}"').fetchall():
            if row := derived.compute(connection, entity, key):
                derived._write(connection, entity, row)
    for name in ("person", "organisation"):
        derived.reindex(connection, ENTITIES[name])
    connection.execute("COMMIT")
    connection.execute("INSERT INTO search (search) VALUES ('optimize')")
    connection.execute("ANALYZE")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()


class _Writer:
    """Inserts rows through the triggers, a few under each header of the log."""

    def __init__(self, connection: Connection, store: Store) -> None:
        self._connection = connection
        self._store = store
        self._header = ""
        self._left = 0
        self.operations = 0

    def _count(self) -> None:
        if self._left == 0:
            self.finish()
            self._header = log.open_header(
                self._connection,
                user_id=self._store.user_id,
                label="Edited: {title}",
                batch=None,
                undoes=None,
            )
            self._left = _ROWS_PER_HEADER
        self._left -= 1
        self.operations += 1

    def finish(self) -> None:
        """Close the header that is open."""
        if self._header:
            log.close_header(self._connection, self._header)
            self._header = ""

    def _insert(self, chance: random.Random, table: str, **values: object) -> str:
        self._count()
        key = str(uuid.UUID(int=chance.getrandbits(128), version=4))
        columns = ", ".join(f'"{name}"' for name in values)
        self._connection.execute(
            f'INSERT INTO "{table}" (id, {columns}) VALUES (?{", ?" * len(values)})',
            (key, *values.values()),
        )
        return key

    def organisation(self, chance: random.Random, number: int) -> str:
        kind, word = chance.choice(list(_KINDS.items()))
        place = chance.choice(_PLACES)
        return self._insert(
            chance, "organisation", name_cs=f"{word} {place} {number}",
            name_de=f"{place} {number}" if number % 3 == 0 else None, kind=kind,
            country=chance.choice(_COUNTRIES),
            archived_on="2020-01-01" if number % 17 == 0 else None,
        )  # fmt: skip

    def person(self, chance: random.Random, number: int, organisations: list[str]) -> str:
        given, family = chance.choice(_GIVEN), chance.choice(_FAMILY)
        key = self._insert(
            chance, "person", given_name=given, family_name=family,
            full_name=f"{given} {family}",
            nationality=chance.choice(_COUNTRIES),
            archived_on="2021-05-01" if number % 23 == 0 else None,
        )  # fmt: skip
        self._insert(
            chance, "position", person_id=key, organisation_id=chance.choice(organisations),
            title_cs=chance.choice(_POSTS), since=str(chance.randint(1995, 2025)),
        )  # fmt: skip
        self._insert(
            chance, "contact_point", person_id=key, kind="email",
            value=f"osoba{number}@example.cz",
        )  # fmt: skip
        return key

    def change(self, chance: random.Random, person: str) -> None:
        """One more entry in the history of a person."""
        self._count()
        self._connection.execute(
            "UPDATE person SET diet = ? WHERE id = ?", (f"{chance.getrandbits(48):x}", person)
        )
