from __future__ import annotations

import argparse
import ast
import errno
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import cli
from app.cli.grammar import OF_ARGPARSE, language_for, speaking
from app.files import Reason
from app.i18n import Language, translator
from app.system import unix_language, windows_language
from tests.app.test_cli import Terminal


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], loaded_file: Path, tmp_path: Path) -> Terminal:
    from app.db.migrate import copy_database

    copy_database(loaded_file, tmp_path / "kraj.db", None)
    return Terminal(capsys, tmp_path / "kraj.db")


CS, DE, EN = Language.CS, Language.DE, Language.EN


@pytest.mark.parametrize(
    ("arguments", "environment", "chosen", "system", "language"),
    [
        (["--lang", "de", "list"], {"VZTAHY_LANGUAGE": "en"}, "cs", "cs", DE),
        (["print", "x", "--lang=en", "--lang", "de"], {}, "cs", "cs", EN),
        (["list"], {"VZTAHY_LANGUAGE": "en"}, "de", "cs", EN),
        (["list"], {"VZTAHY_LANGUAGE": "fr"}, "de", "cs", DE),
        (["list"], {}, "", "de", DE),
        (["list"], {}, "", "pl", CS),
        (["list", "--", "--lang", "de"], {}, "", "", CS),
        (["--lang"], {}, "", "", CS),
        (["--lang", "fr"], {}, "en", "", EN),
    ],
)
def test_which_language_a_command_speaks(
    arguments: list[str], environment: dict[str, str], chosen: str, system: str, language: Language
) -> None:
    assert language_for(arguments, environment, lambda: chosen, lambda: system) is language


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({"LANG": "de_AT.UTF-8"}, "de"),
        ({"LC_ALL": "", "LC_MESSAGES": "cs_CZ.UTF-8", "LANG": "de_DE.UTF-8"}, "cs"),
        ({"LANG": "en_GB.UTF-8", "LANGUAGE": "sk:cs:en"}, "sk"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "de"}, ""),
        ({"LANG": "POSIX"}, ""),
        ({}, ""),
    ],
)
def test_the_language_of_a_unix_system(environment: dict[str, str], code: str) -> None:
    assert unix_language(environment) == code


@pytest.mark.parametrize(("number", "code"), [(0x0405, "cs"), (0x0C07, "de"), (0xFFFF, "")])
def test_the_language_of_windows(number: int, code: str) -> None:
    class Kernel:
        def GetUserDefaultUILanguage(self) -> int:
            return number

    assert windows_language(Kernel()) == code


def grammars(language: Language) -> Iterator[argparse.ArgumentParser]:
    """The grammar of the program and of each command."""
    tr = translator(language)
    with speaking(tr):
        todo = [cli.parser(tr)]
        while todo:
            item = todo.pop()
            yield item
            for action in item._actions:
                if isinstance(action, argparse._SubParsersAction):
                    todo += list(action.choices.values())


def words_of(language: Language) -> list[str]:
    """All sentences of the help, in the order of the grammar."""
    found = []
    for item in grammars(language):
        found += [item.prog, item.description or "", item.epilog or ""]
        found += [group.title or "" for group in item._action_groups]
        found += [action.help or "" for action in item._actions]
    return found


@pytest.mark.parametrize("language", [CS, DE])
def test_the_help_of_every_command_is_in_the_language_that_was_asked_for(
    language: Language,
) -> None:
    sentences = zip(words_of(EN), words_of(language), strict=True)
    english = {old for old, new in sentences if old == new and " " in old}
    # Kinds of records by their words are the same in every language.
    assert {
        text for text in english if not re.fullmatch(r"vztahy [a-z -]+|(?:[a-z-]+(?:, )?)+", text)
    } == set()
    for item in grammars(language):
        assert item.format_help().startswith(("použití: ", "Aufruf: "))


def test_every_option_and_argument_of_a_command_has_a_name_or_an_explanation() -> None:
    silent = [
        f"{item.prog}: {action.option_strings}"
        for item in grammars(EN)
        for action in item._actions
        if action.option_strings and not action.help and action.option_strings != ["--to"]
    ]
    assert silent == []


def test_all_that_argparse_says_to_people_is_known() -> None:
    """Of the Python that runs here; what only a programmer can cause is left out."""
    tree = ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))
    said = {
        call.args[0].value
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "_"
        and isinstance(call.args[0], ast.Constant)
    }
    programmer = (
        "conflict", "subcommand", "required' is", "mutually exclusive", "is not callable",
        "not defined", "can't open", "two groups", "option string", "dest=", "multiple subparser",
        'argument "-"',
    )  # fmt: skip
    assert [t for t in said - set(OF_ARGPARSE) if not any(part in t for part in programmer)] == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show"], "diese Argumente fehlen: ART, ID"),
        (["show", "flowers", "x"], "ungültige Auswahl: 'flowers'"),
        (["no-such"], "ungültige Auswahl: 'no-such'"),
        (["list", "persons", "--limit"], "ein Argument wird erwartet"),
        (["list", "persons", "--limit", "x"], "„x“ ist keine Zahl zwischen 0 und 1000000000"),
        (["reminders", "--within", "x"], "„x“ ist keine Zahl zwischen 0 und 36500"),
        (["reminders", "--on", "2026-13-01"], "„2026-13-01“ ist kein Tag (JJJJ-MM-TT)"),
        (["reminders", "--on", "0001-01-01"], "möglich ist nur ein Tag zwischen 1800-01-01"),
        (["list", "persons", "--nothing"], "unbekannte Argumente: --nothing"),
        (["set", "persons", "x", "y"], "„y“ ist nicht FELD=WERT"),
        (["document", "add", "--to", "x"], "2 Argumente werden erwartet"),
        (["print", "agreements"], "geben Sie ART, eine ID oder mehrere und AUSDRUCK an"),
    ],
)
def test_wrong_usage_is_said_in_the_language(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--lang", "de", *arguments])
    assert stopped.value.code == 2
    printed = capsys.readouterr().err
    assert "Aufruf: vztahy" in printed
    assert "Fehler: " in printed
    assert said in printed


def test_argparse_speaks_english_again_afterwards() -> None:
    before = dict(vars(argparse))
    with speaking(translator(CS)):
        assert vars(argparse)["_"]("options") == "volby"
    assert vars(argparse) == before


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("cs", "není tam"),
        ("de", "sie ist nicht vorhanden"),
        ("en", "it is not there"),
    ],
)
@pytest.mark.parametrize("name", ["no-such-folder", "no-such.vcf", "no-such.csv", "no-such.eml"])
def test_the_reason_of_the_system_is_said_in_the_language(
    run: Terminal, tmp_path: Path, name: str, language: str, said: str
) -> None:
    run("import", tmp_path / name, "--lang", language, status=1)
    assert said in run.err


def test_a_reason_that_is_not_known_is_said_as_the_system_says_it() -> None:
    assert Reason.of(OSError(errno.EXDEV, "Cross-device link")).text(translator(DE)) == (
        "Cross-device link"
    )
    assert Reason.of(OSError(errno.EIO, "x")).text(translator(DE)) != "x"


def test_an_unknown_record_is_looked_for_among_records_in_the_language(run: Terminal) -> None:
    run("show", "agreements", "nothing", "--lang", "cs", status=1)
    assert "Záznam „nothing“ v seznamu „Dohody“ není." in run.err
    run("show", "persons", "nothing", "--lang", "de", status=1)
    assert "Unter „Personen“ gibt es keinen Eintrag „nothing“." in run.err
    run("print", "agreements", "agr-zakarpati-2017", "flowers", "--to", "a.pdf", status=1)
    assert "Tisk „flowers“ pro „Dohody“ neexistuje." in run.err


def test_the_history_speaks_in_labels_and_names(run: Terminal) -> None:
    run("set", "agreements", "agr-zakarpati-2017", "kind=memorandum", "--lang", "cs")
    for command in (
        ("agreements", "agr-zakarpati-2017"),
        ("delegations", run.json("list", "delegations", "--limit", "1")[0]["id"]),
        ("organisations", run.json("list", "organisations", "--limit", "1")[0]["id"]),
    ):
        told = run("history", *command, "--lang", "cs")
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-", told), told
        assert "_" not in told
    told = run("history", "agreements", "agr-zakarpati-2017", "--lang", "cs")
    assert "Druh: Dohoda o spolupráci → Memorandum" in told


def test_a_list_of_papers_answers_in_the_language_of_the_papers(run: Terminal) -> None:
    assert "Sprachen: 1" in run("print", "--list", "--lang", "de")


@pytest.mark.parametrize(
    "command",
    [
        ("summary", "agr-zakarpati-2017", "--to"),
        ("export", "persons", "--to"),
        ("print", "agreements", "agr-zakarpati-2017", "summary", "--to"),
        ("backup",),
    ],
)
def test_no_folder_is_made_for_a_slip_of_the_pen(
    run: Terminal, tmp_path: Path, command: tuple[str, ...]
) -> None:
    run(*command, tmp_path / "no" / "such" / "file.pdf", status=1)
    assert "složka" in run.err
    assert not (tmp_path / "no").exists()
