"""What lists call form types and countries, without the declarations themselves: from what is kept prepared of them.

The first rows of a start are named by these, and the open desk's lists by the whole declarations a moment later.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coo_desktop.environment.prepared import prepared

COUNTRIES = "countries"
_LANGUAGES = ("zh_CN", "en")


@dataclass(frozen=True, slots=True)
class ShortNames:
    """Id of a form -> its short name by language; code of a country -> its name by language."""

    forms: Mapping[str, Mapping[str, str]]
    countries: Mapping[str, Mapping[str, str]]


def short_names(files: Mapping[str, str], into: Path | None = None) -> ShortNames:
    """The short names of everything that these files declare (name -> text); see prepared.prepared for `into`.

    Raises Unreadable, where nothing is prepared yet, for what `rulebook.read_rulebook` does.
    """
    texts = [f"{name}\n{text}".encode() for name, text in sorted(files.items())]
    told = prepared("short-names", texts, lambda: _read(files), into)
    return ShortNames(told["forms"], told[COUNTRIES])


def _read(files: Mapping[str, str]) -> dict[str, Any]:
    from coo_desktop.domain.rulebook import read_rulebook  # only where nothing is prepared yet

    rules = read_rulebook(files)
    forms = {
        form.id: {language: form.short.in_(language) for language in _LANGUAGES} for form in rules.book.forms.values()
    }
    codes = rules.code_list(COUNTRIES).codes
    return {"forms": forms, COUNTRIES: {code.code: {one: code.name(one) for one in _LANGUAGES} for code in codes}}
