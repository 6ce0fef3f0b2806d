"""How one value is parsed, formatted and stored: the kinds of fields.

Importing this module is cheap; libraries that check identifiers or know countries are imported
when a value of their kind is first parsed or shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import ClassVar, Literal

from app.errors import UserError
from app.i18n import N_, Language, Translator, translator
from app.rules.visible import visible

Value = str | int | None

NOT_A_NUMBER = N_("“{text}” is not a whole number.")
NOT_MONTHS = N_("“{text}” is not a number of months between 0 and {most}.")
NOT_A_FULL_DATE = N_("“{text}” is not a full date. Write day, month and year (29 June 2017).")
NOT_A_MOMENT = N_("“{text}” is not a date with a time. Write for example 29 June 2017 14:30.")
NOT_A_CHOICE = N_("“{text}” is not one of the choices: {choices}.")
NOT_A_COUNTRY = N_("“{text}” is not a country. Write its name or its two-letter code.")
NOT_A_LANGUAGE = N_("“{text}” is not a language. Write its name or its two-letter code.")
NOT_A_TIME_ZONE = N_("“{text}” is not a time zone. Write for example Europe/Prague.")
NOT_AN_AMOUNT = N_(
    "“{text}” is not an amount of money. Write digits, and at most two after the decimal mark; the "
    "currency has a field of its own."
)
NOT_A_RATE = N_("“{text}” is not a rate. Write for example 25.30.")
NOT_A_CURRENCY = N_("“{text}” is not a currency. Write its three-letter code (CZK, EUR).")
NOT_YES_OR_NO = N_("“{text}” is neither yes nor no.")

NOT_A_RULE = N_(
    "“{text}” does not say how often. Write for example “every Friday”, “every 2 weeks on Monday”, "
    "“every month on the last working day” or “10 days after it was done”."
)

_NOT_COUNTRIES = {"EZ", "QO", "XA", "XB", "ZZ"}
"""Two-letter entries of CLDR that name a currency area, a region, a test or nothing."""

_OTHER_NAMES = {
    "ceska republika": "CZ", "czech republic": "CZ", "tschechische republik": "CZ",
    "slovenska republika": "SK", "slovak republic": "SK", "slowakische republik": "SK",
    "velka britanie": "GB", "great britain": "GB", "grossbritannien": "GB", "uk": "GB",
    "usa": "US", "spojene staty americke": "US", "united states of america": "US",
    "holandsko": "NL", "holland": "NL", "srn": "DE", "brd": "DE",
    "ruska federace": "RU", "russian federation": "RU", "russische foderation": "RU",
}  # fmt: skip
"""Names that people write and CLDR does not give, folded."""


@dataclass(frozen=True)
class Kind:
    """One kind of value; values are stored as text or as whole numbers."""

    name: str
    storage: Literal["text", "integer"] = "text"
    multiline: bool = False

    def parse(self, text: str, language: Language) -> Value:
        """The value as stored of what a person typed or a file says; None for nothing.

        Invisible characters (soft hyphens, direction marks) are left out.

        Raises `UserError` that says what is wrong and what is expected.
        """
        # Whoever pastes from a page or a mail does not see what came along.
        text = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
        clean = text.strip() if self.multiline else " ".join(text.split())
        return self._parse(clean, language) if clean else None

    def _parse(self, text: str, language: Language) -> Value:
        return text

    def format(self, value: Value, tr: Translator) -> str:
        """The value as shown on screen and paper; empty for None."""
        return "" if value is None else self._format(value, tr)

    def _format(self, value: str | int, tr: Translator) -> str:
        return str(value)

    def edit(self, value: Value, tr: Translator) -> str:
        """The text that stands in an input field; `parse` gives the value back."""
        return self.format(value, tr)


class _Integer(Kind):
    def _parse(self, text: str, language: Language) -> Value:
        # A comma groups thousands in English only; in Czech and German it starts a fraction.
        mark = "," if language is Language.EN else "."
        grouped = rf"[+-]?[0-9]{{1,3}}(?:[ {mark}][0-9]{{3}})+"
        digits = re.sub(f"[ {mark}]", "", text) if re.fullmatch(grouped, text) else text
        # The database holds 64 bits: eighteen digits always fit.
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", digits):
            raise UserError(NOT_A_NUMBER, text=text)
        return int(digits)

    def _format(self, value: str | int, tr: Translator) -> str:
        from babel.numbers import format_decimal

        return str(format_decimal(int(value), locale=tr.language.locale))

    def edit(self, value: Value, tr: Translator) -> str:
        return "" if value is None else str(value)


class _Months(_Integer):
    """A length of time; none is negative, and nobody agrees on more than a hundred years."""

    def _parse(self, text: str, language: Language) -> Value:
        from app.rules.agreements.terms import MOST_MONTHS

        months = super()._parse(text, language)
        if not 0 <= int(months or 0) <= MOST_MONTHS:
            raise UserError(NOT_MONTHS, text=text, most=MOST_MONTHS)
        return months


@dataclass(frozen=True)
class _Decimal(Kind):
    """A number with a fraction, stored as people of all languages can read it: `1234.50`.

    Of an amount of money digits may be grouped, in the way of the language; of a rate never, so
    that both a point and a comma begin its fraction. Neither is negative.
    """

    most: int = 2  # digits of the fraction
    grouped: bool = True
    refusal: str = ""

    def _parse(self, text: str, language: Language) -> Value:
        if self.grouped:
            mark = "," if language is Language.EN else "."
            whole = re.split(rf"[{'.' if language is Language.EN else ','}]", text)[0]
            if re.fullmatch(rf"[0-9]{{1,3}}(?:[\s{mark}][0-9]{{3}})+", whole):
                text = re.sub(rf"[\s{mark}]", "", whole) + text[len(whole) :]
        found = re.fullmatch(rf"([0-9]{{1,15}})(?:[.,]([0-9]{{1,{self.most}}}))?", text)
        if not found:
            raise UserError(self.refusal, text=text)
        whole, part = found[1].lstrip("0") or "0", found[2] or ""
        if self.grouped:
            return f"{whole}.{part:0<2}" if part.strip("0") else whole
        part = part.rstrip("0")
        return f"{whole}.{part}" if part else whole

    def _format(self, value: str | int, tr: Translator) -> str:
        from decimal import Decimal

        from babel.numbers import format_decimal

        number = Decimal(str(value))
        money = "#,##0.00" if number % 1 else "#,##0"
        shown = money if self.grouped else "0.########"
        return str(format_decimal(number, shown, locale=tr.language.locale))


class _Currency(Kind):
    """A currency: its ISO 4217 code. People may write its sign or its name."""

    def _parse(self, text: str, language: Language) -> Value:
        code = _SIGNS.get(text) or _currencies().get(_folded(text))
        if code is None:
            raise UserError(NOT_A_CURRENCY, text=text)
        return code


class _Boolean(Kind):
    def _parse(self, text: str, language: Language) -> Value:
        clean = text.casefold()
        if clean in ("1", "true", "yes", "ano", "ja", "x"):
            return 1
        if clean in ("0", "false", "no", "ne", "nein"):
            return 0
        raise UserError(NOT_YES_OR_NO, text=text)

    def _format(self, value: str | int, tr: Translator) -> str:
        return tr("Yes") if value else tr("No")


class _PartialDate(Kind):
    def _parse(self, text: str, language: Language) -> Value:
        from app.rules.days.partial_dates import parse

        return str(parse(text, language))

    def _format(self, value: str | int, tr: Translator) -> str:
        from app.rules.days.partial_dates import PartialDate, format

        return format(PartialDate.parse_iso(str(value)), tr)


class _Date(_PartialDate):
    def _parse(self, text: str, language: Language) -> Value:
        from app.rules.days.partial_dates import parse

        try:
            found = parse(text, language)
        except UserError as error:
            raise UserError(NOT_A_FULL_DATE, text=text) from error
        if not found.is_day:
            raise UserError(NOT_A_FULL_DATE, text=text)
        return str(found)


class _Moment(Kind):
    def _parse(self, text: str, language: Language) -> Value:
        from app.rules.days.partial_dates import parse

        day, hour = text, ""
        if found := re.fullmatch(r"(.+?)(?:T|,? )([0-9]{1,2})[:.]([0-9]{2})(?::[0-9]{2})?", text):
            day, hour = found[1], f"{int(found[2]):02d}:{found[3]}"
        try:
            when = parse(day, language)
            if not when.is_day:
                raise ValueError(day)
            stored = f"{when}T{hour}" if hour else str(when)
            datetime.fromisoformat(stored)
        except (UserError, ValueError) as error:
            raise UserError(NOT_A_MOMENT, text=text) from error
        return stored

    def _format(self, value: str | int, tr: Translator) -> str:
        from app.rules.days.partial_dates import format_moment

        return format_moment(str(value), tr)


@dataclass(frozen=True)
class _Coded(Kind):
    """An ISO code of two letters, shown by its CLDR name; `table` is Babel's name for the list."""

    table: str = ""
    refusal: str = ""

    def _parse(self, text: str, language: Language) -> Value:
        code = _codes(self.table, language).get(_folded(text))
        if self.table == "territories" and text.casefold() in ("čr", "č.r.", "č. r."):
            code = "CZ"  # without its hook it would be Costa Rica
        if code is None:
            raise UserError(self.refusal, text=text)
        return code

    def _format(self, value: str | int, tr: Translator) -> str:
        return names_in(self.table, tr.language).get(str(value), str(value))

    def edit(self, value: Value, tr: Translator) -> str:
        # A few names are read as another code: the German name of ii is Yi, yi is Yiddish.
        shown = self.format(value, tr)
        again = _codes(self.table, tr.language).get(_folded(shown))
        return shown if value is None or again == value else str(value)


class _CodedList(_Coded):
    """Several codes, stored with semicolons between them, in the order given."""

    def _parse(self, text: str, language: Language) -> Value:
        parts = (part.strip() for part in re.split(r"[;,]", text))
        codes = [str(super(_CodedList, self)._parse(part, language)) for part in parts if part]
        return ";".join(dict.fromkeys(codes)) or None

    def _format(self, value: str | int, tr: Translator) -> str:
        one = super()._format
        return ", ".join(one(code, tr) for code in str(value).split(";"))

    def edit(self, value: Value, tr: Translator) -> str:
        one = super().edit
        return ", ".join(one(code, tr) for code in str(value).split(";")) if value else ""


class _Identifier(Kind):
    """A value that `app.rules.identifiers` checks and normalises by the function of its name."""

    def _parse(self, text: str, language: Language) -> Value:
        from app.rules import identifiers

        return str(getattr(identifiers, self.name)(text))

    def _format(self, value: str | int, tr: Translator) -> str:
        if self.name != "phone":
            return str(value)
        from app.rules.identifiers import show_phone

        # Whoever reads Czech is at home there: no country code for Czech numbers.
        return show_phone(str(value), at_home=tr.language is Language.CS)


class _Tags(Kind):
    """Words that a department sorts its records by; stored with semicolons between them."""

    def _parse(self, text: str, language: Language) -> Value:
        parts = (" ".join(part.split()) for part in re.split(r"[;,]", text))
        return ";".join(dict.fromkeys(part for part in parts if part)) or None

    def _format(self, value: str | int, tr: Translator) -> str:
        return ", ".join(str(value).split(";"))


class _Which(Kind):
    """What a contact detail is, in free words; ``work`` and ``home`` as address books call them.

    These are stored so, whatever the language, and shown as words of it.
    """

    WORDS: ClassVar[dict[str, str]] = {"work": N_("at work"), "home": N_("private")}

    def _parse(self, text: str, language: Language) -> Value:
        said = text.casefold()
        for code, word in self.WORDS.items():
            words = (translator(known).message(word).casefold() for known in Language)
            if said == code or said in words:
                return code
        return text

    def _format(self, value: str | int, tr: Translator) -> str:
        word = self.WORDS.get(str(value))
        return tr.message(word) if word else str(value)


class _Picture(Kind):
    """A picture: the fingerprint of its content (see `app.db.contents`)."""

    def _format(self, value: str | int, tr: Translator) -> str:
        return tr("Yes")

    def edit(self, value: Value, tr: Translator) -> str:
        return "" if value is None else str(value)


class _TimeZone(Kind):
    def _parse(self, text: str, language: Language) -> Value:
        name = _time_zones().get(text.replace(" ", "_").casefold())
        if name is None:
            raise UserError(NOT_A_TIME_ZONE, text=text)
        return name


@dataclass(frozen=True, init=False)
class Choice(Kind):
    """One of a closed list of codes; each has a message id as its label."""

    pairs: tuple[tuple[str, str], ...] = ()

    def __init__(self, options: Mapping[str, str] | Iterable[tuple[str, str]]) -> None:
        object.__setattr__(self, "name", "choice")
        object.__setattr__(self, "storage", "text")
        object.__setattr__(self, "multiline", False)
        object.__setattr__(self, "pairs", tuple(dict(options).items()))

    @property
    def options(self) -> dict[str, str]:
        """The message ids of the labels by stored code."""
        return dict(self.pairs)

    def label(self, code: str) -> str:
        """The message id of a code's label; the code itself if it is not of the list."""
        return self.options.get(code, code)

    def _parse(self, text: str, language: Language) -> Value:
        options = self.options
        if text in options:
            return text
        wanted = text.casefold()
        for code in (language, *(item for item in Language if item != language)):
            tr = translator(code)
            for option, label in options.items():
                if " ".join(tr.message(label).split()).casefold() == wanted:
                    return option
        if wanted in options:
            return wanted
        tr = translator(language)
        choices = ", ".join(tr.message(label) for label in options.values())
        raise UserError(NOT_A_CHOICE, text=text, choices=choices)

    def _format(self, value: str | int, tr: Translator) -> str:
        return tr.message(self.label(str(value)))


class Repeats(Choice):
    """How often something comes again: one of a list, or any rule that a person says."""

    def _parse(self, text: str, language: Language) -> Value:
        from app.rules.days.recurrence import Rule
        from app.rules.quick_entry.reading import recurrence_of

        try:
            return super()._parse(text, language)
        except UserError:
            pass
        try:
            return Rule.parse(text).text()
        except ValueError:
            pass
        if rule := recurrence_of(text, language):
            return rule
        raise UserError(NOT_A_RULE, text=text)

    def _format(self, value: str | int, tr: Translator) -> str:
        from app.rules.days.recurrence import Rule, sentence

        if value in self.options:
            return super()._format(value, tr)
        try:
            return sentence(Rule.parse(str(value)), tr)
        except ValueError:
            return str(value)


def _folded(text: str) -> str:
    from app.rules.folding import fold

    return fold(text)


@cache
def names_in(table: str, language: Language) -> dict[str, str]:
    """CLDR names by code: ISO 3166 countries or ISO 639-1 languages."""
    from babel import Locale

    found = dict(getattr(Locale.parse(language.locale), table))
    return {
        code: name
        for code, name in found.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }


@cache
def _codes(table: str, language: Language) -> dict[str, str]:
    """Codes by folded code and by folded name in the three languages; `language` wins."""
    found = dict(_OTHER_NAMES) if table == "territories" else {}
    for item in (*(item for item in Language if item is not language), language):
        found |= {_folded(name): code for code, name in names_in(table, item).items()}
    return found | {code.casefold(): code for code in names_in(table, Language.EN)}


@cache
def _currencies() -> dict[str, str]:
    """Codes of the currencies in use by folded code, sign and name in the three languages."""
    from babel import Locale
    from babel.core import get_global

    used = {
        code
        for spans in get_global("territory_currencies").values()
        for code, _since, until, tender in spans
        if tender and until is None
    }
    found: dict[str, str] = {}
    for language in Language:
        locale = Locale.parse(language.locale)
        for code, name in locale.currencies.items():
            if code in used:
                found.setdefault(_folded(name), code)
    return found | {code.casefold(): code for code in used}


_SIGNS = {"Kč": "CZK", "€": "EUR", "$": "USD", "£": "GBP", "zł": "PLN", "Ft": "HUF", "¥": "JPY"}
"""What people mean by a sign that several currencies share."""


@cache
def _time_zones() -> dict[str, str]:
    """Names of the time zones of places, by their casefolded names and those they had before.

    What a computer calls its own (`localtime`, `posixrules`), `Factory`, `Etc/…`, abbreviations
    (`EST`) and copies of the whole list (`posix/…`, `right/…`) are no place's time.
    """
    from importlib.resources import files

    data = files("tzdata") / "zoneinfo"
    places = {
        line.split("\t")[2]
        for table in ("zone.tab", "zone1970.tab")
        for line in (data / table).read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    }
    found = {name.casefold(): name for name in places}
    for line in (data / "tzdata.zi").read_text("utf-8").splitlines():
        if line.startswith("L "):
            _, target, before = line.split()
            if target in places and "/" in before:
                found.setdefault(before.casefold(), target)
    return found


TEXT = Kind("text")
MULTILINE = Kind("multiline", multiline=True)
INTEGER = _Integer("integer", "integer")
MONTHS = _Months("months", "integer")
BOOLEAN = _Boolean("boolean", "integer")
PARTIAL_DATE = _PartialDate("partial_date")
DATE = _Date("date")
MOMENT = _Moment("moment")
COUNTRY = _Coded("country", table="territories", refusal=NOT_A_COUNTRY)
LANGUAGE_CODE = _Coded("language", table="languages", refusal=NOT_A_LANGUAGE)
LANGUAGE_CODES = _CodedList("languages", table="languages", refusal=NOT_A_LANGUAGE)
COUNTRY_CODES = _CodedList("countries", table="territories", refusal=NOT_A_COUNTRY)
AMOUNT = _Decimal("amount", refusal=NOT_AN_AMOUNT)
RATE = _Decimal("rate", most=8, grouped=False, refusal=NOT_A_RATE)
CURRENCY = _Currency("currency")
EMAIL = _Identifier("email")
PHONE = _Identifier("phone")
URL = _Identifier("url")
ICO = _Identifier("ico")
DIC = _Identifier("dic")
DATA_BOX = _Identifier("data_box")
TIME_ZONE = _TimeZone("time_zone")
TAGS = _Tags("tags")
WHICH = _Which("which")
PICTURE = _Picture("picture")
REFERENCE = Kind("reference")
