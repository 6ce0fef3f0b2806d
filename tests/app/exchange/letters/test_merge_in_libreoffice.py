"""LibreOffice opens the letters: what stands in them is in the PDF it makes."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from app.db.store import Store
from app.exchange.letters.merge import default_template, letters, office_values
from app.i18n import Language
from app.services.contacts.recipients import recipients
from tests.factories import make

pytestmark = pytest.mark.skipif(
    not shutil.which("soffice") or not shutil.which("pdftotext"),
    reason="LibreOffice or poppler is not installed",
)

TEXTS = {
    Language.CS: "Příliš žluťoučký kůň úpěl ďábelské ódy.",
    Language.DE: "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich.",
    Language.EN: "The quick brown fox jumps over the lazy dog.",
}


def as_pdf(document: Path, folder: Path) -> str:
    """The text of a document as LibreOffice prints it."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    profile = (folder / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf",
         "--outdir", str(folder), str(document)],
        check=True, capture_output=True, timeout=300, env={**os.environ, "HOME": str(home)},
    )  # fmt: skip
    made = folder / f"{document.stem}.pdf"
    done = subprocess.run(
        ["pdftotext", "-layout", str(made), "-"], check=True, capture_output=True, timeout=60
    )
    return done.stdout.decode()


@pytest.mark.nightly
def test_letters_in_three_languages_are_read(store: Store, tmp_path: Path) -> None:
    people = [
        make(store, "person", given_name="Žofie", family_name="Řeháčková", gender="female",
             language="cs"),
        make(store, "person", given_name="Max", family_name="Müller", gender="male",
             language="de"),
        make(store, "person", given_name="Sasha", family_name="Grey", gender="male",
             language="en"),
    ]  # fmt: skip
    for person in people:
        make(store, "address", person_id=person, kind="work", street="Hlavní 1",
             postal_code="40001", city="Ústí nad Labem", country="CZ")  # fmt: skip
    on = date(2026, 11, 25)
    with store.reading() as connection:
        found = recipients(connection, people, on=on)
        values = {
            language: {
                **office_values(connection, language, on),
                "subject": "Výstava", "reference_no": "KUUK/1/2026", "text": text,
                "signatory": "Eva Malá", "signatory_post": "",
            }
            for language, text in TEXTS.items()
        }  # fmt: skip
    templates = {language: default_template(language) for language in Language}
    files = letters(found, templates, values, tmp_path / "out")
    assert len(files) == 3
    pages = {item.language: as_pdf(file, tmp_path) for item, file in zip(found, files, strict=True)}
    for item in found:
        page = " ".join(pages[item.language].split())
        assert item.salutation in page
        assert TEXTS[item.language] in page
        assert "Hlavní 1" in page
        assert "Eva Malá" in page
    joined = letters(found[:1], templates, values, tmp_path / "joined.docx")
    assert "Vážená paní Řeháčková," in as_pdf(joined[0], tmp_path)
