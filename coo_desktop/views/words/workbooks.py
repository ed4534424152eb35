"""What workbooks say in words: what a document of one would do, and what is wrong with a row."""

from collections.abc import Mapping
from types import MappingProxyType

from coo_desktop.domain.documents.document import CERTIFICATE
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.operations.imports.workbook_import import BookLine, BookPlan, EntryState
from coo_desktop.domain.workbooks.rows import Remark, RowFault
from coo_desktop.environment.words import N_, _, ngettext

STATES: Mapping[EntryState, str] = MappingProxyType(
    {
        EntryState.NEW: N_("New"),
        EntryState.SAME: N_("There already"),
        EntryState.OTHER: N_("There already with other values; it stays as it is"),
        EntryState.REPEAT: N_("Comes twice in the file; the first one counts"),
        EntryState.NAMELESS: N_("Left out: it has neither name nor number"),
    }
)
FAULTS: Mapping[RowFault, str] = MappingProxyType(
    {
        RowFault.ERROR_CELL: N_("“{title}” shows {text}: a formula without a value. Nothing is taken from it."),
        RowFault.DOUBTFUL: N_("“{title}” was a number: zeros in front and digits after the fifteenth may be lost."),
        RowFault.CONTRADICTS: N_("Says otherwise than the row where this one begins: {text}"),
        RowFault.DUPLICATE: N_("Left out: the number {text} stands in a row above"),
        RowFault.NO_OWNER: N_("Left out: nothing in the file has the number {text}"),
        RowFault.NO_KEY: N_("Left out: a certificate without a number ({text})"),
        RowFault.NO_DAY: N_("The day of issue cannot be read: {text}"),
        RowFault.HIDDEN: N_("Left out: hidden in the file"),
        RowFault.TOTAL: N_("Left out: a total"),
    }
)


def remark_text(remark: Remark) -> str:
    """What is wrong with a row or a cell of it."""
    return _(FAULTS[remark.why]).format(title=remark.title, text=remark.text[:60])


def state_text(line: BookLine) -> str:
    """What a document of the workbook would do."""
    if line.state is EntryState.NEW and line.entry.is_faulty:
        return _("With problems")
    return _(STATES[line.state])


def counted(plan: BookPlan) -> str:
    """How many documents would do what, and what was passed over."""
    states = [line.state for line in plan.lines]
    faulty = sum(line.state is EntryState.NEW and line.entry.is_faulty for line in plan.lines)
    new = _("New: {count}").format(count=states.count(EntryState.NEW) - faulty)
    here = _("There already: {count}").format(count=states.count(EntryState.SAME) + states.count(EntryState.OTHER))
    left = states.count(EntryState.REPEAT) + states.count(EntryState.NAMELESS) + len(plan.book.aside)
    parts = [new, here, _("With problems: {count}").format(count=faulty), _("Left out: {count}").format(count=left)]
    titles = [title for several in plan.book.unknown.values() for title in several]
    if titles:
        parts.append(_("Columns passed over: {titles}").format(titles=", ".join(titles[:6])))
    if plan.book.passed_over:
        parts.append(_("Sheets passed over: {names}").format(names=", ".join(plan.book.passed_over[:6])))
    return " · ".join(parts)


def taken_text(form: FormType, count: int) -> str:
    """What came of an import."""
    if form.family == CERTIFICATE:
        words = ngettext("{count} past certificate is kept.", "{count} past certificates are kept.", count)
    else:
        words = ngettext("{count} draft was made.", "{count} drafts were made.", count)
    return words.format(count=count)
