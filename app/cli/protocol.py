"""What protocol asks of a visit: who comes before whom."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from app.cli.base import ID_HELP, find, open_store, say
from app.cli.grammar import Commands
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, Translator

if TYPE_CHECKING:
    from app.services.protocol.precedence import Line

NO_SUCH_ITEM = N_("The visit has no point of the programme “{value}”.")


def _precedence(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.protocol.precedence import precedence

    with open_store(arguments).reading() as connection:
        visit = find(connection, ENTITIES["delegation"], arguments.id)
        item = None
        if arguments.item:
            item = find(connection, ENTITIES["programme_item"], arguments.item)
            found = connection.execute(
                "SELECT 1 FROM programme_item WHERE id = ? AND delegation_id = ?", (item, visit)
            ).fetchone()
            if not found:
                raise UserError(NO_SUCH_ITEM, value=arguments.item)
        lines = precedence(connection, visit, language, item)
    reasons = []
    for line in lines:
        said = tr.message(line.placed.rule)
        reasons.append(f"{said}: {line.placed.detail}" if line.placed.detail else said)
    if arguments.json:
        listed = [
            {
                "rank": number,
                "id": line.member_id,
                "person": line.name,
                "person_id": line.person_id,
                "post": line.post or None,
                "rank_name": _rank_name(line, tr) or None,
                "reason": reason,
            }
            for number, (line, reason) in enumerate(zip(lines, reasons, strict=True), 1)
        ]
        say(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    for number, (line, reason) in enumerate(zip(lines, reasons, strict=True), 1):
        who = ", ".join(filter(None, (line.name, line.post)))
        say("\t".join((str(number), who, _rank_name(line, tr), reason)))
    if not lines:
        say(tr("The visit has no members yet."))
    return 0


def _rank_name(line: Line, tr: Translator) -> str:
    rank = line.placed.guest.rank
    return tr.message(rank.name) if rank else ""


def _programme_check(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.protocol.overlaps import check

    with open_store(arguments).reading() as connection:
        visit = find(connection, ENTITIES["delegation"], arguments.id)
        found = check(connection, visit, language)
    if arguments.json:
        listed = [{"kind": one.kind, "items": list(one.items), "text": one.text} for one in found]
        say(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    for one in found:
        say(one.text)
    if not found:
        say(tr("Nothing in the programme overlaps."))
    return 0


def add(commands: Commands) -> None:
    """`precedence` and `programme-check`."""
    tr = commands.tr
    text = tr("list who comes before whom at a visit, and why")
    item = commands.add("precedence", text, _precedence)
    item.add_argument("id", metavar="ID", help=tr.message(ID_HELP))
    item.add_argument(
        "--item", metavar="ID", help=tr("at one point of the programme, who takes part in it")
    )
    commands.json(item)
    text = tr("list overlaps in the programme of a visit, and items without an interpreter")
    item = commands.add("programme-check", text, _programme_check)
    item.add_argument("id", metavar="ID", help=tr.message(ID_HELP))
    commands.json(item)
