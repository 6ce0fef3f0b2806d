"""What is done to several records at once, as one action that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from app.db import sets
from app.db.store import Changes, Store
from app.fields import Entity
from app.i18n import N_, Language
from app.kinds import TAGS
from app.services.records.records import apply, caption_of
from app.services.records.rows import name_header

TAGGED = N_("Tagged: {title}")
UNTAGGED = N_("Tag removed: {title}")


def tag(
    store: Store, entity: Entity, ids: Sequence[str], text: str, *, remove: bool = False
) -> Changes:
    """Give records the tags of `text` (separated by commas), or take them away.

    Raises `UserError` when a record is gone; nothing is changed then.
    """
    wanted = TAGS.parse(text, Language.CS)
    with store.writing(UNTAGGED if remove else TAGGED) as writer:
        for record_id in ids:
            row = writer.connection.execute(
                f'SELECT tags FROM "{entity.name}" WHERE id = ?', (record_id,)
            ).fetchone()
            now = row[0] if row else None
            after = sets.merged(now, wanted, None) if remove else sets.joined(now, wanted)
            apply(writer, entity, record_id, {"tags": after})
        titles = [caption_of(writer.connection, entity, key) for key in ids[:3]]
        name_header(writer, f"{', '.join(sets.parts(wanted))} ({', '.join(titles)})")
    return writer.changes
