"""A card of the values of a row, by what its columns mean (see `app.exchange.tables.headers`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from app.errors import UserError
from app.exchange.cards.card import Card, Detail, DetailKind, Post
from app.exchange.cards.names import gender, split_name, take_gender, without_gender
from app.exchange.cards.phones import separate
from app.exchange.cards.records import EMPLOYER
from app.exchange.cards.records import EXTRA as FIELDS
from app.exchange.tables.headerless import family_comes_first
from app.exchange.tables.row_addresses import add_addresses
from app.exchange.tables.row_values import MAX_VALUES, Cell, Values, is_usual, label_of
from app.i18n import Language
from app.rules.folding import fold
from app.rules.people.signatures import kinds_of

EXTRA = (
    "ico", "dic", "data_box", "vat_payer", "abbreviation", "name_de", "name_en", "native_name",
    "kind", "actor_group", "represents_country", "founded_on", "legal_basis", "consent_on",
    "retain_until", "salutation_cs", "salutation_de", "salutation_en", "diet", "source",
    "archived_on", "invented",
)  # fmt: skip
"""Targets that are fields of our own records only; they go to `Card.extra`."""

_SEPARATOR = re.compile(r"\s*(?::::|[;,\n]| \| )\s*")
_GOOGLE = re.compile(r"\s*:::\s*")
_TAG_SEPARATOR = re.compile(r"\s*(?::::|[;,\n])\s*")
_WEB_SEPARATOR = re.compile(r"\s*:::\s*|[;,]?\s+")
_ADDRESS_IN = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*| 00:00(?::00)?)?$")
_NAMED_ADDRESS = re.compile(r"[\"']?([^<>@\"',;]*[^\W\d_][^<>@\"',;]*)[\"']?\s*<[^<>\s]+@[^<>\s]+>")
_NO_DAY = re.compile(r"0[./-]\s*0[./-]\s*0+")
_AMERICAN = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_DETAIL_KINDS: dict[str, DetailKind] = {
    "email": "email",
    "phone": "phone",
    "mobile": "mobile",
    "fax": "fax",
    "web": "web",
    "other": "other",
}


def card(values: Values, line: int, *, kind: str = "person") -> Card:
    """The card of a row: `values` by target, each with the cells of all its columns in order.

    A row that names no person but an organisation gives a card of that organisation, and so does
    one whose person is called as the organisation is. With the `kind` ``organisation`` a name
    is one. Cells that no field takes stand in the note, each in a line under its heading.
    Raises nothing.
    """
    found = Card(line=line)
    if kind == "organisation" and "organisation" not in values:
        found.organisation = values.one("formatted_name") or values.one("family_name")
    else:
        post = _names(found, values)
        _workplaces(found, values)
        found.post = found.post or post
    found.role = values.one("role")
    found.nickname = values.one("nickname")
    found.name_native = values.one("name_native")
    found.pronunciation = " ".join(cell.line for cell in values.all("pronunciation"))
    found.uid = values.one("uid")
    found.nationality = values.one("nationality") or None
    found.language = _language(values.one("language"))
    languages = (_language(item) for item in _parts(values, "other_languages"))
    found.other_languages = [item for item in languages if item]
    found.birthday = _birthday(values)
    found.tags = _tags(values)
    if not (found.given_name or found.family_name or found.formatted_name) and found.organisation:
        found.kind = "organisation"
        found.formatted_name = found.organisation
    usable = FIELDS[found.kind] + (EMPLOYER if found.organisation else ())
    found.extra |= {name: text for name in EXTRA if name in usable and (text := values.one(name))}
    _details(found, values)
    add_addresses(found, values)
    if found.kind == "organisation":
        _as_organisation(found, values)
    found.note = "\n".join(cell.text.strip() for cell in values.all("note"))
    # The heading is a part of the text: it is the file's own and never translated.
    found.more = [("", f"{cell.heading}: {cell.text.strip()}") for cell in values.left()]
    return found


def _as_organisation(found: Card, values: Values) -> None:
    if not found.nationality:
        found.nationality = next((item.country for item in found.addresses if item.country), None)
    if not (found.nationality or found.addresses):
        found.nationality = values.one("country") or None
    if found.urls:
        found.extra.setdefault("web", found.urls[0].value)


def _parts(values: Values, target: str) -> list[str]:
    """The single values of cells that hold several; the cells stay for the note if too many do."""
    found = []
    for cell in values.all(target):
        parts = _TAG_SEPARATOR.split(cell.text.strip())
        cell.is_read = len(parts) <= MAX_VALUES
        found += [part for part in parts[:MAX_VALUES] if part]
    return found


def _tags(values: Values) -> list[str]:
    found: dict[str, None] = {}
    for tag in (part.strip("* ") for part in _parts(values, "tags")):
        if tag and is_usual("", tag):
            values.silent.append((values.look("tags")[0].heading, tag))
        elif tag:
            found[tag] = None
    return list(found)


def _workplaces(found: Card, values: Values) -> None:
    """Where a person works; the second organisation is another position."""
    listed: list[tuple[str, str, str]] = []
    for which in ("", ":2"):
        columns: list[list[str]] = []
        for name in ("organisation", "post", "department"):
            cell = next(iter(values.look(f"{name}{which}")), None)
            if cell is None:
                columns.append([])
                continue
            cell.is_read = True
            columns.append([" ".join(text.split()) for text in _GOOGLE.split(cell.text)])
        for name, post, department in zip_longest(*columns, fillvalue=""):
            if name or post or department:
                listed.append((name, post, department))
    if not listed:
        return
    found.organisation, found.post, found.department = listed[0]
    found.others = [Post(name, department, post) for name, post, department in listed[1:]]


# Names


def _names(found: Card, values: Values) -> str:
    """Give a card its names; gives the post that stands behind a whole name (``X Y, starosta``)."""
    from app.rules.people.titles import split_titles

    post = ""

    before = [values.one("title_before")]
    after = [values.one("title_after")]
    given, family = values.one("given_name"), values.one("family_name")
    found.additional_names = values.one("additional_names")
    organisation = next((cell.text for cell in values.look("organisation")), "")
    named_so = bool(organisation) and not given
    if named_so and fold(family) == fold(organisation):
        family = ""
    if given or family:
        if "." in given:
            title, given, behind = split_titles(given)
            before.append(title)
            after.append(behind)
        if "." in family or "," in family:
            title, family, behind = split_titles(family)
            before.append(title)
            after.append(behind)
    else:
        whole = values.one("formatted_name")
        turned = "" if whole else values.one("formatted_name:reversed")
        if named_so and fold(whole or turned) == fold(organisation):
            whole = turned = ""
        if not (whole or turned or organisation):
            whole = _before_address(values)
        name, _, rest = whole.rpartition(",")
        is_post = "post" in kinds_of(rest) and not values.look("post")
        if is_post and len(split_titles(name)[1].split()) > 1:
            whole, post = name, rest.strip()
        title, bare, behind = split_titles(whole or turned)
        before.append(title)
        after.append(behind)
        is_mail = whole != "" and not values.look("formatted_name")
        is_turned = bool(turned) or (is_mail and family_comes_first(bare))
        given, family = split_name(bare, family_first=is_turned)
        found.formatted_name = whole
    said = values.one("gender")
    found.gender = gender(said)
    if found.gender is None:
        values.give_back("gender")
    elif rest := without_gender(said):  # ``Frau Dr.``
        if split_titles(rest)[1]:
            values.give_back("gender")
        elif fold(rest) not in map(fold, before):
            before.append(rest)
    found.title_before = " ".join(" ".join(part for part in before if part).split())
    take_gender(found)
    found.title_after = ", ".join(part.strip(", ") for part in after if part.strip(", "))
    found.given_name, found.family_name = given, family
    return post


def _before_address(values: Values) -> str:
    """The name in ``Jan Novák <jan@kraj.cz>``, where no column names anybody."""
    for cell in (*values.look("email"), *values.look("email:work"), *values.look("email:home")):
        if named := _NAMED_ADDRESS.fullmatch(cell.text.strip()):
            return " ".join(named[1].split())
    return ""


# Days and languages


def _birthday(values: Values) -> str | None:
    text = values.one("birthday")
    if not text:
        year, month, day = (
            next((cell.line for cell in values.look(f"birth_{part}")), "")
            for part in ("year", "month", "day")
        )
        if year.isdigit() and int(year[:5]):
            values.one("birth_year")
            text = f"{int(year[:5]):04d}"
            if month.isdigit() and int(month[:3]):
                values.one("birth_month")
                text += f"-{int(month[:3]):02d}"
                if day.isdigit() and int(day[:3]):
                    values.one("birth_day")
                    text += f"-{int(day[:3]):02d}"
    if text and _NO_DAY.match(text):
        values.silent.append((values.look("birthday")[0].heading, text))
        return None
    return _iso(text) if text else None


def _iso(text: str) -> str:
    """A date as ISO 8601; what is none stays as it was written."""
    from app.rules.days.partial_dates import parse

    if moment := _MOMENT.match(text):
        text = moment[1]
        if text.startswith("1604-"):  # what Apple writes for a year that is not known
            return f"{int(text[8:])}. {int(text[5:7])}."
    american = _AMERICAN.fullmatch(text)
    if american and int(american[2]) > 12:
        text = f"{american[3]}-{int(american[1]):02d}-{int(american[2]):02d}"
    try:
        return str(parse(text, Language.CS))
    except UserError:
        return text


def _language(text: str) -> str | None:
    """An ISO 639 code where the language is known, else what was written."""
    from app.kinds import LANGUAGE_CODE

    if not text:
        return None
    try:
        return str(LANGUAGE_CODE.parse(text, Language.CS))
    except UserError:
        return text


# Contact details


def _details(found: Card, values: Values) -> None:
    for which in ("", "work", "home"):
        for cell in values.all(f"email:{which}" if which else "email"):
            found.emails += _emails(values, cell, which, found.formatted_name)
    for which in ("", "work", "home", "other"):
        for cell in values.all(f"phone:{which}" if which else "phone"):
            label = cell.label or (cell.heading if which == "other" else which)
            found.phones += _phones(values, cell, label, "phone")
    for kind in ("mobile", "fax"):
        for cell in values.all(kind):
            found.phones += _phones(values, cell, cell.label or _which(cell.heading), kind)
    for cell in values.all("web"):
        parts = [part for part in _WEB_SEPARATOR.split(cell.text.strip()) if part]
        found.urls += [Detail(part, "web", label_of(cell.label)[0]) for part in parts]
    for cell in values.all("contact_points"):
        _own_details(found, values, cell)
    found.emails = _unlike(found.emails)
    found.phones = _unlike(found.phones)
    found.urls = _unlike(found.urls)


def _which(heading: str) -> str:
    """``work`` or ``home`` of a heading as *Business Fax*; empty of any other."""
    said, _ = label_of(heading)
    return said if said in ("work", "home") else ""


def _unlike(details: list[Detail]) -> list[Detail]:
    known: dict[str, Detail] = {}
    for detail in details:
        known.setdefault(detail.value.casefold(), detail)
    return list(known.values())


def _emails(values: Values, cell: Cell, label: str, whole: str) -> Iterator[Detail]:
    """The addresses of a cell; names before them are for the note unless `whole` says them."""
    name, starred = label_of(cell.label or label)
    text = cell.text
    parts = _ADDRESS_IN.findall(text)
    if parts:  # names stand before these; what else is an address is one too
        rest = _SEPARATOR.split(_ADDRESS_IN.sub(" ", text))
        parts += [part for part in rest if re.fullmatch(r"\S+@\S+", part)]
        names = " ".join(part for part in rest if part not in parts)
        if not set(fold(names).split()) <= set(fold(whole).split()):
            values.keep_rest(cell, names)
    parts = parts or _SEPARATOR.split(text.strip())
    for part in _limited(values, cell, parts):
        value = re.sub(r"(?i)^\s*(?:mailto|smtp|e-?mail)\s*:\s*", "", part).strip()
        # An address within Exchange is nobody's e-mail address.
        if value.lower().startswith("/o="):
            values.keep_rest(cell, value)
        elif value:
            yield Detail(value, "email", name, starred)
            starred = False


def _limited(values: Values, cell: Cell, parts: list[str]) -> list[str]:
    if len(parts) > MAX_VALUES:
        values.keep_rest(cell, " ".join(parts[MAX_VALUES:]))
    return parts[:MAX_VALUES]


def _phones(values: Values, cell: Cell, label: str, kind: DetailKind) -> Iterator[Detail]:
    name, starred = label_of(label)
    said = fold(label)
    if "fax" in said:
        kind = "fax"
    elif any(word in said for word in ("mobil", "handy", "cell")):
        kind = "mobile"
    numbers = [number for part in _GOOGLE.split(cell.text) for number in separate(part)]
    for part in _limited(values, cell, [number for number in numbers if number]):
        this = kind
        if kind == "phone" and re.match(r"(?i)(?:mob|m:|gsm|handy|cell)", part):
            this = "mobile"
        elif kind == "phone" and re.match(r"(?i)fax", part):
            this = "fax"
        yield Detail(part, this, name, starred)
        starred = False


def _own_details(found: Card, values: Values, cell: Cell) -> None:
    """Contact details as our own CSV writes them: ``email, jana@example.cz, work; phone, …``."""
    for item in _limited(values, cell, cell.text.strip().split("; ")):
        kind, _, rest = item.partition(", ")
        value, _, label = rest.partition(", ")
        if kind not in _DETAIL_KINDS or not value:
            values.keep_rest(cell, item)
            continue
        primary = label.endswith("True")
        detail = Detail(value, _DETAIL_KINDS[kind], label.removesuffix("True").strip(", "), primary)
        place = found.emails if kind == "email" else found.urls
        (found.phones if kind in ("phone", "mobile", "fax") else place).append(detail)
