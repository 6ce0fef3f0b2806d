"""A card of the values of a row, by what its columns mean (see `app.exchange.tables.headers`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from app.errors import UserError
from app.exchange.cards.card import Card, Detail, DetailKind
from app.exchange.cards.names import gender, split_name, take_gender
from app.exchange.tables.row_addresses import add_addresses
from app.exchange.tables.row_values import MAX_VALUES, Values, label_of, one
from app.i18n import Language
from app.rules.folding import fold

EXTRA = (
    "ico", "dic", "data_box", "vat_payer", "abbreviation", "name_de", "name_en", "native_name",
    "kind", "actor_group", "represents_country", "founded_on", "legal_basis", "consent_on",
    "retain_until", "salutation_cs", "salutation_de", "salutation_en", "diet", "source",
    "archived_on", "invented",
)  # fmt: skip
"""Targets that are fields of our own records only; they go to `Card.extra`."""

_SEPARATOR = re.compile(r"\s*(?::::|[;,\n]| / | \| )\s*")
_TAG_SEPARATOR = re.compile(r"\s*(?::::|[;,\n])\s*")
_WEB_SEPARATOR = re.compile(r"\s*:::\s*|[;,]?\s+")
_ADDRESS_IN = re.compile(r"<\s*([^<>\s]+@[^<>\s]+)\s*>")
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


def card(values: Values, line: int) -> Card:
    """The card of a row: `values` by target, each with the cells of all its columns in order.

    A row that names no person but an organisation gives a card of that organisation. Where a
    target says what another one is (``email_label``), empty cells should be kept, so that both
    lists stay side by side. Raises nothing.
    """
    found = Card(line=line)
    _names(found, values)
    found.organisation = one(values, "organisation")
    found.department = one(values, "department")
    found.post = one(values, "post")
    found.role = one(values, "role")
    found.nickname = one(values, "nickname")
    found.name_native = one(values, "name_native")
    found.pronunciation = " ".join(_all(values, "pronunciation"))
    found.uid = one(values, "uid")
    found.nationality = one(values, "nationality") or None
    found.language = _language(one(values, "language"))
    languages = (_language(item) for item in _parts(values, "other_languages"))
    found.other_languages = [item for item in languages if item]
    found.birthday = _birthday(values)
    found.note = "\n".join(text.strip() for text in values.get("note", ()) if text.strip())
    tags = (tag.strip("* ") for tag in _parts(values, "tags"))
    found.tags = [tag for tag in dict.fromkeys(tags) if tag and tag.lower() != "mycontacts"]
    found.extra = {name: text for name in EXTRA if name in values and (text := one(values, name))}
    named = found.given_name or found.family_name or found.formatted_name
    if not named and found.organisation:
        found.kind = "organisation"
        found.formatted_name = found.organisation
    _details(found, values)
    add_addresses(found, values)
    if found.kind == "organisation":
        _as_organisation(found)
    return found


def _as_organisation(found: Card) -> None:
    if not found.nationality:
        found.nationality = next((item.country for item in found.addresses if item.country), None)
    if found.urls:
        found.extra.setdefault("web", found.urls[0].value)


def _all(values: Values, target: str) -> list[str]:
    return [" ".join(text.split()) for text in values.get(target, ()) if text.strip()]


def _parts(values: Values, target: str) -> list[str]:
    """The single values of cells that hold several."""
    return [
        part
        for text in values.get(target, ())
        for part in _TAG_SEPARATOR.split(text.strip())[:MAX_VALUES]
        if part
    ]


# Names


def _names(found: Card, values: Values) -> None:
    from app.rules.people.titles import split_titles

    before = [one(values, "title_before")]
    after = [one(values, "title_after")]
    given, family = one(values, "given_name"), one(values, "family_name")
    found.additional_names = one(values, "additional_names")
    whole = one(values, "formatted_name")
    turned = "" if whole else one(values, "formatted_name:reversed")
    if given or family:
        if "." in given:
            title, given, behind = split_titles(given)
            before.append(title)
            after.append(behind)
        if "." in family or "," in family:
            title, family, behind = split_titles(family)
            before.append(title)
            after.append(behind)
        found.formatted_name = whole
    elif whole or turned:
        title, bare, behind = split_titles(whole or turned)
        before.append(title)
        after.append(behind)
        given, family = split_name(bare, family_first=bool(turned))
        found.formatted_name = whole
    found.gender = gender(one(values, "gender"))
    found.title_before = " ".join(" ".join(part for part in before if part).split())
    take_gender(found)
    found.title_after = ", ".join(part.strip(", ") for part in after if part.strip(", "))
    found.given_name, found.family_name = given, family


# Days and languages


def _birthday(values: Values) -> str | None:
    year, month, day = (one(values, f"birth_{part}") for part in ("year", "month", "day"))
    text = one(values, "birthday")
    if not text and year.isdigit() and int(year[:5]):
        text = f"{int(year[:5]):04d}"
        if month.isdigit() and int(month[:3]):
            text += f"-{int(month[:3]):02d}"
            if day.isdigit() and int(day[:3]):
                text += f"-{int(day[:3]):02d}"
    if not text or _NO_DAY.match(text):
        return None
    return _iso(text)


def _iso(text: str) -> str:
    """A date as ISO 8601; what is none stays as it was written."""
    from app.rules.days.partial_dates import parse

    text = text.partition("T")[0] if re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T", text) else text
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
    for text, label in _labelled(values, "email"):
        found.emails += _emails(text, label)
    for which in ("work", "home"):
        for text in _all(values, f"email:{which}"):
            found.emails += _emails(text, which)
    for text, label in _labelled(values, "phone"):
        found.phones += _phones(text, label, "phone")
    for which in ("work", "home"):
        for text in _all(values, f"phone:{which}"):
            found.phones += _phones(text, which, "phone")
    for text in _all(values, "mobile"):
        found.phones += _phones(text, "", "mobile")
    for text in _all(values, "fax"):
        found.phones += _phones(text, "", "fax")
    for text in _all(values, "web"):
        found.urls += [Detail(part, "web") for part in _WEB_SEPARATOR.split(text) if part]
    for text in values.get("contact_points", ()):
        _own_details(found, text)
    found.emails = _unlike(found.emails)
    found.phones = _unlike(found.phones)
    found.urls = _unlike(found.urls)


def _unlike(details: list[Detail]) -> list[Detail]:
    known: dict[str, Detail] = {}
    for detail in details:
        known.setdefault(detail.value.casefold(), detail)
    return list(known.values())[:MAX_VALUES]


def _labelled(values: Values, target: str) -> Iterator[tuple[str, str]]:
    """Cells with what the columns beside them say they are, if both lists go together."""
    texts, labels = values.get(target, []), values.get(f"{target}_label", [])
    together = len(texts) == len(labels)
    for text, label in zip_longest(texts, labels if together else [], fillvalue=""):
        if text.strip():
            yield text.strip(), label.strip()


def _emails(text: str, label: str) -> Iterator[Detail]:
    name, starred = label_of(label)
    parts = _ADDRESS_IN.findall(text)
    if parts:  # names stand before these; what else is an address is one too
        rest = _SEPARATOR.split(_ADDRESS_IN.sub(" ", text))
        parts += [part for part in rest if re.fullmatch(r"\S+@\S+", part)]
    for part in parts or _SEPARATOR.split(text):
        value = re.sub(r"(?i)^\s*(?:mailto|smtp|e-?mail)\s*:\s*", "", part).strip()
        # An address within Exchange is nobody's e-mail address.
        if value and not value.lower().startswith("/o="):
            yield Detail(value, "email", name, starred)
            starred = False


def _phones(text: str, label: str, kind: DetailKind) -> Iterator[Detail]:
    name, starred = label_of(label)
    said = fold(label)
    if "fax" in said:
        kind = "fax"
    elif any(word in said for word in ("mobil", "handy", "cell")):
        kind = "mobile"
    for part in _SEPARATOR.split(text):
        if not part.strip():
            continue
        this = kind
        if kind == "phone" and re.match(r"(?i)(?:mob|m:|gsm|handy|cell)", part.strip()):
            this = "mobile"
        elif kind == "phone" and re.match(r"(?i)fax", part.strip()):
            this = "fax"
        yield Detail(part.strip(), this, name, starred)
        starred = False


def _own_details(found: Card, text: str) -> None:
    """Contact details as our own CSV writes them: ``email, jana@example.cz, work; phone, …``."""
    for item in text.split("; ")[:MAX_VALUES]:
        kind, _, rest = item.partition(", ")
        value, _, label = rest.partition(", ")
        if kind not in _DETAIL_KINDS or not value:
            continue
        primary = label.endswith("True")
        detail = Detail(value, _DETAIL_KINDS[kind], label.removesuffix("True").strip(", "), primary)
        place = found.emails if kind == "email" else found.urls
        (found.phones if kind in ("phone", "mobile", "fax") else place).append(detail)
