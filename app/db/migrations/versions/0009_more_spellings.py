"""Records are found by their numbers, days and names however they are written.

The search index follows from the data and is made anew after every migration: there is nothing
more to do.
"""

from __future__ import annotations

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing: what follows from the data is made anew (`migrate.prepare`)."""
