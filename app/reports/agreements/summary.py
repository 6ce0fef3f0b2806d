"""The agreement summary: one agreement on one page, in one language or two side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from app.i18n import Language, translator
from app.reports.agreements import parts
from app.reports.agreements.data import PartnerStep, SummaryPaper
from app.reports.engine.columns import Column, Row
from app.reports.engine.content import choose
from app.reports.engine.frame import compose
from app.reports.engine.page import Band, Cell, Sheet, metadata, page_count, publish
from app.reports.engine.shortening import dealt, most_room, sentences
from app.reports.engine.tagging import Element
from app.reports.engine.text import Text

Languages = tuple[Language] | tuple[Language, Language]

_PARTIES = 4  # that are never left out


@dataclass(frozen=True, slots=True)
class Brief:
    """What stands on the page of a summary, as far as there is room for it."""

    paper: SummaryPaper
    development: Sequence[PartnerStep]
    on: date

    @property
    def lengths(self) -> dict[str, int]:
        """How long each of the lists is that can be shortened, the most important first."""
        return {
            "parties": len(self.paper.parties),
            "explanation": len(self.paper.explanation),
            "approvals": len(self.paper.approvals),
            "tasks": len(self.paper.tasks),
            "development": len(self.development),
            "subject": max(map(len, map(sentences, self.paper.subject.values())), default=0),
            "note": len(sentences(self.paper.note)),
        }

    def bare(self, words: int) -> Brief:
        """The same with nothing but what is never left out, and with `words` of its title. What is
        left out is said in one line, so that no section stands there with nothing in it.
        """
        brief = self.shortened(0)
        titles = {
            language: text if len(text.split()) <= words else f"{' '.join(text.split()[:words])} …"
            for language, text in brief.paper.title.items()
        }
        left_out = {"parties": brief.paper.left_out["parties"]}
        rest = any(count for name, count in brief.paper.left_out.items() if name != "parties")
        if rest or titles != dict(brief.paper.title):
            left_out["rest"] = 1
        return Brief(replace(brief.paper, title=titles, left_out=left_out), (), self.on)

    def shortened(self, room: int) -> Brief:
        """The same with `room` lines in its lists and sentences in its note. They are dealt out
        one by one, so that no long list crowds out a short one. The newest decisions and steps
        are kept, and what is due next.
        """
        wanted = self.lengths
        given = dealt(wanted, room, {"parties": min(wanted["parties"], _PARTIES)})
        paper, note = self.paper, self.paper.note
        if given["note"] < wanted["note"]:
            note = " ".join(sentences(note)[: given["note"]])
        subject = {
            language: " ".join(sentences(text)[: given["subject"]])
            for language, text in paper.subject.items()
        }
        return Brief(
            replace(
                paper,
                subject=subject if given["subject"] < wanted["subject"] else paper.subject,
                parties=paper.parties[: given["parties"]],
                explanation=paper.explanation[: given["explanation"]],
                approvals=paper.approvals[wanted["approvals"] - given["approvals"] :],
                tasks=paper.tasks[: given["tasks"]],
                note=note,
                left_out={name: most - given[name] for name, most in wanted.items()},
            ),
            self.development[wanted["development"] - given["development"] :],
            self.on,
        )


def render(
    papers: Sequence[SummaryPaper],
    languages: Languages,
    target: Path,
    *,
    printed_on: date,
    with_note: bool = True,
    step: Callable[[], None] = lambda: None,
) -> None:
    """Write the summaries of `papers` (at least one), a page each, to `target`, which is replaced
    in one step. Two languages stand side by side. `printed_on` is printed and is the file's
    creation date, so that equal input gives an equal file. Without `with_note` the internal note
    is left out. Where a page is too small, it is set smaller, then lists and note are shortened,
    and it is said by how much. `step` is called thrice for each: when it is composed, laid out
    and drawn. Raises OSError if `target` cannot be written.
    """
    root = Element("Document", language=languages[0])
    sheets = []
    for paper in papers:
        printed = paper if with_note else replace(paper, note="")
        brief = Brief(printed, parts.development(paper), printed_on)
        sheets.append(_one_page(brief, languages, root))
        step()
    tr = translator(languages[0])
    if len(papers) == 1:
        name = choose(papers[0].title, languages[0])[0]
    else:
        name = tr.plural("{count} agreement", "{count} agreements", len(papers))
    title = tr("Agreement summary: {title}", title=name)
    about = metadata(title, papers[0].office, languages, printed_on)
    publish(sheets, root, about, target, step)


def _one_page(brief: Brief, languages: Languages, root: Element) -> Sheet:
    """The sheet as it is, else set tighter, else with as many lines as a page holds (found by
    halving).
    """
    for tight in (False, True):
        sheet = _sheet(brief, languages, root, tight=tight)
        if page_count(sheet) == 1:
            return sheet
        root.children.pop()

    def fits(room: int) -> bool:
        tried = _sheet(brief.shortened(room), languages, Element("Document"), tight=True)
        return page_count(tried) == 1

    room = most_room(sum(brief.lengths.values()), fits)
    if room or fits(0):
        return _sheet(brief.shortened(room), languages, root, tight=True)

    def fits_bare(words: int) -> bool:
        tried = _sheet(brief.bare(words), languages, Element("Document"), tight=True)
        return page_count(tried) == 1

    longest = max(len(text.split()) for text in brief.paper.title.values())
    words = longest if fits_bare(longest) else most_room(longest, fits_bare)
    return _sheet(brief.bare(words), languages, root, tight=True)


def _sheet(brief: Brief, languages: Languages, root: Element, *, tight: bool) -> Sheet:
    return compose(
        brief,
        _SECTIONS,
        brief.paper.office,
        languages,
        root,
        title=lambda column: choose(brief.paper.title, column.language)[0],
        on=brief.on,
        across=_notes,
        tight=tight,
    )


def _head(column: Column, brief: Brief) -> list[Row]:
    title = parts.title(column, brief.paper.title, column.tr("Agreement summary"))
    return [*title, *parts.facts(column, brief.paper)]


def _development(column: Column, brief: Brief) -> list[Row]:
    heading = column.tr("Development of the co-operation")
    earlier = brief.paper.left_out.get("development", 0)
    return parts.steps(column, brief.development, brief.on, heading, earlier)


def _rest(column: Column, brief: Brief) -> list[Row]:
    if not brief.paper.left_out.get("rest"):
        return []
    said = column.tr("There is no room for the rest: see the full summary.")
    text = Text(column.parent.add("P"), column.say(said, column.soft))
    return [Row([Cell(column.x, column.width, [text])], above=8)]


def _notes(brief: Brief, columns: Sequence[Column], whole: Element) -> list[Band]:
    return parts.notes(brief.paper, columns, whole)


def _of_paper(
    section: Callable[[Column, SummaryPaper], list[Row]],
) -> Callable[[Column, Brief], list[Row]]:
    return lambda column, brief: section(column, brief.paper)


_SECTIONS: tuple[Callable[[Column, Brief], list[Row]], ...] = (
    _head,
    _of_paper(parts.parties),
    _of_paper(parts.subject),
    _of_paper(parts.term),
    _of_paper(parts.approvals),
    _of_paper(parts.areas),
    _development,
    _of_paper(parts.tasks),
    _rest,
)
