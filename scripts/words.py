"""Collects the program's words into the Chinese catalogue: new ones appear empty, unused ones go."""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "resources" / "locale" / "zh_CN" / "LC_MESSAGES" / "coo_desktop.po"
PACKAGES = ("coo_desktop", "coo_backend")
HEADER = """\
msgid ""
msgstr ""
"Project-Id-Version: coo-desktop\\n"
"Language: zh_CN\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
KEYWORDS = {**DEFAULT_KEYWORDS, "N_": None}


def collected() -> Catalog:
    """Every word that the code marks, without a translation."""
    found = Catalog(fuzzy=False)
    for package in PACKAGES:
        for file, _line, message, comments, context in extract_from_dir(ROOT / package, keywords=KEYWORDS):
            # Files, not lines: a line number would change the catalogue with every edit of the code.
            found.add(message, locations=[(f"{package}/{file}", 0)], auto_comments=comments, context=context)
    return found


def main() -> int:
    """Bring the catalogue up to date; say how many words wait for their Chinese."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="zh_CN")
    # No fuzzy guesses: a wrong Chinese sentence is worse than an English one.
    catalogue.update(collected(), no_fuzzy_matching=True)
    with CATALOGUE.open("wb") as file:
        # A header of our own: Babel's carries the hour of the run.
        file.write(HEADER.encode())
        write_po(
            file, catalogue, width=120, omit_header=True, sort_output=True, ignore_obsolete=True, include_lineno=False
        )
    waiting = [message.id for message in catalogue if message.id and not _is_translated(message)]
    print(f"{len(catalogue)} words, {len(waiting)} without Chinese")
    for text in waiting:
        print(f"  {text!r}")
    return 0


def _is_translated(message: Message) -> bool:
    """Whether each number that is told apart has its words."""
    return all(message.string) if isinstance(message.string, list | tuple) else bool(message.string)


if __name__ == "__main__":
    sys.exit(main())
