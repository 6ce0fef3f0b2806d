"""Writing letters as a job in a process of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from app.db.store import Store
from app.exchange.letters.merge import Values, letters
from app.i18n import Language
from app.progress import Cancelled, Progress
from app.services.contacts.recipients import Recipient
from app.services.office import own_logo


def letters_job(
    store: Store,
    progress: Progress,
    cancelled: Cancelled,
    *,
    recipients: Sequence[Recipient],
    templates: Mapping[Language, Path],
    values: Values,
    target: Path,
) -> list[Path]:
    """`letters` with the logo of the own organisation."""
    with store.reading() as connection:
        logo = own_logo(connection)
    return letters(recipients, templates, values, target, progress, cancelled, logo=logo)
