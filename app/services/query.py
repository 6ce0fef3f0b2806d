"""Lists: counts, pages and captions by plain SQL built from the field lists.

Pages follow each other by keyset over the stored order, never by loading a whole table. No
SQLAlchemy here: this is what the first paint needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from app.db import search_index
from app.db.connection import Connection
from app.entities import ENTITIES
from app.fields import Entity, Field
from app.i18n import Language
from app.kinds import Kind
from app.rules.agreement_terms import AgreementFacts, state
from app.rules.names import fold, sort_key
from app.rules.partial_dates import PartialDate

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


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: `name` is the field's, `label` a message id, `sql` its expression."""

    name: str
    label: str
    kind: Kind
    sql: str


@dataclass(frozen=True, slots=True)
class ListQuery:
    """What a list shows: one entity, filtered and ordered.

    `text` finds records all of whose words begin a word of the folded search text. `sort` is a
    field name, empty for the stored order. `on` is the day for which states are computed.
    """

    entity: Entity
    language: Language
    text: str = ""
    scope: Scope = "current"
    sort: str = ""
    descending: bool = False
    on: date = date.min

    def columns(self) -> tuple[Column, ...]:
        """The columns of the list, the title first."""
        return list_columns(self.entity, self.language, self.on or date.today())

    @property
    def _filtered(self) -> bool:
        """Whether the text holds a word; signs alone filter nothing."""
        return bool(fold(self.text))

    def _source(self) -> tuple[str, str, list[object]]:
        """FROM and WHERE of the list, with the values of their marks."""
        if self._filtered:
            low, high = search_index.span(self.entity.name)
            # CROSS JOIN keeps the order of the tables: the index gives hits in list order.
            source = (
                "search s CROSS JOIN search_place p ON p.id = s.rowid"
                f' CROSS JOIN "{self.entity.name}" r ON r.id = p.record_id'
            )
            found = search_index.expression(self.text, scope=self.scope)
            return source, "search MATCH ? AND s.rowid BETWEEN ? AND ?", [found, low, high]
        # A condition on the order makes each page a search in its index, the first one too.
        where = f"{self._key_column()} >= x''"
        if "archived_on" in self.entity.by_name:
            where += {
                "current": " AND r.archived_on IS NULL",
                "archive": " AND r.archived_on IS NOT NULL",
                "all": "",
            }[self.scope]
        return f'"{self.entity.name}" r', where, []

    def _key_column(self) -> str:
        language = "" if self.language is Language.CS else f"_{self.language}"
        return f"r.sort_key{language if self.entity.ordered_by_title else ''}"

    def _order_expression(self) -> str:
        if self.sort in ("", self.entity.ordered_column):
            return self._key_column()
        for column in self.columns():
            if column.name == self.sort:
                return f"order_key({column.sql})"
        field = self.entity.by_name[self.sort]
        return f"order_key({_expression(self.entity, field, self.language)})"

    def count(self, connection: Connection) -> int:
        """How many records the list has."""
        source, where, values = self._source()
        if self._filtered:
            source = "search s"  # what is counted need not be fetched
        (count,) = connection.execute(
            f"SELECT count(*) FROM {source} WHERE {where}", values
        ).fetchone()
        return int(count)

    def page(
        self, connection: Connection, limit: int, *, after: Key | None = None, offset: int = 0
    ) -> list[ListRow]:
        """Up to `limit` rows following the key `after` (and `offset` rows more)."""
        register(connection)
        source, where, values = self._source()
        order = self._order_expression()
        direction = "DESC" if self.descending else "ASC"
        sorting = f"{order} {direction}, r.id {direction}"
        compare = f"({order}, r.id) {'<' if self.descending else '>'} (?, ?)"
        if self._filtered and order == "r.sort_key":
            # Hits come in this order by themselves.
            order, sorting = "s.rowid", f"s.rowid {direction}"
            compare = f"s.rowid {'<' if self.descending else '>'} ?"
            after = after[:1] if after else None  # type: ignore[assignment]
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

    def position(self, connection: Connection, record_id: str) -> int | None:
        """The place of a record in this list, counted from 0, or None if it is not in it."""
        register(connection)
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


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of a list: its record's id, its key for paging, the values as stored."""

    id: str
    key: Key
    values: tuple[Any, ...]


def list_columns(entity: Entity, language: Language, on: date) -> tuple[Column, ...]:
    """The columns that a list of `entity` shows at first, the title first."""
    title = Column(
        entity.title,
        entity.title_label or entity.label,
        _title_kind(entity),
        title_expression(entity, "r", language),
    )
    columns = [title]
    for field in entity.table_fields:
        if field.name in (entity.title, f"{entity.title}_cs"):
            continue
        columns.append(
            Column(field.name, field.label, field.kind, _expression(entity, field, language))
        )
    for field in entity.computed:
        columns.append(
            Column(field.name, field.label, field.kind, _computed(entity, field, language, on))
        )
    return tuple(columns)


def _title_kind(entity: Entity) -> Kind:
    from app.kinds import TEXT

    field = entity.by_name.get(entity.title)
    return field.kind if field else TEXT


def title_expression(entity: Entity, alias: str, language: Language) -> str:
    """The SQL expression of a record's caption in `language`, else in Czech."""
    columns = [f"nullif({alias}.\"{c}\", '')" for c in entity.title_columns(language)]
    return columns[0] if len(columns) == 1 else f"coalesce({', '.join(columns)})"


def _expression(entity: Entity, field: Field, language: Language) -> str:
    if field.target:
        target = ENTITIES[field.target]
        title = title_expression(target, "t", language)
        return f'(SELECT {title} FROM "{target.name}" t WHERE t.id = r."{field.name}")'
    return f'r."{field.name}"'


def _computed(entity: Entity, field: Field, language: Language, on: date) -> str:
    if entity.name == "agreement" and field.name == "state":
        return f"agreement_state('{on.isoformat()}', {', '.join(f'r.{name}' for name in FACTS)})"
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
    """The facts of an agreement from its stored columns."""
    return agreement_facts(*(row[name] for name in FACTS))


def agreement_facts(status: str | None, *values: Any) -> AgreementFacts:
    """The facts of an agreement from its stored columns in the order of `FACTS`."""
    row = dict(zip(FACTS[1:], values, strict=True))

    def day(name: str) -> PartialDate | None:
        return PartialDate.parse_iso(row[name]) if row[name] else None

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


def _state(on: str, *values: Any) -> str:
    return state(agreement_facts(*values), date.fromisoformat(on)).value


def _order_key(value: object) -> bytes:
    if value is None:
        return b""
    if isinstance(value, int):
        return f"{value:020d}".encode()
    return sort_key(str(value))


def register(connection: Connection) -> None:
    """Make the functions that list queries use known to a connection."""
    connection.create_function("agreement_state", len(FACTS) + 1, _state)
    connection.create_function("order_key", 1, _order_key)


def rows_as_dicts(
    connection: Connection, sql: str, values: Sequence[object] = ()
) -> list[dict[str, Any]]:
    """The rows of a statement, each as a dict by column name."""
    cursor = connection.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
