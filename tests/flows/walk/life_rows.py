"""Rows 1.4.4 and 1.4.x: withdrawn, amended, lost, printed."""

from typing import Any

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.filling.printing import COPY, TRUE_COPY
from coo_desktop.domain.operations import sending
from coo_desktop.views.fields.items_table import ItemsEditor
from tests.flows.keyboard import CONTROL, SHIFT, Key
from tests.flows.office import approve, bring_over, same_on_both
from tests.flows.screen import Screen
from tests.flows.walk.walker import Walker

REASON = "收货人有误"


def withdraws(walk: Walker) -> None:
    """Before an examiner took it up; one that was taken up meanwhile stays, and both sides agree."""
    screen = walk.sit_down()
    early, late = walk.sent(screen, "LF-EARLY"), walk.sent(screen, "LF-LATE")
    asked(walk, screen, early, "withdraw")
    screen.sync()
    assert screen.clerk.document(early.id).stage == "withdrawn"
    walk.decide(late.id, "take_up")
    asked(walk, screen, late, "withdraw")
    screen.sync()
    assert screen.clerk.document(late.id).stage == "in_review"
    for one in (early, late):
        assert same_on_both(screen.clerk, walk.backend.client("demo"), one.id)


def asked(walk: Walker, screen: Screen, document: Document, action: str, reason: str = "") -> None:
    """An action of the list on a certificate, its question answered."""
    page = walk.list(screen, "certificate")
    walk.choose(page, document.id)
    walk.keys.asked(lambda: walk.take(page, action))
    if reason:
        walk.keys.type(reason)
        walk.keys.accept()
    else:
        walk.keys.enter()


def amends(walk: Walker) -> None:
    """A reason, invoices that stay; the original is void with the approval; the former system's lose their route."""
    screen, keys = walk.sit_down(), walk.keys
    original = walk.issued(screen)
    asked(walk, screen, original, "amend", REASON)
    page = walk.opened(screen, lambda one: one.links.get("amends") == original.id)
    invoices: Any = page.fields.editor("invoices")
    assert isinstance(invoices, ItemsEditor)
    assert "number" in invoices.model.fixed, "the invoice number can be changed"
    keys.fill("consignee_name", "SAKURA TABLEWARE K.K.")
    amended = screen.send()
    assert screen.clerk.document(original.id).stage == "approved"
    approve(walk.backend, amended.id)
    screen.sync()
    old, new = screen.clerk.document(original.id), screen.clerk.document(amended.id)
    assert (old.stage, new.stage, old.facts["replacedBy"]) == ("voided", "approved", new.id)
    former = walk.written(screen, "LF-FORMER")
    screen.sync()
    bring_over(walk.backend, former.id)
    other = walk.colleague()
    other.sync()
    begun = other.perform(sending.amend, former.id, REASON)
    assert not any(begun.values.get(name) for name in ("vessel", "departure_date", "load_port", "discharge_port"))


def reports_a_loss(walk: Walker) -> None:
    """A printed one, with a reason; then only its copy prints, no reprint is asked for, and it may be amended."""
    screen, keys = walk.sit_down(), walk.keys
    document = walk.issued(screen)
    numbers = document.facts["number"], document.facts["printNumber"]
    page = walk.list(screen, "certificate")
    walk.choose(page, document.id)
    assert not page.bar.actions_by_name["report_lost"].isEnabled(), "a certificate is lost before it was printed"
    print_to_file(walk, screen, document)
    screen.sync()
    asked(walk, screen, document, "report_lost", "快递丢失")
    screen.sync()
    walk.decide(document.id, "grant_lost")
    screen.sync()
    lost = screen.clerk.document(document.id)
    assert (lost.print_state, lost.facts["number"], lost.facts["printNumber"]) == ("copy_only", *numbers)
    walk.choose(walk.list(screen, "certificate"), document.id)
    walk.wait(page.bar.actions_by_name["amend"].isEnabled)
    assert not page.bar.actions_by_name["ask_reprint"].isEnabled()
    dialog = print_dialog(walk, screen, document)
    assert dialog.papers.original.isHidden() or not dialog.papers.original.isEnabled(), "an original can be printed"
    assert {paper for paper, _count in dialog.papers.value()} <= {COPY, TRUE_COPY}
    keys.press(Key.Key_Escape)


def prints_and_asks_again(walk: Walker) -> None:
    """Printed, counted on both sides, asked for again with a reason, granted, and printed a second time."""
    screen = walk.sit_down()
    document = walk.issued(screen)
    print_to_file(walk, screen, document)
    screen.sync()
    told = screen.clerk.document(document.id)
    assert (told.print_state, told.facts["printCount"]) == ("printed", 1)
    asked(walk, screen, document, "ask_reprint", "打印不清")
    screen.sync()
    assert screen.clerk.document(document.id).print_state == "reprint_requested"
    walk.decide(document.id, "grant_reprint")
    screen.sync()
    print_to_file(walk, screen, document)
    screen.sync()
    again = screen.clerk.document(document.id)
    assert (again.print_state, again.facts["printCount"]) == ("printed", 2)
    assert same_on_both(screen.clerk, walk.backend.client("demo"), document.id)


def print_dialog(walk: Walker, screen: Screen, document: Document) -> Any:
    """The question of what to print, from the preview beside the document."""
    keys = walk.keys
    walk.choose(walk.list(screen, "certificate"), document.id)
    keys.press(Key.Key_Return)
    page = walk.opened(screen, lambda one: one.id == document.id)
    if not page.side.shows_preview:
        keys.press(Key.Key_P, CONTROL | SHIFT)
    preview = page.side.preview
    walk.wait(lambda: preview.pages and preview.printing.isEnabled())
    keys.to(preview)
    return keys.asked(lambda: keys.press(Key.Key_P, CONTROL))


def print_to_file(walk: Walker, screen: Screen, document: Document) -> None:
    """The original into a PDF file, which counts as a printer."""
    dialog = print_dialog(walk, screen, document)
    count, file = document.facts.get("printCount", 0), walk.folder / "printed.pdf"
    file.unlink(missing_ok=True)
    walk.keys.write(dialog.target.file, str(file))
    walk.keys.accept()
    walk.wait(lambda: file.exists() and screen.session.tasks.is_idle)
    assert count == document.facts.get("printCount", 0)
