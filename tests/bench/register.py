"""The register of agreements against the same text in plain ReportLab Platypus.

Each side runs in a process of its own, so that its memory is its own. The plain side gets the
texts ready made and lays them out in tables, in one pass: no contents, no tags, no bookmarks.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from app.i18n import Language
from tests.bench.measure import of, verdict

ON = date(2026, 11, 23)
_COUNTRIES = ("DE", "PL", "RS", "UA", "FR", "CN", "BA", "IT")
_TEXT = (
    "spolupráce v oblasti hospodářství kultury školství dopravy zdravotnictví ochrany vod lesů "
    "cestovního ruchu přeshraniční záchranné služby mládeže sportu výzkumu památek"
)
_WORDS = _TEXT.split()


def database(path: Path, size: int) -> None:
    """A database with `size` agreements, a quarter as many partners, and twelve areas."""
    from app.entities import ENTITIES
    from app.services.office import open_store
    from app.services.records.rows import write

    chance = random.Random(1)
    store = open_store(path, author="Měření")
    with store.writing("bench") as writer:

        def row(entity: str, **values: Any) -> str:
            return write(writer, ENTITIES[entity], None, values)

        partners = [
            row(
                "organisation",
                name_cs=f"Kraj {chance.choice(_WORDS)} {number}",
                name_de=f"Region {number}",
                kind="region",
                country=chance.choice(_COUNTRIES),
            )
            for number in range(max(1, size // 4))
        ]
        areas = [row("area", name_cs=f"oblast {word}") for word in _WORDS[3:15]]
        for number in range(size):
            title = " ".join(chance.choices(_WORDS, k=chance.randint(3, 12)))
            signed = f"{chance.randint(1993, 2025)}-{chance.randint(1, 12):02}-15"
            fixed = chance.random() < 0.5
            key = row(
                "agreement",
                title_cs=f"Dohoda o {title}",
                title_de=f"Vereinbarung {number} über die Zusammenarbeit",
                kind=chance.choice(("cooperation_agreement", "memorandum")),
                relation_type="international",
                initiated_by="region",
                status="concluded",
                reference_no=f"KUUK/{number}",
                partner_id=chance.choice(partners),
                signed_on=signed,
                signed_at=chance.choice(("Drážďany", "Ústí nad Labem", "Novi Sad")),
                term="fixed" if fixed else "indefinite",
                expires_on=f"{chance.randint(2020, 2035)}-12-31" if fixed else None,
                renewal_months=chance.choice((None, 12, 60)) if fixed else None,
            )
            write(
                writer,
                ENTITIES["agreement_area"],
                None,
                {"agreement_id": key, "area_id": chance.choice(areas)},
            )
    store.close()


def register(pairs: int, size: int = 5_000) -> Iterator[tuple[str, str, str, str]]:
    """Time and peak memory of both sides, each pair in shuffled order."""
    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.db"
        database(path, size)
        times, memory = [], []
        for number in range(max(3, pairs) + 1):
            sides = ["ours", "plain"]
            chance.shuffle(sides)
            found = {side: _measured(side, path, Path(folder) / f"{side}.pdf") for side in sides}
            if number:  # the first is thrown away
                times.append(found["ours"]["seconds"] / found["plain"]["seconds"])
                memory.append(found["ours"]["peak"] / found["plain"]["peak"])
        ratio = of(times)
        yield f"register of {size}: Platypus", "≤ 3", str(ratio), verdict(ratio, 3)
        ratio = of(memory)
        yield "its peak memory: Platypus", "≤ 2", str(ratio), verdict(ratio, 2)


def _measured(side: str, path: Path, target: Path) -> dict[str, float]:
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.register", side, str(path), str(target)],
        capture_output=True,
        check=True,
        text=True,
    )
    found: dict[str, float] = json.loads(run.stdout)
    return found


def _ours(connection: Any, target: Path) -> float:
    from app.entities import ENTITIES
    from app.reports.agreements.register import register as printed
    from app.services.records.query import ListQuery

    query = ListQuery(ENTITIES["agreement"], Language.CS, on=ON)
    start = time.perf_counter()
    printed(connection, query, [Language.CS], "state", target, ON)
    return time.perf_counter() - start


def _plain(connection: Any, target: Path) -> float:
    texts = _texts(connection)
    from html import escape

    from reportlab.lib.colors import Color, HexColor
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, TableStyle

    from app.reports.engine.page import BOTTOM, LEFT, PAGE, TOP, WIDTH

    start = time.perf_counter()
    styles: dict[Any, ParagraphStyle] = {}

    def style(of: Any) -> ParagraphStyle:
        if of not in styles:
            styles[of] = ParagraphStyle(
                str(len(styles)),
                fontName=of.font,
                fontSize=of.size,
                leading=of.leading,
                textColor=Color(*of.colour),
            )
        return styles[of]

    def paragraph(runs: Any) -> Paragraph:
        first = runs[0].style
        parts = [
            escape(run.text)
            if run.style == first
            else f'<font name="{run.style.font}" size="{run.style.size}">{escape(run.text)}</font>'
            for run in runs
        ]
        return Paragraph("".join(parts), style(first))

    def cell(lines: Any) -> list[Paragraph]:
        return [paragraph(runs) for runs in lines]

    story: list[Any] = []
    look = TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.5, HexColor("#c7ccd4")),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3.5),
        ]
    )
    for label, headers, widths, rows in texts:
        story.append(Paragraph(escape(label[0].text), style(label[0].style)))
        table = [[cell([runs]) for runs in headers], *([cell(c) for c in row] for row in rows)]
        story.append(LongTable(table, [part * WIDTH for part in widths], repeatRows=1, style=look))
    SimpleDocTemplate(
        str(target),
        pagesize=PAGE,
        leftMargin=LEFT - 6,
        rightMargin=PAGE[0] - LEFT - WIDTH - 6,
        topMargin=PAGE[1] - TOP - 6,
        bottomMargin=BOTTOM - 6,
    ).build(story)
    return time.perf_counter() - start


def _texts(connection: Any) -> list[Any]:
    """What the register says: group by group its label, headers, widths, and rows of cells."""
    from app.entities import ENTITIES
    from app.reports.agreements.collect_papers import register_content
    from app.reports.agreements.register import _Body, _Book
    from app.reports.engine.collect import chosen_ids
    from app.reports.engine.fonts import font
    from app.reports.engine.frame import columns_of
    from app.reports.engine.tagging import Element
    from app.services.records.query import ListQuery

    query = ListQuery(ENTITIES["agreement"], Language.CS, on=ON)
    content = register_content(connection, chosen_ids(connection, query), ON)
    book = _Book(content, [Language.CS], "state", ON, [[]], lambda *_: None)
    root = Element("Document", language=Language.CS)
    body = _Body(book, root)
    (column,) = columns_of(book.languages, root)
    headers, widths = body._table(column)
    found = []
    for group in book.groups:
        rows = [body._texts(column, entry) for entry in group.entries]
        label = group.label(column)
        found.append((label, [column.say(text, column.soft) for text in headers], widths, rows))
    for _, heads, _, rows in found:
        for run in [*(run for runs in heads for run in runs), *rows[0][1][0]]:
            font(run.style.font)
    return found


def main() -> None:
    """One side in this process: seconds, and the peak of its memory in bytes."""
    side, path, target = sys.argv[1:]
    from app.db.store import Store

    store = Store(Path(path))
    with store.reading() as connection:
        seconds = (_ours if side == "ours" else _plain)(connection, Path(target))
    store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    sys.stdout.write(json.dumps({"seconds": seconds, "peak": peak}))


if __name__ == "__main__":
    main()
