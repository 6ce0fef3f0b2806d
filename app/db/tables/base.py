"""What all mapped classes share: text keys, text values, and derived columns."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Integer, LargeBinary, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.schema import SchemaItem

Id = Annotated[str, mapped_column(Text, primary_key=True)]
Str = Annotated[str | None, mapped_column(Text)]
Req = Annotated[str, mapped_column(Text)]
Int = Annotated[int | None, mapped_column(Integer)]
Flag = Annotated[int | None, mapped_column(Integer)]


def reference(target: str) -> Mapped[str | None]:
    """An optional reference to a row of `target`; checked when the transaction ends."""
    return mapped_column(
        Text, ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED"), index=True
    )


def gathered() -> Mapped[str | None]:
    """A column that shows the rows of several values (see `app.db.sets`); derived from them."""
    return mapped_column(Text, info={"derived": True, "gathered": True})


class Base(DeclarativeBase):
    """The declarative base; constraint names are fixed so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )

    id: Mapped[Id]


class Derived:
    """The stored order and the folded text that finds a row; kept by `app.db.derived`."""

    sort_key: Mapped[bytes | None] = mapped_column(LargeBinary, info={"derived": True})
    search_text: Mapped[str | None] = mapped_column(Text, info={"derived": True})

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[SchemaItem, ...]:
        name = cls.__tablename__  # type: ignore[attr-defined]
        found: list[SchemaItem] = [Index(f"ix_{name}_order", "sort_key", "id")]
        if issubclass(cls, Titled):
            for language in ("de", "en"):
                column = f"sort_key_{language}"
                found.append(Index(f"ix_{name}_order_{language}", column, "id"))
                if issubclass(cls, Record):
                    scope = f"ix_{name}_scope_{language}"
                    found.append(Index(scope, "archived_on", column, "id"))
        if issubclass(cls, Record):
            found.append(Index(f"ix_{name}_scope", "archived_on", "sort_key", "id"))
        if issubclass(cls, AnyRecord):
            found.append(Index(f"ix_{name}_record_id", "record_id"))
            found.append(
                ForeignKeyConstraint(
                    ["record_id", "entity"],
                    ["record_kind.id", "record_kind.entity"],
                    deferrable=True,
                    initially="DEFERRED",
                )
            )
        return tuple(found)


class Titled(Derived):
    """A row whose title, and so its place in a list, differs from language to language."""

    sort_key_de: Mapped[bytes | None] = mapped_column(LargeBinary, info={"derived": True})
    sort_key_en: Mapped[bytes | None] = mapped_column(LargeBinary, info={"derived": True})


class Record(Derived):
    """A record with a screen of its own; to archive is not to delete."""

    archived_on: Mapped[Str]
    tags: Mapped[str | None] = gathered()


class AnyRecord(Derived):
    """A link to a record of any kind: `entity` is its table, and both refer to `record_kind`."""

    entity: Mapped[Req]
    record_id: Mapped[Req]
