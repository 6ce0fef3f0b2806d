from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.binding import bound


@pytest.mark.parametrize(
    ("language", "text", "kept"),
    [
        ("cs", "Jednání v Praze a v Ústí", "Jednání v~Praze a~v~Ústí"),
        ("cs", "K návrhu (s přílohou)", "K~návrhu (s~přílohou)"),
        ("cs", "podle § 28 odst. 2 písm. c) zákona č. 129/2000 Sb.",
         "podle §~28 odst.~2 písm.~c) zákona č.~129/2000~Sb."),
        ("cs", "dne 29. 6. 2017", "dne 29.~6.~2017"),
        ("cs", "29. června 2017", "29.~června~2017"),
        ("cs", "má 30 MB, tj. 12 % z 1 250 000 Kč", "má 30~MB, tj. 12~% z~1~250~000~Kč"),
        ("cs", "Univerzita J. E. Purkyně", "Univerzita J.~E.~Purkyně"),
        ("cs", "doc. Ing. Jana Nová, Ph.D.", "doc.~Ing.~Jana Nová, Ph.D."),
        ("cs", "Česko – Sasko", "Česko~– Sasko"),
        ("cs", "firma s. r. o.", "firma s.~r.~o."),
        ("de", "nach § 28 Abs. 2 und Art. 3", "nach §~28 Abs.~2 und Art.~3"),
        ("de", "z. B. am 3. Oktober 2026 um 10 h", "z.~B. am 3.~Oktober~2026 um 10~h"),
        ("de", "Herr Dr. Müller", "Herr~Dr.~Müller"),
        ("en", "on 29 June 2017, see No. 5", "on 29~June~2017, see No.~5"),
        ("en", "Mr Novák and a file", "Mr~Novák and a file"),
        ("", "v Praze a okolí; I am a file", "v~Praze a~okolí; I~am a~file"),
        ("", "Praha · Memorandum", "Praha~· Memorandum"),
        ("", "§ 28", "§~28"),
        ("en", "4 minutes 30 seconds", "4 minutes 30 seconds"),
    ],
)  # fmt: skip
def test_where_a_line_does_not_break(language: str, text: str, kept: str) -> None:
    assert bound(text, language).replace("\u00a0", "~") == kept


@given(st.text(), st.sampled_from(["cs", "de", "en", ""]))
def test_only_spaces_change_and_twice_is_once(text: str, language: str) -> None:
    found = bound(text, language)
    assert found.replace("\u00a0", " ") == text.replace("\u00a0", " ")
    assert bound(found, language) == found
