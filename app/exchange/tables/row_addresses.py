"""The postal addresses of a row: written in columns of their own, or whole in one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.exchange.cards.card import Card, CardAddress, CardAddressKind
from app.exchange.tables.row_values import MAX_VALUES, Values, label_of, one
from app.rules.folding import fold

_GERMANY = frozenset(
    {"de", "d", "deutschland", "germany", "nemecko", "srn", "brd", "spolkova republika nemecko"}
)
_CODE = re.compile(r"(?:[A-Z]{1,2}-)?([0-9]{3} ?[0-9]{2}|[0-9]{4,5}|[0-9]{2}-[0-9]{3})(?!\w)")
_ADDRESS_KINDS: tuple[CardAddressKind, ...] = ("work", "home", "postal", "seat")


def add_addresses(found: Card, values: Values) -> None:
    """Give a card the addresses of its row."""
    for which, kind in (("", "work"), (":home", "home"), (":2", "postal")):
        label = one(values, f"address_label{which}")
        address = CardAddress(kind="seat" if found.kind == "organisation" and not which else kind)  # type: ignore[arg-type]
        street = (
            re.sub(r"\s*\n\s*", ", ", text.strip()) for text in _raw(values, f"street{which}")
        )
        address.street = ", ".join(" ".join(text.split()) for text in street)
        address.postal_code = one(values, f"postal_code{which}")
        address.city = one(values, f"city{which}")
        address.region = one(values, f"region{which}")
        address.country = one(values, f"country{which}")
        if not (address.street or address.city or address.postal_code):
            for text in _raw(values, f"address{which}"):
                whole_address(address, text)
                break
        _label_address(address, label)
        _german_code(address)
        said = address.street or address.city or address.postal_code
        if said or (address.country and found.kind == "person"):
            found.addresses.append(address)
    for text in _raw(values, "addresses"):
        found.addresses += _own_addresses(text)


def _raw(values: Values, target: str) -> Iterator[str]:
    return (text for text in values.get(target, ()) if text.strip())


def _label_address(address: CardAddress, label: str) -> None:
    said, _ = label_of(label)
    if said in ("work", "home"):
        if address.kind != "seat":
            address.kind = said  # type: ignore[assignment]
    else:
        address.label = said


def whole_address(address: CardAddress, text: str) -> None:
    """The parts of ``Velká Hradební 3118/48, 400 02 Ústí nad Labem, Česko``."""
    parts = [" ".join(part.split()) for part in re.split(r"[\n,;]", text)]
    _place_parts(address, [part for part in parts if part])


def _place_parts(address: CardAddress, parts: list[str]) -> None:
    for number, part in enumerate(parts):
        code = _CODE.match(part)
        if code and (number or code.end() == len(part) or len(parts) == 1):
            address.postal_code = part[: code.end()]
            rest = [part[code.end() :].strip(), *parts[number + 1 :]]
            rest = [item for item in rest if item]
            address.street = ", ".join(parts[:number])
            address.city = rest[0] if rest else ""
            if len(rest) > 2:
                address.region = ", ".join(rest[1:-1])
            address.country = rest[-1] if len(rest) > 1 else address.country
            return
    address.street = ", ".join(parts[:1])
    address.city = ", ".join(parts[1:])


def _own_addresses(text: str) -> Iterator[CardAddress]:
    """Addresses as our own CSV writes them: ``seat, Dlouhá 1, 400 01, Ústí nad Labem, CZ``."""
    for item in text.split("; ")[:MAX_VALUES]:
        kind, _, rest = item.partition(", ")
        if kind not in _ADDRESS_KINDS or not rest:
            continue
        parts = rest.split(", ")
        address = CardAddress(kind=next(known for known in _ADDRESS_KINDS if known == kind))
        if parts[-1] == "True":
            parts.pop()
            address.is_primary = True
        if parts and re.fullmatch(r"[A-Z]{2}", parts[-1]):
            address.country = parts.pop()
        country = address.country
        _place_parts(address, parts)
        if address.country != country:  # behind the town stood the region
            address.region, address.country = address.country, country
        yield address


def _german_code(address: CardAddress) -> None:
    """Excel drops the 0 with which many German postal codes begin."""
    if re.fullmatch("[0-9]{4}", address.postal_code) and fold(address.country) in _GERMANY:
        address.postal_code = f"0{address.postal_code}"
