"""Printing on a queue of CUPS-PDF, which a CUPS of our own serves on loopback."""

from __future__ import annotations

import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

pytestmark = pytest.mark.skipif(
    sys.platform != "linux"
    or os.geteuid() != 0
    or not shutil.which("cupsd", path="/usr/sbin")
    or not shutil.which("lpadmin", path="/usr/sbin")
    or not shutil.which("pdftoppm")
    or not Path("/usr/lib/cups/backend/cups-pdf").exists(),
    reason="needs root, cups and printer-driver-cups-pdf",
)
PPD = "/usr/share/ppd/cups-pdf/CUPS-PDF_opt.ppd"
OUT = Path("~root/PDF").expanduser() if sys.platform == "linux" else Path()
"""Where CUPS-PDF puts what root prints."""

FILES = """\
ServerRoot {root}/etc
CacheDir {root}/cache
StateDir {root}/state
RequestRoot {root}/spool
TempDir {root}/tmp
AccessLog {root}/access
ErrorLog {root}/error
PageLog {root}/page
"""
SERVER = """\
Listen 127.0.0.1:{port}
LogLevel info
Browsing Off
WebInterface No
DefaultEncryption Never
<Location />
  Order allow,deny
  Allow from 127.0.0.1
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow from 127.0.0.1
  </Limit>
</Policy>
"""
# Qt asks for the queues when it starts, so it prints in a process of its own.
PRINT = """\
import sys
from pathlib import Path
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication
from app.i18n import Language, translator
from app.settings import Settings
from ui.dialogs.common.print_pages import prepared, print_pages, remember
from ui.widgets.pdf import PdfDocument
app = QApplication([])
paper, title, colour, pages = sys.argv[1:]
document = PdfDocument(app)
assert document.show_file(Path(paper))
settings = Settings(printer="vztahy", printing={"copies": "1", "colour": colour})
printer = prepared(settings, title)
assert printer.printerName() == "vztahy", QPrinterInfo.availablePrinterNames()
assert (printer.colorMode() == QPrinter.ColorMode.GrayScale) == (colour == "grey")
if pages:
    printer.setFromTo(*(int(page) for page in pages.split("-")))
assert print_pages(document, printer, translator(Language.CS), None)
remember(settings, printer)
assert settings.printer == "vztahy" and settings.printing["colour"] == colour
document.forget()
"""


@pytest.fixture(scope="module")
def queue() -> Iterator[str]:
    """The address of a CUPS with one queue; it is stopped by its process id."""
    # Not a folder of pytest's: the filters run as another user, who must reach it.
    root = Path(tempfile.mkdtemp(prefix="vztahy-cups-"))
    root.chmod(0o755)
    for part in ("etc", "cache", "state", "spool", "tmp"):
        (root / part).mkdir()
    (root / "tmp").chmod(0o1777)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (root / "files.conf").write_text(FILES.format(root=root), encoding="utf-8")
    (root / "server.conf").write_text(SERVER.format(port=port), encoding="utf-8")
    configuration = ["-c", str(root / "server.conf"), "-s", str(root / "files.conf")]
    server = subprocess.Popen(
        ["/usr/sbin/cupsd", "-f", *configuration],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"127.0.0.1:{port}"
    add = ["/usr/sbin/lpadmin", "-h", address, "-p", "vztahy", "-E", "-v", "cups-pdf:/", "-P", PPD]
    add += ["-o", "TitlePref-default=1"]  # the name of the file is the title of the job
    try:
        for _ in range(100):
            if subprocess.run(add, capture_output=True, check=False).returncode == 0:
                break
            if server.poll() is not None:
                pytest.skip(
                    f"cupsd does not start: {(root / 'error').read_text(encoding='utf-8')[-500:]}"
                )
            time.sleep(0.1)
        else:
            pytest.skip("cupsd does not answer")
        yield address
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A paper of three pages."""
    from datetime import date

    from app.i18n import Language
    from app.reports.agreements.collect import summaries
    from app.services.office import open_store
    from tests.factories import make

    store = open_store(tmp_path / "kraj.db")
    ids = [make(store, "agreement", title_cs=f"Dohoda s krajem {n}") for n in range(3)]
    file = tmp_path / "paper.pdf"
    with store.reading() as connection:
        summaries(connection, ids, [Language.CS, Language.DE], file, date(2026, 6, 20))
    store.close()
    return file


def printed(queue: str, paper: Path, colour: str, pages: str) -> Path:
    """Print the paper and give what came out, moved away from where CUPS-PDF puts it."""
    title = f"vztahy-{uuid.uuid4().hex}"
    existed = OUT.exists()
    environment = {**os.environ, "CUPS_SERVER": queue, "QT_QPA_PLATFORM": "offscreen"}
    subprocess.run(
        [sys.executable, "-c", PRINT, str(paper), title, colour, pages],
        env=environment,
        check=True,
        timeout=120,
    )
    deadline = time.monotonic() + 30
    found: list[Path] = []
    while time.monotonic() < deadline:
        found = list(OUT.glob(f"{title}*.pdf"))
        busy = subprocess.run(
            ["lpstat", "-h", queue, "-o"], capture_output=True, text=True, check=False
        ).stdout
        if found and not busy.strip():
            break
        time.sleep(0.2)
    assert len(found) == 1, busy
    target = paper.with_name("printed.pdf")
    shutil.move(found[0], target)
    if not existed and not any(OUT.iterdir()):
        OUT.rmdir()
    return target


def picture(file: Path, page: int) -> tuple[int, int, bytes]:
    """Width, height and colours of a page, so small that the edges of letters do not count."""
    run = subprocess.run(
        ["pdftoppm", "-r", "90", "-f", str(page), "-l", str(page), file],
        capture_output=True,
        check=True,
    )
    with Image.open(io.BytesIO(run.stdout)) as found:
        small = found.convert("RGB").resize((124, 175), Image.Resampling.BOX)
        return *found.size, small.tobytes()


def difference(first: bytes, second: bytes) -> float:
    """The part of the values that differ so that one sees it."""
    assert len(first) == len(second)
    return sum(abs(a - b) > 48 for a, b in zip(first, second, strict=True)) / len(first)


def test_the_printed_pages_look_like_the_preview(queue: str, paper: Path) -> None:
    out = printed(queue, paper, "colour", "")
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 3
        assert [round(float(side)) for side in pdf.pages[0].mediabox[2:]] == [595, 842]
    for page in (1, 2, 3):
        shown, made = picture(paper, page), picture(out, page)
        assert all(abs(a - b) <= 1 for a, b in zip(shown[:2], made[:2], strict=True))
        assert difference(shown[2], made[2]) < 0.01
        assert sum(value < 200 for value in shown[2]) > 300, "an empty page would look alike too"
    other = picture(out, 1)[2]
    mirrored = other[::-1]
    assert difference(other, mirrored) > 0.02, "the comparison sees a turned page"


def test_pages_and_greyscale_are_what_was_chosen(queue: str, paper: Path) -> None:
    out = printed(queue, paper, "grey", "2-3")
    with pikepdf.open(out) as pdf:
        assert len(pdf.pages) == 2
    _, _, data = picture(out, 1)
    assert data[0::3] == data[1::3] == data[2::3]
    _, _, colours = picture(paper, 2)
    assert colours[0::3] != colours[2::3], "the paper itself has colours"
