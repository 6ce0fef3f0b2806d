"""The partner page for the web: plain, accessible HTML without scripts, one language or more.

Only what `collect_partner.partner` calls public goes into a file. The same page of an internal
paper is shown in the window (`body_of`), and never saved.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

from app.db.connection import Connection
from app.errors import UserError
from app.files import write_text
from app.i18n import N_, Language, translator
from app.reports.agreements.data import PartnerPaper, PartnerStep
from app.reports.agreements.parts import spoken
from app.reports.engine.content import Localised, choose
from app.reports.partners import parts as words
from app.reports.partners.collect import partner
from app.rules.days import partial_dates
from app.rules.days.partial_dates import PartialDate
from app.rules.days.partial_dates import format as format_partial
from app.rules.folding import fold
from app.rules.visible import visible

NOT_PUBLIC = N_("An internal partner page is not written for the web. Nothing was written.")

LANGUAGE_NAMES = {Language.CS: "Čeština", Language.DE: "Deutsch", Language.EN: "English"}

_STYLE = """
body { margin: 0 auto; max-width: 46rem; padding: 1.5rem; font: 1rem/1.55 system-ui, sans-serif;
  color: #1a1f29; background: #fff; }
h1 { font-size: 1.8rem; line-height: 1.25; margin: .3em 0 .4em; }
h2 { font-size: 1.15rem; color: #1f4f94; border-bottom: 1px solid #1f4f94; padding-bottom: .2em;
  margin: 1.8em 0 .6em; }
a { color: #1f4f94; }
a:focus-visible { outline: 3px solid #1f4f94; outline-offset: 2px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2em 1.5em; }
dt { color: #545b66; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4em .8em .4em 0;
  border-bottom: 1px solid #c7ccd4; }
td + td { min-width: 6.5em; }
thead th { color: #545b66; font-weight: normal; font-size: .875rem; }
ul { padding-left: 1.2em; }
nav ul { list-style: none; display: flex; gap: 1em; padding: 0; }
.small, footer { color: #545b66; font-size: .875rem; }
@media print { nav { display: none; } body { max-width: none; padding: 0; } }
@media (max-width: 32rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: .5em; } }
"""


def write_page(paper: PartnerPaper, languages: Sequence[Language], target: Path, on: date) -> None:
    """Write a public page in one file; with several languages one after another, each marked as
    such. `target` is replaced in one step. Raises `UserError` if it cannot be written, or if
    `paper` is not public.
    """
    write_text(target, page(paper, languages, on))


def write_pages(connection: Connection, organisation_id: str, folder: Path, on: date) -> list[Path]:
    """Write the public page of a partner in three files, one for each language, which lead to one
    another; their names come from the partner's Czech name. Gives the files. Raises `UserError`.
    """
    paper = partner(connection, organisation_id, on, public=True)
    stem = re.sub(r"[^a-z0-9]+", "-", fold(choose(paper.body.names, Language.CS)[0])).strip("-")
    stem = stem[:80].rstrip("-")  # a name may be longer than that of a file
    names = {language: f"{stem or 'partner'}.{language}.html" for language in Language}
    for language, name in names.items():
        write_text(folder / name, page(paper, [language], on, names))
    return [folder / name for name in names.values()]


def page(
    paper: PartnerPaper,
    languages: Sequence[Language],
    on: date,
    others: dict[Language, str] | None = None,
) -> str:
    """The page as HTML. `others` are the addresses of the page in each language. Raises
    `UserError` if `paper` is not public.
    """
    if not paper.public:
        raise UserError(NOT_PUBLIC)
    first = languages[0]
    html = Element("html", lang=first)
    head = _block(html, "head")
    _block(head, "meta", charset="utf-8")
    _block(head, "meta", name="viewport", content="width=device-width, initial-scale=1")
    name = choose(paper.body.names, first)[0]
    own = choose(paper.office.names, first)[0] or paper.office.native_name
    _block(head, "title", " – ".join(filter(None, (name, own))))
    tr = translator(first)
    about = tr("Co-operation of {office} with {partner}", office=own, partner=name)
    _block(head, "meta", name="description", content=about)
    for language, address in (others or {}).items():
        _block(head, "link", rel="alternate", hreflang=language, href=address)
    _block(head, "style", _STYLE)
    body = _block(html, "body")
    if others:
        body.append(_languages(first, others))
    main = _block(body, "main")
    for language in languages:
        article = _block(main, "article", lang=language)
        _Page(paper, language, on).fill(article)
    footer = _block(body, "footer")
    day = partial_dates.format_day(on, tr)
    _block(footer, "p", tr("{office}. As of {day}.", office=own or "–", day=day))
    return "<!DOCTYPE html>\n" + _written(html)


def body_of(paper: PartnerPaper, language: Language, on: date) -> str:
    """The content alone, of a public or an internal paper, to be shown in the window."""
    article = Element("div")
    _Page(paper, language, on).fill(article)
    return _written(article)


def _written(root: Element) -> str:
    """The element as HTML, its texts as they are seen: a name must not turn the line."""
    for element in root.iter():
        element.text = visible(element.text) if element.text else None
        element.tail = visible(element.tail) if element.tail else None
        element.attrib.update({name: visible(text) for name, text in element.attrib.items()})
    return tostring(root, encoding="unicode", method="html")


def _block(parent: Element, tag: str, text: str = "", **attributes: str) -> Element:
    """An element on a line of its own."""
    element = SubElement(parent, tag, attributes)
    element.text = text or None
    element.tail = "\n"
    return element


def _languages(current: Language, others: dict[Language, str]) -> Element:
    nav = Element("nav", {"aria-label": translator(current)("Languages")})
    nav.tail = "\n"
    items = _block(nav, "ul")
    for language, address in others.items():
        item = _block(items, "li")
        attributes = {"href": address, "hreflang": language, "lang": language}
        if language is current:
            attributes["aria-current"] = "page"
        link = SubElement(item, "a", attributes)
        link.text = LANGUAGE_NAMES[language]
    return nav


class _Page:
    """One language of the page while it is built."""

    def __init__(self, paper: PartnerPaper, language: Language, on: date) -> None:
        self.paper = paper
        self.language = language
        self.on = on
        self.tr = translator(language)
        self.headings = words.headings(self.tr)

    def fill(self, parent: Element) -> None:
        paper, tr = self.paper, self.tr
        header = _block(parent, "header")
        self._said(_block(header, "h1"), paper.body.names)
        self._facts(header)
        self._agreements(self._section(parent, "agreements"))
        if paper.areas:
            items = _block(self._section(parent, "areas"), "ul")
            for area in paper.areas:
                self._said(_block(items, "li"), area)
        if paper.people:
            self._people(self._section(parent, "people"))
        if paper.next_steps:
            self._next_steps(self._section(parent, "next_steps"))
        if paper.steps:
            self._steps(self._section(parent, "steps"), paper.steps)
        if paper.gifts:
            self._gifts(self._section(parent, "gifts"))
        if paper.note.strip():
            section = _block(parent, "section")
            _block(section, "h2", tr("Internal note"))
            for line in filter(str.strip, paper.note.splitlines()):
                _block(section, "p", line.strip(), lang=Language.CS)

    def _section(self, parent: Element, name: str) -> Element:
        section = _block(parent, "section")
        _block(section, "h2", self.headings[name])
        return section

    def _said(self, parent: Element, text: Localised) -> None:
        """A text in the page's language, or another one, marked."""
        said, language = choose(text, self.language)
        if language is self.language:
            parent.text = said
            return
        inner = SubElement(parent, "span", lang=language)
        inner.text = said
        mark = SubElement(parent, "small", {"class": "small"})
        mark.text = f" ({language})"

    def _facts(self, parent: Element) -> None:
        paper, tr = self.paper, self.tr
        told = [
            (tr("Native name"), self._native()),
            (tr("Kind"), words.kind(paper, tr)),
            (tr("Address"), ", ".join(paper.address)),
            (tr("Contact details"), " · ".join(paper.contacts)),
        ]
        facts = _block(parent, "dl")
        for label, text in told:
            if text:
                _block(facts, "dt", label)
                _block(facts, "dd", text)
        if self._native():
            facts[1].set("lang", spoken(paper.body.country))
        if site := words.website(paper):
            _block(facts, "dt", tr("Website"))
            place = _block(facts, "dd")
            if re.match(r"https?://", paper.website):
                SubElement(place, "a", href=paper.website).text = site
            else:
                place.text = site

    def _native(self) -> str:
        native = self.paper.body.native_name
        return "" if native == choose(self.paper.body.names, self.language)[0] else native

    def _agreements(self, section: Element) -> None:
        paper, tr = self.paper, self.tr
        if not paper.agreements:
            _block(section, "p", tr("There is no agreement."))
            return
        rows = self._table(section, tr("Agreement"), tr("State"))
        for item in paper.agreements:
            row = _block(rows, "tr")
            cell = _block(row, "td")
            self._said(SubElement(cell, "strong"), item.title)
            SubElement(cell, "br")
            SubElement(cell, "span").text = words.about(item, tr)
            if not paper.public and (why := words.explanation(item, tr)):
                SubElement(cell, "br")
                SubElement(cell, "small", {"class": "small"}).text = why
            _block(row, "td", words.state(item, tr))

    def _people(self, section: Element) -> None:
        items = _block(section, "ul")
        for person in self.paper.people:
            item = _block(items, "li")
            SubElement(item, "strong").text = person.name
            if person.native_name:
                native = SubElement(item, "span", lang=spoken(self.paper.body.country))
                native.text = f" ({person.native_name})"
            if any(person.post.values()):
                SubElement(item, "span").text = ", "
                self._said(SubElement(item, "span"), person.post)
            if person.contacts:
                SubElement(item, "br")
                SubElement(item, "span").text = " · ".join(person.contacts)

    def _next_steps(self, section: Element) -> None:
        tr = self.tr
        rows = self._table(section, tr("Date"), tr("Step"))
        for step in self.paper.next_steps:
            row = _block(rows, "tr")
            _block(row, "td", words.step_days(step, tr))
            cell = _block(row, "td")
            self._said(SubElement(cell, "span"), step.text)
            SubElement(cell, "br")
            about = SubElement(cell, "small", {"class": "small"})
            about.text = words.step_kind(step, tr)
            if step.place:
                about.text += " · "
                self._said(SubElement(about, "span"), step.place)

    def _gifts(self, section: Element) -> None:
        tr = self.tr
        rows = self._table(section, tr("Date"), tr("Gift"))
        for gift in self.paper.gifts:
            row = _block(rows, "tr")
            _block(row, "td", format_partial(gift.day, tr) if gift.day else "")
            cell = _block(row, "td")
            self._said(SubElement(cell, "span"), gift.title)
            SubElement(cell, "br")
            about = SubElement(cell, "small", {"class": "small"})
            about.text = words.gift_about(gift, tr)

    def _steps(self, section: Element, steps: Sequence[PartnerStep]) -> None:
        tr = self.tr
        rows = self._table(section, tr("Date"), tr("What happened"))
        for step in steps:
            row = _block(rows, "tr")
            cell = _block(row, "td")
            if day := words.days(step, tr):
                SubElement(cell, "time", _machine(step.day)).text = day
            cell = _block(row, "td")
            self._said(SubElement(cell, "span"), step.text)
            if where := words.where(step, tr):
                SubElement(cell, "br")
                about = SubElement(cell, "small", {"class": "small"})
                about.text = where
                if step.place:
                    self._said(SubElement(about, "span"), step.place)

    @staticmethod
    def _table(section: Element, *headers: str) -> Element:
        table = _block(section, "table")
        line = _block(_block(table, "thead"), "tr")
        for header in headers:
            _block(line, "th", header, scope="col")
        return _block(table, "tbody")


def _machine(day: PartialDate | None) -> dict[str, str]:
    """The day for a reader that is no person (HTML, 4.5.14): a year, a month or a day."""
    return {"datetime": str(day)} if day and day.first_day else {}
