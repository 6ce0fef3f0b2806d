"""From the database to the papers of a visit, with a handful of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from app.db.connection import Connection
from app.db.statements import row, rows_as_dicts
from app.errors import UserError
from app.i18n import N_, Language
from app.reports.agreements.collect import body_names
from app.reports.delegations.data import (
    Agreed,
    Agreement,
    Cost,
    Decision,
    Item,
    Journey,
    Member,
    Minutes,
    Part,
    Visit,
)
from app.reports.engine.collect import bodies, by_ids, localised, office, stored_day
from app.reports.engine.printing_day import day_of_printing
from app.rules.days.partial_dates import PartialDate
from app.rules.identifiers import show_phone
from app.services.contacts.recipients import main_position, recipients
from app.services.protocol.gifts import lines as gift_lines
from app.services.protocol.overlaps import listed_on
from app.services.protocol.precedence import precedence
from app.services.protocol.programme import zones
from app.services.protocol.seating import Shape, propose, used
from app.services.records.rows import GONE

NO_SUCH_MEMBER = N_("The visit has no member “{value}”.")
NO_SUCH_ITEM = N_("The visit has no point of the programme “{value}”.")

_UNFINISHED = "('open', 'in_progress', 'waiting')"


def visit(connection: Connection, visit_id: str, on: date) -> Visit:
    """Everything that the papers of a visit print. Posts are those that count for it, else the
    main ones on its first day, else on the day `on`. Raises `UserError` if it does not exist.
    """
    stored = row(connection, "delegation", visit_id)
    if stored is None:
        raise UserError(GONE)
    own = office(connection)
    start = PartialDate.parse_iso(stored["start"])
    end = PartialDate.parse_iso(stored["end"]) if stored["end"] else None
    posts_on = (start.first_day if start.is_day else None) or on
    members = _members(connection, visit_id, posts_on)
    names = {member.id: member.name for member in members}
    wanted = {stored[name] for name in ("host_id", "guest_id", "partner_id") if stored[name]}
    known = bodies(connection, wanted)
    head = row(connection, "person", stored["head_id"] or "")
    return Visit(
        id=visit_id,
        office=own,
        title=localised(stored, "title"),
        direction=stored["direction"] or "",
        status=stored["status"] or "",
        start=start,
        end=end,
        zone=zones({}, stored)[0],
        reference_no=stored["reference_no"] or "",
        places=stored["places"] or "",
        countries=_codes(stored["countries"]),
        host=known.get(stored["host_id"] or ""),
        guest=known.get(stored["guest_id"] or ""),
        partner=known.get(stored["partner_id"] or ""),
        head=head["full_name"] if head else "",
        purpose=localised(stored, "purpose"),
        funding=stored["funding"] or "",
        learned=stored["learned"] or "",
        shared=stored["shared"] or "",
        follow_up=stored["follow_up"] or "",
        note=stored["note"] or "",
        members=members,
        items=_items(connection, stored, names),
        decisions=_decisions(connection, visit_id, own.names, names),
        agreements=_agreements(connection, stored),
        costs=_costs(connection, visit_id, names),
        documents=_documents(connection, visit_id),
        earlier=_earlier(connection, stored),
        tasks=_tasks(connection, visit_id),
        minutes=_minutes(connection, visit_id),
        agreed=_agreed(connection, visit_id),
    )


def with_letters(
    connection: Connection, visit: Visit, languages: Sequence[Language], on: date
) -> Visit:
    """The visit with how its members are written to in each of the languages."""
    ids = [member.person_id for member in visit.members if member.person_id]
    found = {
        (one.person_id, language): one
        for language in languages
        for one in recipients(connection, ids, language=language, on=on)
    }
    return replace(visit, letters=found, printed_on=day_of_printing(on))


def with_plans(connection: Connection, visit: Visit, language: Language, item_id: str) -> Visit:
    """The visit with the seating plans of its items, or of one; for one without a kept plan one
    is proposed, where somebody can be seated.
    """
    plans = {}
    for item in visit.items:
        if item_id in ("", item.id) and (plan := used(connection, item.id, language)):
            plans[item.id] = plan
    if item_id and not plans and visit.at(item_id):
        plans[item_id] = propose(connection, visit.id, language, Shape(), item_id)
    return replace(visit, plans=plans)


def with_gifts(connection: Connection, visit: Visit, languages: Sequence[Language]) -> Visit:
    """The visit with its gifts, as lists in each of the languages show them."""
    stored = rows_as_dicts(
        connection,
        "SELECT * FROM gift WHERE delegation_id = ? AND coalesce(state, '') <> 'planned'"
        " ORDER BY way, day, sort_key, id",
        (visit.id,),
    )
    if not stored:
        return visit
    found = {language: gift_lines(connection, stored, language) for language in languages}
    return replace(visit, gifts=found)


def check_about(connection: Connection, visit_id: str, member: str, item: str) -> None:
    """Raise `UserError` unless a member and an item (empty for none) belong to a visit."""
    for table, key, message in (
        ("delegation_member", member, NO_SUCH_MEMBER),
        ("programme_item", item, NO_SUCH_ITEM),
    ):
        found = row(connection, table, key) if key else None
        if key and (found is None or found["delegation_id"] != visit_id):
            raise UserError(message, value=key)


def _codes(text: str | None) -> list[str]:
    return [code for code in (text or "").split(";") if code]


def _people(connection: Connection, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    sql = "SELECT * FROM person WHERE id IN ({marks})"
    return {found["id"]: found for found in by_ids(connection, sql, sorted(set(ids)))}


def _points(connection: Connection, ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """A phone and an e-mail of people: the main ones; a mobile phone before another."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    order = {"mobile": 0, "phone": 1, "email": 0}
    rows = [
        point
        for point in by_ids(
            connection,
            "SELECT person_id, kind, value, is_primary, id FROM contact_point"
            " WHERE person_id IN ({marks}) AND kind IN ('mobile', 'phone', 'email')",
            sorted(set(ids)),
        )
        if point["value"]
    ]
    rows.sort(key=lambda point: (order[point["kind"]], not point["is_primary"], point["id"]))
    for point in rows:
        is_email = point["kind"] == "email"
        value = point["value"] if is_email else show_phone(point["value"])
        found[point["person_id"]].setdefault("email" if is_email else "phone", value)
    return found


def _members(connection: Connection, visit_id: str, on: date) -> list[Member]:
    rows = rows_as_dicts(
        connection,
        "SELECT * FROM delegation_member WHERE delegation_id = ? ORDER BY sort_key, id",
        (visit_id,),
    )
    ids = [found["person_id"] for found in rows if found["person_id"]]
    people, points = _people(connection, ids), _points(connection, ids)
    positions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for found in by_ids(
        connection, "SELECT * FROM position WHERE person_id IN ({marks}) ORDER BY id", ids
    ):
        positions[found["person_id"]].append(found)
    chosen = {}
    for found in rows:
        held = positions[found["person_id"] or ""]
        by_id = {post["id"]: post for post in held}
        chosen[found["id"]] = by_id.get(found["position_id"] or "") or main_position(held, on)
    known = bodies(connection, {p["organisation_id"] for p in chosen.values() if p} - {None})
    names = {
        found["id"]: people[found["person_id"]]["full_name"]
        if found["person_id"] in people
        else found["post"] or ""
        for found in rows
    }
    made = {
        found["id"]: _member(
            found,
            people.get(found["person_id"] or "", {}),
            chosen[found["id"]] or {},
            points.get(found["person_id"] or "", {}),
            known,
            names,
        )
        for found in rows
    }
    order = [line.member_id for line in precedence(connection, visit_id, Language.CS)]
    return [*(made[key] for key in order), *(made[key] for key in made if key not in set(order))]


def _member(
    stored: Mapping[str, Any],
    person: Mapping[str, Any],
    position: Mapping[str, Any],
    points: Mapping[str, str],
    known: Mapping[str, Any],
    names: Mapping[str, str],
) -> Member:
    consent = stored["photo_consent"]
    return Member(
        id=stored["id"],
        person_id=person.get("id") or "",
        name=names[stored["id"]],
        side=stored["side"] or "guest",
        part=stored["part"] or "member",
        posts=localised(position, "title"),
        body=known.get(position.get("organisation_id") or ""),
        native_name=person.get("name_native") or "",
        pronunciation=person.get("pronunciation") or "",
        gender=person.get("gender") or "",
        language=person.get("language") or "",
        spoken=_codes(stored["languages"]),
        invitation=stored["invitation"] or "",
        stands_in_for=names.get(stored["stands_in_for_id"] or "", ""),
        accompanies=names.get(stored["accompanies_id"] or "", ""),
        arrival=_journey(stored, "arrival"),
        departure=_journey(stored, "departure"),
        transport=stored["transport"] or "",
        accommodation=stored["accommodation"] or "",
        room=stored["room"] or "",
        document=stored["document_needed"] or "",
        document_until=stored_day(stored["document_until"]),
        diet=stored["diet"] or person.get("diet") or "",
        needs=stored["needs"] or "",
        photo_consent=None if consent is None else bool(consent),
        phone=points.get("phone", ""),
        email=points.get("email", ""),
        note=stored["note"] or "",
    )


def _journey(stored: Mapping[str, Any], name: str) -> Journey:
    return Journey(stored[name] or "", stored[f"{name}_place"] or "", stored[f"{name}_by"] or "")


def _items(
    connection: Connection, stored: Mapping[str, Any], names: Mapping[str, str]
) -> list[Item]:
    rows = rows_as_dicts(
        connection,
        "SELECT * FROM programme_item WHERE delegation_id = ? ORDER BY starts, sort_key, id",
        (stored["id"],),
    )
    responsible = [found["responsible_id"] for found in rows if found["responsible_id"]]
    people, points = _people(connection, responsible), _points(connection, responsible)
    parts: dict[str, list[Part]] = defaultdict(list)
    for found in rows_as_dicts(
        connection,
        "SELECT p.* FROM programme_part p JOIN programme_item i ON i.id = p.programme_item_id"
        " WHERE i.delegation_id = ? ORDER BY p.sort_key, p.id",
        (stored["id"],),
    ):
        name = names.get(found["member_id"] or "") or found["name"] or ""
        if name and found["part"]:
            part = Part(name, found["part"], found["member_id"] or "")
            parts[found["programme_item_id"]].append(part)
    order = {key: place for place, key in enumerate(names)}
    made = []
    for found in rows:
        begins, finishes = zones(found, stored)
        key = found["responsible_id"] or ""
        own = sorted(parts[found["id"]], key=lambda part: order.get(part.member_id, len(order)))
        made.append(
            Item(
                id=found["id"],
                day=listed_on(found["starts"]),
                starts=found["starts"],
                starts_zone=begins,
                ends=found["ends"] or "",
                ends_zone=finishes,
                title=localised(found, "title"),
                description=localised(found, "description"),
                place=found["place"] or "",
                kind=found["kind"] or "",
                track=found["track"] or "",
                responsible=people[key]["full_name"] if key in people else "",
                responsible_phone=points.get(key, {}).get("phone", ""),
                dress_code=found["dress_code"] or "",
                interpreter=bool(found["interpreter"]),
                languages=_codes(found["languages"]),
                note=found["internal_note"] or "",
                parts=own,
            )
        )
    # What has no hour comes first on its day, a night after the evening before it.
    return sorted(made, key=lambda item: (item.day, "T" in item.starts, item.starts))


def _decisions(
    connection: Connection, visit_id: str, own: Mapping[Language, str], names: Mapping[str, str]
) -> list[Decision]:
    return [
        Decision(
            body_names(found["body"], own),
            found["number"] or "",
            stored_day(found["decided_on"]),
            found["subject"] or "",
            names.get(found["member_id"] or "", ""),
        )
        for found in rows_as_dicts(
            connection,
            "SELECT * FROM resolution WHERE delegation_id = ? ORDER BY decided_on, sort_key, id",
            (visit_id,),
        )
    ]


def _agreements(connection: Connection, stored: Mapping[str, Any]) -> list[Agreement]:
    """The agreement under which the visit takes place, else those with its partner."""
    rows = rows_as_dicts(
        connection,
        "SELECT * FROM agreement WHERE id = ?1 OR (?1 = '' AND archived_on IS NULL AND id IN"
        " (SELECT agreement_id FROM agreement_party WHERE organisation_id = ?2))"
        " ORDER BY signed_on DESC, id",
        (stored["agreement_id"] or "", stored["partner_id"] or ""),
    )
    made = []
    for found in rows:
        texts = rows_as_dicts(
            connection,
            "SELECT * FROM commitment WHERE agreement_id = ? AND coalesce(status, 'open') = 'open'"
            " ORDER BY due IS NULL, due, sort_key, id",
            (found["id"],),
        )
        texts_of = [localised(text, "text") for text in texts]
        made.append(Agreement(found["id"], localised(found, "title"), texts_of))
    return made


def _costs(connection: Connection, visit_id: str, names: Mapping[str, str]) -> list[Cost]:
    return [
        Cost(
            found["category"],
            found["text"] or "",
            str(found["planned"] or ""),
            str(found["actual"] or ""),
            found["currency"] or "CZK",
            found["paid_by"] or "own",
            found["paid_with"] or "",
            found["chapter"] or "",
            found["paragraph"] or "",
            names.get(found["member_id"] or "", ""),
            str(found["czk"] or ""),
        )
        for found in rows_as_dicts(
            connection,
            "SELECT * FROM cost WHERE delegation_id = ? ORDER BY sort_key, id",
            (visit_id,),
        )
    ]


def _documents(connection: Connection, visit_id: str) -> list[str]:
    return [
        title
        for (title,) in connection.execute(
            "SELECT d.title FROM document d JOIN document_link l ON l.document_id = d.id"
            " WHERE l.entity = 'delegation' AND l.record_id = ? ORDER BY d.sort_key, d.id",
            (visit_id,),
        ).fetchall()
        if title
    ]


def _earlier(
    connection: Connection, stored: Mapping[str, Any]
) -> list[tuple[dict[Language, str], PartialDate, PartialDate | None]]:
    """Earlier visits with the same partner, the latest first."""
    rows = rows_as_dicts(
        connection,
        "SELECT * FROM delegation WHERE partner_id = ? AND id <> ? AND start < ?"
        " AND coalesce(status, '') NOT IN ('cancelled', 'proposed') ORDER BY start DESC, id",
        (stored["partner_id"] or "", stored["id"], stored["start"]),
    )
    return [
        (
            localised(found, "title"),
            PartialDate.parse_iso(found["start"]),
            PartialDate.parse_iso(found["end"]) if found["end"] else None,
        )
        for found in rows
    ]


_OF_VISIT = (
    "(n.delegation_id = ?1 OR n.programme_item_id IN"
    " (SELECT id FROM programme_item WHERE delegation_id = ?1))"
)


def _minutes(connection: Connection, visit_id: str) -> list[Minutes]:
    """What was written down of talks at a visit, in their order."""
    return [
        Minutes(moment or "", subject or "", text or "")
        for moment, subject, text in connection.execute(
            f"SELECT n.date, n.subject, n.text FROM interaction n WHERE {_OF_VISIT}"
            " ORDER BY n.date, n.sort_key, n.id",
            (visit_id,),
        ).fetchall()
    ]


def _agreed(connection: Connection, visit_id: str) -> list[Agreed]:
    """The points that were agreed at a visit, with who does them."""
    return [
        Agreed(text or "", user or body or "", due or "")
        for text, user, body, due in connection.execute(
            "SELECT a.text, u.name, o.name_cs, a.due FROM agreed_point a"
            " JOIN interaction n ON n.id = a.interaction_id"
            ' LEFT JOIN "user" u ON u.id = a.assignee_id'
            " LEFT JOIN organisation o ON o.id = a.organisation_id"
            f" WHERE {_OF_VISIT} ORDER BY n.date, a.sort_key, a.id",
            (visit_id,),
        ).fetchall()
    ]


def _tasks(connection: Connection, visit_id: str) -> list[tuple[str, str, str]]:
    """The unfinished tasks about a visit: title, due, who."""
    return [
        (title, due or "", name or "")
        for title, due, name in connection.execute(
            'SELECT t.title, t.due, u.name FROM task t LEFT JOIN "user" u ON u.id = t.assignee_id'
            f" WHERE t.status IN {_UNFINISHED} AND t.id NOT IN (SELECT task_id FROM agreed_point"
            " WHERE task_id IS NOT NULL) AND (t.relative_to_id = ?1 OR t.id IN"
            " (SELECT task_id FROM task_link WHERE entity = 'delegation' AND record_id = ?1))"
            " ORDER BY t.due IS NULL, t.due, t.sort_key, t.id",
            (visit_id,),
        ).fetchall()
    ]
