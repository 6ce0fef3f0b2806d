"""`vztahy print delegations`: which member, which item, what is told before."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import cli
from app.db.store import Store
from app.i18n import Language
from app.services.office import open_store
from app.services.protocol.printings import printed
from tests.app.reports.delegations.support import item, member, visit
from tests.app.reports.papers_support import flat_text_of
from tests.factories import make, value


@pytest.fixture
def ids(store: Store) -> dict[str, str]:
    own = visit(store)
    ana, eva = (member(store, own, name, "Ana") for name in ("Anić", "Evová"))
    talks = item(store, own, "2026-10-17T10:00", "Jednání")
    item(store, own, "2026-10-17T08:00", "Porada", kind="internal")
    make(store, "programme_part", programme_item_id=talks, member_id=ana, part="speaks")
    person = str(value(store, "delegation_member", ana, "person_id"))
    found = {"visit": own, "ana": ana, "eva": eva, "talks": talks, "person": person}
    found["other"] = visit(store)
    found["elsewhere"] = member(store, found["other"], "Jinde")
    found["data"] = str(store.path)
    store.close()
    return found


def run(ids: dict[str, str], *arguments: str) -> int:
    return cli.main(["--data", ids["data"], "print", "delegations", ids["visit"], *arguments])


@pytest.mark.parametrize("key", ["ana", "person"])
def test_a_member_is_known_by_its_id_and_by_the_persons(
    ids: dict[str, str], key: str, tmp_path: Path
) -> None:
    target = tmp_path / "a.pdf"
    options = ["--lang", "cs", "--member", ids[key], "--to", str(target)]
    assert run(ids, "programme-personal", *options) == 0
    found = flat_text_of(target)
    assert "Ana Anić" in found
    assert "Ana Evová" not in found


def test_what_is_left_out_is_said_before(
    ids: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.pdf"
    assert run(ids, "programme-guest", "--lang", "cs", "--to", str(target)) == 0
    out = capsys.readouterr().out
    assert out.index("Vynecháno: interní bod „Porada“") < out.index("Uloženo")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["programme-personal", "--member", "elsewhere"], "nemá člena"),
        (["attendance", "--item", "ana"], "není"),
        (["rooms", "--item", "talks"], "nelze vytisknout jen pro"),
        (["badges", "--size", "9x9"], "není velikost"),
        (["council-paper", "--step", "conclusion"], "conclusion"),
        (["menu"], "menu"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_a_line(
    ids: dict[str, str],
    arguments: list[str],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    target = tmp_path / "a.pdf"
    given = [ids.get(text, text) for text in arguments]
    assert run(ids, *given, "--lang", "cs", "--to", str(target)) == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert said in error
    assert not target.exists()


def test_every_paper_is_listed_with_what_it_can_be_about(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli.main(["--lang", "en", "print", "--list"]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    found = {line[1]: line for line in lines if line[0] == "delegations"}
    assert set(found) == {
        *("programme", "programme-guest", "programme-pocket", "programme-personal"),
        *("running-order", "participants", "attendance", "badges", "place-cards", "seating"),
        *("flags", "kitchen", "transport", "rooms", "briefing", "invitation", "thank-you"),
        *("council-paper", "travel-order", "trip-report", "gift-list"),
    }
    for key in ("programme", "participants", "briefing", "invitation", "thank-you"):
        assert found[key][3] == ".pdf .docx"
    assert "--member ID" in " ".join(found["badges"])
    assert "--item ID" in " ".join(found["attendance"])
    assert "--step intent|approval|report" in " ".join(found["council-paper"])


def test_what_is_printed_is_recorded(ids: dict[str, str], tmp_path: Path) -> None:
    both = ["--lang", "cs", "--lang", "de", "--to", str(tmp_path / "a.pdf")]
    assert run(ids, "programme", *both) == 0
    one = ["--lang", "cs", "--member", ids["person"], "--to", str(tmp_path / "b.pdf")]
    assert run(ids, "programme-personal", *one) == 0
    assert run(ids, "badges", "--size", "9x9", "--to", str(tmp_path / "c.pdf")) == 1
    with open_store(Path(ids["data"])).reading() as connection:
        found = printed(connection, ids["visit"])
        assert printed(connection, ids["other"]) == []
    assert [(item.paper, item.languages, item.member_id) for item in found] == [
        ("programme", (Language.CS, Language.DE), ""),
        ("programme-personal", (Language.CS,), ids["ana"]),
    ]
