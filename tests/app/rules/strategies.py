"""Values for property tests."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from app.rules.days.partial_dates import UNKNOWN, PartialDate

DAYS = st.dates(min_value=date(1900, 1, 1)).map(PartialDate.from_date)
MONTHS = st.builds(PartialDate, st.integers(1900, 2199), st.integers(1, 12))
YEARS = st.builds(PartialDate, st.integers(1900, 2199))
PARTIAL_DATES = st.one_of(DAYS, MONTHS, YEARS, st.just(UNKNOWN))
