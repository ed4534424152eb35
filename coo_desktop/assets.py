"""Finds the files that ship with the program: in a checkout, an installed wheel or a frozen build."""

from functools import cache
from pathlib import Path


@cache
def resources() -> Path:
    """The folder that holds forms, catalogues, fonts and words.

    A wheel and a frozen build carry it inside the package; a checkout has it beside the package.
    """
    package = Path(__file__).resolve().parent
    shipped = package / "_resources"
    return shipped if shipped.is_dir() else package.parent / "resources"


def resource(*parts: str) -> Path:
    """One shipped file or folder, by the parts of its path below the resources."""
    return resources().joinpath(*parts)


def declarations() -> dict[str, str]:
    """The text of every declaring file (forms, items, records, codes, agreements) by its name below resources.

    This is what `coo_desktop.domain.rulebook.read_rulebook` reads.
    """
    found: dict[str, str] = {}
    folders = ("shared", "items", "forms", "records", "codes", "agreements")
    for folder in folders:
        ending = ".csv" if folder == "codes" else ".toml"
        for path in sorted(resource(folder).glob(f"*{ending}")):
            found[f"{folder}/{path.name}"] = path.read_text(encoding="utf-8")
    return found
