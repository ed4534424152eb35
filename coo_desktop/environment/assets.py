"""Finds the files that ship with the program: in a checkout, an installed wheel or a frozen build."""

from functools import cache
from pathlib import Path

_FOLDERS = ("shared", "shared/skeletons", "items", "forms", "records", "codes", "agreements", "sheets")


@cache
def resources() -> Path:
    """The folder that holds forms, catalogues, fonts and words.

    A wheel and a frozen build carry it inside the package; a checkout has it beside the package.
    """
    package = Path(__file__).resolve().parent.parent
    shipped = package / "_resources"
    return shipped if shipped.is_dir() else package.parent / "resources"


def resource(*parts: str) -> Path:
    """One shipped file or folder, by the parts of its path below the resources."""
    return resources().joinpath(*parts)


def declarations(*further: Path) -> dict[str, str]:
    """The text of every declaring file (forms, items, records, codes, agreements) by its name below resources.

    Files of `further` folders, laid out as resources is, are added; one of the same name replaces the shipped one. This
    is what `coo_desktop.domain.rulebook.read_rulebook` reads.
    """
    found: dict[str, str] = {}
    for folder in _FOLDERS:
        ending = ".csv" if folder == "codes" else ".toml"
        for path in sorted(resource(folder).glob(f"*{ending}")):
            found[f"{folder}/{path.name}"] = path.read_text(encoding="utf-8")
    for added in further:
        for path in sorted([*added.rglob("*.toml"), *added.rglob("*.csv")]):
            # A sign that is no UTF-8 shows as � where it stands; it must not keep the program from opening.
            text = path.read_text(encoding="utf-8-sig", errors="replace")
            found[path.relative_to(added).as_posix()] = text
    return found
