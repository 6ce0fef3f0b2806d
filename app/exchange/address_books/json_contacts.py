"""Contacts in JSON: our own exports, jCard (RFC 7095), JSContact (RFC 9553), and lists of objects.

An object of another program is read as a row of a table: its keys are the headings, those within
an object or a list stand behind those around it (``address city``, ``emails 2 value``).
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.db.sets import sets_of
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.address_books.files import LEFT_OUT, Notice
from app.exchange.cards.card import Card, Fault
from app.exchange.cards.records import card_of
from app.exchange.cards.ties import AREAS, KINDS, PARENT, RELATIONS, areas_cell, ties_cell
from app.exchange.tables.headers import card, guess, is_known
from app.exchange.tables.layout import Layout
from app.files import Reason
from app.i18n import N_

DAMAGED = N_("“{file}” is damaged: it is no JSON. Nothing was imported.")
TOO_LARGE = N_("“{file}” is too large to be a list of contacts. Nothing was imported.")
NO_LIST = N_("“{file}” holds no list of contacts. Nothing was imported.")
NO_OBJECT = N_("This is no contact: {text}")

_MOST_BYTES = 64 * 2**20
_DEEPEST = 6
_MOST_CELLS = 500  # of one object
_SHOWN = 2000


def read(path: Path, kind: str = "person") -> Iterator[Card | Fault]:
    """The contacts of a file, with their numbers as lines. Raises `UserError`."""
    data = _loaded(path)
    if _is_jcard(data) or (isinstance(data, list) and data and all(map(_is_jcard, data))):
        from app.exchange.vcard.reader import read as read_vcards

        cards = [data] if _is_jcard(data) else data
        yield from read_vcards(io.BytesIO("".join(map(_vcard, cards)).encode("utf-8", "replace")))
        return
    items = _items(data)
    if items is None:
        raise UserError(NO_LIST, file=path.name)
    left_out: dict[str, None] = {}
    rows: list[tuple[int, dict[str, str]]] = []
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict):
            text = json.dumps(item, ensure_ascii=False)[:_SHOWN]
            yield Fault(number, NO_OBJECT, {"text": text})
        elif entity := _own(item):
            found = _own_card(entity, item, left_out)
            found.line = number
            yield found
        else:
            rows.append((number, _row(item)))
    if left_out:
        yield Notice(1, LEFT_OUT, {"columns": ", ".join(left_out)})
    yield from _of_rows(rows, path.name, kind)


def _loaded(path: Path) -> Any:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UserError(TOO_LARGE, file=path.name)
        return json.loads(path.read_bytes())
    except OSError as error:
        from app.exchange.address_books.files import UNREADABLE

        raise UserError(UNREADABLE, file=path.name, detail=Reason.of(error)) from error
    except (ValueError, RecursionError) as error:
        raise UserError(DAMAGED, file=path.name) from error


def _items(data: Any) -> list[Any] | None:
    """The objects of a list, of the only list of objects within an object, or one object."""
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        return None
    lists = [
        value
        for value in data.values()
        if isinstance(value, list) and value and all(isinstance(item, dict) for item in value)
    ]
    is_one = "@type" in data or is_known(guess(list(_row(data))).values())
    return lists[0] if len(lists) == 1 and not is_one else [data]


# jCard


def _is_jcard(data: Any) -> bool:
    return (
        isinstance(data, list)
        and len(data) == 2
        and data[0] == "vcard"
        and isinstance(data[1], list)
    )


def _vcard(data: Sequence[Any]) -> str:
    """A jCard as a vCard of version 4 (RFC 7095, 3.3)."""
    lines = ["BEGIN:VCARD"]
    for item in data[1]:
        if not (isinstance(item, list) and len(item) > 3 and isinstance(item[1], dict)):
            lines.append(f"X-JSON:{_escaped(json.dumps(item, ensure_ascii=False))}")
            continue
        name, parameters, kind, *values = item
        group = parameters.pop("group", "")
        head = f"{group}.{name}" if group else str(name)
        for key, value in parameters.items():
            texts = value if isinstance(value, list) else [value]
            quoted = ",".join('"{}"'.format(str(text).replace('"', "'")) for text in texts)
            head += f";{key.upper()}={quoted}"
        texts = [_structured(value, is_text=kind != "uri") for value in values]
        lines.append(f"{head.upper() if not group else head}:{','.join(texts)}")
    return "\n".join([*lines, "END:VCARD", ""])


def _structured(value: Any, *, is_text: bool) -> str:
    if isinstance(value, list):
        return ";".join(
            ",".join(_escaped(str(part)) for part in (item if isinstance(item, list) else [item]))
            for item in value
        )
    text = str(value if value is not None else "")
    return _escaped(text) if is_text else " ".join(text.split())


def _escaped(text: str) -> str:
    return re.sub(r"([\\,;])", r"\\\1", text).replace("\r\n", "\n").replace("\n", "\\n")


# Our own exports


def _own(item: Mapping[str, Any]) -> str:
    """The entity of an object of our own export; empty if it is none."""
    if not {"id", "external_id", "external_source", "contact_points"} <= set(item):
        return ""
    return "person" if "family_name" in item else "organisation" if "name_cs" in item else ""


_CHILDREN = {"contact_points", "addresses", "positions", "areas_of_interest", "relations", "parent"}
_AREA = ("name_cs", "name_de", "name_en")


def _own_card(entity: str, item: Mapping[str, Any], left_out: dict[str, None]) -> Card:
    known = ENTITIES[entity].by_name
    several = {stored.field for stored in sets_of(entity)}
    values = {
        name: ";".join(map(str, value)) if name in several and isinstance(value, list) else value
        for name, value in item.items()
        if name in known and not isinstance(value, dict) and name not in ("photo", "logo")
    }
    values = {name: int(v) if isinstance(v, bool) else v for name, v in values.items() if v}
    posts = [
        {name: value for name, value in row.items() if name != "organisation"}
        | {"organisation": _title(row.get("organisation"))}
        for row in _dicts(item.get("positions"))
    ]
    first = next((row for row in posts if row.get("is_primary")), posts[0] if posts else None)
    found = card_of(
        entity,
        values | {"id": item["id"]},
        [_filled(row, ("kind", "value", "label", "is_primary")) for row in
         _dicts(item.get("contact_points"))],
        [_filled(row, _PLACE) for row in _dicts(item.get("addresses"))],
        first,
        None,
        [_filled(row, _POST) for row in posts if row is not first],
        _ties(entity, item),
    )  # fmt: skip
    if item.get("external_source") and item.get("external_id"):
        found.extra["external_source"] = str(item["external_source"])
        found.extra["external_id"] = str(item["external_id"])
    for name, value in item.items():
        is_read = name in values or name in _CHILDREN or name.startswith(("external_", "id"))
        if value and not is_read:
            left_out[name] = None
    return found


_PLACE = (
    "kind", "street", "postal_code", "city", "region", "country", "note", "is_primary",
)  # fmt: skip
_POST = (
    "organisation", "title_cs", "title_de", "title_en", "since", "until", "rank", "is_primary",
)  # fmt: skip


def _filled(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    return {name: row.get(name) for name in names}


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _title(value: Any) -> str:
    return str(value.get("title") or "") if isinstance(value, dict) else ""


def _ties(entity: str, item: Mapping[str, Any]) -> dict[str, str]:
    areas = [
        {name: _title(row.get("area")) if name == "name_cs" else None for name in _AREA}
        for row in _dicts(item.get("areas_of_interest"))
    ]
    relations = [
        {**_filled(row, ("kind", "since", "until", "note")), "name": _title(row.get("other")),
         "other_id": (row.get("other") or {}).get("id")}
        for row in _dicts(item.get("relations"))
        if row.get("kind") in KINDS[entity].options
    ]  # fmt: skip
    return {
        AREAS: areas_cell(area for area in areas if area["name_cs"]),
        RELATIONS: ties_cell(entity, relations),
        PARENT: _title(item.get("parent")),
    }


# Objects of other programs


_WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\-.@]+")


def _row(item: Mapping[str, Any]) -> dict[str, str]:
    """The cells of an object, by headings."""
    if isinstance(item.get("name"), dict) and "components" in item["name"]:
        item = {**_name_of(item["name"]), **{key: v for key, v in item.items() if key != "name"}}
    cells: dict[str, str] = {}
    for said, text in _cells(item, "", 0):
        heading = _heading(said)
        name, number = heading, 2
        while name in cells:
            name, number = f"{heading} {number}", number + 1
        cells[name] = text
        if len(cells) >= _MOST_CELLS:
            break
    return cells


def _cells(value: Any, heading: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth < _DEEPEST and isinstance(value, dict):
        for key, inner in value.items():
            word = " ".join(_WORDS.sub(" ", str(key)).split())
            yield from _cells(inner, f"{heading} {word}".strip(), depth + 1)
    elif depth < _DEEPEST and isinstance(value, list):
        if not any(isinstance(item, (dict, list)) for item in value):
            text = "; ".join(str(item) for item in value if item not in (None, ""))
            if text:
                yield heading, text
            return
        for number, inner in enumerate(value, 1):
            yield from _cells(inner, f"{heading} {number}", depth + 1)
    elif isinstance(value, bool):
        yield heading, "yes" if value else "no"
    elif value not in (None, "", [], {}):
        is_text = isinstance(value, (str, int, float))
        yield heading, str(value) if is_text else json.dumps(value, ensure_ascii=False)


_OF_SEVERAL = re.compile(
    r"(names|email addresses|emails|phone numbers|phones|organi[sz]ations|titles|nicknames|notes)"
    r" \w+ (.+)",
    re.IGNORECASE,
)
_MEANT = {
    ("email", "value"): "email", ("email", "address"): "email", ("email", "email"): "email",
    ("phone", "value"): "phone", ("phone", "number"): "phone", ("phone", "phone"): "phone",
    ("organi", "name"): "organization", ("organi", "title"): "job title",
    ("organi", "department"): "department", ("titles", "name"): "job title",
    ("nickna", "name"): "nickname", ("nickna", "value"): "nickname",
    ("notes", "note"): "note", ("notes", "value"): "note",
    ("email", "type"): "email type", ("email", "label"): "email type",
    ("phone", "type"): "phone type", ("phone", "label"): "phone type",
}  # fmt: skip


def _heading(said: str) -> str:
    """What a key among several of its kind is called where it stands alone: ``emails 1 value``."""
    found = _OF_SEVERAL.fullmatch(said)
    if not found:
        return said
    of, key = found[1].lower(), found[2].lower()
    if of == "names":
        return found[2]
    return next((name for (start, k), name in _MEANT.items() if of.startswith(start) and k == key),
                said)  # fmt: skip


_COMPONENTS = {
    "given": "given name", "given2": "middle name", "surname": "family name", "title": "prefix",
    "credential": "suffix", "generation": "suffix",
}  # fmt: skip


def _name_of(name: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a name of JSContact (RFC 9553, 2.2.1)."""
    found: dict[str, Any] = {"full name": name.get("full")}
    for part in _dicts(name.get("components")):
        heading = _COMPONENTS.get(str(part.get("kind")), f"name {part.get('kind')}")
        found[heading] = " ".join(filter(None, (found.get(heading), str(part.get("value") or ""))))
    return found


def _of_rows(
    rows: Sequence[tuple[int, Mapping[str, str]]], file: str, kind: str
) -> Iterator[Card | Fault]:
    header = list(dict.fromkeys(heading for _, cells in rows for heading in cells))
    if not header:
        return
    columns = guess(header, kind)
    if not is_known(columns.values()):
        raise UserError(NO_LIST, file=file)
    layout = Layout(header, columns)
    for number, cells in rows:
        values = layout.values([cells.get(heading, "") for heading in header])
        if not values:
            continue
        found = card(values, number, kind=kind)
        found.fingerprint = repr(sorted(cells.items()))
        layout.told(values)
        yield found
    if layout.left_out:
        yield Notice(1, LEFT_OUT, {"columns": ", ".join(layout.left_out)})
