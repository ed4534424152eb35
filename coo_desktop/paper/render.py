"""A document as PDF: `pdf` draws it on its form's paper, `fill` says how full each box is."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.errors import Refused
from coo_desktop.domain.filling.printing import AS_IT_IS, ORIGINAL, PROOF, BoxFill, Fit
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.refusals import Rule
from coo_desktop.paper.blocks import paper_mark
from coo_desktop.paper.fonts import printable
from coo_desktop.paper.geometry import geometry
from coo_desktop.paper.layout import Laid, lay_out
from coo_desktop.paper.page import Sheet
from coo_desktop.paper.plain import lay_out_plainly
from coo_desktop.paper.stamping import NOTHING, Stamping, stamped
from coo_desktop.paper.subject import Subject

__all__ = ["BoxFill", "fill", "pdf"]

PROOF_MARK = "DRAFT 草稿"
VOID_MARK = "VOID 已作废"


def pdf(
    form: FormType,
    document: Document,
    *,
    paper: str = ORIGINAL,
    fit: Fit = AS_IT_IS,
    evidence: Callable[[str], bytes] | None = None,
    stamps: Stamping = NOTHING,
) -> bytes:
    """The document on paper; the same document always gives the same bytes.

    A proof carries a watermark instead of a QR code and shows □ for what no font can draw; a copy says so, and a void
    document on every paper. An overprint has neither the form nor the mark of its paper: the sheet brings them.
    A proof bears no `stamps`. `evidence` answers the bytes of a picture by its SHA-256 and may raise NotFound. Raises
    Refused(why) for `copy_only` (the document may be printed as a copy alone) and `picture_needed`, Unreadable for a
    character without a glyph (`glyph_missing`, `characters`) or a picture that is none.
    """
    if document.print_state == "copy_only" and paper == ORIGINAL:
        raise Refused(why=Rule.COPY_ONLY, document=document.id)
    is_proof = paper == PROOF
    if is_proof:
        document = _drawable(document)
    pictures = evidence if evidence is not None or is_proof else _no_pictures
    is_final = document.stage == "approved" and not is_proof
    laid = _laid(Subject(form, document, paper=paper), pictures, is_final=is_final, is_over=fit.overprint)
    number = str(document.facts.get("number") or "")
    title = " ".join(filter(None, [form.short.en, number]))
    sheet = Sheet(printable(title), fit=fit)
    for index, page in enumerate(laid.pages):
        if index:
            sheet.next_page()
        if mark := _watermark(form, document.stage, paper, fit):
            sheet.watermark(mark)
        marks = () if is_proof else stamped(geometry(form), stamps, "next" if index else "first")
        for ink in (*marks, *page):
            ink.draw(sheet)
        if len(laid.pages) > 1 or geometry(form).numbered == "always":
            words = geometry(form).sayings.page.format(page=index + 1, pages=len(laid.pages))
            sheet.footer(printable(title), words)
    return sheet.finish()


def fill(form: FormType, document: Document, evidence: Callable[[str], bytes] | None = None) -> tuple[BoxFill, ...]:
    """How full every box with a text is, as `pdf` would lay it out now; what no font can draw counts as one character.

    Without `evidence` a picture is taken to fit. Raises what `evidence` raises, and Unreadable for no picture at all.
    """
    return _laid(Subject(form, _drawable(document)), evidence, is_final=False, is_over=False).fills


def _laid(subject: Subject, pictures: Callable[[str], bytes] | None, *, is_final: bool, is_over: bool) -> Laid:
    paper = geometry(subject.form)
    if paper.is_plain:
        return lay_out_plainly(paper, subject, pictures)
    return lay_out(paper, subject, pictures, is_final=is_final, is_over=is_over)


def _watermark(form: FormType, stage: str, paper: str, fit: Fit) -> str:
    """What lies across a page that is no valid original."""
    if stage == "voided":
        return VOID_MARK
    if paper == PROOF:
        return PROOF_MARK
    return "" if paper == ORIGINAL or fit.overprint else paper_mark(form, paper)


def _drawable(document: Document) -> Document:
    """The document with a stand-in for every character that no font can draw."""
    return replace(document, values=_stood_in(document.values), facts=_stood_in(document.facts))


def _stood_in(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value.expandtabs(4))
    if isinstance(value, list):
        return [_stood_in(part) for part in value]
    return {name: _stood_in(part) for name, part in value.items()} if isinstance(value, dict) else value


def _no_pictures(sha256: str) -> bytes:
    raise Refused(why=Rule.PICTURE_NEEDED, sha256=sha256)
