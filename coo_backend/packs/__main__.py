"""`python -m coo_backend.packs FILE`: a new key that signs reference packs, in a new file."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from coo_backend.db.shelf import make_key
from coo_desktop.domain.packs.catalog import fingerprint


def main(argv: Sequence[str] | None = None) -> int:
    """Says the public half and its fingerprint, which a company may pin before the first use."""
    parser = argparse.ArgumentParser(prog="coo_backend.packs", description="Makes the key that signs reference packs.")
    parser.add_argument("file", type=Path)
    given = parser.parse_args(argv)
    if given.file.exists():
        parser.error(f"{given.file} is there already")
    public_key = make_key(given.file)
    print(f"{public_key}\n{fingerprint(public_key)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
