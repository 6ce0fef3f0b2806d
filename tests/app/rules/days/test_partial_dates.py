from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import UserError
from app.i18n import Language, translator
from app.rules.days.partial_dates import (
    UNKNOWN,
    PartialDate,
    format,
    format_after,
    format_day,
    format_deadline,
    format_moment,
    format_range,
    format_time,
    format_when,
    parse,
)
from tests.app.rules.strategies import DAYS, PARTIAL_DATES

LANGUAGES = st.sampled_from(list(Language))


@given(PARTIAL_DATES)
def test_stored_and_read_again_it_is_the_same(value: PartialDate) -> None:
    assert PartialDate.parse_iso(str(value)) == value


@given(PARTIAL_DATES, LANGUAGES)
def test_what_is_shown_can_be_typed(value: PartialDate, language: Language) -> None:
    assert parse(format(value, translator(language)), language) == value


@given(PARTIAL_DATES, LANGUAGES, LANGUAGES)
def test_month_names_of_every_language_are_understood(
    value: PartialDate, shown: Language, typed: Language
) -> None:
    assert parse(format(value, translator(shown)), typed) == value


@given(st.lists(PARTIAL_DATES, max_size=8))
def test_the_order_is_that_of_the_stored_text(values: list[PartialDate]) -> None:
    assert [str(value) for value in sorted(values)] == sorted(str(value) for value in values)


@given(PARTIAL_DATES, PARTIAL_DATES)
def test_the_order_follows_the_first_day_the_coarser_first(
    one: PartialDate, other: PartialDate
) -> None:
    if one.first_day and other.first_day:
        first, last = sorted((one, other))
        assert first.first_day
        assert last.first_day
        assert first.first_day <= last.first_day
        if first.first_day == last.first_day and one != other:
            assert len(str(first)) < len(str(last))


@given(PARTIAL_DATES)
def test_it_lies_between_its_first_and_its_last_day(value: PartialDate) -> None:
    if value == UNKNOWN:
        assert value.first_day is value.last_day is None
        return
    assert value.first_day
    assert value.last_day
    assert value.first_day <= value.last_day
    assert (value.first_day == value.last_day) == value.is_day


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("29. 6. 2017", "2017-06-29"),
        ("29.6.2017", "2017-06-29"),
        ("29/6/2017", "2017-06-29"),
        ("2017-06-29", "2017-06-29"),
        ("29. června 2017", "2017-06-29"),
        ("29 June 2017", "2017-06-29"),
        ("June 29, 2017", "2017-06-29"),
        ("29. Juni 2017", "2017-06-29"),
        ("6/2017", "2017-06"),
        ("červen 2017", "2017-06"),
        ("Juni 2017", "2017-06"),
        ("2017", "2017"),
        ("neznámo", "unknown"),
        ("unbekannt", "unknown"),
    ],
)
def test_what_people_type(typed: str, stored: str) -> None:
    assert str(parse(typed, Language.CS)) == stored


@pytest.mark.parametrize(
    "typed", ["31. 2. 2017", "29. 2. 2019", "0. 5. 2017", "13/2017", "2017-13", "včera", "17", "x"]
)
def test_a_day_that_does_not_exist_is_refused_with_what_was_typed(typed: str) -> None:
    with pytest.raises(UserError) as refused:
        parse(typed, Language.CS)
    assert typed in refused.value.text(translator(Language.CS))


@given(st.text(max_size=20), LANGUAGES)
def test_any_text_is_a_date_or_refused(text: str, language: Language) -> None:
    try:
        found = parse(text, language)
    except UserError:
        return
    assert PartialDate.parse_iso(str(found)) == found


@pytest.mark.parametrize(
    ("stored", "cs", "de", "en"),
    [
        ("2017-06-29", "29. 6. 2017", "29.06.2017", "29 June 2017"),
        ("2017-04", "duben 2017", "April 2017", "April 2017"),
        ("2017", "2017", "2017", "2017"),
        ("unknown", "den neznámý", "Tag unbekannt", "day not known"),
    ],
)
def test_shown_in_three_languages(stored: str, cs: str, de: str, en: str) -> None:
    value = PartialDate.parse_iso(stored)
    shown = [format(value, translator(code)).replace("\xa0", " ") for code in Language]
    assert dict(zip(Language, shown, strict=True)) == {
        Language.CS: cs,
        Language.DE: de,
        Language.EN: en,
    }


@given(DAYS, DAYS, LANGUAGES)
def test_a_span_names_both_ends(one: PartialDate, other: PartialDate, language: Language) -> None:
    start, end = sorted((one, other))
    text = format_range(start, end, translator(language))
    assert text.endswith(format(end, translator(language)))
    assert str(start.day) in text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.CS, "10.–12. 10. 2013"),
        (Language.DE, "10.–12.10.2013"),
        (Language.EN, "10–12 October 2013"),
    ],
)
def test_a_span_within_a_month_says_it_once(language: Language, text: str) -> None:
    start, end = PartialDate(2013, 10, 10), PartialDate(2013, 10, 12)
    assert format_range(start, end, translator(language)).replace("\xa0", " ") == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.CS, "pátek 24. 11. 2028"),
        (Language.DE, "Freitag, 24.11.2028"),
        (Language.EN, "Friday 24 November 2028"),
    ],
)
def test_a_day_with_its_weekday_does_not_break(language: Language, text: str) -> None:
    shown = format_day(date(2028, 11, 24), translator(language), weekday=True)
    assert " " not in shown
    assert shown.replace("\xa0", " ") == text


def test_moments_show_their_hour_where_it_is_known() -> None:
    tr = translator(Language.CS)
    assert format_moment("2026-12-15T09:05", tr).replace("\xa0", " ") == "15. 12. 2026 9:05"
    assert format_moment("2026-12-15", tr).replace("\xa0", " ") == "15. 12. 2026"
    assert format_time("2026-12-15T09:05", translator(Language.DE)) == "09:05"
    assert format_time("2026-12-15", tr) == ""


@pytest.mark.parametrize("parts", [(2017, 0, 5), (0, 5, 0), (2017, 2, 30), (2017, 13, 0)])
def test_no_value_is_made_of_a_day_that_does_not_exist(parts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        PartialDate(*parts)


@pytest.mark.parametrize(
    ("language", "written"),
    [
        (Language.CS, "pátku 24. 11. 2028"),
        (Language.DE, "Freitag, dem 24.11.2028"),
        (Language.EN, "Friday 24 November 2028"),
    ],
)
def test_a_deadline_stands_after_its_preposition(language: Language, written: str) -> None:
    found = format_deadline(date(2028, 11, 24), translator(language))
    assert found.replace("\u00a0", " ") == written


@pytest.mark.parametrize(
    ("stored", "texts"),
    [
        ("2026-05-04", ("dne 4. 5. 2026", "am 04.05.2026", "on 4 May 2026")),
        ("2026-05", ("v květnu 2026", "im Mai 2026", "in May 2026")),
        ("2026-08", ("v srpnu 2026", "im August 2026", "in August 2026")),
        ("2026", ("v roce 2026", "im Jahr 2026", "in 2026")),
        (
            "unknown",
            (
                "v den, který není znám",
                "an einem nicht bekannten Tag",
                "on a day that is not known",
            ),
        ),
    ],
)
def test_a_date_within_a_sentence(stored: str, texts: tuple[str, ...]) -> None:
    value = PartialDate.parse_iso(stored)
    found = [format_when(value, translator(code)).replace("\u00a0", " ") for code in Language]
    assert tuple(found) == texts


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ("2020-11", Language.CS, "listopadu 2020"),
        ("2020-11", Language.DE, "November 2020"),
        ("2020-11", Language.EN, "November 2020"),
        ("2020", Language.CS, "2020"),
        ("2020-11-05", Language.CS, "5. 11. 2020"),
    ],
)
def test_a_month_is_inflected_after_since_and_until(
    text: str, language: Language, shown: str
) -> None:
    found = format_after(PartialDate.parse_iso(text), translator(language))
    assert found.replace("\xa0", " ") == shown


@pytest.mark.parametrize(
    ("start", "end", "texts"),
    [
        ("2013-10-10", "2013-10-12", ("10.–12. 10. 2013", "10.–12.10.2013", "10–12 October 2013")),
        (
            "2013-09-28",
            "2013-10-02",
            ("28. 9. – 2. 10. 2013", "28.09. – 02.10.2013", "28 September – 2 October 2013"),
        ),
        (
            "2013-12-28",
            "2014-01-02",
            (
                "28. 12. 2013 – 2. 1. 2014",
                "28.12.2013 – 02.01.2014",
                "28 December 2013 – 2 January 2014",
            ),
        ),
        ("2013", "2014", ("2013 – 2014", "2013 – 2014", "2013 – 2014")),
        (
            "2013-10-10",
            "2013-11",
            ("10. 10. 2013 – listopad 2013", "10.10.2013 – November 2013",
             "10 October 2013 – November 2013"),
        ),
        (
            "2013",
            "2013-11-05",
            ("2013 – 5. 11. 2013", "2013 – 05.11.2013", "2013 – 5 November 2013"),
        ),
        ("2013-10-10", None, ("10. 10. 2013", "10.10.2013", "10 October 2013")),
        ("2013-10-10", "2013-10-10", ("10. 10. 2013", "10.10.2013", "10 October 2013")),
        (
            "2027-02-08",
            "2027-02-01",
            ("8. 2. 2027 – 1. 2. 2027", "08.02.2027 – 01.02.2027",
             "8 February 2027 – 1 February 2027"),
        ),
    ],
)  # fmt: skip
def test_a_span_repeats_nothing_that_both_ends_share(
    start: str, end: str | None, texts: tuple[str, str, str]
) -> None:
    last = PartialDate.parse_iso(end) if end else None
    for language, text in zip(Language, texts, strict=True):
        shown = format_range(PartialDate.parse_iso(start), last, translator(language))
        assert shown.replace("\u00a0", " ") == text


def test_nothing_is_shown_as_nothing() -> None:
    assert format(None, translator(Language.CS)) == ""


def test_no_date_lies_before_itself() -> None:
    assert not PartialDate(2017, 4) < PartialDate(2017, 4)


@pytest.mark.parametrize(
    ("numbers", "message"),
    [((2017, 0, 3), "a day needs its month"), ((0, 4), "a day needs its month, a month its year")],
)
def test_what_is_no_date_says_why(numbers: tuple[int, ...], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        PartialDate(*numbers)


@pytest.mark.parametrize(
    ("text", "message"),
    [("2017-00", "there is no year, month or day 0"), ("x", "no date of reduced precision: 'x'")],
)
def test_a_text_that_is_no_date_says_why(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        PartialDate.parse_iso(text)
