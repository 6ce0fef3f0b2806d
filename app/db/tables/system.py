"""Tables of the program itself: external ids, settings, the change log, the bytes of files."""

from __future__ import annotations

from sqlalchemy import Index, Integer, LargeBinary, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import Base, Int, Req, Str, reference


class ExternalId(Base):
    """What another source calls a record; several sources may use equal values."""

    __tablename__ = "external_id"
    entity: Mapped[Req]
    record_id: Mapped[Req]
    source: Mapped[Req]
    value: Mapped[Req]
    imported: Mapped[Str]  # JSON: what the source said last, so that a later import sees news
    __table_args__ = (
        Index("ix_external_id_value", "entity", "value"),
        Index("ix_external_id_record", "record_id"),
    )


class Setting(Base):
    """One setting of the office, shared by all who use the database (own organisation, …)."""

    __tablename__ = "setting"
    value: Mapped[Str]


class Meta(Base):
    """One fact about this very database, never logged (replica, …)."""

    __tablename__ = "meta"
    value: Mapped[Str]
    __table_args__ = ({"info": {"unlogged": True}},)


class RecordKind(Base):
    """Every record there is, of whatever kind: what links to any record refer to.

    Triggers keep it (`app.db.registry`); it is never logged.
    """

    __tablename__ = "record_kind"
    entity: Mapped[str] = mapped_column(Text, primary_key=True)
    __table_args__ = ({"info": {"unlogged": True}, "sqlite_with_rowid": False},)


class SearchPlace(Base):
    """Where a record stands in the search index; `id` is its place (see `app.db.search_index`)."""

    __tablename__ = "search_place"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)  # type: ignore[assignment]
    record_id: Mapped[Req]
    entity: Mapped[Req]
    __table_args__ = (
        Index("ix_search_place_record", "record_id", unique=True),
        {"info": {"unlogged": True}},
    )


class LogHeader(Base):
    """One local transaction (see the design of the change log)."""

    __tablename__ = "log_header"
    id: Mapped[str] = mapped_column(Text, primary_key=True)  # "<replica>:<sequence number>"
    replica: Mapped[Req]
    seq: Mapped[int] = mapped_column(Integer)
    clock: Mapped[int] = mapped_column(Integer)  # 48 bits of milliseconds, 16 bits of counter
    user_id: Mapped[Str]
    schema: Mapped[int] = mapped_column(Integer)
    format: Mapped[Int]  # how digests and hash are made (`app.db.log`); empty means 1
    label: Mapped[Str]  # what was done, and on a second line to which record
    salt: Mapped[Str]
    label_digest: Mapped[Str]
    batch: Mapped[Str]
    undoes: Mapped[Str]
    vector: Mapped[Str]  # JSON, only when it changed
    previous: Mapped[Str]
    hash: Mapped[Str]
    __table_args__ = (
        Index("ix_log_header_stream", "replica", "seq", unique=True),
        Index("ix_log_header_batch", "batch"),
        Index("ix_log_header_undoes", "undoes"),
        Index("ix_log_header_clock", "clock"),
        Index(
            "ix_log_header_vector",
            "replica",
            "seq",
            sqlite_where=text("vector IS NOT NULL"),
        ),
        {"info": {"unlogged": True}},
    )


class LogOperation(Base):
    """One row's change within a transaction, appended by the triggers."""

    __tablename__ = "log_operation"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)  # type: ignore[assignment]
    header: Mapped[Req]
    n: Mapped[Int]  # the number within its header, from 1; given when the header is closed
    table_name: Mapped[Req]
    row_id: Mapped[Req]
    owner_id: Mapped[Str]  # the record whose history shows this change
    kind: Mapped[Req]  # insert, set, delete, touch, erase
    data: Mapped[Str]  # JSON: the row, {field: [old, new]}, or what an erasure left
    salt: Mapped[Str]
    digest: Mapped[Str]
    __table_args__ = (
        Index("ix_log_operation_header", "header"),
        Index("ix_log_operation_row", "row_id", "id"),
        Index("ix_log_operation_owner", "owner_id", "id"),
        Index("ix_log_operation_erase", "row_id", sqlite_where=text("kind = 'erase'")),
        {"info": {"unlogged": True}},
    )


class Batch(Base):
    """A large action in several transactions (see `app.services.records.batches`)."""

    __tablename__ = "batch"
    state: Mapped[Req]  # open, stopped, closed, taken_back, stays
    undoes: Mapped[Str]  # the batch or transaction that it turns round
    kept: Mapped[Str]  # JSON: what stays as it is, until somebody was told
    __table_args__ = ({"info": {"unlogged": True}},)


class Content(Base):
    """Bytes by their SHA-256, never logged; `text` is what a search finds in them."""

    __tablename__ = "content"
    size: Mapped[int] = mapped_column(Integer)
    text: Mapped[Str]
    __table_args__ = ({"info": {"unlogged": True}},)


class ContentChunk(Base):
    """A piece of a content: its number within it, and the bytes."""

    __tablename__ = "content_chunk"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)  # type: ignore[assignment]
    content_id: Mapped[Req]
    number: Mapped[int] = mapped_column(Integer)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    __table_args__ = (
        Index("ix_content_chunk_content", "content_id", "number", unique=True),
        {"info": {"unlogged": True}},
    )


class Preference(Base):
    """Something that a user has chosen and that belongs to the work, not to the computer.

    `kind` says what it is (the columns of a list, a saved filter, what the columns of a table
    mean), `name` which one, `value` is JSON.
    """

    __tablename__ = "preference"
    user_id: Mapped[str | None] = reference("user")
    kind: Mapped[Req]
    name: Mapped[Req]
    value: Mapped[Str]
