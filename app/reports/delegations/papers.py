"""The papers of visits as the catalogue calls them (`app.reports.engine.paper`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.db.connection import Connection
from app.i18n import N_, Language, Translator, translator
from app.progress import Progress
from app.reports.delegations import (
    briefing,
    cards,
    collect,
    flags,
    gift_list,
    letters,
    official,
    pdf,
    people,
    pocket,
    programme,
    seating,
    word,
)
from app.reports.delegations.data import Visit
from app.reports.delegations.script import Choice, Script
from app.reports.engine.content import MissingTranslation, choose
from app.reports.engine.page import Sheet, metadata, publish
from app.reports.engine.paper import Functions
from app.reports.engine.tagging import Element
from app.services.protocol.flags import flags as flags_of

Fill = Callable[[Script, Visit, Choice], None]
Before = Callable[[Visit, Translator, Choice], list[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """A paper that is told as scripts: `each` says of what it makes a paper of its own, `before`
    what a person is told before it is printed. A letter needs addresses and salutations.
    """

    label: str
    fill: Fill
    before: Before | None = None
    each: Callable[[Visit, Choice], list[Choice]] = lambda _visit, choice: [choice]
    is_letter: bool = False
    has_plans: bool = False
    has_gifts: bool = False
    has_flags: bool = False


def _each_member(visit: Visit, choice: Choice) -> list[Choice]:
    """A paper for each member who comes, or for the one that was asked for."""
    if choice.member:
        return [choice]
    found = [Choice(member.id, choice.item) for member in visit.present]
    return found or [choice]


_TOLD: dict[str, Told] = {
    "programme": Told(N_("Programme"), programme.programme),
    "programme-guest": Told(N_("Programme for guests"), programme.guest, programme.left_out),
    "programme-personal": Told(N_("Personal programme"), programme.personal, each=_each_member),
    "running-order": Told(N_("Running order"), programme.running_order),
    "participants": Told(N_("Participants"), people.participants, people.participants_left_out),
    "attendance": Told(N_("Attendance list"), people.attendance),
    "seating": Told(N_("Seating plan"), seating.seating, seating.broken_rules, has_plans=True),
    "flags": Told(N_("Flags"), flags.flags, has_flags=True),
    "transport": Told(N_("Transport"), people.transport),
    "rooms": Told(N_("Rooms"), people.rooms),
    "kitchen": Told(N_("For the kitchen"), people.kitchen, has_plans=True),
    "briefing": Told(N_("Briefing"), briefing.briefing),
    "invitation": Told(
        N_("Invitation"), letters.invitation, each=letters.addressees, is_letter=True
    ),
    "thank-you": Told(
        N_("Letter of thanks"), letters.thank_you, each=letters.addressees, is_letter=True
    ),
    "council-paper": Told(N_("Paper for the council"), official.council_paper),
    "travel-order": Told(N_("Travel order"), official.travel_order, each=official.travellers),
    "gift-list": Told(N_("List of gifts"), gift_list.of_visit, has_gifts=True),
    "trip-report": Told(N_("Trip report"), official.trip_report),
}


def told(key: str) -> Told:
    """What a paper says, and how it is called."""
    return _TOLD[key]


def functions_of(key: str) -> Functions:
    """What prints a paper."""
    if key in ("badges", "place-cards"):
        badge = key == "badges"
        return cards.functions(N_("Badges") if badge else N_("Place cards"), badge=badge)
    if key == "programme-pocket":
        return pocket.functions(N_("Programme for a pocket"))
    return _functions(_TOLD[key])


def _functions(told: Told) -> Functions:
    def scripts(
        connection: Connection,
        ids: Sequence[str],
        languages: Sequence[Language],
        on: date,
        choice: Choice,
    ) -> list[tuple[Visit, list[list[Script]]]]:
        found = []
        for key in ids:
            collect.check_about(connection, key, choice.member, choice.item)
            visit = collect.visit(connection, key, on)
            if told.is_letter:
                visit = collect.with_letters(connection, visit, languages, on)
            if told.has_plans:
                visit = collect.with_plans(connection, visit, languages[0], choice.item)
            if told.has_flags:
                found_flags = {code: flags_of(connection, key, code) for code in languages}
                visit = replace(visit, flags=found_flags)
            if told.has_gifts:
                visit = collect.with_gifts(connection, visit, languages)
            made = []
            for part in told.each(visit, choice):
                made.append([Script(language) for language in languages])
                for script in made[-1]:
                    told.fill(script, visit, part)
            found.append((visit, made))
        return found

    def write(
        connection: Connection,
        ids: Sequence[str],
        languages: Sequence[Language],
        target: Path,
        on: date,
        tell: Progress,
        **options: str,
    ) -> list[str]:
        found = scripts(connection, ids, languages, on, Choice(**options))
        tr = translator(languages[0])
        title = choose(found[0][0].title, languages[0])[0]
        if len(found) > 1:
            title = tr.plural("{count} visit", "{count} visits", len(found))
        office = found[0][0].office
        if target.suffix.lower() == ".docx":
            visit, made = found[0]
            return word.write(made, visit.title, office, target, on)
        root = Element("Document", language=languages[0])
        total = 2 * sum(len(made) for _, made in found)
        done = 0

        def step() -> None:
            nonlocal done
            done += 1
            tell(done, total)

        sheets: list[Sheet] = [
            pdf.sheet(part, visit.title, office, root, on) for visit, made in found for part in made
        ]
        about = metadata(f"{tr.message(told.label)}: {title}", office, languages, on)
        publish(sheets, root, about, target, step)
        return []

    def missing(
        connection: Connection,
        ids: Sequence[str],
        languages: Sequence[Language],
        on: date,
        **options: str,
    ) -> list[MissingTranslation]:
        found: dict[MissingTranslation, None] = {}
        for visit, made in scripts(connection, ids, languages, on, Choice(**options)):
            for part in made:
                for script in part:
                    found |= dict.fromkeys(script.missing(visit.title))
        return list(found)

    def before(
        connection: Connection,
        ids: Sequence[str],
        languages: Sequence[Language],
        on: date,
        **options: str,
    ) -> list[str]:
        said = []
        for key in ids:
            collect.check_about(connection, key, options.get("member", ""), options.get("item", ""))
            visit = collect.visit(connection, key, on)
            choice = Choice(**options)
            if told.has_plans:
                visit = collect.with_plans(connection, visit, languages[0], choice.item)
            if told.before:
                said += told.before(visit, translator(languages[0]), choice)
        return said

    return Functions(write, missing, before if told.before else None)
