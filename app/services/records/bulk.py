"""What is done to several records at once, as one action that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.fields import Entity
from app.i18n import N_, Language
from app.kinds import TAGS
from app.rules.folding import fold
from app.services.records.records import apply, caption_of
from app.services.records.rows import name_header

TAGGED = N_("Tagged: {title}")
UNTAGGED = N_("Tag removed: {title}")


def tags_of(value: str | None) -> list[str]:
    """The tags of a stored value."""
    return [tag for tag in (value or "").split(";") if tag]


def known_tags(store: Store) -> list[str]:
    """All tags that any record has, in the order of the alphabet."""
    found: set[str] = set()
    with store.reading() as connection:
        for entity in ENTITIES.values():
            if "tags" in entity.by_name:
                for (value,) in connection.execute(
                    f'SELECT DISTINCT tags FROM "{entity.name}" WHERE tags IS NOT NULL'
                ):
                    found |= set(tags_of(value))
    return sorted(found, key=fold)


def tag(
    store: Store, entity: Entity, ids: Sequence[str], text: str, *, remove: bool = False
) -> Changes:
    """Give records the tags of `text` (separated by commas), or take them away.

    Raises `UserError` when a record is gone; nothing is changed then.
    """
    wanted = tags_of(str(TAGS.parse(text, Language.CS) or ""))
    with store.writing(UNTAGGED if remove else TAGGED) as writer:
        for record_id in ids:
            row = writer.connection.execute(
                f'SELECT tags FROM "{entity.name}" WHERE id = ?', (record_id,)
            ).fetchone()
            now = tags_of(row[0] if row else None)
            after = (
                [item for item in now if item not in wanted]
                if remove
                else [*now, *(item for item in wanted if item not in now)]
            )
            if after != now or row is None:
                apply(writer, entity, record_id, {"tags": ";".join(after) or None})
        titles = [caption_of(writer.connection, entity, key) for key in ids[:3]]
        name_header(writer, f"{', '.join(wanted)} ({', '.join(titles)})")
    return writer.changes
