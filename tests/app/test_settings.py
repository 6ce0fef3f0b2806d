from __future__ import annotations

from pathlib import Path

import pytest

from app.settings import Settings


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "config" / "settings.json"
    settings = Settings(language="de", scheme="dark", splitter={"person": "x"}, screen="task")
    settings.save(file)
    assert Settings.load(file) == settings
    assert [item.name for item in file.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"language": 5, "scheme": null, "unknown": 1}']
)
def test_a_damaged_file_means_defaults(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text, encoding="utf-8")
    assert Settings.load(file) == Settings()


def test_what_is_right_in_a_damaged_file_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"language": "en", "scheme": 7}', encoding="utf-8")
    assert Settings.load(file) == Settings(language="en")
