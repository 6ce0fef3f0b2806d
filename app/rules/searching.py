"""What finds a text: the words it is known by besides its own, and what a search asks for.

People write a number with and without its blanks, or only its end; a name without its marks or
with two letters for one (*mueller*, *Djokovic*), or in Latin letters where the record has
Cyrillic ones; a file breaks words at the ends of lines and spaces out its titles. Both sides are
brought together here: `spellings` gives the further words of a text for the index, `asked` what
a person typed, each piece with what else may stand for it. All words are folded
(`app.rules.folding`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from app.rules.folding import fold

_SHORT = 120  # characters of a value in a field; numbers in it are found by their ends, too
_LONGEST_NUMBER = 15  # digits (ITU-T E.164)
_SHORTEST_END = 3
_LONG_NUMBER = 6  # digits; a shorter one is known by its beginning

_BLANK = r"[ \t\u00a0\u2007\u2009\u202f]"
_BETWEEN = rf"(?:{_BLANK}?[-.,/()\u2010-\u2013][ \u00a0]?|{_BLANK})"
_RUN = re.compile(rf"(?<![^\W_])(?P<plus>\+|00)?\(?\d+(?:(?:{_BETWEEN}){{1,2}}\d+)*")
_HYPHEN = re.compile(r"[-\u00ad\u2010][ \t]*\n\s*")
_LETTERS_BEFORE = re.compile(r"[^\W\d_]{2,40}\Z")
_LETTERS_AFTER = re.compile(r"[^\W\d_]{2,40}")
_SPACED = re.compile(r"(?<!\w)\w(?:[ \u00a0]{1,3}\w(?!\w)){3,}")
_PAIRS = re.compile(r"[aou]e(?=[bcdfghjklmnpqrstvwxz])|dj|aa")
_PROMISING = re.compile(
    r"[0-9\n\u0400-\u04ff\u00e6\u0153]|dj|đj|[^\W\d_b-df-np-tv-z]{2}|\b\w[ \u00a0]+\w\b",
    re.IGNORECASE,
)
"""Most values of fields are short and have none of this; they have no further spellings."""
_CYRILLIC = re.compile("[\u0400-\u04ff]{2,}")
_IDENTIFIER = re.compile(r"[A-Z]{2}(?:\d{6,12}|[A-Z]\d{7,9}|\d{7,9}(?:[A-Z]|B\d{2}))")
"""Numbers of payers of VAT, as the member states write them (CZ…, ATU…, NL…B01)."""
_CODE = re.compile(r"[A-Z0-9]{2,4} [A-Z0-9]{2,3}", re.IGNORECASE)
"""A postal code with letters (SW1A 2AA, 1012 JS)."""
_STORED_DAY = re.compile(r"\d{4}(?:-\d\d){0,2}(?:T\d\d:\d\d)?")


def spellings(text: str) -> str:
    """The further words that find a text, folded, with blanks between; often none."""
    return _short(text) if len(text) <= _SHORT else _further(text)


@lru_cache(maxsize=1 << 13)
def _short(text: str) -> str:
    return _further(text) if _PROMISING.search(text) else ""


def words_for(texts: Iterable[str]) -> str:
    """What finds some texts together: the folded words of them all, then their further spellings.

    What a short one comes to is kept: posts, places and the names of organisations come again.
    """
    words, further = [], []
    for text in texts:
        own, also = _kept_words(text) if len(text) <= _SHORT else (fold(text), _further(text))
        if own:
            words.append(own)
        if also:
            further.append(also)
    return " ".join(words + further)


@lru_cache(maxsize=1 << 13)
def _kept_words(text: str) -> tuple[str, str]:
    return fold(text), _further(text) if _PROMISING.search(text) else ""


def _further(text: str) -> str:
    return " ".join(dict.fromkeys(_spellings(text)))


def _spellings(text: str) -> Iterable[str]:
    if _STORED_DAY.fullmatch(text):
        return [text.partition("T")[0].replace("-", "")]
    found: list[str] = []
    if _DIGIT.search(text):
        found += _numbers(text)
    if "\n" in text:
        found += _hyphenated(text)
    if text.count(" ") + text.count("\u00a0") >= _FEWEST_SPACES:
        found += _spaced(text)
    if not text.isascii():
        for word in dict.fromkeys(_CYRILLIC.findall(text)):
            found += transcribed(word)
    folded = fold(text)
    if _PAIRS.search(folded):
        words = dict.fromkeys(folded.split())
        found += (plain for word in words if (plain := plainer(word)) != word)
    return found


_DIGIT = re.compile("[0-9]")
_FEWEST_SPACES = 3  # between the letters of a title that is spaced out


def _spaced(text: str) -> Iterator[str]:
    """A title whose letters stand apart, in one piece."""
    for found in _SPACED.finditer(text):
        # Where its words begin nobody knows: any of its letters may begin one.
        letters = fold(found.group()).replace(" ", "")[:_LONGEST_TITLE]
        if not letters.isdigit():
            yield from (letters[at:] for at in range(len(letters) - _SHORTEST_END))


_LONGEST_TITLE = 80


def _hyphenated(text: str) -> Iterator[str]:
    """Words that were broken at the end of a line."""
    for found in _HYPHEN.finditer(text):
        before = _LETTERS_BEFORE.search(text, max(0, found.start() - 40), found.start())
        after = _LETTERS_AFTER.match(text, found.end())
        if before and after:
            yield fold(before.group() + after.group())


def _numbers(text: str) -> list[str]:
    """Each number in one piece, from each of its groups on; the ends of the number of a field."""
    found: list[str] = []
    is_short = len(text) <= _SHORT
    for run in _RUN.finditer(text):
        written = run.group()
        groups = _GROUP.findall(written)
        if len(groups) > 1:
            found += _joined(groups)
        whole = "".join(groups)
        if is_short and _LONG_NUMBER <= len(whole) <= _LONGEST_NUMBER:
            if len(whole) <= _DIGITS_OF_DAY and _compact(written):
                continue
            found += [whole[at:] for at in range(1, len(whole) - _SHORTEST_END + 1)]
            if written[0] == "+":
                found.append(f"00{whole}")
    if is_short and _IDENTIFIER.fullmatch(text):
        found.append(text[2:].lower())
        if text[2].isalpha():
            found.append(text[3:])
    if _CODE.fullmatch(text) and not text.replace(" ", "").isdigit():
        found.append(fold(text).replace(" ", ""))
    return found


_GROUP = re.compile(r"\d+")
_DIGITS_OF_DAY = 8


def _joined(groups: list[str]) -> Iterator[str]:
    for start in range(len(groups) - 1):
        number = ""
        for group in groups[start : start + _LONGEST_NUMBER]:
            if len(number) + len(group) > _LONGEST_NUMBER:
                break
            number += group
        yield number or groups[start]


@lru_cache(maxsize=1 << 14)
def plainer(word: str) -> str:
    """A folded word with one letter where some write two: *muller* for *mueller*."""
    return _PAIRS.sub(lambda found: found.group()[0], word)


# What a person asks for

Alternative = tuple[str, ...]
"""Phrases that must all be found; each is words that follow each other, the last one begun."""
Term = tuple[Alternative, ...]
"""Ways to say one thing; one of them must be found."""

_DAY = re.compile(r"(?<!\d)(\d{1,2})[. /-]{1,3}(\d{1,2})[. /-]{1,3}(\d{4})(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)")
_MONTH = re.compile(r"(?<!\d)(\d{1,2}) ?[./] ?(\d{4})(?!\d)")
_NAMED = re.compile(r"(?<!\w)(?:(\d{1,2})\.? )?([^\W\d_]{3,})\.? (?:(\d{1,2}), )?(\d{4})(?!\w)")
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_PHONE_DIGITS = 7  # so many together are one number, whatever its groups


@lru_cache(maxsize=64)
def asked(text: str) -> tuple[Term, ...]:
    """What the text of a search asks for: each term must be found in a record.

    Numbers may be written in any groups, a day in any usual way, a word with one letter for two.
    What only says what comes next (*tel.*, *IČO*, *PSČ*, *ulice*) need not be found.
    """
    terms: list[Term] = []
    at = 0
    text = _EXTENSION.sub("; ", text.translate(_DIGITS))  # 602 123 456 kl. 12
    text = _without_labels(_SPACED.sub(_closed_up, text))
    for start, end, number in _special(text):
        words, term = _with_letters_before(text[at:start], number)
        after = _ONE_LETTER.match(text, end)
        at = after.end() if after else end
        terms += _words(words)
        terms.append(_with_letter_after(term, fold(after[1])) if after else term)
    return (*terms, *_words(text[at:]))


_DIGITS = {0xFF10 + digit: str(digit) for digit in range(10)} | {0xFF0B: "+"}  # full width
_EXTENSION = re.compile(
    r"(?<=[0-9])[ ,;]*\b(?:kl|klapka|linka|l|ext|extension|dw|durchwahl|app|apparat|x)\b"
    r"[.: =]*(?=[0-9])",
    re.IGNORECASE,
)
_ONE_LETTER = re.compile(r"[ \u00a0]([^\W\d_])(?![\w.])")

# What people write before a number or a code to say what it is: it stands in no field.
_NUMBER_AHEAD = r"(?=[+(\[]{0,2}\d(?:[^\w\n]{0,3}\d){2})"
_LABELS = (
    # phones
    r"(?:tel(?:efon(?:n[íi] [čc][íi]slo)?|efax|ephone|\.?-?nr)?|mob(?:il(?:n[íi] telefon|e)?)?|gsm"
    r"|handy|fax|phone|cell|callto|[úu]st[řr]edna)"
    rf"(?:[.:]*\s*/\s*(?:tel|fax|mobil))?[.:]*\s*{_NUMBER_AHEAD}",
    rf"[tmfp]\s*:\s*{_NUMBER_AHEAD}|[tmfp]\s+(?=\+)|[tmf]\s+(?=\d{{3}} ?\d{{3}} ?\d{{3}}\b)",
    # numbers of organisations and of payers of VAT
    r"(?:i[čc](?:o|0)?(?: dph)?|di[čc]|vat(?: id| no\.?| number)?|ust-?\s?id(?:-?nr\.?)?"
    r"|uid(?:-?nr\.?)?|reg\. ?no\.?|(?:id\.|identifika[čc]n[íi]) ?(?:[čc]\.|[čc][íi]slo))"
    r"(?: [čc]\.)?[.:\s]*(?=\(?(?:[a-z]{2,3}[\s.-]?)?\d)",
    # data boxes
    r"(?:(?:id[\s.]?|is)?ds|id (?:datov[ée] )?schr[áa]nky|(?:dat(?:ov[áa]|\.)\s)?schr[áa]nka|id"
    r"|data ?box|datenbox|datenpostfach)\s*:?\s*(?=[a-z0-9]{7}\b)",
    r"(?:(?:id[\s.]?|is)?ds|data ?box)\s*:?\s*(?=[a-z0-9]{1,6}[ _-][a-z0-9]{1,6}\b)",
    # postal codes, with the code of a country
    r"(?:ps[čc]|plz|zip(?: code)?)[.:\s]*(?=(?:[a-z]{1,2}[- ]?)?\d)",
    r"(?:cz|sk|pl|de?|at?|hu|ch|nl|it|fr?|si|hr|lt|lv|ee|se?|dk|fi|be?|es?|pt|ro|bg|ua)[- ]?"
    r"(?=\d{3} ?\d{2}(?![ -]?\d)|\d{2}-\d{3}\b|\d{4,5}(?:\s[^\W\d]|$)|\d{4} ?[a-z]{2}\b)",
    # houses and streets
    r"(?:[čc]\.? ?[po]\.?|[čc][íi]slo popisn[ée]|[čc][íi]s?\.|[čc]\.)\s*(?=\d)",
    r"ul(?:\.|ice)\s*(?=\w)",
)
_LABEL = re.compile(r"(?<![^\W_])(?:" + "|".join(_LABELS) + ")", re.IGNORECASE)
_KIND_AFTER = re.compile(
    r"\((?:mobil|mob\.?|tel\.?|fax|práce|domů|home|work|office)\)", re.IGNORECASE
)


def _without_labels(text: str) -> str:
    """A text without the words that say what a number or a code is, unless nothing were left."""
    plain = _KIND_AFTER.sub(" ", text)
    while (shorter := _LABEL.sub(" ", plain)) != plain:
        plain = shorter
    return plain if fold(plain) else text


def _words(text: str) -> Iterator[Term]:
    words = fold(text).split()
    at = 0
    while at < len(words):
        word, following = words[at], words[at + 1] if at + 1 < len(words) else ""
        if following and (_is_code(word + following) or _belongs_to(word, following)):
            yield (word, following), (word + following,)
            at += 2
            continue
        ways = [word, plainer(word), *_SHORTER.get(word, ())]
        yield tuple((way,) for way in dict.fromkeys(ways))
        at += 1


_COUNTRY = 3  # letters before a number: CZ, ATU
_SHORTER = {"namesti": ("nam",), "trida": ("tr",), "nabrezi": ("nabr",), "strasse": ("str",)}
"""What stands in addresses for a word."""


def _is_code(text: str) -> bool:
    """Whether it may be the identifier of a data box: letters and digits, seven of them."""
    return len(text) == 7 and text.isascii() and not text.isalpha() and not text.isdigit()


def _belongs_to(country: str, number: str) -> bool:
    """Whether a word is the code of a country before a number that begins with a letter, as of
    an Austrian payer of VAT (AT U12345678).
    """
    begins = len(country) <= _COUNTRY and country.isalpha() and number[0].isalpha()
    return begins and any(map(str.isdigit, number))


def _closed_up(spaced: re.Match[str]) -> str:
    """An identifier that was spaced out (t 9 z b s v a), closed up; anything else as it is."""
    code = re.sub(r"\s", "", spaced.group())
    return code if _is_code(code) else spaced.group()


def _with_letters_before(text: str, term: Term) -> tuple[str, Term]:
    """The words before a number without the letters that belong to it (*ATU 123 456 78*), and the
    number with them.
    """
    found = _LETTERS_OF_NUMBER.search(text)
    if found is None:
        return text, term
    letters = fold(found[1])
    whole = [way for way in term if len(way) == 1 and " " not in way[0]]
    ways = [(letters, *way) for way in term] + [(letters + way[0],) for way in whole]
    return text[: found.start()], tuple(ways)


_LETTERS_OF_NUMBER = re.compile(r"(?<!\w)([a-zA-Z]{2,3})[ .-]?\Z")


def _with_letter_after(term: Term, letter: str) -> Term:
    """A number with the letter of a house behind it: *12 b* and *12b*."""
    return (*((*way, letter) for way in term), *((f"{way[-1]}{letter}",) for way in term))


def _special(text: str) -> Iterator[tuple[int, int, Term]]:
    """Days and numbers in a text: where each begins and ends, and what it asks for."""
    at = 0
    for found in _NAMED.finditer(text):
        if term := _named_day(*found.groups()):
            yield from _of_numbers(text, at, found.start())
            yield found.start(), found.end(), term
            at = found.end()
    yield from _of_numbers(text, at, len(text))


def _of_numbers(text: str, at: int, end: int) -> Iterator[tuple[int, int, Term]]:
    for run in _RUN.finditer(text, at, end):
        # “2a” is a word of its own: the digits before a letter are no number.
        if run.end() < len(text) and text[run.end()].isalpha():
            shorter = re.match(r".*\d(?=\D+\d+$)", run.group(), re.DOTALL)
            if shorter is None:
                continue
            yield run.start(), run.start() + shorter.end(), _number(shorter.group())
            continue
        yield run.start(), run.end(), _several(run.group())


def _several(text: str) -> Term:
    """One number, or two that stand side by side: that of a house, and a postal code."""
    whole = _number(text)
    parts = _HOUSE_AND_CODE.fullmatch(text)
    if parts is None:
        return whole
    return (
        *whole,
        *((*first, *second) for first in _number(parts[1]) for second in _number(parts[2])),
    )


_HOUSE_AND_CODE = re.compile(r"(\d+(?:\s?[/-]\s?\d+)?)(?:, {0,2}| {1,2})(\d{2,3}[ -]?\d{2,3})")


def _number(text: str) -> Term:
    """A number: its groups one after the other, or all in one piece, or the day that it says."""
    international = text.startswith(("+", "00"))
    groups = re.findall(r"\d+", text.replace("(0)", ""))
    if len(groups) == 1 and not international and not groups[0].startswith("0"):
        return ((groups[0],),)
    whole = "".join(groups)
    ways: list[Alternative] = [(" ".join(groups),), (whole,)]
    if text.startswith("+"):
        ways = [(f"00{whole}",)]
        if len(whole) > _SHORTEST_END + 2:
            ways += [(whole,), (" ".join(groups),)]
    elif text.startswith("00") and len(whole) > _PHONE_DIGITS:
        ways.append((whole[2:],))
    elif whole.startswith("0") and len(whole) >= _PHONE_DIGITS:
        ways.append((whole[1:],))  # inside the country a zero stands before the area
    if day := _compact(text):
        ways += [(day,), *((phrase,) for phrase in _written(day))]
    elif len(groups) > 1 and any(map(_YEAR.fullmatch, groups)):
        ways.append(tuple(groups))  # a year and another number
    return tuple(dict.fromkeys(ways))


def _compact(text: str) -> str:
    """A day or a month as the index has it: 20170629, 201706."""
    if found := _ISO_DAY.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DAY.fullmatch(text):
        day, month, year = found.groups()
    elif found := _MONTH.fullmatch(text):
        (month, year), day = found.groups(), ""
    else:
        return ""
    return _day(year, month, day)


def _day(year: str, month: str, day: str) -> str:
    if not 1 <= int(month) <= 12 or not 1 <= int(day or 1) <= 31:
        return ""
    return f"{year}{int(month):02d}" + (f"{int(day):02d}" if day else "")


def _named_day(before: str | None, name: str, after: str | None, year: str) -> Term | None:
    """*29. června 2017*, *červen 2017*, *June 29, 2017*; None where the word is no month."""
    month = _months().get(fold(name))
    if not month:
        return None
    day = before or after or ""
    words = tuple(word for word in (day, fold(name), year) if word)
    compact = _day(year, str(month), day)
    if not compact:
        return (words,)
    ways = ((compact,), words, *((phrase,) for phrase in _written(compact)))
    return tuple(dict.fromkeys(ways))


@lru_cache(maxsize=64)
def _written(compact: str) -> tuple[str, ...]:
    """A day or a month as texts have it: 29 6 2017, 29 06 2017, 29 cervna 2017, june 29 2017."""
    year, month, day = compact[:4], compact[4:6], compact[6:]
    names = [name for name, number in _months().items() if number == int(month)]
    if not day:
        return f"{int(month)} {year}", f"{month} {year}", *(f"{name} {year}" for name in names)
    plain = str(int(day))
    return (
        f"{plain} {int(month)} {year}",
        f"{day} {month} {year}",
        *(f"{plain} {name} {year}" for name in names),
        *(f"{name} {plain} {year}" for name in names),
    )


@cache
def _months() -> dict[str, int]:
    """The months by their folded names in the three languages."""
    from babel import Locale

    from app.i18n import Language

    found: dict[str, int] = {}
    for language in Language:
        forms = Locale.parse(language.locale).months
        for context in ("format", "stand-alone"):
            for number, name in forms[context]["wide"].items():
                found[fold(name)] = number
    return found


def expression(terms: Iterable[Term], *, exact: bool = False) -> str:
    """The FTS5 query of terms; `exact` asks for whole words where others only begin."""
    mark = "" if exact else "*"

    def said(way: Alternative) -> str:
        parts = [f'"{phrase}"{mark}' for phrase in way]
        return parts[0] if len(parts) == 1 else f"({' AND '.join(parts)})"

    parts = []
    for term in terms:
        ways = [said(way) for way in term]
        parts.append(ways[0] if len(ways) == 1 else f"({' OR '.join(ways)})")
    return " AND ".join(parts)


def is_number(terms: tuple[Term, ...]) -> bool:
    """Whether a search asks for a single number."""
    return len(terms) == 1 and all(
        phrase.replace(" ", "").isdigit() for way in terms[0] for phrase in way
    )


def found_by(terms: Iterable[Term], text: str, further: str = "") -> int:
    """How many terms a text says; `further` are spellings that are not its own."""
    known = f" {fold(text)} {spellings(text)} {further}"
    return sum(any(_says(known, way) for way in term) for term in terms)


def _says(known: str, way: Alternative) -> bool:
    return all(f" {phrase}" in known for phrase in way)


def words_of(terms: Iterable[Term]) -> list[str]:
    """The words that terms are made of, to look for them in a long text."""
    return list(
        dict.fromkeys(
            word for term in terms for way in term for phrase in way for word in phrase.split()
        )
    )


# Latin letters for Cyrillic ones

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "д": "d", "е": "e", "з": "z", "к": "k", "л": "l", "м": "m",
    "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "ц": "c",
    "і": "i", "ї": "ji", "є": "je", "ґ": "g", "ё": "e", "э": "e", "ы": "y", "ь": "", "ъ": "",
    "ђ": "d", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "џ": "dz", "ў": "u", "'": "", "’": "",
    "ж": "z", "ч": "c", "ш": "s", "щ": "sc", "й": "j", "х": "ch", "ю": "ju", "я": "ja",
    "г": "h", "и": "y",
}  # fmt: skip
_RUSSIAN = {"г": "g", "и": "i"}
_SOFTER = {**_RUSSIAN, "ы": "i"}
_ENGLISH = {
    "ж": "zh", "ч": "ch", "ш": "sh", "щ": "shch", "й": "y", "х": "kh", "ю": "yu", "я": "ya",
    "ц": "ts", "ї": "yi", "є": "ye",
}  # fmt: skip
_SHORT_ENGLISH = {"й": "i", "ї": "i", "є": "ie", "ю": "iu", "я": "ia"}
_GERMAN = {
    "в": "w", "ж": "sch", "ч": "tsch", "ш": "sch", "щ": "schtsch", "з": "s", "ц": "z", "й": "j",
    "х": "ch",
}  # fmt: skip
_SERBIAN = {"х": "h", "ч": "c", "й": "j"}
_WAYS = tuple(
    {**_LETTERS, **plain, **way}
    for plain in ({}, _RUSSIAN, _SOFTER)
    for way in ({}, _ENGLISH, {**_ENGLISH, **_SHORT_ENGLISH}, _GERMAN, _SERBIAN)
)
"""Of Ukrainian and of Russian (and South Slavic) letters, each in Czech, English (with the state's
own table of Ukrainian names), German and Serbian."""


@lru_cache(maxsize=1 << 12)
def transcribed(word: str) -> tuple[str, ...]:
    """A Cyrillic word in Latin letters, in the ways in which Europe writes it."""
    folded = word.casefold()
    return tuple(
        dict.fromkeys("".join(way.get(letter, letter) for letter in folded) for way in _WAYS)
    )
