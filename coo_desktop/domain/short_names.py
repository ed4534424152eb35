"""What lists call form types and countries, read without the declarations themselves: from what is kept prepared.

The first rows of a start are shown by these, and the open desk's lists by the whole declarations a moment later. Both
say the same of a shipped form; one that only this computer's own files declare stands by its id until then.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coo_desktop.environment.assets import resource
from coo_desktop.environment.prepared import prepared

COUNTRIES = "countries"


@dataclass(frozen=True, slots=True)
class ShortNames:
    """Id of a form -> its short name by language; code of a country -> its name by language."""

    forms: Mapping[str, Mapping[str, str]]
    countries: Mapping[str, Mapping[str, str]]


def short_names(into: Path | None = None) -> ShortNames:
    """The short names of everything shipped; see prepared.prepared for `into`."""
    files = sorted([*resource("forms").glob("*.toml"), resource("codes", f"{COUNTRIES}.csv")])
    contents = [file.read_bytes() for file in files]
    told = prepared("short-names", contents, lambda: _read([content.decode("utf-8") for content in contents]), into)
    return ShortNames(told["forms"], told[COUNTRIES])


def _read(contents: list[str]) -> dict[str, Any]:
    """The code list stands first: codes/ comes before forms/."""
    import tomllib  # only where nothing is prepared yet

    from coo_desktop.domain.forms.code_lists import read_list

    codes = read_list(COUNTRIES, contents[0]).codes
    forms = {form["id"]: form["short"] for form in map(tomllib.loads, contents[1:]) if "short" in form}
    countries = {code.code: {language: code.name(language) for language in ("zh_CN", "en")} for code in codes}
    return {"forms": forms, COUNTRIES: countries}
