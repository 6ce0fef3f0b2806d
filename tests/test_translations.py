from __future__ import annotations

import ast
import importlib.util
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
