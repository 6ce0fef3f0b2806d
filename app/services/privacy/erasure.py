"""Erasure of a person (GDPR, Art. 17): what goes, what the law requires to stay, and the doing.

What becomes of each column stands in `app.db.personal_data`. Nothing brings back what was erased:
neither undo nor the history, and no bytes of it are left in the file.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.db import contents, derived, sets, statements
from app.db.connection import Connection
from app.db.contents import references as holders
from app.db.erasing import Change, Eraser, emptied
from app.db.personal_data import EMPTIED, KEPT, TABLES, USERS, Table, references
from app.db.statements import rows_as_dicts
from app.db.store import Changes, Store, Writer
from app.entities import ENTITIES
from app.errors import UserError
from app.i18n import N_, Language, translator
from app.progress import Cancelled, Progress
from app.services.privacy.mentions import (
    Mention,
    NamedInFile,
    Traces,
    files_naming,
    find,
    owner_of,
    traces,
    versions,
)
from app.services.records.query import captions, title_expression
from app.services.records.undo import ERASURE
from app.sync.projection import former

ERASED = N_("Personal data erased")
SOMEBODY = N_("Erased person")
IN_FILES = N_(
    "Stored files that name the person: they stay as they are, and the search goes on finding the "
    "name in them. If it must go, replace or delete these files yourself."
)
NOT_CLEANED = N_(
    "The data are erased, but remains of them may still lie in unused parts of the file, because "
    "another program was using it or the disk is full. They are removed at the next start."
)

_LINKS = {"task_link": N_("Links to tasks"), "document_link": N_("Links to documents")}
_UNCLEAN = "erasure_unfinished"
_IDENTITY = ("replica", "place", "user", _UNCLEAN)
"""Facts about a database that never name a person of the records."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Stay:
    """A record that stays, without the link to the person.

    `label` (a message id) says what the person was in it, `detail` what is left in it; `reason`
    is a message id.
    """

    label: str
    entity: str
    record_id: str
    title: str
    detail: str
    reason: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What an erasure would do, to be shown before.

    `erased` counts rows by the label (a message id) of their kind, `history` the entries of the
    change log that lose their values. `documents` (id, title) are linked to nobody else and go
    too unless they are left out; `mentions` are free texts, of which those chosen are reworded.
    `files` are documents of others whose content names the person: they stay, as `IN_FILES` says.
    """

    person_id: str
    title: str
    erased: tuple[tuple[str, int], ...]
    history: int
    has_photo: bool
    stays: tuple[Stay, ...]
    mentions: tuple[Mention, ...]
    documents: tuple[Key, ...] = field(default_factory=tuple)
    files: tuple[NamedInFile, ...] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure changed; `cleaned` is False where remains may still lie in the file.

    `NOT_CLEANED` says so to a person.
    """

    changes: Changes
    cleaned: bool


# --- what would be erased ------------------------------------------------------------------------


def plan(connection: Connection, person_id: str, language: Language) -> Plan:
    """What the erasure of a person would do. Raises `UserError` if there is no such person."""
    known = traces(connection, person_id)
    ids = set(known.ids)
    title = captions(connection, ENTITIES["person"], [person_id], language).get(person_id, "")
    counts: Counter[str] = Counter()
    stays: list[Stay] = []
    for table, spec, row in _rows_of(connection, ids):
        if spec.row_of and not spec.is_shared(row):
            if table in ENTITIES:
                counts[_LINKS.get(table) or ENTITIES[table].label_plural] += 1
            continue
        stays.append(_stay(connection, table, row, language))
    documents = own_documents(connection, known.ids)
    files = {key for key, _ in documents}
    (history,) = connection.execute(
        f"SELECT count(*) FROM log_operation WHERE data IS NOT NULL AND ({_concerns(ids)})",
        _concerned(ids),
    ).fetchone()
    (photo,) = connection.execute("SELECT photo FROM person WHERE id = ?", (person_id,)).fetchone()
    return Plan(
        person_id,
        title,
        tuple(counts.items()),
        history,
        bool(photo),
        tuple(stays),
        tuple(find(connection, known, language, besides=files)),
        documents,
        tuple(files_naming(connection, known, besides=files)),
    )


def _stay(connection: Connection, table: str, row: dict[str, Any], language: Language) -> Stay:
    entity, record_id = owner_of(table, row, [row.get("person_id")])
    title = captions(connection, ENTITIES[entity], [record_id], language).get(record_id, "")
    spec = TABLES[table]
    reason = KEPT if spec.having(KEPT) else USERS if table == "user" else EMPTIED
    detail = ", ".join(str(row[name]) for name in spec.having(KEPT) if row[name])
    if table == "agreement_party" and not row["signatory"] and row["signatory_id"]:
        people = captions(connection, ENTITIES["person"], [row["signatory_id"]], language)
        detail = ", ".join(filter(None, (people.get(row["signatory_id"]), detail)))
    if table == "user":
        detail = str(row["name"])
    elif table in ("interaction", "programme_item", "delegation_member"):
        detail = title_of(connection, table, row["id"], language)
    label = ENTITIES[table].label
    if table == "delegation":
        label = ENTITIES[table].by_name["head_id"].label
    return Stay(label, entity, record_id, title, detail, reason.reason)


def title_of(connection: Connection, table: str, row_id: str, language: Language) -> str:
    """The caption of a row, empty if it has none."""
    expression = title_expression(ENTITIES[table], "t", language)
    row = connection.execute(
        f'SELECT {expression} FROM "{table}" t WHERE t.id = ?', (row_id,)
    ).fetchone()
    return str(row[0] or "") if row else ""


def own_documents(connection: Connection, ids: Sequence[str]) -> tuple[Key, ...]:
    """The documents (id, title) that are linked to a person and to nobody else."""
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(
        "SELECT DISTINCT d.id, d.title FROM document_link x JOIN document d"
        f" ON d.id = x.document_id WHERE x.record_id IN ({marks}) AND NOT EXISTS"
        " (SELECT 1 FROM document_link o WHERE o.document_id = d.id"
        f" AND o.record_id NOT IN ({marks})) ORDER BY d.title",
        (*ids, *ids),
    ).fetchall()
    return tuple((key, title) for key, title in rows)


def _rows_of(connection: Connection, ids: Iterable[str]) -> list[tuple[str, Table, dict[str, Any]]]:
    """The rows of all tables that refer to a person."""
    keys = list(ids)
    marks = ", ".join("?" * len(keys))
    found = []
    for table, spec, columns in references():
        where = " OR ".join(f'"{name}" IN ({marks})' for name in columns)
        for row in rows_as_dicts(
            connection, f'SELECT * FROM "{table}" WHERE {where} ORDER BY id', keys * len(columns)
        ):
            found.append((table, spec, row))
    return found


def _concerns(ids: Iterable[str]) -> str:
    """The condition on operations that name one of `ids`."""
    parts = ("row_id = ? OR owner_id = ? OR instr(data, ?) OR instr(row_id, ?)" for _ in ids)
    return " OR ".join(parts)


def _concerned(ids: Iterable[str]) -> list[str]:
    return [key for key in ids for _ in range(4)]


# --- the doing -----------------------------------------------------------------------------------


def erase(
    store: Store,
    person_id: str,
    *,
    reword: Iterable[Key] | None = None,
    documents: Iterable[str] | None = None,
    language: Language = Language.CS,
) -> Erased:
    """Erase a person for good; neither undo nor history bring anything of it back.

    `reword` are the mentions (table, row id) that are taken out of free texts, by default all
    exact ones; `documents` those of `Plan.documents` that are erased, by default all. `language`
    is that of the words that stand where a person stood. Raises `UserError` when the person does
    not exist or the database cannot be written; nothing is changed then.
    """
    with store.writing(ERASED, batch=ERASURE) as writer:
        known = traces(writer.connection, person_id)
        _Erasure(writer, known, reword, documents, language).run()
    return Erased(writer.changes, _clean(store))


def erase_job(
    store: Store,
    progress: Progress,
    cancelled: Cancelled,
    *,
    person_id: str,
    reword: list[Key],
    documents: list[str],
    language: str,
) -> Erased:
    """`erase` as a job; it cannot be cancelled."""
    return erase(store, person_id, reword=reword, documents=documents, language=Language(language))


def plan_job(
    store: Store, progress: Progress, cancelled: Cancelled, *, person_id: str, language: str
) -> Plan:
    """`plan` as a job."""
    with store.reading() as connection:
        return plan(connection, person_id, Language(language))


def erasure_of(connection: Connection, person_id: str) -> str | None:
    """The transaction in which a person was erased, or None."""
    row = connection.execute(
        "SELECT header FROM log_operation WHERE row_id = ? AND kind = 'erase' AND data IS NULL"
        " AND table_name = 'person'",
        (person_id,),
    ).fetchone()
    return row[0] if row else None


def _clean(store: Store) -> bool:
    try:
        store.compact()
    except UserError:  # another program has it open, or the disk is full
        return False
    store.set_meta(_UNCLEAN, "")
    return True


def recover(store: Store) -> None:
    """Remove what an erasure could not remove from the file, if there is anything."""
    if store.meta(_UNCLEAN):
        _clean(store)


class _Erasure:
    """The erasure of one person within a transaction."""

    def __init__(
        self,
        writer: Writer,
        known: Traces,
        reword: Iterable[Key] | None,
        documents: Iterable[str] | None,
        language: Language,
    ) -> None:
        self.writer = writer
        self.connection = writer.connection
        self.known = known
        self.ids = set(known.ids)
        self.language = language
        own = own_documents(self.connection, known.ids)
        self.documents = {key for key, _ in own if documents is None or key in set(documents)}
        self.mentions = {
            (item.table, item.row_id): item.exact
            for item in find(self.connection, known, language, besides=self.documents)
        }
        self.reword = (
            {key for key, exact in self.mentions.items() if exact}
            if reword is None
            else {(table, row_id) for table, row_id in reword}
        )
        self.gone: set[Key] = set()
        self.owners: dict[str, set[str]] = {}

    def run(self) -> None:
        """All of it."""
        self._keep_signatures()
        self._name_parts()
        pictures = self._contents()
        tags = self._tags()
        with Eraser(self.connection, self.writer.header) as eraser:
            for table, row_id in self._concerned_rows(self.ids):
                self._row(eraser, table, row_id)
            for table, row_id in self._concerned_rows(self.documents):
                if table in _OF_DOCUMENTS:
                    self._erase(eraser, table, row_id)
            for key in list(self.gone):
                self._external_ids(eraser, key[1])
            for tag in tags:
                if not self._is_a_tag_of_others(tag):
                    self._erase(eraser, "tag", tag)
            named = set(eraser.headers)
            self._preferences(eraser)
            self._reword(eraser)
            self._labels(eraser, named)
        self._meta()
        for name in pictures:
            if not self._is_used(name):
                contents.remove(self.connection, name)
        derived.refresh(self.connection, self.owners)

    # What the law requires is written down before its link goes

    def _keep_signatures(self) -> None:
        for key in self.ids:
            self.connection.execute(
                "UPDATE agreement_party SET signatory = (SELECT full_name FROM person"
                " WHERE id = signatory_id) WHERE signatory_id = ? AND coalesce(signatory, '') = ''",
                (key,),
            )

    def _name_parts(self) -> None:
        """A member of a delegation without a post is called what they were: an erased person."""
        word = translator(self.language).message(SOMEBODY)
        for key in self.ids:
            self.connection.execute(
                "UPDATE delegation_member SET post = ?"
                " WHERE person_id = ? AND coalesce(post, '') = ''",
                (word, key),
            )

    # Rows

    def _concerned_rows(self, ids: Iterable[str]) -> list[Key]:
        """The rows that name one of `ids`, or ever did; records themselves come last."""
        keys = sorted(ids)
        if not keys:
            return []
        found = dict.fromkeys(
            (table, row_id)
            for table, row_id in self.connection.execute(
                f"SELECT DISTINCT table_name, row_id FROM log_operation WHERE {_concerns(keys)}",
                _concerned(keys),
            ).fetchall()
        )
        for table, _, row in _rows_of(self.connection, keys):
            found[table, row["id"]] = None
        return sorted(found, key=lambda key: (key[1] in keys, key))

    def _row(self, eraser: Eraser, table: str, row_id: str) -> None:
        spec = TABLES.get(table)
        if spec is None or (table, row_id) in self.gone:
            return
        if row_id in self.ids or (table == "setting" and any(key in row_id for key in self.ids)):
            self._erase(eraser, table, row_id)
            return
        columns = tuple(dict.fromkeys((*spec.row_of, *spec.people())))
        if not columns:
            return
        row = self._stored(table, row_id)
        theirs = row is None or any(row[name] in self.ids for name in columns)
        shared = spec.is_shared(row)
        if theirs and spec.row_of and not shared:
            self._erase(eraser, table, row_id)
            return
        changes: dict[str, Change] = dict.fromkeys(columns, self.known.without_ids)
        if theirs:
            changes |= {name: emptied for name in spec.emptied() if name not in columns}
        self._change(eraser, table, row_id, row, changes)
        if theirs and shared:
            self.reword.add((table, row_id))

    def _erase(self, eraser: Eraser, table: str, row_id: str) -> None:
        row = self._stored(table, row_id)
        owner = row_id
        if row and table in ENTITIES:
            name, owner = owner_of(table, row, self.ids | self.documents)
            if owner != row_id:
                self.owners.setdefault(name, set()).add(owner)
        elif row and table == "external_id":
            owner = str(row["record_id"])
        self.gone.add((table, row_id))
        eraser.row(table, row_id, owner)

    def _change(
        self,
        eraser: Eraser,
        table: str,
        row_id: str,
        row: dict[str, Any] | None,
        changes: dict[str, Change],
    ) -> None:
        owner = row_id
        if row and table in ENTITIES:
            name, owner = owner_of(table, row, self.ids)
            self.owners.setdefault(name, set()).add(owner)
            self.owners.setdefault(table, set()).add(row_id)
        eraser.values(table, row_id, owner, changes)

    def _external_ids(self, eraser: Eraser, record_id: str) -> None:
        """What other sources call an erased row."""
        for (key,) in self.connection.execute(
            "SELECT id FROM external_id WHERE record_id = ?1 UNION SELECT row_id"
            " FROM log_operation WHERE table_name = 'external_id' AND owner_id = ?1",
            (record_id,),
        ).fetchall():
            if ("external_id", key) not in self.gone:
                self._erase(eraser, "external_id", key)

    def _stored(self, table: str, row_id: str) -> dict[str, Any] | None:
        rows = rows_as_dicts(self.connection, f'SELECT * FROM "{table}" WHERE id = ?', (row_id,))
        return rows[0] if rows else None

    # Texts

    def _reword(self, eraser: Eraser) -> None:
        """Take the chosen mentions out, and every exact one out of what a row once said."""
        left = set(self.mentions) - self.reword
        for table, row_id in self.reword:
            self._reword_row(eraser, table, row_id, loosely=True)
        found = {
            (table, row_id)
            for table, row_id, data in self.connection.execute(
                "SELECT table_name, row_id, data FROM log_operation WHERE data IS NOT NULL"
            )
            if self.known.exact.search(data)
        }
        for table, row_id in sorted(found - left - self.reword - self.gone):
            if table in TABLES:
                self._reword_row(eraser, table, row_id, loosely=False)

    def _reword_row(self, eraser: Eraser, table: str, row_id: str, *, loosely: bool) -> None:
        columns = TABLES[table].texts()
        if not columns or (table, row_id) in self.gone:
            return

        def change(value: Any) -> Any:
            return self.known.without(value, loosely=loosely)

        # The history of an earlier version says in the record what has rows of its own today, or
        # calls it by another name.
        names = {item.field for item in sets.sets_of(table)} | former(table)
        formerly = dict.fromkeys(names, change)
        eraser.history(table, row_id, row_id, formerly)
        row = self._stored(table, row_id)
        self._change(eraser, table, row_id, row, dict.fromkeys(columns, change))

    def _labels(self, eraser: Eraser, named: set[str]) -> None:
        """The history does not say the name: not of what was erased, nor where it stands else."""
        for header, label in self.connection.execute(
            "SELECT id, label FROM log_header WHERE instr(label, char(10))"
        ).fetchall():
            title = label.partition("\n")[2]
            whole = header in named and not self._says_more(header)
            loose = header in eraser.headers and self.known.loose.search(title)
            if whole or loose or self.known.exact.search(title):
                eraser.label(header, lambda text: text.partition("\n")[0])

    def _says_more(self, header: str) -> bool:
        """Whether a transaction was about others, too: an import keeps the name of its file."""
        found = self.connection.execute(
            "SELECT 1 FROM log_operation WHERE header = ? AND data IS NOT NULL LIMIT 1", (header,)
        ).fetchone()
        return found is not None

    def _preferences(self, eraser: Eraser) -> None:
        """What a user chose for the lists, where it names the person or ever did."""
        found = {
            key
            for key, name, value in self.connection.execute(
                "SELECT id, name, value FROM preference"
            ).fetchall()
            if self._names_them(name) or self._names_them(value or "")
        }
        found |= {
            key
            for key, data in self.connection.execute(
                "SELECT row_id, data FROM log_operation WHERE table_name = 'preference'"
                " AND data IS NOT NULL"
            ).fetchall()
            if self._names_them(data)
        }
        for key in sorted(found):
            self._erase(eraser, "preference", key)

    # Tags

    def _tags(self) -> set[str]:
        """The tags that the person has or ever had."""
        found = set()
        for key in self.ids:
            found |= {
                tag
                for (tag,) in self.connection.execute(
                    "SELECT tag_id FROM tag_link WHERE person_id = ?1 UNION"
                    " SELECT json_extract(data, '$.tag_id') FROM log_operation"
                    " WHERE table_name = 'tag_link' AND owner_id = ?1 AND data IS NOT NULL",
                    (key,),
                ).fetchall()
                if tag
            }
        return found

    def _is_a_tag_of_others(self, tag: str) -> bool:
        """Whether another record has a tag, or had it: undo could give it back."""
        found = self.connection.execute(
            "SELECT 1 FROM tag_link WHERE tag_id = ?1 UNION ALL SELECT 1 FROM log_operation"
            " WHERE table_name = 'tag_link' AND instr(data, ?1) LIMIT 1",
            (tag,),
        ).fetchone()
        return found is not None

    # What is not logged

    def _meta(self) -> None:
        """Drafts and remembered choices that name the person, and the mark of an unclean file."""
        for key, value in self.connection.execute("SELECT id, value FROM meta").fetchall():
            if key not in _IDENTITY and value and self._names_them(value):
                statements.delete(self.connection, "meta", key)
        statements.put_value(self.connection, "meta", _UNCLEAN, "1")

    def _names_them(self, value: str) -> bool:
        if self.known.exact.search(value):
            return True
        try:  # a draft is JSON, with a name in parts
            text = json.dumps(json.loads(value), ensure_ascii=False)
        except ValueError:
            return False
        return bool(self.known.exact.search(text) or self.known.loose.search(text))

    def _contents(self) -> set[str]:
        """The fingerprints of all pictures the person ever had, and of the erased documents."""
        found = {row.get("photo") for row in versions(self.connection, "person", self.ids)}
        for document in self.documents:
            keys = {
                key
                for (key,) in self.connection.execute(
                    "SELECT id FROM document_version WHERE document_id = ?1 UNION SELECT row_id"
                    " FROM log_operation WHERE table_name = 'document_version' AND owner_id = ?1",
                    (document,),
                ).fetchall()
            }
            found |= {
                row.get("content") for row in versions(self.connection, "document_version", keys)
            }
        return {str(name) for name in found if name}

    def _is_used(self, name: str) -> bool:
        """Whether another record refers to a content, or did: its history could bring it back."""
        used = " UNION ALL ".join(
            f'SELECT 1 FROM "{table}" WHERE "{column}" = ?1' for table, column in holders()
        )
        found = self.connection.execute(
            f"{used} UNION ALL SELECT 1 FROM log_operation WHERE instr(data, ?1) LIMIT 1", (name,)
        ).fetchone()
        return found is not None


_OF_DOCUMENTS = ("document", "document_version", "document_link", "task_link", "external_id")
