"""Long work: told how far it is, and stopped when a person wants it."""

import pytest

from app.errors import UserError
from app.i18n import N_
from app.progress import watched

STOPPED = N_("Printing was cancelled. Nothing was written.")


def test_watching_tells_and_stops():
    told: list[tuple[int, int]] = []
    tell = watched(lambda done, total: told.append((done, total)), lambda: len(told) == 2, STOPPED)
    tell(1, 5)
    tell(2, 5)
    with pytest.raises(UserError) as stopped:
        tell(3, 5)
    assert stopped.value.message == STOPPED
    assert told == [(1, 5), (2, 5)]


def test_work_that_nobody_watches_goes_on():
    watched(None, None, STOPPED)(1, 1)
    watched(None, lambda: False, STOPPED)(1, 1)
