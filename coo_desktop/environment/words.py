"""The program's own words in the user's language: English in the source, Chinese from the catalogue.

The catalogue is read from its .po file, so what a translator edits is what the screen shows. What was read is kept
ready for the next start under the digest of the file (see prepared), and never taken for another file's.
"""

import re
from functools import cache
from pathlib import Path

from coo_desktop.environment.assets import resource
from coo_desktop.environment.prepared import prepared

SOURCE_LANGUAGE = "en"
LANGUAGES = ("zh_CN", SOURCE_LANGUAGE)

_language = LANGUAGES[0]


def use(language: str) -> None:
    """Show the program in this language from the next word on; an unknown one is a ValueError."""
    global _language  # one program, one language: passing it to every word would hide the words
    if language not in LANGUAGES:
        raise ValueError(language)
    _language = language


def language() -> str:
    """The language in use, one of LANGUAGES."""
    return _language


def _(text: str) -> str:
    """The text in the language in use; the English source text when the catalogue has none."""
    return text if _language == SOURCE_LANGUAGE else catalogue(_language).get(text, text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of a counted text for this many; Chinese has a single form, kept under the English singular."""
    if _language == SOURCE_LANGUAGE:
        return one if count == 1 else many
    return catalogue(_language).get(one, many)


def N_(text: str) -> str:  # noqa: N802 - gettext's own name, which the collector of words looks for
    """Mark a text for the catalogue without translating it yet, for tables built before the language is known."""
    return text


@cache
def catalogue(language: str) -> dict[str, str]:
    """Every translated text of a language by its English source."""
    source = catalogue_file(language).read_bytes()
    known: dict[str, str] = prepared(f"words-{language}", (source,), lambda: read_catalogue(source.decode()))
    return known


def catalogue_file(language: str) -> Path:
    """The .po file of a language."""
    return resource("locale", language, "LC_MESSAGES", "coo_desktop.po")


def read_catalogue(text: str) -> dict[str, str]:
    """What a .po file says: its translated texts by their source."""
    # Obsolete entries are comments, which the pattern, tied to the start of a line, never meets.
    entries = ((_unquoted(source), _unquoted(target)) for source, _plural, target in _entry().findall(text))
    return {source: target for source, target in entries if source and target}


@cache
def _entry() -> re.Pattern[str]:
    """One entry of a .po file; made when one has to be read."""
    text = r'((?:"(?:[^"\\]|\\.)*"\s*)+)'
    return re.compile(rf"^msgid\s+{text}(?:msgid_plural\s+{text})?msgstr(?:\[0\])?\s+{text}", re.MULTILINE)


def _unquoted(quoted: str) -> str:
    """The text of one or more quoted lines."""
    plain = "".join(part[1:-1] for part in map(str.strip, quoted.splitlines()) if part)
    if "\\" not in plain:
        return plain
    import ast  # the prepared words need none of it

    return str(ast.literal_eval(f'"{plain}"'))
