"""Which papers about visits were printed, and when."""

from __future__ import annotations

from alembic import op

from app.db.migrations.making import make_rows

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A new table; nothing that was stored changes."""
    make_rows(
        "printing",
        required=["paper", "at"],
        texts=["languages"],
        integers=["of_one"],
        references={
            "delegation_id": "delegation",
            "member_id": "delegation_member",
            "item_id": "programme_item",
            "user_id": "user",
        },
    )
    op.drop_index("ix_printing_order", table_name="printing")
