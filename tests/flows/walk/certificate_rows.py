"""Rows 1.4.1 to 1.4.3: certificates created, copied, filled in, found, looked at."""

import datetime as dt
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QPushButton

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.operations import drafts
from coo_desktop.views.document.page import FormPage
from coo_desktop.views.lists.page import ListPage
from tests.domain.given import CO, RCEP, values_of
from tests.flows.entering import enter_document, in_reading_order
from tests.flows.keyboard import CONTROL, SHIFT, Key
from tests.flows.office import approved_product
from tests.flows.reading_back import bare, printed_text
from tests.flows.screen import Screen, shown_problems
from tests.flows.walk.walker import Walker

DESCRIPTION = "STAINLESS STEEL VACUUM FLASKS, 500 ML"


def creates_from_products(walk: Walker) -> None:
    """Products searched and ticked, a destination: what can be made with its reason, the chosen one opens filled in."""
    screen, keys = walk.sit_down(), walk.keys
    product = walk.product(screen)
    dialog: Any = keys.asked(lambda: keys.press(Key.Key_N, CONTROL | SHIFT))
    for asked in ("9617", product.facts["number"], "保温杯"):
        keys.write(dialog.search, asked)
        assert dialog.products.count() == 1, f"{asked} does not find the product"
    keys.to(dialog.products)
    keys.press(Key.Key_Space)
    keys.press(Key.Key_Tab)
    keys.type("KR")
    keys.press(Key.Key_Tab)
    screen.offered("rcep_2022")
    walk.wait(lambda: dialog.reasons.text())
    lacking = {one.form.id: one.needs for one in dialog.ones if one.needs}
    assert lacking["apta_b"], "nothing is said to be missing for the certificate that cannot be made"
    keys.write(dialog.destination.focus_widget(), "JP")
    keys.press(Key.Key_Tab)
    walk.wait(lambda: {one.form.id for one in dialog.ones} == {"rcep_2022", "co_general"})
    keys.enter()
    page = screen.opened("rcep_2022")
    (line,) = page.values()["goods"]
    told = (line["product"], line["hs_code"], line["criterion"], page.values()["destination_country"])
    assert told == (product.id, "961700", "CTC", "JP")


def copies_certificates(walk: Walker) -> None:
    """To the same type without invoices, marks and evidence; to another without goods; other targets not offered."""
    screen = walk.sit_down()
    source = walk.issued(screen)
    rules = screen.rules
    offered = {form.id for form in drafts.copy_targets(rules, source)}
    assert "korea_k" not in offered
    same = copied(walk, screen, source, "rcep_2022")
    assert not any(same.values.get(name) for name in ("invoices", "marks", "evidence"))
    assert same.values["goods"]
    assert not any(row.get("invoice_number") for row in same.values["goods"]), "a line keeps its invoice number"
    other = copied(walk, screen, source, "co_general")
    assert (other.form, other.values.get("goods") or []) == ("co_general", [])
    assert other.values["consignee_name"] == source.values["consignee_name"]
    general = copied(walk, screen, other, "korea_k")
    assert general.form == "korea_k"


def copied(walk: Walker, screen: Screen, source: Document, form_id: str) -> Document:
    """The copy of a listed certificate to a type, from the menu of the list."""
    page = walk.list(screen, "certificate")
    walk.choose(page, source.id)
    walk.take(page, "copy", screen.rules.form(form_id).title.in_(screen.session.language))
    walk.opened(screen, lambda one: one.links.get("copied_from") == source.id and one.form == form_id)
    return screen.saved()


def fills_in_a_preferential_certificate(walk: Walker) -> None:
    """Invoices first, the exporter fixed, goods from a product by its determination, marks, evidence; then sent."""
    screen, keys = walk.sit_down(), walk.keys
    product = walk.product(screen)
    page = screen.new(2, "rcep_2022")
    order = in_reading_order(page.form)
    assert order.index("invoices") < order.index("goods")
    assert page.fields.editor("exporter_name").locked
    values = values_of(RCEP, signatory="王晓明")
    (line,) = values.pop("goods")
    enter_document(screen, values)
    keys.press(Key.Key_Return, CONTROL)
    assert QApplication.activeModalWidget() is None, "an incomplete certificate asks to be sent"
    assert screen.saved().stage == "draft"
    add_goods(walk, page, product, line)
    add_evidence(walk, page)
    change_criterion(walk, page)
    screen.checked()
    assert [code for severity, code in shown_problems(page) if severity == "block"] == []
    assert screen.saved().stage == "ready"
    assert screen.send().stage == "submitted"


def add_goods(walk: Walker, page: FormPage, product: Document, line: dict[str, Any]) -> None:
    """A line from a product: the determination is taken from its card, the packages go into the description."""
    keys = walk.keys
    keys.add_row("goods")
    dialog: Any = QApplication.activeModalWidget()
    keys.go_to("product")
    keys.asked(lambda: keys.press(Key.Key_Return))
    keys.type(product.values["name_zh"])
    keys.enter()
    walk.wait(lambda: dialog.offers.findChildren(QPushButton))
    keys.push(dialog.offers.findChildren(QPushButton)[0])
    assert dialog.row()["criterion"] == "CTC"
    for name in ("package_count", "package_unit", "quantity", "gross_weight", "net_weight", "unit_price", "amount"):
        keys.fill(name, line[name])
    keys.fill("fob", line["fob"])
    keys.fill("invoice_number", line["invoice_number"])
    keys.fill("description", DESCRIPTION)
    keys.push(dialog.fields.boxes["description"].findChildren(QPushButton)[0])
    assert dialog.row()["description"] == line["description"]
    keys.accept()
    (row,) = page.values()["goods"]
    assert (row["product"], row["quantity_unit"]) == (product.id, "PCS")


def add_evidence(walk: Walker, page: FormPage) -> None:
    """A picture pasted into the dialog of evidence."""
    keys = walk.keys
    keys.go_to("evidence")
    dialog: Any = keys.asked(lambda: keys.press(Key.Key_Space))
    copied_file = QMimeData()
    copied_file.setUrls([QUrl.fromLocalFile(str(picture(walk.folder)))])
    QGuiApplication.clipboard().setMimeData(copied_file)
    keys.press(Key.Key_V, CONTROL)
    walk.wait(lambda: dialog.rows)
    keys.accept()
    QGuiApplication.clipboard().clear()
    assert [row["name"] for row in page.values()["evidence"]] == ["proof.png"]


def picture(folder: Path) -> Path:
    path = folder / "proof.png"
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    assert image.save(str(path))
    return path


def change_criterion(walk: Walker, page: FormPage) -> None:
    """Another criterion of the same line, and the first one again."""
    keys = walk.keys
    for criterion in ("PE", "CTC"):
        keys.go_to("goods")
        keys.edit_row("goods")
        keys.fill("criterion", criterion)
        keys.accept()
        assert page.values()["goods"][0]["criterion"] == criterion


def fills_in_a_general_certificate(walk: Walker) -> None:
    """The middleman in the exporter's box, the code with as many digits as the company likes, the determination."""
    screen, keys = walk.sit_down("mingyao", CO), walk.keys
    product = approved_product(screen.clerk, walk.backend, "product_dinner_set", "examiner2")
    page = screen.new(2, "co_general")
    values = values_of(CO, signatory="林瑶")
    values["goods"][0]["product"] = product.id
    enter_document(screen, values)
    keys.go_to("goods")
    keys.edit_row("goods")
    dialog: Any = QApplication.activeModalWidget()
    walk.wait(lambda: dialog.offers.findChildren(QPushButton))
    keys.accept()
    for digits, shown in (("4", "6911"), ("6", "6911.10")):
        keys.write(page.fields.editor("hs_shown_digits").focus_widget(), digits)
        text = printed_text(screen.paper(screen.saved()), walk.folder)
        assert shown in text.split(), f"{digits} digits of the code do not print"
        assert bare("VIA ORIENTAL BRIDGE (HK) LTD.") in bare(text)
    assert screen.send().stage == "submitted"


def finds_certificates(walk: Walker) -> None:
    """By each of the manual's nine questions, and by two of them together."""
    screen, keys = walk.sit_down(), walk.keys
    issued, draft = walk.issued(screen, "LF-ONE"), screen.clerk.write({}, form="co_general")
    screen.sync()
    page = walk.list(screen, "certificate")
    walk.wait(lambda: set(page.model.known_rows()) == {issued.id, draft.id})
    assert page.filters.opening is not None
    keys.push(page.filters.opening)
    today = dt.date.fromisoformat(str(issued.values["application_date"]))
    lines = {"text": "保温杯", "invoice": "LF-ONE", "number": issued.facts["number"], "partner": "SAKURA"}
    for name, text in lines.items():
        keys.write(page.filters.fields[name], text)
        only(walk, page, issued, name)
    for name, data in {"form": "rcep_2022", "stage": "approved", "destination": "JP"}.items():
        walk.option(page.filters.fields[name], data)
        only(walk, page, issued, name)
    keys.write(page.filters.fields["author"], "王晓明")
    walk.wait(lambda: set(page.model.known_rows()) == {issued.id, draft.id})
    keys.push(page.filters.clearing)
    keys.write(page.filters.fields["made_to"], (today - dt.timedelta(days=1)).isoformat())
    walk.wait(lambda: not page.model.known_rows())
    keys.write(page.filters.fields["made_to"], today.isoformat())
    walk.option(page.filters.fields["print_state"], "not_printed")
    keys.write(page.filters.fields["invoice"], "LF-ONE")
    only(walk, page, issued, "three filters together")


def only(walk: Walker, page: ListPage, wanted: Document, asked: str) -> None:
    """The filter leaves this one document; then it is taken away."""

    def is_found() -> None:
        assert set(page.model.known_rows()) == {wanted.id}, asked

    walk.qtbot.waitUntil(is_found)
    walk.keys.push(page.filters.clearing)
    walk.wait(lambda: page.model.rowCount() == 2)


def previews_a_certificate(walk: Walker) -> None:
    """The paper inside the program; one that is not approved shows as a proof with a watermark."""
    screen, keys = walk.sit_down(), walk.keys
    draft, issued = walk.written(screen, "LF-DRAFT"), walk.issued(screen, "LF-ONE")
    for one, is_proof in ((draft, True), (issued, False)):
        page = walk.list(screen, "certificate")
        walk.choose(page, one.id)
        keys.press(Key.Key_P, CONTROL | SHIFT)
        preview = walk.opened(screen, lambda shown, one=one: shown.id == one.id).side.preview
        walk.wait(lambda preview=preview: preview.pages)
        text = preview.pages[0].accessibleDescription()
        assert ("DRAFT" in text) is is_proof
        assert is_proof or issued.facts["number"] in text
