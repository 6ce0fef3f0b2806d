"""Tags and languages become rows of their own; what a user chose for the lists is kept here."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app.db.migrations.making import make_rows

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables; the values move in `app.db.gathering`, which writes them into the log.

    The columns with several values in one text stay, derived from the rows from now on.
    """
    make_rows("tag", required=["name"])
    tagged = ("person", "organisation", "delegation", "agreement", "task", "document")
    records = {f"{name}_id": name for name in (*tagged, "mailing_list")}
    make_rows("tag_link", references={**records, "tag_id": "tag"})
    speakers = {"person_id": "person", "agreement_id": "agreement"}
    make_rows("language_link", required=["code"], integers=["place"], references=speakers)
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
