from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.documents.file_types import OLE, is_executable
from app.exchange.documents.trust import (
    ACTIVE,
    HIDDEN_NAME,
    LOCKED_INSIDE,
    OTHER_CONTENT,
    OTHER_KIND,
    Trust,
    trust,
)
from tests.app.exchange.compound_file import write_compound
from tests.app.exchange.documents.test_text import PE, docx, odt, paragraph, pdf, zipped

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(**more: str | bytes) -> bytes:
    return zipped({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>", **more})


def related(kind: str, target: str, mode: str = "External", where: str = "word") -> bytes:
    rels = (
        f'<Relationships><Relationship Id="rId1" Type="{RELATIONS}/{kind}" Target="{target}"'
        f' TargetMode="{mode}"/></Relationships>'
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": "<a/>",
        f"{where}/_rels/document.xml.rels": rels,
    }
    return zipped(parts)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("dohoda.pdf", pdf("Dohoda")),
        ("DOHODA.PDF", pdf("Dohoda")),
        ("dopis.docx", docx(paragraph("Dobrý den"))),
        ("dopis.odt", odt("")),
        ("seznam.xlsx", workbook(**{"xl/printerSettings/printerSettings1.bin": b"x"})),
        ("odkaz.docx", related("hyperlink", "https://example.org")),
        ("starý.doc", OLE + b"123"),
        ("starý.doc", b"{\\rtf1 a}"),
        ("dopis.rtf", b"{\\rtf1\\ansi Dobr\\'fd den}"),
        ("zápis.txt", "Zápis = @všichni | ano!".encode()),
        ("tabulka.csv", "Jméno;Částka\nNovák;-5\n=A1+B1;x\n".encode()),
        ("znak.png", PNG),
        ("foto.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 40),
        ("mail.eml", b"From: a@example.org\r\nSubject: x\r\n\r\nx"),
        ("karta.vcf", b"BEGIN:VCARD\r\nEND:VCARD\r\n"),
    ],
)
def test_known_kinds_open_at_once(name: str, data: bytes) -> None:
    assert trust(name, data) == (Trust.KNOWN, "")


@pytest.mark.parametrize(
    "ending",
    [
        *("mdb", "accdb", "iso", "img", "vhd", "vhdx", "iqy", "slk", "one", "rdp", "htm", "html"),
        *("svg", "mht", "mhtml", "xml", "zip", "7z", "rar", "theme", "dot", "xlt", "xlw", "wbk"),
        *("odb", "otp", "json", "bin", "dwg", "torrent", "neznámá", "pub", "vsd", "mpp", "udl"),
    ],
)
def test_whatever_else_is_asked_about(ending: str) -> None:
    for name in (f"příloha.{ending}", f"PŘÍLOHA.{ending.upper()}", f"dohoda.pdf.{ending}. "):
        assert trust(name, b"ahoj") == (Trust.ASK, OTHER_KIND), name


@pytest.mark.parametrize(
    "name",
    [
        *("a.msu", "a.xla", "a.ppa", "a.webloc", "a.terminal", "a.command", "a.exe", "a.pdf.lnk"),
        *("a.XLA", "a.xlam.", "a.docm ", "a.pdf.scr", "a.p\u200bpa", "smlouva\u202efdp.exe"),
    ],
)
def test_programs_never_open(name: str) -> None:
    assert trust(name, b"ahoj")[0] is Trust.NEVER


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("dohoda", pdf("x"), OTHER_KIND),
        ("", b"", OTHER_KIND),
        ("dohoda.pdf", b"", OTHER_CONTENT),
        ("dohoda.pdf", b"<html><script>", OTHER_CONTENT),
        ("dohoda.txt", b"<html><script>", OTHER_CONTENT),
        ("dohoda.docx", odt(""), OTHER_CONTENT),
        ("dohoda.xlsx", docx(""), OTHER_CONTENT),
        ("dohoda.doc", docx(""), OTHER_CONTENT),
        ("znak.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", OTHER_CONTENT),
        ("znak.bmp", b"ahoj", OTHER_CONTENT),
        ("hudba.mp3", b"ahoj", OTHER_CONTENT),
        ("film.mp4", b"ahoj ahoj ahoj", OTHER_CONTENT),
        ("dohoda\u202e.pdf", pdf("x"), HIDDEN_NAME),
        ("doho\u00adda.pdf", pdf("x"), HIDDEN_NAME),
        ("dohoda.docx", OLE + "EncryptedPackage".encode("utf-16-le"), LOCKED_INSIDE),
    ],
)
def test_what_is_not_what_its_name_says_is_asked_about(name: str, data: bytes, why: str) -> None:
    assert trust(name, data) == (Trust.ASK, why)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.pdf", b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"),
        ("a.pdf", b"%PDF-1.7\n1 0 obj<</S/#4caunch/F(cmd.exe)>>"),
        ("a.rtf", b"{\\rtf1{\\object\\objautlink{\\objdata 0105}}}"),
        ("a.doc", b"{\\rtf1{\\*\\template http://example.org/a.dotm}}"),
        ("a.csv", b"=cmd|'/c calc'!A1\n"),
        ("a.csv", "=cmd|'/c calc'!A1\n".encode("utf-16")),
        ("a.csv", b'ID;PWXL;N;E\nC;Y1;X1;ECALL("x")\n'),
        ("a.txt", b"ID;PWXL;N;E\n"),
        ("a.docx", related("attachedTemplate", "https://example.org/a.dotm")),
        ("a.docx", related("image", "file://server/share/a.png")),
        ("a.docx", related("aFChunk", "a.html", "Internal")),
        ("a.docx", zipped({"word/document.xml": "<a/>", "word/embeddings/oleObject1.bin": "x"})),
        ("a.docx", zipped({"word/document.xml": "<a/>", "word/activeX/activeX1.xml": "x"})),
        (
            "a.docx",
            docx(
                "<w:p><w:r><w:instrText> DD</w:instrText></w:r><w:r><w:instrText>EAUTO c:\\\\x"
                "</w:instrText></w:r></w:p>"
            ),
        ),
        ("a.docx", docx('<w:fldSimple w:instr="DDE cmd"/>')),
        ("a.xlsx", workbook(**{"xl/externalLinks/externalLink1.xml": "<a/>"})),
        ("a.xlsx", workbook(**{"xl/worksheets/sheet1.xml": "<f>WEBSERVICE(A1)</f>"})),
        ("a.xlsx", zipped({"xl/workbook.bin": "x"})),
        ("a.odt", odt('<office:dde-source office:dde-application="cmd"/>')),
        ("a.odt", odt('<draw:object xlink:href="file:///etc/passwd"/>')),
        ("a.odt", odt('<script:event-listener xlink:href="vnd.sun.star.script:a"/>')),
        ("a.doc", OLE + "Ole10Native".encode("utf-16-le")),
    ],
)
def test_what_acts_when_it_is_opened_is_asked_about(name: str, data: bytes) -> None:
    assert trust(name, data) == (Trust.ASK, ACTIVE)


def bound_sheet(kind: int) -> bytes:
    body = struct.pack("<IBB", 0, 0, kind) + b"\x01\x00A"
    return (
        struct.pack("<HHHHHHHH", 0x809, 12, 0x600, 5, 0, 0, 0, 0)
        + struct.pack("<HH", 0x85, len(body))
        + body
        + struct.pack("<HH", 0x0A, 0)
    )


def test_a_sheet_of_excel_4_macros_is_asked_about() -> None:
    plain = write_compound({"Workbook": bound_sheet(0)})
    assert trust("a.xls", plain) == (Trust.KNOWN, "")
    macros = write_compound({"Workbook": bound_sheet(1)})
    assert trust("a.xls", macros) == (Trust.ASK, ACTIVE)


@pytest.mark.parametrize(
    "data",
    [
        PE,
        zipped({"word/document.xml": "<a/>", "word/vbaData.xml": "b"}),
        zipped({"xl/workbook.xml": "<a/>", "xl/macrosheets/sheet1.xml": "b"}),
        zipped(
            {
                "[Content_Types].xml": '<Types><Override PartName="/word/x.bin" ContentType='
                '"application/vnd.ms-office.vbaProject"/></Types>',
                "word/document.xml": "<a/>",
                "word/x.bin": "b",
            }
        ),
        zipped(
            {
                "[Content_Types].xml": '<Types><Override PartName="/word/document.xml" ContentType='
                '"application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>',
                "word/document.xml": "<a/>",
            }
        ),
        zipped(
            {
                "[Content_Types].xml": "<?xml version='1.0' encoding='UTF-16'?><Types><Override "
                "ContentType='application/vnd.ms-excel.macrosheet+xml'/></Types>".encode("utf-16"),
                "xl/workbook.xml": "<a/>",
            }
        ),
    ],
)
def test_macros_are_found_by_what_the_parts_are(data: bytes) -> None:
    for name in ("a.docx", "a.xlsx"):
        assert is_executable(name, data)
        assert trust(name, data) == (Trust.NEVER, "")


@given(st.text(max_size=12), st.sampled_from(["", "a.pdf", "a.docx", "a.xls"]), st.binary())
def test_any_file_has_an_answer(name: str, known: str, data: bytes) -> None:
    for start in (b"", b"PK\3\4", OLE, b"%PDF-1.4 "):
        answer, why = trust(known or name, start + data)
        assert bool(why) == (answer is Trust.ASK)
