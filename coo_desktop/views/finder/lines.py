"""What the finder shows: documents, pages and commands as lines in groups, the best named first, few of each."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, RECORD
from coo_desktop.domain.documents.finding import ELSEWHERE, FoundDocument, closeness
from coo_desktop.environment.words import N_, _
from coo_desktop.views.fields.hs_hits import dotted
from coo_desktop.views.session import Session
from coo_desktop.views.target import DOCUMENT, Target, Wish
from coo_desktop.views.words.stages import stage_icon, stage_text


class Group(enum.Enum):
    """What is found, in the order of groups that a text names equally well."""

    RECENT = "recent"
    CERTIFICATES = CERTIFICATE
    PRE_REVIEWS = PRE_REVIEW
    RECORDS = RECORD
    PAGES = "page"
    COMMANDS = "command"


TITLES: Mapping[Group, str] = MappingProxyType(
    {
        Group.RECENT: N_("Opened recently"),
        Group.CERTIFICATES: N_("Certificates"),
        Group.PRE_REVIEWS: N_("Product pre-review"),
        Group.RECORDS: N_("Reference data"),
        Group.PAGES: N_("Pages and lists"),
        Group.COMMANDS: N_("Commands"),
    }
)
#: So many lines of each group are shown.
MOST: Mapping[Group, int] = MappingProxyType(
    {
        Group.RECENT: 8,
        Group.CERTIFICATES: 5,
        Group.PRE_REVIEWS: 3,
        Group.RECORDS: 3,
        Group.PAGES: 3,
        Group.COMMANDS: 3,
    }
)
#: Groups with a list of their own, which shows what the finder leaves out.
_LISTED = (Group.CERTIFICATES, Group.PRE_REVIEWS)


@dataclass(frozen=True, slots=True)
class FinderLine:
    """One thing to choose. `aside` is its state or its keys; `names` are what it is found by, in every language."""

    group: Group
    text: str
    wish: Wish
    detail: str = ""
    aside: str = ""
    sign: tuple[str, str] = ("open", "")
    names: tuple[str, ...] = ()

    @property
    def spoken(self) -> str:
        """The whole line for a screen reader."""
        return ", ".join(filter(None, (self.text, self.detail, self.aside, _(TITLES[self.group]))))


def document_line(found: FoundDocument, session: Session, group: Group | None = None) -> FinderLine:
    """A document as it is told apart from others of its family; in a group of its own, or in that of its family."""
    form = session.rules.book.forms.get(found.form)
    short = form.short.in_(session.language) if form else found.form
    title = "" if form is not None and found.title == form.short.zh_CN else found.title
    aside, sign = stage_text(found.stage, found.delivery), stage_icon(found.stage, found.delivery)
    if found.family == PRE_REVIEW:
        told, detail = (title, dotted(found.hs_code)), (found.number or short, "")
    elif found.family == RECORD:
        told, detail, aside = (title, ""), (short, found.partner), ""
    else:
        told, detail = (" · ".join(filter(None, (found.number, found.invoice))), title), (short, found.partner)
    text = " · ".join(filter(None, told)) or short
    wish = Target(DOCUMENT, document=found.id)
    return FinderLine(
        group or Group(found.family), text, wish, " · ".join(filter(None, detail)), aside, sign, found.names
    )


def is_meant(text: str, line: FinderLine) -> bool:
    """Whether a page or a command that has a text may be meant by it: a single letter has to begin one of its words."""
    typed = text.strip()
    return len(typed) > 1 or not typed.isascii() or closeness(typed, line.names) < ELSEWHERE


def arranged(text: str, lines: Iterable[FinderLine], limit: int) -> tuple[FinderLine, ...]:
    """The lines by their groups, the group with the best named line first; what a group leaves out is in its list.

    `limit` is how many documents were asked for: as many found may mean that there are more.
    """
    groups: dict[Group, list[FinderLine]] = {}
    for line in lines:
        groups.setdefault(line.group, []).append(line)
    cut = sum(len(groups.get(Group(family), ())) for family in (CERTIFICATE, PRE_REVIEW, RECORD)) >= limit
    near = {group: [closeness(text, line.names) for line in found] for group, found in groups.items()}
    order = list(Group)
    shown: list[FinderLine] = []
    for group in sorted(groups, key=lambda each: (min(near[each]), order.index(each))):
        found = [line for _near, line in sorted(zip(near[group], groups[group], strict=True), key=lambda pair: pair[0])]
        shown += found[: MOST[group]]
        if group in _LISTED and (cut or len(found) > MOST[group]):
            wish = Target(group.value, filters=(("text", text.strip()),))
            shown.append(FinderLine(group, _("Show all in the list"), wish, sign=("find", "")))
    return tuple(shown)
