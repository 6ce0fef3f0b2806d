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
from PySide6.QtCore import QTimer
from app.settings import Settings
from ui import window

settings = Settings(language="cs", screen="agreement")
shown = []
real = window._show

def show(opened, *, first_time):
    real(opened, first_time=False)
    def look():
        screen = opened.screen_shown
        row = screen.model.index(0, 0).data()
        print(json.dumps({"row": row, "modules": sorted(sys.modules)}))
        opened.close()
        window.QApplication.instance().quit()
    QTimer.singleShot(200, look)

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
