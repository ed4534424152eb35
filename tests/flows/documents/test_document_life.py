"""The rules of a document's life, each by name, over a desk and a real backend.

| manual | rule | tests |
|---|---|---|
| 1.3.1.1 | a product is copied with everything in it | here; drafts: a_copy_has_rows_of_its_own |
| 1.3.1.2 | only what waits to be sent or was returned is edited | here; flows/documents/test_every_step |
| 1.3.2.1 | voided by CCPIT: told why, declared again as an editable copy | here; flows/correspondence/test_notices |
| 1.3.2.2 | adjusted: the old one is void with the approval of the new one, not before | here; backend/test_succession |
| 1.3.2.2 | adjusted: sending fails cleanly when the old one was voided meanwhile | here; backend/test_succession |
| 1.4.1.2 | copied to the same type: without invoices, marks, evidence; to another: without goods | here; drafts |
| 1.4.1.2 | forbidden targets are neither offered nor taken | here; views/test_list_page |
| 1.4.4.1 | withdrawn before an examiner took it up, and only then, pre-reviews too | here; flows/sending/test_races |
| 1.3.2.2 | adjusted: a withdrawn adjustment keeps its link, and the old one stays valid | here |
| 1.4.4.2 | amended: approved ones only, with a reason; invoice numbers stay | here; views/test_history_page |
| 1.4.4.2 | amended: the original is void with the approval of the amendment | here; backend/test_succession |
| 1.4.4.2 | amended from the former system: without route, a general one without goods | here; operations/test_sending |
| 1.4.4.3 | lost: approved and printed ones only, with a reason | here; backend/test_asking |
| 1.4.4.3 | lost: afterwards only the copy prints, with unchanged numbers | here; views/test_printing |
| 1.4.4.3 | lost: no reprint is asked for any more | here; operations/test_sending |
| 1.4.4.3 | lost: it may still be amended | here |
| 1.4.4.3 | lost: after an approved amendment the new one may be lost, the original not | here |
| 1.4.x | printed: state and counts reach the backend; a reprint is asked for and granted | here; backend/test_asking |
"""

import pytest

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.errors import Locked, Refused
from coo_desktop.domain.operations import drafts, sending
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.office import (
    approve,
    approved_product,
    bring_over,
    certificate_of,
    clock_of,
    decide,
    same_on_both,
    turn_to,
)


@pytest.fixture
def desk(desks, backend_process):
    clock = clock_of(RCEP)
    turn_to(backend_process, clock)
    return desks(clock=clock)


@pytest.fixture
def office(backend_process):
    """The examiner's hands."""
    return Office(backend_process)


class Office:
    def __init__(self, backend):
        self.backend = backend
        self.examiner = backend.client("examiner")

    def approve(self, *ids):
        approve(self.backend, *ids)

    def decide(self, document_id, event, **body):
        decide(self.examiner, document_id, event, reason="照章", **body)

    def stage(self, document_id):
        return self.backend.client("demo").get(f"/v1/docs/{document_id}").json()["stage"]


def toy(desk, **more):
    """A complete toy certificate of its own invoice."""
    number = f"LF-{new_id()[-8:]}"
    return desk.write({"consignee": "SAKURA", "invoices": [{"id": new_id(), "number": number}], **more})


def sent(desk, document):
    desk.submit(document.id)
    assert desk.sync().light == "synced"
    return desk.document(document.id)


def issued(desk, office, document=None):
    """An approved certificate."""
    document = sent(desk, document or toy(desk))
    office.approve(document.id)
    desk.sync()
    return desk.document(document.id)


def printed(desk, office):
    document = issued(desk, office)
    return wish(desk, sending.report_printed, document.id, 1)


def lost(desk, office):
    """A certificate whose loss was reported and granted."""
    document = printed(desk, office)
    wish(desk, sending.report_lost, document.id, "快递丢失")
    office.decide(document.id, "grant_lost")
    desk.sync()
    return desk.document(document.id)


def wish(desk, operation, document_id, *given):
    """Something asked of the backend, and its answer."""
    with desk.store.unit() as unit:
        operation(unit, document_id, *given)
    desk.sync()
    return desk.document(document_id)


def product(desk, office):
    document = desk.write({"name": "FLASK"}, form="toy_product")
    return issued(desk, office, document)


def refusals(desk):
    return [(intent.kind, intent.problem["type"]) for intent in desk.outbox() if intent.state == "refused"]


# 1.3: product pre-review


def test_a_product_is_copied_with_everything_in_it(desk, office):
    source = desk.write(values_of(PRE_REVIEW), form="pre_review")
    copy = desk.perform(drafts.copy, source.id)
    assert (copy.stage, copy.links) == (source.stage, {"copied_from": source.id})

    def told(document):
        rows = {name: value for name, value in document.values.items() if isinstance(value, list)}
        plain = {name: value for name, value in document.values.items() if name not in rows}
        return plain, {name: [{**row, "id": ""} for row in value] for name, value in rows.items()}

    assert told(copy) == told(source)


@pytest.mark.parametrize("stage", ["submitted", "in_review", "approved"])
def test_what_was_sent_is_not_edited(desk, office, stage):
    document = sent(desk, desk.write({"name": "FLASK"}, form="toy_product"))
    if stage != "submitted":
        office.decide(document.id, "take_up")
    if stage == "approved":
        office.decide(document.id, "approve")
    desk.sync()
    assert desk.document(document.id).stage == stage
    with pytest.raises(Locked):
        desk.edit(document.id, name="CUP")


def test_a_returned_product_is_edited_and_sent_again(desk, office):
    document = sent(desk, desk.write({"name": "FLASK"}, form="toy_product"))
    office.decide(document.id, "take_up")
    office.decide(document.id, "return")
    desk.sync()
    desk.edit(document.id, name="VACUUM FLASK")
    assert sent(desk, document).stage == "submitted"


def test_a_voided_product_tells_why_and_is_declared_again_as_an_editable_copy(desk, office):
    voided = product(desk, office)
    office.decide(voided.id, "void")
    desk.sync()
    assert (desk.document(voided.id).stage, desk.document(voided.id).facts["reason"]) == ("voided", "照章")
    again = desk.perform(sending.redeclare, voided.id)
    assert drafts.editable(again)
    assert again.values == voided.values
    assert issued(desk, office, again).stage == "approved"
    assert office.stage(voided.id) == "voided"


def test_an_adjusted_product_is_valid_until_the_new_one_is_approved_and_void_with_it(desk, office):
    old = product(desk, office)
    new = sent(desk, desk.perform(sending.adjust, old.id))
    office.decide(new.id, "take_up")
    desk.sync()
    assert desk.document(old.id).stage == "approved"
    cursor = office.backend.client("demo").changes()["cursor"]
    office.decide(new.id, "approve")
    page = office.backend.client("demo").changes(cursor)["items"]
    assert {item["id"]: item["stage"] for item in page} == {new.id: "approved", old.id: "voided"}
    desk.sync()
    assert (desk.document(old.id).stage, desk.document(new.id).stage) == ("voided", "approved")


def test_an_adjustment_whose_old_one_was_voided_meanwhile_is_refused_and_kept(desk, office):
    old = product(desk, office)
    new = desk.perform(sending.adjust, old.id)
    desk.sync()
    office.decide(old.id, "void")
    desk.submit(new.id)
    desk.sync()
    assert refusals(desk) == [("submit", "state-locked")]
    kept = desk.document(new.id)
    assert (kept.stage, kept.delivery, drafts.editable(kept)) == ("ready", "refused", True)
    assert kept.values == old.values
    assert desk.document(old.id).stage == "voided"


# 1.4.1.2: copies


@pytest.fixture
def certificate(desk, office):
    """An approved RCEP certificate with marks."""
    filed = approved_product(desk, office.backend, PRE_REVIEW)
    written = desk.write(certificate_of(RCEP, filed, f"LF-{new_id()[-8:]}"), form="rcep_2022")
    return issued(desk, office, written)


def test_a_copy_of_the_same_type_has_no_invoice_marks_or_evidence_on_either_side(desk, office, certificate):
    copy = desk.perform(drafts.copy, certificate.id)
    desk.sync()
    assert same_on_both(desk, office.backend.client("demo"), copy.id)
    assert not any(copy.values.get(name) for name in ("invoices", "marks", "evidence"))
    assert copy.values["goods"]
    assert not any(row.get("invoice_number") for row in copy.values["goods"])
    assert copy.values["consignee_name"] == certificate.values["consignee_name"]


def test_a_copy_of_another_type_has_no_goods_on_either_side(desk, office, certificate):
    copy = desk.perform(drafts.copy, certificate.id, "co_general")
    desk.sync()
    assert same_on_both(desk, office.backend.client("demo"), copy.id)
    assert (copy.form, copy.values.get("goods") or []) == ("co_general", [])
    assert copy.values["consignee_name"] == certificate.values["consignee_name"]


def test_a_preferential_certificate_is_copied_to_no_other_preferential_type(desk, office, certificate):
    offered = drafts.copy_targets(_rules(desk), certificate)
    assert {form.id for form in offered if form.agreement} == {"rcep_2022"}
    before = desk.all_ids()
    with pytest.raises(Refused, match="copy_target"):
        desk.perform(drafts.copy, certificate.id, "korea_k")
    assert desk.all_ids() == before


def test_a_general_certificate_is_copied_to_every_type(desk, office):
    general = desk.write({}, form="co_general")
    offered = {form.id for form in drafts.copy_targets(_rules(desk), general)}
    assert offered == {form.id for form in _rules(desk).book.family("certificate")}


# 1.4.4.1: withdrawing


#: A form type that an examiner decides -> values that make it complete.
SENT = {
    "toy_certificate": lambda: {"consignee": "SAKURA", "invoices": [{"id": new_id(), "number": f"LF-{new_id()[-8:]}"}]},
    "toy_product": lambda: {"name": "FLASK"},
}


@pytest.mark.parametrize("form", SENT)
def test_what_was_sent_is_withdrawn_edited_and_sent_again(desk, office, form):
    document = sent(desk, desk.write(SENT[form](), form=form))
    assert wish(desk, sending.withdraw, document.id).stage == "withdrawn"
    assert office.stage(document.id) == "withdrawn"
    assert document.id not in waiting(office)
    name = next(iter(SENT[form]()))
    desk.edit(document.id, **{name: "OSAKA"})
    assert desk.document(document.id).stage == "withdrawn"
    assert sent(desk, document).stage == "submitted"
    assert document.id in waiting(office)


@pytest.mark.parametrize("form", SENT)
def test_what_was_taken_up_meanwhile_stays_and_the_desk_learns_it(desk, office, form):
    document = sent(desk, desk.write(SENT[form](), form=form))
    office.decide(document.id, "take_up")
    assert desk.document(document.id).stage == "submitted"  # the desk has not heard yet
    assert wish(desk, sending.withdraw, document.id).stage == "in_review"
    assert office.stage(document.id) == "in_review"
    assert refusals(desk) == []  # the race is over, and the desk is told
    assert [told.kind for told in desk.store.reader.notices.newest(1)] == ["withdrawal_lost"]
    with pytest.raises(Locked):
        desk.perform(sending.withdraw, document.id)


def test_a_withdrawn_adjustment_keeps_its_link_and_the_old_one_stays_valid(desk, office):
    old = product(desk, office)
    adjusted = sent(desk, desk.perform(sending.adjust, old.id))
    withdrawn = wish(desk, sending.withdraw, adjusted.id)
    assert (withdrawn.stage, withdrawn.links) == ("withdrawn", {"adjusts": old.id})
    assert (office.stage(old.id), desk.document(old.id).stage) == ("approved", "approved")
    desk.edit(adjusted.id, name="CUP")
    office.approve(sent(desk, adjusted).id)
    desk.sync()
    assert (desk.document(adjusted.id).stage, desk.document(old.id).stage) == ("approved", "voided")


def waiting(office):
    """The ids of what waits for the examiner."""
    return {item["id"] for item in office.examiner.get("/v1/exam/queue").json()["items"]}


# 1.4.4.2: amending


def test_only_an_approved_certificate_is_amended_and_only_with_a_reason(desk, office):
    document = sent(desk, toy(desk))
    with pytest.raises(Locked):
        desk.perform(sending.amend, document.id, "收货人有误")
    office.approve(document.id)
    desk.sync()
    with pytest.raises(Refused, match="reason_missing"):
        desk.perform(sending.amend, document.id, " ")


def test_an_original_is_valid_until_its_amendment_is_approved_and_void_with_it(desk, office):
    original = issued(desk, office)
    amended = desk.perform(sending.amend, original.id, "收货人有误")
    desk.edit(amended.id, consignee="OSAKA")
    sent(desk, amended)
    assert desk.document(original.id).stage == "approved"
    office.approve(amended.id)
    desk.sync()
    voided, valid = desk.document(original.id), desk.document(amended.id)
    assert (voided.stage, voided.facts["replacedBy"], voided.facts["reason"]) == ("voided", valid.id, "收货人有误")
    assert (valid.stage, valid.facts["replacesNumber"]) == ("approved", voided.facts["number"])
    assert valid.facts["number"] != voided.facts["number"]


def test_a_returned_amendment_leaves_its_original_valid(desk, office):
    original = issued(desk, office)
    amended = sent(desk, desk.perform(sending.amend, original.id, "收货人有误"))
    office.decide(amended.id, "take_up")
    office.decide(amended.id, "return")
    desk.sync()
    assert (desk.document(amended.id).stage, desk.document(original.id).stage) == ("returned", "approved")


def test_an_amendment_with_another_invoice_number_is_refused_by_the_backend(desk, office):
    original = issued(desk, office)
    amended = desk.perform(sending.amend, original.id, "发票号有误")
    desk.edit(amended.id, invoices=[{**original.values["invoices"][0], "number": "ANOTHER"}])
    desk.submit(amended.id)
    desk.sync()
    assert ("put", "validation") in refusals(desk)
    assert desk.document(original.id).stage == "approved"


def test_an_amendment_with_another_invoice_number_is_not_sent_by_the_desk(desk, certificate):
    amended = desk.perform(sending.amend, certificate.id, "发票号有误")
    renamed = [{**row, "number": "ANOTHER"} for row in amended.values["invoices"]]
    desk.edit(amended.id, invoices=renamed, consignee_name="OSAKA K.K.")
    with pytest.raises(Refused, match="incomplete"):
        desk.submit(amended.id)
    found = _rules(desk).document_problems(desk.document(amended.id), desk.store.reader.context(amended))
    assert "amendment_changes_invoices" in {problem.code for problem in found}


@pytest.mark.parametrize(("form", "keeps_goods"), [("rcep_2022", True), ("co_general", False)])
def test_an_amendment_of_a_certificate_of_the_former_system_starts_without_route(
    desks, desk, office, form, keeps_goods
):
    filed = approved_product(desk, office.backend, PRE_REVIEW)
    values = certificate_of(RCEP, filed, f"LF-{new_id()[-8:]}")
    written = desk.write(values, form=form)
    desk.sync()
    bring_over(office.backend, written.id)
    other = desks("clerk2", clock=clock_of(RCEP))
    other.sync()
    original = other.document(written.id)
    assert (original.stage, original.facts["oldSystem"]) == ("approved", True)
    amended = other.perform(sending.amend, original.id, "路线有误")
    assert not any(amended.values.get(name) for name in ("vessel", "departure_date", "load_port", "discharge_port"))
    assert bool(amended.values.get("goods")) is keeps_goods
    assert [row["number"] for row in amended.values["invoices"]] == [row["number"] for row in values["invoices"]]
    assert other.document(original.id) == original


# 1.4.4.3: lost and reissued; printing


def test_only_a_printed_certificate_is_reported_lost_and_only_with_a_reason(desk, office):
    document = issued(desk, office)
    with pytest.raises(Locked):
        desk.perform(sending.report_lost, document.id, "快递丢失")
    wish(desk, sending.report_printed, document.id)
    with pytest.raises(Refused, match="reason_missing"):
        desk.perform(sending.report_lost, document.id, "")


def test_after_a_loss_only_the_copy_prints_with_the_same_numbers(desk, office):
    document = lost(desk, office)
    before = {name: document.facts[name] for name in ("number", "printNumber", "printCount")}
    assert (document.stage, document.print_state) == ("approved", "copy_only")
    assert lifecycle.print_events(document.print_state, "clerk") == {"print_copy"}
    with pytest.raises(Locked):
        desk.perform(sending.report_printed, document.id)
    told = wish(desk, sending.report_copies, document.id, 2)
    assert {name: told.facts[name] for name in before} == before
    assert (told.print_state, told.facts["copyCount"]) == ("copy_only", document.facts["copyCount"] + 2)


def test_after_a_loss_no_reprint_is_asked_for(desk, office):
    document = lost(desk, office)
    with pytest.raises(Locked):
        desk.perform(sending.ask_reprint, document.id, "打印不清")
    answer = office.backend.client("demo").ask("ask_reprint", document.id, reason="打印不清")
    assert answer.status_code == 409


def test_after_a_loss_a_certificate_may_be_amended_and_then_the_new_one_lost_but_not_the_original(desk, office):
    original = lost(desk, office)
    amended = desk.perform(sending.amend, original.id, "收货人有误")
    desk.edit(amended.id, consignee="OSAKA")
    valid = issued(desk, office, amended)
    assert desk.document(original.id).stage == "voided"
    with pytest.raises(Locked):
        desk.perform(sending.report_lost, original.id, "快递丢失")
    assert office.backend.client("demo").ask("report_lost", original.id, reason="快递丢失").status_code == 409
    wish(desk, sending.report_printed, valid.id)
    assert wish(desk, sending.report_lost, valid.id, "快递丢失").print_state == "lost_requested"


def test_a_refused_loss_leaves_the_certificate_printed(desk, office):
    document = printed(desk, office)
    wish(desk, sending.report_lost, document.id, "快递丢失")
    office.decide(document.id, "refuse_lost")
    desk.sync()
    assert desk.document(document.id).print_state == "printed"


def test_what_was_printed_is_counted_at_the_backend_and_a_second_original_needs_a_granted_reprint(desk, office):
    document = issued(desk, office)
    assert document.print_state == "not_printed"
    told = wish(desk, sending.report_printed, document.id, 3)
    assert (told.print_state, told.facts["printCount"], told.facts["copyCount"]) == ("printed", 1, 3)
    with pytest.raises(Locked):
        desk.perform(sending.report_printed, document.id)
    assert wish(desk, sending.ask_reprint, document.id, "打印不清").print_state == "reprint_requested"
    office.decide(document.id, "grant_reprint")
    desk.sync()
    again = wish(desk, sending.report_printed, document.id)
    assert (again.facts["printCount"], again.facts["number"]) == (2, told.facts["number"])
    assert same_on_both(desk, office.backend.client("demo"), document.id)


def test_copies_are_counted_each_time_also_those_of_a_day_without_a_network(desk, office):
    document = issued(desk, office)
    desk.perform(sending.report_printed, document.id, 1)
    for copies in (2, 2):
        desk.perform(sending.report_copies, document.id, copies)
    for _ in range(3):
        desk.sync()
    told = desk.document(document.id)
    assert (told.print_state, told.facts["printCount"], told.facts["copyCount"]) == ("printed", 1, 5)
    assert not desk.store.reader.intents(document.id)


# History: what happened is told


def test_the_history_of_a_life_names_who_did_what(desk, office):
    original = issued(desk, office)
    wish(desk, sending.report_printed, original.id)
    amended = desk.perform(sending.amend, original.id, "收货人有误")
    desk.edit(amended.id, consignee="OSAKA")
    issued(desk, office, amended)
    versions = desk.store.reader.versions(original.id)
    told = [(version.stage, version.print_state, version.source) for version in reversed(versions)]
    assert told == [
        ("ready", "not_printed", "here"),
        ("submitted", "not_printed", "backend"),
        ("approved", "not_printed", "backend"),
        ("approved", "printed", "backend"),
        ("voided", "printed", "backend"),
    ]
    signatory, examiner = original.facts["signatory"], original.facts["examiner"]
    assert [version.by for version in reversed(versions)] == [signatory, signatory, examiner, "", examiner]
    changed = desk.store.reader.versions(amended.id)
    assert [version.changed for version in changed if version.changed] == [("consignee",)]


def _rules(desk):
    with desk.store.unit() as unit:
        return unit.rules
