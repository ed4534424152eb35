"""A form without paper prints every field with its label."""

from io import BytesIO
from typing import Any

from PIL import Image as Pictures

from coo_desktop.paper.geometry import geometry
from coo_desktop.paper.ink import Image, texts
from coo_desktop.paper.layout import Laid
from coo_desktop.paper.plain import BOTTOM, LEFT, TOP, WIDTH, lay_out_plainly
from coo_desktop.paper.subject import Subject
from tests.paper.printing import document, sample, toy_rules
from tests.rulebooks import shipped


def laid(form: str, values: dict[str, Any], **more: Any) -> Laid:
    declared = toy_rules().form(form)
    file = BytesIO()
    Pictures.new("L", (40, 20)).save(file, "PNG")
    return lay_out_plainly(
        geometry(declared), Subject(declared, document(form, values, **more)), lambda sha256: file.getvalue()
    )


def told(found: Laid) -> list[str]:
    return [line for page in found.pages for text in texts(page) for line in text.lines]


def test_every_field_stands_with_its_label_and_box() -> None:
    goods = [{"id": "g1", "name_en": "BLOCKS", "quantity": "5", "quantity_unit": "PCS", "description": "TOY BLOCKS"}]
    values = {"maker": "A & B <Co>", "made_on": "2026-10-15", "wooden": True, "goods": goods}
    found = told(laid("toy", {**values, "marks": {"form": "text", "text": "N/M"}}, facts={"number": "T1"}))
    for line in ("Toy certificate", "No. T1", "Toys", "1. Maker", "A & B <Co>", "OCT. 15, 2026", "√", "N/M", "BLOCKS"):
        assert line in found
    assert any("TOY BLOCKS" in line for line in found)


def test_a_pre_review_speaks_chinese() -> None:
    values = {
        "name_zh": "保温杯",
        "materials": [{"id": "m1", "name_zh": "不锈钢带", "origin": "KR", "supplier": "某公司"}],
    }
    found = told(laid("pre_review", values))
    for line in ("产品预审", "中文品名", "保温杯", "原材料信息", "不锈钢带", "韩国"):
        assert line in found
    assert any("某公司" in line for line in found)


def test_every_form_can_be_printed_plainly() -> None:
    for name in ("rcep_6_1", "rcep_20_lines", "co_6_3"):
        shown = sample(name)
        declared = shipped().form(shown.form)
        found = told(lay_out_plainly(geometry(declared), Subject(declared, shown), None))
        assert shown.values["exporter_name"] in " ".join(found)


def test_rows_go_on_under_repeated_heads_and_nothing_leaves_the_page() -> None:
    goods = [{"id": f"g{n}", "name_en": f"TOY {n}", "description": "WORDS " * 200} for n in range(60)]
    found = laid("toy", {"goods": goods, "maker": "M" * 4000})
    assert len(found.pages) > 3
    assert sum("Name in English" in line for line in told(found)) > 2
    assert [line for line in told(found) if line.startswith("TOY ")] == [f"TOY {n}" for n in range(60)]
    assert "".join(told(found)).count("WORDS") == 60 * 200
    assert sum(len(line) for line in told(found) if set(line) == {"M"}) == 4000
    for page in found.pages:
        for text in texts(page):
            assert text.top >= TOP
            assert text.bottom <= BOTTOM + 0.01
            assert LEFT <= text.x <= LEFT + WIDTH


def test_picture_marks_are_attached() -> None:
    found = laid("toy", {"marks": {"form": "picture", "sha256": "ab", "width_mm": "50"}})
    assert "SEE ATTACHMENT" in told(found)
    assert [ink.place.width for page in found.pages for ink in page if isinstance(ink, Image)] == [50]


def test_the_meter_says_that_everything_fits() -> None:
    assert [(fill.box, fill.fits) for fill in laid("toy", {"maker": "M" * 4000}).fills] == [("1", True)]
