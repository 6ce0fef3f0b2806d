"""The stored files about a record, and the lists of a document itself."""

from __future__ import annotations

from dataclasses import replace

from app.entities import DOCUMENTS_ABOUT
from app.entities.choices import DOCUMENT_KIND
from app.i18n import N_, translator
from app.kinds import LANGUAGE_CODES
from app.services.related.items import Item, Reader, Section

_NEWEST = (
    "(SELECT v.{column} FROM document_version v WHERE v.document_id = d.id"
    " ORDER BY coalesce(v.number, 0) DESC, v.id DESC LIMIT 1)"
)


def documents(reader: Reader, entity: str, record_id: str) -> Section:
    """The stored files about a record, the archived ones last."""
    languages = _NEWEST.format(column="language")
    found = reader.items(
        "SELECT d.id, x.id AS row_id, d.title, d.date AS since,"
        " coalesce(d.kind, '') || char(10) ||"
        f" coalesce({_NEWEST.format(column='file_name')}, '') || char(10) ||"
        f" coalesce({languages}, '') AS detail"
        " FROM document_link x JOIN document d ON d.id = x.document_id"
        f" WHERE x.record_id = :id AND x.entity = '{entity}'"
        " ORDER BY d.archived_on IS NOT NULL, d.sort_key",
        record_id,
        row_entity="document_link",
        entity="document",
    )
    return Section(
        "documents", N_("Documents"), [_in_words(reader, item) for item in found], "document"
    )


def of_document(reader: Reader, record_id: str) -> list[Section]:
    """The lists of a document: its versions, and what it is about."""
    versions = reader.items(
        "SELECT v.id, coalesce(v.number || '. ', '') || v.file_name AS title,"
        " v.valid_from AS since, v.valid_until AS until,"
        " char(10) || char(10) || coalesce(v.language, '') AS detail FROM document_version v"
        " WHERE v.document_id = :id ORDER BY coalesce(v.number, 0) DESC, v.id DESC",
        record_id,
        row_entity="document_version",
    )
    links: list[Item] = []
    for entity in DOCUMENTS_ABOUT:
        links += reader.items(
            f"SELECT r.id, x.id AS row_id, {reader.title(entity, 'r')} AS title"
            f" FROM document_link x JOIN {entity} r ON r.id = x.record_id"
            f" WHERE x.document_id = :id AND x.entity = '{entity}' ORDER BY r.sort_key",
            record_id,
            row_entity="document_link",
            entity=entity,
        )
    preset = {"document_id": record_id}
    return [
        Section(
            "versions",
            N_("Versions"),
            [_in_words(reader, item) for item in versions],
            "document_version",
            preset,
        ),
        Section("links", N_("Related records"), links, "document_link", preset),
    ]


def _in_words(reader: Reader, item: Item) -> Item:
    """An item whose detail is a kind, a file name and the codes of languages, in words."""
    tr = translator(reader.language)
    kind, name, codes = item.detail.split("\n")
    parts = (
        DOCUMENT_KIND.format(kind, tr) if kind else "",
        name,
        LANGUAGE_CODES.format(codes, tr) if codes else "",
    )
    return replace(item, detail=" · ".join(part for part in parts if part))
