"""The published correlation of 2017 and 2022 and the facts checked against it, as the tests read them."""

import csv
from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from coo_desktop.domain.hs.changes import Correction, Correlation, Link, correlate, read_corrections

KINDS = {
    "unchanged": "same",
    "same_code_absorbed_more": "absorbed_more",
    "split_code_kept": "split_code_kept",
    "split_code_deleted": "split",
    "renumbered_1to1": "one_to_one",
    "deleted_merged_into_other": "merged",
}


class Fact(NamedTuple):
    code: str
    kind: str
    targets: tuple[str, ...]
    broad: tuple[str, ...]


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def links_of(folder: Path) -> tuple[Link, ...]:
    found = rows(folder, "hs2022_hs2017_correlation.csv")
    sources = Counter(row["hs2022"] for row in found)
    return tuple(Link(row["hs2017"], row["hs2022"], sources[row["hs2022"]] >= 100) for row in found)


@cache
def corrections_of(folder: Path) -> tuple[Correction, ...]:
    found = rows(folder, "hs_correlation_defects.csv")
    told = [(row["edition_pair"], row["old_code"], row["correct_links"], row["evidence"]) for row in found]
    return tuple(read_corrections(told, "2017", "2022"))


@cache
def table(folder: Path) -> Correlation:
    return correlate("2017", "2022", "UN", links_of(folder), corrections_of(folder))


@cache
def facts(folder: Path) -> list[Fact]:
    return [
        Fact(
            row["hs2017"],
            KINDS[row["kind"]],
            tuple(row["hs2022_targets_main"].split()),
            tuple(row["hs2022_targets_broad"].split()),
        )
        for row in rows(folder, "version_change_facts.csv")
    ]


def classes(found: Correlation, apart: Iterable[str] = ()) -> Counter[str]:
    """How many codes of the older edition are of each kind, some left apart."""
    return Counter(found.change(code).kind for code in found.forward.keys() - set(apart))
