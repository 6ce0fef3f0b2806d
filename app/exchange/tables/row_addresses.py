"""The postal addresses of a row: written in columns of their own, or whole in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from app.errors import UserError
from app.exchange.cards.card import Card, CardAddress, CardAddressKind
from app.exchange.tables.row_values import MAX_VALUES, Cell, Values, label_of
from app.i18n import Language
from app.kinds import COUNTRY
from app.rules.folding import fold
from app.rules.postal import told_by_code

_GERMANY = frozenset(
    {"de", "d", "deutschland", "germany", "nemecko", "srn", "brd", "spolkova republika nemecko"}
)
_SLOVAKIA = frozenset({"sk", "slovensko", "slovakia", "slowakei", "slovenska republika"})
_SIGN = r"(?:(?:CZ|SK|DE|AT|PL|D|A)[ -]{1,3})"
_NUMBER = r"(?:[0-9]{3} ?[0-9]{2}|[0-9]{2}-[0-9]{3}|[0-9]{4,5})"
_CODE = re.compile(rf"{_SIGN}?{_NUMBER}(?!\w)")
_SIGNED = re.compile(rf"{_SIGN}{_NUMBER}(?!\w)")
_BEHIND = re.compile(rf"([^\W\d][^\d]*) ({_SIGN}?(?:[0-9]{{3}} [0-9]{{2}}|[0-9]{{5}}))")
_HOUSE = re.compile(r".*\D\s?[0-9]+ ?[a-zA-Z]?(?: ?[/-] ?[0-9]+ ?[a-zA-Z]?)?")
_GOOGLE = re.compile(r"\s*:::\s*")
_PARTS = ("street", "postal_code", "city", "region", "country")
_PO_BOX = "po_box"
_STREETS = ("street", _PO_BOX)
_ADDRESS_KINDS: tuple[CardAddressKind, ...] = ("work", "home", "postal", "seat")


def add_addresses(found: Card, values: Values) -> None:
    """Give a card the addresses of its row; a cell of Google's may hold those of several."""
    for which, kind in (("", "work"), (":home", "home"), (":2", "postal")):
        kinds: CardAddressKind = "seat" if found.kind == "organisation" and not which else kind  # type: ignore[assignment]
        whole = values.look(f"address{which}")
        columns = {
            name: [_GOOGLE.split(cell.text.strip()) for cell in cells]
            for name in (*_PARTS, _PO_BOX)
            if (cells := values.look(f"{name}{which}")[: None if name in _STREETS else 1])
        }
        is_whole = not any(name in columns for name in ("street", "city", "postal_code"))
        count = max((len(texts) for cells in columns.values() for texts in cells), default=0)
        if is_whole and whole:
            count = max(count, len(_GOOGLE.split(whole[0].text)))
        labels = [text for cell in values.look(f"address_label{which}") for text in (cell.text,)]
        used = False
        for number in range(min(count, MAX_VALUES)):
            address = CardAddress(kind=kinds)
            for name in _PARTS:
                lines = [texts[number] for texts in columns.get(name, ()) if number < len(texts)]
                text = ", ".join(" ".join(re.sub(r"\s*\n\s*", ", ", t).split()) for t in lines if t)
                setattr(address, name, text)
            if is_whole and whole:
                texts = _GOOGLE.split(whole[0].text)
                if number < len(texts):
                    _take_whole(address, texts[number])
            for texts in columns.get(_PO_BOX, ()):
                if number < len(texts) and texts[number]:
                    box = _po_box(texts[number])
                    address.street = ", ".join(filter(None, (address.street, box)))
            _label_address(address, labels[0] if labels else "")
            _settle_code(address)
            said = address.street or address.city or address.postal_code
            if said or ((address.country or address.region) and found.kind == "person"):
                found.addresses.append(address)
                used = True
        if used:
            _mark(values, which, columns, by_whole=is_whole)
    for cell in values.all("addresses"):
        found.addresses += _own_addresses(values, cell)


def _take_whole(address: CardAddress, text: str) -> None:
    """Parts of a whole address; what columns of their own say of region and country stays."""
    region, country = address.region, address.country
    whole_address(address, text)
    if country and fold(address.country) != fold(country):
        address.region = ", ".join(filter(None, (address.region, address.country)))
        address.country = country
    if region and fold(region) not in fold(address.region):
        address.region = ", ".join(filter(None, (address.region, region)))


def _mark(values: Values, which: str, columns: Iterable[str], *, by_whole: bool) -> None:
    """Mark the cells that an address was made of."""
    for name in columns:
        if name in _STREETS:
            values.all(f"{name}{which}")
        else:
            values.one(f"{name}{which}")
    values.one(f"address_label{which}")
    if by_whole:
        values.one(f"address{which}")


def _po_box(text: str) -> str:
    """``P. O. Box 12`` of a number alone."""
    clean = " ".join(text.split())
    return f"P. O. Box {clean}" if not any(char.isalpha() for char in clean) else clean


def _label_address(address: CardAddress, label: str) -> None:
    said, _ = label_of(label)
    if said in ("work", "home"):
        if address.kind != "seat":
            address.kind = said  # type: ignore[assignment]
    else:
        address.label = said


def whole_address(address: CardAddress, text: str) -> None:
    """The parts of ``Velká Hradební 3118/48, 400 02 Ústí nad Labem, Česko``.

    The code stands before the town or behind it; the country is that of the last part, or of the
    code where that shows one.
    """
    parts = [" ".join(part.split()) for part in re.split(r"[\n,;]", text)]
    _place_parts(address, [part for part in parts if part])
    _settle_code(address)


def _place_parts(address: CardAddress, parts: list[str], *, is_own: bool = False) -> None:
    """Fill an address of its parts; `is_own` says that our own tables wrote them in their order."""
    for number, part in enumerate(parts):
        code = _CODE.match(part)
        is_first = code and not number and _begins(part, parts[1:])
        if code and (number or is_first or code.end() == len(part) or len(parts) == 1):
            address.postal_code = part[: code.end()]
            town = part[code.end() :].strip()
            before, rest = parts[:number], parts[number + 1 :]
            if not (town or is_own) and len(before) > 1 and not _HOUSE.fullmatch(before[-1]):
                town = before.pop()  # ``Dlouhá 5, Most, 434 01``
            if is_first and rest and _HOUSE.fullmatch(rest[0]):
                before, rest = [rest[0]], rest[1:]
        elif not is_own and (behind := _BEHIND.fullmatch(part)):
            town, address.postal_code = behind[1], behind[2]
            before, rest = parts[:number], parts[number + 1 :]
        else:
            continue
        rest = [item for item in (town, *rest) if item]
        address.street = ", ".join(before)
        address.city = rest[0] if rest else ""
        if len(rest) > 2:
            address.region = ", ".join(rest[1:-1])
        address.country = rest[-1] if len(rest) > 1 else address.country
        return
    if not is_own and len(parts) > 1 and _is_country(parts[-1]):
        address.country = parts.pop()
    if len(parts) == 1 and address.country and not _HOUSE.fullmatch(parts[0]):
        address.city = parts[0]
        return
    address.street = ", ".join(parts[:1])
    address.city = ", ".join(parts[1:])


def _begins(part: str, others: list[str]) -> bool:
    """Whether an address begins with its town: the code has its sign, or the street follows."""
    if _SIGNED.match(part):
        return True
    return bool(others) and _HOUSE.fullmatch(part) is None and bool(_HOUSE.fullmatch(others[0]))


@lru_cache(maxsize=1024)
def _is_country(text: str) -> bool:
    try:
        return COUNTRY.parse(text, Language.CS) is not None
    except UserError:
        return False


def _own_addresses(values: Values, cell: Cell) -> Iterator[CardAddress]:
    """Addresses as our own CSV writes them: ``seat, Dlouhá 1, 400 01, Ústí nad Labem, CZ``."""
    for item in cell.text.strip().split("; "):
        kind, _, rest = item.partition(", ")
        if kind not in _ADDRESS_KINDS or not rest:
            values.keep_rest(cell, item)
            continue
        parts = rest.split(", ")
        address = CardAddress(kind=next(known for known in _ADDRESS_KINDS if known == kind))
        if parts[-1] == "True":
            parts.pop()
            address.is_primary = True
        if parts and re.fullmatch(r"[A-Z]{2}", parts[-1]):
            address.country = parts.pop()
        country = address.country
        _place_parts(address, parts, is_own=True)
        if address.country != country:  # behind the town stood the region
            address.region, address.country = address.country, country
        yield address


def _settle_code(address: CardAddress) -> None:
    """The code without the sign of its country, which is the address's if that says none.

    Excel drops the 0 with which many German and Slovak codes begin.
    """
    country, code = told_by_code(address.postal_code)
    said = fold(address.country)
    if not said:
        address.country = country
    if code != address.postal_code and _is_said_of(country, address.country):
        address.postal_code = code
    if re.fullmatch("[0-9]{4}", address.postal_code):
        if said in _GERMANY:
            address.postal_code = f"0{address.postal_code}"
        elif said in _SLOVAKIA:
            address.postal_code = f"0{address.postal_code[:2]} {address.postal_code[2:]}"


def _is_said_of(code: str, country: str) -> bool:
    """Whether a country is the one of a code: its sign says nothing more then."""
    try:
        return str(COUNTRY.parse(country, Language.CS)) == code
    except UserError:
        return False
