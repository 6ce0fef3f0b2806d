"""The values and parameters of vCards: escapes, encodings, base64, lists.

Sources: versit vCard 2.1 (1996), RFC 2426 (3.0), RFC 6350 and 6868 (4.0).
"""

from __future__ import annotations

import binascii
import re

MAX_PHOTO = 2 * 2**20
MAX_PARTS = 1_000
"""What a value has more parts than this of is not split further."""

_CHARSET = re.compile(
    r"utf-?8|utf-?16(le|be)?|(windows|cp|ibm)-?[0-9]{3,5}|iso-?8859-?[0-9]{1,2}|us-ascii|ascii"
    r"|latin-?[0-9]{1,2}|koi8-?[rtu]|mac-?(roman|latin2|cyrillic)|gb2312|gbk|gb18030|big5"
    r"|shift[-_]jis|sjis|euc-(jp|kr)|iso-2022-jp",
)
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_ESCAPE = re.compile(r"\\([\\,;:nN\"])")
_ESCAPES = (("\\n", "\n"), ("\\N", "\n"), ("\\,", ","), ("\\;", ";"), ("\\:", ":"), ('\\"', '"'))
_SEPARATORS = {mark: re.compile(rf"\\.|{mark}", re.DOTALL) for mark in ",;"}


def decoded(value: bytes, charset: str = "") -> str:
    """A text in a stated encoding, or else in UTF-8 or Windows' Central European one.

    Bytes that are no UTF-8 beside many that are have been damaged; alone they are cp1250.
    """
    if charset:
        try:
            return value.decode(charset.replace("windows-", "cp").replace("ibm-", "cp"), "replace")
        except LookupError:
            pass
    try:
        return value.decode()
    except UnicodeDecodeError:
        text = value.decode("utf-8", "replace")
        damaged = text.count("\ufffd")
        good = sum(char > "\x7f" for char in text) - damaged
        return text if good > damaged else value.decode("cp1250", "replace")


def is_guessed(raw: bytes) -> bool:
    """Whether some line is no UTF-8 and states no charset: what `decoded` gives is a guess."""
    for line in raw.replace(b"\n ", b"").split(b"\n"):
        if line.isascii() or b"CHARSET=" in line[:200].upper():
            continue
        text = line.decode("utf-8", "replace")
        damaged = text.count("\ufffd")
        if damaged and sum(char > "\x7f" for char in text) <= 2 * damaged:
            return True
    return False


def unescaped(text: str) -> str:
    """The text without its escapes (RFC 6350, 3.4); other backslashes are only themselves."""
    if "\\\\" in text:
        return _ESCAPE.sub(_character, text)
    for escape, character in _ESCAPES:
        text = text.replace(escape, character)
    return text


def _character(found: re.Match[str]) -> str:
    return "\n" if found[1] in "nN" else found[1]


def one_line(text: str, joint: str = " ") -> str:
    """An escaped text as one line."""
    text = unescaped(text)
    if "\n" not in text:
        return text.strip()
    return joint.join(line for part in text.split("\n") if (line := part.strip()))


def split(text: str, separator: str) -> list[str]:
    """The parts of a text, still escaped, at the separators that are not."""
    if f"\\{separator}" not in text:
        return text.split(separator, MAX_PARTS)
    parts, start = [], 0
    for found in _SEPARATORS[separator].finditer(text):
        if found[0] == separator:
            parts.append(text[start : found.start()])
            start = found.end()
            if len(parts) > MAX_PARTS:
                break
    return [*parts, text[start:]]


def fields(text: str, count: int, joint: str = " ") -> list[str]:
    """At least `count` fields of a structured value, each as one line."""
    parts = split(text, ";")
    if len(parts) < count:
        parts = parts + [""] * (count - len(parts))
    if "\\" in text or "\n" in text:
        return [one_line(part, joint) for part in parts]
    return [part.strip() for part in parts]


def from_base64(coded: str) -> bytes:
    """The bytes of a base64 text, however it is broken or spoilt."""
    clean = _NOT_BASE64.sub("", coded)
    if len(clean) % 4 == 1:  # the end is missing
        clean = clean[:-1]
    return binascii.a2b_base64(clean + "=" * (-len(clean) % 4))


_BASE64 = re.compile(r"[A-Za-z0-9+/=\s]{40,}")


def is_base64(text: str) -> bool:
    """Whether a text that does not say so is base64; an address or words are not."""
    return _BASE64.fullmatch(text) is not None and " " not in text.strip()


def picture(coded: str) -> bytes | None:
    """The picture of a base64 text or a ``data:`` address; none where it is too large."""
    if coded[:5].lower() == "data:":
        coded = coded.partition(",")[2]
    if len(coded) > MAX_PHOTO * 3 // 2:
        return None
    found = from_base64(coded)
    return found if 0 < len(found) <= MAX_PHOTO else None


# --- Parameters -------------------------------------------------------------------------------

_PARAMETER = re.compile(r'(?:[^;"]|"[^"]*"?)+')
_TYPE = re.compile(r"[\w .&/-]{1,60}")
_CARET = re.compile(r"\^([n'^])")
_KINDS = {
    "pref", "internet", "voice", "postal", "x-postal", "x-seat", "x-other", "fax", "cell",
    "mobile", "iphone", "pcs",
}  # fmt: skip
"""Types that say what an entry is, or what every entry is unless it says something else."""
_SILENT = _KINDS | {"msg", "video", "text", "other", "dom", "intl", "parcel", "applelink", "cis",
                    "x-apple"}  # fmt: skip
"""Types that are no label for people."""


class Parameters:
    """The parameters of a line. `types` are in lower letters, bare ones of 2.1 among them."""

    def __init__(self, text: str) -> None:
        self.types: list[str] = []
        self.values: dict[str, str] = {}
        for token in _PARAMETER.findall(text):
            name, equals, value = token.partition("=")
            name = name.strip().upper()
            if not equals:
                encodings = ("QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT")
                name, value = ("ENCODING" if name in encodings else "TYPE"), name
            value = value.replace('"', "").strip()
            if name == "TYPE":
                self.types += [part.strip().lower() for part in value.split(",")]
            else:
                value = _CARET.sub(_caret, value)
                if name.startswith("X-") and self.values.get(name, value) != value:
                    value = f"{self.values[name]},{value}"
                    self.values[name] = value
                self.values.setdefault(name, value)

    @property
    def encoding(self) -> str:
        """Q (quoted-printable), B (base64) or nothing."""
        names = {"QUOTED-PRINTABLE": "Q", "Q": "Q", "BASE64": "B", "B": "B"}
        return names.get(self.values.get("ENCODING", "").upper(), "")

    @property
    def charset(self) -> str:
        """The charset, where it is none that is UTF-8 anyway and its decoder is harmless."""
        name = self.values.get("CHARSET", "").lower()
        return name if _CHARSET.fullmatch(name) and name not in ("utf-8", "utf8") else ""

    @property
    def is_primary(self) -> bool:
        """Whether it is the preferred entry of its kind."""
        return "pref" in self.types or self.values.get("PREF") == "1"

    @property
    def label(self) -> str:
        """Work, home, or other words for the entry."""
        places = [name for name in ("work", "home") if name in self.types]
        words = (name for name in self.types if name not in (*_SILENT, *places) and _is_word(name))
        return ", ".join(dict.fromkeys((*places, *(name.removeprefix("x-") for name in words))))

    def unsaid_types(self) -> list[str]:
        """The types that neither a kind nor the label says."""
        return [
            name
            for name in self.types
            if name not in _KINDS and (name in _SILENT or not _is_word(name)) and name
        ]


def _is_word(name: str) -> bool:
    return _TYPE.fullmatch(name) is not None


def _caret(found: re.Match[str]) -> str:
    return {"n": "\n", "'": '"', "^": "^"}[found[1]]
