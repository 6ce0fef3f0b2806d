"""The tables. Imported when a file is made, migrated or checked, never for a list."""

from __future__ import annotations

from app.db.tables import records, system
from app.db.tables.base import Base

__all__ = ["Base", "records", "system"]
