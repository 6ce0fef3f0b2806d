from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.vcard.values import (
    MAX_PARTS,
    MAX_PHOTO,
    Parameters,
    decoded,
    fields,
    from_base64,
    one_line,
    picture,
    split,
    unescaped,
)


@pytest.mark.parametrize(
    ("data", "charset", "text"),
    [
        ("Žák".encode(), "", "Žák"),
        ("Žák".encode("cp1250"), "", "Žák"),
        ("Žák".encode("iso8859-2"), "iso-8859-2", "Žák"),
        ("Žák".encode("cp852"), "ibm852", "Žák"),
        ("Žák".encode(), "no-such-charset", "Žák"),
        ("řřřř".encode() + b"\xff", "", "řřřř\ufffd"),
    ],
)
def test_texts_are_decoded_as_far_as_they_can_be(data: bytes, charset: str, text: str) -> None:
    assert decoded(data, charset) == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        (r"a\, b\; c\: d", "a, b; c: d"),
        (r"a\nb\Nc", "a\nb\nc"),
        (r"C:\\temp\\new", r"C:\temp\new"),
        (r"\x zůstane", r"\x zůstane"),
    ],
)
def test_escapes(text: str, plain: str) -> None:
    assert unescaped(text) == plain


def test_parts_are_split_where_no_backslash_stands_before() -> None:
    assert split(r"a\;b;c", ";") == [r"a\;b", "c"]
    assert split("a,b", ",") == ["a", "b"]
    assert len(split(";" * 5 * MAX_PARTS, ";")) <= MAX_PARTS + 2


def test_structured_values_have_at_least_the_fields_that_are_asked_for() -> None:
    assert fields("a;b", 3) == ["a", "b", ""]
    assert fields("a;b;c;d", 3) == ["a", "b", "c", "d"]
    assert fields(r"a\nb;c", 2) == ["a b", "c"]
    assert one_line(r" a\n\n b ", ", ") == "a, b"


@given(st.binary(max_size=300))
def test_base64_comes_back_however_it_is_broken_up(data: bytes) -> None:
    coded = base64.b64encode(data).decode()
    spoilt = "\n ".join(coded[at : at + 5] for at in range(0, len(coded), 5)).rstrip("=")
    assert from_base64(spoilt) == data


def test_pictures_have_a_largest_size() -> None:
    assert picture(base64.b64encode(b"x" * MAX_PHOTO).decode()) == b"x" * MAX_PHOTO
    assert picture(base64.b64encode(b"x" * (MAX_PHOTO + 1)).decode()) is None
    assert picture("data:image/png;base64,QUJD") == b"ABC"
    assert picture("") is None


def test_parameters_of_2_1_stand_bare() -> None:
    found = Parameters("WORK;PREF;QUOTED-PRINTABLE;CHARSET=windows-1250")
    assert found.types == ["work", "pref"]
    assert (found.encoding, found.charset) == ("Q", "windows-1250")
    assert (found.label, found.is_primary) == ("work", True)


def test_parameters_of_3_0_and_4_0() -> None:
    found = Parameters('TYPE="home,voice";PREF=1;X-A="b;c: ^n^\'"')
    assert (found.label, found.is_primary) == ("home", True)
    assert found.values["X-A"] == 'b;c: \n"'


@pytest.mark.parametrize("name", ["utf-8", "zlib", "rot13", "unicode_escape", "idna", "../x"])
def test_a_charset_whose_decoder_is_not_harmless_is_not_used(name: str) -> None:
    assert Parameters(f"CHARSET={name}").charset == ""
