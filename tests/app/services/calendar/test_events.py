from __future__ import annotations

from app.db.store import Store
from app.i18n import Language
from app.services.calendar.events import calendar


def test_the_sample_data_has_32_visits_known_to_the_day_and_29_that_are_not(
    loaded: Store,
) -> None:
    with loaded.reading() as connection:
        found = calendar(connection, Language.CS)
        visits = {key for (key,) in connection.execute("SELECT id FROM delegation").fetchall()}
    dated = [event for event in found.events if event.uid.partition("@")[0] in visits]
    assert (len(dated), len(found.undated)) == (32, 29)
    assert len(visits) == 61
