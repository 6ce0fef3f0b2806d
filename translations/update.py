"""Extract, merge, compile and check the translations.

    uv run python translations/update.py            after a text was added or changed
    uv run python translations/update.py --check    what CI runs; changes nothing

English is the source: message ids are English sentences, and the English catalogue repeats
them. Czech and German are written by hand into the .po files.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
LANGUAGES = ("cs", "de", "en")
KEYWORDS = {
    "tr": None,
    "tr_": None,
    "_tr": None,
    "N_": None,
    "C_": ((1, "c"), 2),
    "plural": (1, 2),
    "context": ((1, "c"), 2),
}
PLURALS = {
    "cs": (3, "(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2)"),
    "de": (2, "(n != 1)"),
    "en": (2, "(n != 1)"),
}
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def template(root: Path = ROOT) -> Catalog:
    """Every message of the source, sorted by id."""
    catalog = Catalog(project="vztahy", charset="utf-8", fuzzy=False)
    for folder in ("app", "ui"):
        for _, _, message, _, context in extract_from_dir(
            root / folder, [("**.py", "python")], keywords=KEYWORDS
        ):
            if message and message != ("",):
                catalog.add(message, context=context)
    return catalog


def po_file(language: str, folder: Path = HERE) -> Path:
    """Where the catalogue of a language lies."""
    return folder / language / "LC_MESSAGES" / "vztahy.po"


def load(language: str, folder: Path = HERE) -> Catalog:
    """The catalogue of a language as written."""
    path = po_file(language, folder)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as stream:
        return read_po(stream, locale=language)


def merged(source: Catalog, language: str, folder: Path = HERE) -> Catalog:
    """The messages of `source` with the translations that the language's file has."""
    old = load(language, folder)
    catalog = Catalog(locale=language, project="vztahy", charset="utf-8", fuzzy=False)
    for message in source:
        if not message.id:
            continue
        known = old.get(_key(message), context=message.context)
        text: object = known.string if known else ""
        if language == "en":
            text = tuple(message.id) if message.pluralizable else message.id
        elif message.pluralizable:
            forms = tuple(text) if isinstance(text, (tuple, list)) else ()
            count = PLURALS[language][0]
            text = (forms + ("",) * count)[:count]
        catalog.add(message.id, text, context=message.context)  # type: ignore[arg-type]
    return catalog


def _key(message: Message) -> str:
    return message.id[0] if message.pluralizable else str(message.id)


def text_of(catalog: Catalog) -> bytes:
    """A .po file: sorted, without dates, line numbers or machine paths."""
    import io

    stream = io.BytesIO()
    write_po(stream, catalog, no_location=True, omit_header=True, width=100, sort_output=True)
    language = str(catalog.locale or "")
    lines = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    if language:
        count, rule = PLURALS[language]
        lines = [f"Language: {language}", f"Plural-Forms: nplurals={count}; plural={rule};", *lines]
    header = 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines) + "\n"
    return header.encode() + stream.getvalue()


def binary_of(language: str, folder: Path = HERE) -> bytes:
    """The .mo file that belongs to a language's .po file; always the same for the same text."""
    import io

    catalog = load(language, folder)
    stream = io.BytesIO()
    # Babel writes both dates into the header: with the time of the build in it, the file would
    # never equal the one that is kept.
    catalog.creation_date = catalog.revision_date = _NO_DATE
    write_mo(stream, catalog)
    return _in_order(stream.getvalue())


def _in_order(data: bytes) -> bytes:
    """A .mo file whose messages stand in the order of their bytes, as the format asks.

    Babel leaves the contexts out when it sorts; `app.catalogue` finds messages by halving.
    """
    import struct

    _, _, count, ids, texts, *_ = struct.unpack_from("<7I", data)
    places = [
        [struct.unpack_from("<2I", data, table + 8 * number) for table in (ids, texts)]
        for number in range(count)
    ]
    places.sort(key=lambda pair: data[pair[0][1] : pair[0][1] + pair[0][0]])
    sorted_tables = b"".join(
        struct.pack("<2I", *pair[which]) for which in (0, 1) for pair in places
    )
    assert texts == ids + 8 * count
    return data[:ids] + sorted_tables + data[ids + len(sorted_tables) :]


def update() -> None:
    """Bring all files up to date with the source."""
    source = template()
    (HERE / "vztahy.pot").write_bytes(text_of(source))
    for language in LANGUAGES:
        path = po_file(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text_of(merged(source, language)))
        path.with_suffix(".mo").write_bytes(binary_of(language))


def faults(source: Catalog, folder: Path = HERE) -> Iterator[str]:
    """What is wrong with the translations in `folder`, one sentence each."""
    pot = folder / "vztahy.pot"
    if not pot.exists() or pot.read_bytes() != text_of(source):
        yield "vztahy.pot is out of date: run translations/update.py"
    for language in LANGUAGES:
        path = po_file(language, folder)
        if not path.exists():
            yield f"{language}: there is no catalogue"
            continue
        if path.read_bytes() != text_of(merged(source, language, folder)):
            yield f"{language}: out of date: run translations/update.py"
        for message in load(language, folder):
            if message.id:
                yield from _message_faults(language, message)
        binary = path.with_suffix(".mo")
        if not binary.exists() or binary.read_bytes() != binary_of(language, folder):
            yield f"{language}: vztahy.mo does not belong to vztahy.po: run translations/update.py"


def _message_faults(language: str, message: Message) -> Iterator[str]:
    name = f"{language}: “{_key(message)}”"
    if message.fuzzy:
        yield f"{name} is fuzzy"
    ids = message.id if message.pluralizable else (message.id,)
    forms = message.string if message.pluralizable else (message.string,)
    if message.pluralizable and len(forms) != PLURALS[language][0]:
        yield f"{name} has {len(forms)} plural forms instead of {PLURALS[language][0]}"
    wanted = set(_PLACEHOLDER.findall(ids[-1]))
    for form in forms:
        if not form:
            yield f"{name} is not translated"
        elif set(_PLACEHOLDER.findall(form)) != wanted:
            yield f"{name} has other placeholders than its source: “{form}”"


def check() -> int:
    """Print what is wrong; 0 if nothing is."""
    found = list(faults(template()))
    for fault in found:
        sys.stderr.write(fault + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    if "--check" in sys.argv[1:]:
        sys.exit(check())
    update()
    sys.exit(check())
