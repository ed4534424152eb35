"""Reference packs in words: their kinds, quality and state, and why a pack or a line of a table was refused."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from coo_desktop.domain.errors import ProgramError
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
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "pack_damaged": N_("The pack is damaged or cut short. What was in use stays in use; get the file again."),
        "pack_format": N_("The pack is of a newer format than this program knows. Update the program, then take it."),
        "pack_manifest": N_("The pack does not describe itself as it must ({key}). What was in use stays in use."),
        "pack_schema": N_("The file is not made as a reference pack is made. What was in use stays in use."),
        "pack_digest": N_("The pack's content was altered: it does not agree with its digest. It is not used."),
        "pack_signature": N_("Nobody whom this computer trusts has signed the pack. What was in use stays in use."),
        "pack_unsigned": N_("The pack is not signed, so nobody vouches for it. Build it here from the official table."),
        "pack_kind": N_("The pack is of another kind ({kind}) than is needed here."),
        "pack_older": N_("The pack of {offered} is older than the one in use, of {installed}. That one stays in use."),
        "pack_other": N_("The pack is not the one that was offered. What was in use stays in use."),
        "pack_transfer": N_("What arrived was not what the office offered, twice. What was in use stays in use."),
        "pack_gone": N_("The office has withdrawn this pack. Look for newer packs again."),
        "pack_untrusted": N_("The key of the office is not trusted here yet. Compare its fingerprint first."),
        "pack_alone": N_("There is no pack before this one to go back to."),
        "stopped": N_("Stopped. What was in use stays in use."),
    }
)
#: Said of a table whose name tells no day: a person is asked for it.
UNTOLD_DAY = "neither file name nor --as-of tells"
#: What the reading of a table says of a line, by its shape, in words. A shape without words is shown as it is.
_LINES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"(?P<found>\d+) cells, (?P<needed>\d+) are needed", N_("{found} cells where {needed} are needed")),
        (r"a cell is too long", N_("a cell is too long")),
        (r"a character was lost in another program", N_("another program has lost a character here")),
        (r"(?P<field>\w+): is empty", N_("{field} is empty")),
        (r"(?P<field>\w+): (?P<text>.+) does not fit", N_("{field}: {text} is not written as it has to be")),
        (r"(?P<field>\w+): (?P<text>.+) has no Chinese character", N_("{field}: {text} has no Chinese character")),
        (r"(?P<field>\w+): (?P<text>.+) is no day", N_("{field}: {text} is no day")),
        (r"(?P<field>\w+): (?P<text>.+) is no rule", N_("{field}: {text} cannot be read as a rule")),
        (
            r"(?P<field>\w+): (?P<text>.+) is not in HS (?P<edition>\d+)",
            N_("{field}: {text} is no code of HS {edition}"),
        ),
        (r"(?P<text>.+) stands on an earlier line", N_("{text} stands on an earlier line already")),
        (r"not (?P<encoding>[\w-]+)", N_("the text is not encoded in {encoding}")),
        (r"other columns", N_("the columns are not those of this layout")),
        (r"too few lines", N_("the table ends too early")),
        (r"too large", N_("the file is too large")),
        (r"no file", N_("no file was chosen")),
        (UNTOLD_DAY, N_("the file's name does not tell what day the table describes")),
    )
)


def line_text(reason: str) -> str:
    """Why a line of a table was left out or stopped the making of a pack."""
    for pattern, words in _LINES:
        if found := pattern.fullmatch(reason):
            return _(words).format(**found.groupdict())
    return reason


def rejected_text(rejected: Rejected) -> str:
    """A rejected line with its place."""
    return _("{file}, line {line}: {reason}").format(
        file=rejected.file, line=rejected.line, reason=line_text(rejected.reason)
    )


def refused_text(error: ProgramError) -> str:
    """Why a table did not become a pack, with the line; "" for any other error."""
    facts = error.facts
    reason = str(facts.get("reason", ""))
    if error.code != "unreadable" or reason in REASONS or "file" not in facts:
        return ""
    line = facts.get("line")
    place = rejected_text(Rejected(str(facts["file"]), line, reason)) if isinstance(line, int) else ""
    told = place or _("{file}: {reason}").format(file=facts["file"], reason=line_text(reason))
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
