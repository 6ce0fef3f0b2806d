"""What a paper is: its name, its files and choices, and how its functions are called.

The function of a paper (`Functions.write`)::

    def cover(connection, ids, languages, target, on, tell, **options) -> list[str]

`ids` are records of the paper's entity, at least one; exactly one where the kind of `target` is
not in `Paper.joined`; of a paper about a list (`Paper.of_list`) they may be a `ListQuery`, too.
`languages` are one or two different ones, `target` has one of the suffixes in `Paper.kinds` and is
replaced in one step, `on` is the day of the states; that of printing is another one where
`printing_day.printing` says so. Equal input on one day of printing gives an equal file.
`tell(done, total)` says how far it is and raises when the person cancelled. Each `Option` arrives
as a keyword with one of its codes. It gives what is left for a person to do, as texts or
message ids; it raises `UserError`, and then nothing is written.

`Functions.missing` takes `(connection, ids, languages, on, **options)` and gives the
`MissingTranslation`s: what will be printed in another language. `Functions.before` takes the same
and gives texts in the first language that a person reads before the paper is printed: what it
leaves out, what will be hard to read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from app.reports.engine.content import MissingTranslation


@dataclass(frozen=True, slots=True)
class Option:
    """A choice of a paper. With `own` another value than the listed ones may be typed, which the
    paper checks. `name` is a keyword of its function and, with dashes before it, an
    option of the command line; `values` are codes and labels (message ids), the default first.
    """

    name: str
    label: str
    values: tuple[tuple[str, str], ...]
    own: bool = False

    @property
    def default(self) -> str:
        """The code that holds where nothing is chosen."""
        return self.values[0][0]


class Functions(NamedTuple):
    """What prints a paper, what says which translations it lacks (None: it lacks none), and what
    is told before it is printed.
    """

    write: Callable[..., list[str]]
    missing: Callable[..., list[MissingTranslation]] | None = None
    before: Callable[..., list[str]] | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper. `label` is a message id, `entity` the name of what it is about; `kinds`
    are suffixes of files, the default first, of which `joined` hold several records in one file;
    `languages` says how many stand side by side at most.
    `functions` imports the module that prints it, which is heavy, when it is called.
    A paper about a list is offered with a record, too, if `of_one` says so.
    `about` names rows of the record that a paper can be asked for one of (``member``, ``item``):
    they arrive as keywords with the id of a row, empty for all.
    """

    key: str
    label: str
    entity: str
    kinds: tuple[str, ...]
    functions: Callable[[], Functions]
    joined: tuple[str, ...] = ()
    languages: int = 2
    of_list: bool = False
    of_one: bool = False
    options: tuple[Option, ...] = ()
    about: tuple[str, ...] = ()
