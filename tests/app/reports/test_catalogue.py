from __future__ import annotations

import inspect
import subprocess
import sys

import pytest

from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import Language, translator
from app.reports.catalogue import PAPERS, paper_of, papers_of
from app.reports.engine.paper import Paper


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: f"{paper.entity}-{paper.key}")
def test_every_entry_can_be_printed(paper: Paper) -> None:
    parameters = inspect.signature(paper.functions().write).parameters
    names = list(parameters)
    options = [option.name for option in paper.options]
    assert [name.replace("wanted", "ids") for name in names[:6]] == [
        "connection",
        "ids",
        "languages",
        "target",
        "on",
        "tell",
    ]
    wanted = sorted([*options, *paper.about])
    assert names[6:] == ["options"] or sorted(names[6:]) == wanted
    assert paper.entity in ENTITIES
    assert set(paper.joined) <= set(paper.kinds)
    assert all(kind in (".pdf", ".docx", ".html", ".xlsx", ".xml", ".json") for kind in paper.kinds)
    assert paper.languages in (1, 2)
    if missing := paper.functions().missing:
        said = inspect.signature(missing).parameters
        assert [name.replace("wanted", "ids") for name in list(said)[:4]] == [
            "connection",
            "ids",
            "languages",
            "on",
        ]
        assert list(said)[4:] in ([], ["options"], options)
        assert len(said) > 4 or not options


@pytest.mark.parametrize("language", [Language.CS, Language.DE])
def test_every_label_is_translated(language: Language) -> None:
    tr = translator(language)
    labels = [paper.label for paper in PAPERS]
    for option in (option for paper in PAPERS for option in paper.options):
        labels += [option.label, *(label for _, label in option.values)]
    english = translator(Language.EN)
    assert [label for label in labels if tr.message(label) == english.message(label)] == []


def test_keys_are_unique_within_an_entity() -> None:
    keys = [(paper.entity, paper.key) for paper in PAPERS]
    assert len(keys) == len(set(keys))
    for entity, key in keys:
        assert paper_of(entity, key) in papers_of(entity)


def test_options_of_one_name_have_one_label() -> None:
    """On the command line they are one argument with the choices of all papers."""
    options = [option for paper in PAPERS for option in paper.options]
    pairs = {(option.name, option.label) for option in options}
    assert len({option.name for option in options}) == len(pairs)


def test_an_unknown_paper_names_those_that_there_are() -> None:
    with pytest.raises(UserError) as raised:
        paper_of("agreement", "menu")
    assert "council-paper" in str(raised.value)
    with pytest.raises(UserError):
        paper_of("task", "summary")


def test_the_catalogue_imports_nothing_heavy() -> None:
    code = (
        "import sys, app.reports.catalogue;"
        "sys.exit([m for m in ('reportlab', 'sqlalchemy', 'docx', 'babel') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert run.stderr == b"[]\n", run.stderr


def test_commitments_are_offered_with_a_list_and_with_a_record() -> None:
    for entity in ("agreement", "organisation"):
        paper = paper_of(entity, "commitments")
        assert paper in papers_of(entity, of_list=True)
        assert paper in papers_of(entity, of_list=False)
    register = paper_of("agreement", "register")
    assert register in papers_of("agreement", of_list=True)
    assert register not in papers_of("agreement", of_list=False)
