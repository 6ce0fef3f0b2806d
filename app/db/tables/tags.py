"""Tables of tags and languages, and of what a user has chosen for the lists."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from app.db.tables.base import Base, Derived, Int, Req, Str, reference


class Tag(Derived, Base):
    """A word by which a department sorts its records."""

    __tablename__ = "tag"
    name: Mapped[Req]


class TagLink(Derived, Base):
    """A tag of a record; its id follows from both."""

    __tablename__ = "tag_link"
    person_id: Mapped[str | None] = reference("person")
    organisation_id: Mapped[str | None] = reference("organisation")
    delegation_id: Mapped[str | None] = reference("delegation")
    agreement_id: Mapped[str | None] = reference("agreement")
    task_id: Mapped[str | None] = reference("task")
    document_id: Mapped[str | None] = reference("document")
    mailing_list_id: Mapped[str | None] = reference("mailing_list")
    tag_id: Mapped[str | None] = reference("tag")


class LanguageLink(Derived, Base):
    """A language of a person or an agreement; its id follows from both."""

    __tablename__ = "language_link"
    person_id: Mapped[str | None] = reference("person")
    agreement_id: Mapped[str | None] = reference("agreement")
    code: Mapped[Req]
    place: Mapped[Int]


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
