"""What became of an outdated code, in words: short in the grid, whole sentences beside it."""

from collections.abc import Mapping
from types import MappingProxyType

from coo_desktop.domain.hs.candidates import Candidate
from coo_desktop.domain.hs.changes import DELETED
from coo_desktop.domain.hs.codes import HEADING
from coo_desktop.domain.hs.outdated import OutdatedCode
from coo_desktop.environment.words import N_, _, language

#: Kind -> in the grid, and the whole sentence.
KINDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "one_to_one": (
            N_("Renumbered"),
            N_("Code {code} of {since} was renumbered; all its goods are under one new code."),
        ),
        "split": (
            N_("Split"),
            N_("Code {code} of {since} was split; the new code depends on the goods."),
        ),
        "split_code_kept": (
            N_("Part moved away"),
            N_("Code {code} is still a code, but some of its goods of {since} moved to others. Keep it or choose one."),
        ),
        "merged": (
            N_("Merged"),
            N_("Code {code} of {since} was merged with others into one new code."),
        ),
        "deleted": (
            N_("Not a code"),
            N_("Code {code} is not in the list in force, and no table here tells what became of it."),
        ),
        "line_ended": (
            N_("National line ended"),
            N_("Line {code} ended on {since}; its first six digits are still in force."),
        ),
    }
)


def kind_text(found: OutdatedCode) -> str:
    """What happened, in a word or two."""
    word = _(KINDS[found.kind][0])
    return word if found.sure or found.kind == DELETED else _("{what} (to be confirmed)").format(what=word)


def old_text(found: OutdatedCode) -> str:
    """The old code with its name, where a list of its edition or year is here."""
    zh, en = found.zh or found.en, found.en or found.zh
    return f"{found.code} {zh if language().startswith('zh') else en}".strip()


def chinese_name(candidate: Candidate) -> str:
    """Its Chinese name, or that of its heading where no list here names the code itself in Chinese."""
    if candidate.zh or not candidate.heading_zh:
        return candidate.zh
    return _("Heading {code}: {name}").format(code=candidate.code[:HEADING], name=candidate.heading_zh)


def new_text(found: OutdatedCode, new: str) -> str:
    """A new code with its name in the language of the screen, and whether it is the old one."""
    if new == found.code:
        return _("{code} (kept)").format(code=new)
    chosen = next((each for each in (*found.candidates, *found.possible) if each.code == new), None)
    if chosen is None:
        return new
    zh = chosen.zh or chosen.heading_zh
    return f"{new} {zh or chosen.en if language().startswith('zh') else chosen.en or zh}".strip()


def whole_text(found: OutdatedCode) -> str:
    """What happened, where it stands, and what speaks against the published table."""
    since = found.since if "-" in found.since else f"HS {found.since}"
    sentence = _(KINDS[found.kind][1]).format(code=found.code, since=since)
    source = _("Source: {source}").format(source=found.source) if found.source else ""
    return "\n".join(filter(None, (sentence, source, found.evidence)))
