"""The grammar of the command line, in three languages, and which of them a command speaks."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from app.i18n import N_, Language, Translator
from app.settings import Settings
from app.system import system_language

VARIABLE = "VZTAHY_LANGUAGE"
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2999, 12, 31)
MOST = 1_000_000_000
MOST_DAYS = 36_500

NO_DAY = N_("“{value}” is not a day (YYYY-MM-DD)")
DAY_OUT_OF_REACH = N_("only a day between {first} and {last} can be given")
NO_NUMBER = N_("“{value}” is not a number between 0 and {most}")

OF_ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("unrecognized arguments: %s"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
    N_("invalid %(type)s value: %(value)r"),
    N_("unknown parser %(parser_name)r (choices: %(choices)s)"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
)
"""What Python's own `argparse` says to people, word for word."""

Run = Callable[[argparse.Namespace, Language, Translator], int]


def language_for(
    arguments: Sequence[str],
    environment: Mapping[str, str] = os.environ,
    chosen: Callable[[], str] = lambda: Settings.load().language,
    of_the_system: Callable[[], str] = system_language,
) -> Language:
    """The language in which a command answers: the first that is one of ours, in this order.

    The first ``--lang`` of the command line, the variable ``VZTAHY_LANGUAGE``, the language that
    was `chosen` in the window, that `of_the_system`; else Czech.
    """
    if (code := _given(arguments)) in _CODES or (code := environment.get(VARIABLE, "")) in _CODES:
        return Language(code)
    if (code := chosen()) in _CODES or (code := of_the_system()) in _CODES:
        return Language(code)
    return Language.CS


_CODES = {language.value for language in Language}


def _given(arguments: Sequence[str]) -> str:
    for at, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            return next(iter(arguments[at + 1 :]), "")
        if argument.startswith("--lang="):
            return argument.removeprefix("--lang=")
    return ""


@contextmanager
def speaking(tr: Translator) -> Iterator[None]:
    """Let `argparse` speak the language of `tr` meanwhile.

    It takes its sentences from two names of its own module, by which GNU gettext would translate
    them if each language's catalogue of Python were installed. Sentences that are not in
    `OF_ARGPARSE` (another version of Python says things differently) stay English.
    """
    module: dict[str, Any] = vars(argparse)
    kept = {name: module[name] for name in ("_", "ngettext")}

    def several(singular: str, plural: str, count: int) -> str:
        if singular == "expected %s argument":  # the only one that it counts for people
            return tr.plural("expected %s argument", "expected %s arguments", count)
        return singular if count == 1 else plural

    module.update({"_": tr.message, "ngettext": several})
    try:
        yield
    finally:
        module.update(kept)


class Commands:
    """The commands, as they are added: each with its grammar and the function that runs it.

    `tr` gives the words of the help; `day`, `number` and `days` read what options name.
    """

    def __init__(self, parser: argparse.ArgumentParser, tr: Translator) -> None:
        self.tr = tr
        self._data = argparse.ArgumentParser(add_help=False)
        self._data.add_argument(
            "--data",
            type=Path,
            metavar=tr("FILE"),
            default=argparse.SUPPRESS,
            help=tr("the database; that of the window if not given"),
        )
        self._language = argparse.ArgumentParser(add_help=False)
        self._language.add_argument(
            "--lang",
            choices=[code.value for code in Language],
            default=argparse.SUPPRESS,
            help=tr("the language of the answer"),
        )
        self._under = parser.add_subparsers(
            dest="command", metavar=tr("COMMAND"), title=tr("commands")
        )

    def add(
        self, name: str, text: str, run: Run | None, *, papers: bool = False
    ) -> argparse.ArgumentParser:
        """A command. With `papers`, ``--lang`` says the languages of a paper (see `languages`)."""
        parents = [self._data] if papers else [self._data, self._language]
        item = self._under.add_parser(name, help=text, description=text, parents=parents)
        item.set_defaults(run=run)
        if papers:
            item.add_argument(
                "--lang",
                dest="paper_languages",
                action="append",
                type=Language,
                choices=list(Language),
                metavar="{cs,de,en}",
                help=self.tr("the language; give it twice for two languages side by side"),
            )
        return item

    def group(self, name: str, text: str) -> argparse._SubParsersAction[argparse.ArgumentParser]:
        """A command with commands of its own (`document add`)."""
        item = self._under.add_parser(name, help=text, description=text)
        return item.add_subparsers(
            dest="action", metavar=self.tr("ACTION"), required=True, title=self.tr("actions")
        )

    @property
    def common(self) -> list[argparse.ArgumentParser]:
        """The parents of a command of a group: `--data` and `--lang`."""
        return [self._data, self._language]

    def json(self, item: argparse.ArgumentParser) -> None:
        """Add the option ``--json``."""
        item.add_argument("--json", action="store_true", help=self.tr("write JSON"))

    def day(self, text: str) -> date:
        """A day that an option names; so far from the ends of the calendar that terms can be
        counted. Raises `argparse.ArgumentTypeError`.
        """
        try:
            found = date.fromisoformat(text)
        except ValueError:
            said = self.tr.message(NO_DAY, value=text)
            raise argparse.ArgumentTypeError(said) from None
        if not FIRST_DAY <= found <= LAST_DAY:
            said = self.tr.message(DAY_OUT_OF_REACH, first=FIRST_DAY, last=LAST_DAY)
            raise argparse.ArgumentTypeError(said)
        return found

    def number(self, text: str) -> int:
        """How many, as an option names it. Raises `argparse.ArgumentTypeError`."""
        return self._between(text, MOST)

    def days(self, text: str) -> int:
        """How many days, at most a hundred years. Raises `argparse.ArgumentTypeError`."""
        return self._between(text, MOST_DAYS)

    def _between(self, text: str, most: int) -> int:
        try:
            found = int(text)
        except ValueError:
            found = -1
        if not 0 <= found <= most:
            said = self.tr.message(NO_NUMBER, value=text, most=most)
            raise argparse.ArgumentTypeError(said)
        return found
