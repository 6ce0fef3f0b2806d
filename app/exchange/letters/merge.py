"""Mail merge: letters from Word templates that the department edits itself.

A template is a ``.docx`` with placeholders like ``{{ salutation }}`` (see `fields`), conditions
and loops of Jinja. It runs in a sandbox: it can print, choose and repeat what it is given, and
call nothing. Every value is escaped.
"""

from __future__ import annotations

import difflib
import html
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docxtpl import DocxTemplate, InlineImage  # type: ignore[import-untyped]  # ships no types
from jinja2 import StrictUndefined, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from app.db.connection import Connection
from app.db.statements import rows_as_dicts
from app.errors import UserError
from app.file_names import safe_stem
from app.files import Reason, check_source, folder_beside, known_errors, put, write_bytes
from app.i18n import C_, N_, Language, translator
from app.kinds import COUNTRY
from app.office_files import docx_bytes
from app.paths import RESOURCES
from app.progress import Cancelled, Progress
from app.rules.identifiers import show_phone
from app.rules.postal import address_lines
from app.rules.visible import visible
from app.services.contacts.recipients import Recipient
from app.services.office_settings import own_organisation

CANNOT_READ = N_("The template “{file}” cannot be read: {why}. Nothing was written.")
NOT_WORD = N_(
    "“{file}” is not a Word document that can be used. Save it in Word as a document (.docx)"
    " without a password."
)
MACROS = N_("“{file}” contains macros. Save it in Word as a document without macros (.docx).")
TOO_LARGE = N_("The template “{file}” is too large.")
UNKNOWN = N_("“{name}” is not a placeholder that is known.")
MISSPELT = N_("“{name}” is not a placeholder that is known. Is “{other}” meant?")
NOT_CLOSED = N_("A condition or a loop is not closed: {example} is missing.")
NOT_OPENED = N_("“{near}”: this instruction is not known, or it ends what never began.")
SYNTAX = N_("There is a mistake near “{near}”. A placeholder is written like this: {example}.")
ONE_BRACE = N_("“{found}” is printed as it stands: a placeholder has two braces on each side.")
WORD_FIELD = N_(
    "“{found}” is a merge field of Word, which is not filled in here. Write a placeholder in"
    " its place, like this: {example}."
)
SPREAD = N_(
    "A condition or a loop begins in one paragraph or cell and ends in another. Write each"
    " instruction in a paragraph of its own, like this: {example}."
)
FORBIDDEN = N_(
    "“{near}” does more than a template may: it may use placeholders, conditions and loops only."
)
NO_PART = N_("“{near}”: a placeholder has no parts. Write only its name, like this: {example}.")
GROWS = N_(
    "The template “{file}” makes far more text than a letter has: a loop must not stand in another"
    " one, and a text must not be put together from itself. Nothing was written."
)
FAILED = N_(
    "The template “{file}” cannot be filled in, and it cannot be told at which place. Nothing was"
    " written. Save a copy of the supplied template and bring your changes into it one by one."
)
NO_TEMPLATE = N_("There is no template for letters in this language: {language}.")
NO_TEXT = N_(
    "The text of the letter is not written in this language: {language}. Nothing was written."
)
NOTHING = N_("There is nobody to write to.")
CANCELLED = N_("Writing the letters was cancelled. Nothing was written.")
NOT_JOINED = N_(
    "The letters cannot be joined into one document: the header, the footer or the footnotes of"
    " “{file}” differ from letter to letter. Write each letter into its own file."
)

_RECIPIENT = (
    ("salutation", N_("Salutation")),
    ("name", N_("Name with titles")),
    ("given_name", N_("Given name")),
    ("family_name", N_("Family name")),
    ("post", N_("Post")),
    ("organisation", N_("Organisation")),
    ("address", N_("Address as on the envelope")),
    ("email", N_("E-mail")),
    ("phone", N_("Phone")),
)
_LETTER = (
    ("date", C_("letter", "Date")),
    ("place", C_("letter", "Place")),
    ("subject", C_("letter", "Subject")),
    ("reference_no", C_("letter", "Reference number")),
    ("text", C_("letter", "Text of the letter")),
    ("signatory", C_("letter", "Signatory")),
    ("signatory_post", C_("letter", "Post of the signatory")),
    ("clerk", C_("letter", "Handled by")),
)
_OFFICE = (
    ("own_organisation", N_("Our organisation")),
    ("own_address", N_("Address of our organisation")),
    ("own_phone", N_("Phone of our organisation")),
    ("own_email", N_("E-mail of our organisation")),
    ("own_website", N_("Website of our organisation")),
    ("own_data_box", N_("Data box of our organisation")),
    ("own_ico", N_("Company number of our organisation")),
    ("logo", N_("Logo of our organisation")),
)
_PLACEHOLDERS = frozenset(name for name, _ in (*_RECIPIENT, *_LETTER, *_OFFICE))

TEXT_MISSING = C_("letter", "[Text of the letter]")

_MOST_BYTES = 20_000_000
_MOST_UNPACKED = 60_000_000
_MOST_MEMBERS = 1_000
_MOST_CHARACTERS = 5_000_000  # of one part of a letter as XML; a page has some 50,000
_NEAR = 60  # characters of a template that say where something is wrong
_LOGO_MM = (60, 16)  # the largest width and height
_MAIN = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_FOOTNOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_ILLEGAL = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_AFTER_NUMBERS = (
    "w:cols", "w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:bidi",
    "w:rtlGutter", "w:docGrid", "w:printerSettings", "w:sectPrChange",
)  # fmt: skip
"""What stands behind the page numbers in a section's properties (ECMA-376)."""
_PARAGRAPH = "\a"  # docxtpl begins a new paragraph of the same look there
_FILTERS = (
    "capitalize", "d", "default", "e", "escape", "first", "join", "last", "length", "lower",
    "replace", "title", "trim", "upper",
)  # fmt: skip

Values = Mapping[Language, Mapping[str, str]]
"""What is not the recipient's own, by language and placeholder."""


def fields() -> list[tuple[str, str]]:
    """The placeholders of a template with the message ids of what they stand for."""
    return [*_RECIPIENT, *_LETTER, *_OFFICE]


def default_template(language: Language) -> Path:
    """The template of an official letter that comes with the program."""
    return RESOURCES / "templates" / f"letter_{language}.docx"


def office_values(
    connection: Connection, language: Language, on: date, clerk: str = ""
) -> dict[str, str]:
    """What the letters in a language say of the office itself, with the date `on`.

    The place is the town of the own organisation; without one all that is empty.
    """
    from babel.dates import format_date

    values = {"date": str(format_date(on, "long", locale=language.locale)), "clerk": clerk}
    rows = rows_as_dicts(
        connection,
        "SELECT o.name_cs, o.name_de, o.name_en, o.website, o.data_box, o.ico, a.street,"
        " a.postal_code, a.city, a.country FROM organisation o LEFT JOIN address a"
        " ON a.organisation_id = o.id WHERE o.id = ? ORDER BY a.is_primary DESC,"
        " a.kind = 'seat' DESC, a.id LIMIT 1",
        (own_organisation(connection),),
    )
    if not rows:
        return values
    own = {name: value or "" for name, value in rows[0].items()}
    lines = address_lines(
        name_lines=(),
        street=own["street"],
        postal_code=own["postal_code"],
        city=own["city"],
        country=own["country"],
        language=language,
    )
    points: dict[str, str] = dict(
        connection.execute(
            "SELECT kind, value FROM contact_point WHERE organisation_id = ?"
            " ORDER BY is_primary, id DESC",
            (own_organisation(connection),),
        ).fetchall()
    )
    if language is not Language.CS:
        lines.append(COUNTRY.format(own["country"] or "CZ", translator(language)))
    return values | {
        # A letter is written in Praha, not in “Praha 1”: that is for the post.
        "place": re.sub(r"\s+(?:[0-9]+|[IVX]+)\b.*$", "", own["city"]),
        "own_organisation": own[f"name_{language}"] or own["name_cs"],
        "own_address": "\n".join(lines),
        "own_phone": show_phone(points.get("phone") or points.get("mobile") or ""),
        "own_email": points.get("email", ""),
        "own_website": re.sub(r"^https?://|/$", "", own["website"]),
        "own_data_box": own["data_box"] or points.get("data_box", ""),
        "own_ico": own["ico"],
    }


def check_template(path: Path) -> list[UserError]:
    """What is wrong with a template, each as an error that says it; empty if it can be used."""
    try:
        data = _opened(path)
    except UserError as error:
        return [error]
    problems: list[UserError] = []
    try:
        sources = list(_Template(data).sources())
    except Exception:  # a part that is no part of a Word document fails in its own ways
        return [UserError(NOT_WORD, file=path.name)]
    for source in sources:
        problems += _faults(source, path.name)
    problems += _word_fields(sources)
    for sample in ("x", "") if not problems else ():  # both branches of a condition
        try:
            _rendered(path.name, data, dict.fromkeys(_PLACEHOLDERS, sample), None)
        except UserError as error:
            problems.append(error)
    told: dict[str, UserError] = {}
    for problem in problems:
        told.setdefault(f"{problem.message} {problem.values}", problem)
    return list(told.values())


def letters(
    recipients: Sequence[Recipient],
    template_by_language: Mapping[Language, Path],
    values: Values,
    target: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    logo: bytes | None = None,
) -> list[Path]:
    """Write the letters and give the files.

    A `target` that ends with ``.docx`` gets all letters one after the other (of each language a
    file of its own where their templates differ in more than words); any other is the folder for
    one file per recipient, named after them; no file there is ever replaced. `logo` is a PNG or
    JPEG picture. No letter has a mark in the place of its text: who is written to in a language
    without a text, by a template that asks for one, is refused.
    `progress` is told how many letters are done, and of how many.

    Raises `UserError`, also for a template that `check_template` finds fault with and when
    `cancelled` says so; nothing is written then.
    """
    if not recipients:
        raise UserError(NOTHING)
    templates: dict[Language, _Source] = {}
    for language in dict.fromkeys(item.language for item in recipients):
        path = template_by_language.get(language)
        if path is None:
            raise UserError(NO_TEMPLATE, language=language.own_name)
        if problems := check_template(path):
            raise problems[0]
        templates[language] = _Source(path.name, _opened(path))
        if not values.get(language, {}).get("text", "").strip() and asks_for_text(path):
            raise UserError(NO_TEXT, language=language.own_name)
    made = _made(recipients, templates, values, logo, progress, cancelled)
    if target.suffix.lower() == ".docx":
        return _written_joined(list(made), templates, target)
    return _written_apart(made, target)


def asks_for_text(template: Path) -> bool:
    """Whether a template has a place for the text that is typed; if not, the text stands in it.

    Raises `UserError`.
    """
    sandbox = _Sandbox()
    try:
        sources = list(_Template(_opened(template)).sources())
        return any("text" in meta.find_undeclared_variables(sandbox.parse(s)) for s in sources)
    except (_TooMuch, TemplateError):  # what is wrong with it is said by `check_template`
        return True


def letter_text(
    recipient: Recipient, template: Path, values: Values, *, logo: bytes | None = None
) -> str:
    """The text of one letter as it would be written, without its look. Raises `UserError`."""
    context = _context(recipient, values)
    letter = _rendered(template.name, _opened(template), context, logo)
    try:
        document = Document(io.BytesIO(letter))
        section = document.sections[0]
        first = section.different_first_page_header_footer
        head = section.first_page_header if first else section.header
        blocks = [*_block_texts(head), *_block_texts(document)]
    except Exception as error:
        raise UserError(NOT_WORD, file=template.name) from error
    return re.sub(r"\n{3,}", "\n\n", "\n".join(blocks)).strip()


# Templates


@dataclass(frozen=True, slots=True)
class _Source:
    name: str
    data: bytes


class _TooMuch(Exception):
    """A template would make more text than memory holds."""


def _limited(filter_: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of which the result may be longer than its text, within limits."""

    @wraps(filter_)
    def run(*args: Any, **kwargs: Any) -> Any:
        found = filter_(*args, **kwargs)
        if len(found) > _MOST_CHARACTERS // 100:
            raise _TooMuch
        return found

    return run


def _grows(tree: nodes.Template) -> bool:
    """Whether what a template makes can be out of all proportion to its length and its values."""
    inner = any(list(loop.find_all(nodes.For)) for loop in tree.find_all(nodes.For))
    doubled = any(
        list(one.find_all(nodes.Concat)) or list(one.find_all(nodes.Filter))
        for one in tree.find_all(nodes.Assign)
    )
    return inner or doubled or bool(list(tree.find_all(nodes.AssignBlock)))


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja without functions, methods and arithmetic: what a template may do takes no time."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if _grows(tree):
            raise _TooMuch
        return tree

    @staticmethod
    def concat(pieces: Iterable[str]) -> str:
        """All that was made, up to a limit; Jinja hands it over piece by piece."""
        found: list[str] = []
        left = _MOST_CHARACTERS
        for piece in pieces:
            left -= len(piece)
            if left < 0:
                raise _TooMuch
            found.append(piece)
        return "".join(found)

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self.globals.clear()
        # Without `safe` above all: no value gets into the document as it is.
        self.filters = {name: self.filters[name] for name in _FILTERS}
        self.filters |= {name: _limited(self.filters[name]) for name in ("join", "replace")}

    def is_safe_callable(self, obj: Any) -> bool:
        return False

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        raise SecurityError(operator)


class _Template(DocxTemplate):  # type: ignore[misc]  # ships no types
    """A template whose properties are no templates, and whose XML must stay XML."""

    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data))
        self.init_docx()

    def sources(self) -> Iterator[str]:
        """What Jinja gets of each part that is filled in, a paragraph in each line."""
        texts = [self.get_xml()]
        for uri in (self.HEADER_URI, self.FOOTER_URI):
            texts += [self.get_part_xml(part) for _, part in self.get_headers_footers(uri)]
        for part in self.docx.part.package.parts:
            if part.content_type == _FOOTNOTES:
                texts.append(part.blob.decode())
        for text in texts:
            yield re.sub(r"<w:p([ >])", r"\n<w:p\1", self.patch_xml(text))

    def render_properties(self, context: Any, jinja_env: Any = None) -> None:
        """They hold what the template's author wrote."""

    def fix_tables(self, xml: str) -> Any:
        from lxml import etree  # type: ignore[import-untyped]  # ships no types

        # docxtpl mends broken XML in silence, and text is lost.
        etree.fromstring(xml)
        return super().fix_tables(xml)


class _Logo:
    """The picture as a template sees it: something to print and nothing else."""

    def __init__(self, template: _Template, data: bytes) -> None:
        from docx.image.image import Image
        from docx.shared import Mm

        image = Image.from_blob(data)
        width, height = _LOGO_MM
        wide = image.px_width * height > image.px_height * width
        size = {"width": Mm(width)} if wide else {"height": Mm(height)}
        self._image = InlineImage(template, io.BytesIO(data), **size)

    def __html__(self) -> str:
        return str(self._image)


def _opened(path: Path) -> bytes:
    """The bytes of a template that is safe to be read. Raises `UserError`."""
    check_source(path)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UserError(TOO_LARGE, file=path.name)
        data = path.read_bytes()
    except OSError as error:
        raise UserError(CANNOT_READ, file=path.name, why=Reason.of(error)) from error
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if len(members) > _MOST_MEMBERS or unpacked > _MOST_UNPACKED:
                raise UserError(TOO_LARGE, file=path.name)
            types = archive.read("[Content_Types].xml")
            names = {member.filename.casefold() for member in members}
            if b"macroenabled" in types.lower() or any("vbaproject" in name for name in names):
                raise UserError(MACROS, file=path.name)
            if _MAIN not in types:
                raise UserError(NOT_WORD, file=path.name)
        body = Document(io.BytesIO(data)).element.body
        if body is None or body.tag != qn("w:body"):
            raise UserError(NOT_WORD, file=path.name)
    except UserError:
        raise
    except Exception as error:  # a broken package fails in many ways
        raise UserError(NOT_WORD, file=path.name) from error
    return data


def _faults(source: str, name: str) -> list[UserError]:
    """What is wrong in one part of the template of a name."""
    lines = [re.sub(r"<[^>]*>", "", line) for line in source.splitlines()]
    problems = [
        UserError(ONE_BRACE, found=found)
        for line in lines
        for found, inside in re.findall(r"(?<!\{)(\{\s*(\w+)\s*\})(?!\})", line)
        if inside in _PLACEHOLDERS
    ]
    sandbox = _Sandbox()
    try:
        tree = sandbox.parse(source)
        sandbox.compile(source)  # only here are filters looked up
    except _TooMuch:
        return [*problems, UserError(GROWS, file=name)]
    except TemplateSyntaxError as error:
        return [*problems, _syntax_error(error, lines)]
    for unknown in sorted(meta.find_undeclared_variables(tree) - _PLACEHOLDERS):
        near = difflib.get_close_matches(unknown.casefold(), _PLACEHOLDERS, 1, 0.7)
        if near:
            problems.append(UserError(MISSPELT, name=unknown, other=near[0]))
        else:
            problems.append(UserError(UNKNOWN, name=unknown))
    return problems


_MERGE_FIELD = re.compile(r"\bMERGEFIELD\s+(?:&quot;|\\?\")?([^\s\\\"&<]+)")
_IN_QUOTES = re.compile(r"«\s?([^\W\d]\w*)\s?»")


def _word_fields(sources: Sequence[str]) -> list[UserError]:
    """The fields of Word's own mail merge, which would be printed as they stand.

    Their signs alone are quotation marks, too: they count where a template has no placeholder.
    """
    found: dict[str, None] = {}
    for source in sources:
        found |= dict.fromkeys(_MERGE_FIELD.findall(source))
    if not found and not any("{{" in source or "{%" in source for source in sources):
        for source in sources:
            found |= dict.fromkeys(_IN_QUOTES.findall(re.sub(r"<[^>]*>", "", source)))
    return [UserError(WORD_FIELD, found=f"«{name}»", example="{{ name }}") for name in found]


def _syntax_error(error: TemplateSyntaxError, lines: Sequence[str]) -> UserError:
    message = error.message or ""
    # The error may be told on a line behind the one that has the text.
    before = [line.strip() for line in lines[: error.lineno] if line.strip()]
    near = (before or [""])[-1]
    near = near if len(near) <= _NEAR else f"{near[:_NEAR]}…"
    if message.startswith("Unexpected end of template"):
        word = "endfor" if "'for'" in message else "endif"
        return UserError(NOT_CLOSED, example=f"{{% {word} %}}")
    if message.startswith("Encountered unknown tag"):
        return UserError(NOT_OPENED, near=near)
    return UserError(SYNTAX, near=near, example="{{ name }}")


# Letters


@dataclass(frozen=True, slots=True)
class _Letter:
    recipient: Recipient
    data: bytes


def _made(
    recipients: Sequence[Recipient],
    templates: Mapping[Language, _Source],
    values: Values,
    logo: bytes | None,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> Iterator[_Letter]:
    for done, recipient in enumerate(recipients):
        if cancelled and cancelled():
            raise UserError(CANCELLED)
        source = templates[recipient.language]
        context = _context(recipient, values)
        yield _Letter(recipient, _rendered(source.name, source.data, context, logo))
        if progress:
            progress(done + 1, len(recipients))
    if cancelled and cancelled():
        raise UserError(CANCELLED)


def _context(recipient: Recipient, values: Values) -> dict[str, str]:
    tr = translator(recipient.language)
    context = dict.fromkeys(_PLACEHOLDERS, "")
    given = values.get(recipient.language, {})
    context |= {name: _clean(text) for name, text in given.items() if name in _PLACEHOLDERS}
    context |= {
        name: _clean(getattr(recipient, name)) for name, _ in _RECIPIENT if name != "address"
    }
    context["address"] = _clean("\n".join(recipient.address_lines or recipient.name_lines))
    text = context["text"] or tr.message(TEXT_MISSING)
    context["text"] = re.sub(r"\n\s*\n", _PARAGRAPH, text)
    return context


def _clean(text: str) -> str:
    """`text` without what XML does not allow and what nobody sees."""
    return visible(_ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def _rendered(name: str, data: bytes, context: Mapping[str, str], logo: bytes | None) -> bytes:
    """The template filled in. Raises `UserError`."""
    from lxml import etree

    try:
        template = _Template(data)
        filled: dict[str, Any] = {**context, "logo": _Logo(template, logo) if logo else ""}
        template.render(filled, _Sandbox(), autoescape=True)
        written = docx_bytes(template.docx)
    except (_TooMuch, MemoryError) as error:
        raise UserError(GROWS, file=name) from error
    except TemplateError as error:
        raise _told(error, name, data) from error
    except etree.XMLSyntaxError as error:
        raise UserError(SPREAD, example="{%p if post %}") from error
    except Exception as error:  # what the template makes of a document fails in its own ways
        raise _told(error, name, data) from error
    return written


_NO_PART = re.compile(r"has no (?:attribute|element) '?(\w+)|is not subscriptable")
_UNSAFE = re.compile(r"attribute '(\w+)' of .* is unsafe")


def _told(error: Exception, name: str, data: bytes) -> UserError:
    """What went wrong while a template was filled in, and where it stands: Jinja says it in
    English, and to somebody who knows its inside.
    """
    said = str(error)
    if found := re.search(r"'(\w+)' is undefined", said):
        return UserError(UNKNOWN, name=found[1])
    if found := _NO_PART.search(said):
        near = _tag_with(data, found[1] or "[")
        return UserError(NO_PART, near=near, example="{{ name }}")
    if isinstance(error, SecurityError) or "not callable" in said:
        unsafe = _UNSAFE.search(said)
        # Where a binary operator is refused, the error is its sign alone.
        sign = unsafe[1] if unsafe else said if len(said) < 3 else "("
        return UserError(FORBIDDEN, near=_tag_with(data, sign))
    return UserError(FAILED, file=name)


def _tag_with(data: bytes, sign: str) -> str:
    """The first placeholder or instruction of a template that has a word or sign in it."""
    pattern = re.escape(sign)
    if sign[0] not in "([" and sign[0].isidentifier():
        pattern = rf"(?<!\w){pattern}(?!\w)"
    for source in _Template(data).sources():
        text = html.unescape(re.sub(r"<[^>]*>", "", source))
        for tag in re.findall(r"\{\{.*?\}\}|\{%.*?%\}", text, re.DOTALL):
            if re.search(pattern, tag):
                return tag if len(tag) <= _NEAR else f"{tag[:_NEAR]}…"
    return sign


def _written_apart(made: Iterable[_Letter], folder: Path) -> list[Path]:
    """Write each letter to a file of its own; all of them or none."""
    placed: list[Path] = []
    try:
        with known_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with folder_beside(folder / "letters") as beside:
                waiting = []
                for number, letter in enumerate(made):
                    file = beside / f"{number}.docx"
                    write_bytes(file, letter.data)
                    waiting.append((letter.recipient, file))
                taken = {item.name.casefold() for item in folder.iterdir()}
                for recipient, file in waiting:
                    target = folder / _free_name(recipient, taken)
                    put(file, target)
                    placed.append(target)
    except BaseException:
        for target in placed:
            target.unlink(missing_ok=True)
        raise
    return placed


def _free_name(recipient: Recipient, taken: set[str]) -> str:
    stem = safe_stem(f"{recipient.family_name} {recipient.given_name}", "_", 80)
    name, number = f"{stem}.docx", 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem} ({number}).docx"
    taken.add(name.casefold())
    return name


def _written_joined(
    made: Sequence[_Letter], templates: Mapping[Language, _Source], target: Path
) -> list[Path]:
    languages = [item.recipient.language for item in made]
    if len(templates) > 1:
        whole = _all_joined(languages, [item.data for item in made])
        if whole is not None:
            write_bytes(target, whole)
            return [target]
    joined: dict[Path, bytes] = {}
    for language, source in templates.items():
        path = target
        if len(templates) > 1:
            path = target.with_name(f"{target.stem} ({language}){target.suffix}")
        parts = [item.data for item in made if item.recipient.language is language]
        try:
            joined[path] = _joined(parts, source.name)
        except UserError:
            raise
        except Exception as error:  # what is no part of a Word document cannot be joined
            raise UserError(NOT_WORD, file=source.name) from error
    for path, data in joined.items():
        write_bytes(path, data)
    return list(joined)


def _joined(parts: Sequence[bytes], name: str) -> bytes:
    """Letters of one template as one document, each in a section (and on a page) of its own."""
    common = _common(parts[0])
    if any(_common(part) != common for part in parts[1:]):
        raise UserError(NOT_JOINED, file=name)
    document = Document(io.BytesIO(parts[0]))
    body = document.element.body
    final = body.get_or_add_sectPr()
    _begin_page(body.xpath(".//w:sectPr")[0])
    for part in parts[1:]:
        _end_section(body, final)
        other = Document(io.BytesIO(part)).element.body
        other.get_or_add_sectPr()
        _begin_page(other.xpath(".//w:sectPr")[0])
        for element in list(other)[:-1]:
            final.addprevious(element)
    return docx_bytes(document)


def _all_joined(languages: Sequence[Language], parts: Sequence[bytes]) -> bytes | None:
    """Letters in several languages as one document; None where their templates are too different.

    Templates that differ in words only (of the page, its header and its footer) are alike.
    """
    firsts = {language: _look(part) for language, part in zip(languages, parts, strict=True)}
    look = _look(parts[0])
    if any(other != look for other in firsts.values()):
        return None
    if any(_look(part) != look for part in parts):
        return None
    document = Document(io.BytesIO(parts[0]))
    body = document.element.body
    final = body.get_or_add_sectPr()
    _begin_page(body.xpath(".//w:sectPr")[0])
    _speak(body, languages[0])
    known: dict[tuple[str, bytes], str] = {}
    for number, (language, part) in enumerate(zip(languages, parts, strict=True)):
        if number == 0:
            continue
        other = Document(io.BytesIO(part))
        other_body = other.element.body
        other_body.get_or_add_sectPr()
        for section in other_body.xpath(".//w:sectPr"):
            _take_over_margins(document, other, section, known)
        _begin_page(other_body.xpath(".//w:sectPr")[0])
        _speak(other_body, language)
        _end_section(body, final)
        *elements, following = list(other_body)
        for element in elements:
            final.addprevious(element)
        body.replace(final, following)
        final = following
    return docx_bytes(document)


def _take_over_margins(
    document: Any, other: Any, section: Any, known: dict[tuple[str, bytes], str]
) -> None:
    """Bring the headers and footers of a section along into another document."""
    for reference in section.xpath("./w:headerReference | ./w:footerReference"):
        relation = other.part.rels[reference.get(qn("r:id"))]
        source = relation.target_part
        key = (relation.reltype, source.blob)
        if key not in known:
            known[key] = _copied(document.part, source, relation.reltype)
        reference.set(qn("r:id"), known[key])


def _copied(main: Any, source: Any, reltype: str) -> str:
    """Copy a header or footer with its pictures into a document; gives its id there."""
    from docx.opc.packuri import PackURI

    package = main.package
    stem = "header" if reltype.endswith("/header") else "footer"
    name = package.next_partname(f"/word/{stem}%d.xml")
    copy = type(source).load(name, source.content_type, source.blob, package)
    for key, relation in source.rels.items():
        if relation.is_external:
            copy.rels.add_relationship(relation.reltype, relation.target_ref, key, is_external=True)
            continue
        picture = relation.target_part
        same = [part for part in package.iter_parts() if part.blob == picture.blob]
        if not same:
            ending = str(picture.partname).rpartition(".")[2]
            picture.partname = PackURI(package.next_partname(f"/word/media/image%d.{ending}"))
        copy.rels.add_relationship(relation.reltype, same[0] if same else picture, key)
    return str(main.relate_to(copy, reltype))


def _speak(body: Any, language: Language) -> None:
    """Mark the words of a letter as those of a language: Word checks their spelling by it."""
    codes = {Language.CS: "cs-CZ", Language.DE: "de-DE", Language.EN: "en-GB"}
    for run in body.iter(qn("w:r")):
        properties = run.get_or_add_rPr()
        if properties.find(qn("w:lang")) is None:
            mark = OxmlElement("w:lang")
            mark.set(qn("w:val"), codes[language])
            properties.append(mark)


def _look(data: bytes) -> dict[str, bytes]:
    """What must be the same in letters that are to be one document: all but words."""
    found = {}
    for name, content in _common(data).items():
        if re.fullmatch(r"word/(header|footer)\d*\.xml", name):
            continue
        is_style = name == "word/styles.xml"
        found[name] = re.sub(rb"<w:lang [^>]*/>", b"", content) if is_style else content
    return found


def _common(data: bytes) -> dict[str, bytes]:
    """The parts of a document that its text refers to, and that therefore must be the same."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name: archive.read(name)
            for name in archive.namelist()
            if name != "word/document.xml" and not name.startswith("docProps/")
        }


def _begin_page(section: Any) -> None:
    """Make a section begin on a new page that is page 1."""
    for found in section.findall(qn("w:type")):
        section.remove(found)
    numbers = section.find(qn("w:pgNumType"))
    if numbers is None:
        numbers = OxmlElement("w:pgNumType")
        section.insert_element_before(numbers, *_AFTER_NUMBERS)
    numbers.set(qn("w:start"), "1")


def _end_section(body: Any, final: Any) -> None:
    """End what stands in the body so far as a section like the last one."""
    last = final.getprevious()
    if last is None or last.tag != qn("w:p") or last.xpath("./w:pPr/w:sectPr"):
        last = OxmlElement("w:p")
        final.addprevious(last)
    last.get_or_add_pPr().append(deepcopy(final))


def _block_texts(container: Any) -> Iterator[str]:
    """The paragraphs of a part of a document in their order, those of tables cell by cell."""
    for block in container.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                for cell in dict.fromkeys(row.cells):
                    yield from _block_texts(cell)
        else:
            yield block.text
