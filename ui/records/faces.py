"""How each kind of record looks in the window: the one place where the window names a kind.

Who adds a kind of record with a screen adds a face here; sidebar, palette, list, form, detail and
manual take what they need from it. What only one kind can do (merge, dial, print labels) are
commands of their own, in tables by entity beside the code that does it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.entities.new_agreement import NEW_AGREEMENT, WITH_PARTIES
from app.entities.new_person import NEW_PERSON
from app.fields import Entity
from app.i18n import N_


@dataclass(frozen=True, slots=True)
class Face:
    """A kind of record as the window shows it. Texts are message ids.

    `entity` is its name, `label` what the sidebar says, `new` what its first command does, `empty`
    what an empty list tells. `subtitle` are the fields below a record's title, `hidden` those that
    its form leaves out; `new_form` is what the form of a new one asks, where that is more, and
    `proposed` what it proposes beside the defaults of the fields. A list
    shows `lines` lines of a title at most, begins with the newest by the field `newest_first`, and
    with `explained` says in each row why a text found it. `tones` are the tones of stored values,
    by field: the text always says it too. A `contact` comes from address books, may be there
    already, and contacts with it are noted. A record `from_files` is made of each file that is
    chosen or dropped, not in an empty form. Those that are `ticked` are done with one tick, and a
    list shows them only when it is asked for finished ones.
    """

    entity: str
    icon: str
    label: str
    new: str
    empty: str
    subtitle: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    new_form: Entity | None = None
    proposed: Mapping[str, object] = field(default_factory=dict)
    lines: int = 2
    newest_first: str = ""
    explained: bool = False
    tones: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    contact: bool = False
    from_files: bool = False
    ticked: bool = False


FACES: dict[str, Face] = {
    face.entity: face
    for face in (
        Face(
            "person",
            "users",
            N_("People"),
            N_("New person"),
            N_("People you deal with belong here: partners, officials, interpreters."),
            subtitle=("nationality", "language"),
            contact=True,
            new_form=NEW_PERSON,
        ),
        Face(
            "organisation",
            "building-2",
            N_("Organisations"),
            N_("New organisation"),
            N_("Regions, towns, embassies and everybody else you deal with belong here."),
            subtitle=("kind", "represents_country", "country", "native_name"),
            contact=True,
        ),
        Face(
            "delegation",
            "plane",
            N_("Delegations"),
            N_("New delegation"),
            N_("Visits belong here, both incoming and outgoing, with their programmes."),
            subtitle=("start", "places", "direction"),
            lines=3,
            newest_first="start",
            tones={
                "status": {
                    "proposed": "neutral",
                    "approved": "info",
                    "confirmed": "info",
                    "under_way": "ok",
                    "completed": "neutral",
                    "cancelled": "error",
                }
            },
        ),
        Face(
            "agreement",
            "file-pen-line",
            N_("Agreements"),
            N_("New agreement"),
            N_("Co-operation agreements belong here: what is in force and until when."),
            subtitle=("partner_id", "kind", "relation_type"),
            new_form=NEW_AGREEMENT,
            proposed={WITH_PARTIES: 1},
            lines=3,
            tones={
                "state": {
                    "draft": "neutral",
                    "in_approval": "info",
                    "signed": "info",
                    "in_force": "ok",
                    "ending": "warn",
                    "expired": "neutral",
                    "terminated": "neutral",
                }
            },
        ),
        Face(
            "task",
            "list-checks",
            N_("Tasks"),
            N_("New task"),
            N_("What somebody must do belongs here, with a day and a name."),
            subtitle=("due", "assignee_id", "priority"),
            ticked=True,
            tones={
                "status": {
                    "open": "info",
                    "in_progress": "info",
                    "waiting": "warn",
                    "done": "ok",
                    "cancelled": "neutral",
                },
                "priority": {"high": "error"},
            },
        ),
        Face(
            "document",
            "folder-open",
            N_("Documents"),
            N_("Add documents"),
            N_("Files belong here: texts of agreements, letters, minutes, photographs."),
            subtitle=("kind", "date", "reference_no"),
            lines=3,  # the reason of a hit
            explained=True,
            from_files=True,
        ),
        Face(
            "mailing_list",
            "mails",
            N_("Mailing lists"),
            N_("New mailing list"),
            N_("Lists of people belong here: for invitations, greetings, newsletters."),
            subtitle=("occasion", "date"),
            hidden=frozenset({"rule"}),
        ),
        Face(
            "gift",
            "gift",
            N_("Gifts"),
            N_("New gift"),
            N_("Gifts that were given, received or refused belong here."),
            subtitle=("way", "day", "recipient_id"),
            newest_first="day",
            tones={
                "state": {
                    "planned": "info",
                    "accepted": "ok",
                    "refused": "warn",
                    "returned": "neutral",
                }
            },
        ),
        Face(
            "gift_stock",
            "package",
            N_("Gifts in stock"),
            N_("New kind of gift"),
            N_("Gifts that the office keeps to give belong here, with how many are left."),
            subtitle=("place",),
        ),
        Face(
            "meeting",
            "landmark",
            N_("Meetings"),
            N_("New meeting"),
            N_("Meetings of council and assembly belong here, with the last day for papers."),
            subtitle=("body", "held_on", "submit_by"),
            newest_first="held_on",
        ),
    )
}
"""By the names of entities, in the order of the sidebar."""


def tone(entity: str, name: str, value: str) -> str | None:
    """The tone of a field's stored value, or None if it is plain text."""
    face = FACES.get(entity)
    return face.tones.get(name, {}).get(value) if face else None
