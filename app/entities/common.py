"""Fields that many entities share."""

from __future__ import annotations

from app.fields import Field
from app.i18n import N_
from app.kinds import DATE, MULTILINE, TAGS, TEXT, URL, Kind

BASICS = N_("Basics")
NOTES = N_("Notes and source")


def localised(
    stem: str, labels: tuple[str, str, str], *, kind: Kind = TEXT, group: str = BASICS
) -> tuple[Field, ...]:
    """Three fields, one per language; Czech is required and stands in the table.

    `labels` are the message ids in the order Czech, German, English.
    """
    return tuple(
        Field(
            f"{stem}_{code}",
            label,
            kind,
            group,
            in_table=code == "cs",
            searchable=True,
            required=code == "cs",
        )
        for code, label in zip(("cs", "de", "en"), labels, strict=True)
    )


NOTE = Field("note", N_("Note"), MULTILINE, NOTES, searchable=True)
SOURCE = Field("source", N_("Source"), URL, NOTES)
TAGS_FIELD = Field("tags", N_("Tags"), TAGS, NOTES)
"""A record is found by its tags through their rows (`app.entities.tags`)."""
ARCHIVED = Field("archived_on", N_("Archived on"), DATE, NOTES, kept=True)
