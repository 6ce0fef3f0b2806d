"""Lists: counts, pages and captions by plain SQL built from the field lists.

Pages follow each other by keyset over the stored order, never by loading a whole table. No
SQLAlchemy here: this is what the first paint needs.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made_by
from datetime import date
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from app.db import search_index
from app.db.connection import Connection
from app.entities import ENTITIES
from app.fields import Entity, Field
from app.i18n import Language, Translator, translator
from app.kinds import (
    COUNTRY,
    DATE,
    LANGUAGE_CODE,
    MOMENT,
    MULTILINE,
    PARTIAL_DATE,
    PICTURE,
    TEXT,
    Choice,
    Kind,
)
from app.rules.agreements.terms import AgreementFacts, Amendment, Title, standing, state
from app.rules.days.partial_dates import PartialDate
from app.rules.folding import fold
from app.rules.people.names import sort_key
from app.services.records.linked_filters import linked, wanted_values

_JUMP = 500  # rows
_AT_ONCE = 500  # records whose rows one statement reads
Scope = Literal["current", "archive", "all"]
Key = tuple[Any, str]

FACTS = (
    "status",
    "signed_on",
    "entry_into_force",
    "term",
    "expires_on",
    "renewal_months",
    "notice_months",
    "notice_given_on",
    "termination_approved_on",
    "ended_on",
)
"""The columns of an agreement from which its state follows."""


def facts_columns(alias: str) -> str:
    """The columns of the agreement `alias` for `facts_of`, its amendments among them."""
    columns = ", ".join(f"{alias}.{name}" for name in FACTS)
    return f"{columns}, {amendments_column(alias)}"


def amendments_column(alias: str) -> str:
    """The column of `facts_of` that is not stored: what amends the agreement `alias`."""
    return f"{_amendments(alias)} AS amendments"


def _amendments(alias: str, depth: int = 1) -> str:
    """What amends an agreement, each with what amends it in turn, as JSON; NULL where nothing does.

    Searched level by level: whoever enters a circle of amendments still gets an answer.
    """
    below, name = f"m{depth}", "NULL" if depth == _DEPTH else _amendments(f"m{depth}", depth + 1)
    columns = ", ".join(f"{below}.{n}" for n in ("title_cs", "title_de", "title_en", *FACTS))
    return (
        f"(SELECT json_group_array(json_array(json({name}), {columns})) FROM agreement {below}"
        f" WHERE {below}.amends_id = {alias}.id HAVING count(*) > 0)"
    )


_DEPTH = 4  # amendments of amendments


class Column(NamedTuple):
    """A column of a list: `name` is the field's, `label` a message id, `sql` its expression."""

    name: str
    label: str
    kind: Kind
    sql: str


class Filter(NamedTuple):
    """What a field must be: a stored value, the id of a record or a tag, or the year of a date.

    `name` is that of a field of the entity, of a computed one, or of a linked one.
    """

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list shows: one entity, filtered and ordered.

    `text` finds records all of whose words begin a word of the folded search text. `sort` is a
    field name, empty for the stored order. `on` is the day for which states are computed, that of
    the query by default.
    `shown` names the columns besides the title, empty for those shown at first. Of `filters`,
    those of one field widen each other, those of different fields narrow the list. Current records
    `without` some values are those that have none of them, unless a filter asks for the field.
    """

    entity: Entity
    language: Language
    text: str = ""
    scope: Scope = "current"
    sort: str = ""
    descending: bool = False
    on: date = made_by(default_factory=date.today)
    shown: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    without: tuple[Filter, ...] = ()

    def columns(self) -> tuple[Column, ...]:
        """The columns of the list, the title first."""
        return list_columns(self.entity, self.language, self.on, self.shown)

    @property
    def _filtered(self) -> bool:
        """Whether the text holds a word; signs alone filter nothing."""
        return bool(fold(self.text))

    def _source(self) -> tuple[str, str, list[object]]:
        """FROM and WHERE of the list, with the values of their marks."""
        if self._filtered:
            low, high = search_index.span(self.entity.name, self.scope)
            # CROSS JOIN keeps the order of the tables: the index gives hits in list order.
            source = (
                "search s CROSS JOIN search_place p ON p.id = s.rowid"
                f' CROSS JOIN "{self.entity.name}" r ON r.id = p.record_id'
            )
            found = search_index.expression(self.text)
            where, values = self._filter_conditions()
            where = f"search MATCH ? AND s.rowid BETWEEN ? AND ?{where}"
            return source, where, [found, low, high, *values]
        # A condition on the order makes each page a search in its index, the first one too.
        where = f"{self._key_column()} >= x''"
        if "archived_on" in self.entity.by_name:
            where += {
                "current": " AND r.archived_on IS NULL",
                "archive": " AND r.archived_on IS NOT NULL",
                "all": "",
            }[self.scope]
        conditions, values = self._filter_conditions()
        return f'"{self.entity.name}" r', where + conditions, values

    def _by_place(self, order: str) -> bool:
        """Whether hits of the search come in the order of the list by themselves."""
        return self._filtered and order == "r.sort_key" and self.scope != "all"

    def _filter_conditions(self) -> tuple[str, list[object]]:
        where, values = "", []  # type: str, list[object]
        for name, unwanted in self._left_out().items():
            _, sql = self._filtered_by(name)
            where += f" AND coalesce({sql}, '') NOT IN ({', '.join('?' * len(unwanted))})"
            values += unwanted
        for name in dict.fromkeys(item.name for item in self.filters):
            wanted = [item.value for item in self.filters if item.name == name]
            if found := linked(self.entity.name, name):
                wanted = wanted_values(found, wanted)
                marks = ", ".join("?" * len(wanted))
                where += f" AND r.id IN (SELECT id FROM ({found.pairs}) WHERE value IN ({marks}))"
                values += wanted
                continue
            _, sql = self._filtered_by(name)
            where += f" AND {sql} IN ({', '.join('?' * len(wanted))})"
            values += wanted
        return where, values

    def _left_out(self) -> dict[str, list[str]]:
        """The values that keep a record out of the list, by field."""
        found: dict[str, list[str]] = {}
        if self.scope == "current":
            asked = {item.name for item in self.filters}
            for item in self.without:
                if item.name not in asked:
                    found.setdefault(item.name, []).append(item.value)
        return found

    @property
    def _has_conditions(self) -> bool:
        return bool(self.filters or self._left_out())

    def _filtered_by(self, name: str) -> tuple[Kind, str]:
        """The kind of a field and the SQL of the value that a filter compares."""
        if found := linked(self.entity.name, name):
            return found.field.kind, "x.value"
        if field := self.entity.by_name.get(name):
            sql = f'r."{name}"'
            dates = (PARTIAL_DATE, DATE, MOMENT)
            return field.kind, f"substr({sql}, 1, 4)" if field.kind in dates else sql
        field = next(field for field in self.entity.computed if field.name == name)
        sql = _computed(self.entity, field, self.language, self.on)
        return field.kind, f"substr({sql}, 1, 4)" if field.kind == PARTIAL_DATE else sql

    def offers(
        self, connection: Connection, name: str, tr: Translator, limit: int = 40
    ) -> list[tuple[Filter, str, int]]:
        """What the list can be filtered by in a field: filter, its text, and how many records.

        The values that most records have come first.
        """
        know_functions(connection)
        _, sql = self._filtered_by(name)
        bare = replace(
            self,
            filters=tuple(item for item in self.filters if item.name != name),
            without=tuple(item for item in self.without if item.name != name),
        )
        source, where, values = bare._source()
        if found := linked(self.entity.name, name):
            source += (
                f" CROSS JOIN (SELECT DISTINCT id, value FROM ({found.pairs})) x ON x.id = r.id"
            )
        rows = connection.execute(
            f"SELECT {sql}, count(*) FROM {source} WHERE {where} AND {sql} <> ''"
            f" GROUP BY {sql} ORDER BY 2 DESC, 1 LIMIT ?",
            [*values, limit],
        ).fetchall()
        offered = [(Filter(name, str(value)), count) for value, count in rows]
        return [(item, self.filter_text(connection, item, tr), count) for item, count in offered]

    def filter_text(self, connection: Connection, item: Filter, tr: Translator) -> str:
        """The value of a filter in words."""
        other = linked(self.entity.name, item.name)
        field = other.field if other else self.entity.by_name.get(item.name)
        if field and field.target:
            target = ENTITIES[field.target]
            (key,) = wanted_values(other, [item.value]) if other else (item.value,)
            return captions(connection, target, [key], self.language).get(key, "")
        kind, _ = self._filtered_by(item.name)
        if kind in (PARTIAL_DATE, DATE, MOMENT):
            return tr("day not known") if item.value == "unkn" else item.value
        return kind.format(item.value, tr)

    def _key_column(self) -> str:
        language = "" if self.language is Language.CS else f"_{self.language}"
        return f"r.sort_key{language if self.entity.ordered_by_title else ''}"

    @property
    def has_stored_order(self) -> bool:
        """Whether the list goes by an order that stands in its records; any other reads them all.

        Empty cells come last in both directions: the stored order cannot be turned round where
        what it begins with may be missing.
        """
        if self.sort and self.sort != self.entity.ordered_column:
            return False
        first = self.entity.by_name[self.entity.order[0]]
        return not self.descending or first.required or first.kind in (TEXT, MULTILINE)

    @property
    def empty_key(self) -> bytes:
        """What the key of a record begins with whose cell is empty; not of a stored order."""
        return b"" if self.descending else _LAST

    def _order_expression(self) -> str:
        if self.has_stored_order:
            return self._key_column()
        name = self.sort or self.entity.ordered_column
        column = next((item for item in self.columns() if item.name == name), None)
        if column is None:
            field = self.entity.by_name[name]
            sql, kind = _expression(self.entity, field, self.language), field.kind
        else:
            sql, kind = column.sql, column.kind
        if isinstance(kind, Choice) or kind in (COUNTRY, LANGUAGE_CODE):
            # What is shown is ordered, not the code behind it.
            sql = f"shown('{self.entity.name}', '{name}', '{self.language}', {sql})"
        return f"order_key({sql}, {int(self.descending)})"

    def count(self, connection: Connection, limit: int = 0, after: Key | None = None) -> int:
        """How many records the list has, or has behind the key `after`; a limit ends the count."""
        source, where, values = self._source()
        know_functions(connection)
        order = self._order_expression()
        by_place = self._by_place(order)
        if after is not None and by_place:
            where += f" AND s.rowid {'<' if self.descending else '>'} ?"
            values += after[:1]
        elif after is not None:
            where += f" AND {self._behind(order)}"
            values += (after[0], *after)
        if self._filtered and not self._has_conditions and (after is None or by_place):
            source = "search s"  # what is counted need not be fetched
        sql = f"SELECT count(*) FROM {source} WHERE {where}"
        if limit:
            sql = f"SELECT count(*) FROM (SELECT 1 FROM {source} WHERE {where} LIMIT {limit})"
        (count,) = connection.execute(sql, values).fetchone()
        return int(count)

    def page(
        self, connection: Connection, limit: int, *, after: Key | None = None, offset: int = 0
    ) -> list[ListRow]:
        """Up to `limit` rows following the key `after` (and `offset` rows more)."""
        know_functions(connection)
        source, where, values = self._source()
        order = self._order_expression()
        direction = "DESC" if self.descending else "ASC"
        sorting = f"{order} {direction}, r.id {direction}"
        compare = f"({order}, r.id) {'<' if self.descending else '>'} (?, ?)"
        if self._by_place(order):
            # Hits come in this order by themselves.
            order, sorting = "s.rowid", f"s.rowid {direction}"
            compare = f"s.rowid {'<' if self.descending else '>'} ?"
            after = after[:1] if after else None  # type: ignore[assignment]
        if offset > _JUMP:
            # The key far down is found along the index alone, without reading the rows before it.
            after, offset = self.key_at(connection, offset - 1, after), 0
            if after is None:
                return []
        if after is not None:
            where += f" AND {compare}"
            values += after
        listed = ", ".join(column.sql for column in self.columns())
        rows = connection.execute(
            f"SELECT r.id, {order}, {listed} FROM {source} WHERE {where}"
            f" ORDER BY {sorting} LIMIT ? OFFSET ?",
            [*values, limit, offset],
        ).fetchall()
        return [ListRow(row[0], (row[1], row[0]), tuple(row[2:])) for row in rows]

    def _behind(self, order: str) -> str:
        """What holds for the rows behind a key: its order twice, and its id.

        Row values would say it shorter, as for a page; but where the index alone answers, SQLite
        then skips through the whole of it and sorts what it finds.
        """
        sign = "<" if self.descending else ">"
        return f"{order} {sign}= ? AND ({order} {sign} ? OR r.id {sign} ?)"

    def key_at(self, connection: Connection, offset: int, after: Key | None) -> Key | None:
        """The key of the row `offset` rows behind the one that follows `after`; None at the end.

        Found along the index alone: rows in between are not read.
        """
        source, where, values = self._source()
        order = self._order_expression()
        direction = "DESC" if self.descending else "ASC"
        names, sorting = f"{order}, r.id", f"{order} {direction}, r.id {direction}"
        compare = self._behind(order)
        if self._by_place(order):
            names, sorting = "s.rowid", f"s.rowid {direction}"
            compare = f"s.rowid {'<' if self.descending else '>'} ?"
            source = source if self._has_conditions else "search s"
            after = after[:1] if after else None  # type: ignore[assignment]
        if after is not None:
            where += f" AND {compare}"
            values += after if len(after) == 1 else (after[0], *after)
        found = connection.execute(
            f"SELECT {names} FROM {source} WHERE {where} ORDER BY {sorting} LIMIT 1 OFFSET ?",
            [*values, offset],
        ).fetchone()
        return tuple(found) if found else None

    def keys(self, connection: Connection) -> Iterator[Key]:
        """The keys of all records of the list, in its order, read one after the other."""
        know_functions(connection)
        source, where, values = self._source()
        order = self._order_expression()
        direction = "DESC" if self.descending else "ASC"
        sorting = f"2 {direction}, 1 {direction}"
        if self._by_place(order):
            sorting = f"s.rowid {direction}"  # hits come in this order by themselves
        rows = connection.execute(
            f"SELECT r.id, {order} FROM {source} WHERE {where} ORDER BY {sorting}", values
        )
        return ((key, record_id) for record_id, key in rows)

    def key_of(self, connection: Connection, record_id: str) -> Key | None:
        """The key of a record, whether the list shows it or not; None if it does not exist."""
        know_functions(connection)
        found = connection.execute(
            f'SELECT {self._order_expression()}, r.id FROM "{self.entity.name}" r WHERE r.id = ?',
            (record_id,),
        ).fetchone()
        return tuple(found) if found else None

    def holds(self, connection: Connection, record_id: str) -> bool:
        """Whether the list shows a record."""
        know_functions(connection)
        source, where, values = self._source()
        sql = f"SELECT 1 FROM {source} WHERE {where} AND r.id = ?"
        return connection.execute(sql, [*values, record_id]).fetchone() is not None

    def rows(self, connection: Connection, ids: Sequence[str]) -> list[ListRow]:
        """The rows of records in the order of `ids`; who does not exist is left out."""
        know_functions(connection)
        listed = ", ".join(column.sql for column in self.columns())
        found: dict[str, ListRow] = {}
        for start in range(0, len(ids), _AT_ONCE):
            part = ids[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            for record_id, *values in connection.execute(
                f'SELECT r.id, {listed} FROM "{self.entity.name}" r WHERE r.id IN ({marks})', part
            ):
                found[record_id] = ListRow(record_id, (None, record_id), tuple(values))
        return [found[key] for key in ids if key in found]

    def position(self, connection: Connection, record_id: str) -> int | None:
        """The place of a record in this list, counted from 0, or None if it is not in it."""
        know_functions(connection)
        source, where, values = self._source()
        order = self._order_expression()
        found = connection.execute(
            f"SELECT {order} FROM {source} WHERE {where} AND r.id = ?", [*values, record_id]
        ).fetchone()
        if found is None:
            return None
        (before,) = connection.execute(
            f"SELECT count(*) FROM {source} WHERE {where}"
            f" AND ({order}, r.id) {'>' if self.descending else '<'} (?, ?)",
            [*values, found[0], record_id],
        ).fetchone()
        return int(before)


class ListRow(NamedTuple):
    """A row of a list: its record's id, its key for paging, the values as stored."""

    id: str
    key: Key
    values: tuple[Any, ...]


def list_columns(
    entity: Entity, language: Language, on: date, shown: tuple[str, ...] = ()
) -> tuple[Column, ...]:
    """The title and the columns named by `shown`; without names those that a list begins with."""
    return _columns(entity.name, language, on, shown)


@lru_cache(maxsize=64)  # asked for at each key that is typed into a filter
def _columns(name: str, language: Language, on: date, shown: tuple[str, ...]) -> tuple[Column, ...]:
    entity = ENTITIES[name]
    title = Column(
        entity.title,
        entity.title_label or entity.label,
        _title_kind(entity),
        title_expression(entity, "r", language),
    )
    columns = {title.name: title}
    begun = [title.name]
    for field in entity.fields:
        if field.name in (entity.title, f"{entity.title}_cs") or field.kind == PICTURE:
            continue
        sql = _expression(entity, field, language)
        columns[field.name] = Column(field.name, field.label, field.kind, sql)
        if field.in_table:
            begun.append(field.name)
    for field in entity.computed:
        sql = _computed(entity, field, language, on)
        columns[field.name] = Column(field.name, field.label, field.kind, sql)
        begun.append(field.name)
    names = [title.name, *(name for name in shown if name != title.name)] if shown else begun
    return tuple(columns[name] for name in names if name in columns)


def _title_kind(entity: Entity) -> Kind:
    field = entity.by_name.get(entity.title)
    return field.kind if field else TEXT


def title_expression(entity: Entity, alias: str, language: Language) -> str:
    """The SQL expression of a record's caption in `language`, else in Czech."""
    columns = [f"nullif({alias}.\"{c}\", '')" for c in entity.title_columns(language)]
    if entity.named_by:
        target = ENTITIES[entity.by_name[entity.named_by].target]
        inner = title_expression(target, f"{alias}_", language)
        columns.insert(
            0,
            f'(SELECT {inner} FROM "{target.name}" {alias}_'
            f' WHERE {alias}_.id = {alias}."{entity.named_by}")',
        )
    return columns[0] if len(columns) == 1 else f"coalesce({', '.join(columns)})"


def _expression(entity: Entity, field: Field, language: Language) -> str:
    if field.target:
        target = ENTITIES[field.target]
        title = title_expression(target, "t", language)
        return f'(SELECT {title} FROM "{target.name}" t WHERE t.id = r."{field.name}")'
    return f'r."{field.name}"'


def _computed(entity: Entity, field: Field, language: Language, on: date) -> str:
    if entity.name == "agreement":
        columns = ", ".join(f"r.{name}" for name in FACTS)
        name = {"state": "agreement_state", "in_force_until": "agreement_end"}[field.name]
        return f"{name}('{on.isoformat()}', {_amendments('r')}, {columns})"
    if entity.name == "person":
        inner = {
            "post": title_expression(ENTITIES["position"], "p", language),
            "organisation": title_expression(ENTITIES["organisation"], "o", language),
        }[field.name]
        return (
            f"(SELECT {inner} FROM position p LEFT JOIN organisation o"
            " ON o.id = p.organisation_id WHERE p.person_id = r.id AND p.until IS NULL"
            " ORDER BY p.is_primary DESC, p.since DESC LIMIT 1)"
        )
    raise LookupError(field.name)


def captions(
    connection: Connection, entity: Entity, ids: Iterable[str], language: Language
) -> dict[str, str]:
    """The captions of records by id; unknown ids are left out."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, str] = {}
    title = title_expression(entity, "r", language)
    for start in range(0, len(wanted), 500):
        part = wanted[start : start + 500]
        marks = ", ".join("?" * len(part))
        found |= dict(
            connection.execute(
                f'SELECT r.id, {title} FROM "{entity.name}" r WHERE r.id IN ({marks})', part
            ).fetchall()
        )
    return {key: text or "" for key, text in found.items()}


def search_targets(
    connection: Connection, entity: Entity, text: str, language: Language, limit: int = 20
) -> list[tuple[str, str]]:
    """Ids and captions of records that a reference may point to, found as a list finds them."""
    rows = ListQuery(entity, language, text=text, scope="all").page(connection, limit)
    return [(row.id, str(row.values[0] or "")) for row in rows]


def facts_of(row: Mapping[str, Any]) -> AgreementFacts:
    """The facts of an agreement from its stored columns.

    What amends it counts where the row has it (see `facts_columns`).
    """
    return _with_amendments(agreement_facts(*(row[name] for name in FACTS)), row.get("amendments"))


def _with_amendments(facts: AgreementFacts, amending: str | None) -> AgreementFacts:
    return replace(facts, amendments=_parsed(json.loads(amending))) if amending else facts


def _parsed(amending: list[list[Any]] | None) -> tuple[Amendment, ...]:
    found = []
    for below, cs, de, en, *columns in amending or ():
        facts = replace(agreement_facts(*columns), amendments=_parsed(below))
        found.append(Amendment(Title(cs, de, en), facts))
    return tuple(found)


@lru_cache(maxsize=8192)
def _partial(text: str) -> PartialDate:
    """A stored date; thousands of agreements share their days."""
    return PartialDate.parse_iso(text)


def agreement_facts(status: str | None, *values: Any) -> AgreementFacts:
    """The facts of an agreement from its stored columns in the order of `FACTS`."""
    row = dict(zip(FACTS[1:], values, strict=True))

    def day(name: str) -> PartialDate | None:
        return _partial(row[name]) if row[name] else None

    return AgreementFacts(
        draft=status == "draft",
        in_approval=status == "in_approval",
        signed_on=day("signed_on"),
        entry_into_force=day("entry_into_force"),
        term=row["term"],
        expires_on=day("expires_on"),
        renewal_months=row["renewal_months"],
        notice_months=row["notice_months"],
        notice_given_on=day("notice_given_on"),
        termination_approved_on=day("termination_approved_on"),
        ended_on=day("ended_on"),
    )


def _state(on: str, amendments: str | None, *values: Any) -> str:
    facts = _with_amendments(agreement_facts(*values), amendments)
    return state(facts, date.fromisoformat(on)).value


def _end(on: str, amendments: str | None, *values: Any) -> str | None:
    facts = _with_amendments(agreement_facts(*values), amendments)
    end = standing(facts, date.fromisoformat(on)).end
    return None if end is None else str(end)


@lru_cache(maxsize=4096)
def _shown(entity: str, name: str, language: str, value: str | None) -> str | None:
    fields = (*ENTITIES[entity].fields, *ENTITIES[entity].computed)
    kind = next(field.kind for field in fields if field.name == name)
    return None if value is None else kind.format(value, translator(Language(language)))


_LAST = b"\xff"  # behind every key: none holds this byte


@lru_cache(maxsize=1 << 13)  # thousands of rows share their values
def _order_key(value: object, descending: int) -> bytes:
    """What orders a cell; an empty one comes last in either direction."""
    if value in (None, ""):
        return b"" if descending else _LAST
    if isinstance(value, int):
        return f"{value:020d}".encode()
    return sort_key(str(value))


def know_functions(connection: Connection) -> None:
    """Make the functions that list queries use known to a connection.

    Once: each function that is made throws away the connection's prepared statements.
    """
    if getattr(connection, "prepared", False):
        return
    connection.create_function("agreement_state", len(FACTS) + 2, _state)
    connection.create_function("agreement_end", len(FACTS) + 2, _end)
    connection.create_function("order_key", 2, _order_key)
    connection.create_function("shown", 4, _shown)
    if hasattr(connection, "prepared"):
        connection.prepared = True
