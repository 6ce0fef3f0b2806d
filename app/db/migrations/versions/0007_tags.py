"""Tags and languages become rows of their own; what a user chose for the lists is kept here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; the values move in `app.db.gathering`, which writes them into the log.

    The columns with several values in one text stay, derived from the rows from now on.
    """
    _table("tag", ("name",), {})
    tagged = ("person", "organisation", "delegation", "agreement", "task", "document")
    records = {f"{name}_id": name for name in (*tagged, "mailing_list")}
    _table("tag_link", (), {**records, "tag_id": "tag"})
    speakers = {"person_id": "person", "agreement_id": "agreement"}
    _table("language_link", ("code",), speakers, integers=("place",))
    op.create_table(
        "preference",
        sa.Column("user_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["user.id"],
            name="fk_preference_user_id",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name="pk_preference"),
    )
    op.create_index("ix_preference_user_id", "preference", ["user_id"])


def _table(
    name: str,
    required: Sequence[str],
    references: Mapping[str, str],
    *,
    integers: Sequence[str] = (),
) -> None:
    keys = [
        sa.ForeignKeyConstraint(
            [column],
            [f"{target}.id"],
            name=f"fk_{name}_{column}",
            initially="DEFERRED",
            deferrable=True,
        )
        for column, target in references.items()
    ]
    op.create_table(
        name,
        *(sa.Column(column, sa.Text(), nullable=False) for column in required),
        *(sa.Column(column, sa.Text(), nullable=True) for column in references),
        *(sa.Column(column, sa.Integer(), nullable=True) for column in integers),
        sa.Column("sort_key", sa.LargeBinary(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        *keys,
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    for column in references:
        op.create_index(f"ix_{name}_{column}", name, [column])
    op.create_index(f"ix_{name}_order", name, ["sort_key", "id"])
