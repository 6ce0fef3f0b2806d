"""Languages and the gettext domain.

Message ids are plain English sentences. Specifications (field lists, errors) hold ids marked
with `N_` or `C_`; whatever prints or shows text takes a `Translator`. There is no current
language here: only the window has one, and a bilingual paper needs two at once.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from app.catalogue import Catalogue
from app.paths import TRANSLATIONS

DOMAIN = "vztahy"
_CONTEXT = "\x04"  # gettext's own separator between a context and a message id


class Language(StrEnum):
    """The three languages of the interface and of the papers; the value is the ISO 639-1 code."""

    CS = "cs"
    DE = "de"
    EN = "en"

    @property
    def locale(self) -> str:
        """The CLDR locale that formats dates and numbers: English is the European one."""
        return {"cs": "cs_CZ", "de": "de_DE", "en": "en_GB"}[self.value]

    @property
    def own_name(self) -> str:
        """What the language calls itself; never translated."""
        return {"cs": "Čeština", "de": "Deutsch", "en": "English"}[self.value]


def N_(message: str) -> str:  # noqa: N802  gettext's conventional name for "mark, do not translate"
    """Mark `message` for extraction and return it unchanged."""
    return message


def C_(context: str, message: str) -> str:  # noqa: N802  the same with a context
    """Mark `message` within `context`, for words that are translated differently by place."""
    return f"{context}{_CONTEXT}{message}"


class Translator:
    """Gives texts in one language. Calls are recognised by the extractor as ``tr(...)``,
    ``tr.plural(...)`` and ``tr.context(...)``, so name the variable ``tr``.
    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._catalogue = _catalogue(language)

    def __call__(self, message: str, **values: object) -> str:
        """The text of a literal message id, with its ``{placeholders}`` filled."""
        return self.message(message, **values)

    def message(self, message: str, **values: object) -> str:
        """The text of an id held in a variable (marked elsewhere with `N_` or `C_`)."""
        if not message:
            return ""
        text = self._catalogue.gettext(message)
        if text == message and _CONTEXT in message:
            text = message.partition(_CONTEXT)[2]
        return text.format(**values) if values else text

    def context(self, context: str, message: str, **values: object) -> str:
        """The text of a literal id within a context."""
        return self.message(C_(context, message), **values)

    def plural(self, singular: str, plural: str, count: int, **values: object) -> str:
        """The plural form for `count`, which also fills ``{count}``."""
        text = self._catalogue.ngettext(singular, plural, count)
        return text.format(count=count, **values)


@cache
def _catalogue(language: Language) -> Catalogue:
    return Catalogue(TRANSLATIONS / language.value / "LC_MESSAGES" / f"{DOMAIN}.mo")


@cache
def translator(language: Language) -> Translator:
    """The (shared, immutable) translator of a language."""
    return Translator(language)
