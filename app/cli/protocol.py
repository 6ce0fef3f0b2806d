"""What protocol asks of a visit: who comes before whom."""

from __future__ import annotations

import argparse
import json

from app.cli.base import ID_HELP, find, open_store, say
from app.cli.grammar import Commands
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, Translator

NO_SUCH_ITEM = N_("The visit has no point of the programme “{value}”.")


def _precedence(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.rules.protocol.precedence import welcome
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
    if arguments.welcome:
        placed = welcome([line.placed for line in lines])
        order = [guest.key for guest in placed]
        lines = sorted(
            (line for line in lines if line.member_id in order),
            key=lambda line: order.index(line.member_id),
        )
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
                "rank_name": tr.message(line.rank) or None,
                "reason": reason,
            }
            for number, (line, reason) in enumerate(zip(lines, reasons, strict=True), 1)
        ]
        say(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    for number, (line, reason) in enumerate(zip(lines, reasons, strict=True), 1):
        who = ", ".join(filter(None, (line.name, line.post)))
        say("\t".join((str(number), who, tr.message(line.rank), reason)))
    if not lines:
        say(tr("The visit has no members yet."))
    return 0


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
    item.add_argument(
        "--welcome", action="store_true", help=tr("in the order in which they are welcomed")
    )
    commands.json(item)
    text = tr("list overlaps in the programme of a visit, and items without an interpreter")
    item = commands.add("programme-check", text, _programme_check)
    item.add_argument("id", metavar="ID", help=tr.message(ID_HELP))
    commands.json(item)
