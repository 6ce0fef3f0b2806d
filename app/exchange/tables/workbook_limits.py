"""What a workbook would take once it is unpacked, looked at before a library unpacks it.

The reader keeps a sheet as one block of cells from its first to its last used row and column. A
single cell in the far corner of a sheet of a few hundred bytes makes that block larger than any
memory, and so does a zip bomb. Nothing here trusts what the file says of its own size.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.parsers import expat

MAX_CELLS = 32_000_000
"""The largest block of cells, some 800 MB: a sheet of 26 columns may have a million rows."""

_SMALL_BLOCK = 4_000_000
_EMPTIEST = 50  # cells of the block for each that is filled

MAX_UNPACKED = 768 * 2**20
MAX_MEMBERS = 10_000

_CHUNK = 2**14  # of packed bytes; deflate makes at most some 16 MB of them
_MOST_SHRUNK = 1_100
_LOCAL_HEADER = 30
_LONGEST_TAG = 2**26
# What no small enough sheet holds: a column beyond Z or a row from 300,000 on; of a wider one a
# column beyond CZ or a row from 100,000 on. They begin with a letter, for which the search is
# fast; whether it is the attribute r is looked at afterwards.
_NARROW = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{2}|[A-Za-z]?(?:[3-9][0-9]{5}|[0-9]{7}))""")
_SHORT = re.compile(rb"""r\s*=\s*["'](?:[A-Za-z]{3}|[D-Zd-z][A-Za-z]|[A-Za-z]{0,2}[0-9]{6})""")
_PLACE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{0,3})([0-9]{0,10})["']""")


_BROKEN = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, NotImplementedError, RuntimeError,
    ValueError, EOFError, struct.error,
)  # fmt: skip
"""What a damaged archive raises."""


class TooLarge(Exception):
    """The workbook would take more memory than a table of an office ever does."""


class Sparse(TooLarge):
    """It would, because of a few cells that lie far away from all others."""


class Damaged(Exception):
    """The workbook cannot be what its name says."""


class Locked(Exception):
    """The workbook is protected by a password."""


def check_zip(path: Path) -> str:
    """Whether the zip at `path` is ``"xlsx"`` or ``"ods"``; its true size is measured.

    Raises `TooLarge`, `Locked` or `Damaged`; `OSError` when the file cannot be read.
    """
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            return _check(_Archive(file, archive))
    except _BROKEN as error:
        raise Damaged from error


class _Archive:
    """The members of a zip, unpacked without their checksum, which takes most of the time."""

    def __init__(self, file: IO[bytes], archive: zipfile.ZipFile) -> None:
        self._file = file
        members = archive.infolist()
        if len(members) > MAX_MEMBERS or sum(item.file_size for item in members) > MAX_UNPACKED:
            raise TooLarge
        if any(item.flag_bits & 1 for item in members):
            raise Locked
        self.members = {
            item.filename.replace("\\", "/").lstrip("/").lower(): item for item in members
        }

    def unpacked(self, name: str) -> Iterator[bytes]:
        """The content of a member in pieces; what it says of its size is not believed."""
        item = self.members[name]
        if item.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Damaged
        self._file.seek(item.header_offset)
        head = self._file.read(_LOCAL_HEADER)
        at = item.header_offset + _LOCAL_HEADER + sum(struct.unpack_from("<HH", head, 26))
        packed, left = item.compress_size, MAX_UNPACKED
        inflate = zlib.decompressobj(-zlib.MAX_WBITS).decompress
        while packed > 0 and left > 0:
            self._file.seek(at)
            piece = self._file.read(min(packed, _CHUNK))
            if not piece:
                raise Damaged
            at += len(piece)
            packed -= len(piece)
            text = piece if item.compress_type == zipfile.ZIP_STORED else inflate(piece)
            left -= len(text)
            yield text
        if left <= 0:
            raise TooLarge


def _check(archive: _Archive) -> str:
    if "content.xml" in archive.members:
        manifest = "meta-inf/manifest.xml"
        if manifest in archive.members and any(
            b"encryption-data" in text for text in _whole_tags(archive.unpacked(manifest))
        ):
            raise Locked
        _OpenDocument().check(archive.unpacked("content.xml"))
        return "ods"
    if not any(re.fullmatch(r"xl/workbook\d*\.xml", name) for name in archive.members):
        raise Damaged
    for name in archive.members:
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            _check_sheet(archive, name)
        elif archive.members[name].compress_size > MAX_UNPACKED // _MOST_SHRUNK:
            for _ in archive.unpacked(name):  # only its true size matters
                pass
    return "xlsx"


def _check_sheet(archive: _Archive, name: str) -> None:
    """Refuse a sheet whose used area is too large; most are seen to be small at a glance."""
    shapes = [_NARROW, _SHORT]
    for text in _whole_tags(archive.unpacked(name)):
        shapes = [shape for shape in shapes if not _is_beyond(shape, text)]
    if shapes:
        return
    height = width = cells = 0
    for text in _whole_tags(archive.unpacked(name)):
        rows, columns, count = _extent(text)
        height, width, cells = max(height, rows), max(width, columns), cells + count
    _refuse_block(height * width, cells)


def _whole_tags(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The text in pieces that break no tag asunder."""
    rest = b""
    for piece in pieces:
        text = rest + piece
        cut = text.rfind(b"<")
        if len(text) - cut > _LONGEST_TAG and cut >= 0:
            raise Damaged
        rest = text[cut:] if cut >= 0 else b""
        yield text[:cut] if cut >= 0 else text
    yield rest


def _is_beyond(shape: re.Pattern[bytes], text: bytes) -> bool:
    return any(text[found.start() - 1 : found.start()].isspace() for found in shape.finditer(text))


def _refuse_block(block: int, cells: int) -> None:
    """Refuse a block of which so little is filled that it is no list, or that is too large."""
    if block > _SMALL_BLOCK and cells * _EMPTIEST < block:
        raise Sparse
    if block > MAX_CELLS:
        raise TooLarge


def _extent(text: bytes) -> tuple[int, int, int]:
    """Of some text the last row, the last column, and how many cells (and rows) it has."""
    places = _PLACE.findall(text)
    letters: set[bytes] = set()
    digits: set[bytes] = set()
    for column, row in places:
        letters.add(column)
        digits.add(row)
    last = max((int(item or b"0") for item in digits), default=0)
    return last, max(map(_column, letters), default=0), len(places)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


class _OpenDocument:
    """The used area of each table of an OpenDocument, whose repeated cells are written once."""

    def __init__(self) -> None:
        self.columns = self.width = 0  # of this row: all cells, and those up to the last used one
        self.row_filled = 0
        self.rows = self.height = 0
        self.widest = self.filled = 0
        self.repeated = self.row_repeated = 1
        self.used = False
        self.depth = 0

    def check(self, chunks: Iterator[bytes]) -> None:
        """Raises `TooLarge`, or `Damaged` for a document type, which an office never writes."""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)

    def _refuse(self, *_: object) -> None:
        raise Damaged

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > 200:
            raise Damaged
        name = tag.rpartition(":")[2]
        found = {key.rpartition(":")[2]: value for key, value in attributes.items()}
        if name == "table":
            self.rows = self.height = self.widest = self.filled = 0
        elif name == "table-row":
            self.columns = self.width = self.row_filled = 0
            self.row_repeated = _count(found.get("number-rows-repeated"))
        elif name in ("table-cell", "covered-table-cell"):
            self.repeated = _count(found.get("number-columns-repeated"))
            self.used = "value-type" in found or "formula" in found
        elif name == "p":
            self.used = True

    def _end(self, tag: str) -> None:
        self.depth -= 1
        name = tag.rpartition(":")[2]
        if name in ("table-cell", "covered-table-cell"):
            self.columns += self.repeated
            if self.used:
                self.width = self.columns
                self.row_filled += self.repeated
            self.used = False
        elif name == "table-row":
            self.rows += self.row_repeated
            if self.width:
                self.height = self.rows
                self.widest = max(self.widest, self.width)
                self.filled += self.row_repeated * self.row_filled
            if self.height * self.widest > MAX_CELLS:
                raise TooLarge
        elif name == "table":
            _refuse_block(self.height * self.widest, self.filled)


def _count(text: str | None) -> int:
    if text is None:
        return 1
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise Damaged
    return int(text)


_BIFF_CELLS = {0x0006, 0x00D6, 0x00FD, 0x0203, 0x0204, 0x0205, 0x027E, 0x0201}
_BIFF_SEVERAL = {0x00BD, 0x00BE}  # several cells: their last column ends the record
_BIFF_STRINGS, _BIFF_START, _BIFF_LOCKED = 0x00FC, 0x0809, 0x002F


def check_xls(path: Path) -> None:
    """Measure the sheets of an Excel 97 workbook ([MS-XLS]: records of a type and a length).

    Raises `TooLarge`, `Locked` or `Damaged`; `OSError` when the file cannot be read.
    """
    import olefile  # type: ignore[import-untyped]

    try:
        with olefile.OleFileIO(str(path)) as compound:
            if compound.exists("EncryptedPackage"):
                raise Locked
            name = next((item for item in ("Workbook", "Book") if compound.exists(item)), None)
            if name is None:
                raise Damaged
            _check_records(compound.openstream(name).read(MAX_UNPACKED))
    except (TooLarge, Locked, Damaged):
        raise
    except OSError as error:
        # olefile's own error is an OSError without a number.
        if error.errno is not None:
            raise
        raise Damaged from error
    except Exception as error:  # a damaged compound file fails in many ways
        raise Damaged from error


def _check_records(data: bytes) -> None:
    at = height = width = cells = 0
    while at + 4 <= len(data):
        kind, length = struct.unpack_from("<HH", data, at)
        at += 4
        if kind == _BIFF_START:
            _refuse_block(height * width, cells)
            height = width = cells = 0
        elif kind == _BIFF_LOCKED:
            raise Locked
        elif kind == _BIFF_STRINGS and length >= 8:
            if struct.unpack_from("<I", data, at + 4)[0] > len(data):
                raise Damaged  # each string takes at least a byte
        elif (kind in _BIFF_CELLS or kind in _BIFF_SEVERAL) and length >= 6:
            row, column = struct.unpack_from("<HH", data, at)
            if kind in _BIFF_SEVERAL and at + length <= len(data):
                column = max(column, struct.unpack_from("<H", data, at + length - 2)[0])
                cells += column - struct.unpack_from("<H", data, at + 2)[0]
            height, width, cells = max(height, row + 1), max(width, column + 1), cells + 1
        at += length
    _refuse_block(height * width, cells)
