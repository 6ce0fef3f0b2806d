from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import UserError
from app.paths import default_database
from app.settings import Settings

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(WORDS, st.integers(50, 300), st.booleans(), st.dictionaries(WORDS, WORDS, max_size=3))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_any_choice_survives(
    tmp_path: Path, word: str, size: int, flag: bool, splitter: dict[str, str]
) -> None:
    file = tmp_path / "settings.json"
    kept = Settings(record=word, text_size=size, text_only=flag, splitter=splitter)
    kept.save(file)
    assert Settings.load(file) == kept


def test_a_missing_file_means_defaults(tmp_path: Path) -> None:
    assert Settings.load(tmp_path / "none.json") == Settings()


def test_bytes_that_are_no_text_mean_defaults(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(b'{"language": "\xff\xfe"}')
    assert Settings.load(file) == Settings()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserError, match="cannot be written"):
        Settings().save(tmp_path / "file" / "settings.json")


def test_the_named_database_opens_and_else_the_usual_one() -> None:
    assert Settings(database="/data/x.db").database_file == Path("/data/x.db")
    assert Settings().database_file == default_database()


def test_a_yes_is_no_number(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text('{"text_size": true}', encoding="utf-8")
    assert Settings.load(file).text_size is not True


@pytest.mark.parametrize(
    "text", ['{"widths": {"person": 5}}', '{"columns": [5]}', '{"splitter": {"a": 7}}']
)
def test_what_is_damaged_inside_means_defaults(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text, encoding="utf-8")
    assert asdict(Settings.load(file)) == asdict(Settings())


def test_brackets_without_end_mean_defaults(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text("[" * 100_000, encoding="utf-8")
    assert Settings.load(file) == Settings()


def test_a_database_whose_name_is_not_utf8_is_remembered(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    Settings(database="/data/\udcff.db").save(file)
    assert Settings.load(file).database == "/data/\udcff.db"
