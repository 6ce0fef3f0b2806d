"""Everything about a visit in the order of time: decisions, answers, journeys, days, papers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app.db.statements import rows_as_dicts
from app.entities import ENTITIES
from app.i18n import N_, translator
from app.services.protocol.overlaps import day_begins, listed_on
from app.services.protocol.participants import members
from app.services.related.items import Item, Reader, Section

_NAMED = 4


def timeline(reader: Reader, visit_id: str) -> Section:
    """The timeline of a visit; each line opens what it is about."""
    items = sorted(_Timeline(reader, visit_id).items(), key=lambda item: item.since or "")
    return Section("timeline", N_("Timeline"), items)


class _Timeline:
    def __init__(self, reader: Reader, visit_id: str) -> None:
        self._reader = reader
        self._visit = visit_id
        self._tr = translator(reader.language)
        self._names = dict(members(reader.connection, visit_id, reader.language))

    def items(self) -> Iterator[Item]:
        """The lines, in any order."""
        yield from self._decisions()
        yield from self._members()
        yield from self._programme()
        yield from self._versions()
        yield from self._linked()

    def _rows(self, sql: str) -> list[dict[str, Any]]:
        return rows_as_dicts(self._reader.connection, sql.replace(":id", "?1"), (self._visit,))

    def _decisions(self) -> Iterator[Item]:
        tr = self._tr
        for found in self._rows(
            "SELECT * FROM resolution WHERE delegation_id = :id AND decided_on IS NOT NULL"
        ):
            said = " ".join(filter(None, (found["body"], found["number"])))
            title = tr("Decision: {text}", text=said)
            yield self._line("resolution", found["id"], title, found["decided_on"])

    def _members(self) -> Iterator[Item]:
        """Invitations and answers of one day are one line; journeys are told one by one."""
        tr = self._tr
        rows = self._rows("SELECT * FROM delegation_member WHERE delegation_id = :id ORDER BY id")
        for name in ("invited_on", "answered_on"):
            days: dict[str, list[str]] = {}
            for found in rows:
                if found[name]:
                    days.setdefault(found[name], []).append(found["id"])
            for day, keys in days.items():
                title = tr("Invited") if name == "invited_on" else tr("Answered")
                yield self._line(
                    "delegation_member", keys[0], f"{title}: {self._listed(keys)}", day
                )
        for found in rows:
            who = self._names.get(found["id"], "")
            for name in ("arrival", "departure"):
                if found[name]:
                    title = (
                        tr("Arrival: {who}", who=who)
                        if name == "arrival"
                        else tr("Departure: {who}", who=who)
                    )
                    more = (found[f"{name}_place"], found[f"{name}_by"])
                    detail = ", ".join(filter(None, more))
                    yield self._line("delegation_member", found["id"], title, found[name], detail)

    def _listed(self, keys: list[str]) -> str:
        tr = self._tr
        names = ", ".join(self._names.get(key, "") for key in keys[:_NAMED])
        rest = len(keys) - _NAMED
        if rest <= 0:
            return names
        return tr.plural("{names} and {count} more", "{names} and {count} more", rest, names=names)

    def _programme(self) -> Iterator[Item]:
        """A line for each day, which leads to its first item."""
        tr = self._tr
        begins = day_begins(self._reader.connection)
        days: dict[str, list[str]] = {}
        for found in self._rows(
            "SELECT id, starts FROM programme_item WHERE delegation_id = :id ORDER BY starts, id"
        ):
            days.setdefault(listed_on(found["starts"], begins).isoformat(), []).append(found["id"])
        for day, keys in days.items():
            title = tr.plural("Programme: {count} item", "Programme: {count} items", len(keys))
            yield self._line("programme_item", keys[0], title, day)

    def _versions(self) -> Iterator[Item]:
        tr = self._tr
        for found in self._rows("SELECT * FROM programme_version WHERE delegation_id = :id"):
            title = tr("Version {number} of the programme sent", number=found["number"])
            day, to = found["sent_on"], found["addressees"] or ""
            yield self._line("programme_version", found["id"], title, day, to)

    def _linked(self) -> Iterator[Item]:
        """Tasks that are due, documents, conversations, costs and gifts of a day."""
        tr = self._tr
        for sql, entity, text in (
            (
                "SELECT DISTINCT t.id, t.title, t.due AS day, t.status FROM task t"
                " LEFT JOIN task_link x ON x.task_id = t.id"
                " WHERE t.due IS NOT NULL AND t.status <> 'cancelled'"
                " AND (x.record_id = :id OR t.relative_to_id = :id)",
                "task",
                N_("Task due: {title}"),
            ),
            (
                "SELECT d.id, d.title, d.date AS day FROM document d JOIN document_link x"
                " ON x.document_id = d.id WHERE x.record_id = :id AND d.date IS NOT NULL",
                "document",
                N_("Document: {title}"),
            ),
            (
                "SELECT id, subject AS title, date AS day FROM interaction"
                " WHERE delegation_id = :id",
                "interaction",
                N_("Contact: {title}"),
            ),
            (
                "SELECT id, text AS title, day FROM cost WHERE delegation_id = :id"
                " AND day IS NOT NULL AND coalesce(text, '') <> ''",
                "cost",
                N_("Cost: {title}"),
            ),
            (
                "SELECT id, title, day FROM gift WHERE delegation_id = :id AND day IS NOT NULL",
                "gift",
                N_("Gift: {title}"),
            ),
        ):
            for found in self._rows(sql):
                title = tr.message(text, title=found["title"] or "")
                line = self._line(entity, found["id"], title, found["day"])
                if entity == "task":
                    line = replace(line, code=("task", "status", found["status"]))
                yield line

    @staticmethod
    def _line(entity: str, key: str, title: str, day: str, detail: str = "") -> Item:
        assert entity in ENTITIES
        return Item(entity, key, entity, key, title, detail, since=day, only_opens=True)
