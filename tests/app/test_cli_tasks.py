from __future__ import annotations

import json

import pytest

from app.cli import main
from app.db.store import Store
from tests.factories import count, make, value

NOW = ["--now", "2026-11-23T09:00"]


def run(store: Store, *arguments: str, status: int = 0) -> None:
    assert main(["--data", str(store.path), "--lang", "cs", *arguments]) == status


def test_a_task_is_added_by_one_line(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    saxony = make(store, "organisation", name_cs="Sasko")
    run(store, "task", "add", "zavolat v pátek 14:00 #Sasko", *NOW, "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["title"] == "zavolat"
    assert found["due"] == "2026-11-27T14:00"
    assert found["links"] == [{"entity": "organisations", "id": saxony, "title": "Sasko"}]
    assert [(span["kind"], span["text"]) for span in found["understood"]] == [
        ("day", "v pátek"),
        ("time", "14:00"),
        ("link", "#Sasko"),
    ]
    assert found["recurrence"] is found["relative"] is None
    assert found["remarks"] == found["alternatives"] == []
    assert value(store, "task", found["id"], "due") == "2026-11-27T14:00"


def test_a_dry_run_changes_nothing(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    run(store, "task", "add", "pátek 30. 11. porada", *NOW, "--dry-run", "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["id"] is None
    assert found["due"] == "2026-11-30"
    assert [text.replace("\xa0", " ") for text in found["remarks"]] == ["30. 11. 2026 je pondělí."]
    assert found["alternatives"] == ["2026-11-27", "2026-12-04"]
    assert count(store, "task") == 0


def test_what_was_understood_is_said(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    run(store, "task", "add", "porada každé pondělí v 10", *NOW)
    said = capsys.readouterr().out.replace("\xa0", " ")
    assert said.startswith("porada\t23. 11. 2026 10:00\n\tKaždý týden v pondělí\n")


def test_a_moment_that_is_none_is_refused(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    run(store, "task", "add", "zavolat", "--now", "včera", status=1)
    assert "není okamžik" in capsys.readouterr().err


def test_due_tasks_are_listed_and_done(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    later = make(store, "task", title="Později", due="2026-12-24")
    soon = make(store, "task", title="Brzy", due="2026-11-20T10:00")
    run(store, "tasks", "due", "--on", "2026-11-23", "--json")
    assert [task["id"] for task in json.loads(capsys.readouterr().out)] == [soon]
    run(store, "task", "done", soon)
    capsys.readouterr()
    run(store, "tasks", "due", "--on", "2026-11-23")
    assert capsys.readouterr().out == "Žádný úkol nemá termín.\n"
    assert value(store, "task", later, "status") == "open"
