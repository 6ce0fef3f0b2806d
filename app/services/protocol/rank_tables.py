"""The rank tables of the office, and the one that comes with the program.

The supplied table is no record until the office changes it: then its ranks are copied into the
database, with ids that follow from it, so that two computers which do so make one table. Visits
that name no table use it.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.db.store import Changes, Store, Writer, link_id
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, translator
from app.rules.protocol.ranks import SUPPLIED, Step, Table
from app.services.records.records import DELETE, apply, caption_of, delete_one
from app.services.records.rows import CREATE, GONE, name_header

SUPPLIED_NAME = N_("Czech region, by custom")
SUPPLIED_NOTE = N_(
    "By custom, change it: no official order for regions was found. Elected people come before "
    "appointed ones."
)
ORDERED = N_("Order of the ranks changed: {title}")
IN_USE = N_(
    "“{title}” is the table of a visit ({visit}). Nothing was deleted. Choose another table there "
    "first."
)

_TABLE = ENTITIES["rank_table"]
_RANK = ENTITIES["rank"]
_OWN = link_id("rank_table", "supplied", "cz-region")


@dataclass(frozen=True, slots=True)
class Offered:
    """A table that a visit can use; without an id it is the supplied one, not changed yet."""

    id: str
    name: str
    note: str


def table_of(connection: Connection, table_id: str | None, language: Language) -> Table:
    """The table of a visit; without one the supplied table, as the office has it."""
    wanted = table_id if table_id and row(connection, "rank_table", table_id) else _OWN
    if wanted == _OWN and row(connection, "rank_table", _OWN) is None:
        return _translated(language)
    rows = rows_as_dicts(
        connection,
        "SELECT * FROM rank WHERE rank_table_id = ? ORDER BY place IS NULL, place, sort_key, id",
        (wanted,),
    )
    return Table(
        tuple(
            Step(
                _RANK.caption(found, language),
                found["posts"] or "",
                {"elected": True, "appointed": False}.get(found["came_by"] or ""),
                found["tie"],
            )
            for found in rows
        )
    )


def steps_of(connection: Connection, table_id: str, language: Language) -> list[tuple[str, Step]]:
    """The ranks of a table in order, each with its id; those of the supplied one have numbers."""
    steps = table_of(connection, table_id, language).steps
    keys = [
        str(key)
        for (key,) in connection.execute(
            "SELECT id FROM rank WHERE rank_table_id = ?"
            " ORDER BY place IS NULL, place, sort_key, id",
            (table_id,),
        ).fetchall()
    ]
    return list(zip(keys or map(str, range(len(steps))), steps, strict=False))


def _translated(language: Language) -> Table:
    tr = translator(language)
    return Table(tuple(step._replace(name=tr.message(step.name)) for step in SUPPLIED.steps))


def offered(connection: Connection, language: Language) -> list[Offered]:
    """The tables that there are, the supplied one first."""
    tr = translator(language)
    rows = rows_as_dicts(connection, "SELECT * FROM rank_table ORDER BY sort_key, id")
    supplied = translator(Language.CS).message(SUPPLIED_NOTE)
    found = [
        Offered(
            one["id"],
            _TABLE.caption(one, language),
            tr.message(SUPPLIED_NOTE) if one["note"] == supplied else one["note"] or "",
        )
        for one in sorted(rows, key=lambda one: bool(one["id"] != _OWN))
    ]
    if not any(one.id == _OWN for one in found):
        found.insert(0, Offered("", tr.message(SUPPLIED_NAME), tr.message(SUPPLIED_NOTE)))
    return found


def copy_supplied(store: Store) -> tuple[str, Changes]:
    """Make records of the supplied table, to change them; gives the id of the table.

    A table that is there already is given as it is.
    """
    with store.writing(CREATE) as writer:
        if row(writer.connection, "rank_table", _OWN) is None:
            _write(writer, SUPPLIED.steps)
            name_header(writer, translator(Language.CS).message(SUPPLIED_NAME))
    return _OWN, writer.changes


def _write(writer: Writer, steps: tuple[Step, ...]) -> None:
    words = {language: translator(language) for language in Language}

    def said(message: str, stem: str) -> dict[str, str]:
        return {f"{stem}_{code.value}": tr.message(message) for code, tr in words.items()}

    values = {**said(SUPPLIED_NAME, "name"), "territory": "CZ"}
    values["note"] = words[Language.CS].message(SUPPLIED_NOTE)
    apply(writer, _TABLE, None, values, fixed=_OWN)
    for place, step in enumerate(steps, 1):
        came_by = None if step.elected is None else "elected" if step.elected else "appointed"
        apply(
            writer,
            _RANK,
            None,
            {
                "rank_table_id": _OWN,
                "place": place,
                **said(step.name, "name"),
                "tie": step.tie,
                "came_by": came_by,
                "posts": step.posts,
            },
            fixed=link_id("rank", "supplied", "cz-region", step.name),
        )


def put_in_order(store: Store, table_id: str, rank_ids: list[str]) -> Changes:
    """Give the ranks of a table their places in this order, as one action."""
    with store.writing(ORDERED) as writer:
        connection = writer.connection
        if row(connection, "rank_table", table_id) is None:
            raise UserError(GONE)
        for place, key in enumerate(rank_ids, 1):
            found = row(connection, "rank", key)
            if found and found["rank_table_id"] == table_id and found["place"] != place:
                apply(writer, _RANK, key, {"place": place})
        name_header(writer, caption_of(connection, _TABLE, table_id))
    return writer.changes


def delete_table(store: Store, table_id: str) -> Changes:
    """Delete a table with its ranks. Raises `UserError` while a visit uses it."""
    with store.writing(DELETE) as writer:
        connection = writer.connection
        title = caption_of(connection, _TABLE, table_id)
        used = connection.execute(
            "SELECT id FROM delegation WHERE rank_table_id = ? ORDER BY start LIMIT 1", (table_id,)
        ).fetchone()
        if used:
            visit = caption_of(connection, ENTITIES["delegation"], used[0])
            raise UserError(IN_USE, title=title, visit=visit)
        delete_one(writer, _TABLE, table_id)
        name_header(writer, title)
    return writer.changes
