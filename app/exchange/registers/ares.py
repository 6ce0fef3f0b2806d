"""Filling an organisation from ARES, the Czech register of economic subjects.

The answer of its public service (JSON of the REST interface ``ekonomicke-subjekty``) is read from
the service itself or from a file somebody saved. Without a network the wish is kept and met later.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.errors import UserError
from app.files import CANNOT_USE, Reason, check_source
from app.i18n import N_
from app.rules.identifiers import dic, ico
from app.services.records.records import apply, caption_of
from app.services.records.rows import name_header

SERVICE = "https://ares.gov.cz/ekonomicke-subjekty-v-be/rest/ekonomicke-subjekty/{ico}"
FILLED = N_("Filled from ARES: {title}")
OFFLINE = N_(
    "ARES cannot be reached now. Nothing was changed. "
    "The organisation will be filled when there is a network, or choose a saved answer."
)
REFUSED = N_(
    "ARES does not answer now (error {code}). Nothing was changed. "
    "Try again later, or choose a saved answer."
)
UNTRUSTED = N_(
    "The connection to ARES is not secure: its certificate is not known to this computer. Nothing "
    "was changed. Ask who looks after your network, or choose a saved answer."
)
NOT_FOUND = N_("ARES knows no organisation with the number {ico}. Nothing was changed.")
NOT_AN_ANSWER = N_("“{file}” is not an answer of ARES. Nothing was changed.")
UNREACHED = (OFFLINE, REFUSED, UNTRUSTED)
"""What may be otherwise later: a wish to ask waits then."""

OTHER_NUMBER = N_(
    "The answer is about {found}, but the organisation has the number {ico}. Nothing was changed."
)
NO_NUMBER = N_("The organisation has no company number (IČO). Fill it in first.")

_SECONDS = 8
_MOST_BYTES = 2_000_000
_QUEUE = "ares_queue"

Open = Callable[[str, float], bytes]


@dataclass(frozen=True, slots=True)
class Subject:
    """What ARES says: the organisation's columns, and those of its seat."""

    ico: str
    values: Mapping[str, Any]
    seat: Mapping[str, Any] = field(default_factory=dict)


def parse(data: bytes, name: str = "ARES") -> Subject:
    """An answer of the service, of one subject or of a search that found one.

    Raises `UserError` when it is none.
    """
    try:
        answer = json.loads(data.decode("utf-8-sig"))
        found = answer.get("ekonomickeSubjekty")
        if isinstance(found, list):
            answer = found[0]
        number = ico(str(answer["ico"]))
        title = " ".join(str(answer["obchodniJmeno"]).split())
        seat = answer.get("sidlo") or {}
        if not isinstance(seat, dict) or not title:
            raise TypeError(seat)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise UserError(NOT_AN_ANSWER, file=name) from error
    except UserError as error:
        raise UserError(NOT_AN_ANSWER, file=name) from error
    values: dict[str, Any] = {"name_cs": title, "ico": number, "country": "CZ"}
    if text := answer.get("dic"):
        # The number of a tax group is no VAT number of this subject.
        with contextlib.suppress(UserError):
            values["dic"] = dic(str(text))
    registrations = answer.get("seznamRegistraci")
    if isinstance(registrations, dict) and "stavZdrojeDph" in registrations:
        values["vat_payer"] = 1 if registrations["stavZdrojeDph"] == "AKTIVNI" else None
    if _is_day(answer.get("datumVzniku")):
        values["founded_on"] = str(answer["datumVzniku"])[:10]
    return Subject(number, values, _seat(seat))


def _is_day(text: object) -> bool:
    from datetime import date

    try:
        return bool(date.fromisoformat(str(text)[:10]))
    except ValueError:
        return False


def _seat(seat: Mapping[str, Any]) -> dict[str, Any]:
    """The address as it is written on an envelope: a town without streets has its own name."""
    town = _text(seat.get("nazevObce"))
    street = _text(seat.get("nazevUlice")) or _text(seat.get("nazevCastiObce")) or town
    number = _text(seat.get("cisloDomovni"))
    if orientation := _text(seat.get("cisloOrientacni")):
        letter = _text(seat.get("cisloOrientacniPismeno"))
        number = f"{number}/{orientation}{letter}" if number else f"{orientation}{letter}"
    code = _text(seat.get("psc"))
    values = {
        "kind": "seat",
        "street": " ".join(part for part in (street, number) if part) or None,
        "postal_code": f"{code[:3]} {code[3:]}" if len(code) == 5 else code or None,
        "city": town or None,
        "region": _text(seat.get("nazevKraje")) or None,
        "country": _text(seat.get("kodStatu")) or "CZ",
    }
    return values if values["street"] or values["city"] else {}


def _text(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())


def read_file(path: Path) -> Subject:
    """An answer that somebody saved. Raises `UserError`."""
    check_source(path)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UserError(NOT_AN_ANSWER, file=path.name)
        return parse(path.read_bytes(), path.name)
    except OSError as error:
        raise UserError(CANNOT_USE, file=path.name, why=Reason.of(error)) from error


def fetch(number: str, open_url: Open | None = None) -> Subject:
    """The answer of the service. Raises `UserError` (one of `UNREACHED`, an unknown number)."""
    try:
        data = (open_url or _open)(SERVICE.format(ico=ico(number)), _SECONDS)
    except OSError as error:
        code = getattr(error, "code", None)  # of a `urllib.error.HTTPError`
        if code in (400, 404):
            raise UserError(NOT_FOUND, ico=number) from error
        if isinstance(code, int):
            raise UserError(REFUSED, code=code) from error
        if _is_untrusted(error):
            raise UserError(UNTRUSTED) from error
        raise UserError(OFFLINE) from error
    return parse(data)


def _is_untrusted(error: OSError) -> bool:
    """Whether the other side could not prove who it is; `urllib` wraps what the system said."""
    import ssl

    reason = getattr(error, "reason", None)
    return isinstance(error, ssl.SSLError) or isinstance(reason, ssl.SSLError)


def _open(url: str, seconds: float) -> bytes:
    # Imported here: every start reads this module, few of them ask the service.
    import ssl
    import urllib.request

    # The address is ours, of a fixed scheme.
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310
    context = ssl.create_default_context()
    with urllib.request.urlopen(request, timeout=seconds, context=context) as answer:  # noqa: S310
        return bytes(answer.read(_MOST_BYTES))


def differences(store: Store, organisation_id: str, subject: Subject) -> dict[str, tuple[Any, Any]]:
    """What ARES says otherwise than the record, by field: now and then.

    Raises `UserError` when the answer is about another organisation.
    """
    with store.reading() as connection:
        names = ", ".join(f'"{name}"' for name in subject.values)
        row = connection.execute(
            f"SELECT {names} FROM organisation WHERE id = ?", (organisation_id,)
        ).fetchone()
        now = dict(zip(subject.values, row, strict=True)) if row else {}
        if now.get("ico") and now["ico"] != subject.ico:
            raise UserError(OTHER_NUMBER, found=subject.ico, ico=now["ico"])
        found = {
            name: (now.get(name), value)
            for name, value in subject.values.items()
            if now.get(name) != value
        }
        if subject.seat:
            seat = connection.execute(
                "SELECT street, postal_code, city FROM address WHERE organisation_id = ?"
                " AND kind = 'seat' ORDER BY id LIMIT 1",
                (organisation_id,),
            ).fetchone()
            told = tuple(subject.seat[name] for name in ("street", "postal_code", "city"))
            if tuple(seat or ()) != told:
                before = ", ".join(part for part in seat or () if part)
                found["seat"] = (before or None, ", ".join(part for part in told if part))
    return found


def fill(store: Store, organisation_id: str, subject: Subject, names: set[str]) -> Changes:
    """Take over the fields of `names` (``seat`` for the address) as one action."""
    entity = ENTITIES["organisation"]
    with store.writing(FILLED) as writer:
        values = {name: value for name, value in subject.values.items() if name in names}
        if values:
            apply(writer, entity, organisation_id, values)
        if "seat" in names and subject.seat:
            row = writer.connection.execute(
                "SELECT id FROM address WHERE organisation_id = ? AND kind = 'seat'"
                " ORDER BY id LIMIT 1",
                (organisation_id,),
            ).fetchone()
            apply(
                writer,
                ENTITIES["address"],
                row[0] if row else None,
                {"organisation_id": organisation_id, **subject.seat},
            )
        name_header(writer, caption_of(writer.connection, entity, organisation_id))
    leave(store, organisation_id)
    return writer.changes


def waiting(store: Store) -> list[str]:
    """The organisations that are to be filled once there is a network."""
    found = json.loads(store.meta(_QUEUE) or "[]")
    return [str(item) for item in found]


def wait(store: Store, organisation_id: str) -> None:
    """Remember that an organisation is to be filled later."""
    found = waiting(store)
    if organisation_id not in found:
        store.set_meta(_QUEUE, json.dumps([*found, organisation_id]))


def leave(store: Store, organisation_id: str) -> None:
    """Forget the wish."""
    found = waiting(store)
    if organisation_id in found:
        store.set_meta(_QUEUE, json.dumps([item for item in found if item != organisation_id]))


def fill_waiting(store: Store, open_url: Open | None = None) -> list[Changes]:
    """Meet the wishes that wait: only empty fields are filled, nothing is overwritten.

    Stops quietly at the first one when ARES still cannot be asked.
    """
    done = []
    for key in waiting(store):
        with store.reading() as connection:
            row = connection.execute("SELECT ico FROM organisation WHERE id = ?", (key,)).fetchone()
        if row is None or not row[0]:
            leave(store, key)
            continue
        try:
            subject = fetch(row[0], open_url)
            news = differences(store, key, subject)
        except UserError as error:
            if error.message in UNREACHED:
                break
            leave(store, key)
            continue
        empty = {name for name, (now, _) in news.items() if now in (None, "")}
        if empty:
            done.append(fill(store, key, subject, empty))
        leave(store, key)
    return done
