"""What a reference pack is: the kinds there are, the manifest that travels with its rows, the report of its making."""

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.packs.faults import PackFault, TableFault

FORMAT = "1"
QUALITIES = ("official", "republished", "third_party", "user")
#: What stands on an official text of which only one copy was read: it is the rule, and it was not compared.
ONE_COPY = "one_copy"
#: How good the source of a product rule can be, the best first.
RULE_QUALITIES = (QUALITIES[0], ONE_COPY, *QUALITIES[1:])
#: A plain list of codes with names; what else its table tells is kept with each entry.
LISTS = ("countries", "partners", "ports", "units", "packages", "currencies", "trade_modes", "incoterms")
#: The facts of one row, by kind of pack; a recipe fills them from a published table.
ROW_FIELDS: Mapping[str, frozenset[str]] = {
    "codes": frozenset({"code", "zh", "en", "unit1", "unit2", "valid_from", "valid_to"}),
    "correlations": frozenset({"old", "new", "relationship"}),
    "overrides": frozenset({"editions", "old", "defect", "new", "evidence"}),
    "rules": frozenset(
        {"agreement", "edition", "code_from", "code_to", "text", "printed", "quality", "source", "note"}
    ),
    "rates": frozenset(
        {"importer", "edition", "code", "hs6", "name", "unit1", "unit2", "agreement", "exporter", "rate", "rate_kind"}
        | {"valid_from", "valid_to", "condition", "as_of", "quality", "source"}
    ),
}
KINDS = (*ROW_FIELDS, *LISTS)
RATE_KINDS = ("free", "ad_valorem", "complex", "none", "excluded", "no_data")
#: A link of the correlation to a code with so many sources says nothing about any one of them.
BROAD_FROM = 100

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")
_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Manifest:
    """A pack's own account of itself. `as_of` is the day its table describes; `digest` covers every row and this."""

    name: str
    kind: str
    edition: str
    valid_from: str
    valid_to: str
    as_of: str
    source: str
    licence: str
    quality: str
    recipe: str
    rows: str
    digest: str = ""
    signature: str = ""

    @property
    def signed_text(self) -> bytes:
        """What a signature signs: the digest covers all else."""
        return f"coo reference pack {FORMAT}\n{self.name}\n{self.digest}\n".encode()

    def age_days(self, today: dt.date) -> int:
        """How old the facts are, by the day that they describe."""
        return (today - dt.date.fromisoformat(self.as_of)).days


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line of a table that did not become rows, and why."""

    file: str
    line: int
    fault: TableFault


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a table's lines: `rows_in` were read, `rows_out` records are in the pack.

    `worded` are rules that the notation cannot express: they are in the pack, and a person has to judge them.
    """

    name: str
    rows_in: int
    rows_out: int
    rejected: tuple[Rejected, ...]
    worded: tuple[Rejected, ...] = ()

    @property
    def read_percent(self) -> int:
        """How many of a hundred rows the program can judge by itself, rounded down."""
        return 100 * (self.rows_out - len(self.worded)) // self.rows_out if self.rows_out else 0


def read_manifest(found: Mapping[str, str], file: str) -> Manifest:
    """A manifest as a pack holds it; raises Unreadable(file, reason, key) for one that this program cannot trust."""
    names = [field.name for field in dataclasses.fields(Manifest)]
    if found.get("format") != FORMAT:
        raise Unreadable(file=file, reason=PackFault.FORMAT, format=found.get("format", ""))
    if set(found) != {"format", *names}:
        raise Unreadable(file=file, reason=PackFault.MANIFEST, key=", ".join(sorted({"format", *names} ^ set(found))))
    manifest = Manifest(**{name: found[name] for name in names})
    for key, fine in _checks(manifest).items():
        if not fine:
            raise Unreadable(file=file, reason=PackFault.MANIFEST, key=key)
    return manifest


def day(text: str) -> bool:
    """Whether a text is a day of the calendar, YYYY-MM-DD."""
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _checks(manifest: Manifest) -> Mapping[str, bool]:
    return {
        "name": bool(_NAME.fullmatch(manifest.name)),
        "kind": manifest.kind in KINDS,
        "as_of": day(manifest.as_of),
        "valid_from": not manifest.valid_from or day(manifest.valid_from),
        "valid_to": not manifest.valid_to or day(manifest.valid_to),
        "quality": manifest.quality in QUALITIES,
        "rows": manifest.rows.isascii() and manifest.rows.isdigit(),
        "digest": bool(_DIGEST.fullmatch(manifest.digest)),
    }
