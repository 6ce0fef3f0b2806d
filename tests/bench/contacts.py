"""Import of address books: parsing against a scan and vobject, importing against a raw loop."""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from app.exchange.vcard.reader import read
from tests.bench.generator import KEY
from tests.bench.measure import of, timed, verdict

Line = tuple[str, str, str, str]

ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
}
"""Of a process that is measured: an installed program has its bytecode, and compiles nothing."""


def _words(text: str) -> list[str]:
    return text.split()


_GIVEN = _words(
    "Jan Petr Jana Marie Eva Tomáš Lucie Karel Ondřej Zdeňka Šárka Řehoř Jürgen Björn Sabine Käthe"
    " Łukasz Zbigniew Agnieszka Michał Oksana Jelena Nebojša Tamás Zoltán Erzsébet Anne Mary John"
    " Hana Věra Klára Jiří Zdeněk Alena Martin Pavel Ivana Jitka Radek Vít Dana Olga Ivo Aleš"
)
_BEGIN = _words("No Čer Dvo Svo Ho Ně Ma Po Ku Ve Krá Rů Be Fi Se Do Ze Ko Ur Ba Hla Ří Šte Bla")
_MIDDLE = _words("va rn ko bo rá me lu če le lo ži ne al dlá má ls ba rto vá cho tí se ta du mi")
_END = _words("k ký ek v vá ný á áček ička ec an ík ovský ský ka oš iš er ert")
_TOWNS = ("Ústí nad Labem", "Děčín", "Teplice", "Most", "Chomutov", "Dresden", "Praha")


def cards(size: int, seed: int = 1) -> Iterator[str]:
    """vCards as Outlook and Google write them, of plausible people in a tenth as many firms."""
    chance = random.Random(seed)
    for number in range(size):
        given = chance.choice(_GIVEN)
        family = chance.choice(_BEGIN) + chance.choice(_MIDDLE) + chance.choice(_END)
        if chance.random() < 0.5:
            family = chance.choice(_BEGIN) + chance.choice(_MIDDLE) + chance.choice(_MIDDLE) + "ka"
        firm = chance.randrange(max(1, size // 10))
        title = "Ing." if number % 5 == 0 else ""
        yield "\r\n".join(
            [
                "BEGIN:VCARD",
                "VERSION:3.0",
                f"N:{family};{given};;{title};",
                f"FN:{title} {given} {family}".replace(": ", ":"),
                f"ORG:Společnost č. {firm};Odbor {number % 17}",
                "TITLE:referentka" if number % 3 else "TITLE:vedoucí oddělení",
                f"EMAIL;TYPE=INTERNET,WORK:osoba{number}@firma{firm}.cz",
                f"TEL;TYPE=WORK,VOICE:+420 475 {chance.randrange(1000):03d}"
                f" {chance.randrange(1000):03d}",
                f"TEL;TYPE=CELL:+420{chance.randrange(601_000_000, 799_999_999)}",
                f"ADR;TYPE=WORK:;;Dlouhá {number % 300};{chance.choice(_TOWNS)};;400 01;Česko",
                f"UID:{seed}-{number}",
                *(["NOTE:Jednání se účastní pravidelně\\, píše česky."] if number % 4 == 0 else []),
                "END:VCARD",
                "",
            ]
        )


_LINE = re.compile(r"^([A-Za-z-]+)((?:;[^:\r\n]*)?):([^\r\n]*)", re.MULTILINE)


def parsing(size: int, pairs: int) -> Iterator[Line]:
    """All cards read, against one scan for their lines, and against vobject for each card."""
    import vobject

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cards.vcf"
        path.write_bytes("".join(cards(size)).encode())

        def ours() -> int:
            with path.open("rb") as stream:
                return sum(1 for _ in read(stream))

        def scan() -> int:
            """Name, parameters and value of each line, as texts."""
            count = 0
            for found in _LINE.finditer(path.read_bytes().decode()):
                _name, _parameters, _value = found.groups()
                count += 1
            return count

        sample = "".join(cards(min(size, 500)))

        def library() -> int:
            return sum(1 for _ in vobject.readComponents(sample))

        assert ours() == size
        assert scan() > 10 * size
        assert library() == min(size, 500)
        scans, libraries = [], []
        for _ in range(pairs):
            took = timed(ours)
            scans.append(took / timed(scan))
            libraries.append(timed(library) / min(size, 500) / (took / size))
        ratio, gain = of(scans), of(libraries)
        yield "parse vCards : one scan", "≤ 3", str(ratio), verdict(ratio, 3)
        yield "vobject : parse vCards", "≥ 20", str(gain), "ok" if gain.high >= 20 else "missed"


def importing(size: int, pairs: int) -> Iterator[Line]:
    """The whole import, against a loop that parses, inserts and builds the index."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cards.vcf"
        path.write_bytes("".join(cards(size)).encode())
        ratios, memory = [], []
        for number in range(pairs):
            found = {}
            for side in random.sample(["ours", "raw"], 2):
                file = Path(folder) / f"{side}{number}.db"
                found[side] = _measured(side, path, file)
                assert found[side]["rows"] == size
                for left in Path(folder).glob(f"{file.name}*"):
                    left.unlink()
            ratios.append(found["ours"]["seconds"] / found["raw"]["seconds"])
            memory.append(found["ours"]["megabytes"])
        ratio = of(ratios)
        yield f"import {size:,} vCards : raw loop", "≤ 4", str(ratio), verdict(ratio, 4)
        most = max(memory)
        yield (
            "memory of the import",
            "≤ 400 MB",
            f"{most:.0f} MB",
            "ok" if most <= 400 else "missed",
        )


def undoing(size: int, pairs: int) -> Iterator[Line]:
    """The undo of an import, against the import itself, in one process."""
    from app.exchange.address_books.importing import import_contacts
    from app.services.office import open_store
    from app.services.records.undo import undo

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cards.vcf"
        path.write_bytes("".join(cards(size)).encode())
        ratios = []
        for number in range(pairs):
            store = open_store(Path(folder) / f"{number}.db", KEY, author="Měření")
            imported = timed(lambda store=store: import_contacts(store, [path]))
            ratios.append(timed(lambda store=store: undo(store)) / imported)
            store.close()
        ratio = of(ratios)
        yield f"undo : import {size:,} vCards", "≤ 1", str(ratio), verdict(ratio, 1)


def _measured(side: str, cards_file: Path, file: Path) -> dict[str, Any]:
    """One run in a process of its own: seconds, peak memory, people in the database."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.contacts", side, str(cards_file), str(file)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env=ENVIRONMENT,
    )
    found = json.loads(done.stdout)
    assert isinstance(found, dict)
    return found


def run_ours(cards_file: Path, file: Path) -> float:
    """Import the file as the worker of `app.jobs` does; gives the seconds."""
    import gc

    from app.exchange.address_books.importing import import_contacts
    from app.services.office import open_store

    gc.set_threshold(100_000, 50, 100)
    store = open_store(file, KEY, author="Měření")
    took = timed(
        lambda: import_contacts(
            store, [cards_file], progress=lambda done, total: None, cancelled=lambda: False
        )
    )
    store.close()
    return took


def run_raw(cards_file: Path, file: Path) -> float:
    """Parse the file and insert it with the raw driver: no history, no checks, no order."""
    from app.db.store import Store, new_id

    Store(file, KEY).close()
    connection = Store(file, KEY)._connection()
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'log_%'"
    ).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    insert = connection.execute
    start = time.perf_counter()
    insert("BEGIN IMMEDIATE")
    firms: dict[str, str] = {}
    texts: list[tuple[str, str, str]] = []
    with cards_file.open("rb") as stream:
        for card in read(stream):
            key = new_id()
            name = f"{card.family_name} {card.given_name}"
            rest = " ".join([d.value for d in (*card.emails, *card.phones)])
            insert(
                "INSERT INTO person (id, title_before, given_name, family_name, note, full_name,"
                " sort_key, search_text) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (key, card.title_before, card.given_name, card.family_name, card.note,
                 card.formatted_name, name.encode(), name),
            )  # fmt: skip
            for detail in (*card.emails, *card.phones):
                insert(
                    "INSERT INTO contact_point (id, person_id, kind, value, label, search_text)"
                    " VALUES (?, ?, ?, ?, ?, ?)",
                    (new_id(), key, detail.kind, detail.value, detail.label, detail.value),
                )
            for place in card.addresses:
                insert(
                    "INSERT INTO address (id, person_id, kind, street, postal_code, city,"
                    " search_text) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    (new_id(), key, place.kind, place.street, place.postal_code, place.city,
                     place.city),
                )  # fmt: skip
            firm = firms.get(card.organisation)
            if firm is None:
                firm = firms[card.organisation] = new_id()
                insert(
                    "INSERT INTO organisation (id, name_cs, kind, sort_key, search_text)"
                    " VALUES (?, ?, 'other', ?, ?)",
                    (firm, card.organisation, card.organisation.encode(), card.organisation),
                )
                texts.append((firm, card.organisation, ""))
            insert(
                "INSERT INTO position (id, person_id, organisation_id, title_cs, search_text)"
                " VALUES (?, ?, ?, ?, ?)",
                (new_id(), key, firm, card.post, card.organisation),
            )
            texts.append((key, name, f"{rest} {card.organisation}"))
    for number, (key, name, rest) in enumerate(texts, 1):
        insert(
            "INSERT INTO search_place (id, record_id, entity) VALUES (?, ?, 'person')",
            (number, key),
        )
        insert("INSERT INTO search (rowid, name, rest) VALUES (?, ?, ?)", (number, name, rest))
    connection.commit()
    took = time.perf_counter() - start
    connection.close()
    return took


def main(side: str, cards_file: Path, file: Path) -> None:
    """Run one side and print what was measured."""
    import resource

    from app.db.connection import open_raw

    seconds = (run_ours if side == "ours" else run_raw)(cards_file, file)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    connection = open_raw(file, KEY)
    (rows,) = connection.execute("SELECT count(*) FROM person").fetchone()
    sys.stdout.write(json.dumps({"seconds": seconds, "megabytes": megabytes, "rows": rows}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
