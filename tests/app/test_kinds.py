from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import kinds
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language, translator
from app.kinds import Choice, Kind
from tests.app.rules.strategies import DAYS, PARTIAL_DATES

LANGUAGES = st.sampled_from(list(Language))
COUNTRIES = sorted(kinds.names_in("territories", Language.EN))
TONGUES = sorted(kinds.names_in("languages", Language.EN))
CHOICES = {
    f"{entity.name}.{field.name}": field.kind
    for entity in ENTITIES.values()
    for field in entity.fields
    if isinstance(field.kind, Choice)
}


def again(kind: Kind, value: str | int, language: Language) -> object:
    tr = translator(language)
    return kind.parse(kind.edit(value, tr), language)


@given(st.integers(-(10**17), 10**17), LANGUAGES)
def test_numbers(value: int, language: Language) -> None:
    assert again(kinds.INTEGER, value, language) == value
    shown = kinds.INTEGER.format(value, translator(language))
    assert kinds.INTEGER.parse(shown.replace("\N{MINUS SIGN}", "-"), language) == value


@given(PARTIAL_DATES, LANGUAGES)
def test_partial_dates(value: object, language: Language) -> None:
    assert again(kinds.PARTIAL_DATE, str(value), language) == str(value)


@given(DAYS, LANGUAGES)
def test_full_dates(value: object, language: Language) -> None:
    assert again(kinds.DATE, str(value), language) == str(value)


@given(st.datetimes(min_value=datetime(1900, 1, 1)), LANGUAGES)
def test_moments(value: object, language: Language) -> None:
    stored = str(value)[:16].replace(" ", "T")
    assert again(kinds.MOMENT, stored, language) == stored


@pytest.mark.parametrize("language", list(Language))
def test_every_country_and_language_is_understood_as_it_is_shown(language: Language) -> None:
    for code in COUNTRIES:
        assert again(kinds.COUNTRY, code, language) == code
    for code in TONGUES:
        assert again(kinds.LANGUAGE_CODE, code, language) == code


@pytest.mark.parametrize("name", CHOICES)
@pytest.mark.parametrize("shown", list(Language))
@pytest.mark.parametrize("typed", list(Language))
def test_choices_are_understood_in_the_words_of_any_language(
    name: str, shown: Language, typed: Language
) -> None:
    kind = CHOICES[name]
    for code in kind.options:
        text = kind.format(code, translator(shown))
        if text == "Host" and shown != typed:
            continue  # a guest in Czech, a host in English: see below
        assert kind.format(kind.parse(text, typed), translator(shown)) == text


@given(st.lists(st.sampled_from(TONGUES), min_size=1, max_size=4, unique=True), LANGUAGES)
def test_several_languages(codes: list[str], language: Language) -> None:
    stored = ";".join(codes)
    assert again(kinds.LANGUAGE_CODES, stored, language) == stored


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (kinds.INTEGER, "1,5"),
        (kinds.INTEGER, "mnoho"),
        (kinds.DATE, "6/2017"),
        (kinds.DATE, "neznámo"),
        (kinds.MOMENT, "29. 6. 2017 25:00"),
        (kinds.BOOLEAN, "možná"),
        (kinds.COUNTRY, "Atlantida"),
        (kinds.LANGUAGE_CODE, "ptydepe"),
        (kinds.TIME_ZONE, "Praha"),
    ],
)
def test_what_is_not_understood_is_refused_with_what_was_typed(kind: Kind, text: str) -> None:
    with pytest.raises(UserError) as refused:
        kind.parse(text, Language.CS)
    assert text in refused.value.text(translator(Language.CS))


def test_a_wrong_choice_names_the_right_ones() -> None:
    with pytest.raises(UserError) as refused:
        CHOICES["task.status"].parse("zítra", Language.CS)
    assert "Otevřený" in refused.value.text(translator(Language.CS))


def test_blanks_are_nothing_and_lines_of_notes_stay() -> None:
    assert kinds.TEXT.parse("  \xa0 ", Language.CS) is None
    assert kinds.TEXT.parse("  dvě   slova ", Language.CS) == "dvě slova"
    assert kinds.MULTILINE.parse("a\r\n\r\n b \n", Language.CS) == "a\n\n b"


@pytest.mark.parametrize("text", ["ano", "Ja", "yes", "1", "x"])
def test_yes_in_every_language(text: str) -> None:
    assert kinds.BOOLEAN.parse(text, Language.EN) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("europe/prague", "Europe/Prague"),
        ("Europe/Bratislava", "Europe/Bratislava"),
        ("America/New York", "America/New_York"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("US/Eastern", "America/New_York"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ],
)
def test_time_zones_are_found_whatever_their_case_and_by_their_old_names(
    text: str, name: str
) -> None:
    assert kinds.TIME_ZONE.parse(text, Language.CS) == name


@pytest.mark.parametrize(
    "text",
    [
        *("localtime", "Factory", "posixrules", "posix/Europe/Prague", "right/Europe/Prague"),
        *("UTC", "Etc/UTC", "Etc/GMT+1", "GMT", "EST", "CET", "EST5EDT", "Zulu", "Universal"),
        *("zone.tab", "tzdata.zi", "Europe", "../Europe/Prague"),
    ],
)
def test_what_is_no_places_time_is_no_time_zone(text: str) -> None:
    with pytest.raises(UserError):
        kinds.TIME_ZONE.parse(text, Language.CS)


def test_every_time_zone_that_is_taken_can_be_reckoned_with() -> None:
    for name in kinds._time_zones().values():
        assert ZoneInfo(name).key == name


def test_a_word_that_means_two_things_means_what_it_does_in_the_language_of_the_person() -> None:
    side = CHOICES["delegation_member.side"]
    assert side.parse("Host", Language.CS) == "guest"
    assert side.parse("Host", Language.EN) == "host"


def test_seconds_of_a_moment_are_left_out() -> None:
    assert kinds.MOMENT.parse("2017-06-29T14:30:59", Language.CS) == "2017-06-29T14:30"
