"""The related lists about gifts: of a person, a house, a visit, a gift, a kind of gift in stock."""

from __future__ import annotations

from collections.abc import Sequence

from app.db.statements import row, rows_as_dicts
from app.i18n import N_, translator
from app.services.protocol.gifts import GiftLine, lines, memory, memory_of, money
from app.services.related.documents import documents
from app.services.related.items import Item, Reader, Section


def _items(reader: Reader, gifts: Sequence[GiftLine], *, both_sides: bool = True) -> list[Item]:
    """Lines of gifts: which way, what, to or from whom, what it is worth."""
    tr = translator(reader.language)
    found = []
    for line in gifts:
        detail = [
            ", ".join(line.theirs) if both_sides else "",
            line.occasion,
            money(line.value, line.currency, tr),
        ]
        if line.state != "accepted":
            detail.insert(0, tr.message(_state(line.state)))
        pieces = f" ({line.pieces}×)" if line.pieces > 1 else ""
        found.append(
            Item(
                "gift",
                line.id,
                "gift",
                line.id,
                line.title + pieces,
                " · ".join(filter(None, detail)),
                line.day,
                code=("gift", "way", line.way),
            )
        )
    return found


def _state(code: str) -> str:
    from app.entities.choices import GIFT_STATE

    return GIFT_STATE.label(code)


def gifts_of_contact(reader: Reader, entity: str, record_id: str) -> Section:
    """What a person or a house received and gave."""
    people, houses = ([record_id], []) if entity == "person" else ([], [record_id])
    found = memory(reader.connection, reader.language, people, houses)
    column = "recipient_id" if entity == "person" else "recipient_organisation_id"
    items = _items(reader, found, both_sides=entity == "organisation")
    return Section("gifts", N_("Gifts"), items, "gift", {column: record_id})


def gifts_of_visit(reader: Reader, record_id: str) -> Section:
    """The gifts of a visit, those still to be given too."""
    gifts = rows_as_dicts(
        reader.connection,
        "SELECT * FROM gift WHERE delegation_id = ? ORDER BY day IS NULL, day, sort_key, id",
        (record_id,),
    )
    items = _items(reader, lines(reader.connection, gifts, reader.language))
    visit = row(reader.connection, "delegation", record_id) or {}
    start = visit.get("start") or ""
    preset = {"delegation_id": record_id, "day": start if len(start) == len("2027-05-10") else None}
    return Section("gifts", N_("Gifts"), items, "gift", preset)


def gift(reader: Reader, record_id: str) -> list[Section]:
    """The lists of a gift: what the same people and house had and gave before."""
    from app.services.related.contacts import tasks

    stored = row(reader.connection, "gift", record_id) or {}
    known = memory_of(reader.connection, stored, reader.language) if stored else []
    return [
        Section("memory", N_("Other gifts to and from them"), _items(reader, known)),
        tasks(reader, "gift", record_id),
        documents(reader, "gift", record_id),
    ]


def gift_stock(reader: Reader, record_id: str) -> list[Section]:
    """The lists of a kind of gift in stock: what came, and to whom it was given."""
    from app.services.related.contacts import tasks

    gifts = rows_as_dicts(
        reader.connection,
        "SELECT * FROM gift WHERE gift_stock_id = ? ORDER BY day IS NULL DESC, day DESC, id",
        (record_id,),
    )
    preset = {"gift_stock_id": record_id}
    return [
        Section(
            "stock_entry",
            N_("Changes of the stock"),
            reader.items(
                "SELECT e.id, printf('%+d', e.pieces) AS title, e.text AS detail, e.day AS since"
                " FROM stock_entry e WHERE e.gift_stock_id = :id ORDER BY e.day DESC, e.id DESC",
                record_id,
                row_entity="stock_entry",
            ),
            "stock_entry",
            preset,
        ),
        Section(
            "gifts",
            N_("Gifts"),
            _items(reader, lines(reader.connection, gifts, reader.language)),
            "gift",
            preset,
        ),
        tasks(reader, "gift_stock", record_id),
        documents(reader, "gift_stock", record_id),
    ]
