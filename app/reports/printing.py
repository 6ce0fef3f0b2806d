"""Prints any paper of the catalogue: one record, several in one file, or a file for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from app.db.connection import Connection
from app.db.store import Store
from app.entities import ENTITIES
from app.errors import UserError
from app.file_names import safe_stem
from app.files import folder_beside, known_errors, put
from app.i18n import N_, Language, translator
from app.progress import Cancelled, Progress, watched
from app.reports.agreements.papers import Wanted
from app.reports.catalogue import paper_of
from app.reports.engine.collect import CANCELLED, chosen_ids
from app.reports.engine.content import MissingTranslation
from app.reports.engine.losses import losses
from app.reports.engine.paper import Paper
from app.reports.engine.printing_day import printing
from app.reports.engine.sheets import check_languages
from app.services.protocol import approvals, ended_posts
from app.services.records.query import ListQuery, captions

WRONG_KIND = N_("{paper}: the name of the file must end in one of: {kinds}")
ONE_LANGUAGE = N_("{paper}: it is written in one language. Choose one.")
ONE_RECORD = N_("{paper}: a file holds one record. Choose one, or a folder for several.")
WRONG_OPTION = N_("{paper}: “{value}” cannot be chosen for “{option}”. There are: {values}")
NO_OPTION = N_("{paper}: there is nothing to choose for “{option}”.")


def print_paper(
    connection: Connection,
    paper: Paper,
    wanted: Wanted,
    languages: Sequence[Language],
    target: Path,
    on: date,
    options: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    printed_on: date | None = None,
) -> list[str]:
    """Write a paper about records into one file, as known on the day `on`.

    `printed_on` is the day that stands in it as the one of printing, that of `on` if not given.

    The suffix of `target` chooses among the kinds of the paper; `options` are codes by the names
    of the paper's options. Gives what is left for a person to do, as texts or message ids. Raises
    `UserError` for what the paper cannot be, when it was cancelled or cannot be written.
    """
    suffix = target.suffix.lower()
    if suffix not in paper.kinds:
        raise UserError(WRONG_KIND, paper=paper.key, kinds=", ".join(paper.kinds))
    check_languages(languages)
    if len(languages) > paper.languages:
        raise UserError(ONE_LANGUAGE, paper=paper.key)
    ids: Wanted = wanted if paper.of_list else chosen_ids(connection, wanted)
    if suffix not in paper.joined and len(chosen_ids(connection, ids)) > 1:
        raise UserError(ONE_RECORD, paper=paper.key)
    chosen = _chosen(paper, options or {})
    tell = watched(progress, cancelled, CANCELLED)
    tell(0, 1)
    with printing(printed_on), losses() as lost:
        left = paper.functions().write(connection, ids, languages, target, on, tell, **chosen)
    tr = translator(languages[0])
    return [*left, *(tr("Signs that cannot be printed: {text}", text=text) for text in lost)]


def print_each(
    connection: Connection,
    paper: Paper,
    wanted: Wanted,
    languages: Sequence[Language],
    folder: Path,
    suffix: str,
    on: date,
    options: Mapping[str, str] | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> list[tuple[str, list[str]]]:
    """Write a file for each record into `folder` and give their names with what is left to do.

    They are named after the records and replace nothing that is there. Otherwise as
    `print_paper`; when it raises, no file was added.
    """
    ids = chosen_ids(connection, wanted)
    tell = watched(progress, cancelled, CANCELLED)
    titles = captions(connection, ENTITIES[paper.entity], ids, languages[0])
    left: list[tuple[str, list[str]]] = []
    placed: list[Path] = []
    try:
        with known_errors(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with folder_beside(folder / "papers") as beside:
                for done, key in enumerate(ids):
                    tell(done, len(ids))
                    target = beside / _free_name(titles.get(key, ""), suffix, folder, beside)
                    said = print_paper(
                        connection,
                        paper,
                        [key],
                        languages,
                        target,
                        on,
                        options,
                        cancelled=cancelled,
                    )
                    left.append((target.name, said))
                for file, _ in left:
                    put(beside / file, folder / file)
                    placed.append(folder / file)
    except BaseException:
        for target in placed:
            target.unlink(missing_ok=True)
        raise
    tell(len(ids), len(ids))
    return left


def missing(
    connection: Connection,
    paper: Paper,
    wanted: Wanted,
    languages: Sequence[Language],
    on: date,
    options: Mapping[str, str] | None = None,
) -> list[MissingTranslation]:
    """What the paper will print in another language for want of a translation.

    Raises `UserError` as `print_paper` does for the wrong option.
    """
    found = paper.functions().missing
    if not found:
        return []
    ids = chosen_ids(connection, wanted)
    chosen = _chosen(paper, options or {})
    return found(connection, ids, languages, on, **chosen)


def before(
    connection: Connection,
    paper: Paper,
    wanted: Wanted,
    languages: Sequence[Language],
    on: date,
    options: Mapping[str, str] | None = None,
) -> list[str]:
    """What a person is told before the paper is printed: what it leaves out, for example.

    Raises `UserError` as `print_paper` does for the wrong option.
    """
    ids = chosen_ids(connection, wanted)
    told: list[str] = []
    if paper.entity in approvals.ASKED and not paper.of_list:
        tr = translator(languages[0])
        for key in ids:
            state = approvals.warning(connection, paper.entity, key, paper.key, tr)
            told += [state] if state and state not in told else []
            if paper.entity == "delegation":
                told += ended_posts.warnings(connection, key, languages[0], on)
    if found := paper.functions().before:
        told += found(connection, ids, languages, on, **_chosen(paper, options or {}))
    return told


_ROWS = {"member": "delegation_member", "item": "programme_item"}


def rows_about(
    connection: Connection, paper: Paper, record_id: str, language: Language
) -> dict[str, list[tuple[str, str]]]:
    """The rows of a record that a paper can be asked for one of, by the names of `Paper.about`:
    their ids and what they are called.
    """
    found = {}
    for name in paper.about:
        entity = ENTITIES[_ROWS[name]]
        order = "starts, id" if name == "item" else "sort_key, id"
        ids = [
            key
            for (key,) in connection.execute(
                f'SELECT id FROM "{entity.name}" WHERE "{entity.owner}" = ? ORDER BY {order}',
                (record_id,),
            ).fetchall()
        ]
        titles = captions(connection, entity, ids, language)
        found[name] = [(key, titles.get(key, "")) for key in ids]
    return found


@dataclass(frozen=True, slots=True)
class Printed:
    """What was written: names of files with what is left for a person to do, as texts or message
    ids; what stands in them in another language; what is told `before` they are printed.
    """

    files: list[tuple[str, list[str]]]
    missing: list[MissingTranslation]
    before: list[str] = field(default_factory=list)


def job(
    store: Store,
    progress: Progress,
    cancelled: Cancelled,
    *,
    entity: str,
    key: str,
    wanted: Sequence[str] | Mapping[str, Any],
    languages: Sequence[str],
    target: str,
    on: date,
    options: Mapping[str, str],
    each: str = "",
) -> Printed:
    """`print_paper`, or `print_each` with the suffix `each`, for a process of its own.

    `wanted` are ids, or a list as `packed` gives it.
    """
    paper = paper_of(entity, key)
    chosen = [Language(code) for code in languages]
    records = unpacked(wanted) if isinstance(wanted, Mapping) else wanted
    place = Path(target)
    with store.reading() as connection:
        what = (connection, paper, records, chosen)
        absent = missing(*what, on, options)
        told = before(*what, on, options)
        if each:
            files = print_each(*what, place, each, on, options, progress, cancelled)
        else:
            left = print_paper(*what, place, on, options, progress, cancelled)
            files = [(place.name, left)]
    return Printed(files, absent, told)


def packed(wanted: Wanted) -> list[str] | dict[str, Any]:
    """Ids, or a list, as they travel to another process."""
    if not isinstance(wanted, ListQuery):
        return list(wanted)
    return {
        "entity": wanted.entity.name,
        "language": wanted.language.value,
        "text": wanted.text,
        "scope": wanted.scope,
        "sort": wanted.sort,
        "descending": wanted.descending,
        "on": wanted.on,
        "shown": wanted.shown,
        "filters": wanted.filters,
    }


def unpacked(wanted: Mapping[str, Any]) -> ListQuery:
    """The list that `packed` gave."""
    values = {**wanted, "language": Language(wanted["language"])}
    return ListQuery(**{**values, "entity": ENTITIES[wanted["entity"]]})


def _free_name(title: str, suffix: str, *folders: Path) -> str:
    stem = safe_stem(title)
    for name in _names(stem, suffix):
        if not any((folder / name).exists() for folder in folders):
            return name
    raise AssertionError(stem)


def _names(stem: str, suffix: str) -> Iterator[str]:
    yield stem + suffix
    for number in range(2, 1_000_000):
        yield f"{stem} ({number}){suffix}"


def _chosen(paper: Paper, options: Mapping[str, str]) -> dict[str, str]:
    """All options of a paper, those not chosen by their defaults; ids of the rows it is about."""
    rows = {name: options.get(name, "") for name in paper.about}
    options = {name: value for name, value in options.items() if name not in rows}
    known = {option.name: option for option in paper.options}
    for name, value in options.items():
        if name not in known:
            raise UserError(NO_OPTION, paper=paper.key, option=name)
        codes = [code for code, _ in known[name].values]
        if value not in codes and not known[name].own:
            raise UserError(
                WRONG_OPTION,
                paper=paper.key,
                option=name,
                value=value,
                values=", ".join(filter(None, codes)),
            )
    chosen = {option.name: options.get(option.name, option.default) for option in paper.options}
    return chosen | rows
