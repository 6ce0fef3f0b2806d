"""The same services from a terminal.

Exit status: 0 done (also when single rows of an import were refused), 1 a known error (one
line on stderr), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from app.cli import documents, editing, exchange, keeping, papers, protection, records, reminders
from app.cli.base import Commands, check_texts, database_of
from app.db.connection import real_path
from app.errors import InvalidRecord, UserError, where
from app.i18n import Language, translator


def main(argv: Sequence[str]) -> int:
    """Run one command; gives the exit status."""
    _utf8_output()
    arguments = parser().parse_args(argv)
    language = Language(arguments.lang or "cs")
    tr = translator(language)
    arguments.opened = []
    threading.excepthook = _thread_failed
    try:
        check_texts(arguments)
        return int(arguments.run(arguments, language, tr) or 0)
    except InvalidRecord as error:
        texts = (f"{fault.field}: {fault.text(tr)}" for fault in error.errors)
        sys.stderr.write(f"vztahy: {' '.join('; '.join(texts).split())}\n")
        return 1
    except UserError as error:
        sys.stderr.write(f"vztahy: {' '.join(error.text(tr).split())}\n")
        return 1
    except BrokenPipeError:
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


def _explained(error: Exception, arguments: argparse.Namespace) -> UserError | None:
    from app.services.care.recovery import explained

    for store in arguments.opened:
        store.close()
    return explained(error, real_path(database_of(arguments)))


def _thread_failed(failure: threading.ExceptHookArgs) -> None:
    """What fails in a thread is said without what its message quotes; the command goes on."""
    place = where(failure.exc_traceback)
    sys.stderr.write(f"vztahy: {failure.exc_type.__name__} in a thread at {place}\n")


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line; `--data` and `--lang` stand before or after the command."""
    top = argparse.ArgumentParser(
        prog="vztahy",
        description="Contacts, delegations, agreements and tasks of a regional office. "
        "Without a command the window opens.",
    )
    top.add_argument("--data", type=Path, metavar="FILE", default=None, help="the database")
    top.add_argument("--lang", choices=[code.value for code in Language], default=None)
    commands = Commands(top)
    for module in (records, editing, reminders, documents, exchange, papers, protection, keeping):
        module.add(commands)
    item = commands.add("demo", "show the program with sample data", None)
    item.add_argument("--out", type=Path, default=None, metavar="DIR")
    return top


def _utf8_output() -> None:
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
