"""Stored files, in versions."""

from __future__ import annotations

from app.entities import choices
from app.entities.common import ARCHIVED, BASICS, NOTE, TAGS_FIELD
from app.fields import Entity, Field
from app.i18n import N_
from app.kinds import DATE, INTEGER, LANGUAGE_CODES, PARTIAL_DATE, REFERENCE, TEXT

DOCUMENT = Entity(
    "document",
    "documents",
    N_("Document"),
    N_("Documents"),
    (
        Field("title", N_("Title"), TEXT, BASICS, searchable=True, required=True),
        Field(
            "kind",
            N_("Kind"),
            choices.DOCUMENT_KIND,
            BASICS,
            in_table=True,
            required=True,
            default="other",
        ),
        Field(
            "date", N_("Date of the document"), PARTIAL_DATE, BASICS, in_table=True, searchable=True
        ),
        Field("reference_no", N_("Reference number"), TEXT, BASICS, searchable=True),
        NOTE,
        TAGS_FIELD,
        ARCHIVED,
    ),
    title="title",
    order=("title",),
    title_label=N_("Title"),
)

DOCUMENT_VERSION = Entity(
    "document_version",
    "document-versions",
    N_("Version"),
    N_("Versions"),
    (
        Field("document_id", N_("Document"), REFERENCE, BASICS, target="document"),
        Field("number", N_("Version number"), INTEGER, BASICS),
        Field("file_name", N_("File"), TEXT, BASICS, searchable=True, required=True),
        Field("media_type", N_("Type of the file"), TEXT, BASICS),
        Field("size", N_("Size in bytes"), INTEGER, BASICS),
        Field("content", N_("Fingerprint of the content (SHA-256)"), TEXT, BASICS, required=True),
        Field("language", N_("Languages"), LANGUAGE_CODES, BASICS),
        Field("valid_from", N_("Valid from"), DATE, BASICS),
        Field("valid_until", N_("Valid until"), DATE, BASICS),
    ),
    title="file_name",
    order=("number", "file_name"),
    owner="document_id",
)

DOCUMENT_LINK = Entity(
    "document_link",
    "document-links",
    N_("Related record"),
    N_("Related records"),
    (
        Field("document_id", N_("Document"), REFERENCE, BASICS, target="document"),
        Field("entity", N_("Kind of record"), TEXT, BASICS, required=True),
        Field("record_id", N_("Record"), REFERENCE, BASICS, required=True),
    ),
    title="entity",
    order=("entity",),
    owner="document_id",
)
