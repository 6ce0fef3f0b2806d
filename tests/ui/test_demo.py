from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.i18n import Language
from app.reports.catalogue import PAPERS
from ui import demo


def test_without_a_display_every_screen_and_paper_is_rendered(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "SIZES", ((1366, 768),))
    monkeypatch.setattr(demo, "SCHEMES", ("light",))
    target = tmp_path / "out"
    assert demo.run("cs", target) == 0
    names = {file.name for file in target.iterdir()}
    for key in ("home", "person", "organisation", "delegation", "agreement", "task"):
        for language in Language:
            name = f"{key}-{language}-1366x768-light.png"
            assert name in names
            image = QImage(str(target / name))
            assert (image.width(), image.height()) == (1366, 768)
    papers = {"cs", "de", "en", "cs-de", "cs-en", "de-en"}
    assert {f"agreements-{paper}.pdf" for paper in papers} <= names
    for paper in PAPERS:
        stem = "agreements" if paper.key == "summary" else f"{paper.entity}-{paper.key}"
        assert f"{stem}-de{paper.kinds[0]}" in names


def test_a_folder_that_cannot_be_written_is_said(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder", encoding="utf-8")
    assert demo.run("cs", blocked / "out") == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
