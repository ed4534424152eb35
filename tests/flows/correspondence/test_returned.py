"""Returned with reasons, corrected on the page, approved: reasons stand at their fields, numbers on the paper."""

from PySide6.QtWidgets import QLabel

from tests.domain.given import PRE_REVIEW, RCEP
from tests.flows.keyboard import Key
from tests.flows.office import approve, approved_product, certificate_of, decide, effects
from tests.flows.reading_back import codes, printed_text
from tests.flows.screen import shown_problems

NAME_REASON, MARKS_REASON = "收货人名称与发票不一致", "唛头与提单不一致"


def test_a_returned_certificate_is_corrected_at_its_fields_and_approved(screens, backend_process, tmp_path):
    screen = screens(RCEP, "demo")
    clerk, keys = screen.clerk, screen.keys
    product = approved_product(clerk, backend_process, PRE_REVIEW)
    written = clerk.write(certificate_of(RCEP, product), form="rcep_2022")
    page = screen.open(written.id)
    screen.send()
    examiner = backend_process.client("examiner")
    decide(examiner, written.id, "take_up")
    reasons = [{"field": "consigneeName", "text": NAME_REASON}, {"field": "marks", "text": MARKS_REASON}]
    decide(examiner, written.id, "return", reason="请更正", reasons=reasons)
    screen.sync()
    assert page.document.stage == "returned"
    assert NAME_REASON in page.fields.boxes["consignee_name"].message.text()
    assert MARKS_REASON in page.fields.boxes["marks"].message.text()
    assert [code for _, code in shown_problems(page)].count("returned") == 2
    assert any("退回" in label.text() for label in page.header.findChildren(QLabel) if label.isVisible())

    keys.press(Key.Key_F7)
    assert keys.field == "consignee_name"
    keys.fill("consignee_name", "SAKURA TABLEWARE K.K.")
    keys.press(Key.Key_F7)
    assert keys.field == "marks"
    keys.fill("marks", "SAKURA\nOSAKA\nC/NO. 1-250")
    sent = screen.send()
    assert (sent.stage, sent.values["consignee_name"]) == ("submitted", "SAKURA TABLEWARE K.K.")
    approve(backend_process, written.id)
    screen.sync()
    approved = clerk.document(written.id)
    assert approved.stage == "approved"
    history = ["put", "submit", "take_up", "return", "put", "submit", "take_up", "approve"]
    assert effects(backend_process, written.id) == history
    paper = screen.paper(approved)
    text = printed_text(paper, tmp_path)
    number, print_number = approved.facts["number"], approved.facts["printNumber"]
    assert number in text
    assert print_number in text
    assert "SAKURA TABLEWARE K.K." in text
    (code,) = codes(paper)
    assert number in code
    assert print_number in code
