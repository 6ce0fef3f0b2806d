"""Identifiers: checked and brought to one written form. Each function raises `UserError`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.errors import UserError
from app.i18n import N_

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

BAD_ICO = N_("“{text}” is not a company number (IČO): it has 8 digits, the last one is a check.")
BAD_DIC = N_("“{text}” is not a tax number: write the country and the number, e.g. CZ70892156.")
BAD_DATA_BOX = N_("“{text}” is not a data box: it has 7 lower-case letters and digits.")
BAD_PHONE = N_("“{text}” is not a phone number: write it with the country code, +420 475 657 111.")
UNCLEAR_PHONE = N_(
    "“{text}” does not say of which country the number is: write it with the code of the country, "
    "+420 475 657 111."
)
BAD_EMAIL = N_("“{text}” is not an e-mail address: write it as name@office.cz.")
BAD_URL = N_("“{text}” is not a web address: write it as https://www.example.cz.")

_NBSP = "\u00a0"
_EXTENSION = re.compile(
    r"[\s\u00a0,;/]*(?<![^\W\d])(?:klapka|kl|linka|l|extension|ext|x|durchwahl|dw|nebenstelle|nst"
    r"|apparat|app|wewn|wew|\#)[\s\u00a0.:=]*([0-9]{1,7})\s*$",
    re.IGNORECASE,
)
_CZECH, _CZECH_DIGITS = 420, 9
_HOST = re.compile(r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W_](?:[\w-]*[^\W_])?")


_WORD_BEFORE = re.compile(r"^\s*(tel|telefon|mobil|mob|fax|phone)\b\.?:?\s*", re.IGNORECASE)


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00a0]", "", text)


def ico(text: str) -> str:
    """A Czech company number: 8 digits, the last a weighted check modulo 11.

    Source: zákon č. 111/2009 Sb., o základních registrech, § 24 (the number) and the ČSÚ's
    description of its check digit.
    """
    from stdnum.cz import dic as cz

    bare = _bare(text)
    if not re.fullmatch(r"[0-9]{1,8}", bare):
        raise UserError(BAD_ICO, text=text)
    digits = bare.zfill(8)
    if cz.calc_check_digit_legal(digits[:-1]) != digits[-1]:
        raise UserError(BAD_ICO, text=text)
    return digits


def dic(text: str) -> str:
    """A VAT number of an EU member state, with its prefix (směrnice 2006/112/ES, čl. 215)."""
    from stdnum.eu import vat
    from stdnum.exceptions import ValidationError

    bare = _bare(text).upper()
    if bare.isdigit():
        bare = f"CZ{bare}"
    if bare.startswith("GR"):
        bare = f"EL{bare[2:]}"  # Greece's numbers begin with EL (směrnice 2006/112/ES, čl. 215)
    try:
        return str(vat.validate(bare))
    except ValidationError as error:
        raise UserError(BAD_DIC, text=text) from error


def data_box(text: str) -> str:
    """The id of a data box: 7 lower-case letters and digits (zákon č. 300/2008 Sb.)."""
    bare = _bare(text).lower()
    if not re.fullmatch(r"[a-z0-9]{7}", bare):
        raise UserError(BAD_DATA_BOX, text=text)
    return bare


def phone(text: str, country: str = "") -> str:
    """A phone number as ITU-T E.164.

    A number without the code of a country is one of `country` (ISO 3166), if it is dialled so
    there, without a country a Czech one of nine digits. Of which country any other is, nobody can
    know: it is refused. An extension (“kl. 12”, “linka 12”, “ext. 12”, “Durchwahl 12”) follows as
    in RFC 3966: ``+420602123456;ext=12``.
    """
    import phonenumbers

    typed, extension = text, ""
    if found := _EXTENSION.search(text):
        text, extension = text[: found.start()], f";ext={found[1]}"
    text = _WORD_BEFORE.sub("", text)
    if not re.fullmatch(r"[0-9+()/. \u00a0-]+", text):
        raise UserError(BAD_PHONE, text=typed)
    full = re.sub(r"^([\s\u00a0(]*)00", r"\1+", text.replace(_NBSP, " "))
    home = country or "CZ"
    try:
        number = phonenumbers.parse(full, home)
    except phonenumbers.NumberParseException as error:
        raise UserError(BAD_PHONE, text=typed) from error
    czech = number.country_code == _CZECH
    if not phonenumbers.is_possible_number(number) or (
        czech and len(phonenumbers.national_significant_number(number)) != _CZECH_DIGITS
    ):
        raise UserError(BAD_PHONE, text=typed)
    if not says_its_country(text) and not czech and not _is_dialled(full, number, home):
        raise UserError(UNCLEAR_PHONE, text=typed)
    written = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    if not phonenumbers.is_valid_number(number) and not _says_the_same(written, full):
        raise UserError(BAD_PHONE, text=typed)  # no digit of a number that may be none is left out
    return f"{written}{extension}"


def says_its_country(text: str) -> bool:
    """Whether a phone number begins with the code of a country."""
    bare = _WORD_BEFORE.sub("", text).lstrip(" \u00a0(")
    return bare.startswith(("+", "00"))


def _says_the_same(written: str, text: str) -> bool:
    digits = re.sub(r"[^0-9]", "", text)
    return written.lstrip("+").endswith(digits.lstrip("0"))


def _is_dialled(text: str, number: PhoneNumber, country: str) -> bool:
    """Whether a number without a country's code is dialled so within that country."""
    import phonenumbers
    from phonenumbers.phonemetadata import PhoneMetadata

    known = PhoneMetadata.metadata_for_region(country)
    if known is None or not phonenumbers.is_valid_number(number):
        return False
    digits = re.sub(r"[^0-9]", "", text)
    return known.national_prefix != "0" or digits.startswith("0")


def show_phone(value: str, *, at_home: bool = False) -> str:
    """An E.164 number as people read it (``+420 475 657 111``), in one unbroken line.

    `at_home` leaves out the country code of Czech numbers.
    """
    import phonenumbers

    try:
        number = phonenumbers.parse(value, None)
    except phonenumbers.NumberParseException:
        return value
    formats = phonenumbers.PhoneNumberFormat
    national = at_home and number.country_code == _CZECH
    shown = phonenumbers.format_number(
        number, formats.NATIONAL if national else formats.INTERNATIONAL
    )
    if at_home:
        shown = str(shown).replace(" ext. ", " kl. ")
    return str(shown).replace(" ", _NBSP)


def recognised(kind: str, text: str, country: str = "") -> tuple[str, str]:
    """A contact detail as what it is, whatever kind it was typed under; its kind and written form.

    A number under e-mail is a phone (a mobile one where its country tells them apart), an address
    under phone an e-mail. Raises `UserError` where it is neither.
    """
    try:
        return kind, contact_detail(kind, text, country)
    except UserError:
        if "@" in text and kind != "email":
            return "email", email(text)
        if "@" not in text and kind == "email":
            number = phone(text, country)
            return ("mobile" if _is_mobile(number) else "phone"), number
        raise


def _is_mobile(number: str) -> bool:
    import phonenumbers

    kind = phonenumbers.number_type(phonenumbers.parse(number, None))
    return bool(kind == phonenumbers.PhoneNumberType.MOBILE)


def contact_detail(kind: str, text: str, country: str = "") -> str:
    """A contact detail of a kind, checked and in its one written form; other kinds as they are.

    `country` is the one whose phone numbers need no code (see `phone`).
    """
    if kind in ("phone", "mobile", "fax"):
        return phone(text, country)
    checks = {"email": email, "web": url, "data_box": data_box}
    return checks[kind](text) if kind in checks else text


def email(text: str) -> str:
    """An e-mail address (RFC 5321, RFC 6531); its domain is not looked up."""
    from email_validator import EmailNotValidError, validate_email

    try:
        checked = validate_email(text.strip(), check_deliverability=False)
    except EmailNotValidError as error:
        raise UserError(BAD_EMAIL, text=text) from error
    return str(checked.normalized)


def url(text: str) -> str:
    """A web address (RFC 3986) over http or https; https is added where no scheme is given."""
    from urllib.parse import urlsplit

    full = text.strip()
    if not re.match(r"[a-z][a-z0-9+.-]*:", full, re.IGNORECASE):
        full = f"https://{full}"
    try:
        parts = urlsplit(full)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError as error:
        raise UserError(BAD_URL, text=text) from error
    if parts.scheme.lower() not in ("http", "https") or not _HOST.fullmatch(host):
        raise UserError(BAD_URL, text=text)
    if re.search(r"\s", full):
        raise UserError(BAD_URL, text=text)
    return full
