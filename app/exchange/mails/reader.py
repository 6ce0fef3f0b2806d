"""One mail dropped from a mail program: ``.eml`` (RFC 5322) or Outlook's ``.msg``.

A business card of Outlook is a ``.msg`` too; `kind_of` says which it is. What a stranger sent is
not trusted: sizes are limited, and a broken header costs only itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy, utils
from email.header import decode_header
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import Any, Literal

from app.errors import UserError
from app.exchange.cards.card import Card
from app.exchange.documents.text import extract
from app.files import Reason, check_source
from app.i18n import C_, N_
from app.rules.folding import fold
from app.system import local

UNREADABLE = N_(
    "“{file}” cannot be read: {detail}. Nothing was imported. Check the file, and import it again."
)
NO_MAIL = N_("“{file}” is damaged, or it is not an e-mail. Nothing was imported.")
TOO_LARGE = N_("“{file}” is too large to be read as an e-mail. Nothing was imported.")
NO_CONTACT = N_("“{file}” is not an Outlook business card. Nothing was imported.")

MAX_BYTES = 128 * 2**20
MAX_TEXT = 1_000_000
MAX_RECIPIENTS = 1_000
MAX_ATTACHMENTS = 1_000
_MAX_HEADER = 200_000
_LINE = 2**16
_PART = 8 * 2**20  # bytes of a part, more than MAX_TEXT takes in any encoding
_WHOLE, _HEAD = 24 * 2**20, 2**16  # of all parts; behind that only their heads are read
_MAX_PARTS = 10_000
# Strict parsing gives nothing for many real headers; older versions of Python know no other.
_LENIENT: dict[str, Any] = {"strict": False} if hasattr(utils, "supports_strict_parsing") else {}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class MailAddress:
    """A sender or a recipient; either part may be empty."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail. `sent_at` is the local minute as ISO 8601 (``2026-03-01T14:30``), or empty."""

    subject: str
    sender_name: str
    sender_address: str
    recipients: tuple[MailAddress, ...]
    sent_at: str
    text: str
    attachments: tuple[str, ...]
    said: tuple[tuple[str, str], ...] = ()
    """What else it says (message id, text): from whom, to whom, what is attached."""
    cards: tuple[bytes, ...] = ()
    """The vCards that are attached, each as a file of them is."""


FROM = C_("e-mail", "From")
SENDER = C_("e-mail", "Sender")
TO = C_("e-mail", "To")
COPY = C_("e-mail", "Copy")
BLIND_COPY = C_("e-mail", "Blind copy")
REPLY_TO = C_("e-mail", "Reply to")
SENT = C_("e-mail", "Sent")
ORGANISATION = N_("Organisation")
ATTACHED = C_("e-mail", "Attachments")

_NOBODY = {
    "undisclosed", "undisclosed recipients", "undisclosed sender", "unlisted recipients",
    "unknown", "unknown sender", "nobody", "noname", "no name", "neznamy", "unbekannt",
}  # fmt: skip
"""What programs write where they know no sender."""


def kind_of(path: Path) -> Literal["contact", "mail"]:
    """Whether a file holds a business card of Outlook or a mail. Raises `UserError`."""
    if not _is_outlook(path):
        return "mail"
    from app.exchange.mails.outlook_message import OutlookMessage

    return "contact" if OutlookMessage(_read(path), path.name).is_contact else "mail"


def read_mail(path: Path) -> Mail:
    """The mail in an ``.eml`` or ``.msg`` file. Raises `UserError`."""
    data = _read(path) if _is_outlook(path) else _without_bulk(path)
    try:
        return _outlook(data, path.name) if data.startswith(_OLE) else _internet(data)
    except UserError:
        raise
    except Exception as error:  # libraries raise anything for a file made in bad faith
        raise UserError(NO_MAIL, file=path.name) from error


def read_msg_contact(path: Path) -> Card:
    """The card of an Outlook contact saved as ``.msg``. Raises `UserError`."""
    from app.exchange.mails.outlook_message import OutlookMessage

    data = _read(path)
    if not data.startswith(_OLE):
        raise UserError(NO_CONTACT, file=path.name)
    message = OutlookMessage(data, path.name)
    if not message.is_contact:
        raise UserError(NO_CONTACT, file=path.name)
    return message.card()


def _is_outlook(path: Path) -> bool:
    check_source(path)
    try:
        with path.open("rb") as stream:
            return stream.read(len(_OLE)) == _OLE
    except OSError as error:
        raise UserError(UNREADABLE, file=path.name, detail=Reason.of(error)) from error


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(TOO_LARGE, file=path.name)
        return path.read_bytes()
    except OSError as error:
        raise UserError(UNREADABLE, file=path.name, detail=Reason.of(error)) from error


def _without_bulk(path: Path) -> bytes:
    """A mail of the Internet without what large attachments hold: only their names are read.

    The parser takes some ten times the size of a mail. What stands far behind the last line that
    may begin a part is left out; whole mails of ordinary size are read as they are.
    """
    check_source(path)
    kept: list[bytes] = []
    total = since = 0
    try:
        if path.stat().st_size > MAX_BYTES:
            raise UserError(TOO_LARGE, file=path.name)
        with path.open("rb") as stream:
            is_new = True  # whether a line begins here, and not a piece of a long one
            while line := stream.readline(_LINE):
                if is_new and line.startswith(b"--"):
                    since = 0
                is_new = line.endswith(b"\n")
                since += len(line)
                if since <= (_PART if total < _WHOLE else _HEAD):
                    kept.append(line)
                    total += len(line)
    except OSError as error:
        raise UserError(UNREADABLE, file=path.name, detail=Reason.of(error)) from error
    return b"".join(kept)


def _clean(text: str) -> str:
    """One line without signs that no text holds."""
    shown = "".join(char if char.isprintable() else " " for char in text[:_MAX_HEADER])
    return " ".join(shown.split())


def _body(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return text.encode("utf-8", "replace").decode()[:MAX_TEXT].strip()


def local_minute(moment: datetime | None) -> str:
    """A moment as the clock on the wall shows it; one without a zone is taken as it is."""
    if moment is None:
        return ""
    seen = local(moment) if moment.tzinfo else moment
    return seen.replace(tzinfo=None).isoformat(timespec="minutes")


# Mails of the Internet


def _internet(data: bytes) -> Mail:
    if data.count(b"\n--") > _MAX_PARTS:  # reading each takes a while
        raise ValueError("too many parts")
    message = BytesParser(policy=policy.compat32).parsebytes(data)
    senders = _addresses(message, "from") or _addresses(message, "sender")
    subject = "; ".join(_headers(message, "subject"))
    if not senders and not subject and not _header(message, "date"):
        raise ValueError("no header of a mail")
    sender = _sender(senders)
    recipients = [*_addresses(message, "to"), *_addresses(message, "cc")]
    parts = list(_parts(message))
    sent_at = local_minute(_date(message))
    attachments = tuple(_attachments(parts))
    told = [(label, _headers(message, name)) for label, name in _SAID]
    if not sent_at:
        told.append((SENT, _headers(message, "date")))
    told.append((ATTACHED, list(attachments)))
    return Mail(
        subject=subject,
        sender_name=sender.name,
        sender_address=sender.address,
        recipients=tuple(recipients[:MAX_RECIPIENTS]),
        sent_at=sent_at,
        text=_text(message, parts),
        attachments=attachments,
        said=tuple((label, ", ".join(texts)) for label, texts in told if texts),
        cards=tuple(filter(None, (_payload(part) for part in parts if _is_card(part)))),
    )


_SAID = (
    (FROM, "from"), (SENDER, "sender"), (REPLY_TO, "reply-to"), (TO, "to"), (COPY, "cc"),
    (BLIND_COPY, "bcc"), (ORGANISATION, "organization"),
)  # fmt: skip


def _sender(senders: Sequence[MailAddress]) -> MailAddress:
    """Who sent it: whoever has an address first; nobody where a program says that of nobody."""
    sender = next((item for item in senders if item.address), None)
    if sender is None:
        sender = senders[0] if senders else MailAddress("", "")
    name = fold(re.sub(r"[\W_]+", " ", sender.name)).strip()
    return MailAddress("", sender.address) if name in _NOBODY else sender


def _raw_headers(message: Message, name: str) -> Iterator[str]:
    """The headers of a name as they stand in the file.

    The parser of structured headers needs the square of their length and fails on broken ones.
    """
    for key, value in message.raw_items():
        if key.lower() == name:
            yield str(value)[:_MAX_HEADER].replace("\r", "").replace("\n", "")


def _decoded(raw: str) -> str:
    """A header with its encoded words (RFC 2047) read; bytes of no known charset as Windows'."""
    raw = raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        pieces = decode_header(raw)
    except Exception:  # a word that is not base64
        return raw
    texts = []
    for piece, charset in pieces:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        try:
            texts.append(piece.decode(charset or "utf-8"))
        except (LookupError, UnicodeDecodeError, ValueError):
            texts.append(piece.decode("cp1250", "replace"))
    return "".join(texts)


def _header(message: Message, name: str) -> str:
    return _clean(_decoded(next(_raw_headers(message, name), "")))


def _headers(message: Message, name: str) -> list[str]:
    """All headers of a name, each in one line."""
    return [text for raw in _raw_headers(message, name) if (text := _clean(_decoded(raw)))]


def _addresses(message: Message, name: str) -> list[MailAddress]:
    # Addresses are told apart before their names are decoded: a decoded name may hold commas.
    pairs: list[MailAddress] = []
    for header in _raw_headers(message, name):
        if "@" not in header:
            pairs.append(MailAddress(_clean(_decoded(header)).strip("<>:; "), ""))
            continue
        found = getaddresses([_quoted_names(header)], **_LENIENT)
        if any(at and at.startswith("@") for _, at in found):  # no commas between them
            found = [("", at) for at in _ANY_ADDRESS.findall(header)]
        pairs += [_address(_clean(_decoded(label)), _clean(at)) for label, at in found]
    return [pair for pair in pairs if pair.name or pair.address][:MAX_RECIPIENTS]


_ANY_ADDRESS = re.compile(r"[^\s<>,;\"()]+@[^\s<>,;\"()]+")


def _address(name: str, address: str) -> MailAddress:
    """What stands where an address belongs but is none is a name: ``From: Jan``."""
    if address and "@" not in address:
        return MailAddress(name or ("" if address.lower().startswith("/o=") else address), "")
    return MailAddress(name, address)


_PIECE = re.compile(r'(?:"(?:[^"\\]|\\.)*"|\([^()]*\)|<[^<>]*>|[^,])+')


def _quoted_names(header: str) -> str:
    """A header whose names have quotes where they need them: ``Novak, Petr <petr@…>``.

    What stands before a comma and has no address belongs to the address that follows.
    """
    if "," not in header or ":" in header.partition("<")[0]:
        return header  # one name, or a group of addresses
    found: list[str] = []
    waiting: list[str] = []
    for piece in (item.strip() for item in _PIECE.findall(header)):
        name, bracket, rest = piece.partition("<")
        if "@" not in piece and not bracket:
            waiting.append(piece)
            continue
        whole = ", ".join((*waiting, name.strip())).strip(", ")
        if not waiting or not bracket or '"' in whole:
            found += [*waiting, piece]
        elif "=?" in whole:  # an encoded word is none within quotes
            found.append(f"{whole.replace(',', '')} <{rest}")
        else:
            found.append(f'"{whole}" <{rest}')
        waiting = []
    return ", ".join((*found, *waiting))


def _date(message: Message) -> datetime | None:
    try:
        return parsedate_to_datetime(next(_raw_headers(message, "date"), "")[:200])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _parts(message: Message) -> Iterator[Message]:
    """The parts that are no containers, in their order; a mail within the mail is one part."""
    waiting = [message]
    for _ in range(_MAX_PARTS):
        if not waiting:
            return
        part = waiting.pop()
        inner = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(inner, list):
            waiting += [item for item in reversed(inner) if isinstance(item, Message)]
        else:
            yield part


def _is_attachment(part: Message) -> bool:
    said = next(_raw_headers(part, "content-disposition"), "").strip().lower()
    kind = part.get_content_type()
    is_said = kind.startswith("message/") and kind != "message/rfc822" and part.is_multipart()
    return said.startswith("attachment") or not (kind.startswith("text/") or is_said)


def _is_card(part: Message) -> bool:
    """Whether a part holds vCards (RFC 6350; text/x-vcard and text/directory before it)."""
    kind = part.get_content_type()
    if kind in ("text/vcard", "text/x-vcard", "text/directory"):
        return True
    try:
        name = str(part.get_filename("") or "")
    except Exception:  # a broken header
        return False
    return name.lower().endswith((".vcf", ".vcard"))


def _payload(part: Message) -> bytes:
    """What a part holds; text that is not UTF-8 in UTF-8 where the part says its encoding."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return b""
    charset = str(part.get_content_charset() or "utf-8")
    try:
        return payload.decode(charset).encode()
    except (LookupError, ValueError):
        return payload


def _text(message: Message, parts: list[Message]) -> str:
    """The texts of a mail one after the other; of alternatives the plain one, or else the page."""
    left_out = _alternatives(message)
    texts: list[str] = []
    for part in parts:
        if _is_attachment(part) or _is_card(part) or id(part) in left_out:
            continue
        text = _content(part)
        if part.get_content_type() == "text/html":
            text = page_text(text)
        elif part.get_content_maintype() == "message":  # what could not be delivered, a piece
            text = "\n".join(map(str, part.get_payload() or ()))[:MAX_TEXT].strip()
        if text.strip() and text not in texts:
            texts.append(text)
        if sum(map(len, texts)) > MAX_TEXT:
            break
    return _body("\n\n".join(text.strip() for text in texts))


def _alternatives(message: Message) -> set[int]:
    """The parts that say again what another part says (``multipart/alternative``)."""
    found: set[int] = set()
    waiting = [message]
    for _ in range(_MAX_PARTS):
        if not waiting:
            break
        part = waiting.pop()
        inner = part.get_payload()
        if part.get_content_maintype() != "multipart" or not isinstance(inner, list):
            continue
        items = [item for item in inner if isinstance(item, Message)]
        waiting += items
        if part.get_content_subtype() != "alternative":
            continue
        leaves = [leaf for item in items for leaf in _parts(item) if not _is_attachment(leaf)]
        said = [leaf for leaf in leaves if _content(leaf).strip()]
        plain = [leaf for leaf in said if leaf.get_content_type() == "text/plain"]
        pages = [leaf for leaf in said if leaf.get_content_type() == "text/html"]
        kept = plain[:1] or pages[:1]
        if kept:
            found |= {id(leaf) for leaf in (*plain, *pages) if leaf is not kept[0]}
    return found


def page_text(page: str) -> str:
    """The text of an HTML page."""
    return extract(b"\xef\xbb\xbf" + page.encode("utf-8", "replace"), "mail.html").text


def _content(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes):
        return ""
    for charset in (part.get_content_charset() or "utf-8", "utf-8"):
        try:
            return payload.decode(charset)
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return payload.decode("cp1250", "replace")


def _attachments(parts: list[Message]) -> list[str]:
    names = []
    for part in parts:
        try:
            name = part.get_filename("")
        except Exception:  # a broken header
            name = ""
        if not name and part.get_content_type() == "message/rfc822":
            inner = part.get_payload()
            if isinstance(inner, list) and inner and isinstance(inner[0], Message):
                name = f"{_header(inner[0], 'subject') or 'mail'}.eml"
        if not name and part.get_content_maintype() not in ("text", "message", "multipart"):
            name = part.get_content_type()
        if name and (clean := _clean(_decoded(str(name)))):
            names.append(clean)
    return names[:MAX_ATTACHMENTS]


# Mails of Outlook


def _outlook(data: bytes, name: str) -> Mail:
    from app.exchange.mails.outlook_message import OutlookMessage

    message = OutlookMessage(data, name)
    text = message.body()
    sender = _sender([_address(*map(_clean, message.sender()))])
    recipients = [
        (kind, MailAddress(_clean(who), _clean(at)))
        for kind, who, at in message.recipients(MAX_RECIPIENTS)
    ]
    attachments = [_clean(item) for item in message.attachment_names(MAX_ATTACHMENTS)]
    told: list[tuple[str, list[str]]] = [(FROM, message.senders())]
    for label, number, tag in ((TO, 1, 0x0E04), (COPY, 2, 0x0E03), (BLIND_COPY, 3, 0x0E02)):
        shown = [_shown(item) for kind, item in recipients if kind == number]
        told.append((label, shown or [_clean(message.text(tag))]))
    told.append((ATTACHED, attachments))
    return Mail(
        subject=_clean(message.text(0x0037)),
        sender_name=sender.name,
        sender_address=sender.address,
        recipients=tuple(item for kind, item in recipients if kind != 3),
        sent_at=local_minute(message.moment(0x0039) or message.moment(0x0E06)),
        text=_body(text or page_text(message.page())),
        attachments=tuple(attachments),
        said=tuple((label, ", ".join(filter(None, texts))) for label, texts in told if any(texts)),
    )


def _shown(item: MailAddress) -> str:
    if item.name and item.address and item.name != item.address:
        return f"{item.name} <{item.address}>"
    return item.name or item.address
