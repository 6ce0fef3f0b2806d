"""Papers."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from app.cli.base import ID_HELP, WORDS, find, find_named, languages, open_store, say
from app.cli.grammar import Commands
from app.db.connection import Connection
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, Translator
from app.reports.agreements.grouping import GROUP_BY
from app.reports.catalogue import PAPERS, paper_of, papers_of
from app.rules.agreements.terms import STATE_LABELS


def _summary(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.reports.printing import print_paper

    entity, paper = ENTITIES["agreement"], paper_of("agreement", "summary")
    chosen, today = languages(arguments, language), date.today()
    store = open_store(arguments)
    with store.reading() as connection:
        ids = [find(connection, entity, text) for text in arguments.ids]
        print_paper(connection, paper, ids, chosen, arguments.to, today)
    say(tr("Written: {file}", file=arguments.to))
    return 0


def _register(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.reports.printing import print_paper
    from app.services.records.query import Filter, ListQuery

    on = arguments.on or date.today()
    chosen = languages(arguments, language)
    store = open_store(arguments)
    with store.reading() as connection:
        filters = [Filter("state", code) for code in arguments.state]
        filters += [Filter("country", code.upper()) for code in arguments.country]
        for name, entity, texts in (
            ("party", ENTITIES["organisation"], arguments.partner),
            ("area", ENTITIES["area"], arguments.area),
        ):
            filters += [Filter(name, find_named(connection, entity, text)) for text in texts]
        query = ListQuery(
            ENTITIES["agreement"],
            chosen[0],
            text=arguments.text,
            scope=arguments.scope,
            on=on,
            filters=tuple(filters),
        )
        paper = paper_of("agreement", "register")
        options = {"group_by": arguments.group_by} if arguments.group_by else {}
        left = print_paper(
            connection, paper, query, chosen, arguments.to, on, options, printed_on=date.today()
        )
    say(tr("Written: {file}", file=arguments.to))
    for text in left:
        say(tr.message(text))
    return 0


def _print(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    if arguments.list:
        return _list(tr)
    if len(arguments.what) < 2 or arguments.what[0] not in WORDS:
        _wrong(arguments, tr("give ENTITY, one ID or several, and PAPER, or --list"))
    if arguments.to is None:
        _wrong(arguments, tr("--to FILE is required"))
    from app.reports.agreements.papers import Wanted
    from app.reports.printing import before, missing, print_paper
    from app.services.protocol import printings
    from app.services.records.query import ListQuery

    word, *texts, key = arguments.what
    entity = WORDS[word]
    if not texts and key not in [paper.key for paper in papers_of(entity.name, of_list=True)]:
        _wrong(arguments, tr("give one ID or several, or a PAPER about a list"))
    paper = paper_of(entity.name, key)
    chosen = languages(arguments, language)
    options = {name: value for name in _OPTIONS if (value := getattr(arguments, name)) is not None}
    on = arguments.on or date.today()
    store = open_store(arguments)
    with store.reading() as connection:
        ids = [find(connection, entity, text) for text in texts]
        owner = ids[0] if ids else ""
        wanted: Wanted = ids
        if not texts:
            wanted = ListQuery(entity, chosen[0], on=on)
        for name in ROWS:
            if text := getattr(arguments, name):
                if name not in paper.about:
                    raise UserError(NOT_ABOUT, paper=paper.key, option=f"--{name}")
                options[name] = find_row(connection, name, text, owner)
        first = before(connection, paper, wanted, chosen, on, options)
        absent = missing(connection, paper, wanted, chosen, on, options)
        left = print_paper(
            connection, paper, wanted, chosen, arguments.to, on, options, printed_on=date.today()
        )
    for text in first:
        say(text)
    say(tr("Written: {file}", file=arguments.to))
    if entity.name == "delegation" and ids:
        try:
            printings.record(store, paper.key, ids, chosen, options)
        except UserError as error:  # the paper is there all the same
            problem = error.text(tr)
            left = [*left, tr("That it was printed is not recorded: {problem}", problem=problem)]
    if absent:
        count = len(absent)
        said = tr.plural(
            "{count} text has no translation and is printed in the original language:",
            "{count} texts have no translation and are printed in the original language:",
            count,
        )
        say(said)
        for item in absent:
            say(f"  {item.language}\t{' '.join(item.text.split())}")
    if left:
        if not paper.of_list:
            say(tr("Left to be done:"))
        for text in left:
            say("  " + tr.message(text))
    return 0


def _list(tr: Translator) -> int:
    for paper in PAPERS:
        many = "1–2" if paper.languages == 2 else "1"
        options = " ".join(
            f"--{option.name.replace('_', '-')} {'|'.join(filter(None, dict(option.values)))}"
            for option in paper.options
        )
        options = " ".join(filter(None, (*(f"--{name} ID" for name in paper.about), options)))
        parts = (
            ENTITIES[paper.entity].plural,
            paper.key,
            tr.message(paper.label),
            " ".join(paper.kinds),
            tr("languages: {count}", count=many),
            options,
        )
        say("\t".join(filter(None, parts)))
    return 0


def _wrong(arguments: argparse.Namespace, text: str) -> NoReturn:
    arguments.grammar.error(text)
    raise AssertionError(text)  # error() ends the program


def _options() -> dict[str, tuple[str, list[str]]]:
    """What can be chosen for papers, by name: a label, and the codes of all papers (none where
    others may be typed).
    """
    found: dict[str, tuple[str, list[str]]] = {}
    for option in (option for paper in PAPERS for option in paper.options):
        _, codes = found.setdefault(option.name, (option.label, []))
        if not option.own:
            codes += [code for code, _ in option.values if code and code not in codes]
    return found


_OPTIONS = _options()

ROWS = {"member": "delegation_member", "item": "programme_item"}
"""The rows that a paper can be about, by the names of the command's options."""

NOT_ABOUT = N_("{paper}: it cannot be printed for one of “{option}”.")


def find_row(connection: Connection, name: str, text: str, owner: str) -> str:
    """The id of a row of the record `owner`; a member is also known by the person's id. Raises
    `UserError` if there is none.
    """
    entity = ENTITIES[ROWS[name]]
    if name == "member":
        found = connection.execute(
            "SELECT id FROM delegation_member WHERE delegation_id = ?1 AND person_id IN"
            " (SELECT ?2 UNION SELECT record_id FROM external_id WHERE entity = 'person'"
            " AND value = ?2)",
            (owner, text),
        ).fetchone()
        if found:
            return str(found[0])
    return find(connection, entity, text)


def add(commands: Commands) -> None:
    """`summary`, `register`, `print`."""
    tr = commands.tr
    file, record, day, paper = tr("FILE"), tr("ID"), tr("DATE"), tr("PAPER")
    entity, named = tr("ENTITY"), tr("ID|NAME")
    on: dict[str, Any] = {
        "type": commands.day,
        "default": None,
        "metavar": day,
        "help": tr("the day (YYYY-MM-DD) that the paper speaks of; today if not given"),
    }
    item = commands.add("summary", tr("print agreement summaries"), _summary, papers=True)
    item.add_argument("ids", nargs="+", metavar=record, help=tr.message(ID_HELP))
    item.add_argument("--to", type=Path, required=True, metavar=f"{file}.pdf")
    item = commands.add(
        "register",
        tr("print the register of agreements, or a part of it"),
        _register,
        papers=True,
    )
    item.add_argument("--to", type=Path, required=True, metavar=f"{file}.pdf|{file}.xlsx")
    item.add_argument(
        "--state",
        action="append",
        default=[],
        choices=list(STATE_LABELS),
        help=tr("only agreements in this state; may be given several times"),
    )
    item.add_argument(
        "--partner",
        action="append",
        default=[],
        metavar=named,
        help=tr("only those with this party"),
    )
    item.add_argument(
        "--country",
        action="append",
        default=[],
        metavar=tr("CODE"),
        help=tr("only those with a party from this country (two letters)"),
    )
    item.add_argument(
        "--area",
        action="append",
        default=[],
        metavar=named,
        help=tr("only those in this area of co-operation"),
    )
    item.add_argument(
        "--text", default="", metavar=tr("TEXT"), help=tr("only those with these words")
    )
    item.add_argument(
        "--scope",
        choices=["current", "archive", "all"],
        default="current",
        help=tr("current agreements, those in the archive, or all"),
    )
    item.add_argument(
        "--group-by",
        choices=[code for code, _ in GROUP_BY.values if code],
        default="",
        help=tr("under headings of these"),
    )
    item.add_argument("--on", **on)
    item = commands.add("print", tr("print a paper about a record"), _print, papers=True)
    item.set_defaults(grammar=item)
    item.usage = (
        f"vztahy print {entity} {record} [{record}…] {paper} [--lang {{cs,de,en}}]…"
        f" --to {file} [--on {day}]\n"
        f"       vztahy print {entity} {paper} …    "
        + tr("(a paper about a list: of all current records)")
        + "\n       vztahy print --list"
    )
    item.add_argument("what", nargs="*", metavar=f"{entity} {record} {paper}")
    item.add_argument("--list", action="store_true", help=tr("list the papers that there are"))
    item.add_argument(
        "--to",
        type=Path,
        default=None,
        metavar=file,
        help=tr("the file; its ending says what is written"),
    )
    item.add_argument("--on", **on)
    item.add_argument(
        "--member", metavar=record, help=tr("of a visit: only for this member (or this person)")
    )
    item.add_argument(
        "--item", metavar=record, help=tr("of a visit: only for this point of the programme")
    )
    for name, (label, codes) in _OPTIONS.items():
        item.add_argument(
            f"--{name.replace('_', '-')}",
            dest=name,
            choices=codes or None,
            metavar=None if codes else tr("VALUE"),
            default=None,
            help=tr.message(label),
        )
