"""What a visit still lacks: people without an answer or a room, decisions, interpreters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.entities import ENTITIES
from app.i18n import Language, Translator, translator
from app.rules.days.partial_dates import PartialDate, format_moment
from app.services.protocol.interpreters import uncovered
from app.services.protocol.members import AWAY, Member, members
from app.services.protocol.printings import printed
from app.services.protocol.versions import news, versions
from app.services.records.query import captions

_NAMED = 3
"""Names in a sentence; of the rest the number."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is missing: a code, what to say, and where it is put right.

    `place` is a field of the visit, a list of its page (`#members`), a row
    (`row:delegation_member:ID`), who takes part in an item (`participants:ID`), or a screen
    (`screen:programme`), or the printing of a paper (`print:PAPER:LANGUAGES:MEMBER:ITEM`, the
    last three empty where they are not known); empty where no place is known.
    """

    code: str
    text: str
    place: str


def missing(
    connection: Connection,
    delegation_id: str,
    language: Language,
    today: date,
    papers: Mapping[str, str] | None = None,
) -> list[Missing]:
    """What a visit lacks, most pressing first; nothing of a cancelled one.

    `papers` are the papers that can be printed, with the message ids of their names.

    Of a visit that is over only what remains of it is asked for: what was learned and passed on.
    """
    visit = row(connection, "delegation", delegation_id)
    if visit is None or visit["status"] == "cancelled":
        return []
    return _Looker(connection, visit, language, today, papers or {}).found()


class _Looker:
    """Looks at one visit."""

    def __init__(
        self,
        connection: Connection,
        visit: Mapping[str, Any],
        language: Language,
        today: date,
        papers: Mapping[str, str],
    ) -> None:
        self._connection = connection
        self._visit = visit
        self._language = language
        self._tr: Translator = translator(language)
        self._today = today
        self._papers_known = papers
        self._first, self._last = (
            PartialDate.parse_iso(visit[name]) if visit[name] else None for name in ("start", "end")
        )

    def found(self) -> list[Missing]:
        """Everything that is missing."""
        last = self._last or self._first
        over = self._visit["status"] == "completed" or (
            last is not None and last.last_day is not None and last.last_day < self._today
        )
        if over:
            return self._after()
        people = members(self._connection, self._visit["id"], self._language)
        return [
            *self._basics(people),
            *self._decisions(),
            *self._answers(people),
            *self._rooms(people),
            *self._interpreters(),
            *self._papers(),
            *self._sent(),
            *self._printed(),
        ]

    def _after(self) -> list[Missing]:
        tr = self._tr
        if self._first is None or not self._first.is_day:
            return []
        texts = {
            "learned": tr("It is not written down what was learned."),
            "shared": tr("It is not written down what was passed on."),
        }
        return [Missing(name, text, name) for name, text in texts.items() if not self._visit[name]]

    def _basics(self, people: Sequence[Member]) -> list[Missing]:
        tr = self._tr
        found = []
        if self._first is None or not self._first.is_day:
            found.append(Missing("start", tr("The days of the visit are not known."), "start"))
        if not people:
            found.append(Missing("members", tr("Nobody belongs to the visit yet."), "members"))
        elif not self._visit["head_id"] and not any(one.part == "head" for one in people):
            found.append(Missing("head", tr("The delegation has no head yet."), "head_id"))
        items = self._connection.execute(
            "SELECT count(*) FROM programme_item WHERE delegation_id = ?", (self._visit["id"],)
        ).fetchone()
        if not items[0]:
            found.append(Missing("programme", tr("The programme is empty."), "screen:programme"))
        return found

    def _decisions(self) -> list[Missing]:
        """A trip is decided upon beforehand, a guest is received without it."""
        tr = self._tr
        if self._visit["direction"] == "incoming":
            return []
        known = self._connection.execute(
            "SELECT 1 FROM resolution WHERE delegation_id = ?", (self._visit["id"],)
        ).fetchone()
        if known:
            return []
        return [Missing("decision", tr("No decision on the trip is recorded."), "approvals")]

    def _answers(self, people: Sequence[Member]) -> list[Missing]:
        tr = self._tr
        found = []
        uninvited = [one for one in people if not one.invitation]
        if uninvited:
            text = tr.plural(
                "{count} person is not invited yet: {names}",
                "{count} people are not invited yet: {names}",
                len(uninvited),
                names=self._names([one.name for one in uninvited]),
            )
            found.append(Missing("invitation", text, _row_of(uninvited[0])))
        waiting = [one for one in people if one.invitation in ("invited", "tentative")]
        if waiting:
            text = tr.plural(
                "{count} person has not answered for certain: {names}",
                "{count} people have not answered for certain: {names}",
                len(waiting),
                names=self._names([one.name for one in waiting]),
            )
            found.append(Missing("answer", text, _row_of(waiting[0])))
        return found

    def _rooms(self, people: Sequence[Member]) -> list[Missing]:
        """Guests who stay overnight have a room each."""
        tr = self._tr
        nights = bool(self._first and self._last and self._first.is_day and self._last.is_day)
        if not nights or self._first == self._last:
            return []
        without = {
            key
            for (key,) in self._connection.execute(
                "SELECT id FROM delegation_member WHERE delegation_id = ?"
                " AND coalesce(room, '') = ''",
                (self._visit["id"],),
            ).fetchall()
        }
        found = [
            one
            for one in people
            if one.id in without and one.side == "guest" and one.invitation not in AWAY
        ]
        if not found:
            return []
        text = tr.plural(
            "{count} guest has no room: {names}",
            "{count} guests have no room: {names}",
            len(found),
            names=self._names([one.name for one in found]),
        )
        return [Missing("room", text, _row_of(found[0]))]

    def _interpreters(self) -> list[Missing]:
        """Items without an interpreter that need one, or where a pair of languages has none."""
        tr = self._tr
        gaps = {
            key
            for one in uncovered(self._connection, self._visit["id"], self._language)
            for key in one.items
        }
        items = [
            found
            for found in rows_as_dicts(
                self._connection,
                "SELECT i.id, i.interpreter = 1 AND NOT EXISTS (SELECT 1 FROM programme_part p"
                " WHERE p.programme_item_id = i.id AND p.part = 'interprets') AS lacks"
                " FROM programme_item i WHERE delegation_id = ? ORDER BY starts, id",
                (self._visit["id"],),
            )
            if found["lacks"] or found["id"] in gaps
        ]
        if not items:
            return []
        keys = [found["id"] for found in items]
        titles = captions(self._connection, ENTITIES["programme_item"], keys, self._language)
        names = self._names([tr("“{title}”", title=titles.get(key, "")) for key in keys])
        text = tr.plural(
            "Nobody interprets at {count} point of the programme: {names}",
            "Nobody interprets at {count} points of the programme: {names}",
            len(items),
            names=names,
        )
        return [Missing("interpreter", text, f"participants:{keys[0]}")]

    def _papers(self) -> list[Missing]:
        """Papers that wait for approval, or came back with a remark."""
        tr = self._tr
        last: dict[str, str] = {}
        for step in rows_as_dicts(
            self._connection,
            "SELECT * FROM paper_step WHERE delegation_id = ? ORDER BY at, id",
            (self._visit["id"],),
        ):
            last[step["paper"]] = step["step"]
        count = sum(step != "approved" for step in last.values())
        if not count:
            return []
        text = tr.plural(
            "{count} paper is not approved yet.", "{count} papers are not approved yet.", count
        )
        return [Missing("papers", text, "")]

    def _sent(self) -> list[Missing]:
        """A programme that was sent and has changed since is to be sent again."""
        tr = self._tr
        known = versions(self._connection, self._visit["id"])
        if not known:
            return []
        number = known[-1].number
        count = len(
            news(self._connection, self._visit["id"], number, self._language, internal=False)
        )
        if not count:
            return []
        text = tr.plural(
            "The programme has {count} change since version {number} was sent.",
            "The programme has {count} changes since version {number} was sent.",
            count,
            number=number,
        )
        return [Missing("sent", text, "screen:programme")]

    def _printed(self) -> list[Missing]:
        """Papers that were printed before the visit was changed: each leads to its printing."""
        tr = self._tr
        stale = [one for one in printed(self._connection, self._visit["id"]) if one.is_changed]
        titles: dict[str, str] = {}
        for entity, keys in (
            ("delegation_member", {one.member_id for one in stale if one.member_id}),
            ("programme_item", {one.item_id for one in stale if one.item_id}),
        ):
            titles |= captions(self._connection, ENTITIES[entity], keys, self._language)
        found = []
        for one in stale:
            if one.paper not in self._papers_known:
                continue
            about = titles.get(one.member_id) or titles.get(one.item_id)
            name = tr.message(self._papers_known[one.paper])
            text = tr(
                "Changed since it was printed on {when}: {paper}",
                when=format_moment(one.at, tr),
                paper=f"{name} – {about}" if about else name,
            )
            parts = (one.paper, ";".join(one.languages), one.member_id, one.item_id)
            place = ":".join(("print", *parts))
            found.append(Missing(place, text, place))
        return found

    def _names(self, names: Sequence[str]) -> str:
        tr = self._tr
        listed = ", ".join(names[:_NAMED])
        rest = len(names) - _NAMED
        if rest <= 0:
            return listed
        return tr.plural("{names} and {count} more", "{names} and {count} more", rest, names=listed)


def _row_of(member: Member) -> str:
    return f"row:delegation_member:{member.id}"
