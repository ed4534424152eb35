"""Enters the form files that are not yet released into the list of released editions, those that can be started.

A document keeps the id of the form it was started with, so a released form file is never edited: a change is a new file
with a new id. The list, `resources/released_forms.toml`, has the digest of what each released file says; comments,
blanks and the order of keys do not count. A changed file is not entered again. Shared fields, items and skeletons are
not in the digest: what they change reaches every edition, and the golden papers show where.

    .venv/bin/python scripts/release_forms.py
"""

import hashlib
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESOURCES = ROOT / "resources"
LIST = "released_forms.toml"
HEAD = "# Form id -> SHA-256 of what its file says. Written by scripts/release_forms.py; no line here is ever edited.\n"


def digest(path: Path) -> str:
    """The SHA-256 of what a TOML file says: parsed, as JSON with sorted keys."""
    said = json.dumps(tomllib.loads(path.read_text(encoding="utf-8")), sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def shipped(resources: Path) -> dict[str, str]:
    """Form id -> digest of every form file."""
    return {path.stem: digest(path) for path in sorted((resources / "forms").glob("*.toml"))}


def released(resources: Path) -> dict[str, str]:
    """Form id -> digest of every released edition."""
    path = resources / LIST
    return dict(tomllib.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def faults(listed: Mapping[str, str], found: Mapping[str, str]) -> Iterator[str]:
    """What has been done to released editions, in words that tell the way out."""
    for form, known in listed.items():
        if form not in found:
            yield f"resources/forms/{form}.toml is gone, but documents rest on it: put it back, offered = false"
        elif found[form] != known:
            yield (
                f"resources/forms/{form}.toml is released and was edited: undo that and make a new edition, a copy of "
                f"the file with a new id and edition; the old one gets a successor, never another text"
            )


def _is_offered(resources: Path, form: str) -> bool:
    """What nobody can start yet is not released."""
    said = tomllib.loads((resources / "forms" / f"{form}.toml").read_text(encoding="utf-8"))
    return bool(said.get("offered", True))


def main(resources: Path = RESOURCES) -> int:
    """Enter what is new; say what is wrong with what is listed and enter nothing then."""
    listed, found = released(resources), shipped(resources)
    wrong = list(faults(listed, found))
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        return 1
    added = {form: value for form, value in found.items() if form not in listed and _is_offered(resources, form)}
    lines = "".join(f'{form} = "{value}"\n' for form, value in sorted({**listed, **added}.items()))
    (resources / LIST).write_text(HEAD + lines, encoding="utf-8")
    print(f"{len(added)} forms released: {', '.join(added) or 'none'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
