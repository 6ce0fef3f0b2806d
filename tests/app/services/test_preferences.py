"""What a user chose for the lists: in the database, one row for each choice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.db.store import Store
from app.services import preferences
from app.services.care.checking import check
from app.services.privacy.erasure import erase
from app.services.records.undo import last_action
from app.settings import Settings
from tests.factories import count, make

OLD = {
    "language": "de",
    "columns": {
        "person": {"shown": ["post", "tags"], "widths": {"tags": 120}},
        "task": {"shown": [], "widths": {"due": 80}},
    },
    "filters": {"person": [["gender", "female"]]},
    "saved_filters": {"person": {"Ženy": {"text": "", "filters": [["gender", "female"]]}}},
    "mappings": {"jmeno|mesto": {"0": "family_name", "1": "city:home"}},
}


def of(store: Store, kind: preferences.Kind) -> dict[str, object]:
    with store.reading() as connection:
        return preferences.of_user(connection, store.user_id, kind)


def settings_file(folder: Path, stored: object = OLD) -> Path:
    file = folder / "settings.json"
    file.write_text(json.dumps(stored), encoding="utf-8")
    return file


def test_each_choice_is_a_row_of_its_user(store: Store) -> None:
    preferences.keep(store, "columns", "person", ["post"])
    preferences.keep(store, "columns", "task", ["due"])
    assert of(store, "columns") == {"person": ["post"], "task": ["due"]}
    preferences.keep(store, "columns", "task", None)
    assert of(store, "columns") == {"person": ["post"]}
    store.set_user(make(store, "user", name="Eva"))
    assert of(store, "columns") == {}
    assert check(store) == []


def test_saved_filters_belong_to_one_list(store: Store) -> None:
    for entity in ("person", "task"):
        name = preferences.filter_name(entity, "moje: první")
        preferences.keep(store, "filter", name, {"text": entity})
    with store.reading() as connection:
        found = preferences.saved_filters(connection, store.user_id, "person")
    assert found == {"moje: první": {"text": "person"}}


def test_undo_passes_over_what_was_chosen_for_a_list(store: Store) -> None:
    make(store, "person")
    with store.reading() as connection:
        before = last_action(connection)
    preferences.keep(store, "columns", "person", ["post"])
    with store.reading() as connection:
        assert last_action(connection) == before


def test_what_an_older_settings_file_holds_is_taken_over_once(store: Store, tmp_path: Path) -> None:
    file = settings_file(tmp_path)
    settings = Settings.load(file)
    assert settings.language == "de"
    assert settings.widths == {"person": {"tags": 120}, "task": {"due": 80}}
    settings.save(file)
    assert json.loads(file.read_text(encoding="utf-8"))["saved_filters"] == OLD["saved_filters"], (
        "still there"
    )
    preferences.adopt(store, Settings.load(file).of_the_work)
    assert of(store, "columns") == {"person": ["post", "tags"]}
    assert of(store, "filter") == {"person:Ženy": OLD["saved_filters"]["person"]["Ženy"]}
    assert of(store, "mapping") == OLD["mappings"]
    assert preferences.filters_of(store) == OLD["filters"]
    settings.of_the_work.clear()
    settings.save(file)
    kept = json.loads(file.read_text(encoding="utf-8"))
    assert not set(kept) & {"columns", "filters", "saved_filters", "mappings", "of_the_work"}
    assert Settings.load(file).widths == settings.widths


def test_what_was_chosen_in_this_database_stays(store: Store) -> None:
    preferences.keep(store, "columns", "person", ["email"])
    preferences.keep_filters(store, {"task": [["status", "open"]]})
    preferences.adopt(store, OLD)
    assert of(store, "columns") == {"person": ["email"]}
    assert preferences.filters_of(store) == {"task": [["status", "open"]]}


@pytest.mark.parametrize(
    "old",
    [
        {"columns": {"person": 5, "task": {"shown": None}}},
        {"saved_filters": {"person": ["x"]}, "mappings": {}},
        {"filters": {"person": 5, "task": [7, ["status", 3]]}},
    ],
)
def test_a_damaged_file_does_no_harm(store: Store, old: dict[str, object]) -> None:
    preferences.adopt(store, old)
    assert preferences.filters_of(store) in ({}, {"task": [["status", "3"]]})
    assert count(store, "preference") == 0


def test_what_names_an_erased_person_goes(store: Store) -> None:
    person = make(store, "person", given_name="Xenie", family_name="Zbořilová")
    saved = {"text": "Zbořilová", "filters": []}
    preferences.keep(store, "filter", "person:paní", saved)
    preferences.keep(store, "filter", "person:Xenie Zbořilová", {"text": "", "filters": []})
    preferences.keep(store, "filter", "person:jiné", {"text": "Šíma", "filters": []})
    preferences.keep_filters(store, {"person": [["tags", "Zbořilová"]]})
    erase(store, person)
    assert list(of(store, "filter")) == ["person:jiné"]
    assert preferences.filters_of(store) == {}
    store.close()
    for file in store.path.parent.glob(f"{store.path.name}*"):
        assert "Zbořilová".encode() not in file.read_bytes()
