"""What is done to several records at once, as one action that can be taken back.

Few records are changed by one transaction, many by a batch of them: with progress, and as they were
before where it is cancelled.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple

from app.db import sets
from app.db.statements import row
from app.db.store import Changes, Store, Writer, new_id
from app.entities import ENTITIES
from app.errors import InvalidRecord, UserError
from app.fields import Entity
from app.i18n import N_, Language, translator
from app.kinds import TAGS
from app.progress import Cancelled, Progress
from app.services.records import batches
from app.services.records.inverting import USED, Kept, record_of
from app.services.records.records import (
    ARCHIVE,
    DELETE,
    UNARCHIVE,
    StillUsed,
    apply,
    caption_of,
    delete_one,
)
from app.services.records.rows import check_order, counted, made, name_header, validate

TAGGED = N_("Tagged: {title}")
UNTAGGED = N_("Tag removed: {title}")
CHANGED = N_("Changed in several: {title}")
WRONG_DAY = N_("Its other days would then be in the wrong order.")
NOT_THERE = N_("It cannot have this value.")
CANCELLED = N_("It was cancelled. Everything is as it was before.")

AT_ONCE = 20
"""So many records are changed while a window waits; more are work for a job of `app.jobs`."""
_PART = 50  # records of one transaction


class Done(NamedTuple):
    """What was changed, and the records that stay as they were, each with the reason."""

    changes: Changes
    staying: list[Kept]


_SOME = (DELETE, CHANGED)
"""Actions that may leave some of the records as they were."""

Act = Callable[[Writer, str], Kept | None]


def delete(
    store: Store,
    entity: Entity,
    ids: Sequence[str],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Done:
    """Delete records with the rows they own; those to which others refer stay, and are named."""

    def act(writer: Writer, record_id: str) -> Kept | None:
        try:
            with writer.savepoint():
                delete_one(writer, entity, record_id)
        except StillUsed as error:
            by = record_of(writer.connection, error.used[0])
            return Kept(entity.name, record_id, USED, *by)
        return None

    return _each(store, DELETE, "", entity, ids, act, progress, cancelled)


def archive(
    store: Store,
    entity: Entity,
    ids: Sequence[str],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    on: date | None,
) -> Done:
    """Archive records on a day, or return them from the archive (`on` is None).

    Raises `UserError` when a record is gone; nothing is changed then.
    """
    day = on.isoformat() if on else None

    def act(writer: Writer, record_id: str) -> None:
        apply(writer, entity, record_id, {"archived_on": day})

    return _each(store, ARCHIVE if on else UNARCHIVE, "", entity, ids, act, progress, cancelled)


def tag(
    store: Store,
    entity: Entity,
    ids: Sequence[str],
    text: str,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    remove: bool = False,
) -> Done:
    """Give records the tags of `text` (separated by commas), or take them away.

    Raises `UserError` when a record is gone; nothing is changed then.
    """
    wanted = TAGS.parse(text, Language.CS)

    def act(writer: Writer, record_id: str) -> None:
        row = writer.connection.execute(
            f'SELECT tags FROM "{entity.name}" WHERE id = ?', (record_id,)
        ).fetchone()
        now = row[0] if row else None
        after = sets.merged(now, wanted, None) if remove else sets.joined(now, wanted)
        apply(writer, entity, record_id, {"tags": after})

    title = ", ".join(sets.parts(wanted))
    label = UNTAGGED if remove else TAGGED
    return _each(store, label, title, entity, ids, act, progress, cancelled)


def set_field(
    store: Store,
    entity: Entity,
    ids: Sequence[str],
    name: str,
    value: Any,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Done:
    """Store the same value (as its kind gives it) in a field of records; empty takes it away.

    What refers to a new record makes it once. Those that cannot have the value stay, and are named.
    Raises `InvalidRecord` for a required field without a value; nothing is changed then.
    """
    validate(entity, {name: value}, new=False)
    field = entity.by_name[name]
    one = {"value": value}

    def act(writer: Writer, record_id: str) -> Kept | None:
        one["value"] = made(writer, {name: one["value"]})[name]
        try:
            with writer.savepoint():
                check_order(
                    entity, {name: one["value"]}, row(writer.connection, entity.name, record_id)
                )
                apply(writer, entity, record_id, {name: one["value"]})
        except InvalidRecord:
            return Kept(entity.name, record_id, WRONG_DAY)
        except UserError:
            return Kept(entity.name, record_id, NOT_THERE)
        return None

    title = translator(Language.CS).message(field.label)
    return _each(store, CHANGED, title, entity, ids, act, progress, cancelled)


def _each(
    store: Store,
    label: str,
    title: str,
    entity: Entity,
    ids: Sequence[str],
    act: Act,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Done:
    """Do something to each record; what `act` gives stays, and is tried again after the others."""
    if len(ids) <= AT_ONCE:
        with store.writing(label, batch=new_id()) as writer:
            caption = caption_of(writer.connection, entity, ids[0]) if len(ids) == 1 else ""
            staying = _tried(writer, ids, act)
            while staying and len(again := _tried(writer, [k.record_id for k in staying], act)) < (
                len(staying)
            ):
                staying = again
            _name(writer, entity, title, caption, len(ids) - len(staying))
        return Done(writer.changes, staying)
    changed: dict[str, set[str]] = {}
    header = ""
    done = acted = 0
    with batches.batch(store, (), getattr(progress, "taking_back", progress)) as key:
        wanted = list(ids)
        while True:
            staying = []
            for start in range(0, len(wanted), _PART):
                if cancelled and cancelled():
                    raise UserError(CANCELLED)
                part = wanted[start : start + _PART]
                with store.writing(label, batch=key) as writer:
                    kept = _tried(writer, part, act)
                    staying += kept
                    acted += len(part) - len(kept)
                    # The last transaction names the action: all that were deleted are known then.
                    _name(writer, entity, title, "", acted if label in _SOME else len(ids))
                for name, found in writer.changes.rows.items():
                    changed.setdefault(name, set()).update(found)
                header = writer.header if writer.changes else header
                done = min(done + len(part), len(ids))
                if progress:
                    progress(done, len(ids))
            if not staying or len(staying) == len(wanted):
                break
            wanted = [item.record_id for item in staying]
    rows = {name: frozenset(found) for name, found in changed.items()}
    return Done(Changes(header, rows), staying)


def _tried(writer: Writer, ids: Sequence[str], act: Act) -> list[Kept]:
    return [kept for record_id in ids if (kept := act(writer, record_id))]


def _name(writer: Writer, entity: Entity, title: str, caption: str, count: int) -> None:
    """Say in the header what it was about: one record by its name, several by their number."""
    if caption:
        name_header(writer, f"{title} ({caption})" if title else caption)
    else:
        name_header(writer, counted(entity, count, title))


# --- the same as jobs of `app.jobs` ---------------------------------------------------------------


def delete_job(
    store: Store, progress: Progress, cancelled: Cancelled, *, entity: str, ids: list[str]
) -> Done:
    """`delete` as a job."""
    return delete(store, ENTITIES[entity], ids, progress, cancelled)


def archive_job(
    store: Store,
    progress: Progress,
    cancelled: Cancelled,
    *,
    entity: str,
    ids: list[str],
    on: date | None,
) -> Done:
    """`archive` as a job."""
    return archive(store, ENTITIES[entity], ids, progress, cancelled, on=on)


def set_field_job(
    store: Store,
    progress: Progress,
    cancelled: Cancelled,
    *,
    entity: str,
    ids: list[str],
    field: str,
    value: Any,
) -> Done:
    """`set_field` as a job."""
    return set_field(store, ENTITIES[entity], ids, field, value, progress, cancelled)


def tag_job(
    store: Store,
    progress: Progress,
    cancelled: Cancelled,
    *,
    entity: str,
    ids: list[str],
    tags: str,
    remove: bool,
) -> Done:
    """`tag` as a job."""
    return tag(store, ENTITIES[entity], ids, tags, progress, cancelled, remove=remove)
