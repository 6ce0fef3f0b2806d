"""Names of files that every system takes: of Windows, which is the strictest, and of Linux."""

from __future__ import annotations

import re

# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_RESERVED = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_ENDING = re.compile(r"\.(?=[a-z0-9]*[a-z])[a-z0-9]{1,16}", re.IGNORECASE)
_LONGEST, _LONGEST_BYTES = 120, 200  # so that name and folder keep to 260 characters and 255 bytes


def is_reserved(name: str) -> bool:
    """Whether Windows takes a name for a device, whatever its ending: “CON”, “aux .tar.gz”."""
    return _RESERVED.fullmatch(name.partition(".")[0].strip()) is not None


def is_safe(name: str) -> bool:
    """Whether Windows keeps a file under this very name."""
    return (
        not is_reserved(name)
        and not _FORBIDDEN.search(name)
        and not name.endswith((".", " "))
        and min(name, default="!") > "\x1f"
    )


def safe_name(name: str, nameless: str = "document") -> str:
    """A file name that every system takes; its ending is kept.

    Without path separators, device names, invisible characters (which can hide an ending),
    closing dots and blanks; at most 120 characters and 200 bytes. Without anything left,
    `nameless`.
    """
    plain = _shortened(_FORBIDDEN.sub("_", _visible(name)))
    stem, ending = parted(plain)
    return _free_of_devices(_cut(stem, ending, _LONGEST, nameless) + ending)


def safe_stem(title: str, nameless: str = "vztahy", longest: int = 100) -> str:
    """A title as the name of a file to which an ending is put; else as `safe_name`."""
    plain = _shortened(_FORBIDDEN.sub(" ", _visible(" ".join(title.split()))))
    return _free_of_devices(_cut(plain, "", longest, nameless))


def parted(name: str) -> tuple[str, str]:
    """Stem and ending; what follows the dot of “3. 4. 2020” is none."""
    at = name.rfind(".")
    if at > 0 and _ENDING.fullmatch(name[at:]):
        return name[:at], name[at:]
    return name, ""


def _visible(text: str) -> str:
    import unicodedata

    seen = "".join(
        char
        for char in text.encode("utf-8", "replace").decode()
        if unicodedata.category(char) not in ("Cc", "Cf", "Zl", "Zp")
    )
    return unicodedata.normalize("NFC", seen)


def _shortened(text: str) -> str:
    return " ".join(text.split()).rstrip(". ")


def _cut(stem: str, ending: str, longest: int, nameless: str) -> str:
    stem = stem[: longest - len(ending)]
    while len((stem + ending).encode()) > _LONGEST_BYTES:
        stem = stem[:-1]
    stem = stem if ending else stem.rstrip(". ")
    return stem if stem.strip(". ") else nameless


def _free_of_devices(name: str) -> str:
    return f"_{name}" if is_reserved(name) else name
