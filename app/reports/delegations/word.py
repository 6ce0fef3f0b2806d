"""Scripts as documents for Word, of the same family as the paper for the council."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from app.files import write_bytes
from app.office_files import docx_bytes
from app.reports.agreements.council_document import Draft, document_of, foreign, gap, safe, strong
from app.reports.delegations.script import (
    Address,
    Blanks,
    Facts,
    Grid,
    Heading,
    Line,
    Lines,
    Paragraph,
    Script,
    Times,
    Title,
)
from app.reports.engine.content import Localised, OwnOffice, choose
from app.reports.engine.printing_day import day_of_printing

_WIDTH = 160  # millimetres


def write(
    papers: Sequence[Sequence[Script]],
    title: Localised,
    office: OwnOffice,
    target: Path,
    on: date,
) -> list[str]:
    """Write papers, each of one or two languages and beginning a page, to `target`, which is
    replaced in one step. Gives what is left to be filled in. Raises `UserError` if it cannot be
    written.
    """
    drafts = [_draft(script, title, office) for script in papers[0]]
    for paper in papers[1:]:
        for draft, script in zip(drafts, paper, strict=True):
            draft.new_page()
            draft.blocks += _draft(script, title, office).blocks
    write_bytes(target, docx_bytes(document_of(drafts, day_of_printing(on))))
    return list(dict.fromkeys(gap for draft in drafts for gap in draft.gaps()))


def _draft(script: Script, title: Localised, office: OwnOffice) -> Draft:
    draft = Draft(script.language)
    tr = script.tr
    chosen = choose({code: safe(text) for code, text in office.names.items()}, script.language)[0]
    draft.author = chosen or safe(office.native_name)
    over = next((block.over for block in script.blocks if isinstance(block, Title)), "")
    name = safe(choose(title, script.language)[0])
    draft.title = f"{over}: {name}" if over else name
    if draft.author:
        draft.say(draft.author, "Subtitle")
    for block in script.blocks:
        if isinstance(block, Title):
            draft.say(safe(block.over), "Subtitle")
            draft.heading(_said(script, Line(block.name)), 0)
        elif isinstance(block, Heading):
            draft.heading(safe(block.text), 1)
        elif isinstance(block, Paragraph):
            style = "List Bullet" if block.bullet else "Normal"
            draft.say(_said(script, block.line).replace("\n", " "), style)
        elif isinstance(block, Address):
            for line in block.lines:
                draft.say(_said(script, line))
        elif isinstance(block, Facts):
            facts = [(strong(safe(label)), _cell(script, lines)) for label, lines in block.rows]
            draft.table(facts, (45, _WIDTH - 45), header=False)
        elif isinstance(block, Times):
            times = [(_cell(script, hours) or "–", _cell(script, said)) for hours, said in
                     block.rows]  # fmt: skip
            draft.table(times, (35, _WIDTH - 35), header=False)
        elif isinstance(block, Grid):
            rows = [tuple(map(safe, block.headers))]
            rows += [tuple(_cell(script, cell) for cell in row) for row in block.rows]
            widths = [max(8, round(part * _WIDTH)) for part in block.widths]
            draft.table(rows, widths, header=True)
        elif isinstance(block, Blanks):
            blanks = [
                (strong(safe(label)), gap(tr("[to be filled in: {what}]", what=safe(label))))
                for label in block.labels
            ]
            draft.table(blanks, (45, _WIDTH - 45), header=False)
    return draft


def _cell(script: Script, lines: Lines) -> str:
    return "\n".join(_said(script, line) for line in lines)


def _said(script: Script, line: Line) -> str:
    if isinstance(line.said, str):
        text = safe(line.said)
    else:
        chosen, language = choose(
            {code: safe(said) for code, said in line.said.items()}, script.language
        )
        text = chosen if language is script.language else foreign(chosen, language)
    if line.tone == "gap":
        return gap(text)
    text = strong(text) if line.tone == "strong" and text else text
    return f"{safe(line.label)}: {text}" if line.label else text
