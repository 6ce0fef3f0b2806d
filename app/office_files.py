"""Writes DOCX files that know nothing of the computer's clock.

A ZIP archive holds the local time of each of its parts, and python-docx takes that of the moment:
the same paper would be another file each time, its zone would be told, and a clock that stands
before 1980 is an error (APPNOTE 4.4.6 begins there). XlsxWriter writes workbooks the same way.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The time of every part: the first that ZIP knows, as in workbooks."""


class _Archive:
    """What python-docx writes the parts of a document with."""

    def __init__(self, stream: io.BytesIO) -> None:
        self._archive = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)

    def write(self, place: Any, data: bytes) -> None:
        part = zipfile.ZipInfo(place.membername, BEGINNING)
        part.compress_type = zipfile.ZIP_DEFLATED
        part.external_attr = 0o600 << 16
        self._archive.writestr(part, data)

    def close(self) -> None:
        self._archive.close()


def docx_bytes(document: Any) -> bytes:
    """A document of python-docx as a file."""
    from docx.opc.pkgwriter import PackageWriter

    package = document.part.package
    for part in package.parts:
        part.before_marshal()
    stream = io.BytesIO()
    archive = _Archive(stream)
    writer: Any = PackageWriter
    writer._write_content_types_stream(archive, package.parts)
    writer._write_pkg_rels(archive, package.rels)
    writer._write_parts(archive, package.parts)
    archive.close()
    return stream.getvalue()
