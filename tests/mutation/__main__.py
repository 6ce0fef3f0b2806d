"""Changes the rules and the database one small place at a time, and sees which tests notice.

    uv run python -m tests.mutation rules [--only 'app.rules.days.*'] [--work FOLDER]
    uv run python -m tests.mutation db

It works on a copy (in a folder that is kept with `--work`: a run that was broken off goes on there)
and takes hours: it is for the night, one process, at low priority. Each mutant that survives is
either explained in `explained.txt` beside this file, or the run fails and shows it: then a test is
missing. What is known of the score stands in `docs/mutation.md`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
EXPLAINED = Path(__file__).with_name("explained.txt")

FLOORS = {
    "rules": ("app/rules/*", ["tests/app/rules"]),
    # Schema and its steps are declarations: `alembic check` and the replay of the log hold them.
    "db": (
        "app/db/*.py",
        ["tests/app/db", "tests/app/services/care", "tests/app/services/records"],
    ),
}
"""What is changed, and the tests that must notice."""

CONFIG = """

[tool.mutmut]
source_paths = ["app"]
only_mutate = ["{only}"]
do_not_mutate = ["app/db/tables/*", "app/db/migrations/*"]
also_copy = ["resources", "translations", "ui"]
# The server that runs the tests has run none: what they keep in memory is each mutant's own.
process_isolation = "forkserver"
pytest_add_cli_args = ["-n0", "-p", "no:cacheprovider", "-W", "default", "-m", "not nightly",
  "--hypothesis-profile=mutation"]
pytest_add_cli_args_test_selection = {tests}
"""


def copy(work: Path, floor: str) -> None:
    """Put the sources, as they are now, with the configuration of a floor into a folder."""
    only, tests = FLOORS[floor]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True)
    for name in listed.stdout.decode().split("\0"):
        if name and (ROOT / name).is_file():
            (work / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, work / name)
    with (work / "pyproject.toml").open("a", encoding="utf-8") as stream:
        stream.write(CONFIG.format(only=only, tests=str(tests).replace("'", '"')))


def mutmut(work: Path, *arguments: str, quiet: bool = False) -> str:
    """Run the tool in a folder, at low priority; gives what it printed, if it is to be `quiet`."""
    command = [sys.executable, "-m", "mutmut", *arguments]
    if nice := shutil.which("nice"):
        command = [nice, "-n", "19", *command]
    done = subprocess.run(command, cwd=work, check=False, stdout=subprocess.PIPE if quiet else None)
    return done.stdout.decode("utf-8", "replace") if done.stdout else ""


def results(work: Path, pattern: str) -> dict[str, str]:
    """What became of each mutant that was tried, by its name."""
    found = {}
    for line in mutmut(work, "results", "--all", "true", quiet=True).splitlines():
        name, _, state = line.strip().partition(": ")
        if name.startswith(pattern.rstrip("*")) and state and state != "not checked":
            found[name] = state
    return found


def change(work: Path, name: str) -> str:
    """A mutant in one line: the function, what was taken out and what put in."""
    shown = mutmut(work, "show", name, quiet=True).splitlines()
    lines = [line for line in shown if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    function = name.rpartition("__mutmut_")[0].replace(".x_", ".").replace("xǁ", "")
    return " | ".join([function.replace("ǁ", "."), *(" ".join(line.split()) for line in lines)])


def explained() -> set[str]:
    """The survivors that are explained: each on a line, its reason below it, indented."""
    lines = EXPLAINED.read_text(encoding="utf-8").splitlines()
    return {line for line in lines if line[:1] not in ("", " ", "#")}


def main() -> int:
    """Run, and list what survived without a reason; gives the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("floor", choices=sorted(FLOORS))
    parser.add_argument("--only", default="", metavar="PATTERN", help="mutants of these names")
    parser.add_argument("--work", type=Path, default=None, metavar="FOLDER")
    parser.add_argument("--report", action="store_true", help="only tell of the last run there")
    given = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    work = given.work or Path(tempfile.mkdtemp(prefix="vztahy-mutation-"))
    work.mkdir(parents=True, exist_ok=True)
    pattern = given.only or f"app.{given.floor}.*"
    if not given.report:
        copy(work, given.floor)
        mutmut(work, "run", "--max-children", "1", pattern)
    found = results(work, pattern)
    print(", ".join(f"{count} {state}" for state, count in Counter(found.values()).most_common()))
    reasons = explained()
    survivors = [change(work, name) for name, state in sorted(found.items()) if state == "survived"]
    unexplained = [line for line in survivors if line not in reasons]
    print(f"{len(survivors) - len(unexplained)} survivors are explained, these are not:")
    print("\n".join(unexplained) or "none")
    return 1 if unexplained or not found else 0


if __name__ == "__main__":
    sys.exit(main())
