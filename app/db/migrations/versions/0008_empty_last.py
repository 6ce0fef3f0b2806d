"""In a list, records whose first ordering value is missing come last.

The stored order follows from the data and is made anew after every migration: there is nothing
more to do.
"""

from __future__ import annotations

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing: what follows from the data is made anew (`migrate.prepare`)."""
