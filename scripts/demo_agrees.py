"""Reads the demo's report and fails unless local and backend documents agree: `python scripts/demo_agrees.py DIR`."""

import json
import sys
from pathlib import Path


def complaints(folder: Path) -> list[str]:
    """What is wrong with the output of a demo."""
    report = folder / "report.json"
    if not report.is_file():
        return ["report.json is missing"]
    wrong = (
        [] if json.loads(report.read_text(encoding="utf-8")).get("agree") is True else ["the documents do not agree"]
    )
    for pattern, least in (("*.pdf", 1), ("*.png", 1)):
        found = list(folder.rglob(pattern))
        if len(found) < least or any(file.stat().st_size == 0 for file in found):
            wrong.append(f"no {pattern}, or an empty one")
    return wrong


def main(arguments: list[str]) -> int:
    """Print what is wrong; 0 when nothing is."""
    wrong = complaints(Path(arguments[0]))
    print("\n".join(wrong) or "The demo's documents agree.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
