"""What a field and an entity are: the one description that drives forms, tables, filters,
import, export, history and labels.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from app.i18n import Language
from app.kinds import Kind


@dataclass(frozen=True, slots=True)
class Field:
    """One value of an entity.

    `name` is the column's and the exchange files' name; `label` and `group` are message ids
    (`group` titles the section of the form); `target` names the entity a reference points to.
    What is `kept` is written by the program: no form shows it. An empty form proposes `default`, as
    it is stored. A reference `within` a column points to rows that have the same there (the
    members of one delegation), or of the record that it names (the positions of one person).
    """

    name: str
    label: str
    kind: Kind
    group: str = ""
    in_table: bool = False
    searchable: bool = False
    target: str = ""
    required: bool = False
    kept: bool = False
    default: str = ""
    within: str = ""


@dataclass(frozen=True, eq=False)  # there is one of each; a hash over all fields would be dear
class Entity:
    """A kind of record. `name` is the table's name, `plural` the word of the command line.

    `title` names the column that captions a record, or the stem of three columns, one per
    language (`name` for `name_cs`, `name_de`, `name_en`). `order` lists the columns of the
    stored order. `owner` is the reference to the record that a row belongs to, empty for
    records that stand alone. `title_label` heads the title's column in lists. `computed` are
    values that are never typed nor stored (the state of an agreement); lists show them.
    `named_by` is a reference whose record's title captions the row where there is one (the person
    who is a member), before `title`.
    """

    name: str
    plural: str
    label: str
    label_plural: str
    fields: tuple[Field, ...]
    title: str
    order: tuple[str, ...]
    owner: str = ""
    title_label: str = ""
    computed: tuple[Field, ...] = ()
    named_by: str = ""

    @cached_property
    def by_name(self) -> Mapping[str, Field]:
        """The fields by their names."""
        return {field.name: field for field in self.fields}

    @cached_property
    def defaults(self) -> Mapping[str, str | int]:
        """What an empty form proposes, by the names of fields, as it is stored."""
        return {
            field.name: int(field.default) if field.kind.storage == "integer" else field.default
            for field in self.fields
            if field.default
        }

    @property
    def table_fields(self) -> tuple[Field, ...]:
        """The fields that a list shows at first."""
        return tuple(field for field in self.fields if field.in_table)

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The fields without which there is no record."""
        return tuple(field.name for field in self.fields if field.required)

    @cached_property
    def searchable_fields(self) -> tuple[Field, ...]:
        """The fields whose text finds the record."""
        return tuple(field for field in self.fields if field.searchable)

    @property
    def ordered_column(self) -> str:
        """The column of the list by which the stored order goes."""
        first = self.order[0]
        return first if any(field.name == first for field in self.table_fields) else self.title

    @cached_property
    def ordered_by_title(self) -> bool:
        """Whether the list goes by a title that differs from language to language."""
        return self.localised_title and self.order[0] == f"{self.title}_cs"

    @cached_property
    def localised_title(self) -> bool:
        """Whether the title exists once per language."""
        return f"{self.title}_cs" in self.by_name

    def title_columns(self, language: Language) -> tuple[str, ...]:
        """The columns that may hold the title, the preferred one first; Czech is the fallback."""
        if not self.localised_title:
            return (self.title,)
        order = [language, Language.CS, Language.EN, Language.DE]
        return tuple(f"{self.title}_{code}" for code in dict.fromkeys(order))

    def caption(self, row: Mapping[str, object], language: Language) -> str:
        """The title of `row` (column values by name) in `language`, else in Czech."""
        for column in self.title_columns(language):
            if text := row.get(column):
                return str(text)
        return ""
