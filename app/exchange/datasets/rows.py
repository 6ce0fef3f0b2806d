"""What the rows of a data set's files mean: from columns to records.

Each file's function gives the record first and the rows it owns after it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.entities import ENTITIES
from app.errors import FieldError, UserError
from app.fields import Field
from app.i18n import N_, Language, translator
from app.kinds import URL
from app.rules.days.order import lies_before
from app.rules.days.partial_dates import UNKNOWN, PartialDate

NO_REFERENCE = N_("There is no row with the id “{value}” in this data set.")
NO_RECORD = N_("There is no record, or several, with the id “{value}”.")
NOBODY = N_("The row names neither a person nor a post that is not filled yet.")
END_BEFORE_START = N_("The end ({end}) lies before the start ({start}).")
NOTICE_BEFORE = N_("The notice ({end}) was given before the signing ({start}).")
NO_PARTNER = N_("The partner is missing.")

KEPT = N_("“{value}” is not what belongs here; it is kept as it is written.")
NOT_TAKEN = N_("No field takes this column; “{value}” was not imported.")
KEPT_IN_NOTE = N_("“{value}” is not what belongs here; it is kept in the note.")

BadRow = FieldError

_DECIDES = {
    "organisation": {"country"},
    "agreement": {
        "status",
        "signed_on",
        "entry_into_force",
        "term",
        "expires_on",
        "renewal_months",
        "notice_months",
        "notice_given_on",
        "termination_approved_on",
        "ended_on",
    },
    "programme_item": {"starts_zone", "ends_zone", "kind"},
    "delegation_member": {"side", "part", "invitation"},
    "gift": {"way", "state", "value", "currency"},
    "cost": {"category", "planned", "actual", "currency", "rate", "czk", "paid_by"},
}
"""Fields from which others follow: the type of relation, the state of an agreement, what a time or
an amount means. Without them
these would be wrong, so their faults refuse the row, as those of required fields do. Every other
value that cannot be read is kept with a warning and costs nothing else.
"""

_REPRESENTS = re.compile(r"Zastupuje:\s*([A-Z]{2})\b")

ACTOR_GROUPS = {
    "region": "partner_region",
    "municipality": "municipality",
    "euroregion": "euroregion",
    "embassy": "embassy",
    "consulate": "embassy",
    "ministry": "state_body",
    "university": "school",
    "school": "school",
    "chamber": "chamber",
    "company": "company",
    "ngo": "ngo",
    "eu_institution": "eu_institution",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A row to be written: its entity, its external id, its values as stored."""

    @dataclass(frozen=True, slots=True)
    class Ref:
        """Stands for the id of an earlier row of the same plan."""

        key: str

    entity: str
    key: str
    values: Mapping[str, object]


class Context(Protocol):
    """What the rows need to know of the database."""

    own: str | None
    today: date

    def find(self, entity: str, value: str) -> str | None:
        """The record that this data set knows by an id."""

    def anywhere(self, entity: str, value: str) -> str | None:
        """The record of an id: its own, one of this data set, or the only one of any other."""

    def area(self, name: str) -> str:
        """The area of co-operation of a name."""

    def countries(self, organisation_id: str) -> tuple[str | None, str | None]:
        """Where an organisation sits and which state it represents."""

    def parties(self, agreement_id: str) -> list[str]:
        """The parties of an agreement."""

    def warn(self, column: str, message: str, **values: object) -> None:
        """Tell of something in the row that is wrong, but kept."""


def plans(file: str, row: Mapping[str, str], context: Context) -> list[Plan]:
    """The records that one row of a file stands for. Raises `FieldError` for a bad row.

    Cells that no field takes are told as warnings.
    """
    watched = _Watched(row)
    found = _FILES[file](_Cells(watched, context), context)
    for column, text in row.items():
        if text and column not in watched.read and column != "id":
            context.warn(column, NOT_TAKEN, value=text)
    return found


class _Watched(dict[str, str]):
    """A row that knows which of its cells were read."""

    def __init__(self, row: Mapping[str, str]) -> None:
        super().__init__(row)
        self.read: set[str] = set()

    def __getitem__(self, column: str) -> str:
        self.read.add(column)
        return super().__getitem__(column)

    def get(self, column: str, default: str = "") -> str:  # type: ignore[override]
        """The cell of a column, which is read then."""
        self.read.add(column)
        return super().get(column, default)


class _Cells:
    """The cells of one row, read through the kinds of the fields they fill.

    `left` are lines for the note: what could not be read, with the label of its field.
    """

    def __init__(self, row: Mapping[str, str], context: Context) -> None:
        self.row = row
        self.left: list[str] = []
        self._context = context

    def text(self, column: str) -> str | None:
        return self.row.get(column) or None

    def value(self, entity: str, name: str, column: str = "") -> object:
        """The stored value of field `name`, read from `column` (the field's name if empty)."""
        column = column or name
        text = self.row.get(column, "")
        if not text:
            return None
        field = ENTITIES[entity].by_name[name]
        try:
            return field.kind.parse(text, Language.CS)
        except UserError as error:
            if field.required or name in _DECIDES.get(entity, ()):
                raise BadRow(column, error.message, **error.values) from error
        if field.kind == URL:
            self._context.warn(column, KEPT, value=text)
            return text
        self._context.warn(column, KEPT_IN_NOTE, value=text)
        self._leave(field, text)
        return None

    def note(self, note: object) -> str | None:
        """A note and what could not be read."""
        return "\n".join([str(note)] * bool(note) + self.left) or None

    def values(self, entity: str, *names: str, **columns: str) -> dict[str, object]:
        """Several fields at once: `names` from columns of the same name, `columns` renamed."""
        found = {name: self.value(entity, name) for name in names}
        return found | {name: self.value(entity, name, column) for name, column in columns.items()}

    def reference(self, context: Context, entity: str, column: str) -> str | None:
        return _reference(context, entity, column, self.text(column))

    def known(self, context: Context, entity: str, name: str, column: str) -> str | None:
        """The record that `column` names, where it is known; what is not goes to the note."""
        field = ENTITIES[entity].by_name[name]
        try:
            return self.reference(context, field.target, column)
        except BadRow as error:
            context.warn(column, error.message, **error.values)
            self._leave(field, self.row[column])
            return None

    def _leave(self, field: Field, text: str) -> None:
        self.left.append(f"{translator(Language.CS).message(field.label)}: {text}")

    def list(self, column: str) -> list[str]:
        """The parts of a cell that are separated by semicolons, each once."""
        parts = (part.strip() for part in self.row.get(column, "").split(";"))
        return list(dict.fromkeys(part for part in parts if part))


def _reference(context: Context, entity: str, column: str, value: str | None) -> str | None:
    if value is None:
        return None
    found = context.find(entity, value)
    if found is None:
        raise BadRow(column, NO_REFERENCE, value=value)
    return found


def _organisation(cells: _Cells, context: Context) -> list[Plan]:
    key = cells.row["id"]
    values = cells.values(
        "organisation",
        "name_cs",
        "name_de",
        "name_en",
        "native_name",
        "kind",
        "country",
        "ico",
        "dic",
        "data_box",
        "website",
        "note",
        "source",
        "tags",
    )
    known = context.find("organisation", key)
    is_own = context.own is None or (known is not None and known == context.own)
    values["actor_group"] = "region" if is_own else ACTOR_GROUPS.get(str(values["kind"]), "other")
    represents = _REPRESENTS.search(cells.text("note") or "")
    values["represents_country"] = represents[1] if represents else None
    values["note"] = cells.note(values["note"])
    rows = [Plan("organisation", key, values)]
    owner = {"organisation_id": Plan.Ref(key)}
    place = cells.values("address", "street", "postal_code", "city", "country")
    if any(place[name] for name in ("street", "postal_code", "city")):
        rows.append(Plan("address", f"{key}#address", {**owner, "kind": "seat", **place}))
    for kind in ("email", "phone"):
        if text := cells.text(kind):
            try:
                value = _CONTACT_KINDS[kind](text)
            except UserError:
                context.warn(kind, KEPT, value=text)
                value = text
            rows.append(
                Plan(
                    "contact_point",
                    f"{key}#{kind}",
                    {**owner, "kind": kind, "value": value, "is_primary": 1},
                )
            )
    return rows


def _email(text: str) -> str:
    from app.rules.identifiers import email

    return email(text)


def _phone(text: str) -> str:
    from app.rules.identifiers import phone

    return phone(text)


_CONTACT_KINDS = {"email": _email, "phone": _phone}


def _agreement(cells: _Cells, context: Context) -> list[Plan]:
    key = cells.row["id"]
    values = cells.values(
        "agreement",
        "title_cs",
        "title_de",
        "title_en",
        "kind",
        "relation_type",
        "initiated_by",
        "status",
        "signed_on",
        "term",
        "renewal_months",
        "notice_months",
        "notice_given_on",
        "termination_approved_on",
        "ended_on",
        "note",
        "source",
        "tags",
        signed_at="signed_at_place",
        entry_into_force="entry_into_force" if cells.text("entry_into_force") else "valid_from",
        expires_on="expires_on" if cells.text("expires_on") else "valid_until",
    )
    values["status"] = values["status"] or "concluded"
    if values["status"] == "concluded":
        # An empty day means: signed, the day is not known. It never means a draft.
        values["signed_on"] = values["signed_on"] or str(UNKNOWN)
    values["initiated_by"] = values["initiated_by"] or "unknown"
    partner = cells.reference(context, "organisation", "partner_org_id")
    if partner is None:
        raise BadRow("partner_org_id", NO_PARTNER)
    values["partner_id"] = partner
    values["relation_type"] = values["relation_type"] or relation_type(context, partner)
    parties = [
        _reference(context, "organisation", "party_org_ids", value)
        for value in cells.list("party_org_ids")
    ] or [context.own, partner]
    values["influence"] = "takes_part" if context.own in parties else "informed"
    # An agreement may take force before it is signed, but nothing ends before it began.
    start = "entry_into_force" if values["entry_into_force"] else "signed_on"
    _check_order(
        values, start, "expires_on", "expires_on" if cells.text("expires_on") else "valid_until"
    )
    _check_order(values, start, "ended_on", "ended_on")
    if values["signed_on"] and values["notice_given_on"]:
        _check_order(values, "signed_on", "notice_given_on", "notice_given_on", NOTICE_BEFORE)
    decided_on = cells.value("resolution", "decided_on", "approved_on")
    values["note"] = cells.note(values["note"])
    rows = [Plan("agreement", key, values)]
    owner = {"agreement_id": Plan.Ref(key)}
    for number, party in enumerate(filter(None, parties), start=1):
        rows.append(
            Plan(
                "agreement_party",
                f"{key}#party:{party}",
                {**owner, "organisation_id": party, "position_no": number},
            )
        )
    for name in cells.list("areas"):
        area = context.area(name)
        rows.append(Plan("agreement_area", f"{key}#area:{name}", {**owner, "area_id": area}))
    if cells.text("approved_by") or cells.text("approved_on"):
        rows.append(
            Plan(
                "resolution",
                f"{key}#approval",
                {
                    **owner,
                    "body": cells.text("approved_by") or "—",
                    "decided_on": decided_on,
                },
            )
        )
    return rows


def _delegation(cells: _Cells, context: Context) -> list[Plan]:
    key = cells.row["id"]
    values = cells.values(
        "delegation",
        "title_cs",
        "title_de",
        "title_en",
        "direction",
        "purpose_cs",
        "purpose_de",
        "purpose_en",
        "status",
        "initiated_by",
        "relation_type",
        "countries",
        "note",
        "source",
        "tags",
        places="place",
        start="start_on",
        end="end_on",
    )
    partner = cells.reference(context, "organisation", "partner_org_id")
    if partner is None:
        raise BadRow("partner_org_id", NO_PARTNER)
    agreement = cells.known(context, "delegation", "agreement_id", "related_agreement_id")
    if _is_wrong(values, "start", "end"):
        context.warn("end_on", END_BEFORE_START, start=values["start"], end=values["end"])
    home = context.own
    if agreement:
        parties = context.parties(agreement)
        if home not in parties:
            # A local actor's agreement: its own side travels and hosts, not the region.
            home = next((party for party in parties if party != partner), home)
    incoming = values["direction"] == "incoming"
    values |= {
        "partner_id": partner,
        "agreement_id": agreement,
        "host_id": home if incoming else partner,
        "guest_id": partner if incoming else home,
        "relation_type": values["relation_type"] or relation_type(context, partner),
        "initiated_by": values["initiated_by"] or "unknown",
        "countries": values["countries"] or visited(context, incoming, partner),
        "influence": "takes_part" if home == context.own else "informed",
        "status": values["status"] or _status(values, context.today),
        "note": cells.note(values["note"]),
    }
    return [Plan("delegation", key, values)]


def visited(context: Context, incoming: bool, partner: str) -> str | None:
    """Where a trip leads, or whom a guest represents: a consul general in Dresden not Germany."""
    country, represents = context.countries(partner)
    return (represents or country) if incoming else country


def _status(values: Mapping[str, object], today: date) -> str:
    """A documented visit that is over took place; one that is to come is confirmed."""
    text = str(values["end"] or values["start"] or UNKNOWN)
    last = PartialDate.parse_iso(text).last_day
    return "completed" if last is None or last < today else "confirmed"


def _milestone(cells: _Cells, context: Context) -> list[Plan]:
    key = cells.row["id"]
    values = cells.values("milestone", "date", "text_cs", "text_de", "text_en", "source")
    values["organisation_id"] = cells.reference(context, "organisation", "partner_org_id")
    return [Plan("milestone", key, values)]


def _programme_item(cells: _Cells, context: Context) -> list[Plan]:
    key = cells.row["id"]
    values = cells.values(
        "programme_item",
        "place",
        "source",
        title_cs="item_cs",
        starts="starts_at",
        ends="ends_at",
        title_de="item_de",
        title_en="item_en",
    )
    delegation = cells.reference(context, "delegation", "delegation_id")
    if delegation is None:
        raise BadRow("delegation_id", NO_REFERENCE, value="")
    values["delegation_id"] = delegation
    for name in ("starts_zone", "ends_zone", "kind", "track", "dress_code"):
        # An older file without the column says nothing of it.
        if name in cells.row:
            values[name] = cells.value("programme_item", name)
    begins, ends = values.get("starts_zone"), values.get("ends_zone")
    same_clock = not ends or ends == begins
    if same_clock and _is_wrong(values, "starts", "ends"):
        context.warn("ends_at", END_BEFORE_START, start=values["starts"], end=values["ends"])
    if cells.left:
        values["internal_note"] = cells.note(None)
    return [Plan("programme_item", key, values)]


def _member(cells: _Cells, context: Context) -> list[Plan]:
    key = cells.row["id"]
    values = cells.values("delegation_member", "post", "side", "part", "invitation", "note")
    values["delegation_id"] = _required(cells, context, "delegation", "delegation_id")
    values["person_id"] = _anywhere(cells, context, "person", "person_id")
    if not values["person_id"] and not values["post"]:
        raise BadRow("person_id", NOBODY)
    values["side"] = values["side"] or "guest"
    values["part"] = values["part"] or "member"
    for column in ("stands_in_for", "accompanies"):
        values[f"{column}_id"] = cells.reference(context, "delegation_member", column)
    for name in ("diet", "needs", "accommodation", "room", "transport"):
        if name in cells.row:
            values[name] = cells.value("delegation_member", name)
    values["note"] = cells.note(values["note"])
    return [Plan("delegation_member", key, values)]


def _gift(cells: _Cells, context: Context) -> list[Plan]:
    key = cells.row["id"]
    values = cells.values(
        "gift",
        "title",
        "way",
        "day",
        "state",
        "occasion",
        "description",
        "pieces",
        "value",
        "currency",
        "estimated",
        "fate",
        "passed_to",
        "inventory_no",
        "perishable",
        "reported_on",
        "note",
        "source",
        "tags",
    )
    values["way"] = values["way"] or "given"
    values["state"] = values["state"] or "accepted"
    values["delegation_id"] = cells.reference(context, "delegation", "delegation_id")
    for name in ("giver", "recipient"):
        values[f"{name}_id"] = _anywhere(cells, context, "person", f"{name}_person_id")
        values[f"{name}_organisation_id"] = _anywhere(
            cells, context, "organisation", f"{name}_org_id"
        )
    values["note"] = cells.note(values["note"])
    return [Plan("gift", key, values)]


def _cost(cells: _Cells, context: Context) -> list[Plan]:
    key = cells.row["id"]
    values = cells.values(
        "cost",
        "category",
        "text",
        "day",
        "planned",
        "actual",
        "currency",
        "rate",
        "rate_on",
        "czk",
        "paid_by",
        "paid_with",
        "chapter",
        "paragraph",
        "note",
    )
    values["delegation_id"] = _required(cells, context, "delegation", "delegation_id")
    values["member_id"] = cells.reference(context, "delegation_member", "member_id")
    values["category"] = values["category"] or "other"
    values["currency"] = values["currency"] or "CZK"
    values["paid_by"] = values["paid_by"] or "own"
    values["note"] = cells.note(values["note"])
    return [Plan("cost", key, values)]


def _required(cells: _Cells, context: Context, entity: str, column: str) -> str:
    found = cells.reference(context, entity, column)
    if found is None:
        raise BadRow(column, NO_REFERENCE, value="")
    return found


def _anywhere(cells: _Cells, context: Context, entity: str, column: str) -> str | None:
    """A record that need not come from this data set."""
    value = cells.text(column)
    if value is None:
        return None
    found = context.anywhere(entity, value)
    if found is None:
        raise BadRow(column, NO_RECORD, value=value)
    return found


def _check_order(
    values: Mapping[str, object], start: str, end: str, column: str, message: str = ""
) -> None:
    if _is_wrong(values, start, end):
        raise BadRow(column, message or END_BEFORE_START, start=values[start], end=values[end])


def _is_wrong(values: Mapping[str, object], start: str, end: str) -> bool:
    return lies_before(values[end], values[start])


def relation_type(context: Context, organisation_id: str) -> str:
    """Domestic for a body that sits in the office's country and represents no other state."""
    home = context.countries(context.own)[0] if context.own else "CZ"
    country, represents = context.countries(organisation_id)
    return "domestic" if country == home and represents in (None, home) else "international"


_FILES = {
    "organisations": _organisation,
    "agreements": _agreement,
    "delegations": _delegation,
    "milestones": _milestone,
    "members": _member,
    "programme": _programme_item,
    "gifts": _gift,
    "costs": _cost,
}
