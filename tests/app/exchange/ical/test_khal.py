"""khal shows what we write at the same times: Debian's, and the one in VZTAHY_KHAL if it is set
(a newer one from the package index).
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.db.store import Store
from app.exchange.ical.writer import write
from app.i18n import Language
from app.rules.days.moments import instant
from app.services.calendar.events import calendar
from tests.factories import make

_PATIENCE = 90  # seconds
_CONFIG = """\
[calendars]
[[office]]
path = {path}
[locale]
local_timezone = Europe/Prague
default_timezone = Europe/Prague
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%dT%H:%M
longdatetimeformat = %Y-%m-%dT%H:%M
"""
ITEMS = (
    ("Před změnou", "2027-03-28T01:30", "Europe/Prague", "2027-03-28T01:50", ""),
    ("Po změně", "2027-03-28T03:30", "Europe/Prague", "2027-03-28T04:30", ""),
    ("Dopoledne", "2027-03-28T04:30", "Europe/Prague", "2027-03-28T05:00", ""),
    ("Let", "2027-03-29T09:00", "Asia/Shanghai", "2027-03-29T08:15", "Europe/Kyiv"),
    ("Přes půlnoc", "2027-03-29T23:30", "Europe/Prague", "2027-03-30T00:45", ""),
    ("Londýn", "2027-03-30T10:00", "Europe/London", "2027-03-30T11:00", ""),
)


def programs() -> Iterator[str]:
    for found in (shutil.which("khal"), os.environ.get("VZTAHY_KHAL")):
        if found and Path(found).exists():
            yield found


@pytest.mark.nightly
def test_khal_shows_the_same_items_at_the_same_times(store: Store, tmp_path: Path) -> None:
    khals = list(programs())
    if not khals:
        pytest.skip("khal is not installed")
    visit = make(store, "delegation", start="2027-03-28", end="2027-03-30", title_cs="Cesta")
    wanted = {"Cesta": ("2027-03-28", "2027-03-30")}
    for title, starts, zone, ends, ends_zone in ITEMS:
        make(
            store, "programme_item", delegation_id=visit, title_cs=title, starts=starts,
            starts_zone=zone, ends=ends, ends_zone=ends_zone or None,
        )  # fmt: skip
        wanted[title] = (in_prague(starts, zone), in_prague(ends, ends_zone or zone))
    with store.reading() as connection:
        write(tmp_path / "cesta.ics", calendar(connection, Language.CS, [visit]).events)
    for number, program in enumerate(khals):
        home = tmp_path / f"home{number}"
        (home / "khal").mkdir(parents=True)
        (home / "cal").mkdir()
        (home / "khal" / "config").write_text(_CONFIG.format(path=home / "cal"), encoding="utf-8")
        shown = run(program, home, "printics", "--format", _FORMAT, str(tmp_path / "cesta.ics"))
        assert lines(shown) == wanted, program
        run(program, home, "import", "--batch", str(tmp_path / "cesta.ics"))
        shown = run(program, home, "list", "--format", _FORMAT, "2027-03-28", "4d")
        assert lines(shown) == wanted, program


_FORMAT = "{title}|{start-long}|{end-long}"


def in_prague(local: str, zone: str) -> str:
    return instant(local, zone).astimezone(ZoneInfo("Europe/Prague")).strftime("%Y-%m-%dT%H:%M")


def lines(text: str) -> dict[str, tuple[str, str]]:
    found = {}
    for line in text.splitlines():
        title, bar, rest = line.partition("|")
        if bar:
            start, _, end = rest.partition("|")
            found[title.strip()] = (start, end)
    return found


def run(program: str, home: Path, *arguments: str) -> str:
    own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    done = subprocess.run(
        [program, *arguments],
        capture_output=True,
        check=True,
        timeout=_PATIENCE,
        env={**os.environ, **own, "LC_ALL": "C.UTF-8"},
    )
    return done.stdout.decode()
