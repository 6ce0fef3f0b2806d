from __future__ import annotations

import ast
import importlib.util
import re
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from app.paths import TRANSLATIONS


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update", TRANSLATIONS / "update.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_text_is_translated_into_all_three_languages(tool: ModuleType) -> None:
    assert list(tool.faults(tool.template())) == []


def test_no_text_hides_from_the_extraction(tool: ModuleType) -> None:
    """Babel does not look into f-strings: a text within one would never be translated."""
    source = tool.template()
    hidden = []
    for file in [*(tool.ROOT / "app").rglob("*.py"), *(tool.ROOT / "ui").rglob("*.py")]:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for f_string in (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)):
            for call in (node for node in ast.walk(f_string) if isinstance(node, ast.Call)):
                name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
                name = call.func.id if isinstance(call.func, ast.Name) else name
                first = call.args[0] if call.args else None
                if name in tool.KEYWORDS and isinstance(first, ast.Constant):
                    found = source.get(first.value)
                    if found is None:
                        hidden.append(f"{file.name}:{call.lineno}: {first.value}")
    assert hidden == []


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('msgstr "Dohody"', 'msgstr ""', "is not translated"),
        ('msgid "Agreements"\n', '#, fuzzy\nmsgid "Agreements"\n', "is fuzzy"),
    ],
)
def test_a_missing_or_uncertain_translation_is_found(
    tool: ModuleType, tmp_path: Path, old: str, new: str, complaint: str
) -> None:
    folder = tmp_path / "translations"
    shutil.copytree(TRANSLATIONS, folder)
    file = tool.po_file("cs", folder)
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(complaint in fault for fault in tool.faults(tool.template(), folder))


def test_a_translation_that_loses_a_placeholder_is_found(tool: ModuleType, tmp_path: Path) -> None:
    folder = tmp_path / "translations"
    shutil.copytree(TRANSLATIONS, folder)
    file = tool.po_file("de", folder)
    lines = file.read_text(encoding="utf-8").splitlines()
    place = next(
        number
        for number, line in enumerate(lines)
        if line.startswith("msgstr ") and "{file}" in line
    )
    lines[place] = lines[place].replace("{file}", "{datei}")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert any("other placeholders" in fault for fault in tool.faults(tool.template(), folder))


def test_the_compiled_catalogue_does_not_carry_the_time_of_its_making(tool: ModuleType) -> None:
    import gettext
    import io

    header = gettext.GNUTranslations(io.BytesIO(tool.binary_of("cs"))).info()
    assert header["pot-creation-date"] == header["po-revision-date"] == "2000-01-01 00:00+0000"


ONE_WORD = {
    "cs": {
        r"\b[Pp]řipomínk": "připomenutí",
        r"zveřejňuje smlouv|smlouvu zveřejňuje": "uveřejňuje",
        r"[Vv]ýpověď (byla )?podána|[Vv]ýpověď \(.*podána": "doručena",
        r"Město \(": "obec",
        r"[Rr]ozdělit sloučení|[Ss]loučení lze později rozdělit": "zrušit sloučení",
        r"zaznamen[áa]n": "zapsáno",
        r"tiskovin|tiskopis": "tisk",
        r"\b[Zz]emě\b(?!koule)|\b[Zz]emím\b": "stát",
        r"[Ss]chránk[ay] dat": "datová schránka",
        r"[Zz]veřejně(n|no) dne": "uveřejněno",
        r"právní důvod": "právní základ",
        r"tabul(ka|ky|ce|ku) pořadí": "tabulka hodností",
    },
    "de": {
        r"Datensatz|Datensätze": "Eintrag (eine Sammlung von Daten ist eine Datensammlung)",
        r"[Dd]atenpostf": "Datenbox",
        r"Dublette": "Duplikat",
        r"Kontaktdaten": "Kontaktangaben",
        r"Passw[oö]rt": "Kennwort",
        r"Familienname": "Nachname",
        r"\bBezirk": "Kreis",
        r"(der|die|Die|Der) Versammlung\b": "Vertretung",
        r"Kündigung.*zugestellt": "zugehen",
        r"markierte[nr]? (Person|Eintr)|Eintr(ag|äge) markiert|Markieren Sie": "auswählen",
        r"ab Zustellung|zuzustellen|Zustellung einer Kündigung": "Zugang",
        r"([Ww]eitere[rn]?|[Vv]ollständige|Alle) Adressen?\b": "Anschrift",
        r"Zusammenführung.*trennen": "aufheben",
        r"\b([Dd]ie|[Dd]er|[Ee]iner|[Ee]ine) Karte\b": "Visitenkarte",
        r"Druckstück|\bDrucke\b": "Ausdruck",
        r"\bReferat\b(?! \d)": "Abteilung",
        r"(Neuer|Nach) Stand\b": "Status",
        r"^Amt der|Haushaltsposten|eines Papiers|von Papieren": "Funktion, Budget, Unterlage",
        r"Frist nach der": "Fällig bezogen auf",
    },
    "en": {
        r"[Oo]wn organisation": "our organisation",
        r"(?<!e-)(?<!E-)\bmails?\b": "e-mail",
        r"\b[Mm]ark (one|several|all)\b|\bmarked (people|record)": "select",
        r"\battachment": "document",
        r"\btodo\b|\bto-do\b": "task",
        r"\b(a|the|new) lead\b(?! time)": "initiative",
        r"\btaken? apart\b": "undo a merge",
        r"(?<!there )\bis no (text|table|point|field|business|message|ordinary|file)\b": "not",
    },
}
"""By language: a word for a concept that has another one in the glossary, and that other one."""


@pytest.mark.parametrize("language", ["cs", "de", "en"])
def test_one_concept_has_one_word(tool: ModuleType, language: str) -> None:
    wrong = []
    for message in tool.load(language):
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        for form in forms:
            for pattern, right in ONE_WORD[language].items():
                if message.id and re.search(pattern, form):
                    wrong.append(f"{form!r}: {right}")
    assert wrong == []


@pytest.mark.parametrize("language", ["cs", "de", "en"])
def test_no_text_says_a_sentence_twice_or_leaves_a_gap_before_an_ellipsis(
    tool: ModuleType, language: str
) -> None:
    wrong = []
    for message in tool.load(language):
        forms = [message.string] if isinstance(message.string, str) else list(message.string)
        for form in filter(None, forms):
            beginning = form[:30]
            if (len(form) > 60 and beginning in form[30:]) or re.search(r"[^\W\d] …$", form):
                wrong.append(form)
    assert wrong == []


def test_an_english_text_writes_days_as_the_english_do(tool: ModuleType) -> None:
    wrong = [
        m.string for m in tool.load("en") if re.search(r"\d\. ?\d{1,2}\. ?\d{4}", str(m.string))
    ]
    assert wrong == []
