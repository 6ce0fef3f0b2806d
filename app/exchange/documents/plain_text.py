"""The text of files without a container: plain text in any charset, web pages, XML, RTF."""

from __future__ import annotations

import codecs
import html
import re

from app.exchange.documents.file_types import words

_CHARSETS = re.compile(r"(utf-?8|windows-125\d|cp-?125\d|iso-8859-\d+|koi8-[ru])", re.I)
_CHARSET = re.compile(rb"""(?:charset|encoding)\s{0,9}=\s{0,9}["']?([\w-]{2,20})""", re.I)


def declared_charset(data: bytes) -> str:
    """The charset that a page names in its head, if it is one that can be believed."""
    found = _CHARSET.search(data[:4096])
    name = found[1].decode("ascii", "replace") if found else ""
    return name if _CHARSETS.fullmatch(name) else ""


def decode(data: bytes, declared: str = "") -> str:
    """The characters of a text: by its mark, as declared, as UTF-8, or as its bytes suggest."""
    for mark, charset in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(charset, "replace")
    for charset in filter(None, (declared, "utf-8")):
        try:
            # A text cut within a character is still a text in that charset.
            return codecs.getincrementaldecoder(charset)().decode(data)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode(_guessed_charset(data), "replace")


def _guessed_charset(data: bytes) -> str:
    """Windows-1250 (Czech and German), unless the bytes speak clearly for something else."""
    from charset_normalizer import from_bytes

    known = ["cp1250", "iso8859_2", "cp1251", "koi8_r", "cp1252"]
    best = from_bytes(data[: 64 * 1024], cp_isolation=known).best()
    charset = best.encoding if best is not None and best.encoding in known else "cp1250"
    if charset == "cp1250" and not re.search(rb"[\x80-\x9f]", data):
        # Most Czech letters are the same; š and ž of ISO 8859-2 would be ą and ľ.
        return "iso8859_2" if re.search(rb"[\xb9\xbe]", data) else charset
    return charset


# Each alternative ends at its own end or at the end of the page, so nothing is read twice.
_MARKUP = re.compile(
    r"(?P<comment><!--.*?(?:-->|\Z))"
    r"|<(?P<unread>script|style|template|noscript)\b.*?(?:</(?P=unread)[^>]*(?:>|\Z)|\Z)"
    r"|<[!?/]?(?P<tag>[a-z][\w:-]*)[^>]*(?:>|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_INLINE = words("a abbr b bdi bdo cite code em font i kbd mark q s small span strong sub sup u wbr")


def without_tags(source: str) -> str:
    """The text of a page or of XML, without scripts and styles.

    `html.parser` needs the square of the length for pages made in bad faith; this does not.
    """

    def parted(found: re.Match[str]) -> str:
        return "" if found["comment"] or (found["tag"] or "").lower() in _INLINE else "\n"

    return html.unescape(_MARKUP.sub(parted, source))


_RTF = re.compile(
    r"\\([a-z]{1,32})(-?[0-9]{1,9})? ?|\\'([0-9a-f]{2})|\\([^a-z])|([{}])|([^\\{}\r\n]+)|[\r\n]+",
    re.IGNORECASE,
)
_RTF_UNREAD = words("""
    fonttbl colortbl stylesheet info pict object themedata colorschememapping datastore
    latentstyles listtable listoverridetable rsidtbl generator xmlnstbl fldinst filetbl revtbl
    nonshppict bkmkstart bkmkend
""")
_RTF_WORDS = {
    "par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "cell": "\t", "tab": "\t",
    "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "emspace": " ", "enspace": " ",
}  # fmt: skip
_RTF_SIGNS = {"~": " ", "_": "-", "-": "", "\r": "\n"}
_CODE_PAGES = {437, 850, 852, 866, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258}


def rtf_text(source: str) -> str:
    """The text of an RTF file (Rich Text Format 1.9.1), `source` being its bytes as Latin-1."""
    pieces: list[str] = []
    groups: list[tuple[bool, int]] = []
    hidden, fallback = False, 1  # how many characters repeat a \\u for older programs
    page, skip, at = 1252, 0, 0
    while found := _RTF.match(source, at):
        at = found.end()
        word, number, octet, sign, brace, plain = found.groups()
        value = int(number or 0)
        if brace == "{":
            groups.append((hidden, fallback))
        elif brace:
            hidden, fallback = groups.pop() if groups else (False, 1)
        elif sign == "*" or word in _RTF_UNREAD:
            hidden = True
        elif word == "bin":
            at += max(value, 0)
        elif word == "ansicpg":
            page = value if value in _CODE_PAGES else page
        elif word == "uc":
            fallback = min(max(value, 0), 9)
        elif hidden:
            continue
        elif word == "u":
            pieces.append(chr(value & 0xFFFF))
            skip = fallback
        elif word:
            pieces.append(_RTF_WORDS.get(word, ""))
        elif sign:
            pieces.append(_RTF_SIGNS.get(sign, sign))
        elif octet or plain:
            raw = bytes.fromhex(octet) if octet else plain.encode("latin-1")
            pieces.append(raw[skip:].decode(f"cp{page}", "replace"))
            skip = max(skip - len(raw), 0)
    # Characters beyond the first plane are written as two halves.
    return "".join(pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
