"""Broken files of every format: no crash, no hang, no half import."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db.store import Store
from app.errors import UserError
from app.exchange.address_books.files import cards_of
from app.exchange.address_books.importing import import_contacts, preview
from app.exchange.cards.card import Card
from app.exchange.cards.records import Rows, rows_of
from app.exchange.tables import workbook_limits
from app.services.care.checking import check
from app.services.records.undo import undo
from tests.app.exchange.mails.test_outlook_message import contact, message
from tests.factories import count

VCF = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=windows-1250;ENCODING=QUOTED-PRINTABLE:Nov=E1k;Jan\r\n"
    "TEL;CELL:601123456\r\nPHOTO;ENCODING=BASE64:\r\n /9j/4AAQ\r\n\r\nAGENT:\r\nBEGIN:VCARD\r\n"
    "FN:x\r\nEND:VCARD\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:4.0\r\nFN:Eva Malá\r\n"
    'item1.ADR;LABEL="a;b:c":;;Dlouhá 1;Praha;;110 00;CZ\r\nitem1.X-ABLABEL:_$!<Home>!$_\r\n'
    "UID:urn:uuid:1\r\nBDAY:--0501\r\nEND:VCARD\r\n"
)
CSV = 'Příjmení;Jméno;E-mail;Telefon\n"Malý; st.";Petr;a@b.cz;601\n"Dlouhá";Eva;e@d.cz;"1\n2"\n'
LDIF = "version: 1\ndn: cn=x\ncn:: RXZhIE1hbMOh\nmail: e@m.cz\njpegPhoto:: /9j/\n l: 1\n\ndn: b\n"


def _xlsx() -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate([("Jméno", "IČO", "E-mail"), ("Eva Malá", 70892156.0, 1.5)]):
        sheet.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def _ods() -> bytes:
    cells = ""
    for row in (("Jméno", "E-mail"), ("Eva Malá", "e@m.cz")):
        cells += "<table:table-row>"
        for text in row:
            cells += '<table:table-cell office:value-type="string">'
            cells += f"<text:p>{text}</text:p></table:table-cell>"
        cells += "</table:table-row>"
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="a">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return stream.getvalue()


def _eml() -> bytes:
    mail = EmailMessage()
    mail["From"] = "Ing. Eva Malá <e@m.cz>"
    mail["Subject"] = "Přijetí"
    mail.set_content("Text")
    mail.add_attachment(b"x", maintype="a", subtype="b", filename="č.pdf")
    return mail.as_bytes()


# Made once: what is in them (a day, a boundary) must not differ between two runs of an example.
GOOD: dict[str, bytes] = {
    "vcf": VCF.encode(),
    "csv": CSV.encode(),
    "ldif": LDIF.encode(),
    "xlsx": _xlsx(),
    "ods": _ods(),
    "eml": _eml(),
    "msg": contact(),
    "mail.msg": message(),
}

_WILD = st.one_of(
    st.binary(max_size=40),
    st.sampled_from(
        [b"BEGIN:VCARD\r\n", b"END:VCARD\r\n", b'"', b";;;;", b"\n", b"\r", b"\0", b"\xff\xfe",
         b"=\r\n", b":: ", b"\n ", b"\xef\xbb\xbf", b"\\", b"PK\x03\x04", b"<a>", b"&x;"]
    ),
)  # fmt: skip


@st.composite
def spoilt(draw: st.DrawFn, name: str) -> bytes:
    """A good file of a format with some wounds: put in, cut out, repeated, cut off."""
    data = GOOD[name]
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        to = min(len(data), at + draw(st.integers(0, 60)))
        match draw(st.sampled_from(["put", "replace", "cut", "repeat", "end"])):
            case "put":
                data = data[:at] + draw(_WILD) + data[at:]
            case "replace":
                data = data[:at] + draw(_WILD) + data[to:]
            case "cut":
                data = data[:at] + data[to:]
            case "repeat":
                data = data[:at] + data[at:to] * draw(st.integers(2, 50)) + data[to:]
            case "end":
                data = data[:at]
    return data


def _read(path: Path, data: bytes) -> int:
    """Read a file to its end, and what its cards would become; gives the number of entries."""
    path.write_bytes(data)
    number = 0
    start = time.process_time()
    try:
        for item in cards_of(path, None):
            number += 1
            if isinstance(item, Card):
                rows = rows_of(item)
                assert rows is None or isinstance(rows, Rows)
    except UserError:
        pass
    assert time.process_time() - start < 10
    return number


@pytest.mark.parametrize("name", GOOD)
def test_the_good_files_are_good(tmp_path: Path, name: str) -> None:
    assert _read(tmp_path / f"x.{name}", GOOD[name]) >= 1


_FEW = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


@pytest.mark.parametrize("name", GOOD)
@_FEW
@given(st.data())
def test_a_spoilt_file_is_read_or_refused(tmp_path: Path, name: str, data: st.DataObject) -> None:
    _read(tmp_path / f"x.{name}", data.draw(spoilt(name)))


@pytest.mark.nightly
@pytest.mark.parametrize("name", GOOD)
@settings(_FEW, max_examples=3_000)
@given(st.data())
def test_very_many_spoilt_files(tmp_path: Path, name: str, data: st.DataObject) -> None:
    _read(tmp_path / f"x.{name}", data.draw(spoilt(name)))


@settings(_FEW, max_examples=12)
@given(st.data())
def test_a_spoilt_file_is_never_imported_by_half(
    store: Store, tmp_path: Path, data: st.DataObject
) -> None:
    name = data.draw(st.sampled_from(sorted(GOOD)))
    path = tmp_path / f"x.{name}"
    path.write_bytes(data.draw(spoilt(name)))
    before = [count(store, table) for table in ("person", "organisation", "interaction")]
    try:
        seen = preview(store, [path])
        done = import_contacts(store, [path])
    except UserError:
        pass
    else:
        assert seen.total("added") == done.total("added")
        if done.changes:
            undo(store)
    assert [count(store, t) for t in ("person", "organisation", "interaction")] == before
    assert check(store) == []


def _bomb(names: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return stream.getvalue()


def _far_cell() -> bytes:
    """A workbook of a few hundred bytes whose only cell is in the far corner."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    book.add_worksheet().write(1_048_575, 16_383, "x")
    book.close()
    return stream.getvalue()


BOMBS: dict[str, Callable[[], bytes]] = {
    "far.xlsx": _far_cell,
    "spaces.xlsx": lambda: _bomb(
        {"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": b" " * 40_000_000}
    ),
    "deep.ods": lambda: _bomb({"content.xml": b"<a>" * 200_000}),
    "repeated.ods": lambda: _ods_with(
        b'<table:table-cell table:number-columns-repeated="999999" office:value-type="float"/>'
    ),
    "entities.ods": lambda: _bomb(
        {"content.xml": b'<!DOCTYPE a [<!ENTITY x "y"><!ENTITY z "&x;&x;">]><a>&z;</a>'}
    ),
    "truncated.xlsx": lambda: _xlsx()[:-200],
    "empty.xlsx": lambda: b"",
    "empty.vcf": lambda: b"",
    "noughts.csv": lambda: b"\0" * 100_000,
    "quote.csv": lambda: b'Jm\xc3\xa9no;E-mail\n"' + b"x" * 3_000_000,
    "columns.csv": lambda: b";" * 100_000 + b"\n",
    "nested.vcf": lambda: b"BEGIN:VCARD\nAGENT:\n" * 100_000,
    "heads.vcf": lambda: b"BEGIN:VCARD\nFN:x\n" + b"\n".join(b"A%d:x" % n for n in range(60_000)),
    "noise.msg": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 50_000,
}


def _ods_with(cell: bytes) -> bytes:
    data = zipfile.ZipFile(io.BytesIO(_ods())).read("content.xml")
    row = (
        b'<table:table-row table:number-rows-repeated="999999">' + cell + b"</table:table-row>"
        b"</table:table>"
    )
    return _bomb({"content.xml": data.replace(b"</table:table>", row)})


@pytest.mark.parametrize("name", BOMBS)
def test_files_made_in_bad_faith(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_limits, "MAX_UNPACKED", 20 * 2**20)
    assert _read(tmp_path / name, BOMBS[name]()) < 200_000
