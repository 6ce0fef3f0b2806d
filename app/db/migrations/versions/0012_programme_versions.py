"""Versions of programmes that were sent, and the office's table of travel times."""

from __future__ import annotations

from alembic import op

from app.db.migrations.making import make_rows

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two new tables; nothing else changes."""
    make_rows(
        "programme_version",
        required=["sent_on"],
        texts=["addressees", "note", "snapshot"],
        numbers=["number"],
        references={"delegation_id": "delegation"},
    )
    make_rows(
        "travel_time",
        required=["place_from", "place_to"],
        texts=["note"],
        numbers=["minutes"],
    )
    op.drop_index("ix_programme_version_order", table_name="programme_version")
