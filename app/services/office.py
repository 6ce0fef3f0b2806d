"""The office itself: its organisation, its users, and opening a database for work."""

from __future__ import annotations

from pathlib import Path

from app import files
from app.cloud_folders import synced_by
from app.db.connection import SYNCED, Connection
from app.db.log import SETUP
from app.db.store import Changes, Store
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_
from app.rules.folding import fold
from app.services.office_settings import own_organisation, set_own_organisation
from app.services.records.ids import fixed_id, free_id
from app.services.records.records import apply
from app.system import account_name

COPIED = N_(
    "The database “{file}” lies in a folder that {service} copies to other computers; it can be "
    "damaged there. Close the program, move the file to a folder that stays on this computer, and "
    "open it there. Backups may lie in the folder of {service}."
)
SET_OWN = N_("Our organisation chosen: {title}")


def open_store(
    path: Path, key: bytes | None = None, author: str = "", *, take_back: bool = True
) -> Store:
    """Open (or create) a database and make sure that its changes have an author.

    `author` is the name of a new database's first user, by default that of the account. Without
    `take_back` the caller sees to large work that was cut off (`batches.recover`). Raises
    `UserError` as `Store` does, and rather than create a database in a folder that a service
    copies to other computers; one that is there already is opened (`COPIED` is to be said then).
    """
    if not path.exists() and (service := synced_by(path)):
        raise UserError(SYNCED, file=path.name, service=service)
    store = Store(path, key)
    try:
        if take_back:
            from app.services.records import batches

            batches.recover(store)
        if store.meta("erasure_unfinished"):
            from app.services.privacy import erasure

            erasure.recover(store)
        if store.user_id is None:
            _make_author(store, author or account_name())
    except BaseException:
        store.close()  # whoever restores a backup then must find it closed
        raise
    files.sweep(store.path.parent, store.path.parent / "backups")
    files.sweep_temporary()
    return store


def copied_by(store: Store) -> UserError | None:
    """What is to be said of an open database that a service copies to other computers."""
    service = synced_by(store.path)
    return UserError(COPIED, file=store.path.name, service=service) if service else None


def _make_author(store: Store, name: str) -> None:
    with store.writing(N_("Prepared: {title}"), batch=SETUP) as writer:
        row = writer.connection.execute("SELECT value FROM meta WHERE id = 'user'").fetchone()
        if row:  # another process that opened the new database was first
            store.user_id = row[0]
            return
        user_id = apply(
            writer,
            ENTITIES["user"],
            None,
            {"name": name, "initials": name[:2].upper(), "role": "member"},
            # The same person's first start on a second computer makes the same user.
            fixed=fixed_id(writer.connection, "user", "first", fold(name)),
        )
        store.set_user(user_id)


def choose_own_organisation(store: Store, organisation_id: str) -> Changes:
    """Make an organisation the office itself: letterhead, host, default party."""
    from app.services.records.records import caption_of
    from app.services.records.rows import name_header

    with store.writing(SET_OWN) as writer:
        set_own_organisation(writer, organisation_id)
        name_header(
            writer, caption_of(writer.connection, ENTITIES["organisation"], organisation_id)
        )
    return writer.changes


def make_own_organisation(store: Store, name: str, logo: Path | None = None) -> Changes:
    """Create the organisation that is the office itself; `logo` is the file of its picture.

    Raises `UserError` when the picture cannot be read; nothing is created then.
    """
    from app.services.documents.pictures import keep
    from app.services.records.rows import CREATE, name_header

    values = {"name_cs": name, "kind": "region", "country": "CZ"}
    if logo:
        values["logo"] = keep(store, logo)
    with store.writing(CREATE) as writer:
        # Made at the first start of two computers, it is one organisation.
        fixed = free_id(writer.connection, "organisation", "own", fold(name))
        own = apply(writer, ENTITIES["organisation"], None, values, fixed=fixed)
        set_own_organisation(writer, own)
        name_header(writer, name)
    return writer.changes


def own_logo(connection: Connection) -> bytes | None:
    """The own organisation's logo, if it has one."""
    from app.services.documents.pictures import picture

    row = connection.execute(
        "SELECT logo FROM organisation WHERE id = ?", (own_organisation(connection),)
    ).fetchone()
    return picture(connection, row[0]) if row else None


def set_logo(store: Store, logo: Path | None) -> Changes:
    """Change the own organisation's logo (None removes it).

    Raises `UserError` when the picture cannot be read, `LookupError` without an organisation.
    """
    from app.services.documents.pictures import keep
    from app.services.records.records import SAVE, caption_of
    from app.services.records.rows import name_header

    entity = ENTITIES["organisation"]
    with store.reading() as connection:
        own = own_organisation(connection)
    if own is None:
        raise LookupError("own organisation")
    kept = keep(store, logo) if logo else None
    with store.writing(SAVE) as writer:
        apply(writer, entity, own, {"logo": kept})
        name_header(writer, caption_of(writer.connection, entity, own))
    return writer.changes


def users(connection: Connection) -> list[tuple[str, str]]:
    """The users (id, name) in their stored order."""
    return [
        (key, name)
        for key, name in connection.execute('SELECT id, name FROM "user" ORDER BY sort_key, id')
    ]
