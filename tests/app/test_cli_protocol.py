from __future__ import annotations

import json

import pytest

from app.cli import main
from app.db.store import Store
from app.entities import ENTITIES
from app.services.records.records import save
from tests.factories import make


def test_precedence_says_who_comes_before_whom_and_why(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    visit = make(store, "delegation")
    person = make(store, "person", given_name="Eva", family_name="Malá")
    office = make(store, "organisation", country="CZ")
    make(store, "position", person_id=person, organisation_id=office, title_cs="hejtmanka")
    member = {"delegation_id": visit, "side": "host"}
    make(store, "delegation_member", person_id=person, **member)
    first = make(
        store,
        "delegation_member",
        post="oslavenec",
        precedence=1,
        precedence_reason="slaví",
        **member,
    )
    store.close()
    assert main(["--data", str(store.path), "--lang", "cs", "precedence", visit, "--json"]) == 0
    lines = json.loads(capsys.readouterr().out)
    assert [(line["rank"], line["person"], line["post"]) for line in lines] == [
        (1, "oslavenec", None),
        (2, "Eva Malá", "hejtmanka"),
    ]
    assert lines[0]["id"] == first
    assert lines[0]["reason"] == "pořadí určené ručně: slaví"
    assert main(["--data", str(store.path), "--lang", "en", "precedence", visit]) == 0
    assert "1\toslavenec\t\tplaced by hand: slaví" in capsys.readouterr().out


def test_precedence_of_a_foreign_item_is_refused(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    visit, other = make(store, "delegation"), make(store, "delegation")
    values = {"delegation_id": other, "title_cs": "Oběd", "starts": "2027-05-10T12:00"}
    item = make(store, "programme_item", **values)
    store.close()
    arguments = ["--data", str(store.path), "--lang", "en", "precedence", visit, "--item", item]
    assert main(arguments) == 1
    assert "no point of the programme" in capsys.readouterr().err


def test_show_says_who_takes_part_in_each_item(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    visit = make(store, "delegation")
    values = {"delegation_id": visit, "title_cs": "Oběd", "starts": "2027-05-10T12:00"}
    item = make(store, "programme_item", **values)
    make(store, "programme_part", programme_item_id=item, name="hosté", part="speaks")
    make(store, "cost", delegation_id=visit, category="travel", planned="12.50")
    store.close()
    assert main(["--data", str(store.path), "show", "delegations", visit, "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["programme"][0]["participants"] == [
        {"member": None, "name": "hosté", "part": "speaks"}
    ]
    assert [cost["planned"] for cost in shown["costs"]] == ["12.50"]


@pytest.mark.parametrize(
    "shape", ["round", "rectangle", "two-sides", "u", "t", "comb", "rows", "tables"]
)
def test_seating_gives_every_member_one_seat_and_says_what_is_broken(
    store: Store, capsys: pytest.CaptureFixture[str], shape: str
) -> None:
    visit = make(store, "delegation")
    values = {"delegation_id": visit, "title_cs": "Oběd", "starts": "2027-05-10T12:00"}
    item = make(store, "programme_item", **values)
    for number, side in enumerate(("host", "guest", "guest", "guest"), 1):
        member = {"delegation_id": visit, "side": side, "precedence": number}
        make(store, "delegation_member", post=f"člen {number}", **member)
    store.close()
    base = ["--data", str(store.path), "--lang", "cs"]
    wanted = ["seating", visit, "--item", item, "--shape", shape]
    assert main([*base, *wanted, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    people = [seat["person"] for seat in found["seats"] if seat["person"]]
    assert sorted(people) == [f"člen {n}" for n in range(1, 5)]
    honours = sorted(seat["honour"] for seat in found["seats"])
    assert honours == list(range(1, len(found["seats"]) + 1))
    assert all(isinstance(sentence, str) for sentence in found["broken"])
    if shape == "round":
        assert found["broken"] == ["člen 2 a člen 3, oba z jedné strany, sedí vedle sebe."] or (
            len(found["broken"]) == 2
        )
    assert main([*base, *wanted]) == 0
    assert "člen 1" in capsys.readouterr().out
    assert main([*base, *wanted, "--seats", "3"]) == 1
    assert "míst: 3" in capsys.readouterr().err


def test_a_programme_is_sent_and_what_is_new_since_then_is_told(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    visit = make(store, "delegation")
    values = {"delegation_id": visit, "title_cs": "Oběd", "title_de": "Mittagessen"}
    item = make(store, "programme_item", starts="2027-05-10T12:00", place="Sál", **values)
    base = ["--data", str(store.path), "--lang"]
    assert main([*base, "cs", "programme-news", visit]) == 1
    assert "nebyl označen" in capsys.readouterr().err
    assert main([*base, "cs", "programme-sent", visit, "--addressees", "Drážďany"]) == 0
    assert "verze 1" in capsys.readouterr().out
    assert main([*base, "cs", "programme-news", visit]) == 0
    assert capsys.readouterr().out == "Od té doby není nic nového.\n"
    save(store, ENTITIES["programme_item"], item, 10**9, {"place": "Zámek"})
    make(store, "programme_item", starts="2027-05-10T14:00", kind="internal", **values)
    store.close()
    assert main([*base, "de", "programme-news", visit, "--since", "1", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["since"] == 1
    assert [line.partition(":")[0] for line in told["news"]] == ["Anderer Ort", "Neu"]
    assert main([*base, "de", "programme-news", visit, "--for-guests"]) == 0
    assert capsys.readouterr().out.startswith("Anderer Ort: „Mittagessen“")
    assert main([*base, "cs", "programme-news", visit, "--since", "7"]) == 1
    assert "č. 7" in capsys.readouterr().err
