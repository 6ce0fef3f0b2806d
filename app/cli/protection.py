"""Personal data: who is due for review, the report on one person, erasure."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

from app.cli.base import ID_HELP, find, languages, open_store, say
from app.cli.grammar import Commands
from app.entities import ENTITIES
from app.i18n import N_, Language, Translator
from app.settings import Settings

DRY = N_("Nothing was erased. Give --yes to erase; it cannot be taken back.")
DONE = N_("Erased: {title}")
COPIES = N_("These backups still hold the data:")


def _report(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.errors import UserError
    from app.reports.people.person_report import person_report
    from app.reports.printing import WRONG_KIND

    if arguments.to.suffix.lower() not in (".pdf", ".json"):
        raise UserError(WRONG_KIND, paper="person-report", kinds=".pdf, .json")
    chosen = languages(arguments, language)
    with open_store(arguments).reading() as connection:
        person = find(connection, ENTITIES["person"], arguments.id)
        person_report(connection, person, chosen, arguments.to, date.today())
    say(tr("Written: {file}", file=arguments.to))
    return 0


def _review(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.entities.choices import LEGAL_BASIS
    from app.kinds import DATE
    from app.services.privacy.retention import REASONS, due

    with open_store(arguments).reading() as connection:
        found = due(connection, date.today(), language, limit=arguments.limit)
    if arguments.json:
        say(json.dumps([asdict(item) for item in found], ensure_ascii=False, indent=2))
        return 0
    for item in found:
        why = " · ".join(tr.message(REASONS[reason]) for reason in item.reasons)
        basis = LEGAL_BASIS.format(item.legal_basis, tr)
        until = DATE.format(item.retain_until, tr)
        say("\t".join((item.title, item.organisation, until, basis, why, item.person_id)))
    return 0


def _erase(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.care.auto_backup import copies_of, folder_for
    from app.services.privacy.erasure import IN_FILES, NOT_CLEANED, erase, plan

    store = open_store(arguments)
    with store.reading() as connection:
        person = find(connection, ENTITIES["person"], arguments.id)
        wanted = plan(connection, person, language)
    documents = [] if arguments.keep_documents else [key for key, _ in wanted.documents]
    reword = [
        (item.table, item.row_id) for item in wanted.mentions if item.exact or arguments.family_name
    ]
    for label, count in wanted.erased:
        say(f"{tr.message(label)}: {count}")
    out, stays, document = tr("Taken out"), tr("Stays"), tr("Document")
    for key, title in wanted.documents:
        if key in documents:
            say(f"{document}: {title}")
    for mention in wanted.mentions:
        what = out if (mention.table, mention.row_id) in reword else stays
        say(f"{what}: {mention.title}: {mention.text}")
    if wanted.files:
        say(tr.message(IN_FILES))
    for file in wanted.files:
        say(f"{stays}: {document}: {file.title}: {file.text}")
    for item in wanted.stays:
        detail = f" ({item.detail})" if item.detail else ""
        what = tr.message(item.label)
        say(f"{stays}: {what}: {item.title}{detail}. {tr.message(item.reason)}")
    if not arguments.yes:
        say(tr.message(DRY))
        return 0
    done = erase(store, person, reword=reword, documents=documents, language=language)
    say(tr.message(DONE, title=wanted.title))
    if not done.cleaned:
        say(tr.message(NOT_CLEANED))
    settings = Settings.load()
    copies = copies_of(store.path, folder_for(store.path, settings.backup_folder))
    if copies:
        say(tr.message(COPIES))
        for copy in copies:
            say(f"  {copy.path}")
    return 0


def _sensitive(arguments: argparse.Namespace, language: Language, tr: Translator) -> int:
    from app.services.privacy.sensitive import due, remove

    store = open_store(arguments)
    with store.reading() as connection:
        found = due(connection, language, date.today())
    labels = ENTITIES["delegation_member"].by_name
    if arguments.json:
        listed = [
            {
                "member_id": one.member_id,
                "delegation_id": one.delegation_id,
                "name": one.name,
                "visit": one.visit,
                "ended": one.ended.isoformat(),
                "fields": list(one.fields),
            }
            for one in found
        ]
        say(json.dumps(listed, ensure_ascii=False, indent=2))
    else:
        for one in found:
            fields = ", ".join(tr.message(labels[name].label) for name in one.fields)
            say("\t".join((one.name, one.visit, one.ended.isoformat(), fields)))
        if not found:
            say(tr("No sensitive data are due to be removed."))
    if arguments.remove and found:
        remove(store, found)
        if not arguments.json:
            say(
                tr.plural("Removed for {count} member.", "Removed for {count} members.", len(found))
            )
    return 0


def add(commands: Commands) -> None:
    """`person-report`, `review`, `sensitive-data`, `erase-person`."""
    tr = commands.tr
    known, file = tr.message(ID_HELP), tr("FILE")
    item = commands.add(
        "person-report", tr("write everything that is known of a person"), _report, papers=True
    )
    item.add_argument("id", metavar=tr("ID"), help=known)
    item.add_argument("--to", type=Path, required=True, metavar=f"{file}.json|{file}.pdf")
    text = tr("list the people whose data are due for review")
    item = commands.add("review", text, _review)
    item.add_argument(
        "--limit", type=commands.number, default=500, metavar="N", help=tr("at most so many")
    )
    commands.json(item)
    text = tr("list sensitive data of past visits that are due to be removed, or remove them")
    item = commands.add("sensitive-data", text, _sensitive)
    item.add_argument(
        "--remove", action="store_true", help=tr("remove them; without it nothing is changed")
    )
    commands.json(item)
    text = tr("erase a person for good; shows first what goes")
    item = commands.add("erase-person", text, _erase)
    item.add_argument("id", metavar=tr("ID"), help=known)
    item.add_argument("--yes", action="store_true", help=tr("erase; without it nothing is changed"))
    item.add_argument(
        "--keep-documents", action="store_true", help=tr("keep the person’s documents")
    )
    item.add_argument(
        "--family-name",
        action="store_true",
        help=tr("take the family name alone out of texts, too"),
    )
