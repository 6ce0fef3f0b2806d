"""The sheet for a signing ceremony: who signs where and in which order, flags, originals, pens,
and a schedule with room to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.db.connection import Connection
from app.i18n import Language, translator
from app.progress import Progress
from app.reports.agreements import parts
from app.reports.agreements.collect_file import agreement_file
from app.reports.agreements.data import AgreementFile, SummaryParty
from app.reports.agreements.full import named
from app.reports.agreements.signing_sketch import SigningSketch
from app.reports.engine.columns import Column, Lines, Row, locale
from app.reports.engine.content import MissingTranslation, choose, missing_of
from app.reports.engine.frame import compose
from app.reports.engine.page import Cell, Sheet
from app.reports.engine.sheets import print_sheets
from app.reports.engine.tagging import Element
from app.reports.engine.text import Text
from app.rules.people.names import sort_key
from app.rules.protocol import ceremony

_HOME = "CZ"
_SKETCHED = 6  # signatories; a longer table is not drawn


@dataclass(frozen=True, slots=True)
class Ceremony:
    """The agreement, and its parties as they sit (from the audience's left) and as `guests` and
    `host` are told apart.
    """

    file: AgreementFile
    seats: Sequence[SummaryParty]
    host: SummaryParty | None
    flags: Sequence[str]


def signing_sheet(
    connection: Connection,
    ids: Sequence[str],
    languages: Sequence[Language],
    target: Path,
    on: date,
    tell: Progress,
) -> list[str]:
    """Write the sheets for the signing of agreements, each beginning on a new page. A paper of
    the catalogue.
    """
    files = [agreement_file(connection, key, on, with_note=False) for key in ids]
    tr = translator(languages[0])
    title = tr("Signing ceremony: {title}", title=named(files, tr))
    office = files[0].summary.office
    print_sheets(
        [_ceremony(file) for file in files],
        lambda made, root: _sheet(made, languages, root, on),
        title,
        office,
        languages,
        target,
        on,
        tell,
    )
    return []


def missing(
    connection: Connection,
    ids: Sequence[str],
    languages: Sequence[Language],
    on: date,
    **options: str,
) -> list[MissingTranslation]:
    """What the sheets print in another language."""
    found: dict[MissingTranslation, None] = {}
    for key in ids:
        paper = agreement_file(connection, key, on, with_note=False).summary
        content = (paper.title, paper.parties)
        found |= dict.fromkeys(missing_of(paper.title, content, languages))
    return list(found)


def _ceremony(file: AgreementFile) -> Ceremony:
    """Who is the host: the office, if it receives the others or nobody knows; else the first of
    the others. Without the office among the parties the first one.
    """
    parties = list(file.summary.parties)
    if not parties:
        return Ceremony(file, (), None, ())
    own = file.own_party
    abroad = file.own_is_host is False and own is not None and len(parties) > 1
    place = own or 0
    if abroad:
        place = next(index for index in range(len(parties)) if index != own)
    host = parties[place]
    guests = [party for index, party in enumerate(parties) if index != place]
    countries = {party.country for party in parties if party.country}
    others = sorted(countries - {_HOME}, key=lambda code: sort_key(_country(code, Language.CS)))
    if abroad and host.country:
        others = [host.country, *(code for code in others if code != host.country)]
        flags = [*others, _HOME] if _HOME in countries else others
    elif _HOME in countries:
        flags = ceremony.flags(others, _HOME)
    else:
        flags = others
    return Ceremony(file, ceremony.seats(host, guests), host, flags)


def _sheet(made: Ceremony, languages: Sequence[Language], root: Element, on: date) -> Sheet:
    paper = made.file.summary
    return compose(
        made,
        (_head, _order, _sketch, _flags, _copies, _things, _schedule),
        paper.office,
        languages,
        root,
        title=lambda column: choose(paper.title, column.language)[0],
        on=on,
    )


def _head(column: Column, made: Ceremony) -> list[Row]:
    tr, paper = column.tr, made.file.summary
    rows = parts.title(column, paper.title, tr("Signing ceremony"))
    facts: list[tuple[str, Lines]] = []
    blanks = []
    for label, text in (
        (tr("Day and time of signing"), column.day(paper.signed_on) if paper.signed_on else ""),
        (tr("Place of signing"), paper.signed_at),
    ):
        if text:
            facts.append((label, [column.say(text)]))
        else:
            blanks.append(label)
    if paper.reference_no:
        facts.append((tr("Reference number"), [column.say(paper.reference_no)]))
    if made.host:
        facts.append((tr("Host"), [column.said(made.host.names)]))
    told = column.pairs(column.parent, facts)
    if told:
        told[0].above = 5
    rows += [*told, *column.blanks(column.parent, [*blanks, tr("Master of ceremonies")])]
    if made.host and made.file.own_is_host is None:
        said = tr("The record does not tell who receives whom; the host was assumed.")
        rows.append(_plain(column, said))
    return rows


def _plain(column: Column, text: str) -> Row:
    element = column.parent.add("P")
    return Row(
        [Cell(column.x, column.width, [Text(element, column.say(text, column.soft))])], above=4
    )


def _order(column: Column, made: Ceremony) -> list[Row]:
    tr = column.tr
    heading = column.heading(tr("Who signs, and where they sit"))
    if not made.seats:
        said = tr("The parties are not recorded.")
        return [heading, column.paragraph(column.say(said))]
    rows: list[list[Lines]] = []
    for number, party in enumerate(made.seats, 1):
        who = [column.say(party.signatory, column.strong)] if party.signatory else []
        if party.signatory_post:
            who.append(column.said(party.signatory_post, column.soft))
        name = [column.said(party.names)]
        if party.country:
            name.append(column.say(_country(party.country, column.language), column.soft))
        role = tr("host") if party is made.host else tr("guest")
        place = [column.say(role, column.soft)]
        first = [column.say(str(number), column.strong)]
        rows.append([first, who, name, place] if column.wide else [first, [*who, *name, *place]])
    number_label = tr.context("seat", "Seat")
    width = column.fitting_width(["99"], number_label)
    if column.wide:
        headers = [number_label, tr("Signatory"), tr("Party"), tr.context("ceremony", "Part")]
        table = column.form(headers, rows, [width, 0.42 - width, 0.46, 0.12])
    else:
        table = column.form([number_label, tr("Signatory")], rows, [width, 1 - width])
    rules = [
        tr("Seats are counted from the left as the audience sees them."),
        tr("The guest of honour sits at the right hand of the host."),
        tr(
            "All sign at once, each first the original that stays with its own party; "
            "then the folders are exchanged until everybody has signed all of them."
        ),
    ]
    return [heading, *table, column.paragraph(column.say(" ".join(rules), column.soft))]


def _sketch(column: Column, made: Ceremony) -> list[Row]:
    if not 1 < len(made.seats) <= _SKETCHED:
        return []
    tr = column.tr
    heading = column.heading(tr("The room"))
    names = "; ".join(
        f"{number} {choose(party.names, column.language)[0]}"
        for number, party in enumerate(made.seats, 1)
    )
    flags = ", ".join(_country(code, column.language) for code in made.flags)
    alt = tr(
        "Sketch from above. Flags from the left: {flags}. Below them the members of the "
        "delegations stand; in front of them the signatories sit behind the table, from the "
        "left: {names}. The audience is opposite.",
        flags=flags or "–",
        names=names,
    )
    figure = column.section().add("Figure", alt=alt)
    drawn = SigningSketch(
        figure,
        made.flags,
        len(made.seats),
        tr("the delegations stand"),
        tr("audience, press, photographer"),
    )
    return [heading, Row([Cell(column.x, column.width, [drawn])])]


def _flags(column: Column, made: Ceremony) -> list[Row]:
    tr = column.tr
    heading = column.heading(tr("Flags"))
    names = ", ".join(_country(code, column.language) for code in made.flags)
    said = []
    if names:
        said.append(tr("State flags behind the table, from the left: {flags}.", flags=names))
    if made.file.own_is_host is False:
        said.append(tr("Abroad the rules of the host country apply: ask its protocol."))
    elif _HOME in made.flags:
        said.append(_rule(column, len(made.flags)))
    if len(made.flags) > 2 and made.file.own_is_host is not False:
        said.append(tr("The others follow by the Czech alphabet, by turns right and left of it."))
    said.append(
        tr(
            "The flag of the European Union comes after the state flags, those of the regions "
            "after it. In front of each signatory stands the flag of its own party."
        )
    )
    unknown = [party for party in made.seats if not party.country]
    if unknown:
        listed = ", ".join(choose(party.names, column.language)[0] for party in unknown)
        said.append(tr("The country is not recorded: {parties}.", parties=listed))
    return [heading, column.paragraph(column.say(" ".join(said)))]


def _rule(column: Column, count: int) -> str:
    """The place of the Czech flag (zákon č. 352/2001 Sb., § 8)."""
    tr = column.tr
    if count == 1:
        return tr("There is one state flag only.")
    if count == 2:
        return tr("The Czech flag is the left one (Act No. 352/2001 Coll., § 8).")
    if count > 5:
        return tr("The Czech flag is the first one (Act No. 352/2001 Coll., § 8).")
    if count % 2:
        return tr("The Czech flag is in the middle (Act No. 352/2001 Coll., § 8).")
    return tr("The Czech flag is the left one of the middle pair (Act No. 352/2001 Coll., § 8).")


def _copies(column: Column, made: Ceremony) -> list[Row]:
    tr, paper = column.tr, made.file.summary
    parties = max(len(made.seats), 2)
    heading = column.heading(tr("Originals"))
    called = locale(column.language).languages
    spoken = [called.get(code, code) for code in paper.authentic_languages]
    total = ceremony.originals(parties, len(spoken))
    rows: list[list[Lines]] = [
        [[column.say(name)], [column.say(str(parties))], []] for name in spoken
    ]
    if not spoken:
        rows.append([[column.say(tr("not recorded"))], [column.say(str(parties))], []])
    rows.append(
        [[column.say(tr("Total"), column.strong)], [column.say(str(total), column.strong)], []]
    )
    headers = [tr("Language"), tr("Originals"), tr("Bound and checked")]
    said = [
        tr(
            "Each party keeps one original in each language, unless the agreement says otherwise.",
        ),
        tr(
            "In the original that a party keeps, it is named first and its signature stands first "
            "(the rule of the alternat).",
        ),
    ]
    return [
        heading,
        *column.form(headers, rows, [0.4, 0.25, 0.35]),
        column.paragraph(column.say(" ".join(said), column.soft)),
    ]


def _things(column: Column, made: Ceremony) -> list[Row]:
    tr = column.tr
    parties = max(len(made.seats), 2)
    heading = column.heading(tr("On the table and beside it"))
    things = [
        (tr("Pens of one kind, tried out, and one to spare"), str(parties + 1)),
        (tr("Folders with the originals, the place of signing marked"), str(parties)),
        (tr("Assistants who turn the pages and exchange the folders"), str(parties)),
        (tr("Name cards, readable from the front"), str(parties)),
        (tr("Table flags"), str(parties)),
        (tr("Interpreter, microphone, water"), ""),
        (tr("Photographer, press release"), ""),
        (tr("Gifts"), ""),
    ]
    rows: list[list[Lines]] = [
        [[column.say(thing)], [column.say(count)] if count else [], []] for thing, count in things
    ]
    headers = [tr("What"), tr("How many"), tr("Done")]
    return [heading, *column.form(headers, rows, [0.56, 0.22, 0.22])]


def _schedule(column: Column, made: Ceremony) -> list[Row]:
    tr = column.tr
    heading = column.heading(tr("Schedule"))
    steps = (
        tr("The room is checked: flags, seats, originals, pens"),
        tr("The guests arrive and are welcomed"),
        tr("The signatories take their seats, the delegations stand behind them"),
        tr("Opening words, the agreement is introduced"),
        tr("Signing and exchange of the folders"),
        tr("Handshake and photograph"),
        tr("Address of the host"),
        tr("Address of the guest"),
        tr("Exchange of gifts, toast"),
        tr("Questions of the press"),
    )
    rows: list[list[Lines]] = [[[], [column.say(step)], []] for step in steps]
    headers = [tr("Time"), tr("Step"), tr("Who sees to it")]
    return [heading, *column.form(headers, rows, [0.16, 0.54, 0.3])]


def _country(code: str, language: Language) -> str:
    return str(locale(language).territories.get(code, code))
