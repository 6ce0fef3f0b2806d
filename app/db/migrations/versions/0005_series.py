"""Series of tasks, and the days of tasks that wait."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add columns; a task without a series is the first of its own."""
    for column in ("series", "series_start", "series_day", "held"):
        op.add_column("task", sa.Column(column, sa.Text(), nullable=True))
