"""Names of people and places: stored order, full names, the genitive."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=1 << 16)
def sort_key(text: str) -> bytes:
    """The stored place of `text` in Czech order, with German letters where a German expects them.

    Byte strings compare as the texts are ordered; equal on every computer. Case and accents
    that Czech does not count decide only between otherwise equal texts.
    """
    import czech_sort

    key = _key_bytes(czech_sort.key(text.replace("ß", "ss").replace("ẞ", "SS")))
    # Straße and Strasse are two names: the text itself decides, after everything else.
    return key + text.encode() if "ß" in text or "ẞ" in text else key


def _key_bytes(key: tuple[tuple[object, ...] | str, ...]) -> bytes:
    """What `czech_sort.bytes_key` makes of a key; what stands for one letter is made only once."""
    levels = [
        level.encode().replace(b"\0", b"\0\x01") + b"\0\0"
        if isinstance(level, str)
        else b"".join(map(_part_bytes, level)) + b"\0"
        for level in key
    ]
    return b"".join(levels) + b"\0"


@lru_cache(maxsize=1 << 12)
def _part_bytes(part: object) -> bytes:
    import czech_sort.impl

    return bytes(czech_sort.impl.key_to_bytes(part))


def person_name(title_before: str, given: str, family: str, title_after: str) -> str:
    """The full name with titles: ``Ing. Jana Nováková, Ph.D.``."""
    name = " ".join(part for part in (title_before, given, family) if part)
    return f"{name}, {title_after}" if title_after else name


def genitive(region: str) -> str | None:
    """The genitive of a Czech region's name (*Ústecký kraj*, *Kraj Vysočina*); None of another."""
    if region.endswith("ý kraj"):
        return f"{region.removesuffix('ý kraj')}ého kraje"
    if region.startswith("Kraj "):
        return f"Kraje {region.removeprefix('Kraj ')}"
    return None
