from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from app.db.store import Store

PROGRAM = """
import json, sys
from pathlib import Path
from app.settings import Settings
from ui import window
from ui.widgets.first_paint import FirstPaint

settings = Settings(language="cs", screen="agreement")
real = window._show

def look(self):
    # The rows were painted just now; what follows them may load what it likes.
    modules = sorted(sys.modules)
    row = shown[0].screen_shown.model.index(0, 0).data()
    print(json.dumps({"row": row, "modules": modules}))
    FirstPaint._go = lambda self: None
    shown[0].close()
    window.QApplication.instance().quit()

def show(opened, *, first_time):
    shown.append(opened)
    real(opened, first_time=False)

shown = []
FirstPaint._go = look
window._show = show
window._log_to_file = lambda: None
sys.exit(window.open_window(Path(sys.argv[1]), settings, remembered=False))
"""


def test_the_first_paint_needs_no_alembic_reportlab_pikepdf_or_orm(loaded: Store) -> None:
    loaded.close()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(loaded.path)],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["row"].startswith("Dohoda")
    heavy = {"alembic", "reportlab", "pikepdf", "sqlalchemy", "phonenumbers", "hypothesis"}
    assert heavy & {name.partition(".")[0] for name in said["modules"]} == set()
    # Two megabytes of drawing, three of OpenSSL, and rooms that only a change asks.
    later = {"PySide6.QtSvg", "_hashlib", "app.services.protocol.gifts", "app.services.tasks.tasks"}
    assert later & set(said["modules"]) == set()
