"""From the database to any paper: the letterhead, chosen records, many rows at once. Plain SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language
from app.reports.engine.content import Body, OwnOffice
from app.rules.days.partial_dates import PartialDate
from app.rules.postal import written_postal_code
from app.services.documents.pictures import picture
from app.services.office_settings import own_organisation
from app.services.records.query import ListQuery
from app.services.records.records import Record, read


def office(connection: Connection) -> OwnOffice:
    """The letterhead from the own organisation's record; nearly empty if none is set."""
    own = own_organisation(connection)
    record = read(connection, ENTITIES["organisation"], own) if own else None
    if record is None:
        return OwnOffice(native_name="")
    values = record.values
    address = next(
        (row.values for row in record.owned["address"] if row.values["kind"] == "seat"),
        next((row.values for row in record.owned["address"]), {}),
    )
    code = written_postal_code(address.get("postal_code") or "", address.get("country") or "CZ")
    town = " ".join(filter(None, (code, address.get("city"))))
    return OwnOffice(
        native_name=values["native_name"] or values["name_cs"],
        names=localised(values, "name"),
        address=[line for line in (address.get("street"), town) if line],
        ico=values["ico"] or "",
        phone=_contact(record, "phone"),
        email=_contact(record, "email"),
        data_box=values["data_box"] or "",
        website=values["website"] or "",
        logo=picture(connection, values["logo"]),
    )


def _contact(record: Record, kind: str) -> str:
    found = [row.values for row in record.owned["contact_point"] if row.values["kind"] == kind]
    found.sort(key=lambda values: not values["is_primary"])
    if not found:
        return ""
    value = str(found[0]["value"])
    if kind != "phone":
        return value
    from app.rules.identifiers import show_phone

    return show_phone(value)


def localised(row: Any, stem: str) -> dict[Language, str]:
    """The texts of a row's three columns ``stem_cs``, ``stem_de`` and ``stem_en``, as filled."""
    return {code: text for code in Language if (text := row.get(f"{stem}_{code}"))}


def stored_day(text: str | None) -> PartialDate | None:
    """The date of a stored text; None where there is none."""
    return PartialDate.parse_iso(text) if text else None


CANCELLED = N_("Printing was cancelled. Nothing was written.")


NOTHING = N_("There is nothing to print. Choose at least one record.")


def chosen_ids(connection: Connection, wanted: Sequence[str] | ListQuery) -> list[str]:
    """The ids as given, each once, or all those of a list in its order. Raises `UserError` if
    there are none.
    """
    if isinstance(wanted, ListQuery):
        ids = [record_id for _, record_id in wanted.keys(connection)]
    else:
        ids = list(dict.fromkeys(wanted))
    if not ids:
        raise UserError(NOTHING)
    return ids


def bodies(connection: Connection, ids: Iterable[str]) -> dict[str, Body]:
    """Organisations by id."""
    return {
        row["id"]: Body(
            row["id"],
            localised(row, "name"),
            row["native_name"] or "",
            row["represents_country"] or row["country"] or "",
        )
        for row in by_ids(
            connection,
            "SELECT id, name_cs, name_de, name_en, native_name, country, represents_country"
            " FROM organisation WHERE id IN ({marks})",
            sorted(ids),
        )
    }


def by_ids(connection: Connection, sql: str, ids: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of a statement for many ids, 500 at a time; ``{marks}`` stands for them."""
    for start in range(0, len(ids), 500):
        part = list(ids[start : start + 500])
        yield from rows_as_dicts(connection, sql.format(marks=", ".join("?" * len(part))), part)


def pairs_by_ids(connection: Connection, sql: str, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The rows of two columns of such a statement."""
    for row in by_ids(connection, sql, ids):
        first, second = row.values()
        yield first, second
