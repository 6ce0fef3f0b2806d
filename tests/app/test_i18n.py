from __future__ import annotations

import pytest

from app.i18n import Language, translator


@pytest.mark.parametrize(
    ("count", "cs", "de", "en"),
    [
        (1, "1 záznam", "1 Eintrag", "1 record"),
        (2, "2 záznamy", "2 Einträge", "2 records"),
        (4, "4 záznamy", "4 Einträge", "4 records"),
        (5, "5 záznamů", "5 Einträge", "5 records"),
        (0, "0 záznamů", "0 Einträge", "0 records"),
        (22, "22 záznamů", "22 Einträge", "22 records"),
    ],
)
def test_plural_forms(count: int, cs: str, de: str, en: str) -> None:
    shown = {
        language: translator(language).plural("{count} record", "{count} records", count)
        for language in Language
    }
    assert shown == {Language.CS: cs, Language.DE: de, Language.EN: en}


def test_the_same_english_word_may_differ_by_context() -> None:
    from app.entities.choices import TASK_STATUS

    tr = translator(Language.CS)
    assert TASK_STATUS.format("open", tr) == "Otevřený"
    assert tr("Open") == "Otevřít"


def test_a_value_with_braces_is_shown_as_it_is() -> None:
    tr = translator(Language.CS)
    assert "{choices}" in tr("Import of “{source}”:", source="{choices}")
