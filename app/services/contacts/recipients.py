"""Whom a letter goes to: name, salutation and address of people, each in their own language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.db.store import Store
from app.errors import UserError
from app.i18n import N_, Language
from app.progress import Cancelled, Progress
from app.rules.days.partial_dates import PartialDate
from app.rules.identifiers import show_phone
from app.rules.people.names import person_name
from app.rules.people.salutation import (
    OFFICES,
    Formality,
    address_name,
    office_of,
    salutation,
)
from app.rules.postal import address_lines

NO_ADDRESS = N_("There is no address.")
ADDRESS_INCOMPLETE = N_("The address is incomplete.")
HOME_ADDRESS = N_("Only the home address is known.")
ARCHIVED = N_("The person is in the archive.")
POST_IN_CZECH = N_("The post has no translation; the Czech text is used.")
ORGANISATION_IN_CZECH = N_("The organisation has no translation; the Czech name is used.")

CANCELLED = N_("Looking up the addresses was cancelled. Nothing was changed.")

_PART = 100  # people between two reports of progress
_LANGUAGES = {"cs": Language.CS, "sk": Language.CS, "de": Language.DE}
_COUNTRIES = {
    "CZ": Language.CS, "SK": Language.CS,
    "DE": Language.DE, "AT": Language.DE, "CH": Language.DE, "LI": Language.DE,
}  # fmt: skip
_WITH_CODES = {"CZ", "SK", "DE", "AT", "PL"}  # where an address without a postal code lacks it
_PERSON_KINDS = ("work", "postal", "seat")  # the home address is the last resort
_ORGANISATION_KINDS = ("postal", "seat", "work", "home")
_AT_WORK = ("work",)  # an address of the person where post and organisation are named too

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """A person as a letter needs them, in one language.

    `name` has all titles. `name_lines` begin an envelope: the person, at work also the post and
    the organisation; `address_lines` are the whole envelope, empty without an address.
    `own_salutation` says that the salutation was typed for this person, not suggested. `doubts`
    are message ids of what to check, `missing` of what the letter cannot do without.
    """

    person_id: str
    language: Language
    given_name: str
    family_name: str
    name: str
    gender: str
    salutation: str
    own_salutation: bool = False
    name_lines: tuple[str, ...] = ()
    address_lines: tuple[str, ...] = ()
    post: str = ""
    organisation: str = ""
    email: str = ""
    phone: str = ""
    doubts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def recipients(
    connection: Connection,
    person_ids: Iterable[str],
    *,
    language: Language | None = None,
    on: date,
    formality: Formality = "formal",
    suggested: bool = False,
) -> list[Recipient]:
    """The people of `person_ids` as recipients, in this order, each once.

    Without `language` each is written to in their own language of correspondence: Czech and
    Slovak in Czech, German in German, any other in English; where it is not recorded, the
    nationality or the country of the organisation or the address decides, else it is Czech.
    Posts are those of the day `on`. `suggested` passes over salutations typed for a person.
    Ids that are no person's are left out; raises nothing.
    """
    people = Addressees(connection, list(dict.fromkeys(person_ids)), on)
    return [people.recipient(key, language, formality, suggested) for key in people.found]


def recipients_job(
    store: Store,
    progress: Progress,
    cancelled: Cancelled,
    *,
    person_ids: Sequence[str],
    language: Language | None,
    on: date,
    formality: Formality = "formal",
) -> list[Recipient]:
    """`recipients` for very many people, in a process of its own. Raises `UserError`."""
    found: list[Recipient] = []
    ids = list(dict.fromkeys(person_ids))
    with store.reading() as connection:
        for start in range(0, len(ids), _PART):
            if cancelled():
                raise UserError(CANCELLED)
            part = ids[start : start + _PART]
            found += recipients(connection, part, language=language, on=on, formality=formality)
            progress(start + len(part), len(ids))
    return found


def main_position(positions: Iterable[Row], on: date) -> Row | None:
    """The main one of a person's positions that run on a day: the one marked so, else the latest.

    Each has `since`, `until` (as stored) and `is_primary`. A position whose end is not known to
    the day runs until it surely has ended.
    """
    running = [row for row in positions if _runs(row, on)]
    return max(running, key=_weight, default=None)


def _weight(row: Row) -> tuple[bool, str]:
    since = row["since"] or ""
    return bool(row["is_primary"]), "" if since == "unknown" else since


def _runs(row: Row, on: date) -> bool:
    if row["since"]:
        first = PartialDate.parse_iso(row["since"]).first_day
        if first is not None and first > on:
            return False
    if not row["until"]:
        return True
    last = PartialDate.parse_iso(row["until"]).last_day
    return last is not None and last >= on


class Addressees:
    """What the database says about people on the day `on`, read with a handful of statements.

    `found` are the ids among `ids` that are people's, in their order.
    """

    def __init__(self, connection: Connection, ids: Sequence[str], on: date) -> None:
        self._connection = connection
        columns = (
            "id, title_before, given_name, family_name, title_after, gender, nationality,"
            " language, salutation_cs, salutation_de, salutation_en, archived_on"
        )
        self._people = {
            row["id"]: row
            for row in self._rows(f"SELECT {columns} FROM person WHERE id IN ({{}})", ids)
        }
        self.found = [key for key in ids if key in self._people]
        positions = self._grouped(
            "SELECT person_id, organisation_id, title_cs, title_de, title_en, since, until,"
            " is_primary FROM position WHERE person_id IN ({}) ORDER BY sort_key, id",
            self.found,
            "person_id",
        )
        mains = {key: main_position(rows, on) for key, rows in positions.items()}
        self._positions = {key: row for key, row in mains.items() if row}
        wanted = {row["organisation_id"] for row in self._positions.values()} - {None}
        self._organisations, self._seats = self._with_parents(sorted(wanted))
        self._addresses = self._address_rows("person_id", self.found)
        self._points = self._grouped(
            "SELECT person_id, kind, value, is_primary FROM contact_point"
            " WHERE person_id IN ({}) ORDER BY is_primary DESC, sort_key, id",
            self.found,
            "person_id",
        )

    def _rows(self, sql: str, ids: Sequence[str]) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            found += rows_as_dicts(self._connection, sql.format(", ".join("?" * len(part))), part)
        return found

    def _grouped(self, sql: str, ids: Sequence[str], column: str) -> dict[str, list[Row]]:
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in self._rows(sql, ids):
            groups[row[column]].append(row)
        return groups

    def _address_rows(self, owner: str, ids: Sequence[str]) -> dict[str, list[Row]]:
        return self._grouped(
            f"SELECT {owner}, kind, street, postal_code, city, region, country, is_primary"
            f" FROM address WHERE {owner} IN ({{}}) ORDER BY sort_key, id",
            ids,
            owner,
        )

    def _with_parents(self, ids: Sequence[str]) -> tuple[dict[str, Row], dict[str, Row]]:
        """Organisations, with those that they are part of, and each one's address for letters."""
        organisations: dict[str, Row] = {}
        seats: dict[str, Row] = {}
        todo = list(ids)
        while todo:
            for row in self._rows(
                "SELECT id, name_cs, name_de, name_en, native_name, country, represents_country,"
                " parent_id FROM organisation WHERE id IN ({})",
                todo,
            ):
                organisations[row["id"]] = row
            for key, rows in self._address_rows("organisation_id", todo).items():
                if seat := _preferred(rows, _ORGANISATION_KINDS):
                    seats[key] = seat
            # A department has the address of what it is part of.
            parents = {organisations[key]["parent_id"] for key in todo if key not in seats}
            todo = sorted(parents - {None} - set(organisations))
        return organisations, seats

    def recipient(
        self,
        key: str,
        wanted: Language | None,
        formality: Formality = "formal",
        suggested: bool = False,
    ) -> Recipient:
        """One of those `found` as a recipient; see `recipients`."""
        person, position = self._people[key], self._positions.get(key)
        units = self._units(position)
        address, at_work, home = self._address(key, units)
        language = wanted or _language(person, units, address)
        doubts: list[str] = []
        title = {name: person[name] or "" for name in ("title_before", "title_after")}
        name = {name: person[name] or "" for name in ("given_name", "family_name")}
        office = _office(position, language)
        own = "" if suggested else (person[f"salutation_{language}"] or "").strip()
        greeting = own
        if not own:
            suggestion = salutation(
                language,
                gender=person["gender"],
                **name,
                **title,
                office=office,
                formality=formality,
                is_czech_name=True if person["nationality"] == "CZ" else None,
            )
            greeting = suggestion.text
            doubts += suggestion.doubts
        post, organisations = _at_work(position, units, language, doubts)
        excellency = office in ("ambassador", "nuncio") and person["nationality"] != "CZ"
        lines = address_name(
            language, gender=person["gender"], **name, **title, excellency=excellency
        )
        if at_work:
            lines = [*lines, *filter(None, (post, *organisations))]
        if home:
            doubts.append(HOME_ADDRESS)
        if person["archived_on"]:
            doubts.append(ARCHIVED)
        return Recipient(
            person_id=key,
            language=language,
            **name,
            name=_full_name(person),
            gender=person["gender"] or "unknown",
            salutation=greeting,
            own_salutation=bool(own),
            name_lines=tuple(lines),
            address_lines=_envelope(lines, address, language),
            post=post,
            organisation=organisations[0] if organisations else "",
            email=self._point(key, ("email",)),
            phone=show_phone(self._point(key, ("phone", "mobile"))),
            doubts=tuple(dict.fromkeys(doubts)),
            missing=_missing(address),
        )

    def _units(self, position: Row | None) -> list[Row]:
        """The organisation of a position, and those it is part of up to the one with an address."""
        units: list[Row] = []
        key = position["organisation_id"] if position else None
        while key and key in self._organisations and self._organisations[key] not in units:
            units.append(self._organisations[key])
            if key in self._seats:
                return units
            key = self._organisations[key]["parent_id"]
        return units[:1]

    def _address(self, key: str, units: Sequence[Row]) -> tuple[Row | None, bool, bool]:
        """Where to write to, whether that is at work, and whether it is at home for want of it."""
        rows = self._addresses.get(key, [])
        if own := _preferred(rows, _PERSON_KINDS):
            return own, own["kind"] in _AT_WORK, False
        if units and (seat := self._seats.get(units[-1]["id"])):
            return seat, True, False
        home = _preferred(rows, ("home",))
        return home, home is None, home is not None

    def _point(self, key: str, kinds: Sequence[str]) -> str:
        points = [row for row in self._points.get(key, []) if row["kind"] in kinds]
        points.sort(key=lambda row: (not row["is_primary"], kinds.index(row["kind"])))
        return points[0]["value"] if points else ""


def _full_name(person: Row) -> str:
    names = ("title_before", "given_name", "family_name", "title_after")
    before, given, family, after = (person[name] or "" for name in names)
    return person_name(before, given, family, after)


def _preferred(rows: Iterable[Row], kinds: Sequence[str]) -> Row | None:
    """The preferred address that can be written to, else the first one of these kinds."""
    usable = [row for row in rows if row["street"] or row["city"] or row["postal_code"]]
    offered = [row for row in usable if row["is_primary"] or row["kind"] in kinds]

    def order(row: Row) -> tuple[bool, int]:
        place = kinds.index(row["kind"]) if row["kind"] in kinds else len(kinds)
        return not row["is_primary"], place

    return min(offered, key=order, default=None)


def _language(person: Row, units: Sequence[Row], address: Row | None) -> Language:
    if code := person["language"]:
        return _LANGUAGES.get(code, Language.EN)
    countries = [person["nationality"]]
    for unit in units[:1]:
        countries += [unit["represents_country"], unit["country"]]
    countries.append(address["country"] if address else None)
    country = next(filter(None, countries), "CZ")
    return _COUNTRIES.get(country, Language.EN)


def _office(position: Row | None, language: Language) -> str:
    """The office of a post, by its title in the letter's language where it has one.

    A Polish *starosta okresu* is a *Landrat* in a German letter, and who is *Leiter des Kreises*
    there is addressed by name; an Excellency is one in every language.
    """
    if position is None:
        return ""
    own = position[f"title_{language}"] or ""
    if own and (office := office_of(own)):
        return office
    titles = (position[f"title_{code}"] or "" for code in ("cs", "de", "en"))
    other = next(filter(None, map(office_of, titles)), "")
    return other if not own or (other and OFFICES[other].predicate) else ""


def _at_work(
    position: Row | None, units: Sequence[Row], language: Language, doubts: list[str]
) -> tuple[str, list[str]]:
    """The post and the names of the organisations in a language, Czech where there is none."""
    if position is None:
        return "", []
    post = position[f"title_{language}"] or ""
    if not post:
        post = position["title_cs"] or ""
        doubts.append(POST_IN_CZECH)
    names = []
    for unit in units:
        # Abroad the organisation's own name is better understood than the Czech one.
        name = unit[f"name_{language}"] or unit["native_name"] or ""
        if not name:
            name = unit["name_cs"]
            doubts.append(ORGANISATION_IN_CZECH)
        names.append(name)
    return post, names


def _envelope(lines: Sequence[str], address: Row | None, language: Language) -> tuple[str, ...]:
    if address is None:
        return ()
    parts = {name: address[name] or "" for name in ("street", "postal_code", "city", "region")}
    country = address["country"]
    return tuple(address_lines(name_lines=lines, **parts, country=country, language=language))


def _missing(address: Row | None) -> tuple[str, ...]:
    if address is None:
        return (NO_ADDRESS,)
    country = address["country"] or "CZ"
    code = address["postal_code"] or country not in _WITH_CODES
    complete = address["street"] and address["city"] and code
    return () if complete else (ADDRESS_INCOMPLETE,)
