"""The office's own list: what the record of an agreement has to contain beside the law.

The office ticks points that are worked out and fields of the agreement that must be filled in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.db.connection import Connection
from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_
from app.rules.agreements.requirements import Requirement
from app.services import office_settings

SET_OFFICE_LIST = N_("The office's own list changed")
NO_SUCH_POINT = N_("“{code}” is not on the office's list. Nothing was changed.")

OFFICE_POINTS = {
    "office.parties": N_("At least two parties"),
    "office.term": N_("For how long it is concluded"),
    "office.notice": N_("Notice period"),
    "office.reference_no": N_("Reference number"),
    "office.languages": N_("Authentic languages"),
    "office.areas": N_("Areas of co-operation"),
    "office.relation_type": N_("Type of relation that fits the countries of the parties"),
    "office.resolution_numbers": N_("Numbers of the resolutions"),
    "office.signed_on": N_("Day of signing"),
    "office.document": N_("Signed text as a document"),
    "office.signatories": N_("Signatories"),
    "office.evaluation_owner": N_("Who evaluates the agreement"),
    "office.commitments": N_("Commitments"),
}
"""What the office's own list can ask for, by code, as its labels (message ids)."""

FIELDS = (
    "subject_cs",
    "file_no",
    "contract_no",
    "depositary",
    "signed_at",
    "entry_into_force",
    "notice_clause",
    "duties",
    "settlement",
    "bodies",
)
"""The fields of an agreement that the list can ask for."""

_AFTER_SIGNING = ("signed_at", "entry_into_force", "depositary")
_ALL_LANGUAGES = {"subject_cs": ("subject_cs", "subject_de", "subject_en")}


@dataclass(frozen=True, slots=True)
class OfficeList:
    """`without` are codes of `OFFICE_POINTS` that are not asked for, `fields` those that are."""

    without: frozenset[str] = frozenset()
    fields: tuple[str, ...] = ()

    def apply(
        self, found: tuple[Requirement, ...], row: Mapping[str, Any], *, prepared: bool
    ) -> tuple[Requirement, ...]:
        """The points of an agreement (its stored `row`) as the office wants them."""
        kept = [item for item in found if item.code not in self.without]
        for name in self.fields:
            if prepared and name in _AFTER_SIGNING:
                continue
            there = any(row[column] for column in _ALL_LANGUAGES.get(name, (name,)))
            label = LABELS.get(name) or ENTITIES["agreement"].by_name[name].label
            kept.append(
                Requirement(
                    f"office.field.{name}",
                    "office",
                    "fulfilled" if there else "missing",
                    N_("Recorded: {field}.") if there else N_("Not recorded: {field}."),
                    {"label": label},
                )
            )
        return tuple(kept)


LABELS = {"subject_cs": N_("Subject of the agreement")}
"""Labels (message ids) where that of the field itself would mislead."""


def office_list(connection: Connection) -> OfficeList:
    """The office's list; all worked-out points where nothing (or nothing sensible) is stored."""
    stored = office_settings.values(connection, office_settings.OFFICE_LIST)
    return OfficeList(
        frozenset(code for code in OFFICE_POINTS if stored.get(code) == "0"),
        tuple(name for name in FIELDS if stored.get(name) == "1"),
    )


def set_office_list(store: Store, chosen: OfficeList) -> Changes:
    """Store the office's list; it can be undone. Raises `UserError` for an unknown point."""
    unknown = [code for code in chosen.without if code not in OFFICE_POINTS]
    unknown += [name for name in chosen.fields if name not in FIELDS]
    if unknown:
        raise UserError(NO_SUCH_POINT, code=unknown[0])
    with store.writing(SET_OFFICE_LIST) as writer:
        now = office_list(writer.connection)
        office_settings.put_parts(writer, office_settings.OFFICE_LIST, _parts(now), _parts(chosen))
    return writer.changes


def _parts(chosen: OfficeList) -> dict[str, str]:
    """The list as rows: whether each point and each field is asked for."""
    asked = {code: code not in chosen.without for code in OFFICE_POINTS}
    asked |= {name: name in chosen.fields for name in FIELDS}
    return {name: "1" if wanted else "0" for name, wanted in asked.items()}
