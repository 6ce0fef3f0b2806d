"""Every paper about the sample data: a few in the ordinary run, all of them by night."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from app.db.store import Store
from app.exchange.demo import load_demo
from app.i18n import Language
from app.reports.catalogue import paper_of
from app.reports.printing import print_paper
from app.services.office import open_store
from app.services.office_settings import own_organisation
from tests.app.reports.papers_support import (
    assert_conforms,
    assert_no_heading_is_alone,
    assert_nothing_is_cut,
    flat_text_of,
)

CS, DE, EN = Language.CS, Language.DE, Language.EN
COMBINATIONS = [(CS,), (DE,), (EN,), (CS, DE), (CS, EN), (DE, EN)]
OF_AGREEMENTS = ("summary", "summary-full", "cover", "signing", "commitments")
OF_PARTNERS = ("partner-page", "commitments")
ON = date(2026, 11, 25)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample data with what the demo adds: translations, visits, people, an agreement."""
    found = open_store(tmp_path_factory.mktemp("papers") / "demo.db")
    load_demo(found, ON)
    yield found
    found.close()


def agreements(store: Store) -> dict[str, tuple[str, list[str]]]:
    """Of each agreement its Czech title and the native names of its parties."""
    with store.reading() as connection:
        rows = connection.execute("SELECT id, title_cs FROM agreement ORDER BY title_cs").fetchall()
        return {
            key: (
                title,
                [
                    name
                    for (name,) in connection.execute(
                        "SELECT o.native_name FROM agreement_party p JOIN organisation o"
                        " ON o.id = p.organisation_id WHERE p.agreement_id = ?",
                        (key,),
                    ).fetchall()
                    if name
                ],
            )
            for key, title in rows
        }


def printed(
    store: Store,
    entity: str,
    key: str,
    record: str,
    languages: Sequence[Language],
    target: Path,
    **options: str,
) -> Path:
    with store.reading() as connection:
        paper = paper_of(entity, key)
        print_paper(connection, paper, [record], languages, target, ON, options)
    return target


def check(file: Path, languages: Sequence[Language]) -> str:
    assert_conforms(file)
    assert_nothing_is_cut(file)
    assert_no_heading_is_alone(file)
    with pikepdf.open(file) as pdf:
        assert str(pdf.Root.Lang) == languages[0]
        assert str(pdf.docinfo.Author) == "Ústecký kraj"
        assert str(pdf.docinfo.Title)
    text = flat_text_of(file)
    assert "?" not in text.replace(".asp?id", "").replace("php?", "")
    return text


@pytest.mark.parametrize("languages", [(CS,), (DE, EN)], ids="-".join)
@pytest.mark.parametrize("key", OF_AGREEMENTS)
def test_papers_about_one_agreement(
    demo: Store, key: str, languages: Sequence[Language], tmp_path: Path
) -> None:
    found = agreements(demo)
    record = next(item for item, (title, _) in found.items() if "Zakarpatskou" in title)
    text = check(
        printed(demo, "agreement", key, record, languages, tmp_path / "paper.pdf"), languages
    )
    if languages == (CS,):
        assert found[record][0] in text
    if key not in ("commitments", "signing"):
        assert "Закарпатська" in text


@pytest.mark.parametrize("languages", [(EN,), (CS, DE)], ids="-".join)
def test_the_page_of_a_partner(demo: Store, languages: Sequence[Language], tmp_path: Path) -> None:
    with demo.reading() as connection:
        (record,) = connection.execute(
            "SELECT id FROM organisation WHERE name_cs LIKE 'Autonomní oblast%'"
        ).fetchone()
    target = tmp_path / "paper.pdf"
    text = check(
        printed(demo, "organisation", "partner-page", record, languages, target), languages
    )
    assert "Аутономна покрајина Војводина" in text


def test_the_summary_of_every_agreement_is_one_page(demo: Store, tmp_path: Path) -> None:
    target = tmp_path / "paper.pdf"
    for record, (title, _) in agreements(demo).items():
        for languages in ((CS,), (DE, EN)):
            printed(demo, "agreement", "summary", record, languages, target)
            with pikepdf.open(target) as pdf:
                assert len(pdf.pages) == 1, (title, languages)


@pytest.mark.nightly
@pytest.mark.parametrize("languages", COMBINATIONS, ids="-".join)
@pytest.mark.parametrize("key", OF_AGREEMENTS)
def test_every_paper_about_every_agreement(
    demo: Store, key: str, languages: Sequence[Language], tmp_path: Path
) -> None:
    found = agreements(demo)
    assert len(found) == 18  # the public record and one of the demo
    for record, (title, natives) in found.items():
        target = tmp_path / "paper.pdf"
        text = check(printed(demo, "agreement", key, record, languages, target), languages)
        if CS in languages and len(languages) == 1:
            assert title in text
        if key in ("summary", "summary-full") and len(languages) == 1:
            for name in natives:
                assert name in text, title
        if key == "summary":
            with pikepdf.open(target) as pdf:
                assert len(pdf.pages) == 1, (title, languages)


@pytest.mark.nightly
@pytest.mark.parametrize("languages", COMBINATIONS, ids="-".join)
@pytest.mark.parametrize("key", OF_PARTNERS)
@pytest.mark.parametrize("version", ["internal", "public"])
def test_every_paper_about_every_partner(
    demo: Store, key: str, version: str, languages: Sequence[Language], tmp_path: Path
) -> None:
    if key != "partner-page" and version == "public":
        pytest.skip("there is one version only")
    with demo.reading() as connection:
        rows = connection.execute("SELECT id FROM organisation").fetchall()
        own = own_organisation(connection)
    options = {"version": version} if key == "partner-page" else {}
    for (record,) in rows:
        target = tmp_path / "paper.pdf"
        check(printed(demo, "organisation", key, record, languages, target, **options), languages)
        # The office itself is a party to most agreements, which need more than a sheet.
        if key == "partner-page" and record != own:
            with pikepdf.open(target) as pdf:
                assert len(pdf.pages) <= 2
