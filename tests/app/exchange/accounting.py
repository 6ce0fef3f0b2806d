"""Accounts for what a file says: every value of it, and whether records, notes or report have it.

The values are collected by a reader of its own that knows nothing of what the import understands.
"""

from __future__ import annotations

import base64
import quopri
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from email import policy
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from pathlib import Path

from olefile import OleFileIO  # type: ignore[import-untyped]  # ships no types

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


# --- mails ---------------------------------------------------------------------------------------


def mail_values(path: Path) -> Iterator[tuple[str, str]]:
    """Every single value of a mail: its headers for people, its texts, its attachments."""
    data = path.read_bytes()
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        yield from _outlook_values(data)
        return
    message = BytesParser(policy=policy.compat32).parsebytes(data)
    for name in ("From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Subject", "Organization"):
        for raw in message.get_all(name) or []:
            for word in re.split(r"[\s<>,;:\"()]+", _header_text(raw)):
                if flat(word):
                    yield name, word
    yield from _part_values(message)


def _header_text(raw: object) -> str:
    text = str(raw).replace("\r", "").replace("\n", " ")
    try:
        return str(make_header(decode_header(text)))
    except Exception:  # a broken header is looked at as it stands
        return re.sub(r"=\?[^?]*\?[^?]*\?[^?]*\?=", " ", text)


def _part_values(message: Message, *, is_other: bool = False) -> Iterator[tuple[str, str]]:
    name = message.get_filename("")
    if name:
        yield "attachment", _header_text(name)
    inner = message.get_payload()
    if message.get_content_type() == "message/rfc822":
        return
    if isinstance(inner, list):
        plain = [part for part in inner if part.get_content_type() == "text/plain"]
        is_choice = message.get_content_subtype() == "alternative" and bool(plain)
        for part in inner:
            yield from _part_values(part, is_other=is_choice and part is not plain[0])
        return
    is_shown = "attachment" not in str(message.get("Content-Disposition", "")).lower()
    if message.get_content_type() == "text/plain" and is_shown and not is_other:
        payload = message.get_payload(decode=True)
        try:
            text = payload.decode(message.get_content_charset() or "utf-8")  # type: ignore[union-attr]
        except (LookupError, UnicodeDecodeError, AttributeError):
            return
        for line in text.splitlines():
            if flat(line):
                yield "text", line


def _outlook_values(data: bytes) -> Iterator[tuple[str, str]]:
    """The Unicode texts of a message that are for people, by their tags ([MS-OXPROPS])."""
    with OleFileIO(data) as file:
        for entry in file.listdir():
            tag = re.fullmatch(r"__substg1\.0_([0-9A-Fa-f]{4})001[Ff]", entry[-1])
            if (
                len(entry) > 2
                or not tag
                or tag[1].upper()
                not in _FOR_PEOPLE.get(entry[0][:8] if len(entry) == 2 else "", ())
            ):
                continue
            text = file.openstream(entry).read().decode("utf-16-le", "replace")
            for line in text.splitlines():
                if flat(line):
                    yield f"{entry[0][:8]} {tag[1]}", line.strip("\0 ")


_FOR_PEOPLE = {
    "": {
        "0037", "1000", "0042", "0C1A", "0C1F", "0065", "5D01", "5D02", "3A05", "3A06", "3A08",
        "3A09", "3A0A", "3A0B", "3A11", "3A16", "3A17", "3A18", "3A19", "3A1A", "3A1B", "3A1C",
        "3A1D", "3A1E", "3A1F", "3A21", "3A23", "3A24", "3A25", "3A26", "3A27", "3A28", "3A29",
        "3A2A", "3A2B", "3A2C", "3A2E", "3A2F", "3A30", "3A43", "3A44", "3A45", "3A46", "3A47",
        "3A48", "3A4E", "3A4F", "3A50", "3A51", "3A57", "3A59", "3A5A", "3A5B", "3A5C", "3A5D",
        "3A5E",
    },
    "__recip_": {"3001"},
    "__attach": {"3707"},
}  # fmt: skip
