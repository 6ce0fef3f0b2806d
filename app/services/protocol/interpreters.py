"""At which points of a programme somebody would not be understood."""

from __future__ import annotations

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.entities import ENTITIES
from app.i18n import N_, Language, translator
from app.kinds import LANGUAGE_CODE
from app.rules.days.partial_dates import format_moment
from app.rules.protocol.interpreting import Speaker, Talk, gaps
from app.services.protocol.overlaps import Found
from app.services.records.query import captions

LANGUAGES = "languages"
"""The kind of what is found."""

NOBODY_BETWEEN = N_("“{first}” ({since}): nobody interprets between {one} and {other}.")
_AWAY = ("declined", "excused", "absent")
_QUIET = ("transfer", "flight", "free", "internal")
"""Kinds of items at which nobody needs to be understood."""


def uncovered(connection: Connection, delegation_id: str, language: Language) -> list[Found]:
    """Pairs of languages that are needed at points of a programme and that nobody interprets.

    Where an item names nobody, nothing is claimed, unless its languages are recorded. Where it says
    that no interpreter is needed, none is asked for.
    """
    members = {
        member["id"]: member
        for member in rows_as_dicts(
            connection,
            "SELECT m.*, p.language AS first_language, p.other_languages FROM delegation_member m"
            " LEFT JOIN person p ON p.id = m.person_id WHERE m.delegation_id = ?",
            (delegation_id,),
        )
        if member["invitation"] not in _AWAY
    }
    items = {
        item["id"]: item
        for item in rows_as_dicts(
            connection,
            "SELECT * FROM programme_item WHERE delegation_id = ? ORDER BY starts, id",
            (delegation_id,),
        )
        if item["kind"] not in _QUIET and item["interpreter"] != 0
    }
    taking_part: dict[str, list[tuple[str, str]]] = {}
    for item_id, member_id, part in connection.execute(
        "SELECT p.programme_item_id, p.member_id, p.part FROM programme_part p"
        " JOIN programme_item i ON i.id = p.programme_item_id"
        " WHERE i.delegation_id = ? AND p.member_id IS NOT NULL",
        (delegation_id,),
    ).fetchall():
        taking_part.setdefault(item_id, []).append((member_id, part))
    talks = []
    for key, item in items.items():
        there = [pair for pair in taking_part.get(key, []) if pair[0] in members]
        interpreting = [
            members[member]
            for member, part in there
            if part == "interprets" or members[member]["part"] == "interpreter"
        ]
        speaking = [members[member] for member, _ in there if members[member] not in interpreting]
        talks.append(
            Talk(
                key,
                [Speaker(_spoken(member), member["side"] or "") for member in speaking],
                [
                    frozenset(_split(member["languages"]) or _spoken(member))
                    for member in interpreting
                ],
                _split(item["languages"]),
            )
        )
    tr = translator(language)
    titles = captions(connection, ENTITIES["programme_item"], items, language)
    return [
        Found(
            LANGUAGES,
            (gap.item,),
            tr.message(
                NOBODY_BETWEEN,
                first=titles.get(gap.item, ""),
                since=format_moment(items[gap.item]["starts"], tr),
                one=LANGUAGE_CODE.format(gap.one, tr),
                other=LANGUAGE_CODE.format(gap.other, tr),
            ),
            titles.get(gap.item, ""),
        )
        for gap in gaps(talks)
    ]


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(code for code in (text or "").split(";") if code)


def _spoken(member: dict[str, str | None]) -> tuple[str, ...]:
    """The languages of a member's person, the first one first."""
    return tuple(
        dict.fromkeys((*_split(member["first_language"]), *_split(member["other_languages"])))
    )
