"""The search index, tags, and the order of lists in each language."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add places and orders; what stands in them is derived after the migration."""
    for table in ("area", "organisation", "agreement"):
        for language in ("de", "en"):
            column = f"sort_key_{language}"
            op.add_column(table, sa.Column(column, sa.LargeBinary(), nullable=True))
            op.create_index(f"ix_{table}_order_{language}", table, [column, "id"])
            if table != "area":
                op.create_index(
                    f"ix_{table}_scope_{language}", table, ["archived_on", column, "id"]
                )
    for table in ("person", "organisation", "delegation", "agreement", "task"):
        op.create_index(f"ix_{table}_scope", table, ["archived_on", "sort_key", "id"])
        op.add_column(table, sa.Column("tags", sa.Text(), nullable=True))
    op.create_table(
        "search_place",
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_place")),
    )
    op.create_index("ix_log_header_clock", "log_header", ["clock"])
    op.create_index(
        "ix_log_header_vector",
        "log_header",
        ["replica", "seq"],
        sqlite_where=sa.text("vector IS NOT NULL"),
    )
    op.create_index("ix_search_place_record", "search_place", ["record_id"], unique=True)
