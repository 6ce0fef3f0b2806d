"""The catalogue of papers: what can be printed, of which records, into which files.

The command line, the window's menus, the preview and the printing of a selection take everything
from here, so that a new paper is one entry and one function that imports its module. Nothing heavy
is imported before a paper is printed (`app.reports.printing`).
"""

from __future__ import annotations

from collections.abc import Callable

from app.entities import ENTITIES
from app.errors import Label, UserError
from app.i18n import C_, N_
from app.reports.agreements.grouping import GROUP_BY
from app.reports.engine.paper import Functions, Option, Paper

UNKNOWN_PAPER = N_("There is no paper “{paper}” of {entity}. There are: {papers}")


_NOTE = Option(
    "note",
    N_("Internal note"),
    (("without", C_("internal note", "is left out")), ("with", C_("internal note", "is printed"))),
)
_STATE_OF_COMMITMENTS = Option(
    "which",
    N_("Which commitments"),
    (("open", C_("commitments", "open ones only")), ("all", C_("commitments", "all"))),
)
_COMMITMENTS_BY = Option(
    "by",
    N_("Grouped by"),
    (
        ("deadline", N_("By deadline")),
        ("owner", N_("By who is responsible")),
        ("agreement", N_("By agreement")),
    ),
)
_STEP = Option(
    "step",
    N_("Proposed"),
    (
        ("conclusion", C_("step", "conclusion of an agreement")),
        ("amendment", C_("step", "amendment of an agreement")),
        ("termination", C_("step", "termination of an agreement")),
    ),
)
_BODY = Option(
    "body",
    N_("Submitted to"),
    (("assembly", C_("body", "the assembly")), ("council", C_("body", "the council"))),
)

_VERSION = Option(
    "version",
    N_("Meant for"),
    (
        ("internal", C_("partner page", "internal use")),
        ("public", C_("partner page", "the public")),
    ),
)


_STEP_OF_VISIT = Option(
    "step",
    N_("Proposed"),
    (
        ("intent", C_("step of a visit", "the intent of the visit")),
        ("approval", C_("step of a visit", "approval of the visit")),
        ("report", C_("step of a visit", "taking note of the report")),
    ),
)
_BADGE = Option(
    "size",
    N_("Size"),
    (
        ("90x54", N_("flat, 90 × 54 mm")),
        ("85x54", N_("flat, 85 × 54 mm")),
        ("80x50", N_("flat, 80 × 50 mm")),
        ("105x74", N_("flat, 105 × 74 mm")),
        ("105x148", N_("flat, 105 × 148 mm")),
    ),
    own=True,
)
_CARD = Option(
    "size",
    N_("Size"),
    (
        ("tent-210x74", N_("folded, 210 × 74 mm")),
        ("tent-105x70", N_("folded, 105 × 70 mm")),
        ("105x74", N_("flat, 105 × 74 mm")),
        ("90x54", N_("flat, 90 × 54 mm")),
        ("85x54", N_("flat, 85 × 54 mm")),
        ("80x50", N_("flat, 80 × 50 mm")),
    ),
    own=True,
)


def _summary() -> Functions:
    from app.reports.agreements import papers

    return Functions(papers.summary, papers.summary_missing)


def _full_summary() -> Functions:
    from app.reports.agreements import full

    return Functions(full.full_summary, full.missing)


def _file_cover() -> Functions:
    from app.reports.agreements import file_cover

    return Functions(file_cover.file_cover, file_cover.missing)


def _signing_sheet() -> Functions:
    from app.reports.agreements import signing_sheet

    return Functions(signing_sheet.signing_sheet, signing_sheet.missing)


def _paper_for_council() -> Functions:
    from app.reports.agreements import papers

    return Functions(papers.paper_for_council, papers.summary_missing)


def _draft_for_register() -> Functions:
    from app.reports.agreements import papers

    return Functions(papers.draft_for_register)


def _register_of_agreements() -> Functions:
    from app.reports.agreements import papers

    return Functions(papers.register_of_agreements, papers.register_missing)


def _of_agreements() -> Functions:
    from app.reports.agreements import commitment_report

    return Functions(commitment_report.of_agreements, commitment_report.missing_of_agreements)


def _report() -> Functions:
    from app.reports.people import person_report

    return Functions(person_report.report)


def _list_of_people() -> Functions:
    from app.reports.people import record_list

    return Functions(record_list.people)


def _list_of_tasks() -> Functions:
    from app.reports.people import record_list

    return Functions(record_list.tasks)


def _partner_page() -> Functions:
    from app.reports.partners import page

    return Functions(page.partner_page, page.missing)


def _of_partners() -> Functions:
    from app.reports.agreements import commitment_report

    return Functions(commitment_report.of_partners, commitment_report.missing_of_partners)


def _gift_list() -> Functions:
    from app.reports.delegations import gift_list

    return gift_list.functions()


def _of_delegations(key: str) -> Callable[[], Functions]:
    def functions() -> Functions:
        from app.reports.delegations import papers

        return papers.functions_of(key)

    return functions


def _of_delegation(
    key: str,
    label: str,
    *kinds: str,
    about: tuple[str, ...] = (),
    options: tuple[Option, ...] = (),
) -> Paper:
    """A paper about a visit."""
    return Paper(
        key,
        label,
        "delegation",
        kinds or (".pdf",),
        _of_delegations(key),
        joined=(".pdf",),
        options=options,
        about=about,
    )


PAPERS: tuple[Paper, ...] = (
    Paper(
        "summary",
        N_("Agreement summary"),
        "agreement",
        (".pdf",),
        _summary,
        joined=(".pdf",),
    ),
    Paper(
        "summary-full",
        N_("Full summary of the agreement"),
        "agreement",
        (".pdf",),
        _full_summary,
        joined=(".pdf",),
        options=(_NOTE,),
    ),
    Paper(
        "cover",
        N_("File cover"),
        "agreement",
        (".pdf",),
        _file_cover,
        joined=(".pdf",),
    ),
    Paper(
        "signing",
        N_("Signing ceremony"),
        "agreement",
        (".pdf",),
        _signing_sheet,
        joined=(".pdf",),
    ),
    Paper(
        "council-paper",
        N_("Paper for the council or the assembly"),
        "agreement",
        (".docx",),
        _paper_for_council,
        options=(_STEP, _BODY),
    ),
    Paper(
        "contract-draft",
        N_("Draft for the register of contracts"),
        "agreement",
        (".xml",),
        _draft_for_register,
        languages=1,
    ),
    Paper(
        "register",
        N_("Register of agreements"),
        "agreement",
        (".pdf", ".xlsx"),
        _register_of_agreements,
        joined=(".pdf", ".xlsx"),
        of_list=True,
        options=(GROUP_BY,),
    ),
    Paper(
        "commitments",
        N_("Commitments"),
        "agreement",
        (".pdf", ".xlsx"),
        _of_agreements,
        joined=(".pdf", ".xlsx"),
        of_list=True,
        of_one=True,
        options=(_STATE_OF_COMMITMENTS, _COMMITMENTS_BY),
    ),
    Paper(
        "personal-data",
        N_("Report on personal data"),
        "person",
        (".pdf", ".json"),
        _report,
    ),
    Paper(
        "people",
        N_("List of people"),
        "person",
        (".pdf", ".xlsx"),
        _list_of_people,
        joined=(".pdf", ".xlsx"),
        languages=1,
        of_list=True,
    ),
    Paper(
        "tasks",
        N_("List of tasks"),
        "task",
        (".pdf", ".xlsx"),
        _list_of_tasks,
        joined=(".pdf", ".xlsx"),
        languages=1,
        of_list=True,
    ),
    Paper(
        "partner-page",
        N_("Partner page"),
        "organisation",
        (".pdf", ".html"),
        _partner_page,
        joined=(".pdf",),
        options=(_VERSION,),
    ),
    Paper(
        "commitments",
        N_("Commitments with partners"),
        "organisation",
        (".pdf", ".xlsx"),
        _of_partners,
        joined=(".pdf", ".xlsx"),
        of_list=True,
        of_one=True,
        options=(_STATE_OF_COMMITMENTS, _COMMITMENTS_BY),
    ),
    _of_delegation("programme", N_("Programme"), ".pdf", ".docx", about=("member", "item")),
    _of_delegation("programme-guest", N_("Programme for guests"), about=("member", "item")),
    _of_delegation("programme-pocket", N_("Programme for a pocket"), about=("member", "item")),
    _of_delegation("programme-personal", N_("Personal programme"), about=("member",)),
    _of_delegation("running-order", N_("Running order"), about=("member", "item")),
    _of_delegation("participants", N_("Participants"), ".pdf", ".docx", about=("item",)),
    _of_delegation("attendance", N_("Attendance list"), about=("item",)),
    _of_delegation("badges", N_("Badges"), about=("member", "item"), options=(_BADGE,)),
    _of_delegation("place-cards", N_("Place cards"), about=("member", "item"), options=(_CARD,)),
    _of_delegation("seating", N_("Seating plan"), about=("item",)),
    _of_delegation("flags", N_("Flags")),
    _of_delegation("transport", N_("Transport"), about=("member",)),
    _of_delegation("rooms", N_("Rooms"), about=("member",)),
    _of_delegation("kitchen", N_("For the kitchen"), about=("item",)),
    _of_delegation("briefing", N_("Briefing"), ".pdf", ".docx", about=("member", "item")),
    _of_delegation("invitation", N_("Invitation"), ".pdf", ".docx", about=("member", "item")),
    _of_delegation("thank-you", N_("Letter of thanks"), ".pdf", ".docx", about=("member",)),
    _of_delegation(
        "council-paper", N_("Paper for the council"), ".pdf", ".docx", options=(_STEP_OF_VISIT,)
    ),
    _of_delegation("travel-order", N_("Travel order"), about=("member",)),
    _of_delegation("gift-list", N_("List of gifts")),
    _of_delegation("trip-report", N_("Trip report"), ".pdf", ".docx"),
    Paper(
        "gift-list",
        N_("List of gifts"),
        "gift",
        (".pdf",),
        _gift_list,
        joined=(".pdf",),
        of_list=True,
    ),
)
"""All papers, in the order of the menus."""


def papers_of(entity: str, *, of_list: bool | None = None) -> list[Paper]:
    """The papers about records of an entity; only those about a list, or only those about records
    one by one.
    """
    return [
        paper
        for paper in PAPERS
        if paper.entity == entity
        and (of_list is None or paper.of_list is of_list or (paper.of_one and not of_list))
    ]


def paper_of(entity: str, key: str) -> Paper:
    """A paper by its key. Raises `UserError` if the entity has none of this key."""
    for paper in papers_of(entity):
        if paper.key == key:
            return paper
    keys = ", ".join(paper.key for paper in papers_of(entity)) or "–"
    named = Label(ENTITIES[entity].label_plural)
    raise UserError(UNKNOWN_PAPER, paper=key, entity=named, papers=keys)
