"""What is kept beside the programme of a visit: versions that were sent, times of journeys."""

from __future__ import annotations

from app.entities.common import BASICS, NOTE
from app.fields import Entity, Field
from app.i18n import N_
from app.kinds import DATE, INTEGER, MULTILINE, REFERENCE, TEXT

PROGRAMME_VERSION = Entity(
    "programme_version",
    "programme-versions",
    N_("Version of the programme"),
    N_("Versions of the programme"),
    (
        Field("delegation_id", N_("Delegation"), REFERENCE, BASICS, target="delegation"),
        Field("number", N_("Version"), INTEGER, BASICS, in_table=True, required=True, kept=True),
        Field("sent_on", N_("Sent on"), DATE, BASICS, in_table=True, required=True),
        Field("addressees", N_("Sent to"), TEXT, BASICS, in_table=True),
        NOTE,
        Field("snapshot", N_("Programme as it was sent"), MULTILINE, BASICS, kept=True),
    ),
    title="sent_on",
    order=("number",),
    owner="delegation_id",
)
"""The snapshot is written once, when a version is marked as sent (`services.protocol.versions`)."""

TRAVEL_TIME = Entity(
    "travel_time",
    "travel-times",
    N_("Travel time"),
    N_("Travel times"),
    (
        Field("place_from", N_("From (place)"), TEXT, BASICS, in_table=True, required=True),
        Field("place_to", N_("To (place)"), TEXT, BASICS, in_table=True, required=True),
        Field("minutes", N_("Minutes on the way"), INTEGER, BASICS, in_table=True, required=True),
        NOTE,
    ),
    title="place_from",
    order=("place_from", "place_to"),
)
"""The office's own table; it holds there and back, unless the way back is said, too."""
