"""Tables without a row of headings: which rows are plainly contacts, and what their columns hold.

Columns are told by the form of their cells (addresses, numbers, postal codes, words of posts and
bodies); which of two columns of single words holds the family names, by common given names. What
cannot be told is for the note; a person can correct every guess.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from app.errors import UserError
from app.exchange.tables.row_values import NOTE
from app.i18n import Language
from app.kinds import COUNTRY, ICO, PARTIAL_DATE
from app.rules.folding import fold
from app.rules.people.signatures import kinds_of
from app.rules.people.titles import split_titles

_EMAIL = re.compile(r"(?i)(?:mailto:)?[^\s@;,]+@[^\s@;,]+\.[a-z]{2,}")
_ADDRESS_IN = re.compile(r"[^<>@]*<\s*[^<>\s@]+@[^<>\s@]+\s*>")
_WEB = re.compile(r"(?i)(?:https?://|www\.)\S+")
_NUMBER = re.compile(r"\+?[0-9][0-9 ()/.,;\u00a0–-]*")
_PHONE = re.compile(r"(?i)(?:[a-z .]{1,8}:?\s*)?\(?\+?[0-9][0-9 ()/.,;+\u00a0–-]*")
_DATE = re.compile(r"[0-9]{1,2}\. ?[0-9]{1,2}\. ?[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOBILE = re.compile(r"(?:(?:\+|00)420)?[67][0-9]{8}|(?:\+|00)49 ?1[567][0-9]{7,9}")
_POSTAL = re.compile(r"(?:[A-Z]{1,2}[- ])?(?:[0-9]{3} ?[0-9]{2}|[0-9]{4}|[0-9]{2}-[0-9]{3})")
_WITH_POSTAL = re.compile(
    r".*\b(?:[0-9]{3} ?[0-9]{2}|[0-9]{4}|[0-9]{2}-[0-9]{3}) +[^\W\d]", re.DOTALL
)
_STREET = re.compile(r"[^\W\d].*\s[0-9]+ ?[a-zA-Z]?(?: ?[/-] ?[0-9]+ ?[a-zA-Z]?)?")
_MOST = 0.6  # of the filled cells of a column, which decide what it holds
_LEAST_DIGITS = 5  # a heading may be a year

_GIVEN = frozenset(
    """
    jan jana jiri jirina petr petra pavel pavla martin martina tomas jaroslav jaroslava miroslav
    miroslava josef zdenek zdenka frantisek vaclav milan michal michaela karel lukas jakub david
    ladislav ondrej roman stanislav marek daniel daniela antonin radek vladimir vladimira filip
    vojtech adam ales libor jindrich rostislav dalibor lubomir bohumil matej dominik patrik robert
    marie eva hana anna lenka katerina lucie vera alena veronika jitka ludmila helena ivana monika
    marketa barbora tereza zuzana kristyna dana irena renata sarka olga iveta simona ivan vlasta
    thomas michael andreas stefan christian peter wolfgang klaus jurgen dieter manfred hans uwe
    bernd frank ralf matthias markus sabine susanne petra ursula monika birgit karin claudia
    andrea stefanie heike silke anja katrin katja jens jorg sven torsten ingrid renate gabriele
    john james william mary elizabeth paul mark anne jane george richard charles susan kate
    andrzej piotr krzysztof tomasz pawel jerzy malgorzata agnieszka katarzyna ewa joanna
    juraj jozef stefan katarina maria jozefina lubos dusan
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)


def is_contact(row: Iterable[str]) -> bool:
    """Whether a row plainly is a contact and names no columns: an address or a number is in it."""
    return any(_is_address(cell) or _is_number(cell) for cell in map(str.strip, row))


def holds_address(row: Iterable[str]) -> bool:
    """Whether an e-mail address stands in a row: a row of headings has none, whatever its words."""
    return any(_EMAIL.fullmatch(cell.strip()) for cell in row)


def _is_address(cell: str) -> bool:
    return any(kind.fullmatch(cell) for kind in (_EMAIL, _ADDRESS_IN, _WEB))


def _is_number(cell: str) -> bool:
    return _NUMBER.fullmatch(cell) is not None and _digits(cell) >= _LEAST_DIGITS


def guess_columns(rows: Sequence[Sequence[str]], kind: str = "person") -> dict[int, str]:
    """The targets (keys of `headers.TARGETS`) of the columns of some rows, by number from 0.

    With the `kind` ``organisation`` the first column of names holds theirs. What cannot be told
    goes into the note.
    """
    width = max(map(len, rows), default=0)
    columns = [
        [row[number].strip() for row in rows if number < len(row) and row[number].strip()]
        for number in range(width)
    ]
    found: dict[int, str] = {}
    for number, cells in enumerate(columns):
        if target := _form(cells):
            found[number] = target
    for number, target in list(found.items()):
        if target == "postal_code":  # the town stands beside it
            beside = [n for n in (number + 1, number - 1) if 0 <= n < width and n not in found]
            if place := next((n for n in beside if columns[n]), None):
                found[place] = "city"
    texts = [n for n in range(width) if n not in found and columns[n]]
    for number in texts:
        if target := _speaks_of(columns[number]):
            found[number] = target
    texts = [n for n in texts if n not in found]
    if kind == "organisation":
        if texts and "organisation" not in found.values():
            found[texts.pop(0)] = "organisation"
    else:
        found |= _names(texts, columns)
    for number in texts:
        found.setdefault(number, NOTE)
    _keep_first(found)
    return dict(sorted(found.items()))


def _form(cells: list[str]) -> str:
    """What a column holds whose cells have a form of their own; empty if they have none."""
    forms: tuple[tuple[str, Callable[[str], object]], ...] = (
        ("email", _EMAIL.search),
        ("web", _WEB.match),
        ("birthday", _is_day),
        ("ico", _is_ico),
        ("postal_code", _POSTAL.fullmatch),
        ("mobile", lambda cell: _MOBILE.fullmatch(re.sub(r"[ \u00a0-]", "", cell))),
        ("phone", lambda cell: _PHONE.fullmatch(cell) and _digits(cell) > _LEAST_DIGITS),
        ("title_before", lambda cell: not split_titles(cell)[1]),
        ("country", _is_country),
        ("address", _WITH_POSTAL.match),
        ("street", _STREET.fullmatch),
    )
    return next((target for target, is_so in forms if _mostly(cells, is_so)), "")


def _speaks_of(cells: list[str]) -> str:
    """What a column holds by its words: bodies, posts or their departments."""
    said = [kinds_of(cell) for cell in cells]
    for target, word in (("department", "unit"), ("post", "post"), ("organisation", "body")):
        if sum(word in kinds for kinds in said) >= _MOST * len(cells):
            return target
    return ""


def _names(texts: list[int], columns: Sequence[list[str]]) -> dict[int, str]:
    """The columns of names among those of texts: of whole names, or of each part."""
    whole = next((n for n in texts if _mostly(columns[n], _is_whole_name)), None)
    if whole is not None:
        names = [split_titles(cell)[1] for cell in columns[whole]]
        is_turned = sum(map(family_comes_first, names)) > len(names) / 2
        return {whole: "formatted_name:reversed" if is_turned else "formatted_name"}
    words = [n for n in texts if _mostly(columns[n], lambda cell: len(cell.split()) == 1)]
    if len(words) < 2:
        return {words[0]: "family_name"} if words else {}
    first, second = words[:2]
    is_turned = _given(columns[second]) > _given(columns[first])
    family, given = (first, second) if is_turned else (second, first)
    return {given: "given_name", family: "family_name"}


def family_comes_first(name: str) -> bool:
    """Whether the last word of a bare name is a common given name and the first one is none."""
    words = fold(name).split()
    return len(words) > 1 and words[-1] in _GIVEN and words[0] not in _GIVEN


def _is_whole_name(cell: str) -> bool:
    words = split_titles(cell)[1].split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words if word.isalpha())


def _given(cells: list[str]) -> int:
    return sum(fold(cell).partition(" ")[0] in _GIVEN for cell in cells)


def _keep_first(found: dict[int, str]) -> None:
    """A second column of what a row has once is for the note; addresses and numbers may be many."""
    seen: set[str] = set()
    for number in sorted(found):
        target = found[number]
        if target in seen and target not in ("email", "phone", "mobile", "web", NOTE):
            found[number] = "title_after" if target == "title_before" else NOTE
        seen.add(target)


def _mostly(cells: list[str], is_so: Callable[[str], object]) -> bool:
    return bool(cells) and sum(map(bool, map(is_so, cells))) >= _MOST * len(cells)


def _digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _is_day(cell: str) -> bool:
    if not _DATE.fullmatch(cell):
        return False
    try:
        return PARTIAL_DATE.parse(cell, Language.CS) is not None
    except UserError:
        return False


def _is_ico(cell: str) -> bool:
    if not re.fullmatch(r"[0-9 ]{8,10}", cell) or _digits(cell) != 8:
        return False
    try:
        return ICO.parse(cell, Language.CS) is not None
    except UserError:
        return False


def _is_country(cell: str) -> bool:
    if len(cell) < 4:
        return cell in ("CZ", "DE", "SK", "AT", "PL", "D", "A")
    try:
        return COUNTRY.parse(cell, Language.CS) is not None
    except UserError:
        return False
