"""The catalogue of papers: what can be printed, of which records, into which files.

The command line, the window's menus, the preview and the printing of a selection take everything
from here, so that a new paper is one entry. Imports nothing heavy: the module of a paper is
imported when it is printed (`app.reports.printing`).

The function of a paper (`Paper.function`)::

    def cover(connection, ids, languages, target, on, tell, **options) -> list[str]

`ids` are records of the paper's entity, at least one; exactly one where the kind of `target` is
not in `Paper.joined`; of a paper about a list (`Paper.of_list`) they may be a `ListQuery`, too.
`languages` are one or two different ones, `target` has one of the suffixes in `Paper.kinds` and is
replaced in one step, `on` is the day of the states and of printing: equal input gives an equal
file. `tell(done, total)` says how far it is and raises when the person cancelled. Each `Option`
arrives as a keyword with one of its codes. It gives what is left for a person to do, as texts or
message ids; it raises `UserError`, and then nothing is written.

The function of `Paper.missing` takes `(connection, ids, languages, on, **options)` and gives the
`MissingTranslation`s: what will be printed in another language.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.errors import UserError
from app.i18n import C_, N_

UNKNOWN_PAPER = N_("There is no paper “{paper}” of {entity}. There are: {papers}")


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a paper. `name` is a keyword of its function and, with dashes before it, an
    option of the command line; `values` are codes and labels (message ids), the default first.
    """

    name: str
    label: str
    values: tuple[tuple[str, str], ...]

    @property
    def default(self) -> str:
        """The code that holds where nothing is chosen."""
        return self.values[0][0]


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper. `label` is a message id, `entity` the name of what it is about; `kinds`
    are suffixes of files, the default first, of which `joined` hold several records in one file;
    `languages` says how many stand side by side at most.
    A paper about a list is offered with a record, too, if `of_one` says so.
    """

    key: str
    label: str
    entity: str
    kinds: tuple[str, ...]
    function: str
    missing: str = ""
    joined: tuple[str, ...] = ()
    languages: int = 2
    of_list: bool = False
    of_one: bool = False
    options: tuple[Option, ...] = ()


GROUP_BY = Option(
    "group_by",
    N_("Divided"),
    (
        ("", N_("In the order of the list")),
        ("state", N_("By state")),
        ("partner", N_("By partner")),
        ("country", N_("By country")),
        ("area", N_("By area of co-operation")),
    ),
)
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
    N_("Divided"),
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

PAPERS: tuple[Paper, ...] = (
    Paper(
        "summary",
        N_("Agreement summary"),
        "agreement",
        (".pdf",),
        "app.reports.printing:summary",
        missing="app.reports.printing:summary_missing",
        joined=(".pdf",),
    ),
    Paper(
        "summary-full",
        N_("Full summary of the agreement"),
        "agreement",
        (".pdf",),
        "app.reports.agreements.full:full_summary",
        missing="app.reports.agreements.full:missing",
        joined=(".pdf",),
        options=(_NOTE,),
    ),
    Paper(
        "cover",
        N_("File cover"),
        "agreement",
        (".pdf",),
        "app.reports.agreements.file_cover:file_cover",
        missing="app.reports.agreements.file_cover:missing",
        joined=(".pdf",),
    ),
    Paper(
        "signing",
        N_("Signing ceremony"),
        "agreement",
        (".pdf",),
        "app.reports.agreements.signing_sheet:signing_sheet",
        missing="app.reports.agreements.signing_sheet:missing",
        joined=(".pdf",),
    ),
    Paper(
        "council-paper",
        N_("Paper for the council or the assembly"),
        "agreement",
        (".docx",),
        "app.reports.printing:paper_for_council",
        missing="app.reports.printing:summary_missing",
        options=(_STEP, _BODY),
    ),
    Paper(
        "contract-draft",
        N_("Draft for the register of contracts"),
        "agreement",
        (".xml",),
        "app.reports.printing:draft_for_register",
        languages=1,
    ),
    Paper(
        "register",
        N_("Register of agreements"),
        "agreement",
        (".pdf", ".xlsx"),
        "app.reports.printing:register_of_agreements",
        missing="app.reports.printing:register_missing",
        joined=(".pdf", ".xlsx"),
        of_list=True,
        options=(GROUP_BY,),
    ),
    Paper(
        "commitments",
        N_("Commitments"),
        "agreement",
        (".pdf", ".xlsx"),
        "app.reports.agreements.commitment_report:of_agreements",
        missing="app.reports.agreements.commitment_report:missing_of_agreements",
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
        "app.reports.people.person_report:report",
    ),
    Paper(
        "partner-page",
        N_("Partner page"),
        "organisation",
        (".pdf", ".html"),
        "app.reports.partners.page:partner_page",
        missing="app.reports.partners.page:missing",
        joined=(".pdf",),
        options=(_VERSION,),
    ),
    Paper(
        "commitments",
        N_("Commitments with partners"),
        "organisation",
        (".pdf", ".xlsx"),
        "app.reports.agreements.commitment_report:of_partners",
        missing="app.reports.agreements.commitment_report:missing_of_partners",
        joined=(".pdf", ".xlsx"),
        of_list=True,
        of_one=True,
        options=(_STATE_OF_COMMITMENTS, _COMMITMENTS_BY),
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
    raise UserError(UNKNOWN_PAPER, paper=key, entity=entity, papers=keys)
