"""Where the program starts: the window, the demo, or a command without a screen."""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence

from app.system import provide_streams

_MOST_LINES = 40  # of a message box


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the arguments say; gives the exit status.

    On Windows the program of the window (`vztahy-window`) has nowhere to write: what it says
    instead of opening a window, of wrong arguments, a failed demo, or a command, is shown in a box.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    said = io.StringIO()
    if not provide_streams(said):
        return _run(arguments)
    try:
        status = _run(arguments)
    except SystemExit as end:  # of argparse
        status = end.code if isinstance(end.code, int) else 1
    if said.getvalue() and (status or arguments):
        _show(said.getvalue(), failed=bool(status))
    return status


def _show(text: str, *, failed: bool) -> None:
    from ui.widgets.plain import alarm, inform
    from ui.window import make_application

    make_application()
    lines = text.strip().splitlines()
    shown = lines if len(lines) <= _MOST_LINES else ["…", *lines[-_MOST_LINES:]]
    (alarm if failed else inform)(None, "Vztahy", "\n".join(shown))


def _run(arguments: list[str]) -> int:
    """As `main`; every command but the window and `demo` works without Qt."""
    from app import cli

    parsed = cli.parse(arguments)
    if parsed.command not in (None, "demo"):
        return cli.run(parsed)
    if problem := _qt_problem():
        sys.stderr.write(problem + "\n")
        return 1
    from ui.quick import import_qt, leave_garbage

    leave_garbage()
    import_qt()
    if parsed.command == "demo":
        from ui.demo import run

        return run(parsed.lang, parsed.out)
    from ui.window import run_window

    return run_window(parsed.data, parsed.lang)


def _qt_problem() -> str | None:
    from app.system import missing_packages

    missing = missing_packages()
    if missing:
        return (
            "Vztahy needs system libraries that are not installed here. "
            "Na tomto počítači chybějí systémové knihovny. "
            "Auf diesem Computer fehlen Systembibliotheken.\n"
            f"    sudo apt install {' '.join(missing)}"
        )
    return None


if __name__ == "__main__":
    sys.exit(main())
