"""Two records that are one: merged into a survivor, and taken apart again, even much later.

A merge is one transaction. Everything that pointed to the merged record points to the survivor
afterwards, and an external id (source `merged`) remembers where it went, so that a later import
finds the survivor. To take a merge apart, what it did is read from the change log.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.db import sets, statements
from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.db.store import Changes, Store, Writer, link_id
from app.entities import ENTITIES
from app.errors import UserError
from app.fields import Entity
from app.i18n import N_, Language
from app.rules.folding import fold
from app.rules.people.names import person_name
from app.services import office_settings
from app.services.contacts.duplicates import different_id
from app.services.office_settings import NOT_DUPLICATE, OWN_ORGANISATION, own_organisation
from app.services.records.records import apply
from app.services.records.rows import (
    GONE,
    LINKS,
    MERGED_AWAY,
    linked_id,
    name_header,
    validate,
)

MERGED = N_("Merged: {title}")
UNMERGED = N_("Unmerged: {title}")
NOT_MERGED = N_("This record was not merged with another one. Nothing was changed.")
SAME_RECORD = N_("A record cannot be merged with itself. Nothing was changed. Choose another one.")
WRONG_ENTITY = N_(
    "Only people can be merged with people and organisations with organisations. "
    "Nothing was changed."
)

_MERGEABLE = ("person", "organisation")
_ANY_RECORD = ("task_link", "document_link")
"""Links to records of any kind: `entity` and `record_id`."""

_NOT_FILLED = {"id", "archived_on", "invented", "tags", "other_languages"}
"""Tags and languages of both stand afterwards: their rows move."""

Row = dict[str, Any]

_KEYS: dict[str, tuple[str, ...]] = {
    "contact_point": ("person_id", "organisation_id", "kind", "value"),
    "address": ("person_id", "organisation_id", "kind", "street", "postal_code", "city", "country"),
    "position": ("person_id", "organisation_id", "title_cs"),
    "milestone": ("organisation_id", "date", "text_cs"),
    "person_relation": ("person_id", "kind", "other_id"),
    "organisation_relation": ("organisation_id", "kind", "other_id"),
    "agreement_party": ("agreement_id", "organisation_id"),
    "delegation_member": ("delegation_id", "person_id", "side"),
}
"""Rows that are not doubled: the columns that make two of them one, if nothing else differs."""

_UNIMPORTANT = {"is_primary", "label", "position_no", "precedence"}
"""Columns in which two rows that are one may differ; the survivor's value is kept."""

_PRIMARY = {"contact_point": "kind", "address": "", "position": ""}
"""Rows of which one is the main one, by kind or among all of them."""


def proposal(survivor: Mapping[str, Any], merged: Mapping[str, Any]) -> dict[str, Any]:
    """What a survivor takes over where nobody chose: its empty fields.

    Takes two rows by column. Whether a record is archived or invented is not taken over, nor a
    body that would be a part of itself.
    """
    return {
        name: value
        for name, value in merged.items()
        if survivor.get(name, value) in (None, "")
        and value not in (None, "", survivor.get("id"))
        and name not in _NOT_FILLED
        and not _is_derived(name)
    }


def joined_texts(survivor: Mapping[str, Any], merged: Mapping[str, Any]) -> dict[str, str]:
    """The notes of both, one after the other, where they differ: for who chooses nothing."""
    first, second = survivor.get("note") or "", merged.get("note") or ""
    if not first or not second or second in first:
        return {}
    return {"note": f"{first}\n{second}"}


def not_taken(
    entity: Entity, survivor: Mapping[str, Any], merged: Mapping[str, Any]
) -> list[tuple[str, Any]]:
    """What the merged record says otherwise and the survivor does not take over: fields, values."""
    joined = joined_texts(survivor, merged)
    return [
        (field.name, merged[field.name])
        for field in entity.fields
        if merged.get(field.name) not in (None, "", survivor.get(field.name))
        and survivor.get(field.name) not in (None, "")
        and field.name not in (*_NOT_FILLED, *joined)
        and not (field.name == "note" and str(merged["note"]) in str(survivor["note"]))
    ]


def _is_derived(name: str) -> bool:
    return name.startswith("sort_key") or name in ("search_text", "full_name")


def has_merged(connection: Connection, entity: Entity, record_id: str) -> bool:
    """Whether another record was merged into this one."""
    return bool(
        connection.execute(
            "SELECT 1 FROM external_id WHERE entity = ? AND source = ? AND record_id = ?",
            (entity.name, MERGED_AWAY, record_id),
        ).fetchone()
    )


def merged_into(connection: Connection, entity: Entity, record_id: str) -> str | None:
    """The record that a merged one has become, or None if it was not merged."""
    seen = {record_id}
    current = record_id
    while True:
        row = connection.execute(
            "SELECT record_id FROM external_id WHERE entity = ? AND source = ? AND value = ?",
            (entity.name, MERGED_AWAY, current),
        ).fetchone()
        if row is None or row[0] in seen:
            return current if current != record_id else None
        current = str(row[0])
        seen.add(current)


def merge(
    store: Store,
    entity: Entity,
    survivor_id: str,
    merged_id: str,
    values: Mapping[str, Any] = {},
) -> Changes:
    """Make one record of two: the survivor takes `values`, and everything of the merged one.

    Its empty fields are filled as in `proposal` where `values` does not name them. Raises
    `UserError` when a record is gone, is the same or of another kind, `InvalidRecord` for values
    that the fields refuse; nothing is changed then.
    """
    if entity.name not in _MERGEABLE:
        raise UserError(WRONG_ENTITY)
    if survivor_id == merged_id:
        raise UserError(SAME_RECORD)
    with store.writing(MERGED) as writer:
        connection = writer.connection
        survivor = _existing(connection, entity, survivor_id)
        merged = _existing(connection, entity, merged_id)
        taken = {**proposal(survivor, merged), **values}
        if taken.get("parent_id") in (survivor_id, merged_id):
            taken["parent_id"] = None
        if not set(taken) <= set(entity.by_name):
            raise LookupError(f"{entity.name} has no field {sorted(set(taken))}")
        validate(entity, taken, new=False)
        _Merge(connection, entity, survivor_id, merged_id).run()
        apply(writer, entity, survivor_id, taken)
        # Who merges the same two the other way round, unknowing, leaves both alive.
        writer.touch(entity.name, survivor_id)
        if entity.name == "organisation":
            _cut_circle(connection, survivor_id)
        _finish(writer, entity, survivor_id, merged_id)
    return writer.changes


def _existing(connection: Connection, entity: Entity, record_id: str) -> Row:
    row = _read_row(connection, entity.name, record_id)
    if row:
        return row
    for other in _MERGEABLE:
        if other != entity.name and _read_row(connection, other, record_id):
            raise UserError(WRONG_ENTITY)
    raise UserError(GONE)


def _read_row(connection: Connection, table: str, row_id: str) -> Row | None:
    """A row's logged columns, or None."""
    row = statements.row(connection, table, row_id)
    skipped = {stored.field for stored in sets.sets_of(table)}
    return row and {
        name: value for name, value in row.items() if not _is_derived(name) and name not in skipped
    }


def _cut_circle(connection: Connection, organisation_id: str) -> None:
    """An organisation that would be a part of itself, at whatever distance, stands alone."""
    seen = [organisation_id]
    while (row := _read_row(connection, "organisation", seen[-1])) and row["parent_id"]:
        if row["parent_id"] == organisation_id:
            statements.update(connection, "organisation", organisation_id, {"parent_id": None})
        if row["parent_id"] in seen:  # a circle further up is not ours
            return
        seen.append(row["parent_id"])


def _finish(writer: Writer, entity: Entity, survivor_id: str, merged_id: str) -> None:
    connection = writer.connection
    statements.delete(connection, entity.name, merged_id)
    mark = _mark(entity, merged_id)
    statements.delete(connection, "external_id", mark)
    said = {"source": MERGED_AWAY, "value": merged_id}
    owner = {"entity": entity.name, "record_id": survivor_id}
    statements.insert(connection, "external_id", {"id": mark, **owner, **said})
    _name(writer, entity, survivor_id)


def _mark(entity: Entity, merged_id: str) -> str:
    """The id of the external id that remembers a merge."""
    return link_id("external_id", entity.name, MERGED_AWAY, merged_id)


def _name(writer: Writer, entity: Entity, record_id: str) -> None:
    """Say in the header which record it was about; its derived columns are not there yet."""
    row = _read_row(writer.connection, entity.name, record_id) or {}
    if entity.name == "person":
        parts = (str(row.get(name) or "") for name in _NAME_PARTS)
        name_header(writer, person_name(*parts))
    else:
        name_header(writer, entity.caption(row, Language.CS))


_NAME_PARTS = ("title_before", "given_name", "family_name", "title_after")


class _Merge:
    """Points all that belongs to the merged record to the survivor."""

    def __init__(
        self, connection: Connection, entity: Entity, survivor_id: str, merged_id: str
    ) -> None:
        self.connection = connection
        self.entity = entity
        self.survivor = survivor_id
        self.merged = merged_id

    def run(self) -> None:
        """Everything but the two records themselves."""
        for other in ENTITIES.values():
            columns = [item.name for item in other.fields if item.target == self.entity.name]
            if columns:
                self._move_rows(other.name, columns)
        for link in _ANY_RECORD:
            self._move_rows(link, ["record_id"], f"entity = '{self.entity.name}' AND ")
        self.connection.execute(
            "UPDATE external_id SET record_id = ? WHERE entity = ? AND record_id = ?",
            (self.survivor, self.entity.name, self.merged),
        )
        if own_organisation(self.connection) == self.merged:
            survivor = {"value": self.survivor}
            statements.update(self.connection, "setting", OWN_ORGANISATION, survivor)
        self.connection.execute(
            "UPDATE mailing_list SET rule = replace(rule, ?, ?) WHERE instr(rule, ?)",
            (self.merged, self.survivor, self.merged),
        )
        self._move_differences()

    def _move_rows(self, table: str, columns: list[str], where: str = "") -> None:
        condition = " OR ".join(f'"{name}" = ?' for name in columns)
        found = self.connection.execute(
            f'SELECT id FROM "{table}" WHERE {where}({condition}) ORDER BY id',
            [self.merged] * len(columns),
        ).fetchall()
        for (key,) in found:
            if row := _read_row(self.connection, table, key):
                self._move(table, row, columns)

    def _move(self, table: str, row: Row, columns: list[str]) -> None:
        moved: Row = {name: self.survivor for name in columns if row[name] == self.merged}
        after = {**row, **moved}
        if table == self.entity.name and after["parent_id"] == row["id"]:
            moved["parent_id"] = None
        elif table.endswith("_relation") and after[f"{self.entity.name}_id"] == after["other_id"]:
            statements.delete(self.connection, table, row["id"])
            return
        if table in LINKS:
            self._move_link(table, row, {**after, "id": linked_id(table, after)})
            return
        if set(moved) & set(_KEYS.get(table, ())) and (same := self._same(table, after)):
            statements.update(self.connection, table, same["id"], _filled(same, after))
            self._replace(table, row["id"], same["id"])
            return
        owner = "person_id" if row.get("person_id") else "organisation_id"
        if table in _PRIMARY and owner in moved and self._has_primary(table, after, owner):
            moved["is_primary"] = row["is_primary"] and 0
        statements.update(self.connection, table, row["id"], moved)

    def _move_link(self, table: str, row: Row, after: Row) -> None:
        self._replace(table, row["id"], after["id"])
        if known := _read_row(self.connection, table, after["id"]):
            statements.update(self.connection, table, known["id"], _filled(known, after))
        else:
            statements.insert(self.connection, table, after)

    def _replace(self, table: str, old: str, new: str) -> None:
        """Delete a row whose place another one takes, also in the eyes of later imports.

        What named it (a member of a delegation the post that counts there) names the other one.
        """
        statements.delete(self.connection, table, old)
        self.connection.execute(
            "UPDATE external_id SET record_id = ? WHERE entity = ? AND record_id = ?",
            (new, table, old),
        )
        for entity in ENTITIES.values():
            for item in entity.fields:
                if item.target == table:
                    self.connection.execute(
                        f'UPDATE "{entity.name}" SET "{item.name}" = ? WHERE "{item.name}" = ?',
                        (new, old),
                    )

    def _same(self, table: str, after: Row) -> Row | None:
        """Another row that says the same as `after`, or less or more of it."""
        owner = next(name for name in _KEYS[table] if after[name] is not None)
        for known in rows_as_dicts(
            self.connection,
            f'SELECT * FROM "{table}" WHERE "{owner}" = ? AND id <> ? ORDER BY id',
            (after[owner], after["id"]),
        ):
            if _say_the_same(table, known, after):
                return known
        return None

    def _has_primary(self, table: str, after: Row, owner: str) -> bool:
        others = rows_as_dicts(
            self.connection,
            f'SELECT * FROM "{table}" WHERE "{owner}" = ? AND id <> ? AND is_primary = 1',
            (after[owner], after["id"]),
        )
        return any(row.get(_PRIMARY[table]) == after.get(_PRIMARY[table]) for row in others)

    def _move_differences(self) -> None:
        """Whoever is known to be another than the merged record is another than the survivor."""
        for pair in office_settings.values(self.connection, NOT_DUPLICATE):
            if self.merged not in pair:
                continue
            statements.delete(self.connection, "setting", NOT_DUPLICATE + pair)
            for other in {*pair.split(":")} - {self.merged, self.survivor}:
                new = different_id(self.survivor, other)
                if not _read_row(self.connection, "setting", new):
                    statements.insert(self.connection, "setting", {"id": new, "value": "1"})


def _say_the_same(table: str, known: Row, other: Row) -> bool:
    keys = _KEYS[table]
    if any(_plain(table, name, known[name]) != _plain(table, name, other[name]) for name in keys):
        return False
    return all(
        known[item.name] in (None, "")
        or other[item.name] in (None, "")
        or known[item.name] == other[item.name]
        for item in ENTITIES[table].fields
        if item.name not in keys and item.name not in _UNIMPORTANT
    )


def _plain(table: str, name: str, value: Any) -> Any:
    """A value without what does not count when rows are compared."""
    if value is None or name.endswith("_id"):
        return value or None
    if table == "contact_point" and name == "value":
        return "".join(str(value).split()).casefold()
    return fold(str(value)) or None


def _filled(known: Row, other: Row) -> Row:
    """The empty values of `known` that `other` has."""
    return {
        name: value
        for name, value in other.items()
        if known.get(name) in (None, "") and value not in (None, "") and name != "is_primary"
    }


# --- taking apart --------------------------------------------------------------------------------


def unmerge(store: Store, entity: Entity, record_id: str) -> Changes:
    """Take the newest merge of a record apart; the id is the survivor's or the merged one's.

    What was deleted comes back, and what was pointed to the survivor and still does is pointed
    back; the survivor's fields get their old values where they still have the merged ones. What
    was edited since stays, and what was added since stays with the survivor. Merges in a row come
    apart in any order; what names a record that is still merged then points to its survivor.
    Raises `UserError` when the record is in no merge; nothing is changed then.
    """
    with store.writing(UNMERGED) as writer:
        connection = writer.connection
        mark = _newest_mark(connection, entity, record_id)
        if mark is None:
            raise UserError(NOT_MERGED)
        _Unmerge(connection, entity, *mark).run()
        _name(writer, entity, mark[1])
    return writer.changes


def _newest_mark(
    connection: Connection, entity: Entity, record_id: str
) -> tuple[str, str, str] | None:
    """The header of a record's newest merge, the id that was merged, and where it is now."""
    row = connection.execute(
        "SELECT o.header, e.value, e.record_id FROM external_id e JOIN log_operation o"
        " ON o.row_id = e.id AND o.kind = 'insert' WHERE e.entity = ? AND e.source = ?"
        " AND ? IN (e.value, e.record_id) ORDER BY o.id DESC LIMIT 1",
        (entity.name, MERGED_AWAY, record_id),
    ).fetchone()
    return tuple(row) if row else None


@dataclass(slots=True)
class _Net:
    """What a transaction did to one row: `before` and `after` hold what is known of it then."""

    existed: bool
    exists: bool = True
    before: Row = field(default_factory=dict)
    after: Row = field(default_factory=dict)


def _net(connection: Connection, header: str) -> dict[tuple[str, str], _Net]:
    """What a transaction did, row by row (table, id); what was erased since is left out."""
    found: dict[tuple[str, str], _Net] = {}
    for table, row_id, kind, data in connection.execute(
        "SELECT table_name, row_id, kind, data FROM log_operation WHERE header = ?"
        " AND kind IN ('insert', 'set', 'delete') AND data IS NOT NULL ORDER BY id",
        (header,),
    ).fetchall():
        values: Row = json.loads(data)
        net = found.setdefault((table, row_id), _Net(existed=kind != "insert"))
        net.exists = kind != "delete"
        if kind == "insert":
            net.after = values
        elif kind == "delete":
            net.before = {**values, **net.before} if net.existed else {}
        else:
            if net.existed:
                net.before = {name: old for name, (old, _) in values.items()} | net.before
            net.after |= {name: new for name, (_, new) in values.items()}
    return found


class _Unmerge:
    """Does the contrary of a merge, as far as its effect still stands."""

    def __init__(
        self, connection: Connection, entity: Entity, header: str, merged_id: str, holder: str
    ) -> None:
        self.connection = connection
        self.entity = entity
        self.merged = merged_id
        self.holder = holder  # who has it all now: the survivor, or what that was merged into
        self.header = header
        self.net = _net(connection, header)
        self.mark = ("external_id", _mark(entity, merged_id))
        self.survivor = str(self.net[self.mark].after["record_id"])

    def run(self) -> None:
        """All of it."""
        own = self.net.pop((self.entity.name, self.merged), None)
        if own is None or own.exists:
            raise UserError(NOT_MERGED)
        row = self._restored(own.before)
        standing = self._standing(self.entity.name, row) or row
        statements.insert(self.connection, self.entity.name, standing)
        sets.revive(self.connection, self.entity.name, standing)
        statements.delete(self.connection, *self.mark)
        del self.net[self.mark]
        for (table, row_id), net in self.net.items():
            if net.existed and not net.exists:
                self._bring_back(table, row_id, net.before)
            elif not net.existed and table == "setting" and self.holder == self.survivor:
                statements.delete(self.connection, table, row_id)
        for (table, row_id), net in self.net.items():
            if net.existed and net.exists:
                self._give_back(table, row_id, net)
        if self.entity.name == "organisation":
            _cut_circle(self.connection, self.merged)
            _cut_circle(self.connection, self.holder)

    def _bring_back(self, table: str, row_id: str, row: Row) -> None:
        """Insert a row again that the merge deleted, unless it is gone for other reasons."""
        if self._lapsed(self._inserted_by(row_id)):
            return  # it came with an earlier merge, which was taken apart before this one
        returned = self._returned_link(table, row) if table in LINKS else row
        if returned is None:
            return
        row = self._restored(returned)
        standing = self._standing(table, row) if table in ENTITIES else row
        if standing and not _read_row(self.connection, table, standing["id"]):
            statements.insert(self.connection, table, standing)

    def _returned_link(self, table: str, row: Row) -> Row | None:
        """A link as it comes back: taken from the holder with what was edited since."""
        then, now = (
            linked_id(table, {n: other if v == self.merged else v for n, v in row.items()})
            for other in (self.survivor, self.holder)
        )
        net = self.net.get((table, then))
        if net is None or net.existed:
            return row  # the survivor had one of its own
        current = _read_row(self.connection, table, now)
        if current is None:
            return None  # it was removed since
        if self.holder != self.survivor and not self._marks(self._inserted_by(now)):
            return row  # the holder had one of its own
        statements.delete(self.connection, table, now)
        fixed = {"id", "entity", *LINKS[table]}
        return {name: row[name] if name in fixed else current[name] for name in row}

    def _inserted_by(self, row_id: str) -> str:
        """The transaction that inserted a row last."""
        row = self.connection.execute(
            "SELECT header FROM log_operation WHERE row_id = ? AND kind = 'insert'"
            " ORDER BY id DESC LIMIT 1",
            (row_id,),
        ).fetchone()
        return row[0] if row else ""

    def _marks(self, header: str) -> list[str]:
        """The ids of the marks that a transaction set: of one if it is a merge."""
        rows = self.connection.execute(
            "SELECT row_id FROM log_operation WHERE header = ? AND table_name = 'external_id'"
            " AND kind = 'insert' AND json_extract(data, '$.source') = ?",
            (header, MERGED_AWAY),
        )
        return [key for (key,) in rows.fetchall()]

    def _lapsed(self, header: str) -> bool:
        """Whether a transaction is a merge that was taken apart since."""
        return any(
            not _read_row(self.connection, "external_id", mark) or self._inserted_by(mark) != header
            for mark in self._marks(header)
        )

    def _restored(self, row: Row) -> Row:
        """A row without what earlier merges did to it that were taken apart before this one."""
        found = dict(row)
        closed: set[str] = set()
        for header, data in self.connection.execute(
            "SELECT header, data FROM log_operation WHERE row_id = ? AND kind = 'set'"
            " AND data IS NOT NULL AND header <> ? ORDER BY id DESC",
            (row["id"], self.header),
        ).fetchall():
            lapsed = self._lapsed(header)
            for name, (old, new) in json.loads(data).items():
                if lapsed and name not in closed and found[name] == new:
                    found[name] = old
                else:
                    closed.add(name)
        return found

    def _standing(self, table: str, row: Row) -> Row | None:
        """A row whose references stand: to what they were merged into, or to nothing.

        None where the row makes no sense without what is gone.
        """
        found = dict(row)
        entity = ENTITIES[table]
        for name, target in self._targets(table, row):
            found[name] = self._present(target, row[name])
            if found[name] is None and (entity.by_name[name].required or table in LINKS):
                return None
        owners = entity.owner.split("|") if entity.owner else []
        if owners and all(found[name] is None for name in owners):
            return None
        if table in LINKS and found != row:
            found["id"] = linked_id(table, found)
        return found

    def _targets(self, table: str, row: Row) -> Iterator[tuple[str, str]]:
        """The references of a row that are not empty, with the tables they point to."""
        for item in ENTITIES[table].fields:
            target = item.target
            if table in _ANY_RECORD and item.name == "record_id":
                target = row.get("entity", "")
            if target in ENTITIES and row.get(item.name) is not None:
                yield item.name, target

    def _present(self, target: str, record_id: str) -> str | None:
        """A record, or what it was merged into; None if it is gone."""
        if _read_row(self.connection, target, record_id):
            return record_id
        other = merged_into(self.connection, ENTITIES[target], record_id)
        return other if other and _read_row(self.connection, target, other) else None

    def _give_back(self, table: str, row_id: str, net: _Net) -> None:
        """Set the fields of a row back that still have the value the merge gave them."""
        current = _read_row(self.connection, table, row_id)
        if current is None:
            return
        old: Row = {}
        several = {stored.field: stored for stored in sets.sets_of(table)}
        for name, value in net.after.items():
            if stored := several.get(name):  # as older history says it
                now = sets.text(self.connection, stored, row_id)
                wanted = sets.merged(now, value, net.before.get(name))
                sets.write(self.connection, stored, row_id, wanted)
                continue
            later = value
            if isinstance(value, str):
                later = value.replace(self.survivor, self.holder)
            if current[name] in (value, later) and name in net.before:
                old[name] = net.before[name]
        references = dict(self._targets(table, old)) if table in ENTITIES else {}
        if table == "external_id" and "record_id" in old:
            references["record_id"] = current["entity"]
        for name, target in references.items():
            if not _read_row(self.connection, target, old[name]):
                del old[name]
        statements.update(self.connection, table, row_id, _news(current, old))


def _news(now: Row, then: Row) -> Row:
    """The values of `then` that `now` has not."""
    return {name: value for name, value in then.items() if now.get(name) != value}
