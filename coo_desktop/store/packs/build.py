"""Compiling a pack: a published table read by its recipe, every row checked, written to one file or not at all."""

import dataclasses
import hashlib
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from coo_desktop.domain.errors import Refused, StoreUnwritable, Unreadable
from coo_desktop.domain.origin.rule_sources import GENERAL
from coo_desktop.domain.packs.faults import FaultKind, PackFault, TableFault
from coo_desktop.domain.packs.manifest import FORMAT, LISTS, Manifest, Rejected, Report
from coo_desktop.domain.packs.recipes import Recipe, Row, manifest_facts
from coo_desktop.domain.packs.tables import rest_row, table_rows
from coo_desktop.environment.files import move_into_place
from coo_desktop.store.packs import layout, writers
from coo_desktop.store.packs.codes_writer import write_codes
from coo_desktop.store.packs.file import content_digest
from coo_desktop.store.packs.row_checks import Editions, complaint, no_editions, worded

Writer = Callable[[sqlite3.Connection, Iterator[Row], Mapping[str, str]], int]
_WRITERS: Mapping[str, Writer] = {
    "codes": write_codes,
    "correlations": writers.write_correlations,
    "overrides": writers.write_overrides,
    "rules": writers.write_rules,
    "rates": writers.write_rates,
} | dict.fromkeys(LISTS, writers.write_entries)
MOST_BYTES = 500_000_000
WATCHED_LINES = 1000
_MOST_NAME = 60


@dataclass
class _Reading:
    """The rows of the files in turn, and what was counted on the way."""

    recipe: Recipe
    files: Sequence[tuple[Path, Mapping[str, str]]]
    lines: int = 0
    rejected: list[Rejected] = dataclasses.field(default_factory=list)
    worded: list[Rejected] = dataclasses.field(default_factory=list)
    lists: set[tuple[str, str]] = dataclasses.field(default_factory=set)
    watch: Callable[[int], None] = lambda _lines: None
    complaint: Callable[[Row], TableFault | None] = lambda _row: None

    def rows(self) -> Iterator[Row]:
        for path, facts in self.files:
            seen: set[tuple[str, ...]] = set()
            for line, made in table_rows(self.recipe, path.name, _content(path)):
                self.lines += 1
                if self.lines % WATCHED_LINES == 0:
                    self.watch(self.lines)
                if isinstance(made, Rejected):
                    self._reject(made)
                elif made and self._is_new(made[0], seen, path.name, line):
                    if (why := next(filter(None, map(self.complaint, made)), None)) is not None:
                        self._reject(Rejected(path.name, line, why))
                    else:
                        self._note(made, path.name, line)
                        yield from ({**_validity(facts), **row} for row in made)
            if (rest := rest_row(self.recipe, path.name)) is not None:
                yield {**_validity(facts), **rest}

    def _note(self, rows: tuple[Row, ...], file: str, line: int) -> None:
        """Of which list a product rule is, and whether its words were left to a person."""
        if self.recipe.kind != "rules":
            return
        for row in rows:
            self.lists.add((row["agreement"], row.get("edition", self.recipe.facts.get("edition", ""))))
            if (why := worded(row)) is not None:
                self.worded.append(Rejected(file, line, why))

    def _is_new(self, row: Row, seen: set[tuple[str, ...]], file: str, line: int) -> bool:
        names = self.recipe.unique or self.recipe.first_of
        key = tuple(row[name] for name in names)
        if not names or key not in seen:
            seen.add(key)
            return True
        if self.recipe.unique:
            self._reject(Rejected(file, line, TableFault(FaultKind.REPEATED, text=", ".join(key))))
        return False

    def _reject(self, rejected: Rejected) -> None:
        self.rejected.append(rejected)
        if len(self.rejected) > self.recipe.most_rejected:
            first = self.rejected[0]
            raise Unreadable(file=first.file, line=first.line, reason=first.fault, recipe=self.recipe.id)


def build(
    recipe: Recipe,
    files: Sequence[Path],
    out: Path,
    as_of: str = "",
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    stopped: Callable[[], bool] = lambda: False,
    known: Editions = no_editions,
) -> Report:
    """Builds the pack of a recipe from its files and puts it at `out`; says what became of their lines.

    `progress` hears of lines done of about all; `known` are the codes of the editions. Raises Unreadable(file, line,
    reason) for a table that is not what the recipe says, Refused(why="stopped") when `stopped` says so; `out` is as it
    was then.
    """
    if not files:
        raise Unreadable(reason=TableFault(FaultKind.NO_FILE), recipe=recipe.id)
    described = ((path, manifest_facts(recipe, path.name, as_of)) for path in files)
    told_of = sorted(described, key=lambda each: each[1]["as_of"])
    total = sum(_lines_about(path) for path in files)

    def watch(lines: int) -> None:
        if stopped():
            raise Refused(why=PackFault.STOPPED)
        progress(min(lines, total), total)

    def check(row: Row) -> TableFault | None:
        found = complaint(recipe.kind, row, recipe.facts.get("edition", ""), known)
        # A table made by hand holds what it holds: a rule that does not parse is kept as text and counted.
        return None if recipe.most_rejected and found and found.kind is FaultKind.NO_RULE else found

    reading = _Reading(recipe, told_of, watch=watch, complaint=check)
    facts = told_of[-1][1] | {"kind": recipe.kind, "recipe": recipe.id}
    written = write_pack(out, facts, lambda connection: _fill(connection, reading, facts))
    return Report(written.name, reading.lines, int(written.rows), tuple(reading.rejected), tuple(reading.worded))


def write_pack(out: Path, facts: Mapping[str, str], fill: Callable[[sqlite3.Connection], int]) -> Manifest:
    """Makes a pack file of the kind that the facts name, filled by `fill`, which says how many records it wrote.

    The facts are read when it is filled: what only the rows tell may be put into them by then.
    """
    part = out.with_name(f"{out.name}.{os.getpid()}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.unlink(missing_ok=True)
            manifest = _write(part, facts, fill)
            move_into_place(part, out)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise StoreUnwritable(file=out.name, reason=error.strerror or "") from None
    except sqlite3.OperationalError as error:
        raise StoreUnwritable(file=out.name, reason=str(error)) from None
    return manifest


def _write(part: Path, facts: Mapping[str, str], fill: Callable[[sqlite3.Connection], int]) -> Manifest:
    with closing(sqlite3.connect(part, isolation_level=None)) as connection:
        # The file is new and replaces nothing until it is whole: no journal, and one flush at the end.
        for pragma in ("page_size=4096", "journal_mode=OFF", "synchronous=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN")
        layout.create(connection, facts["kind"])
        rows = fill(connection)
        manifest = Manifest(**facts, rows=str(rows))
        _put_manifest(connection, manifest)
        connection.execute("COMMIT")  # the search index writes its last part with this
        manifest = dataclasses.replace(manifest, digest=content_digest(connection))
        _put_manifest(connection, manifest)
        connection.execute("VACUUM")
    return manifest


def _put_manifest(connection: sqlite3.Connection, manifest: Manifest) -> None:
    values = {"format": FORMAT, **dataclasses.asdict(manifest)}
    connection.executemany("INSERT OR REPLACE INTO manifest VALUES (?, ?)", values.items())


def _fill(connection: sqlite3.Connection, reading: _Reading, facts: dict[str, str]) -> int:
    rows = _WRITERS[reading.recipe.kind](connection, reading.rows(), facts)
    if reading.lines < reading.recipe.least_rows:
        path, fault = reading.files[-1][0], TableFault(FaultKind.TOO_FEW_LINES)
        raise Unreadable(file=path.name, line=reading.lines + 1, reason=fault, needed=reading.recipe.least_rows)
    if reading.lists:
        facts |= _of_lists(reading.lists, "listed" if reading.recipe.rest == GENERAL else "rules")
    return rows


def _of_lists(lists: set[tuple[str, str]], what: str) -> dict[str, str]:
    """Name and edition of a pack of rules: each agreement's list of an edition is a pack of its own, so that one does
    not retire another; a table of several lists is named by all of them.
    """
    agreements, editions = (sorted({each[at] for each in lists if each[at]}) for at in (0, 1))
    name = "-".join([what, *agreements, *editions])
    if len(name) > _MOST_NAME:
        name = f"{what}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    return {"name": name} | ({"edition": editions[0]} if len(editions) == 1 else {})


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(file=path.name, reason=TableFault(FaultKind.TOO_LARGE), limit=MOST_BYTES)
        return path.read_bytes()
    except OSError as error:
        raise Unreadable(file=path.name, reason=TableFault(FaultKind.UNOPENED, text=error.strerror or "")) from None


def _lines_about(path: Path) -> int:
    """About how many lines a table has, without reading all of it."""
    try:
        with path.open("rb") as file:
            size, head = path.stat().st_size, file.read(1 << 20)
    except OSError:
        return 0  # `_content` says why
    return max(1, size * (head.count(b"\n") + 1) // max(1, len(head)))


def _validity(facts: Mapping[str, str]) -> Mapping[str, str]:
    """What a table says of all its rows; `listed` is the day that it describes."""
    return {"valid_from": facts["valid_from"], "valid_to": facts["valid_to"], "listed": facts["as_of"]}
