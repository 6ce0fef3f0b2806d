"""What migrations do again and again: tables of rows, and columns that refer to others.

Migrations stay as they are once they have run somewhere, and so does what these functions do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import op


def make_rows(
    name: str,
    *,
    required: Sequence[str] = (),
    texts: Sequence[str] = (),
    integers: Sequence[str] = (),
    numbers: Sequence[str] = (),
    references: Mapping[str, str] | None = None,
) -> None:
    """A table of rows that belong to records, with its stored order; all its columns but `id`.

    `references` are columns by the tables that they refer to, checked when a transaction ends;
    `numbers` are integers that are never missing.
    """
    pointing = references or {}
    keys = [
        sa.ForeignKeyConstraint(
            [column],
            [f"{target}.id"],
            name=f"fk_{name}_{column}",
            initially="DEFERRED",
            deferrable=True,
        )
        for column, target in pointing.items()
    ]
    op.create_table(
        name,
        *(sa.Column(column, sa.Text(), nullable=False) for column in required),
        *(sa.Column(column, sa.Text(), nullable=True) for column in (*texts, *pointing)),
        *(sa.Column(column, sa.Integer(), nullable=True) for column in integers),
        *(sa.Column(column, sa.Integer(), nullable=False) for column in numbers),
        sa.Column("sort_key", sa.LargeBinary(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        *keys,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    for column in pointing:
        op.create_index(f"ix_{name}_{column}", name, [column])
    op.create_index(f"ix_{name}_order", name, ["sort_key", "id"])


def add_columns(
    table: str, *, texts: Sequence[str] = (), integers: Sequence[str] = (), **references: str
) -> None:
    """More columns of a table, all of them empty; `references` by the tables they refer to."""
    for column in texts:
        op.add_column(table, sa.Column(column, sa.Text(), nullable=True))
    for column in integers:
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=True))
    if not references:
        return
    # SQLite can add a foreign key that waits for the end only by rebuilding the table.
    with op.batch_alter_table(table) as batch:
        for column, target in references.items():
            batch.add_column(sa.Column(column, sa.Text(), nullable=True))
            batch.create_foreign_key(
                f"fk_{table}_{column}",
                target,
                [column],
                ["id"],
                initially="DEFERRED",
                deferrable=True,
            )
    for column in references:
        op.create_index(f"ix_{table}_{column}", table, [column])
