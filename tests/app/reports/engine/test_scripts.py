"""Names in other scripts: Cyrillic, Greek, Chinese, Korean, Arabic, Hebrew; others are told."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from app.db.store import Store
from app.i18n import Language
from app.reports.catalogue import paper_of
from app.reports.engine import fonts
from app.reports.engine.arabic import in_order, joined
from app.reports.engine.fonts import REGULAR, covers, pieces, printable
from app.reports.engine.losses import losses
from app.reports.printing import print_paper
from tests.app.reports.papers_support import assert_conforms, assert_nothing_is_cut, flat_text_of
from tests.factories import make

ON = date(2026, 11, 25)
NAMES = {
    "UA": "Закарпатська область",
    "GR": "Περιφέρεια Κεντρικής Μακεδονίας",
    "CN": "安徽省人民政府",
    "TW": "臺北市政府",
    "EG": "محافظة أسوان",
    "IR": "استان گیلان (ایران ۲۰۲۴)",
    "IL": "עיריית תל אביב–יפו (מחוז 12)",
    "KR": "경상북도 도청",
}


@pytest.mark.parametrize("country", NAMES)
def test_a_name_in_its_script_is_printed_and_can_be_copied(
    store: Store, country: str, tmp_path: Path
) -> None:
    name = NAMES[country]
    partner = make(store, "organisation", name_cs="Partner", native_name=name, country=country)
    key = make(store, "agreement", title_cs=f"Dohoda {name}", partner_id=partner)
    make(store, "agreement_party", agreement_id=key, organisation_id=partner, position_no=1)
    with store.reading() as connection:
        for paper, languages in (("summary", [Language.CS]), ("summary", [*Language][:2])):
            target = tmp_path / "a.pdf"
            left = print_paper(
                connection, paper_of("agreement", paper), [key], languages, target, ON
            )
            assert left == []
            assert_conforms(target)
            assert_nothing_is_cut(target)
            text = flat_text_of(target)
            assert "?" not in text
            if country not in ("EG", "IR", "IL"):  # poppler turns what stands from the right
                assert text.replace(" ", "").count(name.replace(" ", "")) >= 2


def test_what_no_font_has_is_a_question_mark_and_told(store: Store, tmp_path: Path) -> None:
    partner = make(store, "organisation", name_cs="Tbilisi", native_name="თბილისი", country="GE")
    key = make(store, "agreement", title_cs="Dohoda ภาษาไทย", partner_id=partner)
    make(store, "agreement_party", agreement_id=key, organisation_id=partner, position_no=1)
    with store.reading() as connection:
        paper = paper_of("agreement", "summary")
        left = print_paper(connection, paper, [key], [Language.CS], tmp_path / "a.pdf", ON)
    assert {text.partition(": ")[2] for text in left} == {"Dohoda ภาษาไทย", "თბილისი"}
    assert_conforms(tmp_path / "a.pdf")


def test_a_question_mark_of_the_text_itself_is_no_loss() -> None:
    with losses() as lost:
        assert printable("Proč?") == "Proč?"
        assert covers("安徽省 Закарпатська")
    assert lost == {}


def test_arabic_letters_join_and_stand_from_the_right() -> None:
    assert joined("باب") == "\ufe91\ufe8e\ufe8f", "initial, final, and one that joins to nothing"
    assert joined("محمد") == "\ufee3\ufea4\ufee4\ufeaa"
    assert joined("لا") == "\ufefb", "lam and alef are one sign"
    assert in_order("abc") == "abc"
    assert in_order("با 12 ب") == "ب 12 اب"
    assert in_order("اب (دج)") == "(جد) با"
    assert in_order("Kraj (باب) 5") == f"Kraj ({'باب'[::-1]}) 5"


def test_hebrew_letters_stand_from_the_right() -> None:
    assert in_order(joined("שלום")) == "שלום"[::-1]
    assert in_order("Město תל אביב (12) EU") == "Město (12) ביבא לת EU".replace(
        "(12) ביבא לת", "(12) " + "תל אביב"[::-1]
    )


def test_every_font_is_called_what_it_is() -> None:
    for name, file in fonts._FILES.items():
        face = fonts.font(name).face
        called = str(face.fullName)
        assert face.name.decode().removesuffix("-Regular") == file.removesuffix(
            ".ttf"
        ).removesuffix("-Regular")
        assert ("SemiBold" in file) == ("SemiBold" in called)
        assert not re.search("Thin|Light|Medium|Black", called), called


def test_parts_of_a_line_have_the_font_that_knows_them() -> None:
    assert pieces("Praha", REGULAR) == [(REGULAR, "Praha")]
    names = [name for name, _ in pieces("Praha 安徽省 EU", REGULAR)]
    assert names == [REGULAR, "NotoSansSC", REGULAR]
    names = [name for name, _ in pieces("경기도 京畿道", REGULAR)]
    assert names == ["NotoSansKR", REGULAR, "NotoSansSC"]
