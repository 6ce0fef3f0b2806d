"""Where the program starts: the window, the demo, or a command without a screen."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run what the arguments say; every command but the window and `demo` works without Qt."""
    from app import cli

    arguments = list(sys.argv[1:] if argv is None else argv)
    parsed = cli.parser().parse_args(arguments)
    if parsed.command not in (None, "demo"):
        return cli.main(arguments)
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
