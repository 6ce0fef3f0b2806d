"""What ties a record to others, as a cell of a table or a field of a card says it.

Areas of interest stand in a line each: ``name | name in German | name in English``; the relations
of a person or an organisation so:
``successor_of: Ing. Jana Nováková | id | since | until | note``. The id is the one that the other
record has where the cell was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from app.entities.choices import ORGANISATION_RELATION, PERSON_RELATION
from app.errors import UserError
from app.exchange.cards.cells import joined, lines, parts
from app.i18n import Language, Translator
from app.kinds import PARTIAL_DATE

PARENT, AREAS, RELATIONS = "parent", "areas", "relations"
TIES = {"person": (AREAS, RELATIONS), "organisation": (PARENT, AREAS, RELATIONS)}
"""In `Card.extra` of a card of ours, by entity: the body that an organisation is a part of, the
areas of interest, the relations to other records."""

KINDS = {"person": PERSON_RELATION, "organisation": ORGANISATION_RELATION}
"""The kinds of relation of each entity; the table is called after the entity."""

_AREA = ("name_cs", "name_de", "name_en")


class Tie(NamedTuple):
    """A relation to another record of the same entity; `since` and `until` as they are stored."""

    kind: str
    name: str
    other_id: str = ""
    since: str = ""
    until: str = ""
    note: str = ""


def areas_cell(areas: Iterable[Mapping[str, Any]]) -> str:
    """The cell of some areas (rows of `area`)."""
    return "\n".join(_shortened([area[name] for name in _AREA]) for area in areas)


def ties_cell(
    entity: str, relations: Iterable[Mapping[str, Any]], tr: Translator | None = None
) -> str:
    """The cell of some relations: their columns, and `name` for the other's. With `tr` the kinds
    are those of its language.
    """
    found = []
    for row in relations:
        kind = tr.message(KINDS[entity].label(row["kind"])) if tr else row["kind"]
        values = [row[name] for name in ("name", "other_id", "since", "until", "note")]
        found.append(f"{kind}: {_shortened(values)}")
    return "\n".join(found)


def _shortened(values: Sequence[object]) -> str:
    """The parts of a line without the empty ones at its end."""
    kept = list(values)
    while kept and not kept[-1]:
        kept.pop()
    return joined(kept)


def areas_of(cell: str) -> list[dict[str, str]]:
    """The areas of a cell, by the columns of `area`; one without a Czech name is passed over."""
    found = []
    for line in lines(cell):
        named = dict(zip(_AREA, parts(line), strict=False))
        if named["name_cs"]:
            found.append({name: text for name, text in named.items() if text})
    return found


def ties_of(entity: str, cell: str) -> list[Tie]:
    """The relations of a cell; a line that says none is passed over, a day that is none too."""
    found = []
    for line in lines(cell):
        said, _, rest = line.partition(":")
        texts = parts(rest)[:5]
        try:
            kind = cast(str | None, KINDS[entity].parse(said.strip(), Language.CS))
        except UserError:
            continue
        if kind and texts[0]:
            name, other, since, until, note = [*texts, *[""] * (5 - len(texts))]
            found.append(Tie(kind, name, other, _day(since), _day(until), note))
    return found


def _day(text: str) -> str:
    try:
        return str(PARTIAL_DATE.parse(text, Language.CS) or "")
    except UserError:
        return ""
