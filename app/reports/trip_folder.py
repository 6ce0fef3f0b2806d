"""The folder that goes along on a trip: it opens on any computer, without the program.

Papers, calendar and contacts of a visit, and an `index.html` that leads to them; in a folder or in
one ZIP file encrypted with AES (WinZip's AE-2, which 7-Zip and others open).
"""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from textwrap import shorten

from app.db.connection import Connection
from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.address_books.exporting import export_contacts
from app.exchange.ical import writer
from app.file_names import safe_stem
from app.files import folder_beside, known_errors, put, temporary_folder, write_bytes
from app.i18n import N_, Language, Translator, translator
from app.progress import Cancelled, Progress, watched
from app.reports.catalogue import paper_of
from app.reports.delegations import collect, wording
from app.reports.delegations.data import Visit
from app.reports.engine.collect import CANCELLED
from app.reports.engine.content import choose
from app.reports.printing import print_paper
from app.services.calendar.events import calendar

NO_PASSWORD = N_(
    "A ZIP file with personal data needs a password of at least {count} characters. Nothing was "
    "written."
)
NOT_A_FOLDER = N_("“{name}” is a file. Name a folder, or a file that ends in .zip.")

SHORTEST = 8
"""Characters of a password."""

PAPERS = ("briefing", "programme", "participants")
"""The papers that go along, in their order."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a trip folder will hold: its files as they are called, and the personal data in them,
    as sentences.
    """

    files: tuple[str, ...]
    personal: tuple[str, ...]


def preview(connection: Connection, visit_id: str, language: Language, on: date) -> Held:
    """What the folder of a visit would hold. Raises `UserError` if there is no such visit."""
    visit = collect.visit(connection, visit_id, on)
    tr = translator(language)
    return Held(tuple(_names(visit, tr).values()), tuple(_personal(visit, tr)))


def _names(visit: Visit, tr: Translator) -> dict[str, str]:
    """What the files are called, by what they are."""
    made = {}
    for key in PAPERS:
        label = tr.message(paper_of("delegation", key).label)
        made[key] = f"{safe_stem(label)}.pdf"
    taken = set(made.values())
    for agreement in visit.agreements:
        title = choose(agreement.title, tr.language)[0]
        label = tr("Agreement")
        # Not cut within a word.
        stem = safe_stem(shorten(f"{label} {title}", 100, placeholder=""))
        name, number = f"{stem}.pdf", 2
        while name.casefold() in {one.casefold() for one in taken}:
            name, number = f"{stem} {number}.pdf", number + 1
        taken.add(name)
        made[agreement.id] = name
    if _people(visit):
        contacts = tr("Contacts")
        made["contacts"] = f"{safe_stem(contacts)}.vcf"
    events = tr("Calendar")
    made["calendar"] = f"{safe_stem(events)}.ics"
    return made


def _people(visit: Visit) -> list[str]:
    return list(dict.fromkeys(m.person_id for m in visit.present if m.person_id))


def _personal(visit: Visit, tr: Translator) -> list[str]:
    """The personal data that the files hold, most sensitive first."""
    present = visit.present
    people = len([member for member in present if member.is_filled])
    said = []

    def count(number: int, text: str) -> None:
        if number:
            said.append(f"{text}: {number}")

    count(sum(1 for m in present if m.needs), tr("Special needs (health), in the briefing"))
    count(sum(1 for m in present if m.note), tr("Notes about members, in the briefing"))
    count(people, tr("Names and posts"))
    count(
        sum(1 for m in present if m.phone or m.email),
        tr("Phones, e-mails and addresses, in the contacts"),
    )
    count(
        sum(1 for item in visit.items if item.responsible),
        tr("Who is responsible, in the programme"),
    )
    if visit.note:
        said.append(tr("The internal note on the visit, in the briefing"))
    if not said:
        said.append(tr("No personal data."))
    return said


def trip_folder(
    connection: Connection,
    visit_id: str,
    languages: Sequence[Language],
    target: Path,
    on: date,
    *,
    password: str = "",
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[str]:
    """Write the folder of a visit to `target`; a name that ends in ``.zip`` is one file encrypted
    with `password`. Gives the names of the files.

    Files of an earlier time are replaced, other files in the folder stay. Raises `UserError`; what
    was there before is then as it was.
    """
    if target.suffix.lower() == ".zip":
        if len(password) < SHORTEST:
            raise UserError(NO_PASSWORD, count=SHORTEST)
        with temporary_folder("trip") as place:
            names = _write(connection, visit_id, languages, Path(place), on, progress, cancelled)
            write_bytes(target, _zipped(Path(place), names, password))
        return names
    if target.exists() and not target.is_dir():
        raise UserError(NOT_A_FOLDER, name=target.name)
    with known_errors(target):
        target.mkdir(exist_ok=True)
        with folder_beside(target / "trip") as beside:
            names = _write(connection, visit_id, languages, beside, on, progress, cancelled)
            for name in names:
                put(beside / name, target / name)
    return names


def job(
    store: Store,
    progress: Progress,
    cancelled: Cancelled,
    *,
    visit_id: str,
    languages: Sequence[str],
    target: str,
    on: date,
    password: str,
) -> list[str]:
    """`trip_folder` in a process of its own."""
    chosen = [Language(code) for code in languages]
    with store.reading() as connection:
        return trip_folder(
            connection,
            visit_id,
            chosen,
            Path(target),
            on,
            password=password,
            progress=progress,
            cancelled=cancelled,
        )


def _write(
    connection: Connection,
    visit_id: str,
    languages: Sequence[Language],
    place: Path,
    on: date,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> list[str]:
    visit = collect.visit(connection, visit_id, on)
    language = languages[0]
    tr = translator(language)
    names = _names(visit, tr)
    tell = watched(progress, cancelled, CANCELLED)
    steps: list[Callable[[], object]] = [
        _printing(connection, "delegation", key, visit.id, languages, place / names[key], on)
        for key in PAPERS
    ]
    steps += [
        _printing(connection, "agreement", "summary", one.id, languages, place / names[one.id], on)
        for one in visit.agreements
    ]
    for number, step in enumerate(steps):
        tell(number, len(steps) + 1)
        step()
    if people := _people(visit):
        export_contacts(connection, ENTITIES["person"], place / names["contacts"], ids=people)
    events = calendar(connection, language, [visit.id]).events
    title = choose(visit.title, language)[0]
    writer.write(place / names["calendar"], events, name=title)
    page = _index(visit, names, tr, on)
    write_bytes(place / "index.html", page.encode())
    tell(len(steps) + 1, len(steps) + 1)
    return ["index.html", *names.values()]


def _printing(
    connection: Connection,
    entity: str,
    key: str,
    record: str,
    languages: Sequence[Language],
    target: Path,
    on: date,
) -> Callable[[], object]:
    paper = paper_of(entity, key)
    return lambda: print_paper(connection, paper, [record], languages, target, on)


def _zipped(place: Path, names: Sequence[str], password: str) -> bytes:
    import pyzipper

    stream = io.BytesIO()
    with pyzipper.AESZipFile(
        stream, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES
    ) as archive:
        archive.setpassword(password.encode())
        archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for name in names:
            archive.writestr(name, (place / name).read_bytes())
    return stream.getvalue()


_STYLE = """
body { margin: 0 auto; max-width: 44rem; padding: 1.5rem; font: 1rem/1.5 system-ui, sans-serif;
  color: #1a1f29; background: #fff; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: .2em 0; }
h2 { font-size: 1.1rem; color: #1f4f94; border-bottom: 1px solid #1f4f94; margin: 1.6em 0 .5em; }
a { color: #1f4f94; }
a:focus-visible { outline: 3px solid #1f4f94; outline-offset: 2px; }
li { margin: .3em 0; }
table { border-collapse: collapse; }
th { text-align: left; vertical-align: top; font-weight: 600; padding: .15em 1.2em .15em 0;
  white-space: nowrap; }
.soft { color: #545b66; }
"""


def _index(visit: Visit, names: dict[str, str], tr: Translator, on: date) -> str:
    """The page that leads to the files, with the programme in short; without scripts."""
    from urllib.parse import quote

    from app.rules.days.partial_dates import format_day
    from app.rules.visible import visible

    def said(text: str) -> str:
        return html.escape(visible(text))

    title = said(choose(visit.title, tr.language)[0])
    files = tr("Files")
    out = [
        f'<!DOCTYPE html>\n<html lang="{tr.language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title><style>{_STYLE}</style></head><body><main>",
        f"<h1>{title}</h1><p>{said(wording.days(visit, tr))}",
        f'<br><span class="soft">{said(choose(wording.places(visit.places), tr.language)[0])}'
        "</span></p>",
        f"<h2>{said(files)}</h2><ul>",
    ]
    out += [f'<li><a href="{quote(name)}">{said(name)}</a></li>' for name in names.values()]
    out.append("</ul>")
    items = [item for item in visit.items if not item.is_internal]
    day = None
    for item in items:
        if item.day != day:
            out.append("</table>" if day else "")
            day = item.day
            out.append(f"<h2>{said(wording.day_heading(day, tr))}</h2><table>")
        hours = "<br>".join(said(text) for text in wording.hours(item, visit, tr)) or "–"
        name = said(choose(item.title, tr.language)[0])
        place = f'<br><span class="soft">{said(item.place)}</span>' if item.place else ""
        out.append(f"<tr><th scope=row>{hours}</th><td>{name}{place}</td></tr>")
    out.append("</table>" if day else "")
    made = tr("As of {day}.", day=format_day(on, tr))
    out.append(f'</main><footer><p class="soft">{said(made)}</p></footer></body></html>\n')
    return "\n".join(out)
