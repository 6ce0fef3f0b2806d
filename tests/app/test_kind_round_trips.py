from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import kinds
from app.errors import UserError
from app.i18n import Language, translator
from app.kinds import Kind

LANGUAGES = st.sampled_from(list(Language))


def again(kind: Kind, value: str | int, language: Language) -> object:
    return kind.parse(kind.edit(value, translator(language)), language)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (kinds.ICO, "70892156"),
        (kinds.DIC, "CZ70892156"),
        (kinds.DATA_BOX, "t9zbsva"),
        (kinds.PHONE, "+420475657111"),
        (kinds.PHONE, "+493515640"),
        (kinds.PHONE, "+390669812345"),
        (kinds.EMAIL, "Jana.Novakova@example.cz"),
        (kinds.URL, "https://www.kr-ustecky.cz/a?b=1#c"),
        (kinds.TAGS, "kultura;zdraví a péče"),
        (kinds.MULTILINE, "a\n\n b"),
        (kinds.TEXT, "dvě slova"),
    ],
)
def test_what_is_stored_is_what_the_field_gives_back(
    kind: Kind, value: str, language: Language
) -> None:
    assert again(kind, value, language) == value


@given(LANGUAGES, LANGUAGES, st.sampled_from([0, 1]))
def test_yes_and_no_of_every_language(shown: Language, typed: Language, value: int) -> None:
    assert kinds.BOOLEAN.parse(kinds.BOOLEAN.format(value, translator(shown)), typed) == value


@given(LANGUAGES, st.sampled_from(sorted(set(kinds._time_zones().values()))))
def test_time_zones(language: Language, name: str) -> None:
    assert again(kinds.TIME_ZONE, name, language) == name


@pytest.mark.parametrize("shown", list(Language))
@pytest.mark.parametrize("typed", list(Language))
def test_a_country_is_understood_in_the_words_of_any_language(
    shown: Language, typed: Language
) -> None:
    tr = translator(shown)
    codes = sorted(kinds.names_in("territories", shown))
    assert [kinds.COUNTRY.parse(kinds.COUNTRY.format(code, tr), typed) for code in codes] == codes


@pytest.mark.parametrize("language", list(Language))
def test_every_language_stands_in_a_list_as_alone(language: Language) -> None:
    for code in sorted(kinds.names_in("languages", Language.EN)):
        stored = f"cs;{code}" if code != "cs" else code
        assert again(kinds.LANGUAGE_CODES, stored, language) == stored


@pytest.mark.parametrize(
    ("language", "text"),
    [(Language.CS, "1,234"), (Language.DE, "1,234"), (Language.EN, "1.234")],
)
def test_the_mark_of_a_fraction_is_never_taken_for_thousands(language: Language, text: str) -> None:
    with pytest.raises(UserError):
        kinds.INTEGER.parse(text, language)


@pytest.mark.parametrize("kind", [kinds.ICO, kinds.DIC, kinds.DATA_BOX, kinds.EMAIL, kinds.URL])
def test_a_wrong_identifier_is_refused_in_every_language_with_what_was_typed(kind: Kind) -> None:
    with pytest.raises(UserError) as refused:
        kind.parse("to není ono", Language.CS)
    texts = {refused.value.text(translator(language)) for language in Language}
    assert len(texts) == 3
    assert all("to není ono" in text for text in texts)


def test_nothing_but_separators_is_nothing() -> None:
    assert kinds.TAGS.parse(" ; ,", Language.CS) is None
    assert kinds.LANGUAGE_CODES.parse(",;", Language.CS) is None


@pytest.mark.parametrize("kind", [kinds.COUNTRY, kinds.TEXT, kinds.INTEGER, kinds.BOOLEAN])
def test_no_value_is_shown_as_nothing(kind: Kind) -> None:
    assert kind.format(None, translator(Language.CS)) == ""
    assert kind.edit(None, translator(Language.CS)) == ""


@pytest.mark.parametrize("text", ["ČR", "čr"])
def test_the_czech_abbreviation_of_the_country_is_not_costa_rica(text: str) -> None:
    assert kinds.COUNTRY.parse(text, Language.CS) == "CZ"
