from __future__ import annotations

import io
import logging
import re
import struct
import warnings
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.exchange.documents import file_types
from app.exchange.documents import text as document_text
from app.exchange.documents.file_types import (
    DAMAGED,
    LOCKED,
    OLE,
    TOO_BIG,
    is_executable,
    media_type,
)
from app.exchange.documents.text import (
    EMPTY,
    MAX_CHARACTERS,
    PROGRAM,
    SCANNED,
    TOO_LONG,
    UNSUPPORTED,
    Extracted,
    extract,
)
from app.exchange.tables.writer import write_xlsx

CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy"
RUSSIAN = "Соглашение о сотрудничестве"
GERMAN = "Zusammenarbeit in Größe und Straße"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)
PE = b"MZ" + b"\x90\0" * 29 + struct.pack("<I", 64) + b"PE\0\0" + b"\0" * 40


def zipped(members: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def docx(body: str, **parts: str) -> bytes:
    members: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    for part, content in parts.items():
        members[f"word/{part}.xml"] = f"<w:{part} {W}>{content}</w:{part}>"
    return zipped(members)


def odt(body: str, master: str = "", **more: str | bytes) -> bytes:
    return zipped(
        {
            "mimetype": ODT,
            "content.xml": f"<office:document-content {ODF}><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
            "styles.xml": f"<office:document-styles {ODF}><office:master-styles>{master}"
            "</office:master-styles></office:document-styles>",
            **more,
        }
    )


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


@cache
def pdf(*pages: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    from app.reports.engine.fonts import REGULAR, font

    font(REGULAR)
    target = io.BytesIO()
    canvas = Canvas(target)
    for page in pages:
        canvas.setFont(REGULAR, 12)
        for number, line in enumerate(page.splitlines()):
            canvas.drawString(60, 750 - 20 * number, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def encrypted_pdf(user: str, algorithm: str = "RC4-128") -> bytes:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(CZECH))))
    writer.encrypt(user_password=user, owner_password="owner", algorithm=algorithm)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


# PDF


def test_the_text_of_a_pdf_in_three_languages() -> None:
    found = extract(pdf(f"{CZECH}\n{RUSSIAN}", GERMAN), "dohoda.pdf")
    assert found.media_type == "application/pdf"
    assert found.pages == 2
    assert found.problem == ""
    assert found.text.splitlines() == [CZECH, RUSSIAN, GERMAN]


def test_a_pdf_without_text_says_so() -> None:
    assert extract(pdf("", ""), "sken.pdf") == Extracted("", "application/pdf", 2, SCANNED)


def test_a_pdf_with_a_password_is_a_problem_and_one_without_is_read() -> None:
    assert extract(encrypted_pdf("heslo"), "a.pdf") == Extracted(
        "", "application/pdf", None, LOCKED
    )
    assert extract(encrypted_pdf(""), "a.pdf").text == CZECH


@pytest.mark.parametrize("algorithm", ["AES-128", "AES-256", "AES-256-R5"])
def test_a_pdf_encrypted_with_aes_is_read_where_it_opens_without_a_password(algorithm: str) -> None:
    assert extract(encrypted_pdf("", algorithm), "a.pdf").text == CZECH
    locked = extract(encrypted_pdf("heslo", algorithm), "a.pdf")
    assert (locked.text, locked.problem) == ("", LOCKED)


def test_a_pdf_of_too_many_pages_is_read_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_text, "MAX_PAGES", 2)
    found = extract(pdf("první", "druhá", "třetí"), "a.pdf")
    assert found == Extracted("první\ndruhá", "application/pdf", 3, TOO_LONG)


def test_one_bad_page_does_not_hide_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    from pypdf import PageObject

    read = PageObject.extract_text
    seen: list[object] = []

    def second_fails(page: PageObject) -> str:
        seen.append(page)
        if len(seen) == 2:
            raise RecursionError
        return read(page)

    monkeypatch.setattr(PageObject, "extract_text", second_fails)
    found = extract(pdf("první", "druhá", "třetí"), "a.pdf")
    assert found == Extracted("první\ntřetí", "application/pdf", 3, document_text.PARTLY)


def test_what_pypdf_says_of_a_bad_file_does_not_reach_stderr(
    capsys: pytest.CaptureFixture[str],
) -> None:
    odd = re.sub(rb"startxref\n\d", b"startxref\n9", pdf(CZECH))
    # pytest's own handlers on the root would hide the last resort of logging.
    root = logging.getLogger()
    kept, root.handlers = root.handlers, []
    try:
        assert extract(odd, "a.pdf").text == CZECH
    finally:
        root.handlers = kept
    assert capsys.readouterr().err == ""


# DOCX and other Office Open XML


def test_the_text_of_a_docx_with_tables_headers_footers_and_notes() -> None:
    data = docx(
        f"{paragraph(CZECH)}<w:tbl><w:tr><w:tc>{paragraph('buňka 1')}</w:tc><w:tc>"
        f"{paragraph('buňka 2')}</w:tc></w:tr></w:tbl>{paragraph(RUSSIAN)}",
        footer1=paragraph("zápatí"),
        header1=paragraph("záhlaví"),
        footnotes=f"<w:footnote>{paragraph('pod čarou')}</w:footnote>",
        endnotes=f"<w:endnote>{paragraph('na konci')}</w:endnote>",
    )
    found = extract(data, "dohoda.docx")
    assert (found.media_type, found.pages, found.problem) == (DOCX, None, "")
    assert found.text.splitlines() == [
        CZECH, "buňka 1", "buňka 2", RUSSIAN, "záhlaví", "zápatí", "pod čarou", "na konci",
    ]  # fmt: skip


def test_runs_of_a_docx_make_one_word_and_signs_are_kept() -> None:
    body = (
        "<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>Ús</w:t></w:r><w:r><w:t>tí</w:t>"
        "<w:tab/><w:t>nad</w:t><w:br/><w:t>Labem</w:t><w:noBreakHyphen/><w:t>město</w:t></w:r>"
        "<w:del><w:r><w:delText>smazáno</w:delText><w:t>pryč</w:t></w:r></w:del>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
    )
    assert extract(docx(body), "a.docx").text == "Ústí nad\nLabem-město"


def test_a_text_box_is_read_once() -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    body = (
        f'<w:p><m:AlternateContent xmlns:m="{mc}"><m:Choice>{paragraph("rámeček")}</m:Choice>'
        f"<m:Fallback>{paragraph('rámeček')}</m:Fallback></m:AlternateContent></w:p>"
    )
    assert extract(docx(body), "a.docx").text == "rámeček"


def test_slides_in_their_order_and_the_strings_of_a_sheet() -> None:
    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    slides: dict[str, str | bytes] = {
        f"ppt/slides/slide{n}.xml": f"<s {a}><a:p><a:r><a:t>snímek {n}</a:t></a:r></a:p></s>"
        for n in (10, 2, 1)
    }
    found = extract(zipped({"ppt/presentation.xml": "<p/>", **slides}), "a.pptx")
    assert found.text.splitlines() == ["snímek 1", "snímek 2", "snímek 10"]
    sheet = zipped(
        {
            "xl/workbook.xml": "<workbook/>",
            "xl/sharedStrings.xml": f"<sst><si><t>{CZECH}</t></si><si><r><t>dvě </t></r><r>"
            "<t>části</t></r></si></sst>",
        }
    )
    assert extract(sheet, "a.xlsx").text.splitlines() == [CZECH, "dvě části"]


# OpenDocument


def test_the_text_of_an_odt_with_tables_headers_and_notes() -> None:
    data = odt(
        f"<text:h>{CZECH}</text:h><text:p>slovo<text:note><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>pod čarou</text:p></text:note-body></text:note></text:p>"
        "<table:table><table:table-row><table:table-cell><text:p>buňka</text:p></table:table-cell>"
        "</table:table-row></table:table>"
        '<text:p>a<text:s text:c="999999999"/>b<text:tab/>c<text:line-break/>d '
        "<text:span>e</text:span></text:p>"
        "<text:tracked-changes><text:p>smazáno</text:p></text:tracked-changes>"
        "<office:annotation><text:p>poznámka</text:p></office:annotation>",
        "<style:master-page><style:header><text:p>záhlaví</text:p></style:header>"
        "<style:footer><text:p>zápatí</text:p></style:footer></style:master-page>",
    )
    found = extract(data, "dohoda.odt")
    assert (found.media_type, found.problem) == (ODT, "")
    assert found.text.splitlines() == [
        CZECH, "slovo", "pod čarou", "buňka", "a b c", "d e", "záhlaví", "zápatí",
    ]  # fmt: skip


def test_office_files_with_a_password_say_so() -> None:
    manifest = "<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    data = odt("<text:p>x</text:p>", **{"META-INF/manifest.xml": manifest})
    assert extract(data, "a.odt") == Extracted("", ODT, None, LOCKED)
    ole = OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert extract(ole, "a.docx").problem == LOCKED
    flagged = bytearray(docx(paragraph("x")))
    at = flagged.find(b"PK\x01\x02", flagged.find(b"PK\x01\x02") + 1)
    flagged[at + 8] |= 1
    assert extract(bytes(flagged), "a.docx").problem == LOCKED


# What is meant to harm


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    f"<w:document {W}><w:p><w:t>&b;</w:t></w:p></w:document>"
)


def short(value: object) -> str | None:
    """The name of a case: bytes that hold the time would differ from process to process."""
    return f"{len(value)} bytes" if isinstance(value, bytes) else None


@pytest.mark.parametrize(
    "content",
    [
        LAUGHS,
        '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>',
        f"<w:document {W}>" + "<w:p>" * 5_000 + "</w:p>" * 5_000 + "</w:document>",
        f"<w:document {W}><w:p>",
        "",
    ],
    ids=short,
)
def test_xml_made_to_harm_or_broken_is_refused(content: str) -> None:
    found = extract(zipped({"word/document.xml": content}), "a.docx")
    assert found == Extracted("", DOCX, None, DAMAGED)


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = zipped({"word/document.xml": b" " * (20 * 2**20)})
    assert len(bomb) < 30_000
    assert extract(bomb, "a.docx").problem == TOO_BIG


def test_members_are_limited_in_size_number_and_method(monkeypatch: pytest.MonkeyPatch) -> None:
    good = docx(paragraph(CZECH), header1=paragraph("x"))
    squeezed = zipped({"word/document.xml": "<x/>"}, zipfile.ZIP_LZMA)
    assert extract(squeezed, "a.docx").problem == DAMAGED
    monkeypatch.setattr(file_types, "MAX_UNPACKED_BYTES", 200)
    assert extract(good, "a.docx").problem == TOO_BIG
    monkeypatch.undo()
    monkeypatch.setattr(file_types, "MAX_MEMBER_BYTES", 100)
    assert extract(good, "a.docx").problem == TOO_BIG
    monkeypatch.undo()
    monkeypatch.setattr(file_types, "MAX_MEMBERS", 2)
    assert extract(good, "a.docx") == Extracted("", DOCX, None, TOO_BIG)


def test_a_member_that_lies_about_its_size_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_types, "MAX_MEMBER_BYTES", 5_000)
    data = bytearray(docx(paragraph("x" * 100_000)))
    at = data.find(b"PK\x01\x02", data.find(b"PK\x01\x02") + 1)
    data[at + 24 : at + 28] = struct.pack("<I", 1_000)
    found = extract(bytes(data), "a.docx")
    assert found.text == ""
    assert found.problem in (DAMAGED, TOO_BIG)


def test_the_text_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    found = extract(b"slovo " * 400_000, "a.txt")
    assert len(found.text) == MAX_CHARACTERS
    assert found.problem == TOO_LONG
    monkeypatch.setattr(document_text, "MAX_TEXT_BYTES", 6)
    assert extract(b"slovo a dost", "a.txt") == Extracted("slovo", "text/plain", None, TOO_LONG)
    monkeypatch.setattr(document_text, "MAX_BYTES", 10)
    assert extract(b"slovo a dost", "a.txt").problem == TOO_BIG


# Text


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso8859_2"])
def test_the_charset_of_a_czech_text_is_found(charset: str) -> None:
    found = extract(f"{CZECH}\r\nkonec".encode(charset), "zápis.txt")
    assert found == Extracted(f"{CZECH}\nkonec", "text/plain", None, "")


def test_other_charsets_and_cut_texts() -> None:
    russian = "Соглашение о сотрудничестве между областью и краем"
    assert extract(russian.encode("cp1251"), "a.txt").text == russian
    assert extract(GERMAN.encode("cp1250"), "a.txt").text == GERMAN
    assert extract(CZECH.encode("utf-16-be").join([b"\xfe\xff", b""]), "a").text == CZECH
    assert extract("kůň".encode()[:-1], "a.txt").text == "ků"


def test_markdown_and_csv_are_texts() -> None:
    assert extract(b"# Nadpis\n\n\ntext", "a.md") == Extracted("# Nadpis\ntext", "text/markdown")
    assert extract(b"a;b\n1;2", "a.csv") == Extracted("a;b\n1;2", "text/csv")


def test_a_page_gives_its_text_without_tags_scripts_and_styles() -> None:
    page = (
        "<!DOCTYPE html><html><head><meta charset='windows-1250'><title>Titul</title>"
        "<style>p {color: red}</style><script>if (a < b) alert('x')</SCRIPT ></head><body>"
        f"<p>{CZECH}</p><!-- skryto <p> --><div>pře<b>hled</b> &amp; 1 < 2</div>a<br>b"
        "&nbsp;&#269;</body></html>"
    )
    found = extract(page.encode("cp1250"), "stránka")
    assert found.media_type == "text/html"
    assert found.text.splitlines() == ["Titul", CZECH, "přehled & 1 < 2", "a", "b č"]


@pytest.mark.parametrize("piece", ["<!--", "<script", "<a", "<", "</script", "<script></", "&#"])
def test_a_page_made_to_be_slow_is_read_in_one_pass(piece: str) -> None:
    assert extract(b"<html>ahoj " + piece.encode() * 300_000, "a.html").problem == ""


def test_a_declared_charset_that_is_none_is_not_believed() -> None:
    for charset in ("hex", "punycode", "rot13", "neznámá", "utf-16"):
        page = f'<html><meta charset="{charset}">{CZECH}</html>'
        assert extract(page.encode(), "a.html").text == CZECH


def test_the_text_of_an_rtf() -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1250\deff0{\fonttbl{\f0\fnil\fcharset238 Arial;}}"
        rb"{\colortbl;\red0;}{\*\generator Riched20;}{\info{\title Skryto}}"
        rb"\uc1\f0 D\'e1rce \u268?tu\'e8n\'fd {\b tu\'e8n\'fd}\par"
        b"\r\ndruh\xfd\\~\\{a\\}\\line{\\uc2\\u1055??\\uc0\\u1088 }i{\\pict 00ff}"
        rb"\u-10179?\u-8704?\bin4 {}{}konec}"
    )
    found = extract(data, "a.rtf")
    assert found.media_type == "application/rtf"
    assert found.text.splitlines() == ["Dárce Čtučný tučný", "druhý {a}", "Прi😀konec"]


def test_characters_that_a_database_refuses_are_gone() -> None:
    found = extract("a\ud800b\x00c\u00add".encode("utf-16", "surrogatepass"), "a.txt")
    assert found.text == "a\ufffdb cd"
    found.text.encode()


# Types


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.txt", b"%PDF-1.7\n", "application/pdf"),
        ("a.pdf", b"\xef\xbb\xbf\n%PDF-1.4", "application/pdf"),
        ("a.pdf", b"\x89PNG\r\n\x1a\n123", "image/png"),
        ("a", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a", b"II*\x00123", "image/tiff"),
        ("a", b"MM\x00*123", "image/tiff"),
        ("a", b"GIF89a", "image/gif"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        ("smlouva.pdf", PE, "application/vnd.microsoft.portable-executable"),
        ("a.txt", b"\x7fELF\x02", "application/x-executable"),
        ("a", b"#!/bin/sh\n", "text/x-shellscript"),
        ("a.docx", docx(""), DOCX),
        ("a.txt", docx(""), DOCX),
        ("a.zip", odt(""), ODT),
        ("a.docx", docx("")[:60], DOCX),
        ("a.txt", zipped({"a.txt": "a"}), "application/zip"),
        ("a.jar", zipped({"META-INF/MANIFEST.MF": "a"}), "application/java-archive"),
        ("a.doc", OLE + b"123", "application/msword"),
        ("a.txt", OLE + b"123", "application/x-ole-storage"),
        ("a.TXT", b"PKO a MZV", "text/plain"),
        ("a.txt", b"MZV: ministerstvo zahrani\xc4\x8d\xc3\xad", "text/plain"),
        ("a.txt", b"\0\1\2", "application/octet-stream"),
        ("a.heic", b"\0\0\0\x18ftypheic", "image/heic"),
        ("a", b"<html>", "text/html"),
        ("a", b"<?xml version='1.0'?><a/>", "application/xml"),
        ("a.svg", b"<svg/>", "image/svg+xml"),
        ("a", b"ahoj", "text/plain"),
        ("a", b"", "application/octet-stream"),
        ("a.pdf", b"", "application/pdf"),
    ],
    ids=short,
)
def test_the_type_by_content_and_then_by_name(name: str, data: bytes, expected: str) -> None:
    assert media_type(name, data) == expected


@pytest.mark.parametrize(
    "name",
    [
        *("a.exe", "A.EXE", "a.com", "a.bat", "a.cmd", "a.ps1", "a.vbs", "a.js", "a.jse", "a.wsf"),
        *("a.msi", "a.scr", "a.lnk", "a.hta", "a.jar", "a.reg", "a.cpl", "a.docm", "a.xlsm"),
        *("smlouva.pdf.exe", "a.exe.", "a.exe:x", "a.txt:b.exe", "a.exe "),
        *("a.e\u200bxe", "smlouva\u202efdp.exe"),
    ],
)
def test_programs_and_macro_documents_by_name(name: str) -> None:
    assert is_executable(name, b"ahoj")
    assert extract(b"ahoj", name).problem == PROGRAM


@pytest.mark.parametrize(
    "data",
    [
        PE,
        PE[:70],
        b"\x7fELF\x02\x01",
        b"\xcf\xfa\xed\xfe123",
        b"#!/usr/bin/env python\n",
        b"\x4c\0\0\0\x01\x14\x02\x00123",
        zipped({"META-INF/MANIFEST.MF": "a", "A.class": "b"}),
        zipped({"word/document.xml": "<a/>", "word/vbaProject.bin": "b"}),
        zipped({"word/document.xml": "<a/>", "WORD/VBAPROJECT.BIN": "b"}),
        zipped({"word/document.xml": "<a/>", "word/vbaProject.bin": "b"})[:-30],
        odt("", **{"Basic/Standard/Module1.xml": "<a/>"}),
        odt("", **{"Scripts/python/a.py": "a"}),
        OLE + "_VBA_PROJECT".encode("utf-16-le"),
        OLE + file_types._OLE_INSTALLER,
    ],
    ids=short,
)
def test_programs_and_macro_documents_by_content(data: bytes) -> None:
    assert is_executable("smlouva.pdf", data)
    found = extract(data, "smlouva.docx")
    assert (found.text, found.problem) == ("", PROGRAM)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", docx(paragraph("x"))),
        ("a.odt", odt("", **{"Basic/script-lc.xml": "a", "Basic/Standard/script-lb.xml": "b"})),
        ("a.pdf", b"%PDF-1.4"),
        ("a.txt", b"MZV "),
        ("Zápis 10:30 s p. Novák.txt", b"x"),
        ("exe", b"x"),
        ("a.doc", OLE + b"123"),
        ("", b""),
    ],
    ids=short,
)
def test_ordinary_documents_are_no_programs(name: str, data: bytes) -> None:
    assert not is_executable(name, data)


def test_files_without_text() -> None:
    assert extract(b"\x89PNG\r\n\x1a\n12", "a.png") == Extracted("", "image/png")
    assert extract(b"", "a.txt") == Extracted("", "text/plain", None, EMPTY)
    zip_type = "application/zip"
    assert extract(zipped({"a": "b"}), "a.zip") == Extracted("", zip_type, None, UNSUPPORTED)
    assert extract(b"ahoj", "a.pdf").problem == DAMAGED
    assert extract(b"ahoj", "a.docx").problem == DAMAGED
    assert extract(zipped({"mimetype": ODT}), "a.odt").problem == DAMAGED


# Anything at all


NAMES = st.sampled_from(["a.pdf", "a.docx", "a.odt", "a.rtf", "a.html", "a.xml", "a.txt", "a.xlsx"])
STARTS = st.sampled_from(
    [
        b"",
        b"%PDF-1.4\n",
        b"PK\3\4",
        b"{\\rtf1\\ansi ",
        b"<html>",
        b"\xff\xfe",
        b"MZ",
        OLE,
    ]
)


def settled(found: Extracted) -> None:
    found.text.encode()
    assert "\0" not in found.text
    assert len(found.text) <= MAX_CHARACTERS
    assert found.media_type.count("/") == 1


@given(STARTS, st.binary(max_size=300), NAMES | st.text(max_size=10))
def test_random_bytes_never_raise(start: bytes, rest: bytes, name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        settled(extract(start + rest, name))
        assert is_executable(name, start + rest) in (True, False)


@cache
def originals() -> list[tuple[str, bytes]]:
    return [
        ("a.pdf", pdf(f"{CZECH}\n{RUSSIAN}", GERMAN)),
        ("a.pdf", encrypted_pdf("")),
        ("a.docx", docx(paragraph(CZECH), header1=paragraph("x"))),
        ("a.odt", odt(f"<text:p>{CZECH}</text:p>")),
    ]


@settings(max_examples=150)
@given(st.integers(0, 3), st.floats(0, 1))
def test_truncated_files_never_raise(which: int, share: float) -> None:
    name, data = originals()[which]
    settled(extract(data[: int(len(data) * share)], name))


@settings(max_examples=150)
@given(st.integers(0, 3), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=12))
def test_damaged_files_never_raise(which: int, changes: list[tuple[float, int]]) -> None:
    name, data = originals()[which]
    damaged = bytearray(data)
    for place, value in changes:
        damaged[int(place * (len(damaged) - 1))] = value
    settled(extract(bytes(damaged), name))


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, data in originals():
        extract(data, name)
    assert list(tmp_path.iterdir()) == []


def test_values_of_a_pdf_form_are_read() -> None:
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target)
    canvas.drawString(100, 750, "Prihlaska")
    form = canvas.acroForm
    form.textfield(name="name", value="Jana Novakova", x=100, y=700, width=200, height=20)
    towns = ["Liberec", "Jablonec"]
    form.choice(name="town", value="Liberec", options=towns, x=100, y=600, width=99, height=20)
    form.checkbox(name="yes", checked=False, x=100, y=500)
    canvas.save()
    assert extract(target.getvalue(), "form.pdf").text.splitlines() == [
        "Prihlaska",
        "Jana Novakova",
        "Liberec",
    ]


def test_our_own_workbooks_are_read(tmp_path: Path) -> None:
    rows = [["Žitava", "+49 3583 7520"]]
    write_xlsx(tmp_path / "a.xlsx", ["Název", "Telefon"], rows, dates=(), sheet="List")
    found = extract((tmp_path / "a.xlsx").read_bytes(), "a.xlsx")
    assert found.problem == ""
    assert found.text.splitlines() == ["Název", "Telefon", "Žitava", "+49 3583 7520"]


def test_days_long_numbers_and_results_of_a_workbook_are_read() -> None:
    from xlsxwriter import Workbook

    target = io.BytesIO()
    with Workbook(target) as workbook:
        sheet = workbook.add_worksheet()
        days = [
            workbook.add_format({"num_format": code})
            for code in ("d. m. yyyy", "dd/mm/yy", "[$-405]d. mmmm yyyy", '"dne "d.m.yyyy')
        ]
        plain = workbook.add_format({"num_format": '0.00 "Kč dny"'})
        for row, style in enumerate(days):
            sheet.write_datetime(row, 0, datetime(2020, 5, 6 + row, 13, 30), style)
        sheet.write_number(0, 1, 70890749)
        sheet.write_number(1, 1, 43957, plain)
        sheet.write_number(2, 1, 12)
        sheet.write_formula(3, 1, '="Al"&"ois"', None, "Alois & syn")
        sheet.write_string(4, 1, "Vysočina")
    text = extract(target.getvalue(), "a.xlsx").text.splitlines()
    assert sorted(text) == [
        *("2020-05-06", "2020-05-07", "2020-05-08", "2020-05-09"),
        *("43957", "70890749", "Alois & syn", "Vysočina"),
    ]
