"""The papers of a large visit against the same text in plain ReportLab Platypus.

Both sides begin with the same content in memory: what is measured is how it is set, tagged and
written, against Platypus that sets the same words in the same type without tags.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from app.db.log import SETUP
from app.entities import ENTITIES
from app.i18n import Language
from app.services.office import open_store
from app.services.records.records import apply
from tests.bench.measure import of, verdict

ON = date(2026, 11, 25)
PAPERS = (
    *("programme", "programme-guest", "running-order", "participants", "attendance"),
    *("transport", "rooms", "kitchen", "briefing", "council-paper", "trip-report"),
)


def database(path: Path, people: int = 60, items: int = 80) -> str:
    """A visit of many people and items; gives its id."""
    store = open_store(path, author="Měření")
    with store.writing("bench", batch=SETUP) as writer:

        def row(entity: str, **values: Any) -> str:
            return apply(writer, ENTITIES[entity], None, values)

        body = row("organisation", name_cs="Autonomní oblast Vojvodina", kind="region")
        visit = row(
            "delegation", title_cs="Velká návštěva", direction="incoming", start="2027-05-10",
            end="2027-05-14", relation_type="international", initiated_by="region",
            partner_id=body, places="Ústí nad Labem",
        )  # fmt: skip
        members = []
        for number in range(people):
            person = row("person", given_name="Jana", family_name=f"Účastníková {number}")
            row(
                "position", person_id=person, organisation_id=body,
                title_cs="vedoucí odboru regionálního rozvoje",
            )  # fmt: skip
            members.append(
                row(
                    "delegation_member",
                    delegation_id=visit,
                    person_id=person,
                    side="guest" if number % 3 else "host",
                    part="member",
                    diet=("vegetariánská", "bez lepku", None)[number % 3],
                    room=str(100 + number),
                    accommodation="Hotel Clarion",
                    arrival=f"2027-05-10T{8 + number % 10:02d}:15",
                    arrival_by="EC 178",
                )
            )
        for number in range(items):
            day, hour = divmod(number, 16)
            item = row(
                "programme_item", delegation_id=visit, title_cs=f"Jednání o spolupráci {number}",
                starts=f"2027-05-{10 + day}T{7 + hour:02d}:00",
                ends=f"2027-05-{10 + day}T{7 + hour:02d}:45",
                place="Krajský úřad Ústeckého kraje, zasedací místnost rady",
                kind="meal" if hour == 5 else "talks",
                description_cs="Společné projekty v dopravě a cestovním ruchu",
            )  # fmt: skip
            for member in members[number % 7 : number % 7 + 6]:
                row("programme_part", programme_item_id=item, member_id=member, part="takes_part")
    store.close()
    return visit


def visits(pairs: int) -> Iterator[tuple[str, str, str, str]]:
    """All the papers together, each pair in shuffled order."""
    from app.reports.delegations import collect, papers, pdf
    from app.reports.delegations.script import Choice, Script
    from app.reports.engine.page import metadata, publish
    from app.reports.engine.tagging import Element

    chance = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "visit.db"
        key = database(path)
        store = open_store(path)
        with store.reading() as connection:
            visit = collect.visit(connection, key, ON)
        store.close()
        scripts = []
        for name in PAPERS:
            script = Script(Language.CS)
            papers.told(name).fill(script, visit, Choice())
            scripts.append(script)
        target = Path(folder) / "paper.pdf"

        def ours() -> None:
            for script in scripts:
                root = Element("Document", language=Language.CS)
                sheet = pdf.sheet([script], visit.title, visit.office, root, ON)
                about = metadata("Návštěva", visit.office, [Language.CS], ON)
                publish([sheet], root, about, target)

        def plain() -> None:
            for script in scripts:
                _platypus(script, target)

        ours()
        plain()
        times = []
        for _ in range(max(3, pairs)):
            sides = [ours, plain]
            chance.shuffle(sides)
            found = {}
            for side in sides:
                start = time.perf_counter()
                side()
                found[side] = time.perf_counter() - start
            times.append(found[ours] / found[plain])
        ratio = of(times)
        yield "papers of a visit of 60: Platypus", "≤ 2.3", str(ratio), verdict(ratio, 2.3)


def _platypus(script: Any, target: Path) -> None:
    """The same words, in the same type, in tables of the same widths."""
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, TableStyle

    from app.reports.delegations.script import Facts, Grid, Heading, Times, Title
    from app.reports.delegations.script import Paragraph as Told
    from app.reports.engine.content import choose
    from app.reports.engine.fonts import REGULAR, SEMIBOLD, font
    from app.reports.engine.page import BOTTOM, LEFT, PAGE, TOP, WIDTH

    font(REGULAR), font(SEMIBOLD)
    styles = {
        tone: ParagraphStyle(tone, fontName=name, fontSize=size, leading=leading)
        for tone, name, size, leading in (
            ("body", REGULAR, 9.5, 13.2),
            ("strong", SEMIBOLD, 9.5, 13.2),
            ("soft", REGULAR, 8.7, 12),
            ("gap", REGULAR, 9.5, 13.2),
            ("heading", SEMIBOLD, 10.7, 15.2),
            ("title", SEMIBOLD, 17, 22),
        )
    }
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

    def text(line: Any) -> Paragraph:
        said = line.said if isinstance(line.said, str) else choose(line.said, Language.CS)[0]
        label = f"{escape(line.label)}: " if line.label else ""
        return Paragraph(label + escape(said), styles[line.tone])

    def cell(lines: Any) -> list[Paragraph]:
        return [text(line) for line in lines]

    story: list[Any] = []
    for block in script.blocks:
        if isinstance(block, Title):
            story.append(Paragraph(escape(choose(block.name, Language.CS)[0]), styles["title"]))
        elif isinstance(block, Heading):
            story += [Spacer(1, 10), Paragraph(escape(block.text), styles["heading"])]
        elif isinstance(block, Told):
            story.append(text(block.line))
        elif isinstance(block, Facts):
            rows = [[Paragraph(escape(a), styles["soft"]), cell(b)] for a, b in block.rows]
            story.append(LongTable(rows, [0.28 * WIDTH, 0.72 * WIDTH], style=look))
        elif isinstance(block, Times):
            rows = [[cell(a), cell(b)] for a, b in block.rows]
            story.append(LongTable(rows, [0.16 * WIDTH, 0.84 * WIDTH], style=look))
        elif isinstance(block, Grid) and block.rows:
            head = [Paragraph(escape(header), styles["soft"]) for header in block.headers]
            rows = [head, *([cell(part) for part in row] for row in block.rows)]
            widths = [part * WIDTH for part in block.widths]
            story.append(LongTable(rows, widths, repeatRows=1, style=look))
    SimpleDocTemplate(
        str(target),
        pagesize=PAGE,
        leftMargin=LEFT - 6,
        rightMargin=PAGE[0] - LEFT - WIDTH - 6,
        topMargin=PAGE[1] - TOP - 6,
        bottomMargin=BOTTOM - 6,
    ).build(story)
