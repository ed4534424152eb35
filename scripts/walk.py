"""Walks every row of the manual and of the design once: `python scripts/walk.py [--rows 1.1.1,1.4.2] [--pictures DIR]`.

Each row is driven by keys on the real window, against a real backend process and the examiner's console over HTTP. A
line tells its number, its seconds and its result; the exit code is 1 when one fails or the whole takes too long. The
rows stand in tests/flows/walk/rows.py, and pytest gives each a world of its own.
"""

import argparse
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DRIVER = "tests/flows/walk/drive.py"
#: A walk takes a minute on two idle cores; beside a running suite it took two and a half.
MOST_S = 420
QUIET = (
    "-q",
    "--no-header",
    "--no-summary",
    "--override-ini=addopts=--import-mode=importlib",
)
PLUGINS = ("-p", "tests.flows.walk.report", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:xdist")


def main(arguments: list[str]) -> int:
    """0 when every wanted row works."""
    parser = argparse.ArgumentParser(description="Walks every row of the manual once.")
    parser.add_argument("--rows", default="", help="numbers with commas between; every row without")
    parser.add_argument("--pictures", type=Path, help="a folder for a picture of what each row ended with")
    parser.add_argument("--table", default="tests.flows.walk.rows", help="the module whose ROWS are walked")
    given = parser.parse_args(arguments)
    command = [sys.executable, "-m", "pytest", *QUIET, *PLUGINS, f"--rows={given.rows}", f"--table={given.table}"]
    if given.pictures is not None:
        given.pictures.mkdir(parents=True, exist_ok=True)
        command.append(f"--pictures={given.pictures.resolve()}")
    try:
        return min(1, subprocess.run([*command, DRIVER], cwd=ROOT, check=False, timeout=MOST_S).returncode)
    except subprocess.TimeoutExpired:
        print(f"The walk is not over after {MOST_S} s.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
