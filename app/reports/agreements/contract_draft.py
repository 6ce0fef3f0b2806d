"""From the database to the register of contracts: the draft of one agreement's publication."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.db import contents
from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.exchange.registers.contract_register import (
    ContractRecord,
    Party,
    attachment_problems,
    draft,
    problems,
)
from app.files import write_bytes
from app.i18n import Language, translator
from app.services.agreements.record import last_signature, party_rows, seat, stored, text_rows
from app.services.office_settings import own_organisation


def contract_draft(connection: Connection, agreement_id: str, target: Path) -> list[str]:
    """Write the marked draft of the operation for the register of contracts to `target`.

    It is written even where something is missing: what is, is given as message ids (those of
    `app.exchange.registers.contract_register`), empty when the record can be published. Its
    language is Czech. The values of the contract are not on record and stay out. The file is
    written beside `target` and renamed into place. Raises `UserError` when the agreement does not
    exist or the file cannot be written.
    """
    record = contract_record(connection, agreement_id)
    files = _files(connection, agreement_id)
    write_bytes(target, draft(record, files))
    return list(dict.fromkeys((*problems(record), *attachment_problems(files))))


def contract_record(connection: Connection, agreement_id: str) -> ContractRecord:
    """What is published of an agreement; the office publishes it, the others are its parties.

    Raises `UserError` if the agreement does not exist.
    """
    row = stored(connection, agreement_id)
    parties = party_rows(connection, agreement_id)
    own = own_organisation(connection)
    office = rows_as_dicts(connection, "SELECT * FROM organisation WHERE id = ?", (own,))
    return ContractRecord(
        publisher=_party(connection, office[0]) if office else Party(),
        parties=[_party(connection, party) for party in parties if party["id"] != own],
        subject=" ".join((row["subject_cs"] or row["title_cs"]).split()),
        concluded_on=last_signature(row["signed_on"], [party["signed_on"] for party in parties]),
        contract_no=row["contract_no"] or "",
        approved_by="; ".join(_approvals(connection, row)),
        follows=_number(connection, row["amends_id"]),
    )


def _party(connection: Connection, row: Mapping[str, Any]) -> Party:
    return Party(
        name=row["name_cs"],
        ico=row["ico"] or "",
        data_box=row["data_box"] or "",
        address=seat(connection, row["id"], translator(Language.CS)),
    )


def _approvals(connection: Connection, row: Mapping[str, Any]) -> Iterator[str]:
    """Who approved it, with the numbers of the resolutions; not who decided to end it."""
    for body, number, day in connection.execute(
        "SELECT body, number, decided_on FROM resolution WHERE agreement_id = ? ORDER BY sort_key",
        (row["id"],),
    ).fetchall():
        if not day or day != row["termination_approved_on"]:
            yield f"{body}, usnesení č. {number}" if number else body


def _number(connection: Connection, amended: str | None) -> int | None:
    """The number under which the amended agreement stands in the register."""
    found = connection.execute(
        "SELECT register_id FROM agreement WHERE id = ?", (amended,)
    ).fetchone()
    text = (found[0] or "").strip() if found else ""
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else None


def _files(connection: Connection, agreement_id: str) -> list[tuple[str, bytes]]:
    """The stored texts and annexes. Of each file its first piece: only whether there is one."""
    return [
        (row["file_name"], _first_piece(connection, row["content"]))
        for row in text_rows(connection, agreement_id)
        if row["content"] and not row["archived_on"]
    ]


def _first_piece(connection: Connection, content: str) -> bytes:
    try:
        return next(contents.chunks(connection, content), b"")
    except LookupError:  # its bytes are not on this computer
        return b""
