from __future__ import annotations

import pytest

from app.i18n import C_, N_, Language, translator


@pytest.mark.parametrize("language", list(Language))
def test_a_context_is_never_shown(language: Language) -> None:
    tr = translator(language)
    assert tr.message(C_("nowhere", "No such text")) == "No such text"
    assert tr.context("nowhere", "No {what}", what="{text}") == "No {text}"


@pytest.mark.parametrize(
    ("language", "shown"),
    [(Language.CS, "Dobíhá"), (Language.DE, "Auslaufend"), (Language.EN, "Ending")],
)
def test_a_text_in_its_context(language: Language, shown: str) -> None:
    tr = translator(language)
    assert tr.context("agreement state", "Ending").casefold() == shown.casefold()
    assert tr.message(C_("agreement state", "Ending")) == tr.context("agreement state", "Ending")


@pytest.mark.parametrize("language", list(Language))
def test_no_text_is_no_text_and_not_the_head_of_the_catalogue(language: Language) -> None:
    assert translator(language).message("") == ""


def test_marking_changes_nothing() -> None:
    assert N_("Save {what}") == "Save {what}"


@pytest.mark.parametrize("language", list(Language))
def test_an_unknown_plural_keeps_its_english_forms(language: Language) -> None:
    tr = translator(language)
    assert tr.plural("{count} such {what}", "{count} such {what}s", 1, what="x") == "1 such x"
    assert tr.plural("{count} such {what}", "{count} such {what}s", 5, what="x") == "5 such xs"
