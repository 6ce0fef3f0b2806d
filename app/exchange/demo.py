"""The demo's database: the public sample data, and invented records that say what they are.

The public record names no private persons and few translations. What screens and papers need
beyond it stands in CSV files beside it: people, members, tasks, documents, mailing lists and three
visits that were invented, and our own German and English renderings.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from app.db.connection import Connection
from app.db.log import SETUP
from app.db.statements import insert, rows_as_dicts
from app.db.store import Store, Writer
from app.entities import ENTITIES
from app.errors import UserError
from app.exchange.datasets.importing import import_dataset
from app.exchange.documents.text import extract
from app.i18n import N_, Language
from app.paths import DEMO_DATA, RESOURCES
from app.rules.days.holidays import is_working_day, working_day_on_or_before
from app.services.contacts.mailing import rule_text
from app.services.documents.documents import NewFile, Reading, keep, keep_version
from app.services.office_settings import own_organisation
from app.services.protocol.checklists import checklists
from app.services.protocol.seating import Arrangement, Shape, keep_within, propose
from app.services.protocol.versions import mark
from app.services.records.ids import external_row_id, fixed_id, imported_id
from app.services.records.query import Filter, ListQuery
from app.services.records.records import apply
from app.services.records.rows import existing, validate
from app.services.tasks.tasks import link

ADDED = N_("Demo data added")
ALREADY_LOADED = N_("The demo data is in this database already. Nothing was changed.")

SOURCE = "ukazka"
"""The source under which the invented records are known by their keys."""

AUTHOR = "Lucie Chlumská (ukázka)"
"""Who works with the demo: one of the invented users."""

# What is written into records is data in the office's language, not a text of the interface.
INVENTED_PERSON = "Vymyšlená osoba pro ukázku programu, nejde o skutečného držitele funkce."
INVENTED_RECORD = "Vymyšlený záznam pro ukázku programu."
INVENTED_MEMBER = "Vymyšlená účast pro ukázku programu."
RENDERED = "Německé a anglické texty jsou ukázkové překlady."

_MARKED_TITLES = ("delegation", "agreement")
_NOTE_ON = {"milestone": "organisation_id", "programme_item": "delegation_id"}
"""Owned rows have no note: their owner's note tells that their texts are our own."""

_DINNER = {"starts": "19:00", "ends": "21:00"}
"""When the dinner of the programme is, after it was sent with an earlier hour."""


def load_demo(store: Store, today: date) -> None:
    """Import the sample data and add invented, marked records around the day `today`.

    Everything but the rows' ids follows from `today`. Raises `UserError` when the demo data is
    in the database already; nothing is changed then.
    """
    with store.reading() as connection:
        if connection.execute(
            "SELECT 1 FROM external_id WHERE source = ? LIMIT 1", (SOURCE,)
        ).fetchone():
            raise UserError(ALREADY_LOADED)
    import_dataset(store, DEMO_DATA, today=today)
    with store.writing(ADDED, batch=SETUP) as writer:
        demo = _Demo(writer, today)
        demo.add_texts()
        demo.add_signatories()
        demo.add_people()
        demo.add_delegations()
        demo.add_members()
        demo.add_programme()
        demo.add_costs()
        demo.add_version()
        demo.add_agreement()
        demo.add_tasks()
        demo.add_checklists()
        demo.add_documents()
        demo.add_mailing_lists()
        demo.add_meetings_and_budget()
        demo.add_gifts()
    plans = _proposed(store, demo)
    with store.writing(ADDED, batch=SETUP) as writer:
        demo.writer = writer
        for name, plan in plans:
            keep_within(writer, demo.items["dinner"], name, plan)
        demo.add_approvals()


def _proposed(store: Store, demo: _Demo) -> list[tuple[str, Arrangement]]:
    """Two plans of the dinner of the visit to come, of which the first one is used."""
    with store.reading() as connection:
        visit, item = demo.find("delegation", "sasko"), demo.items["dinner"]
        return [
            (name, propose(connection, visit, Language.CS, Shape(code), item))
            for name, code in (("Obdélníkový stůl", "rectangle"), ("Dvě strany", "two-sides"))
        ]


def _rows(name: str) -> list[dict[str, str]]:
    path = RESOURCES / "demo" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, strict=True))


def _filled(row: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: row[name] for name in names if row[name]}


class _Demo:
    """The transaction that adds what was invented."""

    def __init__(self, writer: Writer, today: date) -> None:
        self.writer = writer
        self.today = today
        self.own = own_organisation(writer.connection)
        self.users: dict[str, str] = {}
        self.starts: dict[str, date] = {}
        self.found: dict[tuple[str, str], str] = {}
        self.members: dict[tuple[str, str], str] = {}
        """Members by the keys of their visit and person."""
        self.items: dict[str, str] = {}
        """Points of programmes that something else belongs to, by their keys."""

    def find(self, entity: str, key: str) -> str:
        """The record of a key: an invented one, or one of the sample data."""
        if (entity, key) not in self.found:
            self.found[entity, key] = self._find(entity, key)
        return self.found[entity, key]

    def _find(self, entity: str, key: str) -> str:
        if entity == "area":
            known = existing(self.writer.connection, ENTITIES["area"], {"name_cs": key})
            if known is None:
                raise LookupError(f"the demo data knows no area {key}")
            return known
        found = self.writer.connection.execute(
            "SELECT record_id FROM external_id WHERE entity = ? AND value = ? AND source IN (?, ?)",
            (entity, key, SOURCE, DEMO_DATA.name),
        ).fetchone()
        if found is None:
            raise LookupError(f"the demo data knows no {entity} {key}")
        return str(found[0])

    def add(self, entity: str, values: Mapping[str, object], key: str = "") -> str:
        """Add a record; with a key, other rows of the demo can name it."""
        validate(ENTITIES[entity], values, new=True)
        fixed = imported_id(self.writer.connection, entity, SOURCE, key) if key else None
        record_id = apply(self.writer, ENTITIES[entity], None, values, fixed=fixed)
        if key:
            known = {"entity": entity, "record_id": record_id, "source": SOURCE, "value": key}
            row_id = external_row_id(entity, SOURCE, key, record_id)
            insert(self.writer.connection, "external_id", {"id": row_id, **known})
        return record_id

    def row(self, entity: str, record_id: str) -> dict[str, object]:
        """A stored row."""
        return rows_as_dicts(
            self.writer.connection, f'SELECT * FROM "{entity}" WHERE id = ?', (record_id,)
        )[0]

    def add_texts(self) -> None:
        """Fill empty German and English fields, and mark the records whose texts are ours."""
        noted: dict[tuple[str, str], None] = {}
        for (entity, key), lines in groupby(
            _rows("texts"), lambda line: (line["entity"], line["external_id"])
        ):
            record_id = self.find(entity, key)
            stored = self.row(entity, record_id)
            values = {
                line["field"]: self._marked(entity, line)
                for line in lines
                if not stored[line["field"]]
            }
            if not values:
                continue
            apply(self.writer, ENTITIES[entity], record_id, values)
            if owner := _NOTE_ON.get(entity):
                noted[owner.removesuffix("_id"), str(stored[owner])] = None
            elif "note" in ENTITIES[entity].by_name:
                noted[entity, record_id] = None
        for entity, record_id in noted:
            note = self.row(entity, record_id)["note"]
            text = f"{note}\n{RENDERED}" if note else RENDERED
            apply(self.writer, ENTITIES[entity], record_id, {"note": text})

    @staticmethod
    def _marked(entity: str, line: Mapping[str, str]) -> str:
        is_title = entity in _MARKED_TITLES and line["field"].startswith("title_")
        return f"{line['text']} (demo)" if is_title else line["text"]

    def add_signatories(self) -> None:
        """Name who signed, where the notes of the public record name them."""
        for line in _rows("signatories"):
            agreement = self.find("agreement", line["agreement"])
            organisation = self.find("organisation", line["organisation"])
            (party,) = self.writer.connection.execute(
                "SELECT id FROM agreement_party WHERE agreement_id = ? AND organisation_id = ?",
                (agreement, organisation),
            ).fetchone()
            values = _filled(line, "signatory", "signatory_post")
            apply(self.writer, ENTITIES["agreement_party"], party, values)

    def add_people(self) -> None:
        """Office holders who were invented, with posts and contact details, and three users."""
        for line in _rows("people"):
            person = self.add("person", self._person(line), line["key"])
            if line["organisation"]:  # a spouse has no post
                position = _filled(line, "title_cs", "title_de", "title_en", "since") | {
                    "person_id": person,
                    "organisation_id": self.find("organisation", line["organisation"]),
                    "rank": int(line["rank"]),
                    "is_primary": 1,
                }
                self.add("position", position)
            for kind in _filled(line, "email", "phone"):
                contact = {"person_id": person, "kind": kind, "value": line[kind]}
                self.add("contact_point", contact | {"label": "smyšlený údaj", "is_primary": 1})
            if initials := line["user_initials"]:
                name = f"{line['given_name']} {line['family_name']} (ukázka)"
                values = {"name": name, "initials": initials, "person_id": person}
                self.users[initials] = self._user(values | {"role": line["user_role"]})

    def _user(self, values: Mapping[str, object]) -> str:
        """Add a user, or complete the one who opened the database."""
        known = self.writer.connection.execute(
            'SELECT id FROM "user" WHERE name = ?', (values["name"],)
        ).fetchone()
        if known is None:
            return self.add("user", values)
        return apply(self.writer, ENTITIES["user"], known[0], values)

    @staticmethod
    def _person(line: Mapping[str, str]) -> dict[str, object]:
        names = (
            *("title_before", "given_name", "family_name", "title_after", "gender"),
            *("nationality", "name_native", "pronunciation", "language", "other_languages"),
            "diet",
        )
        marks = {"invented": 1, "legal_basis": "public_task", "note": INVENTED_PERSON}
        return {**_filled(line, *names), **marks}

    def add_delegations(self) -> None:
        """Three visits to come, and what was decided of those that are decided as a whole."""
        for line in _rows("delegations"):
            key = line["key"]
            start = self.today + timedelta(days=int(line["after_days"]))
            start += timedelta(days=(int(line["weekday"]) - start.weekday()) % 7)
            self.starts[key] = start
            partner = self.find("organisation", line["partner"])
            incoming = line["direction"] == "incoming"
            texts = _filled(
                line,
                *("title_cs", "title_de", "title_en", "purpose_cs", "purpose_de", "purpose_en"),
                *("direction", "status", "initiated_by", "places", "time_zone"),
                "funding",
            )
            values = {
                **texts,
                "relation_type": "international",
                "influence": "leads",
                "partner_id": partner,
                "host_id": self.own if incoming else partner,
                "guest_id": partner if incoming else self.own,
                "head_id": self.find("person", line["head"]),
                "agreement_id": self.find("agreement", line["agreement"])
                if line["agreement"]
                else None,
                "start": start.isoformat(),
                "end": (start + timedelta(days=int(line["nights"]))).isoformat(),
                "countries": self.row("organisation", partner)["country"],
                "note": INVENTED_RECORD,
            }
            visit = self.add("delegation", values, key)
            if line["approved_by"]:
                self.add("resolution", {"delegation_id": visit, "body": line["approved_by"]})
            if line["budget"]:
                cost = {"category": "other", "text": "Rozpočet cesty", "planned": line["budget"]}
                cost |= {"chapter": "13", "paragraph": "6172"}
                self.add("cost", {"delegation_id": visit, **cost, "note": INVENTED_RECORD})

    def add_programme(self) -> None:
        """The programmes of the visits, with who takes part; members have to be there already."""
        for number, line in enumerate(_rows("programme")):
            visit = line["delegation"]
            texts = _filled(
                line,
                *("place", "kind", "track", "title_cs", "title_de", "title_en", "dress_code"),
                *("starts_zone", "ends_zone", "languages", "internal_note"),
                *("description_de", "description_en"),
            )
            values = {
                **texts,
                "delegation_id": self.find("delegation", visit),
                "starts": self._moment(visit, f"{line['day']}T{line['starts']}"),
                "ends": self._moment(visit, f"{line['day']}T{line['ends']}"),
                "responsible_id": self.find("person", line["responsible"]),
                "interpreter": int(line["interpreter"]),
                "description_cs": line["description"] or None,
            }
            validate(ENTITIES["programme_item"], values, new=True)
            # A version of the programme names its items: their ids follow from the demo's data.
            key = imported_id(
                self.writer.connection, "programme_item", SOURCE, f"programme-{number}"
            )
            item = apply(self.writer, ENTITIES["programme_item"], None, values, fixed=key)
            if line["key"]:
                self.items[line["key"]] = item
            for text in line["participants"].split("; ") if line["participants"] else ():
                self.add("programme_part", {"programme_item_id": item, **self._part(visit, text)})

    def _part(self, visit: str, text: str) -> dict[str, str]:
        """Who takes part: “leads:vrbenska”, “vrbenska” or the name of a group."""
        part, _, key = text.rpartition(":")
        part = part or "takes_part"
        member = self.members.get((visit, key))
        return {"member_id": member, "part": part} if member else {"name": key, "part": part}

    def _moment(self, visit: str, text: str) -> str:
        """A moment of a visit, said as “1T09:30”: in the morning of its second day."""
        day, _, hour = text.partition("T")
        return f"{self.starts[visit] + timedelta(days=int(day))}T{hour}"

    def add_costs(self) -> None:
        """What the visits cost, by payers and currencies; an advance has its task."""
        for line in _rows("costs"):
            visit = line["delegation"]
            start = self.starts[visit]
            values: dict[str, object] = {
                **_filled(line, "category", "text", "planned", "currency", "rate", "advance"),
                **_filled(line, "paid_by", "paid_with", "chapter", "paragraph"),
                "delegation_id": self.find("delegation", visit),
                "day": (start + timedelta(days=int(line["day"]))).isoformat(),
                "note": INVENTED_RECORD,
            }
            if line["rate"]:
                values["rate_on"] = self._working_day(-2).isoformat()
            if line["member"]:
                values["member_id"] = self.members[visit, line["member"]]
            for name, days in (("advance_on", line["advance_in"]), ("settle_by", line["settle"])):
                if days:
                    values[name] = working_day_on_or_before(
                        start + timedelta(days=int(days))
                    ).isoformat()
            cost = self.add("cost", values)
            if line["advance"]:
                told = {"assignee_id": self.users[line["assignee"]], "note": INVENTED_RECORD}
                task = str(self.row("cost", cost)["task_id"])
                apply(self.writer, ENTITIES["task"], task, told)

    def add_approvals(self) -> None:
        """Papers that were submitted, returned and approved."""
        for line in _rows("approvals"):
            values = {
                **_filled(line, "paper", "step", "remark"),
                "delegation_id": self.find("delegation", line["delegation"]),
                "at": f"{self._working_day(int(line['day']))}T{line['time']}",
                "user_id": self.users[line["user"]],
            }
            self.add("paper_step", values)

    def add_checklists(self) -> None:
        """The steps of both checklists; what was due before is done, and today's are open."""
        visits = {"incoming": ("sasko", "BJ"), "outgoing": ("dubaj", "LC")}
        for found in checklists(self.writer.connection, Language.CS):
            visit, user = visits[str(found.direction)]
            delegation = self.find("delegation", visit)
            for step in found.steps:
                due = self.starts[visit] - timedelta(days=step.days)
                values = {
                    "title": f"{step.title} (ukázka)",
                    "status": "done" if due < self.today + timedelta(days=3) else "open",
                    "priority": "normal",
                    "assignee_id": self.users[user],
                    "origin": found.name,
                    "relative_to_id": delegation,
                    "relative_days": step.days,
                    "note": INVENTED_RECORD,
                }
                validate(ENTITIES["task"], values, new=True)
                key = fixed_id(self.writer.connection, "task", "checklist", delegation, step.id)
                apply(self.writer, ENTITIES["task"], None, values, fixed=key)

    def add_meetings_and_budget(self) -> None:
        """The next meetings of the council, with the last days for papers; this year's money."""
        for number, days in ((11, 20), (12, 48)):
            held = self.today + timedelta(days=days)
            held += timedelta(days=(2 - held.weekday()) % 7)  # councils meet on Wednesdays
            values = {
                "title": f"{number}. schůze rady (ukázka)",
                "body": "council",
                "held_on": held.isoformat(),
                "submit_by": (held - timedelta(days=9)).isoformat(),
                "note": INVENTED_RECORD,
            }
            self.add("meeting", values)
        for paragraph, text, amount in (
            ("6172", "Zahraniční cesty (ukázka)", "450000"),
            ("6223", "Mezinárodní spolupráce (ukázka)", "800000"),
        ):
            line = {"chapter": "13", "paragraph": paragraph, "text": text, "approved": amount}
            year = self.today.year
            self.add("budget_line", {"year": year, **line, "note": INVENTED_RECORD})

    def add_members(self) -> None:
        """Who takes part, on both sides, in the visits to come and in some of the past."""
        member_entity = ENTITIES["delegation_member"]
        for number, line in enumerate(_rows("members")):
            visit = line["delegation"]
            delegation = self.find("delegation", visit)
            values: dict[str, object] = {
                **_filled(line, "post", "side", "part", "invitation", "accommodation", "transport"),
                **_filled(line, "languages", "arrival_place", "arrival_by", "departure_place"),
                **_filled(line, "departure_by", "room", "document_needed", "needs"),
                **_filled(line, "precedence_reason"),
                "delegation_id": delegation,
                "note": INVENTED_MEMBER,
            }
            for name in ("precedence", "photo_consent"):
                if line[name]:
                    values[name] = int(line[name])
            for name in ("arrival", "departure"):
                if line[name]:
                    values[name] = self._moment(visit, line[name])
            for name, days in (("invited_on", "invited_in"), ("answered_on", "answered_in")):
                if line[days]:
                    values[name] = self._working_day(int(line[days])).isoformat()
            if line["document_until"]:
                until = self.today + timedelta(days=int(line["document_until"]))
                values["document_until"] = until.isoformat()
            if line["accompanies"]:
                values["accompanies_id"] = self.members[visit, line["accompanies"]]
            if line["person"]:
                person = self.find("person", line["person"])
                values |= {"person_id": person, "diet": self.row("person", person)["diet"]}
            validate(member_entity, values, new=True)
            key = imported_id(
                self.writer.connection, member_entity.name, SOURCE, f"member-{number}"
            )
            member = apply(self.writer, member_entity, None, values, fixed=key)
            self.members[visit, line["person"]] = member
            if line["decision"]:
                decided = {
                    "delegation_id": delegation,
                    "body": "Rada Ústeckého kraje (ukázka)",
                    "number": line["decision"],
                    "decided_on": self._working_day(-7).isoformat(),
                    "member_id": member,
                }
                self.add("resolution", decided)

    def add_version(self) -> None:
        """A programme that was sent and has changed since, and times of journeys."""
        visit = self.find("delegation", "sasko")
        mark(self.writer, visit, self.today - timedelta(days=4), "Saská státní kancelář (ukázka)")
        dinner = self.items["dinner"]
        day = str(self.row("programme_item", dinner)["starts"])[:11]
        later = {name: day + hour for name, hour in _DINNER.items()}
        apply(self.writer, ENTITIES["programme_item"], dinner, later)
        for start, end, minutes in (
            ("Krajský úřad Ústeckého kraje", "Větruše", 10),
            ("Větruše", "Jezero Most", 45),
        ):
            self.add("travel_time", {"place_from": start, "place_to": end, "minutes": minutes})

    def add_agreement(self) -> None:
        """An agreement that renews itself, so that the terms of notice can be seen."""
        partner = self.add(
            "organisation",
            {
                "name_cs": "Zemský okres Musterland (ukázka)",
                "name_de": "Landkreis Musterland (Muster)",
                "name_en": "Musterland District (sample)",
                "native_name": "Landkreis Musterland",
                "kind": "region",
                "actor_group": "partner_region",
                "country": "DE",
                "note": INVENTED_RECORD,
            },
            "musterland",
        )
        # The term ends with a month, about ten months ahead; it began five years earlier.
        months = self.today.year * 12 + self.today.month - 1 + 11
        next_term = date(months // 12, months % 12 + 1, 1)
        in_force = next_term.replace(year=next_term.year - 5)
        self.starts["musterland"] = working_day_on_or_before(in_force - timedelta(days=21))
        signed = self.starts["musterland"].isoformat()
        values = {
            "title_cs": "Dohoda o spolupráci se Zemským okresem Musterland (ukázka)",
            "title_de": (
                "Vereinbarung über die Zusammenarbeit mit dem Landkreis Musterland (Muster)"
            ),
            "title_en": "Co-operation Agreement with Musterland District (sample)",
            "partner_id": partner,
            "kind": "cooperation_agreement",
            "relation_type": "international",
            "initiated_by": "region",
            "influence": "leads",
            "status": "concluded",
            "reference_no": "UKÁZKA/1",
            "languages": "cs;de",
            "signed_on": signed,
            "signed_at": "Ústí nad Labem",
            "entry_into_force": in_force.isoformat(),
            "term": "fixed",
            "expires_on": (next_term - timedelta(days=1)).isoformat(),
            "renewal_months": 60,
            "notice_months": 6,
            "notice_clause": (
                "Dohoda se uzavírá na dobu pěti let. Její platnost se prodlužuje vždy o dalších "
                "pět let, pokud ji žádná ze smluvních stran písemně nevypoví nejpozději šest "
                "měsíců před uplynutím doby platnosti."
            ),
            "note": INVENTED_RECORD,
        }
        agreement = self.add("agreement", values, "musterland")
        self._add_parties(agreement, signed, partner)
        for area in ("kultura", "cestovní ruch", "vzdělávání"):
            self.add(
                "agreement_area", {"agreement_id": agreement, "area_id": self.find("area", area)}
            )
        self.add(
            "resolution",
            {
                "agreement_id": agreement,
                "body": "Zastupitelstvo Ústeckého kraje",
                "number": "UKÁZKA/1",
                "decided_on": working_day_on_or_before(in_force - timedelta(days=49)).isoformat(),
                "subject": INVENTED_RECORD,
            },
        )
        self._add_commitments(agreement, partner)
        for days, benefit in ((-400, "3"), (-35, "4")):
            evaluation = {
                "agreement_id": agreement,
                "date": self._working_day(days).isoformat(),
                "benefit": benefit,
                "text": INVENTED_RECORD,
            }
            self.add("evaluation", evaluation)

    def _add_commitments(self, agreement: str, partner: str) -> None:
        for line in _rows("commitments"):
            values = _filled(line, "text_cs", "text_de", "text_en") | {
                "agreement_id": agreement,
                "organisation_id": self.own if line["promised_by"] == "region" else partner,
                "due": self._working_day(int(line["due_in"])).isoformat(),
                "status": "fulfilled" if line["fulfilled_in"] else "open",
                "note": INVENTED_RECORD,
            }
            if line["assignee"]:
                values["assignee_id"] = self.users[line["assignee"]]
            if line["fulfilled_in"]:
                values["fulfilled_on"] = self._working_day(int(line["fulfilled_in"])).isoformat()
            self.add("commitment", values)

    def _add_parties(self, agreement: str, signed: str, partner: str) -> None:
        sides = (
            (self.own, "Ing. Helena Vrbenská, Ph.D.", "hejtmanka"),
            (partner, "Dr. Hartmut Musterhoff", "zemský rada"),
        )
        for number, (organisation, signatory, post) in enumerate(sides, start=1):
            values = {
                "agreement_id": agreement,
                "organisation_id": organisation,
                "position_no": number,
                "signatory": signatory,
                "signatory_post": post,
                "signed_on": signed,
                "signed_at": "Ústí nad Labem",
            }
            self.add("agreement_party", values)

    def add_tasks(self) -> None:
        """What is overdue, due and done; some tasks move with a visit."""
        for number, line in enumerate(_rows("tasks"), start=1):
            values: dict[str, object] = {
                **_filled(line, "title", "description", "status", "priority"),
                "assignee_id": self.users[line["assignee"]],
                "note": INVENTED_RECORD,
            }
            if line["relative_to"]:
                values["relative_to_id"] = self.find("delegation", line["relative_to"])
                values["relative_days"] = int(line["relative_days"])
            else:
                values["due"] = self._working_day(int(line["due_in"])).isoformat()
            task = self.add("task", values, f"task-{number:02d}")
            for entity, key in _links(line["links"]):
                link(self.writer, task, entity, self.find(entity, key))

    def add_documents(self) -> None:
        """Files about the agreement and the visits; what they say can be searched for."""
        documents: dict[str, str] = {}
        for line in _rows("documents"):
            path = RESOURCES / "demo" / "documents" / line["file"]
            day = self._day(line["day"]).isoformat()
            file = NewFile(
                path,
                title=line["title"],
                kind=line["kind"],
                language=line["language"] or None,
                date=day,
                reading=_reading(path),
            )
            if earlier := line["version_of"]:
                keep_version(self.writer, documents[earlier], replace(file, valid_from=day))
                continue
            abouts = [(entity, self.find(entity, key)) for entity, key in _links(line["about"])]
            document, _ = keep(self.writer, file, abouts[0])
            documents[line["key"]] = document
            for entity, record_id in abouts[1:]:
                self.add(
                    "document_link",
                    {"document_id": document, "entity": entity, "record_id": record_id},
                )
            told = {"note": INVENTED_RECORD, "reference_no": line["reference_no"] or None}
            apply(self.writer, ENTITIES["document"], document, told)

    def add_mailing_lists(self) -> None:
        """Lists for a visit, for greetings, and one that is filled by a filter."""
        for line in _rows("mailing_lists"):
            values: dict[str, object] = {
                **_filled(line, "name", "occasion"),
                "date": self._day(line["day"]).isoformat(),
                "note": INVENTED_RECORD,
            }
            if line["rule"]:
                name, _, value = line["rule"].partition("=")
                query = ListQuery(
                    ENTITIES["person"], Language.CS, on=self.today, filters=(Filter(name, value),)
                )
                values["rule"] = rule_text(query)
            self.add("mailing_list", values, line["key"])
        for line in _rows("mailing_members"):
            values = {
                **_filled(line, "state", "note"),
                "mailing_list_id": self.find("mailing_list", line["list"]),
                "person_id": self.find("person", line["person"]),
            }
            self.add("mailing_member", values)

    def add_gifts(self) -> None:
        """Gifts that were given, received and refused, and some kinds of them in stock."""
        for line in _rows("gift_stock"):
            values: dict[str, object] = {
                **_filled(line, "name_cs", "name_de", "name_en", "value", "place"),
                "currency": "CZK",
                "reorder_level": int(line["reorder_level"]),
                "note": INVENTED_RECORD,
            }
            kind = self.add("gift_stock", values, line["key"])
            came = {"pieces": int(line["came"]), "day": self._day("today:-400").isoformat()}
            self.add("stock_entry", {"gift_stock_id": kind, **came, "text": "dodávka (ukázka)"})
        for line in _rows("gifts"):
            values = {
                **_filled(line, "title", "way", "state", "value", "estimated", "fate"),
                **_filled(line, "inventory_no", "occasion"),
                "day": self._day(line["day"]).isoformat(),
                "pieces": int(line["pieces"]),
                "currency": "CZK",
                "note": INVENTED_RECORD,
            }
            for column, entity in (
                ("delegation", "delegation"),
                ("stock", "gift_stock"),
                ("giver", "person"),
                ("giver_organisation", "organisation"),
                ("recipient", "person"),
                ("recipient_organisation", "organisation"),
            ):
                if line[column]:
                    name = "gift_stock_id" if column == "stock" else f"{column}_id"
                    values[name] = self.find(entity, line[column])
            self.add("gift", values)

    def _day(self, text: str) -> date:
        """A day so many days after today, or after what else begins in the demo: “sasko:-3”."""
        begins, _, days = text.partition(":")
        if begins == "today":
            return self._working_day(int(days))
        return self.starts[begins] + timedelta(days=int(days))

    def _working_day(self, days: int) -> date:
        """The day so many days from today, moved away from today to a working day."""
        day = self.today + timedelta(days=days)
        while not is_working_day(day):
            day += timedelta(days=-1 if days < 0 else 1)
        return day


def _links(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(";"):
        entity, _, key = part.partition(":")
        yield entity, key


def _reading(path: Path) -> Reading:
    """What our own file says: it is read here, not in a process of its own."""
    data = path.read_bytes()
    found = extract(data, path.name)
    return Reading(found.media_type, found.text, hashlib.sha256(data).hexdigest())


def most_linked(connection: Connection, entity: str) -> str:
    """The record of an entity that a paper shows best: of agreements, partners and visits the
    one with most parties, agreements or members, of anything else the first.
    """
    sql = {
        "agreement": "SELECT agreement_id FROM agreement_party GROUP BY 1"
        " ORDER BY count(*) DESC, 1",
        "organisation": "SELECT partner_id FROM agreement WHERE partner_id IS NOT NULL GROUP BY 1"
        " ORDER BY count(*) DESC, 1",
        "delegation": "SELECT delegation_id FROM delegation_member GROUP BY 1"
        " ORDER BY count(*) DESC, 1",
    }.get(entity, f'SELECT id FROM "{entity}" ORDER BY sort_key, id')
    return str(connection.execute(sql).fetchone()[0])


_EXAMPLES = {
    "agreement": "SELECT id FROM agreement WHERE title_cs LIKE '%(ukázka)' ORDER BY id",
    "delegation": "SELECT id FROM delegation WHERE title_cs LIKE '%(ukázka)' ORDER BY start, id",
    "document": "SELECT id FROM document WHERE kind = 'agreement_text' ORDER BY id",
    "position": "SELECT p.id FROM position p JOIN person o ON o.id = p.person_id"
    " ORDER BY o.sort_key, o.id",
}


def example(connection: Connection, entity: str) -> str:
    """The invented record of an entity that shows most of what there is to be seen."""
    return str(connection.execute(_EXAMPLES[entity]).fetchone()[0])
