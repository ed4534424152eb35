"""Reference packs in words: their kinds, quality and state, and why a pack or a line of a table was refused."""

import dataclasses
from collections.abc import Mapping
from types import MappingProxyType

from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.packs.faults import FaultKind, PackFault, TableFault, fault_of
from coo_desktop.domain.packs.manifest import Rejected
from coo_desktop.environment.words import N_, _, ngettext

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "codes": N_("Codes of goods"),
        "correlations": N_("Correlation of HS editions"),
        "overrides": N_("Corrections of a correlation"),
        "rules": N_("Product-specific rules"),
        "rates": N_("Rates of duty"),
        "countries": N_("Countries and regions"),
        "partners": N_("Trading partners of customs"),
        "ports": N_("Ports"),
        "units": N_("Units of quantity"),
        "packages": N_("Kinds of packages"),
        "currencies": N_("Currencies"),
        "trade_modes": N_("Customs regimes"),
        "incoterms": N_("Trade terms"),
    }
)
#: Quality -> (words, meaning of its colour).
QUALITIES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "official": (N_("Official"), "good"),
        "republished": (N_("Official, republished"), "calm"),
        "third_party": (N_("Third party"), "wait"),
        "user": (N_("Your own"), "wait"),
    }
)
#: State -> (words, icon, meaning of its colour).
STATES: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "built_in": (N_("Built in"), "kept", "quiet"),
        "in_use": (N_("In use"), "approved", "good"),
        "previous": (N_("The one before"), "history", "quiet"),
        "set_aside": (N_("Set aside"), "withdrawn", "quiet"),
        "damaged": (N_("Damaged"), "problem", "bad"),
    }
)
#: Why a pack is refused; error_words tells these wherever they come up. The pack in use stays in use each time.
REASONS: Mapping[PackFault, str] = MappingProxyType(
    {
        PackFault.DAMAGED: N_("The pack is damaged or cut short. What was in use stays in use; get the file again."),
        PackFault.FORMAT: N_(
            "The pack is of a newer format than this program knows. Update the program, then take it."
        ),
        PackFault.MANIFEST: N_("The pack does not describe itself as it must ({key}). What was in use stays in use."),
        PackFault.SCHEMA: N_("The file is not made as a reference pack is made. What was in use stays in use."),
        PackFault.DIGEST: N_("The pack's content was altered: it does not agree with its digest. It is not used."),
        PackFault.SIGNATURE: N_("Nobody whom this computer trusts has signed the pack. What was in use stays in use."),
        PackFault.UNSIGNED: N_(
            "The pack is not signed, so nobody vouches for it. Build it here from the official table."
        ),
        PackFault.KIND: N_("The pack is of another kind ({kind}) than is needed here."),
        PackFault.OLDER: N_(
            "The pack of {offered} is older than the one in use, of {installed}. That one stays in use."
        ),
        PackFault.OTHER: N_("The pack is not the one that was offered. What was in use stays in use."),
        PackFault.TRANSFER: N_("What arrived was not what the office offered, twice. What was in use stays in use."),
        PackFault.GONE: N_("The office has withdrawn this pack. Look for newer packs again."),
        PackFault.UNTRUSTED: N_("The key of the office is not trusted here yet. Compare its fingerprint first."),
        PackFault.ALONE: N_("There is no pack before this one to go back to."),
        PackFault.STOPPED: N_("Stopped. What was in use stays in use."),
    }
)
#: What is wrong with a table or a line of it; the blanks are TableFault's facts.
_TABLES: Mapping[FaultKind, str] = MappingProxyType(
    {
        FaultKind.CELLS: N_("{found} cells where {needed} are needed"),
        FaultKind.CELL_TOO_LONG: N_("a cell is too long"),
        FaultKind.CHARACTER_LOST: N_("another program has lost a character here"),
        FaultKind.EMPTY: N_("{field} is empty"),
        FaultKind.MISFIT: N_("{field}: {text} is not written as it has to be"),
        FaultKind.NOT_CHINESE: N_("{field}: {text} has no Chinese character"),
        FaultKind.NO_DAY: N_("{field}: {text} is no day"),
        FaultKind.NO_RULE: N_("{field}: {text} cannot be read as a rule"),
        FaultKind.UNKNOWN_CODE: N_("{field}: {text} is no code of HS {edition}"),
        FaultKind.FILLED: N_("{field}: the rule is that of the line above, filled forward"),
        FaultKind.WORDED: N_("{field}: kept as text, a person has to judge it: {text}"),
        FaultKind.REPEATED: N_("{text} stands on an earlier line already"),
        FaultKind.ENCODING: N_("the text is not encoded in {text}"),
        FaultKind.COLUMNS: N_("the columns are not those of this layout"),
        FaultKind.NOT_CSV: N_("the line is not written as a table of comma-separated values"),
        FaultKind.TOO_FEW_LINES: N_("the table ends too early"),
        FaultKind.TOO_LARGE: N_("the file is too large"),
        FaultKind.UNOPENED: N_("the file cannot be opened"),
        FaultKind.NO_FILE: N_("no file was chosen"),
        FaultKind.UNTOLD_LIST: N_("name the file by agreement and edition, like korea-2012.csv"),
        FaultKind.UNTOLD_DAY: N_("the file's name does not tell what day the table describes"),
    }
)


def fault_text(fault: TableFault) -> str:
    """What is wrong with a table or a line of it."""
    return _(_TABLES[fault.kind]).format(**dataclasses.asdict(fault))


def reason_text(reason: PackFault | TableFault) -> str:
    """Why a pack that is here cannot be used."""
    return fault_text(reason) if isinstance(reason, TableFault) else _(REASONS[reason]).format(key="", kind="")


def rejected_text(rejected: Rejected) -> str:
    """A rejected line with its place."""
    return _("{file}, line {line}: {reason}").format(
        file=rejected.file, line=rejected.line, reason=fault_text(rejected.fault)
    )


def refused_text(error: ProgramError) -> str:
    """Why a table did not become a pack, with the line; "" for any other error."""
    fault, line = fault_of(error), error.facts.get("line")
    if fault is None or "file" not in error.facts:
        return ""
    file = str(error.facts["file"])
    place = rejected_text(Rejected(file, line, fault)) if isinstance(line, int) else ""
    told = place or _("{file}: {reason}").format(file=file, reason=fault_text(fault))
    return _("{place}. Nothing was taken from it; what was in use stays in use.").format(place=told)


def age_text(days: int) -> str:
    """How old a pack's facts are."""
    if days < 0:
        return _("from a later day")
    if days < 60:
        return ngettext("{count} day", "{count} days", days).format(count=days)
    if days < 730:
        return ngettext("{count} month", "{count} months", days // 30).format(count=days // 30)
    return ngettext("{count} year", "{count} years", days // 365).format(count=days // 365)


def size_text(size_bytes: int) -> str:
    """A size as a person reads it."""
    if size_bytes < 1 << 20:
        return f"{max(1, size_bytes >> 10)} KB"
    return f"{size_bytes >> 20}.{(size_bytes % (1 << 20)) * 10 >> 20} MB"
