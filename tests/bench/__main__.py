"""Measure: ``uv run python -m tests.bench [--quick] [NAME…]``; prints a table of ratios."""

from __future__ import annotations

import argparse
import os
import sys

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.bench import cases, contacts
from tests.bench.reasons import reason


def main() -> int:
    """Run what was asked for and print a line for each measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help="start, contacts, " + ", ".join(cases.CASES)
    )
    parser.add_argument("--quick", action="store_true", help="5,000 records, few pairs")
    arguments = parser.parse_args()
    size, entries = (5_000, 30_000) if arguments.quick else (100_000, 1_000_000)
    wanted = arguments.names or ["start", "contacts", *cases.CASES]
    if "start" in wanted:
        show(cases.start(size, entries, 3 if arguments.quick else 11))
    if "contacts" in wanted:
        show(contacts.parsing(size, 3 if arguments.quick else 11))
        show(contacts.importing(size, 1 if arguments.quick else 3))
        show(contacts.undoing(*((1_000, 3) if arguments.quick else (10_000, 5))))
    names = [name for name in cases.CASES if name in wanted]
    if names:
        bench = cases.Bench(size, entries)
        for name in names:
            show(cases.CASES[name](bench, 40 if arguments.quick else 300))
    return 0


def show(lines: object) -> None:
    """Print measurements as they are made."""
    for name, target, ratio, verdict in lines:  # type: ignore[attr-defined]
        sys.stdout.write(f"{name:<30} {target:>8}  {ratio:<22} {verdict}\n")
        if verdict == "missed" and (why := reason(name)):
            sys.stdout.write(f"    {why}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
