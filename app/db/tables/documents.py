"""Tables of stored files: what they are, and their bytes."""

from __future__ import annotations

from sqlalchemy import Index, Integer, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.db.tables.base import AnyRecord, Base, Derived, Int, Record, Req, Str, reference


class Document(Record, Base):
    """A stored file in its versions, linked to any records."""

    __tablename__ = "document"
    title: Mapped[Req]
    kind: Mapped[Req]
    date: Mapped[Str]
    reference_no: Mapped[Str]
    note: Mapped[Str]


class DocumentVersion(Derived, Base):
    """One version of a document; `content` is the fingerprint of its bytes."""

    __tablename__ = "document_version"
    document_id: Mapped[str | None] = reference("document")
    number: Mapped[Int]
    file_name: Mapped[Req]
    media_type: Mapped[Str]
    size: Mapped[Int]
    content: Mapped[Req]
    language: Mapped[Str]
    valid_from: Mapped[Str]
    valid_until: Mapped[Str]


class DocumentLink(AnyRecord, Base):
    """A link of a document to any record; its id follows from both."""

    __tablename__ = "document_link"
    document_id: Mapped[str | None] = reference("document")


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
