"""Accounts for what a file says: every value of it, and whether records, notes or report have it.

The values are collected by a reader of its own that knows nothing of what the import understands.
"""

from __future__ import annotations

import base64
import quopri
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

from app.db.store import Store
from app.errors import UserError
from app.exchange.address_books.importing import ContactReport
from app.exchange.datasets.importing import refusal_text
from app.i18n import Language, translator
from app.kinds import COUNTRY
from app.rules.folding import fold

_HEAD = re.compile(r'((?:[^":]|"[^"]*"?)*?):(.*)', re.DOTALL)
_PARAMETER = re.compile(r'(?:[^;"]|"[^"]*"?)+')
_TABLES = (
    "person", "organisation", "contact_point", "address", "position", "area", "tag", "interaction",
    "external_id",
)  # fmt: skip
_HOW = {"ENCODING", "CHARSET", "VALUE", "MEDIATYPE"}  # says how a value is written, not what
_WORN = {
    "pref", "internet", "voice", "work", "home", "cell", "fax", "postal", "iphone", "jpeg", "png",
    "gif", "pgp", "base64", "b", "quoted-printable", "8bit", "7bit", "homepage", "pager", "mobile",
    "bmp", "x509", "wave", "pcs", "basic",
}  # fmt: skip
"""Types that are kinds of contact details, or formats of pictures."""


def flat(text: str) -> str:
    """A text without all that may differ when it is the same."""
    return re.sub(r"[\W_]", "", fold(text))


def vcard_values(data: bytes) -> Iterator[tuple[str, str]]:
    """Every single value of a file of vCards, with the property or parameter that says it."""
    raw = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    text = _decoded(raw)
    is_old = "VERSION:2.1" in text
    text = re.sub(r"\n[ \t]", " " if is_old else "", text)
    lines = iter(text.split("\n"))
    for line in lines:
        found = _HEAD.fullmatch(line)
        if not found:
            continue
        head, value = found.groups()
        name, *parameters = _PARAMETER.findall(head) or [""]
        name = name.rpartition(".")[2].strip().upper()
        if name in ("BEGIN", "END", "VERSION", "AGENT"):
            continue
        said = [part.partition("=") for part in parameters]
        encodings = {(v if eq else k).strip('" ').upper() for k, eq, v in said}
        if "QUOTED-PRINTABLE" in encodings:
            while value.rstrip().endswith("="):
                value = value.rstrip()[:-1] + next(lines, "").strip()
            charset = next((v.strip('"') for k, _, v in said if k.upper() == "CHARSET"), "utf-8")
            try:
                value = quopri.decodestring(value.encode()).decode(charset, "replace")
            except LookupError:
                value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
        for key, equals, given in said:
            yield from _parameter(name, key.strip().upper() if equals else "TYPE", given or key)
        if {"B", "BASE64"} & encodings or value[:5].lower() == "data:" or _is_content(name, value):
            yield name, ""  # contents: that they are mentioned is looked for
            continue
        for escaped in re.split(r"(?<!\\)[;,]|\\n|\\N|\n", value.replace("\\\\", " ")):
            part = re.sub(r"\\(.)", r"\1", escaped).strip()
            if flat(part):
                yield name, part


def _is_content(name: str, value: str) -> bool:
    is_long = re.fullmatch(r"[A-Za-z0-9+/=\s]{40,}", value) is not None
    return name in ("PHOTO", "LOGO", "KEY", "SOUND") and is_long


def _parameter(name: str, key: str, text: str) -> Iterator[tuple[str, str]]:
    if key in _HOW or (key == "PREF" and text.strip('"') == "1"):
        return
    for said in re.split(r",|\^n|\\n", text):
        part = said.strip('" ').replace("^'", " ")
        if part.lower() not in _WORN and flat(part):
            yield f"{name};{key}", part.removeprefix("X-").removeprefix("x-")


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("cp1250", "replace")


def evidence(store: Store, report: ContactReport) -> str:
    """All that records, their notes and the report say, flat."""
    said: list[str] = []
    with store.reading() as connection:
        for table in _TABLES:
            for row in connection.execute(f'SELECT * FROM "{table}"').fetchall():
                said += [str(value) for value in row if isinstance(value, (str, int))]
        for table, column in (("person", "photo"), ("organisation", "logo")):
            sql = f'SELECT count(*) FROM "{table}" WHERE {column} IS NOT NULL'
            if connection.execute(sql).fetchone() != (0,):
                said += ["PHOTO", "LOGO"] if table == "organisation" else ["PHOTO"]
    for refusal in (*report.refused, *report.warnings):
        said.append(refusal_text(refusal, Language.CS))
        said += [str(value) for value in refusal.values.values()]
    return "\n".join(map(flat, said))


def missing(values: Iterable[tuple[str, str]], found: str) -> list[str]:
    """What of the values is nowhere to be found."""
    left = []
    for name, text in values:
        if not text:  # contents: a picture that is kept, or a line of the report
            if not any(word in found for word in (flat(name), flat("Obrázek na vizitce"))):
                left.append(name)
            continue
        if any(flat(form) in found for form in _forms(name, text)):
            continue
        if name in _ORDERED_OTHERWISE and _has_words(text, found):
            continue
        if flat(f"Údaj „{name}“ se vynechává") not in found:  # the report has the first of many
            left.append(f"{name}: {text}")
    return left


_ORDERED_OTHERWISE = {"LABEL", "ADR;LABEL", "FN", "SORT-STRING", "X-ABADR"}


def _has_words(text: str, found: str) -> bool:
    return all(flat(word) in found for word in re.split(r"[\W_]+", text))


def _forms(name: str, text: str) -> Iterator[str]:
    """How a value may be said otherwise: countries, dates, numbers by their codes."""
    yield text
    property = name.partition(";")[0]
    if property in ("ADR", "X-ABADR", "NATIONALITY", "X-VZTAHY-NATIONALITY"):
        with suppress(UserError):
            yield str(COUNTRY.parse(text, Language.CS))
    if property in ("TEL", "X-EVOLUTION-TELEX"):
        digits = re.sub(r"[^0-9]", "", re.sub(r"\(0\)", "", text.removeprefix("tel:")))
        yield digits
        yield digits.removeprefix("00")
        yield digits.lstrip("0")
        yield re.sub(r"[^0-9]", "", text.replace("(0", ""))
    if property in ("GENDER", "X-GENDER", "X-VZTAHY-GENDER", "X-WAB-GENDER"):
        yield {"F": "female", "M": "male"}.get(text.upper(), text)
    if name == "RELATED;TYPE":
        yield translator(Language.CS).message(text.capitalize())
    if property == "BDAY":
        yield text.partition("T")[0]
        if day := re.fullmatch(r"(?:--?-?|1604-?)([0-9]{2})-?([0-9]{2})", text):
            yield f"{int(day[2])}. {int(day[1])}."
    if property == "LANG":
        yield text.partition("-")[0]
    if property in ("KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS"):
        if text.lower() in ("individual", "person", "org", "organization", "company"):
            yield ""
        if text.lower() == "group":
            yield "Skupiny se neimportují"
    if property == "UID":
        yield re.sub(r"(?i)^urn:uuid:", "", text)
    if property == "X-ABLABEL":
        own = text.strip("_$!<>").lower()
        yield own
        yield translator(Language.CS).message(own.capitalize())  # Assistant, Spouse…
        if own in ("other", "homefax", "workfax", "mobile", "homepage", "work", "home", "iphone"):
            yield ""
    if property == "PRODID" and "//Vztahy//" in text:
        yield ""
    if property == "EMAIL":
        yield re.sub(r"(?i)^mailto:", "", text)
        yield from re.findall(r"[^\s<>\"]+@[^\s<>\"]+", text)
    if text[:8].lower() == "data:":
        yield ""


def picture_base64(color: str) -> str:
    """A small picture."""
    import io

    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (8, 8), color).save(stream, "PNG")
    return base64.b64encode(stream.getvalue()).decode()
