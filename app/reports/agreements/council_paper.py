"""The paper for the council or the assembly: proposed resolution and explanatory report (DOCX).

What the record does not say stands in it as a visible placeholder to be filled in by a person;
nothing is invented, and the law is cited only where the requirements say that it applies.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.entities import choices
from app.files import write_bytes
from app.i18n import C_, N_, Language, translator
from app.kinds import LANGUAGE_CODE
from app.office_files import docx_bytes
from app.reports.agreements.collect import BODIES, body_names, post_names, summary
from app.reports.agreements.council_document import Draft, document_of, foreign, gap, safe
from app.reports.engine.content import Localised, choose
from app.reports.engine.printing_day import day_of_printing
from app.reports.engine.sheets import check_languages
from app.rules.agreements.terms import Months
from app.rules.days import partial_dates
from app.rules.days.partial_dates import PartialDate
from app.rules.people.names import genitive
from app.services.agreements import record
from app.services.office_settings import own_organisation

Step = Literal["conclusion", "amendment", "termination"]
Body = Literal["assembly", "council"]

_OF_DOCUMENT = {
    "cooperation_agreement": C_("genitive", "the co-operation agreement"),
    "memorandum": C_("genitive", "the memorandum"),
    "joint_declaration": C_("genitive", "the joint declaration"),
    "other": C_("genitive", "the document"),
}
_SUBJECTS = {
    "conclusion": N_("Conclusion of {document} {title}"),
    "amendment": N_("Amendment of {document} {title}"),
    "termination": N_("Termination of {document} {title}"),
}
_DECISIONS = {
    "conclusion": N_(
        "approves the conclusion of {document} {title}, as annexed; parties: {parties};"
    ),
    "amendment": N_(
        "approves the amendment of {document} {title} by {amendment}, as annexed; "
        "parties: {parties};"
    ),
    "termination": N_(
        "approves the termination of {document} {title} as of {day}; "
        "manner of termination: {manner}; parties: {parties};"
    ),
}
_SIGNING = {
    "conclusion": N_("authorises {signatory} to sign {document}."),
    "amendment": N_("authorises {signatory} to sign the amendment of {document}."),
    "termination": N_("authorises {signatory} to sign the termination of {document}."),
}
_LAW = {
    "28": (
        N_(
            "Co-operation with territorial self-governing units of other states is governed by "
            "section 28 of Act No. 129/2000 Coll., on Regions."
        ),
        N_(
            "Under section 28(2) the agreement must be in writing and must be approved in advance "
            "by the assemblies concerned, otherwise it is invalid."
        ),
    ),
    "24": (
        N_(
            "Co-operation of regions with other regions and with municipalities is governed by "
            "section 24 of Act No. 129/2000 Coll., on Regions."
        ),
        N_(
            "Under section 24(4) the agreement must be in writing and must be approved by the "
            "assemblies concerned, otherwise it is invalid."
        ),
    ),
}
"""The sections of the Act on Regions: what they govern, and the form of an agreement."""
_RESERVED = N_(
    "Under section 35(2) of that Act it is reserved to the assembly to decide on co-operation "
    "with other regions and on international co-operation."
)
_VISITS = 10


def council_paper(
    connection: Connection,
    agreement_id: str,
    languages: Sequence[Language],
    target: Path,
    on: date,
    step: Step = "conclusion",
    body: Body = "assembly",
) -> list[str]:
    """Write the paper on one step of an agreement to `target`, as known on the day `on`.

    `languages` are one, or two that stand side by side. Gives the placeholders that are left to be
    filled in, each once, in the order of the paper, those of the first language first.
    Of an amendment either record will do: that of the amendment itself, or that of the agreement
    to be amended. The file is written beside `target` and renamed into place. Raises `UserError`
    when the agreement does not exist or the file cannot be written.
    """
    check_languages(languages)
    row = record.stored(connection, agreement_id)
    drafts = []
    for language in languages:
        paper = _Paper(connection, row, language, on, step)
        paper.compose(body)
        drafts.append(paper.word)
    write_bytes(target, docx_bytes(document_of(drafts, day_of_printing(on))))
    return list(dict.fromkeys(gap for draft in drafts for gap in draft.gaps()))


_GOVERNOR = re.compile(r"hejtman(ka)?\b", re.IGNORECASE)


class _Paper:
    """The paper in one language; its parts come in the order of `compose`."""

    def __init__(
        self, connection: Connection, row: dict[str, Any], language: Language, on: date, step: Step
    ) -> None:
        self.connection = connection
        self.row = self.amended = row
        if step == "amendment" and row["amends_id"]:
            self.amended = record.stored(connection, row["amends_id"])
        self.language, self.tr = language, translator(language)
        self.on = on
        self.step = step
        self.law = record.requirements(connection, row["id"], on, language)
        codes = {item.code.partition(".")[0] for item in self.law}
        self.sections = [section for section in _LAW if section in codes]
        self.about = summary(connection, self.amended["id"], on)
        self.own = own_organisation(connection)
        parties = (record.party_rows(connection, key) for key in (row["id"], self.amended["id"]))
        self.parties = next(filter(None, parties), [])
        self.word = Draft(language)

    def compose(self, body: Body) -> None:
        """Fill the document."""
        self._head(body)
        self._resolution(body)
        self.word.heading(self.tr("Explanatory report"), 1)
        self._partner()
        self._subject()
        self._change()
        self._development()
        self._decisions()
        self._duration()
        self._legal_basis()
        self._commitments()
        self._annexes()
        self._legend()

    def gap(self, what: str) -> str:
        """A placeholder for something that a person has to fill in."""
        return gap(self.tr("[to be filled in: {what}]", what=safe(what)))

    def said(self, text: Localised, what: str = "") -> str:
        """A text of the record in the paper's language, else another one, marked; or a gap."""
        chosen, language = choose({code: safe(part) for code, part in text.items()}, self.language)
        if not chosen:
            return self.gap(what) if what else ""
        if language is self.language:
            return chosen
        return foreign(chosen, language)

    def czech(self, text: str | None) -> str:
        """A text that the office writes in Czech only."""
        return self.said({Language.CS: text or ""})

    def day(self, text: str | None, what: str) -> str:
        """A stored date in words, or a gap."""
        if not text or text == "unknown":
            return self.gap(what)
        return partial_dates.format(PartialDate.parse_iso(text), self.tr)

    def quoted(self, row: Mapping[str, Any]) -> str:
        """The title of an agreement in quotation marks."""
        return self.tr("“{title}”", title=self.said(_localised(row, "title")))

    def listed(self, lines: Sequence[str], what: str) -> None:
        """A list with bullets; a gap where it is empty."""
        for line in lines or [self.gap(what)]:
            self.word.say(line.replace("\n", " "), "List Bullet")

    def labelled(self, label: str, text: str) -> None:
        """A paragraph that begins with a label; none without a text."""
        if text:
            self.word.say(self.tr("{label}: {text}", label=label, text=text))

    def body(self, body: Body) -> str:
        """The name of the council or the assembly."""
        return self.tr.message(BODIES[body], region=self.region())

    def region(self) -> str:
        """The own organisation's name as it follows that of its body."""
        names, what = self.about.office.names, self.tr("name of the region")
        name = safe(names.get(Language.CS, ""))
        if self.language is not Language.CS or not name:
            return self.said(names, what)
        return genitive(name) or self.gap(self.tr("{name} in the genitive", name=name))

    def signatory(self) -> str:
        """Who signs for the office, as the object of *authorises*.

        The post in the agreement to be signed tells, else the post that is held now.
        """
        new = self.step == "conclusion" or self.amended is not self.row
        posts = [
            row["signatory_post"] or "" for row in self.parties if new and row["id"] == self.own
        ]
        if not any(posts):
            sql = "SELECT title_cs FROM position WHERE organisation_id = ? AND until IS NULL"
            posts = [row["title_cs"] for row in self._rows(sql, self.own)]
        found = {post[0].casefold() for post in map(_GOVERNOR.match, posts) if post}
        if found == {"hejtmanka"}:
            return self.tr.context("accusative, woman", "the Regional Governor")
        if found == {"hejtman"}:
            return self.tr.context("accusative, man", "the Regional Governor")
        return self.gap(self.tr("who signs"))

    def is_reserved(self) -> bool:
        """Whether it is for the assembly to decide, as far as the record tells."""
        unclear = any(item.code == "law.parties" for item in self.law)
        return bool(self.sections) or unclear or self.row["relation_type"] == "international"

    def _rows(self, sql: str, *values: object) -> list[dict[str, Any]]:
        return rows_as_dicts(self.connection, sql, values)

    def _head(self, body: Body) -> None:
        tr, word = self.tr, self.word
        subject = tr.message(
            _SUBJECTS[self.step],
            document=tr.message(_OF_DOCUMENT[self.amended["kind"]]),
            title=self.quoted(self.amended),
        )
        own = self.said(self.about.office.names, tr("name of the region"))
        word.say(own, "Subtitle")
        word.heading(subject, 0)
        rows = [
            (tr("For the meeting of"), self.body(body)),
            (tr("Date of the meeting"), self.gap(tr("date"))),
            (tr("Agenda item"), self.gap(tr("number"))),
            (tr("Submitted by"), self.gap(tr("name and post"))),
            (tr("Reference number"), safe(self.row["reference_no"] or "")),
            (tr("Drawn up on"), partial_dates.format_day(day_of_printing(self.on), tr)),
        ]
        word.table([row for row in rows if row[1]], (50, 110), header=False)
        word.title, word.author = subject, own

    def _resolution(self, body: Body) -> None:
        tr, word = self.tr, self.word
        word.heading(tr("Proposed resolution"), 1)
        word.say(tr("Resolution No. {number}", number=self.gap(tr("number"))))
        if body == "council" and self.is_reserved():
            message = tr(
                "{body}, having deliberated, recommends that the Assembly of {region} adopt "
                "this resolution:",
                body=self.body(body),
                region=self.region(),
            )
            word.say(message)
            body = "assembly"
        word.say(tr("{body}, having deliberated,", body=self.body(body)))
        names = [self.said(_localised(row, "name")) for row in self.parties]
        new = self.gap(tr("title of the amendment"))
        values = {
            "document": tr.message(_OF_DOCUMENT[self.amended["kind"]]),
            "title": self.quoted(self.amended),
            "parties": ", ".join(names) or self.gap(tr("parties")),
            "amendment": new if self.amended is self.row else self.quoted(self.row),
            "day": self.day(self.row["ended_on"], tr("day")),
            "manner": self.gap(tr("notice, or agreement of the parties")),
            "signatory": self.signatory(),
        }
        for message in (_DECISIONS[self.step], _SIGNING[self.step]):
            word.say(tr.message(message, **values), "List Number")

    def _partner(self) -> None:
        tr, word = self.tr, self.word
        word.heading(tr("Parties"), 2)
        if len(self.parties) < 2:
            word.say(self.gap(tr("the other party")))
        signs = tr("Signatory") if self.row["signed_on"] else tr("Signs for the party")
        rows = [(tr("Party"), tr.context("address", "Seat"), signs)]
        for row in self.parties:
            name, native = self.said(_localised(row, "name")), safe(row["native_name"] or "")
            if native and native not in (row[f"name_{self.language}"], row["name_cs"]):
                name = f"{name} ({native})"
            seat = safe(record.seat(self.connection, row["id"], tr)) or self.gap(tr("seat"))
            post = self.said(post_names(self.connection, row["signatory_post"], row["id"]))
            who = ", ".join(filter(None, (safe(row["signatory"] or ""), post)))
            rows.append((name, seat, who or self.gap(tr("signatory"))))
        word.table(rows, (60, 55, 45), header=True)

    def _subject(self) -> None:
        tr, word, row = self.tr, self.word, self.amended
        word.heading(tr("Subject of the co-operation"), 2)
        word.say(self.said(_localised(row, "subject"), tr("subject of the co-operation")))
        areas = ", ".join(self.said(area) for area in self.about.areas)
        self.labelled(tr("Areas of co-operation"), areas)
        for name, label, section in (
            ("bodies", tr("Bodies and how they are set up"), "28"),
            ("duties", tr("Rights and duties of the parties"), "24"),
            ("settlement", tr("Withdrawal and settlement"), "24"),
        ):
            needed = section in self.sections
            text = self.gap(tr("from the text of the document")) if needed else ""
            self.labelled(label, self.czech(row[name]) or text)

    def _change(self) -> None:
        """What an amendment changes, or why an agreement is ended."""
        tr, word = self.tr, self.word
        if self.step == "amendment":
            word.heading(tr("Content of the amendment"), 2)
            own = {} if self.amended is self.row else self.row
            word.say(self.said(_localised(own, "subject"), tr("what changes and why")))
        elif self.step == "termination":
            word.heading(tr("Reasons for the termination"), 2)
            word.say(self.czech(self.row["end_reason"]) or self.gap(tr("reasons")))

    def _development(self) -> None:
        """Earlier agreements, milestones and visits up to the day of the paper."""
        tr, word, today = self.tr, self.word, self.on.isoformat()
        word.heading(tr("Development of the co-operation so far"), 2)
        here = (self.amended["id"], self.row["id"])
        found = [
            (str(link.signed_on), self.quoted(record.stored(self.connection, link.id)))
            for link in record.chain(self.connection, self.amended["id"])
            if link.signed_on and link.id not in here
        ]
        found += [(str(item.happened_on), self.said(item.text)) for item in self.about.milestones]
        visits = self._rows(
            "SELECT * FROM delegation WHERE (agreement_id = ?1 OR partner_id = ?2)"
            " AND coalesce(status, '') NOT IN ('cancelled', 'proposed') AND start <= ?3"
            " ORDER BY start DESC, rowid DESC",
            self.amended["id"],
            self.amended["partner_id"],
            today,
        )
        found += [(row["start"], self.said(_localised(row, "title"))) for row in visits[:_VISITS]]
        lines = [
            tr("{day}: {text}", day=self.day(day, tr("date")), text=text)
            for day, text in sorted(found)
            if day <= today or day == "unknown"
        ]
        self.listed(lines, tr("development of the co-operation so far"))
        if len(visits) > _VISITS:
            word.say(tr("Earlier visits not listed: {count}", count=len(visits) - _VISITS))

    def _decisions(self) -> None:
        tr = self.tr
        lines = []
        for row in self._rows(
            "SELECT * FROM resolution WHERE agreement_id = ? ORDER BY sort_key", self.row["id"]
        ):
            number = tr("resolution No. {number}", number=safe(row["number"] or ""))
            day = self.day(row["decided_on"], "") if row["decided_on"] else ""
            body = self.said(body_names(row["body"], self.about.office.names))
            parts = (body, number if row["number"] else "", day)
            lines.append(", ".join(filter(None, parts)))
        if lines:
            self.word.heading(tr("Decisions so far"), 2)
            self.listed(lines, "")

    def _duration(self) -> None:
        tr, word, row = self.tr, self.word, self.row
        word.heading(tr("Duration and notice"), 2)
        if self.step == "termination":
            now = record.standing_of(self.connection, row["id"], self.on)
            word.say(record.explanation_text(now, tr))
        term = choices.TERM.format(row["term"], tr)
        if not term and not row["expires_on"]:
            term = self.gap(tr("fixed or indefinite term"))
        self.labelled(tr("Term"), term)
        if row["expires_on"] or row["term"] == "fixed":
            self.labelled(tr("Expires on"), self.day(row["expires_on"], tr("day")))
        if row["entry_into_force"]:
            self.labelled(tr("Entry into force"), self.day(row["entry_into_force"], tr("day")))
        self.labelled(tr("Tacit renewal by"), self._months(row["renewal_months"]))
        notice = self.gap(tr("notice period, or that there is none"))
        self.labelled(tr("Notice period"), self._months(row["notice_months"]) or notice)
        self.labelled(tr("Notice clause, word for word"), self.czech(row["notice_clause"]))

    def _months(self, count: int | None) -> str:
        return Months(count).text(self.tr) if count else ""

    def _legal_basis(self) -> None:
        tr, word = self.tr, self.word
        word.heading(tr.context("council paper", "Legal basis"), 2)
        for section in self.sections:
            for message in _LAW[section][: 1 if self.step == "termination" else 2]:
                word.say(tr.message(message))
        if any("§ 35" in item.source for item in self.law):
            word.say(tr.message(_RESERVED))
        if self.row["ministry_consent_on"] and "28" in self.sections:
            day = self.day(self.row["ministry_consent_on"], "")
            word.say(tr("The Ministry of the Interior gave its consent on {day}.", day=day))
        for item in self.law:
            if item.code in ("law.scope", "law.parties"):
                word.say(safe(record.requirement_text(item, tr)))
            elif item.code == "law.nature":
                what = tr("legal assessment whether it is an agreement under the Act on Regions")
                word.say(self.gap(what))
        if not self.sections and self.is_reserved():
            what = tr("legal assessment whether the decision is reserved to the assembly")
            word.say(self.gap(what))

    def _commitments(self) -> None:
        tr, word = self.tr, self.word
        word.heading(tr("Commitments"), 2)
        lines = []
        for row in self._rows(
            "SELECT c.*, o.name_cs, o.name_de, o.name_en FROM commitment c"
            " LEFT JOIN organisation o ON o.id = c.organisation_id"
            " WHERE c.agreement_id = ? ORDER BY c.due IS NULL, c.due, c.sort_key",
            self.row["id"],
        ):
            parts = (self.said(_localised(row, "text")), self.said(_localised(row, "name")))
            due = self.day(row["due"], "") if row["due"] else ""
            until = tr("until {day}", day=due) if due else ""
            lines.append(" – ".join(filter(None, (*parts, until))))
        self.listed(lines, tr("commitments of the region, or that there are none"))
        word.heading(tr("Financial impact"), 2)
        word.say(self.gap(tr("costs and revenues of the region's budget, or that there are none")))

    def _annexes(self) -> None:
        tr, word = self.tr, self.word
        word.heading(tr("Annexes"), 1)
        rows = record.text_rows(self.connection, self.row["id"])
        rows = [row for row in rows if not row["archived_on"]]
        pairs = [(self.czech(row["title"]), safe(row["file_name"] or "")) for row in rows]
        texts = [" – ".join(filter(None, pair)) for pair in pairs]
        if not any(row["kind"] == "agreement_text" and row["content"] for row in rows):
            texts.insert(0, self.gap(tr("text of the document")))
        for number, text in enumerate(texts, 1):
            word.say(tr("Annex No. {number}: {text}", number=number, text=text))

    def _legend(self) -> None:
        message = N_("({code}): not translated, printed in the original language ({language}).")
        for code in self.word.languages()[1:]:
            name = LANGUAGE_CODE.format(code, self.tr)
            self.word.say(self.tr.message(message, code=code, language=name))


def _localised(row: Mapping[str, Any], stem: str) -> dict[Language, str]:
    return {code: text for code in Language if (text := row.get(f"{stem}_{code}"))}
