"""`make bench [ARGS="lists search"]`: every benchmark in a process of its own, and one table of all their rows."""

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.table import AS_JSON, Measure, Row, shown

_FOLDER = Path(__file__).parent
_ENDS_WITH_ROWS = re.compile(r"^    sys\.exit\(main\(rows\b", re.MULTILINE)


def modules() -> list[str]:
    """The names of the modules with rows, in the order of the alphabet."""
    return sorted(path.stem for path in _FOLDER.glob("[a-z]*.py") if _ENDS_WITH_ROWS.search(path.read_text("utf-8")))


def measured(name: str) -> Iterator[Row]:
    """The rows of one module; a module that fails without a row is a row that is not met."""
    began = time.monotonic()
    command = [sys.executable, "-m", f"tests.benchmarks.{name}"]
    told = subprocess.run(command, env={**os.environ, AS_JSON: "1"}, stdout=subprocess.PIPE, text=True)
    print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    found = [json.loads(line) for line in told.stdout.splitlines() if line.startswith("{")]
    if told.returncode not in (0, 1) or not found:
        yield Row(f"{name} ended with {told.returncode}", "", 0, 1, Measure.COUNT)
    for row in found:
        yield Row(**{**row, "measure": Measure(row["measure"])})


def main() -> int:
    """0 when every aim is met."""
    print(f"load before: {os.getloadavg()[0]:.2f}", file=sys.stderr)
    rows = [row for name in sys.argv[1:] or modules() for row in measured(name)]
    print(shown(rows))
    return int(any(not row.is_met for row in rows))


if __name__ == "__main__":
    sys.exit(main())
