from __future__ import annotations

import json

import pytest

from app.cli import main
from app.db.store import Store
from app.services.tasks.minutes import Point, Present, save
from tests.factories import make


def test_a_visit_is_copied_and_a_checklist_added(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    visit = make(store, "delegation", start="2027-05-10")
    make(store, "delegation_member", delegation_id=visit, post="host", side="guest")
    values = {"delegation_id": visit, "title_cs": "Oběd", "starts": "2027-05-11T12:00"}
    make(store, "programme_item", **values)
    store.close()

    def run(*words: str, status: int = 0) -> str:
        assert main(["--data", str(store.path), "--lang", "en", *words]) == status
        said = capsys.readouterr()
        return said.err if status else said.out

    words = ("--start", "2028-06-01", "--title", "Znovu", "--without", "members")
    new = run("copy-visit", visit, *words).strip()
    shown = json.loads(run("show", "delegations", new, "--json"))
    assert (shown["title_cs"], shown["start"], shown["members"]) == ("Znovu", "2028-06-01", [])
    assert [item["starts"] for item in shown["programme"]] == ["2028-06-02T12:00"]
    lists = json.loads(run("checklist", "--json"))
    assert [one["direction"] for one in lists] == ["incoming", "outgoing"]
    said = run("checklist", new, "--list", "preparing a trip")
    assert f"{len(lists[1]['steps'])} tasks added" in said
    assert "0 tasks added" in run("checklist", new, "--list", lists[1]["id"])
    assert "There is no checklist" in run("checklist", new, "--list", "nic", status=1)


def test_show_says_who_was_at_a_meeting_and_what_was_agreed(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    visit = make(store, "delegation")
    values = {"subject": "Jednání", "date": "2027-05-10", "kind": "meeting"}
    present = [Present(None, "rektor")]
    save(store, None, 0, {**values, "delegation_id": visit}, present, [Point(None, "Pošleme")])
    store.close()
    assert main(["--data", str(store.path), "show", "delegations", visit, "--json"]) == 0
    (minutes,) = json.loads(capsys.readouterr().out)["interactions"]
    assert [one["name"] for one in minutes["people"]] == ["rektor"]
    assert [one["text"] for one in minutes["agreed"]] == ["Pošleme"]
    assert minutes["agreed"][0]["task"]["title"] == "Pošleme"
