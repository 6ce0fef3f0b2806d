"""Records edited from a terminal, by the same service as the form and with its checks."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from app.cli.base import ID_HELP, find, find_named, open_store, say
from app.cli.grammar import Commands
from app.db.connection import Connection
from app.entities import ENTITIES
from app.errors import FieldError, InvalidRecord, UserError
from app.fields import Entity, Field
from app.i18n import N_, Language, Translator
from app.kinds import LANGUAGE_CODES, PICTURE, TAGS
from app.services.records.records import Record
from app.services.records.rows import LINKS

NO_FIELD = N_("There is no such field; nothing was changed. Fields: {fields}")
TWICE = N_("This field is given twice, with different values; nothing was changed. Give it once.")
FOLLOWS = N_("This is not a field of its own: it follows from others, or belongs to other records.")
FIXED = N_("The program keeps this value; it cannot be set here.")
NOTHING = N_("Nothing was changed: {title}")

WORDS = {entity.plural: entity for entity in ENTITIES.values()}
"""Every kind of record, and of row that `show --json` prints with an id."""

_FIXED = {
    **LINKS,  # their ids follow from these columns
    "task_link": ("task_id", "entity", "record_id"),
    "document_link": ("document_id", "entity", "record_id"),
    "document_version": ("number", "media_type", "size", "content"),
}


def _set(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.exchange.record_files import as_json
    from app.services.records.records import read, save

    entity = WORDS[arguments.entity.replace("_", "-")]
    store = open_store(arguments)
    today = date.today()
    with store.reading() as connection:
        record = read(connection, entity, find(connection, entity, arguments.id))
        assert record is not None
        shown = as_json(connection, record, language, today)
        values = _values(connection, record, shown, _given(entity, arguments.values), language)
    changes = None
    if values:
        _, changes = save(store, entity, record.id, record.version, values)
    remarks = [tr.message(text, **told) for text, told in changes.remarks] if changes else []
    with store.reading() as connection:
        after = read(connection, entity, record.id)
        assert after is not None
        shown_after = as_json(connection, after, language, today)
    if arguments.json:
        say(json.dumps(shown_after, ensure_ascii=False, indent=2))
        for remark in remarks:
            sys.stderr.write(f"{remark}\n")
        return 0
    if not changes:
        say(tr.message(NOTHING, title=_title(entity, after, language)))
        return 0
    say(tr("Edited: {title}", title=_title(entity, after, language)))
    for field in entity.fields:
        name = _key(field)
        old, new = (_text(field, item.get(name), tr) for item in (shown, shown_after))
        is_told = not field.kept or field.name == "archived_on"
        if is_told and record.values[field.name] != after.values[field.name]:
            say(f"    {tr.message(field.label)}: {old or '—'} → {new or '—'}")
    for remark in remarks:
        say(remark)
    return 0


def _title(entity: Entity, record: Record, language: Language) -> str:
    return entity.caption(record.values, language) or record.id


def _text(field: Field, value: Any, tr: Translator) -> str:
    if isinstance(value, dict):
        return str(value["title"] or value["id"])
    return " ".join(field.kind.format(value, tr).split())


def _key(field: Field) -> str:
    """The name of a field in `show --json`: references go without their ``_id``."""
    return field.name.removesuffix("_id") if field.target else field.name


def _given(entity: Entity, pairs: list[tuple[str, str]]) -> dict[str, str]:
    """What was typed, by the names of `show --json`. Raises `InvalidRecord`."""
    names = {field.name: _key(field) for field in entity.fields}
    found: dict[str, str] = {}
    errors = []
    for typed, text in pairs:
        name = names.get(typed, typed)
        if found.setdefault(name, text) != text:
            errors.append(FieldError(typed, TWICE))
    if errors:
        raise InvalidRecord(errors)
    return found


def _values(
    connection: Connection,
    record: Record,
    shown: Mapping[str, Any],
    given: Mapping[str, str],
    language: Language,
) -> dict[str, Any]:
    """The values to be stored; what stands there already is left out.

    Raises `InvalidRecord` with a fault for each field.
    """
    entity = record.entity
    fields = {_key(field): field for field in entity.fields}
    values: dict[str, Any] = {}
    errors = []
    for name, text in given.items():
        if name in shown and _is_shown(shown[name], text):
            continue
        field = fields.get(name)
        try:
            if field is None:
                if name in shown:
                    raise UserError(FOLLOWS)
                known = [key for key, item in fields.items() if not _is_fixed(entity, item)]
                raise UserError(NO_FIELD, fields=", ".join(known))
            if _is_fixed(entity, field) and not (field.kind == PICTURE and not text):
                raise UserError(FIXED)
            value = _value(connection, field, text, language)
        except UserError as error:
            errors.append(FieldError(name, error.message, **error.values))
            continue
        if value != record.values[field.name]:
            values[field.name] = value
    if errors:
        raise InvalidRecord(errors)
    return values


def _is_fixed(entity: Entity, field: Field) -> bool:
    """Whether a value is not a person's to write: it is kept, or other rows hang on it."""
    if field.kept and field.name != "archived_on":
        return True
    return field.kind == PICTURE or field.name in _FIXED.get(entity.name, ())


def _is_shown(value: Any, text: str) -> bool:
    """Whether a text is what `show --json` prints for a value: then it changes nothing."""
    if value is None or value is False:
        return text in ("", "null", *(("false", "False") if value is False else ()))
    if isinstance(value, str) and text == value:
        return True
    read = _json(text)
    if isinstance(value, dict) and text == value.get("id"):
        return True
    return type(read) is type(value) and bool(read == value)


def _json(text: str) -> Any:
    """The value of a JSON text; the text itself where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _value(connection: Connection, field: Field, text: str, language: Language) -> Any:
    """The value to be stored of what was typed. Raises `UserError`."""
    if text in ("", "null"):
        return None
    if field.target:
        return _reference(connection, ENTITIES[field.target], text)
    read = _json(text)
    if isinstance(read, str):  # with the quotation marks of JSON, or without
        text = read
    elif isinstance(read, list) and field.kind in (TAGS, LANGUAGE_CODES):
        text = ";".join(map(str, read))
    return field.kind.parse(text, language)


def _reference(connection: Connection, entity: Entity, text: str) -> str:
    """The id of a record that is named by its id, external id, name, or as JSON prints it."""
    named = _json(text)
    if isinstance(named, dict):
        named = named.get("id")
    text = named if isinstance(named, str) else text
    return find_named(connection, entity, " ".join(text.split()))


def add(commands: Commands) -> None:
    """`set`."""
    tr = commands.tr

    def pair(text: str) -> tuple[str, str]:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise argparse.ArgumentTypeError(tr("“{value}” is not FIELD=VALUE", value=text))
        return name.strip(), value

    item = commands.add(
        "set",
        tr(
            "edit a record: each FIELD as “show --json” names it, each VALUE as it prints it or as "
            "a person types it (“tomorrow”, a choice’s label, a record’s name or id, yes or no, "
            "words with semicolons between them); an empty one clears the field"
        ),
        _set,
    )
    words = sorted(WORDS)
    item.add_argument(
        "entity",
        choices=sorted({*words, *(word.replace("-", "_") for word in words)}),
        metavar=tr("ENTITY"),
        help=tr(
            "a kind of record, or of a row that belongs to one: {words}", words=", ".join(words)
        ),
    )
    item.add_argument("id", metavar=tr("ID"), help=tr.message(ID_HELP))
    item.add_argument("values", nargs="+", type=pair, metavar=tr("FIELD=VALUE"))
    item.add_argument(
        "--json", action="store_true", help=tr("print the record as “show --json” does")
    )
