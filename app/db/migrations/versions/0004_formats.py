"""Links to any record refer to a list of records; numbers of operations, formats of headers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns and the list of records; what is logged of it follows in `app.db.upgrades`."""
    op.add_column("log_header", sa.Column("format", sa.Integer(), nullable=True))
    op.add_column("log_operation", sa.Column("n", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE log_operation SET n = numbered.n FROM (SELECT id, row_number() OVER"
        " (PARTITION BY header ORDER BY id) AS n FROM log_operation) AS numbered"
        " WHERE numbered.id = log_operation.id"
    )
    op.create_index(
        "ix_log_operation_erase",
        "log_operation",
        ["row_id"],
        sqlite_where=sa.text("kind = 'erase'"),
    )
    # The state of the log lies in the connection from now on: what is stored can be lost.
    op.drop_table("log_state")
    _list_records()


def _list_records() -> None:
    op.create_table(
        "record_kind",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("entity", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "entity", name="pk_record_kind"),
        sqlite_with_rowid=False,
    )
    for table in ("task_link", "document_link"):
        # SQLite can add a foreign key only by rebuilding the table.
        with op.batch_alter_table(table) as batch:
            batch.alter_column("record_id", existing_type=sa.Text(), nullable=False)
            batch.create_foreign_key(
                f"fk_{table}_record_id",
                "record_kind",
                ["record_id", "entity"],
                ["id", "entity"],
                initially="DEFERRED",
                deferrable=True,
            )
