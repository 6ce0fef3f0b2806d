"""What all tables share: text keys, text values, the names of constraints."""

from __future__ import annotations

from typing import Annotated

from sqlalchemy import ForeignKey, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Id = Annotated[str, mapped_column(Text, primary_key=True)]
Str = Annotated[str | None, mapped_column(Text)]
Req = Annotated[str, mapped_column(Text)]
Int = Annotated[int | None, mapped_column(Integer)]


def reference(target: str) -> Mapped[str | None]:
    """An optional reference to a row of `target`; checked when the transaction ends."""
    return mapped_column(
        Text, ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED"), index=True
    )


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
