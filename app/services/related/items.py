"""What a related list is made of, and how its lines are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.entities import ENTITIES, choices
from app.i18n import Language, Translator
from app.kinds import Choice
from app.rules.days.partial_dates import (
    PartialDate,
    format_after,
    format_moment,
    format_range,
    format_time,
)
from app.services.records.query import title_expression


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a related list.

    `entity` and `id` name the record that opens, `row_entity` and `row_id` the row that makes
    the connection (it is what is edited and removed). `since` and `until` are stored dates.
    `task` is the task that follows from the row, `wants_task` says that there could be one.
    """

    entity: str
    id: str
    row_entity: str
    row_id: str
    title: str
    detail: str = ""
    since: str | None = None
    until: str | None = None
    code: tuple[str, str, str] | None = None  # (entity, field, stored choice) for a badge
    task: str | None = None
    wants_task: bool = False
    preferred: bool = False
    depth: int = 0  # in a tree
    only_opens: bool = False  # it tells of a row that is changed and removed elsewhere


@dataclass(frozen=True, slots=True)
class Section:
    """A related list: `adds` is the entity that a new line creates, with preset values."""

    key: str
    label: str
    items: Sequence[Item]
    adds: str = ""
    preset: Mapping[str, Any] = field(default_factory=dict)


_REVERSED = {
    "person_relation": choices.PERSON_RELATION_REVERSED,
    "organisation_relation": choices.ORGANISATION_RELATION_REVERSED,
}


def code_kind(entity: str, field: str) -> Choice:
    """The list of choices that a badge is of; ``reversed`` sees a relation from its other end."""
    kind = _REVERSED[entity] if field == "reversed" else ENTITIES[entity].by_name[field].kind
    assert isinstance(kind, Choice)
    return kind


class Reader:
    """Reads lines in one language."""

    def __init__(self, connection: Connection, language: Language) -> None:
        self.connection = connection
        self.language = language

    def title(self, entity: str, alias: str) -> str:
        """The SQL of a record's caption in the language."""
        return title_expression(ENTITIES[entity], alias, self.language)

    def items(
        self,
        sql: str,
        record_id: str,
        *,
        row_entity: str,
        entity: str = "",
        code: tuple[str, str] | None = None,
    ) -> list[Item]:
        """Items of a statement whose ``:id`` is the record; columns are named as in `Item`."""
        found = []
        for row in rows_as_dicts(self.connection, sql.replace(":id", "?1"), (record_id,)):
            stored = row.get("code")
            found.append(
                Item(
                    entity=row.get("entity") or entity or row_entity,
                    id=row["id"],
                    row_entity=row_entity,
                    row_id=row.get("row_id") or row["id"],
                    title=row["title"] or "",
                    detail=row.get("detail") or "",
                    since=row.get("since"),
                    until=row.get("until"),
                    code=(*code, stored) if code and stored else None,
                    preferred=bool(row.get("preferred")),
                )
            )
        return found


_LASTING = frozenset({"position", "person", "document_version"})


def when(item: Item, tr: Translator) -> str:
    """The days or the hours of a line, in the language of `tr`; empty where none are known."""
    if not item.since and not item.until:
        return ""
    if (item.since or "").find("T") > 0:
        text = format_moment(str(item.since), tr)
        if item.until and "T" in item.until and item.until[:10] == str(item.since)[:10]:
            text += f"–{format_time(item.until, tr)}"
        return text
    if item.row_entity in _LASTING and not item.until:
        return tr("since {day}", day=format_after(PartialDate.parse_iso(str(item.since)), tr))
    if not item.since:
        return tr("until {day}", day=format_after(PartialDate.parse_iso(str(item.until)), tr))
    end = PartialDate.parse_iso(item.until[:10]) if item.until else None
    return format_range(PartialDate.parse_iso(item.since[:10]), end, tr)
