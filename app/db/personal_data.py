"""Which columns hold personal data, whose, and what an erasure (GDPR, Art. 17) does with them.

Every column of every table stands here; a test fails while one does not. The tables of the
full-text index hold no texts of their own and are made anew from what is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.entities import ENTITIES
from app.i18n import N_


class Treatment(NamedTuple):
    """Whose data a column holds (empty if nobody's), and what erasure does with it.

    `reason` is the message id that says why something stays.
    """

    whose: str
    erasure: str
    reason: str = ""


NOT_PERSONAL = Treatment("", "stays")
ERASED = Treatment("the person of the row", "goes with its row")
EMPTIED = Treatment(
    "the person of the row",
    "is emptied, the row stays",
    N_("The link to the person is removed; the record of the office stays."),
)
REWORDED = Treatment("whoever is mentioned", "mentions of the person are taken out")
TOLD = Treatment(
    "the person of the row, and whoever is mentioned",
    "goes with its row, mentions of other people are taken out",
)
SAID = Treatment(
    "the person of the row, and whoever is mentioned",
    "is emptied, mentions of other people are taken out",
    EMPTIED.reason,
)
KEPT = Treatment(
    "the person of the row",
    "stays, the law requires it",
    N_(
        "That an agreement was signed, by whom and in which post stays: it is a record of the "
        "office (GDPR Art. 17(3)(b); Act No. 499/2004 Coll., on Archiving and Records Management)."
    ),
)
USERS = Treatment(
    "a user of the program",
    "stays",
    N_(
        "Who made a change stays with the change: the office must be able to account for it "
        "(GDPR Art. 5(2))."
    ),
)
DERIVED = Treatment("whoever is mentioned", "is made anew from what is left")
HISTORY = Treatment(
    "whoever is in the history", "loses the values of erased columns, salted digests stay"
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns by treatment, and the columns that make a row a person's.

    `row_of` names the columns that hold a person's id and take the row along when the person is
    erased. A row that has something in one of `shared_with` stays, without the person.
    """

    columns: dict[str, Treatment]
    row_of: tuple[str, ...] = ()
    shared_with: tuple[str, ...] = ()

    def is_shared(self, row: Mapping[str, Any] | None) -> bool:
        """Whether a row (its values) is that of a record of the office, too."""
        return row is not None and any(row.get(name) for name in self.shared_with)

    def having(self, treatment: Treatment) -> tuple[str, ...]:
        """The columns with a treatment."""
        return tuple(name for name, found in self.columns.items() if found is treatment)

    def emptied(self) -> tuple[str, ...]:
        """The columns that are emptied in a row that stays without its person."""
        return tuple(name for name, found in self.columns.items() if found in (EMPTIED, SAID))

    def people(self) -> tuple[str, ...]:
        """The columns among these that name the person."""
        return tuple(name for name in self.emptied() if name in _PEOPLE)

    def texts(self) -> tuple[str, ...]:
        """The free texts: whoever is mentioned in one is taken out of it."""
        return tuple(
            name for name, found in self.columns.items() if found in (REWORDED, TOLD, SAID)
        )


_PEOPLE = frozenset(
    field.name
    for entity in ENTITIES.values()
    for field in entity.fields
    if field.target == "person"
)


def _table(
    *,
    row_of: str = "",
    shared_with: str = "",
    plain: str = "",
    erased: str = "",
    told: str = "",
    emptied: str = "",
    said: str = "",
    reworded: str = "",
    kept: str = "",
    users: str = "",
    derived: str = "",
    history: str = "",
) -> Table:
    columns: dict[str, Treatment] = {}
    for names, treatment in (
        (plain, NOT_PERSONAL),
        (erased, ERASED),
        (told, TOLD),
        (emptied, EMPTIED),
        (said, SAID),
        (reworded, REWORDED),
        (kept, KEPT),
        (users, USERS),
        (derived, DERIVED),
        (history, HISTORY),
    ):
        for name in names.split():
            if name in columns:
                raise ValueError(f"{name} is classified twice")
            columns[name] = treatment
    return Table(columns, tuple(row_of.split()), tuple(shared_with.split()))


TABLES: dict[str, Table] = {
    # People and what belongs to them
    "person": _table(
        row_of="id",
        erased="id title_before given_name family_name title_after gender photo nationality"
        " birthday name_native pronunciation language salutation_cs salutation_de"
        " salutation_en legal_basis consent_on retain_until archived_on invented",
        told="diet note source",
        derived="full_name sort_key search_text tags other_languages",
    ),
    "position": _table(
        row_of="person_id",
        erased="id person_id organisation_id since until rank is_primary came_by in_office_since"
        " credentials_on",
        told="title_cs title_de title_en",
        derived="sort_key search_text",
    ),
    "contact_point": _table(  # rows of organisations alone are not a person's
        row_of="person_id",
        erased="id person_id organisation_id kind value is_primary",
        told="label",
        derived="sort_key search_text",
    ),
    "address": _table(
        row_of="person_id",
        erased="id person_id organisation_id kind postal_code city region country is_primary",
        told="street note",
        derived="sort_key search_text",
    ),
    "person_relation": _table(
        row_of="person_id other_id",
        erased="id person_id kind other_id since until",
        told="note",
        derived="sort_key search_text",
    ),
    "contact_area": _table(
        row_of="person_id",
        erased="id person_id organisation_id area_id",
        derived="sort_key search_text",
    ),
    "tag_link": _table(
        row_of="person_id",
        erased="id person_id organisation_id delegation_id agreement_id task_id document_id"
        " mailing_list_id gift_id gift_stock_id meeting_id tag_id",
        derived="sort_key search_text",
    ),
    "language_link": _table(
        row_of="person_id",
        erased="id person_id agreement_id delegation_member_id programme_item_id code place",
        derived="sort_key search_text",
    ),
    "interaction": _table(
        row_of="person_id",
        shared_with="organisation_id delegation_id",
        plain="id date kind organisation_id delegation_id programme_item_id",
        emptied="person_id",
        reworded="subject text",
        users="user_id",
        derived="sort_key search_text",
    ),
    "interaction_person": _table(
        row_of="person_id",
        erased="id interaction_id person_id",
        told="name",
        derived="sort_key search_text",
    ),
    "agreed_point": _table(
        plain="id interaction_id due agreement_id organisation_id task_id commitment_id",
        reworded="text",
        users="assignee_id",
        derived="sort_key search_text",
    ),
    "mailing_member": _table(
        row_of="person_id",
        erased="id mailing_list_id person_id state",
        told="note",
        derived="sort_key search_text",
    ),
    "external_id": _table(
        row_of="record_id", erased="id entity record_id source value", reworded="imported"
    ),
    # Records of the office that mention people
    "organisation": _table(
        plain="id kind actor_group country represents_country parent_id founded_on logo ico dic"
        " vat_payer data_box archived_on",
        reworded="name_cs name_de name_en native_name abbreviation website note source",
        derived="sort_key sort_key_de sort_key_en search_text tags",
    ),
    "organisation_relation": _table(
        plain="id organisation_id kind other_id since until",
        reworded="note",
        derived="sort_key search_text",
    ),
    "milestone": _table(
        plain="id organisation_id date",
        reworded="text_cs text_de text_en source",
        derived="sort_key search_text",
    ),
    "area": _table(
        plain="id name_cs name_de name_en",
        derived="sort_key sort_key_de sort_key_en search_text",
    ),
    "tag": _table(plain="id", reworded="name", derived="sort_key search_text"),
    "delegation": _table(
        plain="id reference_no direction status relation_type initiated_by influence partner_id"
        " host_id guest_id agreement_id rank_table_id start end time_zone archived_on",
        emptied="head_id",
        reworded="title_cs title_de title_en places purpose_cs purpose_de purpose_en"
        " funding learned shared follow_up note source",
        derived="sort_key search_text tags countries",
    ),
    "delegation_member": _table(
        plain="id delegation_id side part invitation precedence stands_in_for_id accompanies_id"
        " takes_the_place",
        emptied="person_id position_id invited_on answered_on arrival departure document_needed"
        " document_until photo_consent",
        said="arrival_place arrival_by departure_place departure_by accommodation room transport"
        " diet needs note precedence_reason",
        reworded="post",
        derived="sort_key search_text languages",
    ),
    "programme_item": _table(
        plain="id delegation_id kind starts starts_zone ends ends_zone interpreter",
        emptied="responsible_id",
        reworded="place track title_cs title_de title_en description_cs description_de"
        " description_en internal_note dress_code source",
        derived="sort_key search_text languages",
    ),
    "programme_part": _table(
        plain="id programme_item_id member_id part",
        reworded="name",
        derived="sort_key search_text",
    ),
    # The snapshot names members and people by their ids, others as they were written.
    "programme_version": _table(
        plain="id delegation_id number sent_on",
        reworded="addressees note snapshot",
        derived="sort_key search_text",
    ),
    "travel_time": _table(
        plain="id minutes",
        reworded="place_from place_to note",
        derived="sort_key search_text",
    ),
    "cost": _table(
        plain="id delegation_id category day planned actual currency rate rate_on czk paid_by"
        " paid_with member_id receipt_id advance advance_on settle_by settled_on task_id",
        reworded="text chapter paragraph note",
        derived="sort_key search_text",
    ),
    "rank_table": _table(
        plain="id valid_from",
        reworded="name_cs name_de name_en origin territory note",
        derived="sort_key sort_key_de sort_key_en search_text",
    ),
    "rank": _table(
        plain="id rank_table_id place tie came_by",
        reworded="name_cs name_de name_en posts",
        derived="sort_key search_text",
    ),
    "gift": _table(
        plain="id way day state delegation_id photo_id giver_organisation_id"
        " recipient_organisation_id gift_stock_id pieces value currency fate inventory_no"
        " perishable reported_on archived_on",
        emptied="giver_id recipient_id",
        reworded="title occasion description estimated passed_to note source",
        derived="sort_key search_text tags",
    ),
    "gift_stock": _table(
        plain="id value currency reorder_level perishable archived_on",
        reworded="name_cs name_de name_en supplier place note",
        derived="sort_key sort_key_de sort_key_en search_text tags",
    ),
    "stock_entry": _table(
        plain="id gift_stock_id day pieces",
        reworded="text",
        derived="sort_key search_text",
    ),
    "gift_limit": _table(
        plain="id whose from_whom amount currency valid_from",
        reworded="to_do origin note",
        derived="sort_key search_text",
    ),
    "checklist": _table(plain="id direction", reworded="name note", derived="sort_key search_text"),
    "checklist_step": _table(
        plain="id checklist_id days priority",
        reworded="title description",
        users="assignee_id",
        derived="sort_key search_text",
    ),
    "seating_plan": _table(
        plain="id programme_item_id shape host_at seat_count table_count chosen",
        reworded="name",
        derived="sort_key search_text",
    ),
    "seating_seat": _table(
        plain="id seating_plan_id member_id number locked",
        reworded="name",
        derived="sort_key search_text",
    ),
    "seating_wish": _table(
        plain="id delegation_id kind member_id other_id",
        reworded="reason",
        derived="sort_key search_text",
    ),
    "paper_step": _table(
        plain="id delegation_id agreement_id paper step at",
        reworded="remark",
        users="user_id",
        derived="sort_key search_text",
    ),
    "printing": _table(
        plain="id delegation_id paper languages of_one member_id item_id at",
        users="user_id",
        derived="sort_key search_text",
    ),
    "budget_line": _table(
        plain="id year approved",
        reworded="chapter paragraph text note",
        derived="sort_key search_text",
    ),
    "meeting": _table(
        plain="id body held_on submit_by archived_on",
        reworded="title place note",
        derived="sort_key search_text tags",
    ),
    "country_link": _table(
        plain="id delegation_id code place",
        derived="sort_key search_text",
    ),
    "agreement": _table(
        plain="id partner_id kind relation_type initiated_by influence status reference_no"
        " file_no contract_no amends_id succeeds_id ministry_consent_on signed_on"
        " entry_into_force term expires_on renewal_months notice_months"
        " notice_given_on termination_approved_on ended_on register_subject"
        " register_published_on register_id archived_on",
        reworded="signed_at source title_cs title_de title_en subject_cs subject_de subject_en"
        " bodies duties settlement depositary notice_clause end_reason register_reason note",
        derived="sort_key sort_key_de sort_key_en search_text languages tags",
    ),
    "agreement_party": _table(
        plain="id agreement_id organisation_id position_no signed_on",
        emptied="signatory_id",
        reworded="signed_at",
        kept="signatory signatory_post",
        derived="sort_key search_text",
    ),
    "agreement_area": _table(plain="id agreement_id area_id", derived="sort_key search_text"),
    "resolution": _table(
        plain="id agreement_id delegation_id member_id meeting_id number decided_on",
        reworded="body subject",
        derived="sort_key search_text",
    ),
    "commitment": _table(
        plain="id agreement_id organisation_id due status fulfilled_on task_id",
        reworded="text_cs text_de text_en note",
        users="assignee_id",
        derived="sort_key search_text",
    ),
    "evaluation": _table(
        plain="id agreement_id date benefit",
        reworded="text",
        users="user_id",
        derived="sort_key search_text",
    ),
    "task": _table(
        plain="id due start status priority origin reminder recurrence relative_to_id meeting_id"
        " relative_days series series_start series_day held archived_on",
        reworded="title description note",
        users="assignee_id",
        derived="sort_key search_text tags",
    ),
    "task_link": _table(
        row_of="record_id", erased="id task_id entity record_id", derived="sort_key search_text"
    ),
    "document": _table(
        plain="id kind date reference_no archived_on",
        reworded="title note",
        derived="sort_key search_text tags",
    ),
    "document_version": _table(
        plain="id document_id number media_type size content language valid_from valid_until",
        reworded="file_name",
        derived="sort_key search_text",
    ),
    "document_link": _table(
        row_of="record_id",
        erased="id document_id entity record_id",
        derived="sort_key search_text",
    ),
    "mailing_list": _table(
        plain="id occasion date archived_on",
        reworded="name rule note",
        derived="sort_key search_text tags",
    ),
    # The program itself
    "user": _table(
        plain="id role",
        users="name initials",
        emptied="person_id",
        derived="sort_key search_text",
    ),
    # Contents that nothing refers to any more go with the record that referred to them.
    "content": _table(plain="id size", erased="text"),
    "content_chunk": _table(plain="id content_id number", erased="data"),
    # What a user chose goes where it names the person.
    "preference": _table(plain="id kind", users="user_id", erased="name value"),
    # Settings and drafts that name the person's record are removed by the erasure.
    "setting": _table(erased="id value"),
    "meta": _table(erased="id value"),
    "search_place": _table(plain="id entity", derived="record_id"),
    "record_kind": _table(plain="entity", derived="id"),
    "log_header": _table(
        plain="id replica seq clock schema format batch undoes vector previous hash salt"
        " label_digest",
        users="user_id",
        history="label",
    ),
    "log_operation": _table(
        plain="id header n table_name row_id owner_id kind digest", history="data salt"
    ),
    "batch": _table(plain="id state undoes kept"),
}
"""Every table with every column."""


def references() -> Iterator[tuple[str, Table, tuple[str, ...]]]:
    """The tables whose rows refer to people: their name, and the columns that do."""
    for name, table in TABLES.items():
        columns = tuple(dict.fromkeys((*table.row_of, *table.people())))
        if columns and name != "person":
            yield name, table, columns


def mentions() -> Iterator[tuple[str, tuple[str, ...]]]:
    """The tables with free texts, and the columns of these."""
    for name, table in TABLES.items():
        if columns := table.texts():
            yield name, columns
