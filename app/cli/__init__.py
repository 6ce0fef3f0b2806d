"""The same services from a terminal.

Exit status: 0 done (also when single rows of an import were refused), 1 a known error (one
line on stderr), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from app.cli import (
    documents,
    editing,
    exchange,
    keeping,
    overview,
    papers,
    preparing,
    protection,
    protocol,
    records,
    reminders,
    tasks,
    trips,
)
from app.cli.base import check_folder, check_texts, database_of
from app.cli.grammar import Commands, language_for, speaking
from app.db.connection import real_path
from app.errors import InvalidRecord, UserError, where
from app.i18n import Language, Translator, translator
from app.system import raise_closed_pipe


def main(argv: Sequence[str]) -> int:
    """Run one command; gives the exit status. Wrong usage ends the program with status 2."""
    return run(parse(argv))


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """Read the arguments, and say in the right language what is wrong with them or what is known
    of them (``--help``); both end the program.
    """
    _utf8_output()
    tr = translator(language_for(argv))
    with speaking(tr):
        return parser(tr).parse_args(argv)


def run(arguments: argparse.Namespace) -> int:
    """Run a command that was read; gives the exit status."""
    given = [arguments.lang, *(getattr(arguments, "paper_languages", None) or ())]
    language = language_for([f"--lang={code}" for code in given if code])
    arguments.answered_in = language  # `--language` is that of a document
    tr = translator(language)
    arguments.opened = []
    threading.excepthook = _thread_failed
    try:
        check_texts(arguments)
        check_folder(arguments)
        with speaking(tr):
            status = int(arguments.run(arguments, language, tr) or 0)
            _flush()
            return status
    except InvalidRecord as error:
        texts = (f"{fault.field}: {fault.text(tr)}" for fault in error.errors)
        sys.stderr.write(f"vztahy: {' '.join('; '.join(texts).split())}\n")
        return 1
    except UserError as error:
        sys.stderr.write(f"vztahy: {' '.join(error.text(tr).split())}\n")
        return 1
    except BrokenPipeError:  # of `… | head -1`: whoever read has enough
        _forget_output()
        return 1
    except Exception as error:
        # A damaged cell may show as anything: only an error that is none of the data is ours.
        if not (known := _explained(error, arguments)):
            raise
        sys.stderr.write(f"vztahy: {' '.join(known.text(tr).split())}\n")
        return 1
    finally:
        for store in arguments.opened:
            store.close()


def _flush() -> None:
    """Write what is buffered. Raises `BrokenPipeError` where nobody reads it."""
    try:
        sys.stdout.flush()
    except OSError as error:
        raise_closed_pipe(error)
        raise


def _forget_output() -> None:
    """Write what is left to nowhere: at its end Python would complain that nobody reads it."""
    with contextlib.suppress(OSError, ValueError):  # a stream without a file has nothing left
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


def _explained(error: Exception, arguments: argparse.Namespace) -> UserError | None:
    from app.services.care.recovery import explained

    for store in arguments.opened:
        store.close()
    return explained(error, real_path(database_of(arguments)))


def _thread_failed(failure: threading.ExceptHookArgs) -> None:
    """What fails in a thread is said without what its message quotes; the command goes on."""
    place = where(failure.exc_traceback)
    sys.stderr.write(f"vztahy: {failure.exc_type.__name__} in a thread at {place}\n")


def parser(tr: Translator) -> argparse.ArgumentParser:
    """The grammar of the command line, explained in the language of `tr`; `--data` and `--lang`
    stand before or after the command.
    """
    top = argparse.ArgumentParser(
        prog="vztahy",
        description=tr(
            "Contacts, delegations, agreements and tasks of a regional office. "
            "Without a command the window opens."
        ),
        epilog=tr(
            "Answers come in the language of --lang, else in that of the variable "
            "VZTAHY_LANGUAGE, of the window, of the system, else in Czech."
        ),
    )
    top.add_argument("--data", type=Path, metavar=tr("FILE"), default=None, help=tr("the database"))
    top.add_argument(
        "--lang",
        choices=[code.value for code in Language],
        default=None,
        help=tr("the language of the answer"),
    )
    commands = Commands(top, tr)
    modules = (records, editing, reminders, tasks, overview, preparing, protocol, trips, documents)
    for module in (*modules, exchange, papers, protection, keeping):
        module.add(commands)
    item = commands.add("demo", tr("show the program with sample data"), None)
    item.add_argument(
        "--out",
        type=Path,
        default=None,
        metavar=tr("FOLDER"),
        help=tr("write pictures of the screens into this folder instead"),
    )
    return top


def _utf8_output() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
