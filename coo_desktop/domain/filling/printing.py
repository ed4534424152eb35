"""What may be printed of a document, and how a paper is fitted to a printer; both sides of the wire decide alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import CERTIFICATE, Document, Intent, Values
from coo_desktop.domain.filling.computed import is_retroactive
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language.spelling import decimal_of

ORIGINAL, COPY, TRUE_COPY, PROOF = "original", "copy", "true_copy", "proof"
#: How far a paper may be moved and stretched: more is another paper, not another printer.
MOST_SHIFT_MM, LEAST_PERCENT, MOST_PERCENT = Decimal(20), Decimal(90), Decimal(110)


@dataclass(frozen=True, slots=True)
class Fit:
    """How one printer takes one form: moved right and down, stretched from the top left corner.

    `overprint` leaves out what a pre-printed sheet has already.
    """

    right_mm: Decimal = Decimal(0)
    down_mm: Decimal = Decimal(0)
    percent: Decimal = Decimal(100)
    overprint: bool = False

    def kept(self) -> Values:
        """The fit as a setting."""
        lengths = {"right_mm": self.right_mm, "down_mm": self.down_mm, "percent": self.percent}
        return {**{name: str(value) for name, value in lengths.items()}, "overprint": self.overprint}


AS_IT_IS = Fit()


@dataclass(frozen=True, slots=True)
class BoxFill:
    """How full a box of the paper is, in text lines; what does not fit goes to another sheet: `fits` says whether.

    `fields` name what stands in the box, parts of rows as goods/description. A box that `continues` goes on under the
    same heads on a continuation sheet, any other on an attachment. `is_torn` says that a number, such as an invoice's,
    is broken over two lines, because it is too long for one in the smallest letters.
    """

    box: str
    used: int
    room: int
    fits: bool
    fields: tuple[str, ...] = ()
    continues: bool = False
    is_torn: bool = False


def fit_of(kept: object) -> Fit:
    """A kept fit; whatever is missing, odd or out of bounds is as it would be without one."""
    if not isinstance(kept, Mapping):
        return AS_IT_IS
    right, down = (_within(kept.get(name), -MOST_SHIFT_MM, MOST_SHIFT_MM) for name in ("right_mm", "down_mm"))
    percent = _within(kept.get("percent"), LEAST_PERCENT, MOST_PERCENT)
    return Fit(right or Decimal(0), down or Decimal(0), percent or Decimal(100), kept.get("overprint") is True)


def fit_setting(printer: str, form: str) -> str:
    """The name of the setting that keeps how a printer takes a form."""
    return f"print_fit/{form}/{printer}"


@dataclass(frozen=True, slots=True)
class Look:
    """How a paper is drawn; without a `paper` it is the one that the document's state calls for."""

    paper: str = ""
    fit: Fit = AS_IT_IS


AS_IT_STANDS = Look()


def print_state(document: Document, waiting: Sequence[Intent]) -> str:
    """The print state once the backend has heard what waits for it: what was printed offline is printed."""
    state = document.print_state
    for intent in waiting:
        if intent.kind == "request" and intent.state != "refused":
            action = intent.body.get("action")
            rows = [row.to for row in lifecycle.PRINT_MOVES if row.stage == state and row.event == action]
            state = rows[0] if rows else state
    return state


def papers(form: FormType, document: Document, state: str, role: str) -> dict[str, str]:
    """Paper -> why it cannot be printed now, "" when it can; a paper that this document never has is not named.

    `state` is what `print_state` says. The reasons are lost, asked (the examiner decides), printed, original_first
    (copies come with the original or after it) and not_due.
    """
    if document.stage != "approved":
        return {PROOF: ""}
    if document.family != CERTIFICATE:
        return {ORIGINAL: ""}
    events = lifecycle.print_events(state, role)
    later = "asked" if state in ("reprint_requested", "lost_requested") else "original_first"
    no_copy = "" if "print_copy" in events else later
    whys = {"copy_only": "lost", "reprint_requested": "asked", "lost_requested": "asked"}
    found = {ORIGINAL: "" if "print" in events else whys.get(state, "printed"), COPY: no_copy}
    if form.issuing.true_copy and form.params.get("certified_true_copy"):
        found[TRUE_COPY] = no_copy if has_true_copy(form, document, state) else "not_due"
    return found


def has_true_copy(form: FormType, document: Document, state: str) -> bool:
    """Whether the form's text lets this certificate have a certified true copy."""
    due = {
        "lost": state == "copy_only",
        "replacement": bool(document.links.get("amends")),
        "retroactive": is_retroactive(form, document.values),
    }
    return bool(form.params.get("certified_true_copy")) and any(due[occasion] for occasion in form.issuing.true_copy)


def usual_paper(form: FormType, document: Document) -> str:
    """The paper that the state of a document calls for; before its approval and after its end a mere proof."""
    return issued_paper(form, document) if document.stage == "approved" else PROOF


def issued_paper(form: FormType, document: Document) -> str:
    """The paper of an issued document: its original, or after a loss a copy of it."""
    if document.print_state != "copy_only":
        return ORIGINAL
    return TRUE_COPY if has_true_copy(form, document, document.print_state) else COPY


def _within(value: object, least: Decimal, most: Decimal) -> Decimal | None:
    number = decimal_of(value)
    return number if number is not None and least <= number <= most else None
