"""Records that may be one and the same: all of them, those like one that is typed or imported.

What is alike, and how much, is the rule of `app.rules.people.likeness`; here its traits are read in
bulk and only records that share a key are compared. What somebody said to be two is remembered.
"""

from __future__ import annotations

import heapq
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import fields as dataclass_fields
from itertools import combinations, groupby
from typing import Any

from app.db.connection import Connection
from app.db.search_index import span
from app.db.store import Writer
from app.i18n import N_
from app.progress import Cancelled, Progress, watched
from app.rules.folding import fold
from app.rules.people import likeness
from app.rules.people.likeness import Reason, Traits, compare, keys
from app.services import office_settings

CANCELLED = N_("The search for duplicates was cancelled. Nothing was changed.")
NOT_DUPLICATES = N_("Not duplicates: {title}")
"""The label of a transaction that calls `not_duplicates`."""

LEAST = 45
"""The score from which two records are shown as possible duplicates."""

_COMMON = 30  # records of one key; where more share it, it says nothing (forty people Jan Novák)
_AT_ONCE = 5_000  # records whose traits are read at once
_LOOKED_AT = 60  # hits of one question to the search index, and candidates of one card
_MOST_WORDS = 8  # words of a name that the search index is asked for


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one; `a_id` is the smaller id, which is the older record."""

    entity: str
    a_id: str
    b_id: str
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that may be the one that was asked for."""

    id: str
    score: int
    reasons: tuple[Reason, ...]


# --- all pairs -----------------------------------------------------------------------------------


def find_all(
    connection: Connection,
    entity_name: str,
    *,
    limit: int = 500,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[Pair]:
    """Pairs of people (`person`) or of organisations that may be one, the likeliest first.

    Leaves out those said not to be duplicates. A name that very many bear is no reason by
    itself. Raises `UserError` when it was cancelled.
    """
    (total,) = connection.execute(f'SELECT count(*) FROM "{entity_name}"').fetchone()
    told = watched(progress, cancelled, CANCELLED)

    def tell(done: int) -> None:
        told(min(done, 2 * total), 2 * total)

    ids: list[str] = []
    traits: list[Traits] = []
    codes = _Codes()
    tell(0)
    for record_id, found in _all_traits(connection, entity_name):
        codes.add(len(ids), found)
        ids.append(record_id)
        traits.append(found)
        if len(ids) % 1000 == 0:
            tell(len(ids))
    codes.sort()
    different = _different(connection)
    alike: list[tuple[int, str, str, int, int]] = []
    for number, others in codes.neighbours():
        for other in others:
            score = compare(traits[number], traits[other]).score
            if score >= LEAST:
                a, b = sorted((ids[number], ids[other]))
                if (a, b) not in different:
                    alike.append((-score, a, b, number, other))
        if number % 500 == 0:
            tell(total + number)
    tell(2 * total)
    return [
        Pair(entity_name, a, b, -score, compare(traits[number], traits[other]).reasons)
        for score, a, b, number, other in heapq.nsmallest(limit, alike)
    ]


_HASH = 0xFFFFFFFF  # the part of a key's hash that is kept


class _Codes:
    """Which records have which keys: 8 bytes for each, the key's hash before the number.

    Two keys rarely fall together, which only means a comparison more.
    """

    def __init__(self) -> None:
        self._parts = [array("Q") for _ in range(64)]  # sorted one by one, to save memory

    def add(self, number: int, traits: Traits) -> None:
        for key in keys(traits):
            entry = (hash(key) & _HASH) << 32 | number
            self._parts[entry >> 58].append(entry)

    def sort(self) -> None:
        """To be called after the last `add`."""
        self._parts = [array("Q", sorted(part)) for part in self._parts]

    def neighbours(self) -> Iterator[tuple[int, set[int]]]:
        """Each record's number with the greater numbers of those that share a key with it."""
        members = array("I")
        groups: list[tuple[int, int]] = []
        entries = array("Q")
        for part in self._parts:
            for _, run in groupby(part, key=lambda code: code >> 32):
                group = [code & 0xFFFFFFFF for code in run]
                if 1 < len(group) <= _COMMON:
                    entries.extend(number << 32 | len(groups) for number in group[:-1])
                    groups.append((len(members), len(members) + len(group)))
                    members.extend(group)
        for number, run in groupby(sorted(entries), key=lambda entry: entry >> 32):
            found: set[int] = set()
            for entry in run:
                start, end = groups[entry & 0xFFFFFFFF]
                found.update(other for other in members[start:end] if other > number)
            yield number, found


# --- like one record -----------------------------------------------------------------------------


def traits_of(entity_name: str, values: Mapping[str, Any]) -> Traits:
    """The traits of a record that is being typed or imported.

    `values` are the entity's fields and, as lists of texts, `emails`, `phones` and
    `organisations` (the names of a person's organisations, or of an organisation's parent).
    """

    def text(name: str) -> str:
        return str(values.get(name) or "")

    def texts(name: str) -> list[str]:
        return [str(value) for value in values.get(name) or () if value]

    if entity_name == "person":
        return likeness.person(
            text("given_name"),
            text("family_name"),
            text("name_native"),
            emails=texts("emails"),
            phones=texts("phones"),
            birthday=text("birthday"),
            organisations=texts("organisations"),
        )
    return likeness.organisation(
        [text(name) for name in _NAMES if text(name)],
        emails=texts("emails"),
        phones=texts("phones"),
        ico=text("ico"),
        data_box=text("data_box"),
        website=text("website"),
        country=text("country"),
        parent=texts("organisations"),
    )


def find_like(
    connection: Connection,
    entity_name: str,
    like: Traits | Mapping[str, Any],
    limit: int = 5,
    *,
    but: str | None = None,
) -> list[Candidate]:
    """The records most like the one that is being typed, the likeliest first.

    `like` are its traits or its values (see `traits_of`). `but` is the id of the record itself
    where it exists already: it is left out, and with it what is known not to be its duplicate.
    """
    wanted = like if isinstance(like, Traits) else traits_of(entity_name, like)
    low, high = span(entity_name)
    found: dict[str, None] = dict.fromkeys(_exactly(connection, entity_name, wanted))
    for question in _questions(wanted):
        rows = connection.execute(
            "SELECT p.record_id FROM search s CROSS JOIN search_place p ON p.id = s.rowid"
            " WHERE search MATCH ? AND s.rowid BETWEEN ? AND ? LIMIT ?",
            (question, low, high, _LOOKED_AT),
        )
        found.update((row[0], None) for row in rows.fetchall())
    found.pop(but or "", None)
    if but:
        for pair in _different(connection):
            if but in pair:
                found.pop(pair[pair[0] == but], None)
    return _best(wanted, _traits_of_ids(connection, entity_name, list(found)), limit)


def _best(
    wanted: Traits, found: Iterable[tuple[str, Traits]], limit: int, least: int = LEAST
) -> list[Candidate]:
    scored = []
    for record_id, traits in found:
        result = compare(wanted, traits)
        if result.score >= least:
            scored.append(Candidate(record_id, result.score, result.reasons))
    return heapq.nsmallest(limit, scored, key=lambda item: (-item.score, item.id))


def _questions(wanted: Traits) -> Iterator[str]:
    """What to ask the search index (FTS5), the surest first."""
    values = [*sorted(wanted.emails), wanted.ico, *sorted(wanted.phones)]
    values += [
        f"+420 {number[4:7]} {number[7:10]} {number[10:]}"
        for number in sorted(wanted.phones)
        if number.startswith("+420")
    ]
    for value in values:
        if phrase := fold(value):
            yield f'"{phrase}"'
    names = [name.split()[:_MOST_WORDS] for name in sorted(wanted.names)]
    for words in names:
        for organisation in sorted(wanted.organisations):
            yield f'{_all(words)} AND "{organisation}"'
    for words in names:
        yield _all(words)
    for words in names:
        for number, word in enumerate(words):
            rest = words[:number] + words[number + 1 :]
            if len(rest) > 1:
                yield _all(rest)
            elif rest:
                yield f'{_all(rest)} AND "{word[:3]}"*'
                yield f"{_all(rest)} AND {_alike(word)}"
            else:
                yield f'"{word[:3]}"*'
    for words in names:
        for organisation in sorted(wanted.organisations):
            for two in combinations(words, min(len(words), 2)):
                yield f'{" AND ".join(map(_alike, two))} AND "{organisation}"'


def _all(words: Sequence[str]) -> str:
    return " AND ".join(f'"{word}"' for word in words)


def _alike(word: str) -> str:
    """Words that may be this one with a slip, or its initial."""
    letters = {word[0], word[1]} if len(word) > 3 else {word[0]}
    return "(" + " OR ".join(f'"{letter}"*' for letter in sorted(letters)) + ")"


def _exactly(connection: Connection, entity_name: str, wanted: Traits) -> Iterator[str]:
    """The records with the same day or number; the search index does not hold those."""
    if entity_name == "person":
        asked = {"birthday": wanted.birthday}
    else:
        asked = {"data_box": wanted.data_box, "website": wanted.website}
    for column, value in asked.items():
        if value:
            condition = "LIKE '%' || ? || '%'" if column == "website" else "= ?"
            rows = connection.execute(
                f'SELECT id FROM "{entity_name}" WHERE {column} {condition} LIMIT ?',
                (value, _LOOKED_AT),
            )
            yield from (key for (key,) in rows.fetchall())


class _Buckets:
    """Which records have a key, to be asked while more are added: nothing is sorted.

    Eight bytes for each key in one of many short arrays, its hash before the record's number, and
    a byte for each hash's end: most keys are nobody's, and need no look into their bucket.
    """

    def __init__(self, bits: int) -> None:
        self._shift = 32 - bits
        self._buckets = [array("Q") for _ in range(1 << bits)]
        self.ends = (1 << (bits + 7)) - 1
        self.taken = bytearray(self.ends + 1)

    def add(self, number: int, hashes: Iterable[int]) -> None:
        buckets, shift, taken, ends = self._buckets, self._shift, self.taken, self.ends
        for code in hashes:
            taken[code & ends] = 1
            buckets[code >> shift].append(code << 32 | number)

    def sharing(self, code: int) -> list[int]:
        """The numbers of the records that have a key of this hash."""
        return [
            entry & 0xFFFFFFFF
            for entry in self._buckets[code >> self._shift]
            if entry >> 32 == code
        ]


class Matcher:
    """Finds, for each card of an import, the records it may be; built once for all of them.

    Holds a few bytes for each key of each record; the traits of those that share one with a
    card are read when they are needed, through the connection given; those of added ones are
    kept packed. A key that very many records share says nothing, here as in `find_all`.
    """

    def __init__(self, connection: Connection, entity_name: str) -> None:
        self._connection = connection
        self._entity = entity_name
        self._ids: list[str] = []
        self._codes = _Buckets(_BITS[entity_name])
        for record_id, traits in _all_traits(connection, entity_name):
            self._codes.add(len(self._ids), hashes_of(traits))
            self._ids.append(record_id)
        self._added: dict[str, str] = {}
        self._last: tuple[Traits | None, list[int]] = (None, [])

    def add(self, record_id: str, traits: Traits) -> None:
        """Take in a record that was imported meanwhile, or one whose traits are new."""
        self._codes.add(len(self._ids), self._hashes(traits))
        self._ids.append(record_id)
        self._added[record_id] = _packed(traits)

    def match(self, traits: Traits, limit: int = 5, least: int = LEAST) -> list[Candidate]:
        """The records most like a card, the likeliest first, with a score of at least `least`."""
        shared: dict[int, int] = {}
        taken, ends = self._codes.taken, self._codes.ends
        for code in [code for code in self._hashes(traits) if taken[code & ends]]:
            found = self._codes.sharing(code)
            for number in found if len(found) <= _COMMON else ():
                shared[number] = shared.get(number, 0) + 1
        if not shared:
            return []
        numbers: Iterable[int] = shared
        if len(shared) > _LOOKED_AT:
            numbers = heapq.nlargest(_LOOKED_AT, shared, key=shared.__getitem__)
        ids = list(dict.fromkeys(self._ids[number] for number in numbers))
        known = [(key, _unpacked(self._added[key])) for key in ids if key in self._added]
        stored = [key for key in ids if key not in self._added]
        read = _traits_of_ids(self._connection, self._entity, stored)
        return _best(traits, [*known, *read], limit, least)

    def _hashes(self, traits: Traits) -> list[int]:
        """The hashes of the keys: what was asked for is mostly what is added next."""
        if self._last[0] is not traits:
            self._last = traits, hashes_of(traits)
        return self._last[1]


def hashes_of(traits: Traits) -> list[int]:
    """The hashes of the keys by which traits are found, within this process."""
    return [hash(key) & _HASH for key in keys(traits)]


_BITS = {"person": 17, "organisation": 13}
"""How many bits of a hash tell its bucket: a hundred thousand people have three million keys, two
dozen in a bucket."""


def _packed(traits: Traits) -> str:
    """Traits in a tenth of the memory: an import keeps those of every card."""
    return "\x1e".join(
        "\x1f".join(value) if isinstance(value, frozenset) else str(value or "")
        for value in (getattr(traits, name) for name in _TRAITS)
    )


def _unpacked(packed: str) -> Traits:
    values: dict[str, Any] = {
        name: frozenset(value.split("\x1f") if value else ()) if name in _SETS else value
        for name, value in zip(_TRAITS, packed.split("\x1e"), strict=True)
    }
    return Traits(**{**values, "is_person": bool(values["is_person"])})


_TRAITS = tuple(item.name for item in dataclass_fields(Traits))
_SETS = frozenset({"names", "emails", "phones", "organisations", "forms"})


# --- two that are not one ------------------------------------------------------------------------


def different_id(a: str, b: str) -> str:
    """The id of the setting that says that two records are not duplicates."""
    return office_settings.NOT_DUPLICATE + ":".join(sorted((a, b)))


def not_duplicates(writer: Writer, a: str, b: str) -> None:
    """Remember that two records are different, within a transaction."""
    office_settings.put(writer, different_id(a, b), "1")


def _different(connection: Connection) -> set[tuple[str, str]]:
    """The pairs that are known not to be duplicates, the smaller id first."""
    found = set()
    for pair in office_settings.values(connection, office_settings.NOT_DUPLICATE):
        a, b = pair.split(":")
        found.add((a, b))
    return found


# --- reading traits ------------------------------------------------------------------------------

_NAMES = ("name_cs", "name_de", "name_en", "native_name")
_COLUMNS = {
    "person": ("id", "given_name", "family_name", "name_native", "birthday"),
    "organisation": ("id", *_NAMES, "ico", "data_box", "website", "country"),
}


def _all_traits(connection: Connection, entity_name: str) -> Iterator[tuple[str, Traits]]:
    """Every record's traits, by id, read a few thousand at a time."""
    last = ""
    while True:
        row = connection.execute(
            f'SELECT max(id) FROM (SELECT id FROM "{entity_name}" WHERE id > ?'
            " ORDER BY id LIMIT ?)",
            (last, _AT_ONCE),
        ).fetchone()
        if row[0] is None:
            return
        yield from _read(connection, entity_name, "> ? AND {column} <= ?", (last, row[0]))
        last = row[0]


def _traits_of_ids(
    connection: Connection, entity_name: str, ids: Sequence[str]
) -> Iterator[tuple[str, Traits]]:
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        yield from _read(connection, entity_name, f"IN ({', '.join('?' * len(part))})", part)


def _read(
    connection: Connection, entity_name: str, where: str, values: Sequence[str]
) -> Iterator[tuple[str, Traits]]:
    """The traits of the records whose id fulfils `where` (``{column}`` repeats the column)."""

    def condition(column: str) -> str:
        return f"{column} {where.format(column=column)}"

    owner = f"{entity_name}_id"
    lists: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, kind, value in connection.execute(
        f"SELECT {owner}, CASE kind WHEN 'email' THEN 'emails' ELSE 'phones' END, value"
        f" FROM contact_point WHERE {condition(owner)} AND kind IN ('email', 'phone', 'mobile')",
        values,
    ):
        lists[key][kind].append(value)
    named = ", ".join(f"o.{name}" for name in _NAMES)
    if entity_name == "person":
        belongs = (
            f"SELECT p.person_id, {named} FROM position p JOIN organisation o"
            f" ON o.id = p.organisation_id WHERE {condition('p.person_id')}"
        )
    else:
        belongs = (
            f"SELECT r.id, {named} FROM organisation r JOIN organisation o ON o.id = r.parent_id"
            f" WHERE {condition('r.id')}"
        )
    for key, *names in connection.execute(belongs, values):
        lists[key]["organisations"] += filter(None, names)
    columns = _COLUMNS[entity_name]
    for row in connection.execute(
        f'SELECT {", ".join(columns)} FROM "{entity_name}" WHERE {condition("id")} ORDER BY id',
        values,
    ):
        found = dict(zip(columns, row, strict=True))
        yield row[0], traits_of(entity_name, {**found, **lists.get(row[0], {})})
