"""Marks, packages and how the goods are described."""

import pytest

from tests.domain.given import CO, EVERYTHING, RCEP, STRAIT, TWENTY, found_by, problems_of

PICTURE = {"form": "picture", "evidence": "e", "sha256": "0" * 64, "width_mm": "40"}


def text(marks: str) -> dict[str, str]:
    return {"form": "text", "text": marks}


FAULTS = [
    ("marks_given", RCEP, {}, {"marks": text(" ")}, "needed"),
    ("marks_have_no_reference", RCEP, {}, {"marks": text("AS PER\nINVOICE")}, "marks_refer_elsewhere"),
    ("marks_have_no_reference", RCEP, {}, {"marks": text("as per b/l")}, "marks_refer_elsewhere"),
    ("marks_have_no_reference", RCEP, {}, {"marks": text("COLOUR LABEL")}, "marks_refer_elsewhere"),
    ("marks_name_no_other_origin", RCEP, {}, {"marks": text("TOKYO\nMADE IN JAPAN")}, "marks_other_origin"),
    ("marks_name_no_other_origin", RCEP, {}, {"marks": text("MADE IN TAIWAN, CHINA")}, "marks_other_origin"),
    ("marks_name_no_other_origin", RCEP, {}, {"marks": text("MADE IN CHINA TAIWAN")}, "marks_other_origin"),
    ("marks_name_no_other_origin", RCEP, {}, {"marks": text("HONG KONG PRODUCTS")}, "marks_other_origin"),
    ("picture_marks_are_announced", RCEP, {}, {"marks": PICTURE}, "picture_marks_unannounced"),
    ("package_count_and_unit", RCEP, {}, {"goods__package_count": ""}, "needed"),
    ("package_count_and_unit", RCEP, {}, {"goods__package_unit": ""}, "needed"),
    ("package_text_agrees", RCEP, {}, {"goods__package_count": "251"}, "package_text_differs"),
    ("package_text_agrees", RCEP, {}, {"goods__package_unit": "BAG"}, "package_text_differs"),
    ("package_text_agrees", RCEP, {}, {"goods__description": "250 CARTONS OF FLASKS"}, "package_text_differs"),
    ("package_text_agrees", RCEP, {}, {"goods__description": "TWO HUNDRED (250) CARTONS"}, "package_text_differs"),
    (
        "package_text_agrees",
        RCEP,
        {},
        {"goods__description": "TWO HUNDRED AND FIFTY (205) CTNS"},
        "package_text_differs",
    ),
    ("quantity_is_no_package_count", RCEP, {}, {"goods__quantity_unit": "CTNS"}, "quantity_counts_packages"),
    ("quantity_is_no_package_count", RCEP, {}, {"goods__quantity_unit": "PALLET"}, "quantity_counts_packages"),
    ("umbrella_package_word", RCEP, {}, {"goods__package_unit": "PACKAGES"}, "umbrella_package"),
    ("packing_kind_is_worded", RCEP, {}, {"goods__package_kind": "bulk"}, "packing_unworded"),
    ("packing_kind_is_worded", RCEP, {}, {"goods__package_kind": "nude"}, "packing_unworded"),
    ("packing_kind_is_worded", RCEP, {}, {"goods__package_kind": "hanging"}, "packing_unworded"),
    ("package_sum", RCEP, {}, {"goods__description": "FLASKS TOTAL: TWO (2) CARTONS ONLY"}, "total_typed"),
    ("finishing_mark_is_not_typed", RCEP, {}, {"goods__description": "FLASKS ***"}, "finishing_typed"),
    ("clause_names_no_other_origin", RCEP, {}, {"special_clause": "GOODS ARE MADE IN JAPAN."}, "clause_other_origin"),
    ("clause_names_no_other_origin", RCEP, {}, {"special_clause": "VESSEL CALLS AT ISRAEL."}, "clause_names_country"),
    ("picture_marks_are_worded", EVERYTHING, {}, {"marks": PICTURE}, "picture_marks_print_as"),
    ("announced_marks_have_a_picture", EVERYTHING, {}, {"marks": text("SEE ATTACHMENT")}, "marks_without_picture"),
    ("announced_marks_have_a_picture", EVERYTHING, {}, {"marks": text("I/S")}, "marks_without_picture"),
    ("package_unit_is_for_transport", EVERYTHING, {}, {"goods__package_unit": "PIECE"}, "package_unit_is_retail"),
    ("quantity_is_no_package_count", EVERYTHING, {}, {"goods__quantity_unit": "CARTONS"}, "quantity_counts_packages"),
    (
        "description_names_the_goods",
        EVERYTHING,
        {},
        {"goods__description": "TEN (10) CARTONS OF KNIVES"},
        "description_unlike_name",
    ),
    ("description_has_no_gaps", EVERYTHING, {}, {"goods__description": "FLASKS\n\n500 ML"}, "description_gap"),
    (
        "typed_hs_code_is_the_lines",
        EVERYTHING,
        {},
        {"goods__description": "FLASKS\nH.S. CODE: 9616.00"},
        "hs_typed_differs",
    ),
    ("typed_hs_code_is_the_lines", EVERYTHING, {}, {"goods__description": "FLASKS HS CODE 961600"}, "hs_typed_differs"),
    ("typed_hs_code_is_the_lines", EVERYTHING, {}, {"goods__hs_code": ""}, "needed"),
    ("page_foot_is_not_typed", STRAIT, {}, {"remarks": "第1页，共1页"}, "page_foot_typed"),
    ("page_foot_is_not_typed", EVERYTHING, {}, {"goods__description": "FLASKS PAGE 1 OF 2"}, "page_foot_typed"),
]


@pytest.mark.parametrize(("check", "sample", "context", "changes", "found"), FAULTS)
def test_a_fault_is_found(check, sample, context, changes, found):
    assert not found_by(check, sample)
    assert found in {code for code, _, _ in found_by(check, sample, context, **changes)}


@pytest.mark.parametrize(
    ("check", "changes"),
    [
        ("marks_given", {"marks": text("N/M")}),
        ("marks_name_no_other_origin", {"marks": text("MADE IN P.R. CHINA")}),
        ("marks_name_no_other_origin", {"marks": text("MADE IN THE PEOPLE'S REPUBLIC OF CHINA")}),
        ("picture_marks_are_announced", {"marks": PICTURE, "application_remark": "唛头见附页"}),
        ("package_text_agrees", {"goods__description": "TWO HUNDRED AND FIFTY (250)\nCARTONS OF FLASKS"}),
        ("package_text_agrees", {"goods__description": "TWO HUNDRED FIFTY(250) CTNS OF FLASKS"}),
        (
            "package_text_agrees",
            {"goods__description": "250 (TWO HUNDRED & FIFTY) CARTONS, TWO HUNDRED FIFTY (250) CTNS"},
        ),
        ("package_text_agrees", {"goods__description": "FLASKS IN TWO HUNDRED AND FIFTY (250 CARTONS)"}),
        ("package_text_agrees", {"goods__package_unit": "CTNS"}),
        ("quantity_is_no_package_count", {"goods__quantity_unit": "BAGS"}),
        ("quantity_is_no_package_count", {"goods__quantity_unit": "SETS", "goods__package_unit": "SET"}),
        ("quantity_is_no_package_count", {"goods__quantity_unit": "HANKS"}),
        ("package_count_and_unit", {"goods__package_kind": "bulk", "goods__package_count": ""}),
        ("packing_kind_is_worded", {"goods__package_kind": "bulk", "goods__description": "UREA IN BULK"}),
        ("packing_kind_is_worded", {"goods__package_kind": "nude", "goods__description": "TEN (10) PCS IN NUDE"}),
        ("clause_names_no_other_origin", {"special_clause": "WE CERTIFY THE GOODS ARE OF CHINA ORIGIN, FOR JAPAN."}),
    ],
)
def test_what_practice_accepts_passes(check, changes):
    assert not found_by(check, RCEP, **changes)


@pytest.mark.parametrize(
    ("said", "severity"),
    [
        ("250 CARTONS OF FLASKS", "warn"),
        ("TWO HUNDRED AND FIFTY CARTONS OF FLASKS", "warn"),
        ("251 CARTONS OF FLASKS", "block"),
        ("TWO HUNDRED AND FIFTY (250) BAGS OF FLASKS", "block"),
        ("FLASKS", "block"),
    ],
)
def test_only_a_wrong_count_or_kind_blocks(said, severity):
    found = [one.severity for one in problems_of(RCEP, goods__description=said) if one.code == "package_text_differs"]
    assert found == [severity]


def test_both_wordings_of_a_round_hundred_pass():
    words = "ONE THOUSAND TWO HUNDRED (1200) CARTONS OF PORCELAIN DINNER SETS"
    assert not found_by("package_text_agrees", CO, goods__description=words)


def test_a_typed_total_that_agrees_only_warns():
    line = "FLASKS TOTAL: TWO HUNDRED AND FIFTY (250) CARTONS ONLY"
    found = [problem for problem in problems_of(RCEP, goods__description=line) if problem.code == "total_typed"]
    assert [problem.severity for problem in found] == ["warn"]


def test_every_line_of_a_long_certificate_agrees():
    assert not found_by("package_text_agrees", TWENTY)


@pytest.mark.parametrize("marks", ["", None, [], 5, {"form": "text"}, {"form": "text", "text": 5}])
def test_marks_of_a_strange_shape_break_no_check(marks):
    for check in (
        "marks_given",
        "marks_have_no_reference",
        "marks_name_no_other_origin",
        "picture_marks_are_announced",
    ):
        found_by(check, RCEP, marks=marks)
