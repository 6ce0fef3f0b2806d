from __future__ import annotations

import json

import pytest

from app.cli import main
from app.db.store import Store
from tests.factories import make


def run(store: Store, *arguments: str) -> None:
    assert main(["--data", str(store.path), "--lang", "cs", *arguments]) == 0


def test_the_calendar_of_some_days(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    task = make(store, "task", due="2027-05-10T08:00")
    days = ["--from", "2027-05-08", "--until", "2027-05-10"]
    run(store, "calendar", *days, "--json")
    listed = json.loads(capsys.readouterr().out)
    assert [(item["kind"], item["first"], item["time"], item["id"]) for item in listed] == [
        ("holiday", "2027-05-08", None, None),
        ("task", "2027-05-10", "08:00", task),
    ]
    assert listed[1]["entity"] == "tasks"
    make(store, "delegation", start="2027-05")
    run(store, "calendar", *days)
    said = capsys.readouterr().out.replace("\xa0", " ")
    assert "10. 5. 2027 08:00\tÚkol\tZavolat" in said
    assert "neznáme jejich dny:" in said


def test_figures(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    visit = make(store, "delegation", countries="DE")
    make(store, "cost", delegation_id=visit, category="meals", actual="10", currency="EUR")
    run(store, "figures", "--year", "2027", "--json")
    listed = {item["figure"]: item for item in json.loads(capsys.readouterr().out)}
    assert listed["countries"]["groups"] == [
        {"key": "DE", "label": "Německo", "count": 1, "amount": None, "ids": [visit]}
    ]
    assert listed["payers"]["without_rate"] == 1
    run(store, "figures")
    assert "1 náklad bez kurzu v Kč není v částkách" in capsys.readouterr().out
