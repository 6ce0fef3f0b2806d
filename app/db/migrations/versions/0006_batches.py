"""Large actions in several transactions have a row that says whether they are finished."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; a batch that was cut off, of which a fact of the database spoke, is in it."""
    op.create_table(
        "batch",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Text(), nullable=True),
        sa.Column("kept", sa.Text(), nullable=True),
        sa.Column("id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_batch")),
    )
    op.execute(
        "INSERT INTO batch (id, state) SELECT substr(value, 1, instr(value, char(10)) - 1), 'open'"
        " FROM meta WHERE id = 'open_batch' AND value <> ''"
    )
    op.execute("DELETE FROM meta WHERE id = 'open_batch'")
