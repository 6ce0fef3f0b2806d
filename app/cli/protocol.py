"""What protocol asks of a visit: who comes before whom, and who sits where."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.base import ID_HELP, find, open_store, say
from app.cli.grammar import Commands
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, Translator
from app.rules.protocol.tables import SHAPES

if TYPE_CHECKING:
    from app.db.connection import Connection

NO_SUCH_ITEM = N_("The visit has no point of the programme “{value}”.")


def _precedence(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.rules.protocol.precedence import welcome
    from app.services.protocol.precedence import precedence

    with open_store(arguments).reading() as connection:
        visit = find(connection, ENTITIES["delegation"], arguments.id)
        item = _item_of(connection, visit, arguments.item)
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


def _item_of(connection: Connection, visit: str, given: str | None) -> str | None:
    """The item that was named. Raises `UserError` if it is not one of the visit's."""
    if not given:
        return None
    item = find(connection, ENTITIES["programme_item"], given)
    found = connection.execute(
        "SELECT 1 FROM programme_item WHERE id = ? AND delegation_id = ?", (item, visit)
    ).fetchone()
    if not found:
        raise UserError(NO_SUCH_ITEM, value=given)
    return item


def _seating(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.protocol.seating import Shape, propose

    with open_store(arguments).reading() as connection:
        visit = find(connection, ENTITIES["delegation"], arguments.id)
        item = _item_of(connection, visit, arguments.item)
        shape = Shape(arguments.shape, arguments.seats, arguments.tables, arguments.host_at)
        found = propose(connection, visit, language, shape, item)
    said = found.sentences(tr)
    taken = found.plan.taken
    if arguments.json:
        seats = [
            {
                "seat": seat.number,
                "honour": seat.honour,
                "person": found.names.get(taken.get(seat.number, "")),
                "id": taken.get(seat.number),
                "table": seat.table,
                "side": seat.side or None,
                "behind": seat.behind or None,
                "beside": list(seat.beside),
            }
            for seat in found.plan.seats
        ]
        whole = {"shape": arguments.shape, "seats": seats, "broken": said}
        say(json.dumps(whole, ensure_ascii=False, indent=2))
        return 0
    for seat in found.plan.seats:
        who = found.names.get(taken.get(seat.number, ""), tr("(empty)"))
        behind = tr("behind seat {seat}", seat=seat.behind) if seat.behind else ""
        say("\t".join(filter(None, (str(seat.number), str(seat.honour), who, behind))))
    for sentence in said:
        say(sentence)
    return 0


def _programme_check(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.protocol.interpreters import uncovered
    from app.services.protocol.overlaps import check

    with open_store(arguments).reading() as connection:
        visit = find(connection, ENTITIES["delegation"], arguments.id)
        found = [*check(connection, visit, language), *uncovered(connection, visit, language)]
    if arguments.json:
        listed = [{"kind": one.kind, "items": list(one.items), "text": one.text} for one in found]
        say(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    for one in found:
        say(one.text)
    if not found:
        say(tr("Nothing in the programme overlaps."))
    return 0


def _budget(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.kinds import AMOUNT
    from app.services.protocol.budget import of_year

    year = arguments.year or date.today().year
    with open_store(arguments).reading() as connection:
        found = of_year(connection, year)
    if arguments.json:
        listed = [
            {
                "chapter": line.chapter or None,
                "paragraph": line.paragraph or None,
                "text": line.text or None,
                "approved": str(line.approved),
                "committed": str(line.committed),
                "spent": str(line.spent),
                "remaining": str(line.remaining),
                "without_rate": line.unknown,
            }
            for line in found
        ]
        say(json.dumps({"year": year, "lines": listed}, ensure_ascii=False, indent=2))
        return 0
    for line in found:
        amounts = (line.approved, line.committed, line.spent, line.remaining)
        texts = [AMOUNT.format(str(amount), tr) for amount in amounts]
        say("\t".join((line.chapter, line.paragraph, line.text, *texts)))
    if not found:
        say(tr("There is no budget for the year {year}.", year=year))
    return 0


def _programme_sent(arguments: argparse.Namespace, _language: Language, tr: Translator) -> int:
    from app.services.protocol.versions import send, versions

    store = open_store(arguments)
    with store.reading() as connection:
        visit = find(connection, ENTITIES["delegation"], arguments.id)
    send(store, visit, date.today(), arguments.addressees or "")
    with store.reading() as connection:
        number = versions(connection, visit)[-1].number
    say(tr("The programme is kept as version {number}.", number=number))
    return 0


def _programme_news(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.protocol.versions import NOT_SENT, news, versions

    with open_store(arguments).reading() as connection:
        visit = find(connection, ENTITIES["delegation"], arguments.id)
        known = versions(connection, visit)
        if not known:
            raise UserError(NOT_SENT)
        number = arguments.since or known[-1].number
        member = None
        if arguments.member:
            member = find(connection, ENTITIES["delegation_member"], arguments.member)
        found = news(
            connection,
            visit,
            number,
            language,
            member_id=member,
            internal=not arguments.for_guests,
        )
    if arguments.json:
        say(json.dumps({"since": number, "news": found}, ensure_ascii=False, indent=2))
        return 0
    for line in found:
        say(line)
    if not found:
        say(tr("Nothing is new since then."))
    return 0


def _flags(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.protocol.flags import flags

    with open_store(arguments).reading() as connection:
        visit = find(connection, ENTITIES["delegation"], arguments.id)
        found = flags(connection, visit, language)
    if arguments.json:
        listed = [
            {"place": place, "kind": hung.flag.kind, "of": hung.flag.of or None, "name": hung.name}
            for place, hung in enumerate(found.row, 1)
        ]
        say(json.dumps({"flags": listed, "notes": found.notes}, ensure_ascii=False, indent=2))
        return 0
    for place, hung in enumerate(found.row, 1):
        say(f"{place}\t{hung.name}")
    for note in found.notes:
        say(note)
    return 0


def _gift_list(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.exchange.tables.gift_list import as_json, write
    from app.services.protocol.gifts import row_texts, yearly

    year = arguments.year or date.today().year
    with open_store(arguments).reading() as connection:
        found = yearly(connection, year, language)
    if arguments.to:
        count = write(arguments.to, found, language)
        say(tr.plural("{count} gift written.", "{count} gifts written.", count))
        return 0
    gifts = [*found.gifts, *found.undated]
    if arguments.json:
        say(json.dumps([as_json(line) for line in gifts], ensure_ascii=False, indent=2))
        return 0
    for line in gifts:
        say("\t".join(row_texts(line, tr).values()))
    if not gifts:
        say(tr("There are no gifts in the year {year}.", year=year))
    return 0


def _gift_partners(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.protocol.gifts import reciprocity, worth

    years = (arguments.year, arguments.year) if arguments.year else None
    with open_store(arguments).reading() as connection:
        found = reciprocity(connection, language, years)
    if arguments.json:
        listed = [
            {
                "id": one.id,
                "name": one.name,
                "given": one.given,
                "received": one.received,
                "given_worth": {key: str(amount) for key, amount in one.given_worth.items()},
                "received_worth": {key: str(amount) for key, amount in one.received_worth.items()},
                "without_value": one.unknown,
                "last": one.last,
            }
            for one in found
        ]
        say(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    for one in found:
        say(
            "\t".join(
                (
                    one.name,
                    tr("given: {count}", count=one.given),
                    worth(one.given_worth, tr),
                    tr("received: {count}", count=one.received),
                    worth(one.received_worth, tr),
                )
            )
        )
    if not found:
        say(tr("There are no gifts yet."))
    return 0


def _gift_stock(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.protocol.gifts import stock

    with open_store(arguments).reading() as connection:
        found = [one for one in stock(connection, language) if one.is_low or not arguments.low]
    if arguments.json:
        listed = [
            {
                "id": one.id,
                "name": one.name,
                "left": one.left,
                "planned": one.planned,
                "free": one.free,
                "reorder_level": one.reorder_level,
                "low": one.is_low,
            }
            for one in found
        ]
        say(json.dumps(listed, ensure_ascii=False, indent=2))
        return 0
    for one in found:
        parts = [one.name, tr("in stock: {count}", count=one.left)]
        parts.append(tr("planned: {count}", count=one.planned))
        say("\t".join([*parts, tr("order more")] if one.is_low else parts))
    return 0


def add(commands: Commands) -> None:
    """What protocol asks: who comes first, what does not fit, gifts."""
    tr = commands.tr
    item = commands.add("gift-list", tr("list the gifts of a year, or write them to a file"),
                        _gift_list)  # fmt: skip
    item.add_argument("--year", type=int, help=tr("this year if none is given"))
    item.add_argument(
        "--to", type=Path, metavar=tr("FILE"), help=tr("a file that ends in .csv, .xlsx or .json")
    )
    commands.json(item)
    text = tr("say what each partner was given and gave")
    item = commands.add("gift-partners", text, _gift_partners)
    item.add_argument("--year", type=int, help=tr("in one year; all years if none is given"))
    commands.json(item)
    item = commands.add("gift-left", tr("say how many gifts are left in stock"), _gift_stock)
    item.add_argument("--low", action="store_true", help=tr("only what is to be ordered again"))
    commands.json(item)
    _add_visits(commands)


def _add_visits(commands: Commands) -> None:
    """`precedence`, `seating` and `programme-check`."""
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
    text = tr("seat those who take part at a table, and name what does not fit")
    item = commands.add("seating", text, _seating)
    item.add_argument("id", metavar="ID", help=tr.message(ID_HELP))
    item.add_argument(
        "--item", metavar="ID", help=tr("at one point of the programme, who takes part in it")
    )
    item.add_argument(
        "--shape", choices=SHAPES, default="rectangle", help=tr("the shape of the table")
    )
    item.add_argument(
        "--seats", type=commands.number, default=0, metavar="N", help=tr("how many seats it has")
    )
    item.add_argument(
        "--tables", type=commands.number, default=0, metavar="N", help=tr("how many round tables")
    )
    item.add_argument(
        "--host-at",
        choices=("middle", "end"),
        default="middle",
        help=tr("where who presides sits at a rectangle"),
    )
    commands.json(item)
    text = tr("show the budget of a year: approved, committed, spent, remaining")
    item = commands.add("budget", text, _budget)
    item.add_argument(
        "--year", type=commands.number, default=0, metavar=tr("YEAR"), help=tr("of which year")
    )
    commands.json(item)
    text = tr("list the flags of a visit from the left, seen from the front")
    item = commands.add("flags", text, _flags)
    item.add_argument("id", metavar="ID", help=tr.message(ID_HELP))
    commands.json(item)
    text = tr("list overlaps in the programme of a visit, and items without an interpreter")
    item = commands.add("programme-check", text, _programme_check)
    item.add_argument("id", metavar="ID", help=tr.message(ID_HELP))
    commands.json(item)
    text = tr("keep the programme of a visit as a version that was sent")
    item = commands.add("programme-sent", text, _programme_sent)
    item.add_argument("id", metavar="ID", help=tr.message(ID_HELP))
    item.add_argument("--addressees", metavar=tr("TEXT"), help=tr("to whom the programme was sent"))
    text = tr("tell what is new in the programme of a visit since a version was sent")
    item = commands.add("programme-news", text, _programme_news)
    item.add_argument("id", metavar="ID", help=tr.message(ID_HELP))
    item.add_argument(
        "--since",
        type=commands.number,
        default=0,
        metavar="N",
        help=tr("the number of the version; the last one if none is given"),
    )
    item.add_argument("--member", metavar="ID", help=tr("only what this member takes part in"))
    item.add_argument(
        "--for-guests", action="store_true", help=tr("without what is for the office only")
    )
    commands.json(item)
