"""Messages are found in a file as the standard library finds them."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest

from app.catalogue import Catalogue
from app.i18n import DOMAIN, Language
from app.paths import TRANSLATIONS


def file_of(language: Language) -> Path:
    return TRANSLATIONS / language.value / "LC_MESSAGES" / f"{DOMAIN}.mo"


@pytest.mark.parametrize("language", Language)
def test_every_message_has_the_text_and_the_forms_of_gettext(language: Language) -> None:
    ours = Catalogue(file_of(language))
    with file_of(language).open("rb") as stream:
        theirs = gettext.GNUTranslations(stream)
    catalogue = theirs._catalog  # type: ignore[attr-defined]
    assert len(catalogue) > 1000
    for key in catalogue:
        message = key[0] if isinstance(key, tuple) else key
        assert ours.gettext(message) == theirs.gettext(message)
        if isinstance(key, tuple):
            for count in (*range(0, 30), 100, 101, 111, 122, 1000):
                assert ours.ngettext(message, "x", count) == theirs.ngettext(message, "x", count)


@pytest.mark.parametrize("message", ["", "No such message", "Zzz", "\x01", "No such\x04message"])
def test_what_is_not_there_stands_for_itself(message: str, tmp_path: Path) -> None:
    assert Catalogue(tmp_path / "none.mo").gettext(message) == message
    assert Catalogue(tmp_path / "none.mo").ngettext("one", "many", 2) == "many"
    assert Catalogue(tmp_path / "none.mo").ngettext("one", "many", 1) == "one"
    if message:  # the empty one is the header of a file
        assert Catalogue(file_of(Language.CS)).gettext(message) == message


def test_another_file_is_no_catalogue(tmp_path: Path) -> None:
    (tmp_path / "x.mo").write_bytes(b"PK\x03\x04" + bytes(40))
    with pytest.raises(ValueError, match=r"x\.mo"):
        Catalogue(tmp_path / "x.mo")
