"""What any paper prints: texts per language, the letterhead, and what has no translation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass

from app.i18n import Language

Localised = Mapping[Language, str]


@dataclass(frozen=True, slots=True)
class OwnOffice:
    """The own organisation as the letterhead shows it. `address` holds one line each; `logo` is
    a PNG or JPEG.
    """

    native_name: str
    names: Localised = field(default_factory=dict)
    native_language: str = Language.CS
    address: Sequence[str] = ()
    ico: str = ""
    phone: str = ""
    email: str = ""
    data_box: str = ""
    website: str = ""
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation on paper. `country` is the one it belongs to: the represented one of an
    embassy; ISO 3166-1 alpha-2.
    """

    id: str
    names: Localised
    native_name: str = ""
    country: str = ""


@dataclass(frozen=True, slots=True)
class MissingTranslation:
    """A text of the agreement `title` that will be printed as `text`, for want of `language`."""

    title: str
    language: Language
    text: str


def in_czech(text: str) -> Localised:
    """A text that the office writes in Czech only: in other languages it is marked, and listed
    before printing.
    """
    return {Language.CS: text} if text.strip() else {}


def choose(text: Localised, language: Language) -> tuple[str, Language]:
    """The text in `language`, else in Czech, else in any language there is, and which that is."""
    for candidate in (language, Language.CS, *text):
        if said := text.get(candidate, "").strip():
            return said, candidate
    return "", language


def missing_of(
    title: Localised, content: object, languages: Sequence[Language]
) -> list[MissingTranslation]:
    """What of `content`, that of a paper about `title`, has no text in one of `languages`.

    All texts per language are found, in the order of the fields, however deep they lie in data
    classes, sequences and mappings; each is given once per language. The letterhead is left out.
    """
    found: dict[MissingTranslation, None] = {}
    name = choose(title, Language.CS)[0]
    for text in _texts_in(content):
        for language in languages:
            said, actual = choose(text, language)
            if said and actual is not language:
                found[MissingTranslation(name, language, said)] = None
    return list(found)


def _texts_in(content: object) -> Iterator[Localised]:
    if isinstance(content, OwnOffice):
        return
    if is_dataclass(content):
        for item in fields(content):
            yield from _texts_in(getattr(content, item.name))
    elif isinstance(content, Mapping):
        if content and all(isinstance(key, Language) for key in content):
            yield content
        else:
            for item in content.values():
                yield from _texts_in(item)
    elif isinstance(content, (list, tuple)):
        for item in content:
            yield from _texts_in(item)
