from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from app import cli
from app.paths import DEMO_DATA
from app.services.office import open_store
from tests.factories import count


@pytest.fixture
def data(loaded_file: Path, tmp_path: Path) -> Path:
    """A database with the sample data."""
    from app.db.migrate import copy_database

    copy_database(loaded_file, tmp_path / "kraj.db", None)
    return tmp_path / "kraj.db"


class Terminal:
    """Runs commands on one database; remembers what they printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str], data: Path) -> None:
        self._capsys = capsys
        self.data = data
        self.err = ""

    def __call__(self, *arguments: object, status: int = 0) -> str:
        texts = [str(item) for item in arguments]
        found = cli.main(["--data", str(self.data), *texts])
        printed = self._capsys.readouterr()
        self.err = printed.err
        assert found == status, printed.err
        if status == 1 and texts[0] != "check":
            assert printed.err.startswith("vztahy: ")
            assert len(printed.err.strip().splitlines()) == 1
            assert "Traceback" not in printed.err
            assert printed.out == ""
        return printed.out

    def json(self, *arguments: object) -> Any:
        return json.loads(self(*arguments, "--json"))


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], data: Path) -> Terminal:
    return Terminal(capsys, data)


@pytest.fixture
def fresh(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Terminal:
    return Terminal(capsys, tmp_path / "new" / "empty.db")


# Options


@pytest.mark.parametrize("language", ["cs", "de", "en"])
def test_data_and_language_stand_before_or_after_the_command(
    data: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    assert cli.main(["--data", str(data), "--lang", language, "list", "agreements"]) == 0
    before = capsys.readouterr().out
    assert cli.main(["list", "agreements", "--lang", language, "--data", str(data)]) == 0
    after = capsys.readouterr().out
    assert before == after
    states = {"cs": "V platnosti", "de": "In Kraft", "en": "In force"}
    assert states[language] in after


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-command"],
        ["list"],
        ["list", "flowers"],
        ["list", "persons", "--limit", "many"],
        ["--lang", "fr", "list", "persons"],
        ["show", "persons"],
        ["summary", "agr-ostroda"],
        ["summary", "agr-ostroda", "--lang", "fr", "--to", "a.pdf"],
        ["register"],
        ["register", "--to", "a.pdf", "--state", "lost"],
        ["print"],
        ["print", "agreements", "agr-ostroda", "--to", "a.pdf"],
        ["print", "agreements", "agr-ostroda", "summary"],
        ["print", "agreements", "summary", "--to", "a.pdf"],
        ["print", "flowers", "agr-ostroda", "summary", "--to", "a.pdf"],
        ["export", "persons"],
        ["import"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("použití: vztahy")


def test_a_database_that_does_not_exist_is_created(fresh: Terminal) -> None:
    assert fresh.json("list", "persons") == []
    assert fresh.data.exists()


# import


def test_import_reports_each_file_and_a_second_one_changes_nothing(fresh: Terminal) -> None:
    out = fresh("import", DEMO_DATA, "--lang", "en")
    for line in ("organisations.csv: 65 added", "agreements.csv: 17 added"):
        assert line in out
    for line in ("delegations.csv: 61 added", "milestones.csv: 56", "programme.csv: 66"):
        assert line in out
    again = fresh("import", DEMO_DATA, "--lang", "en")
    assert "organisations.csv: 0 added, 0 changed, 65 unchanged, 0 refused" in again
    assert len(fresh.json("list", "delegations")) == 61


def test_a_dry_run_reports_the_same_and_changes_nothing(fresh: Terminal) -> None:
    dry = fresh("import", DEMO_DATA, "--dry-run", "--lang", "en").splitlines()
    assert fresh.json("list", "organisations") == []
    real = fresh("import", DEMO_DATA, "--lang", "en").splitlines()
    assert dry[1:] == real[1:]
    assert dry[0] != real[0]


def test_one_undo_takes_an_import_back(fresh: Terminal) -> None:
    fresh("import", DEMO_DATA)
    fresh("undo")
    assert fresh.json("list", "organisations") == []
    fresh("check")
    fresh("undo", status=1)


def test_refused_rows_are_listed_and_the_rest_arrives(fresh: Terminal, tmp_path: Path) -> None:
    folder = tmp_path / "kraj"
    shutil.copytree(DEMO_DATA, folder)
    file = folder / "organisations.csv"
    rows = list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))
    with_ico = next(number for number, row in enumerate(rows) if row["ico"])
    wrong = rows[with_ico]["ico"]
    text = file.read_text(encoding="utf-8").replace(wrong, wrong[:-1] + "X", 1)
    file.write_text(text, encoding="utf-8")
    nameless = (with_ico + 1) % len(rows)
    text = text.replace(f"{rows[nameless]['name_cs']}", "", 1)
    file.write_text(text, encoding="utf-8")
    out = fresh("import", folder, "--lang", "en")
    # A wrong number is kept with a warning; a record without a name is refused.
    assert f"organisations.csv:{with_ico + 2}" in out
    assert f"organisations.csv:{nameless + 2}" in out
    assert len(fresh.json("list", "organisations")) == 64


def test_a_path_that_cannot_be_read_imports_nothing_of_the_others(
    fresh: Terminal, tmp_path: Path
) -> None:
    fresh("import", DEMO_DATA, tmp_path / "nowhere", status=1)
    assert "nowhere" in fresh.err
    assert fresh.json("list", "organisations") == []


# list


def test_list_json_is_an_array_with_ids_and_archived_records(run: Terminal) -> None:
    from app.entities import ENTITIES
    from app.services.records.records import archive

    store = open_store(run.data)
    with store.reading() as connection:
        (key,) = connection.execute("SELECT id FROM agreement LIMIT 1").fetchone()
    from datetime import date

    archive(store, ENTITIES["agreement"], [key], on=date(2026, 11, 23))
    store.close()
    found = run.json("list", "agreements")
    assert len(found) == 17
    assert all(item["id"] and item["external_id"] for item in found)
    assert [item["id"] for item in found if item["archived_on"]] == [key]


def test_search_is_blind_to_case_and_diacritics(run: Terminal) -> None:
    found = run.json("list", "agreements", "--search", "ZAKARPAT")
    assert {item["external_id"] for item in found} >= {"agr-zakarpati-2017"}
    assert run.json("list", "agreements", "--search", "no such words") == []


def test_sort_and_limit(run: Terminal) -> None:
    days = [item["signed_on"] for item in run.json("list", "agreements", "--sort", "signed_on")]
    known = [day for day in days if day and day != "unknown"]
    assert known == sorted(known)
    assert len(run.json("list", "delegations", "--limit", "5")) == 5
    assert run.json("list", "delegations", "--limit", "0") == []
    last = run.json("list", "agreements", "--sort=-signed_on", "--limit", "1")
    assert last[0]["signed_on"] == days[-1]
    run("list", "agreements", "--sort", "colour", status=1)
    assert "signed_on" in run.err


def test_plain_lists_have_one_line_per_record(run: Terminal) -> None:
    assert len(run("list", "organisations").splitlines()) == 65


# show


def test_show_finds_a_record_by_its_own_and_by_its_external_id(run: Terminal) -> None:
    by_external = run.json("show", "agreements", "agr-zakarpati-2017")
    by_id = run.json("show", "agreements", by_external["id"])
    assert by_id == by_external
    assert by_external["external_id"] == "agr-zakarpati-2017"
    assert by_external["signed_on"] == "2017-06-29"
    assert by_external["state"] == "in_force"
    titles = {party["organisation"]["external_id"] for party in by_external["parties"]}
    assert "org-ustecky-kraj" in titles
    assert isinstance(by_external["areas"], list)


def test_partial_dates_are_shown_as_they_are(run: Terminal) -> None:
    starts = {item["start"] for item in run.json("list", "delegations")}
    assert "2017-04" in starts
    assert any(len(day) == 4 for day in starts if day)


@pytest.mark.parametrize(
    "agreement", ["agr-anhui-2010", "agr-mogilev-2015", "agr-republika-srbska-2010", "agr-vladimir"]
)
def test_a_termination_that_the_assembly_approved_is_not_in_force(
    run: Terminal, agreement: str
) -> None:
    assert run.json("show", "agreements", agreement)["state"] == "ending"


def test_a_local_actors_agreement_does_not_name_the_region(run: Terminal) -> None:
    for item in run.json("list", "agreements"):
        if item["initiated_by"] == "local_actor":
            parties = {party["organisation"]["external_id"] for party in item["parties"]}
            assert "org-ustecky-kraj" not in parties


@pytest.mark.parametrize("language", ["cs", "de", "en"])
def test_plain_show_is_in_the_language_that_was_asked_for(run: Terminal, language: str) -> None:
    out = run("show", "agreements", "agr-zakarpati-2017", "--lang", language)
    assert {"cs": "Podepsáno", "de": "Unterzeichnet", "en": "Signed"}[language] in out


@pytest.mark.parametrize("command", ["show", "history"])
def test_an_unknown_id_is_a_known_error(run: Terminal, command: str) -> None:
    run(command, "agreements", "agr-nowhere", status=1)
    assert "agr-nowhere" in run.err


# history, undo


def test_history_says_who_did_what(run: Terminal) -> None:
    (entry,) = run.json("history", "organisations", "org-ustecky-kraj")
    assert entry["author"]
    assert entry["changes"]
    assert run("history", "organisations", "org-ustecky-kraj")


# summary


@pytest.mark.parametrize("languages", [["cs"], ["de"], ["cs", "de"]])
def test_summaries_are_written(run: Terminal, tmp_path: Path, languages: list[str]) -> None:
    target = tmp_path / "souhrn.pdf"
    chosen = [part for code in languages for part in ("--lang", code)]
    run("summary", "agr-zakarpati-2017", "agr-anhui-2010", *chosen, "--to", target)
    assert target.read_bytes().startswith(b"%PDF-")


def test_a_summary_that_cannot_be_written_leaves_nothing(run: Terminal, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    target = tmp_path / "file" / "souhrn.pdf"
    run("summary", "agr-zakarpati-2017", "--lang", "cs", "--to", target, status=1)
    target = tmp_path / "souhrn.pdf"
    run("summary", "agr-nowhere", "--lang", "cs", "--to", target, status=1)
    assert not target.exists()


# print


def test_every_paper_is_listed(run: Terminal) -> None:
    lines = [line.split("\t") for line in run("print", "--list", "--lang", "cs").splitlines()]
    papers = {(parts[0], parts[1]): parts for parts in lines}
    assert papers["agreements", "summary"][3] == ".pdf"
    assert "--step conclusion|amendment|termination" in papers["agreements", "council-paper"][5]


def test_a_paper_is_printed_and_says_what_is_missing(run: Terminal, tmp_path: Path) -> None:
    target = tmp_path / "paper.pdf"
    chosen = ("--lang", "cs", "--lang", "de", "--to", target, "--on", "2026-06-20")
    out = run("print", "agreements", "agr-zakarpati-2017", "summary", *chosen)
    assert target.read_bytes().startswith(b"%PDF-")
    assert str(target) in out
    again = tmp_path / "again.pdf"
    run("print", "agreements", "agr-zakarpati-2017", "summary", *chosen[:5], again, *chosen[6:])
    assert again.read_bytes() == target.read_bytes()
    target = tmp_path / "paper.docx"
    out = run(
        *("print", "agreements", "agr-zakarpati-2017", "council-paper", "--step", "termination"),
        *("--body", "council", "--lang", "de", "--to", target),
    )
    assert target.read_bytes().startswith(b"PK")
    assert "zu ergänzen" in out


def test_a_paper_that_cannot_be_leaves_nothing(run: Terminal, tmp_path: Path) -> None:
    target = tmp_path / "paper.pdf"
    run("print", "agreements", "agr-nowhere", "summary", "--to", target, status=1)
    run("print", "agreements", "agr-zakarpati-2017", "menu", "--to", target, status=1)
    assert "council-paper" in run.err
    run("print", "agreements", "agr-zakarpati-2017", "council-paper", "--to", target, status=1)
    assert ".docx" in run.err
    assert not target.exists()


# register


def test_the_register_is_printed_and_narrowed(run: Terminal, tmp_path: Path) -> None:
    from tests.app.reports.papers_support import text_of

    target = tmp_path / "evidence.pdf"
    run("register", "--lang", "cs", "--to", target, "--country", "de", "--group-by", "state")
    text = " ".join(text_of(target).split())
    assert "Německo" in text
    assert "Memorandum o spolupráci s Autonomní oblastí Vojvodina" not in text
    run(
        *("register", "--lang", "cs", "--lang", "de", "--to", target, "--text", "vojvod"),
        *("--area", "kultura", "--state", "in_force", "--scope", "all", "--on", "2026-06-20"),
    )
    text = " ".join(text_of(target).split())
    assert "1 dohoda" in text
    assert "Verzeichnis der Vereinbarungen" in text
    run("register", "--to", target, "--partner", "org-ostroda", "--lang", "en")
    assert "Ostróda" in text_of(target)


def test_the_register_as_a_table(run: Terminal, tmp_path: Path) -> None:
    from python_calamine import CalamineWorkbook

    target = tmp_path / "evidence.xlsx"
    run("register", "--lang", "de", "--to", target, "--scope", "all")
    rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert len(rows) == 18
    assert "Vereinbarung" in rows[0]


def test_a_register_that_cannot_be_leaves_nothing(run: Terminal, tmp_path: Path) -> None:
    target = tmp_path / "evidence.pdf"
    run("register", "--to", target, "--text", "nikde-nic", status=1)
    run("register", "--to", target, "--partner", "Neznámý partner", status=1)
    run("register", "--to", tmp_path / "evidence.odt", status=1)
    assert not target.exists()


# export


def test_export_writes_all_records(run: Terminal, tmp_path: Path) -> None:
    run("export", "delegations", "--to", tmp_path / "a.json")
    run("export", "delegations", "--to", tmp_path / "a.csv")
    stored = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text[:40] else ","))
    assert len(stored) == len(rows) == 61
    assert {item["id"] for item in stored} == {row["id"] for row in rows}


def test_an_unknown_format_is_refused(run: Terminal, tmp_path: Path) -> None:
    run("export", "delegations", "--to", tmp_path / "a.docx", status=1)
    assert list(tmp_path.glob("a.*")) == []


# check, backup, restore


def test_check_backup_and_restore(run: Terminal, tmp_path: Path) -> None:
    run("check")
    run("backup", tmp_path / "b.db")
    run("undo")
    assert run.json("list", "agreements") == []
    run("restore", tmp_path / "b.db")
    assert len(run.json("list", "agreements")) == 17
    run("check")


def test_check_finds_a_value_that_its_history_does_not_know(run: Terminal) -> None:
    store = open_store(run.data)
    connection = store._connection()
    names = [
        name
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'organisation'"
        ).fetchall()
    ]
    for name in names:
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("UPDATE organisation SET name_cs = 'Podvrh' WHERE name_cs LIKE 'Okres%'")
    store.close()
    run("check", status=1)
    assert run.err.startswith("vztahy: ")


def test_check_makes_the_search_index_anew(run: Terminal) -> None:
    store = open_store(run.data)
    store._connection().execute("UPDATE agreement SET sort_key = x'01', search_text = 'x'")
    store.close()
    run("check", status=1)
    assert "--repair" in run.err
    run("check", "--repair")
    run("check")
    assert run.json("list", "agreements", "--search", "x") == []


@pytest.mark.parametrize("content", [b"", b"only text, no database at all" * 50])
def test_restore_refuses_what_is_no_database(run: Terminal, tmp_path: Path, content: bytes) -> None:
    foreign = tmp_path / "foreign.db"
    foreign.write_bytes(content)
    run("restore", foreign, status=1)
    assert len(run.json("list", "agreements")) == 17


def test_a_file_that_is_no_database_is_refused_and_stays(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Nákup: mléko, rohlíky\n" * 100, encoding="utf-8")
    before = file.read_bytes()
    terminal = Terminal(capsys, file)
    terminal("list", "persons", status=1)
    terminal("import", DEMO_DATA, status=1)
    assert file.read_bytes() == before


def test_two_data_sets_with_equal_ids_do_not_mix(fresh: Terminal, tmp_path: Path) -> None:
    for name in ("kraj-a", "kraj-b"):
        folder = tmp_path / name
        folder.mkdir()
        shutil.copy(DEMO_DATA / "organisations.csv", folder)
        fresh("import", folder)
    store = open_store(fresh.data)
    assert count(store, "organisation") == 130
    store.close()
    fresh("show", "organisations", "org-ustecky-kraj", status=1)
    assert "kraj-a:org-ustecky-kraj" in fresh.err
    assert fresh.json("show", "organisations", "kraj-b:org-ustecky-kraj")["id"]


# search


def test_search_finds_records_of_any_kind(run: Terminal) -> None:
    found = run.json("search", "vojvod")
    assert {item["entity"] for item in found} >= {"organisations", "agreements", "delegations"}
    by_id = {item["external_id"]: item for item in found}
    assert by_id["org-vojvodina"]["reason"] is None
    assert found[0]["entity"] == "organisations"
    assert len(run("search", "vojvod").splitlines()) == len(found)
    assert run.json("search", "no such words") == []


# show agreements


_COLUMNS = (
    "id,title_cs,partner_org_id,kind,relation_type,signed_on,status,entry_into_force,term,"
    "expires_on,renewal_months,notice_months,notice_given_on,ended_on"
)


@pytest.fixture
def with_terms(fresh: Terminal, tmp_path: Path) -> Terminal:
    """A data set whose agreements use the columns of the term, with partial days."""
    folder = tmp_path / "terms"
    folder.mkdir()
    shutil.copy(DEMO_DATA / "organisations.csv", folder)
    start = "Dohoda,org-sasko,cooperation_agreement,international"
    lines = [
        f"renewing,{start},2009-05-20,,2009-05-27,fixed,2014-05-26,60,6,,",
        f"open,{start},2011,,2011-03,indefinite,,,3,,",
        f"vague,{start},2020-04-01,,2020-04,fixed,2027-06,,6,,",
        f"unrecorded,{start},2020-04-01,,,,,,,,",
        f"draft,{start},,draft,,,,,,,",
        f"approved,{start},,in_approval,,,,,,,",
        f"left,{start},2015-01-01,,2015-01-01,indefinite,,,6,2024-02-10,",
        f"over,{start},2015-01-01,,2015-01-01,indefinite,,,6,2022-02,2022-09",
    ]
    text = "\n".join([_COLUMNS, *lines]) + "\n"
    (folder / "agreements.csv").write_text(text, encoding="utf-8")
    out = fresh("import", folder, "--lang", "en")
    assert "agreements.csv: 8 added, 0 changed, 0 unchanged, 0 refused" in out
    return fresh


@pytest.mark.parametrize(
    ("key", "on", "state", "end", "deadline", "deliver_by"),
    [
        ("renewing", "2026-11-24", "in_force", "2029-05-26", "2028-11-26", "2028-11-24"),
        ("renewing", "2009-05-21", "signed", "2014-05-26", "2013-11-26", "2013-11-26"),
        ("renewing", "2028-12-24", "in_force", "2029-05-26", "2028-11-26", "2028-11-24"),
        ("open", "2026-11-24", "in_force", None, None, None),
        ("vague", "2026-11-24", "in_force", None, None, None),
        ("unrecorded", "2026-11-24", "in_force", None, None, None),
        ("draft", "2026-11-24", "draft", None, None, None),
        ("approved", "2026-11-24", "in_approval", None, None, None),
        ("left", "2024-02-09", "in_force", None, None, None),
        ("left", "2024-03-01", "ending", None, None, None),
        ("over", "2026-11-24", "terminated", None, None, None),
    ],
)
def test_show_tells_how_an_agreement_stands_on_a_day(
    with_terms: Terminal,
    key: str,
    on: str,
    state: str,
    end: str | None,
    deadline: str | None,
    deliver_by: str | None,
) -> None:
    found = with_terms.json("show", "agreements", key, "--on", on, "--lang", "en")
    assert found["state"] == state
    assert found["current_term_end"] == end
    assert found["notice_deadline"] == deadline
    assert found["deliver_by"] == deliver_by


def test_show_explains_the_term_and_lists_what_is_missing(with_terms: Terminal) -> None:
    arguments = ("show", "agreements", "renewing", "--on", "2026-11-24")
    found = with_terms.json(*arguments, "--lang", "en")
    explanation = found["explanation"].replace("\u00a0", " ")
    assert "Renewed on 26 May 2024 for 5 years" in explanation
    assert "Notice must be delivered by Friday 24 November 2028" in explanation
    assert {item["group"] for item in found["missing"]} <= {"law", "register", "office"}
    assert all(item["text"] and item["code"] for item in found["missing"])
    czech = with_terms.json(*arguments, "--lang", "cs")
    assert "do pátku 24. 11. 2028" in czech["explanation"].replace("\u00a0", " ")
    shown = with_terms(*arguments, "--lang", "en")
    assert found["explanation"] in shown
    assert found["missing"][0]["text"] in shown
    vague = with_terms.json("show", "agreements", "vague", "--lang", "en")["explanation"]
    assert "not known to the day" in vague
    unrecorded = with_terms.json("show", "agreements", "unrecorded", "--lang", "en")["explanation"]
    assert "not recorded" in unrecorded


def test_the_partial_days_of_a_term_are_kept(with_terms: Terminal) -> None:
    shown = with_terms.json("show", "agreements", "over")
    assert (shown["notice_given_on"], shown["ended_on"]) == ("2022-02", "2022-09")
    assert with_terms.json("show", "agreements", "vague")["expires_on"] == "2027-06"
    assert with_terms.json("show", "agreements", "open")["entry_into_force"] == "2011-03"


def test_a_day_that_is_none_is_wrong_usage(run: Terminal) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--data", str(run.data), "show", "agreements", "agr-ostroda", "--on", "soon"])
    assert stopped.value.code == 2


# reminders


def test_reminders_are_listed_and_looked_for_further_ahead(with_terms: Terminal) -> None:
    arguments = ("reminders", "--on", "2028-11-01", "--lang", "en")
    found = with_terms.json(*arguments)
    (notice,) = [item for item in found if item["kind"] == "notice"]
    assert notice["external_id"] == "renewing"
    assert (notice["entity"], notice["due"], notice["days_left"]) == (
        "agreements",
        "2028-11-24",
        23,
    )
    assert notice["text"].startswith("Notice must be delivered by 24")
    assert notice["text"] in with_terms(*arguments)
    early = ("reminders", "--on", "2028-01-01", "--lang", "en")
    assert "notice" not in {item["kind"] for item in with_terms.json(*early)}
    assert "notice" in {item["kind"] for item in with_terms.json(*early, "--within", "400")}


def test_nothing_to_be_reminded_of_is_said(fresh: Terminal) -> None:
    assert fresh.json("reminders") == []
    assert "nothing to be reminded of" in fresh("reminders", "--lang", "en")


def test_reminders_follow_the_tasks_in_their_export(with_terms: Terminal, tmp_path: Path) -> None:
    with_terms("export", "tasks", "--to", tmp_path / "tasks.json", "--lang", "en")
    with_terms("export", "tasks", "--to", tmp_path / "tasks.csv", "--lang", "en")
    listed = json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))
    wanted = with_terms.json("reminders", "--lang", "en")
    assert [item["reminder_kind"] for item in listed] == [item["kind"] for item in wanted]
    assert [item["due"] for item in listed] == [item["due"] for item in wanted]
    assert {item["id"] for item in listed} == {None}
    assert listed[0]["links"][0]["record_id"] == wanted[0]["id"]
    lines = (tmp_path / "tasks.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].endswith("reminder_kind")
    assert len(lines) == len(wanted) + 1
