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
from typing import Literal

from app.errors import UserError
from app.i18n import N_, Language, Translator, translator

Value = str | int | None

NOT_A_NUMBER = N_("“{text}” is not a whole number.")
NOT_A_FULL_DATE = N_("“{text}” is not a full date. Write day, month and year (29. 6. 2017).")
NOT_A_MOMENT = N_("“{text}” is not a date with a time. Write for example 29. 6. 2017 14:30.")
NOT_A_CHOICE = N_("“{text}” is not one of the choices: {choices}.")
NOT_A_COUNTRY = N_("“{text}” is not a country. Write its name or its two-letter code.")
NOT_A_LANGUAGE = N_("“{text}” is not a language. Write its name or its two-letter code.")
NOT_A_TIME_ZONE = N_("“{text}” is not a time zone. Write for example Europe/Prague.")
NOT_YES_OR_NO = N_("“{text}” is neither yes nor no.")


@dataclass(frozen=True)
class Kind:
    """One kind of value; values are stored as text or as whole numbers."""

    name: str
    storage: Literal["text", "integer"] = "text"
    multiline: bool = False

    def parse(self, text: str, language: Language) -> Value:
        """The value as stored of what a person typed or a file says; None for nothing.

        Raises `UserError` that says what is wrong and what is expected.
        """
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


@dataclass(frozen=True)
class _Integer(Kind):
    def _parse(self, text: str, language: Language) -> Value:
        try:
            return int(re.sub(r"[\s\u00a0\u202f.,](?=\d{3}\b)", "", text))
        except ValueError as error:
            raise UserError(NOT_A_NUMBER, text=text) from error

    def _format(self, value: str | int, tr: Translator) -> str:
        from babel.numbers import format_decimal

        return str(format_decimal(int(value), locale=tr.language.locale))

    def edit(self, value: Value, tr: Translator) -> str:
        return "" if value is None else str(value)


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class _PartialDate(Kind):
    def _parse(self, text: str, language: Language) -> Value:
        from app.rules.partial_dates import parse

        return str(parse(text, language))

    def _format(self, value: str | int, tr: Translator) -> str:
        from app.rules.partial_dates import PartialDate, format  # noqa: A004

        return format(PartialDate.parse_iso(str(value)), tr)


@dataclass(frozen=True)
class _Date(_PartialDate):
    def _parse(self, text: str, language: Language) -> Value:
        from app.rules.partial_dates import parse

        try:
            found = parse(text, language)
        except UserError as error:
            raise UserError(NOT_A_FULL_DATE, text=text) from error
        if not found.is_day:
            raise UserError(NOT_A_FULL_DATE, text=text)
        return str(found)


@dataclass(frozen=True)
class _Moment(Kind):
    def _parse(self, text: str, language: Language) -> Value:
        from app.rules.partial_dates import parse

        day, hour = text, ""
        if found := re.fullmatch(r"(.+?)(?:T|,?\s+)(\d{1,2})[:.](\d{2})", text):
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
        from app.rules.partial_dates import format_moment

        return format_moment(str(value), tr)


@dataclass(frozen=True)
class _Country(Kind):
    def _parse(self, text: str, language: Language) -> Value:
        code = _codes("territories").get(_folded(text))
        if code is None:
            raise UserError(NOT_A_COUNTRY, text=text)
        return code

    def _format(self, value: str | int, tr: Translator) -> str:
        return _names("territories", tr.language).get(str(value), str(value))


@dataclass(frozen=True)
class _Language(Kind):
    def _parse(self, text: str, language: Language) -> Value:
        code = _codes("languages").get(_folded(text))
        if code is None:
            raise UserError(NOT_A_LANGUAGE, text=text)
        return code

    def _format(self, value: str | int, tr: Translator) -> str:
        return _names("languages", tr.language).get(str(value), str(value))


@dataclass(frozen=True)
class _Languages(_Language):
    def _parse(self, text: str, language: Language) -> Value:
        parts = (part.strip() for part in re.split(r"[;,]", text))
        codes = (str(super(_Languages, self)._parse(part, language)) for part in parts if part)
        return ";".join(dict.fromkeys(codes)) or None

    def _format(self, value: str | int, tr: Translator) -> str:
        one = super()._format
        return ", ".join(one(code, tr) for code in str(value).split(";"))


@dataclass(frozen=True)
class _Identifier(Kind):
    """A value that `app.rules.identifiers` checks and normalises by the function of its name."""

    def _parse(self, text: str, language: Language) -> Value:
        from app.rules import identifiers

        return str(getattr(identifiers, self.name)(text))

    def _format(self, value: str | int, tr: Translator) -> str:
        if self.name != "phone":
            return str(value)
        from app.rules.identifiers import show_phone

        return show_phone(str(value))


@dataclass(frozen=True)
class _TimeZone(Kind):
    def _parse(self, text: str, language: Language) -> Value:
        from zoneinfo import available_timezones

        for name in available_timezones():
            if name.casefold() == text.casefold():
                return name
        raise UserError(NOT_A_TIME_ZONE, text=text)


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
                if tr.message(label).casefold() == wanted:
                    return option
        tr = translator(language)
        choices = ", ".join(tr.message(label) for label in options.values())
        raise UserError(NOT_A_CHOICE, text=text, choices=choices)

    def _format(self, value: str | int, tr: Translator) -> str:
        return tr.message(self.label(str(value)))


def _folded(text: str) -> str:
    from app.rules.names import fold

    return fold(text)


@cache
def _names(table: str, language: Language) -> dict[str, str]:
    """CLDR names by code: ISO 3166 countries or ISO 639-1 languages."""
    from babel import Locale

    length = 2
    found = dict(getattr(Locale.parse(language.locale), table))
    return {
        code: name for code, name in found.items() if len(code) == length and code.isalpha()
    }


@cache
def _codes(table: str) -> dict[str, str]:
    """Codes by folded code and by folded name in each of the three languages."""
    found: dict[str, str] = {}
    for language in Language:
        found |= {_folded(name): code for code, name in _names(table, language).items()}
    return found | {code.casefold(): code for code in _names(table, Language.EN)}


TEXT = Kind("text")
MULTILINE = Kind("multiline", multiline=True)
INTEGER = _Integer("integer", "integer")
BOOLEAN = _Boolean("boolean", "integer")
PARTIAL_DATE = _PartialDate("partial_date")
DATE = _Date("date")
MOMENT = _Moment("moment")
COUNTRY = _Country("country")
LANGUAGE_CODE = _Language("language")
LANGUAGE_CODES = _Languages("languages")
EMAIL = _Identifier("email")
PHONE = _Identifier("phone")
URL = _Identifier("url")
ICO = _Identifier("ico")
DIC = _Identifier("dic")
DATA_BOX = _Identifier("data_box")
TIME_ZONE = _TimeZone("time_zone")
REFERENCE = Kind("reference")
