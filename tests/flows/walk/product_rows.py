"""Rows 1.3: product pre-reviews, made, edited, found, voided, adjusted, given the codes of a new edition."""

import dataclasses
from typing import Any

from coo_desktop.domain.documents.document import Document
from coo_desktop.store.packs.install import install
from coo_desktop.store.packs.library import Library
from coo_desktop.views.document.page import FormPage
from tests.domain.given import PRE_REVIEW, values_of
from tests.flows.entering import enter_document
from tests.flows.keyboard import CONTROL, Key
from tests.flows.office import approve
from tests.flows.screen import Screen
from tests.flows.walk.walker import Walker
from tests.store.packs.tables import small_correlation

VOIDED = "成本明细与采购发票不一致"
#: From the table of 2017 to 2022: fish meal moved as a whole.
CHANGED = "new,old,relationship\n030910,030510,1:1\n"


def declares_a_product(walk: Walker) -> None:
    """From an empty form, and copied from a listed one with everything carried in; saved, and sent."""
    screen, keys = walk.sit_down(), walk.keys
    screen.new(1, "pre_review")
    enter_document(screen, values_of(PRE_REVIEW))
    first = screen.send()
    assert first.stage == "submitted"
    page = walk.list(screen, "pre_review")
    walk.choose(page, first.id)
    walk.take(page, "copy")
    walk.wait(lambda: screen.page.document.id != first.id)
    keys.press(Key.Key_S, CONTROL)
    copy = screen.saved()
    assert (copy.stage, bare(copy)) == ("ready", bare(first)), "the copy lacks something"


def bare(document: Document) -> dict[str, Any]:
    """The values without the ids of their rows."""
    rows = {name: value for name, value in document.values.items() if isinstance(value, list)}
    return {**document.values, **{name: [{**row, "id": ""} for row in value] for name, value in rows.items()}}


def edits_a_product(walk: Walker) -> None:
    """Value components live with their sums; codes by Chinese, pinyin initials and digits; a sent one is locked."""
    screen, keys = walk.sit_down(), walk.keys
    draft = screen.clerk.write(values_of(PRE_REVIEW), form="pre_review")
    screen.sync()
    walk.choose(walk.list(screen, "pre_review"), draft.id)
    keys.press(Key.Key_Return)
    page = screen.page
    before = page.fields.editor("exw_component").result.text()
    keys.fill("ex_works_price", "40")
    walk.wait(lambda: page.fields.editor("exw_component").result.text() != before)
    assert "40" in page.fields.editor("exw_component").sum.text()
    for asked in ("保温瓶", "bwp", "9617"):
        assert "961700" in codes_for(walk, page, asked), f"{asked} does not find 961700"
    screen.saved()
    screen.send()
    keys.press(Key.Key_Home, CONTROL)
    assert not page.draft.is_editable
    assert page.fields.editor("name_zh").locked
    walk.decide(draft.id, "take_up", "return", reason="请补充")
    screen.sync()
    assert page.draft.is_editable
    assert not page.fields.editor("name_zh").locked


def codes_for(walk: Walker, page: FormPage, text: str) -> list[str]:
    """The codes that stand beneath the field while this is typed; the first one that is 961700 is taken."""
    editor: Any = page.fields.editor("hs_code")
    walk.keys.write(editor.line, text)
    walk.wait(lambda: not editor.suggestions.is_searching)
    found = [hit.code for hit in editor.suggestions._hits.hits]
    walk.keys.press(Key.Key_Escape)
    walk.keys.write(editor.line, "961700")
    walk.keys.press(Key.Key_Escape)
    return found


def finds_products(walk: Walker) -> None:
    """By code, by name and by stage, alone and together."""
    screen, keys = walk.sit_down(), walk.keys
    clerk = screen.clerk
    flask = clerk.write(values_of(PRE_REVIEW), form="pre_review")
    box = clerk.write(values_of("product_food_container"), form="pre_review")
    draft = clerk.write({"name_zh": "无编码"}, form="pre_review")
    screen.sync()
    page = walk.list(screen, "pre_review")

    def shown() -> set[str]:
        return set(page.model.known_rows())

    walk.wait(lambda: shown() == {flask.id, box.id, draft.id})
    keys.press(Key.Key_F, CONTROL)
    keys.type("保温杯")
    walk.wait(lambda: shown() == {flask.id})
    keys.write(page.filters.fields["text"], "bwb")
    walk.wait(lambda: shown() == {flask.id})
    keys.push(page.filters.clearing)
    keys.write(page.filters.fields["hs_code"], box.values["hs_code"][:4])
    walk.wait(lambda: shown() == {box.id})
    keys.push(page.filters.clearing)
    keys.to(page.filters.fields["stage"])
    keys.press(Key.Key_Down)
    walk.wait(lambda: shown() == {draft.id})
    keys.press(Key.Key_Down)
    walk.wait(lambda: shown() == {flask.id, box.id})


def declares_a_voided_product_again(walk: Walker) -> None:
    """The office voids with a reason; the notice tells it, and the copy that it opens can be edited and sent."""
    screen, keys = walk.sit_down(), walk.keys
    product = walk.product(screen)
    walk.decide(product.id, "void", reason=VOIDED)
    screen.sync()
    page = walk.page(screen, "notices")
    keys.to_row(page.table, row_about(page, product.id))
    assert page.whole.text.text() == VOIDED
    keys.push(page.redeclaring)
    walk.opened(screen, lambda one: one.links.get("redeclares") == product.id)
    assert screen.send().stage == "submitted"


def row_about(page: Any, document_id: str) -> int:
    return next(row for row, notice in enumerate(page._notices) if notice.document == document_id)


def adjusts_an_approved_product(walk: Walker) -> None:
    """Confirmed, edited, sent: the old one is void with the approval of the new one, and not before."""
    screen, keys = walk.sit_down(), walk.keys
    old = walk.product(screen)
    new = adjusted(walk, screen, old)
    keys.fill("fob_price", "43")
    screen.send()
    assert screen.clerk.document(old.id).stage == "approved"
    approve(walk.backend, new.id)
    screen.sync()
    assert (screen.clerk.document(old.id).stage, screen.clerk.document(new.id).stage) == ("voided", "approved")
    again = adjusted(walk, screen, screen.clerk.document(new.id))
    keys.fill("fob_price", "44")
    screen.saved()
    screen.sync()
    walk.decide(new.id, "void", reason=VOIDED)
    keys.asked(lambda: keys.press(Key.Key_Return, CONTROL))
    keys.enter()
    screen.sync()
    kept = screen.clerk.document(again.id)
    assert (kept.stage, kept.values["fob_price"]) == ("ready", "44")
    assert kept.delivery in ("", "refused"), "an adjustment of a void product is on its way"


def adjusted(walk: Walker, screen: Screen, old: Document) -> Document:
    """The page of the adjusting copy, opened from the list."""
    page = walk.list(screen, "pre_review")
    walk.choose(page, old.id)
    walk.keys.asked(lambda: walk.take(page, "adjust"))
    walk.keys.enter()
    tabs = screen.window.tabs
    walk.wait(
        lambda: isinstance(tabs.currentWidget(), FormPage) and screen.page.document.links.get("adjusts") == old.id
    )
    return screen.page.document


def gives_products_the_codes_of_a_new_edition(walk: Walker) -> None:
    """A notice for each product whose code is gone, the candidates side by side, and the new code put in."""
    install(small_correlation(walk.folder, CHANGED), walk.folder / "packs")
    packs = Library(walk.folder / "packs")
    screen, keys = walk.sit_down(packs=packs), walk.keys
    clerk = screen.clerk
    made = clerk.write(values_of(PRE_REVIEW, hs_code="030510"), form="pre_review")
    with clerk.store.unit() as unit:
        unit.put(dataclasses.replace(clerk.document(made.id), created_at="2019-03-01T00:00:00.000"))
    page = walk.page(screen, "recoding")
    walk.wait(lambda: page.table.rowCount() == 1)
    keys.to_row(page.table, 0)
    keys.push(page.adjusting)
    assert walk.opened(screen, lambda _one: True).values()["hs_code"] == "030910"
    told = walk.page(screen, "notices")
    assert any(notice.document == made.id for notice in told._notices), "no notice tells of the version change"
