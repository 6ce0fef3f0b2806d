"""Where people are spoken of: every id, name, number and address by which a person is known, and
the free texts in which one of them stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.db.connection import Connection
from app.db.personal_data import TABLES, mentions
from app.db.statements import rows_as_dicts
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language
from app.services.records.query import captions
from app.services.records.rows import GONE, MERGED_AWAY

TAKEN_OUT = "[…]"
"""What stands in a text in the place of a mention that was taken out."""


@dataclass(frozen=True, slots=True)
class Traces:
    """By what a person is known.

    `ids` are those of the record and of those merged into it. `exact` finds what can be nobody
    else (the whole name in any case, e-mails, phones, ids), `loose` the family name alone, and
    the whole name if somebody else in the database is called the same.
    """

    ids: tuple[str, ...]
    exact: re.Pattern[str]
    loose: re.Pattern[str]

    def without(self, value: Any, *, loosely: bool = False) -> Any:
        """A value without the mentions in it."""
        if not isinstance(value, str):
            return value
        found = self.exact.sub(TAKEN_OUT, value)
        return self.loose.sub(TAKEN_OUT, found) if loosely else found

    def without_ids(self, value: Any) -> Any:
        """None for the id of the person, every other value as it is."""
        return None if value in self.ids else value


@dataclass(frozen=True, slots=True)
class Mention:
    """A free text in which a person is spoken of.

    `entity`, `record_id` and `title` name the record that opens; `table` and `row_id` the row
    with the text; `fields` are the columns, `text` an excerpt. `exact` says that it can be
    nobody else.
    """

    table: str
    row_id: str
    fields: tuple[str, ...]
    text: str
    exact: bool
    entity: str
    record_id: str
    title: str


@dataclass(frozen=True, slots=True)
class NamedInFile:
    """A stored file whose content speaks of a person; `text` is an excerpt, `exact` as above."""

    document_id: str
    title: str
    text: str
    exact: bool


def traces(connection: Connection, person_id: str) -> Traces:
    """What a person is known by, today and earlier. Raises `UserError` if there is no such one."""
    if not connection.execute("SELECT 1 FROM person WHERE id = ?", (person_id,)).fetchone():
        raise UserError(GONE)
    ids = merged_ids(connection, person_id)
    names = versions(connection, "person", ids)
    points = [
        (str(row.get("kind")), str(row["value"]))
        for row in _rows_ever(connection, "contact_point", ids)
        if row.get("value")
    ]
    exact = [re.escape(key) for key in ids]
    loose: list[str] = []
    for row in names:
        (loose if _has_namesake(connection, row, ids) else exact).extend(_names(row))
        if family := row.get("family_name"):
            loose.append(_inflected(str(family)))
    for kind, text in points:
        if not _is_shared(connection, text, ids):
            exact.append(_number(text) if kind in ("phone", "mobile", "fax") else re.escape(text))
    return Traces(ids, _pattern(exact), _pattern(loose))


def merged_ids(connection: Connection, person_id: str) -> tuple[str, ...]:
    """The id of a person, and those of the records that were merged into it."""
    found = [person_id]
    for key in found:
        for (other,) in connection.execute(
            "SELECT value FROM external_id WHERE entity = 'person' AND source = ?"
            " AND record_id = ?",
            (MERGED_AWAY, key),
        ).fetchall():
            if other not in found:
                found.append(other)
    return tuple(found)


def versions(connection: Connection, table: str, ids: Iterable[str]) -> list[dict[str, Any]]:
    """What stands and ever stood in rows: the rows themselves, and the values of their history."""
    found: list[dict[str, Any]] = []
    for key in ids:
        rows = rows_as_dicts(connection, f'SELECT * FROM "{table}" WHERE id = ?', (key,))
        known: dict[str, Any] = dict(rows[0]) if rows else {}
        found += rows
        for kind, data in connection.execute(
            "SELECT kind, data FROM log_operation WHERE row_id = ? AND table_name = ?"
            " AND data IS NOT NULL AND kind <> 'erase' ORDER BY id DESC",
            (key, table),
        ).fetchall():
            values = json.loads(data)
            if kind == "set":
                known = {**known, **{name: old for name, (old, _) in values.items()}}
                found.append(known)
            else:
                known = values
                found.append(known)
    return found


def _rows_ever(connection: Connection, table: str, ids: Sequence[str]) -> list[dict[str, Any]]:
    marks = ", ".join("?" * len(ids))
    keys = {
        key
        for sql in (
            f'SELECT id FROM "{table}" WHERE person_id IN ({marks})',
            "SELECT row_id FROM log_operation WHERE table_name ="
            f" '{table}' AND owner_id IN ({marks})",
        )
        for (key,) in connection.execute(sql, ids).fetchall()
    }
    return versions(connection, table, sorted(keys))


def _is_shared(connection: Connection, value: str, ids: Sequence[str]) -> bool:
    """Whether others have the same number or address, such as that of the whole office."""
    marks = ", ".join("?" * len(ids))
    found = connection.execute(
        "SELECT 1 FROM contact_point WHERE value = ? AND"
        f" (person_id IS NULL OR person_id NOT IN ({marks})) LIMIT 1",
        (value, *ids),
    ).fetchone()
    return found is not None


def _has_namesake(connection: Connection, row: dict[str, Any], ids: Sequence[str]) -> bool:
    """Whether somebody else is called the same."""
    marks = ", ".join("?" * len(ids))
    found = connection.execute(
        "SELECT 1 FROM person WHERE family_name = ? AND coalesce(given_name, '') = ?"
        f" AND id NOT IN ({marks}) LIMIT 1",
        (row.get("family_name"), row.get("given_name") or "", *ids),
    ).fetchone()
    return found is not None


def _names(row: dict[str, Any]) -> list[str]:
    given, family = (str(row.get(name) or "").strip() for name in ("given_name", "family_name"))
    found = [
        re.escape(str(row[name]))
        for name in ("name_native", "salutation_cs", "salutation_de", "salutation_en")
        if len(str(row.get(name) or "")) > 3
    ]
    if given and family:
        before, after = (
            re.escape(str(row[name])) if row.get(name) else ""
            for name in ("title_before", "title_after")
        )
        whole = rf"\b{_inflected(given)}\s+{_inflected(family)}"
        whole = rf"(?:{before}\s+)?{whole}" if before else whole
        found.append(rf"{whole}(?:,?\s*{after})?" if after else whole)
        found.append(rf"\b{_inflected(family)},?\s+{_inflected(given)}")
    return found


_FEMININE = "á|é|ou|ých|ým|ými"
_MASCULINE = "a|e|i|u|y|ovi|em|ů|ům|ech|s"
_ENDINGS = {
    "á": _FEMININE,
    "ý": "ý|ého|ému|ém|ým|í|ých|ými",
    "í": "í|ího|ímu|ím|ích|ími",
    "a": "a|y|i|u|ou|o|ě|e|ovi|ů|ům|ech|ami",
    "e": "e|ě|i|í|ii|ím|ích|emi",
    "ě": "e|ě|i|í|ii|ím|ích|emi",
    "o": "o|a|u|ovi|em|e",
}
"""The endings of a Czech name by its last letter; those of the other sex are not among them, so
that Jan Novák is not found in Jana Nováková."""
_SOFTENED = {"ka": "ce", "ga": "ze", "ha": "ze", "ra": "ře", "cha": "še"}
"""Radka, Radce; Olga, Olze; Petra, Petře."""


def _inflected(name: str) -> str:
    """The pattern of a name in any of its cases: Novák, Nováka, Novákovi; Pavel, Pavla."""
    return r"\s+".join(_word(word) for word in name.split())


def _word(word: str) -> str:
    last = word[-1].lower()
    if len(word) < 3:
        return rf"{re.escape(word)}(?!\w)"
    if endings := _ENDINGS.get(last):
        forms = [f"{re.escape(word[:-1])}(?:{endings})"]
        for hard, soft in _SOFTENED.items():
            if word.lower().endswith(hard):
                forms.append(re.escape(word[: -len(hard)] + soft))
    else:
        forms = [f"{re.escape(word)}(?:{_MASCULINE})?"]
        if len(word) > 4 and word[-2:].lower() in ("el", "ek", "ec"):
            forms.append(f"{re.escape(word[:-2] + word[-1])}(?:{_MASCULINE})")
    return rf"(?:{'|'.join(forms)})(?!\w)"


def _number(text: str) -> str:
    """The pattern of a phone number, however it is grouped."""
    digits = re.sub(r"\D", "", text)
    if len(digits) < 7:
        return re.escape(text)
    return r"\+?(?:\d{1,3}[\s/-]*)?" + r"[\s/()-]*".join(digits[-9:]) + r"(?!\d)"


def _pattern(parts: Iterable[str]) -> re.Pattern[str]:
    unique = sorted({part for part in parts if part}, key=len, reverse=True)
    # Without anything to look for, nothing is found.
    text = "|".join(rf"(?<!\w){part}" if part[:1].isalpha() else part for part in unique)
    return re.compile(text or r"(?!)", re.IGNORECASE)


def find(
    connection: Connection, known: Traces, language: Language, *, besides: Iterable[str] = ()
) -> list[Mention]:
    """The free texts that speak of a person, but for rows that are theirs or in `besides`.

    Exact ones come first.
    """
    skipped = {*known.ids, *besides}
    found: list[tuple[str, str, dict[str, Any], tuple[str, ...], str, bool]] = []
    for table, texts in mentions():
        if table == "external_id":
            continue  # what an import said is nothing to show
        columns = tuple(name for name in texts if name != "rule")  # nor is a filter's JSON
        spec = TABLES[table]
        owners = [name for name in ENTITIES[table].owner.split("|") if name]
        links = spec.people()
        listed = ", ".join(
            f'"{name}"'
            for name in dict.fromkeys((*columns, *owners, *spec.row_of, *spec.shared_with, *links))
        )
        for row in rows_as_dicts(connection, f'SELECT id, {listed} FROM "{table}"', ()):
            theirs = any(row[name] in known.ids for name in spec.row_of)
            if row["id"] in skipped or (theirs and not spec.is_shared(row)):
                continue
            own = spec.emptied() if any(row[name] in known.ids for name in links) else ()
            hit = [name for name in columns if name not in own and _speaks(known, row[name])]
            if hit:
                exact = any(known.exact.search(row[name]) for name in hit)
                text = _excerpt(known, " · ".join(row[name] for name in hit))
                found.append((table, row["id"], row, tuple(hit), text, exact))
    return sorted(
        (_mention(connection, item, language) for item in found),
        key=lambda item: (not item.exact, item.title, item.row_id),
    )


def files_naming(
    connection: Connection, known: Traces, *, besides: Iterable[str] = ()
) -> list[NamedInFile]:
    """The documents, but for those in `besides`, that have a file in whose text a person stands.

    Such a file stays as it is, and the search finds the name in it. Exact ones come first.
    """
    found: dict[str, NamedInFile] = {}
    skipped = set(besides)
    for key, title, text in connection.execute(
        "SELECT d.id, d.title, c.text FROM document d JOIN document_version v"
        " ON v.document_id = d.id JOIN content c ON c.id = v.content"
        " WHERE c.text IS NOT NULL ORDER BY d.id, v.number DESC"
    ):
        if key in skipped or not _speaks(known, text):
            continue
        exact = bool(known.exact.search(text))
        earlier = found.get(key)
        if earlier is None or (exact and not earlier.exact):
            found[key] = NamedInFile(key, str(title), _excerpt(known, text), exact)
    return sorted(found.values(), key=lambda item: (not item.exact, item.title, item.document_id))


def _speaks(known: Traces, value: Any) -> bool:
    return isinstance(value, str) and bool(known.exact.search(value) or known.loose.search(value))


def _excerpt(known: Traces, text: str) -> str:
    found = known.exact.search(text) or known.loose.search(text)
    assert found
    low, high = max(0, found.start() - 60), min(len(text), found.end() + 60)
    words = " ".join(text[low:high].split())
    return ("…" if low else "") + words + ("…" if high < len(text) else "")


def _mention(
    connection: Connection,
    item: tuple[str, str, dict[str, Any], tuple[str, ...], str, bool],
    language: Language,
) -> Mention:
    table, row_id, row, fields, text, exact = item
    entity, record_id = owner_of(table, row)
    title = captions(connection, ENTITIES[entity], [record_id], language).get(record_id, "")
    return Mention(table, row_id, fields, text, exact, entity, record_id, title)


def owner_of(
    table: str, row: dict[str, Any], besides: Iterable[str | None] = ()
) -> tuple[str, str]:
    """The record (entity, id) that a row belongs to, not one of `besides`; else the row itself."""
    entity = ENTITIES[table]
    for name in entity.owner.split("|"):
        if name and row.get(name) and row[name] not in besides:
            return entity.by_name[name].target, str(row[name])
    return table, str(row["id"])
