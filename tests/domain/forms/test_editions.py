"""What customs changed in forms, row by row with the words of the source, and how editions stand beside each other."""

import json

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.rulebook import read_rulebook
from coo_desktop.environment.assets import declarations
from coo_desktop.paper.geometry import geometry
from tests.domain.given import problems_in
from tests.paper.printing import document
from tests.rulebooks import shipped
from tests.rules.sources import ROOT

EDITIONS = {
    "switzerland_s": "switzerland_s_2021",
    "chile_f": "chile_f_2019",
    "pakistan_p": "pakistan_p_2026",
    "nicaragua_ni": "nicaragua_ni_2026",
    "serbia_rs": "serbia_rs_2026",
    "honduras_hd": "honduras_hd_2026",
    "new_zealand_n": "new_zealand_n_2026",
}


def printed_on(form: str) -> str:
    """Every title, note and fixed word of a form's first page."""
    paper = geometry(shipped().form(form))
    assert paper.goods is not None
    titles = [text for box in paper.boxes for text in (box.title, box.note, *_said(box.show))]
    return "\n".join([*titles, *(column.title for column in paper.goods.columns)])


def _said(show) -> list[str]:
    return [str(part.options.get("text", part.options.get("before", ""))) for part in show]


def boxes(form: str) -> list[int]:
    paper = geometry(shipped().form(form))
    assert paper.goods is not None
    return sorted({int(one.no) for one in (*paper.boxes, *paper.goods.columns) if one.no})


def test_switzerland_has_fifty_items_since_2021_09_01():
    form = shipped().form("switzerland_s_2021")
    assert (form.edition, form.item_limit) == ("2021", 50)
    assert "5. Item number (Max 50)" in printed_on(form.id)
    assert any("2021 No. 49" in source and "2021-09-01" in source for source in form.sources)
    assert "item_limit" not in form.unverified
    assert shipped().form("switzerland_s").item_limit == 20


def test_chile_has_fourteen_boxes_fifty_items_and_no_invoice_value_since_2019_03_01():
    form = shipped().form("chile_f_2019")
    assert (form.edition, form.item_limit, form.issuing.invoice_value) == ("2019", 50, False)
    assert form.params["retro"]["max_days"] == 365
    assert "params.retro.max_days" not in form.unverified
    assert "invoice_value_is_given" not in form.checks
    assert "value" not in printed_on(form.id)
    assert boxes(form.id) == list(range(1, 15))
    assert "paper" in form.unverified  # the exact titles were not found
    assert boxes("chile_f") == list(range(1, 16))


def test_pakistan_numbers_remarks_declaration_and_certification_eleven_to_thirteen():
    told = printed_on("pakistan_p_2026")
    for words in (
        "11. Remarks",
        "12. Declaration",
        "13. Certification",
        "Certificate No.",
        "See Instructions Overleaf",
    ):
        assert words in told
    assert "Reference No." not in told
    form = shipped().form("pakistan_p_2026")
    assert (form.by_id["remarks"].box, form.by_id["signatory"].box) == ("11", "12")
    retro = form.params["retro"]
    assert (retro["free_days"], retro["text"]) == (15, "ISSUED RETROACTIVELY")
    assert "params.retro" in form.unverified


def test_new_zealand_prints_the_percentage_where_a_value_rule_was_used():
    form = shipped().form("new_zealand_n_2026")
    percent = form.by_id["goods"].item_type.by_id["criterion_percent"]
    assert (percent.box, percent.verified) == ("11", False)
    psr = form.criterion("PSR")
    assert (psr.shows_percent("RVC"), psr.shows_percent("CTC")) == (True, False)


@pytest.mark.parametrize(
    ("sub_rule", "percent", "wanted"),
    [("RVC", "", ["needed_for_criterion"]), ("RVC", "45.2", []), ("CTC", "", []), ("", "", ["sub_rule_missing"])],
)
def test_new_zealand_asks_for_the_percentage_of_a_value_rule_alone(sub_rule, percent, wanted):
    example = _example("new_zealand_n_2026")
    changes = {"criterion": "PSR", "sub_rule": sub_rule, "criterion_percent": percent}
    example["values"]["goods"] = [{**row, **changes} for row in example["values"]["goods"]]
    asked = ("needed_for_criterion", "sub_rule_missing")
    assert [found.code for found in problems_in(example) if found.code in asked] == wanted


def test_nicaragua_says_issued_retroactively():
    form = shipped().form("nicaragua_ni_2026")
    assert form.params["retro"]["text"] == "ISSUED RETROACTIVELY"
    assert any("2023 No. 190" in source and "Art. 16" in source for source in form.sources)
    assert not {"params.retro", "params.retro.text"} & set(form.unverified)
    assert shipped().form("nicaragua_ni").params["retro"]["text"] == "ISSUED RETROSPECTIVELY"


def test_serbia_says_duplicate():
    form = shipped().form("serbia_rs_2026")
    assert form.params["certified_true_copy"] == "DUPLICATE"
    assert any("2024 No. 74" in source and "Art. 18" in source for source in form.sources)
    assert "params.certified_true_copy" not in form.unverified


def test_honduras_has_only_the_two_criteria_of_article_3():
    form = shipped().form("honduras_hd_2026")
    assert [criterion.id for criterion in form.criteria] == ["WO", "WP"]
    assert "criteria" not in form.unverified


def test_honduras_and_ecuador_are_verified_where_the_notices_say():
    told = {"honduras_hd_2026": "2024 No. 111", "ecuador_ec": "2024 No. 46"}
    for name, notice in told.items():
        form = shipped().form(name)
        facts = ("params.retro", "params.retro.text", "params.certified_true_copy", "issuing.validity_days")
        assert not set(facts) & set(form.unverified), name
        assert any(notice in source for source in form.sources), name
        assert (form.language, form.issuing.validity_days) == ("en", 365)
        assert not form.verified  # their boxes are not


def test_the_general_certificate_is_verified_by_order_270():
    form = shipped().form("co_general")
    assert form.params["retro"]["max_days"] == 365
    assert not {"params.retro", "params.retro.max_days"} & set(form.unverified)
    [source] = [source for source in form.sources if "Order 270" in source and "one year" in source]
    assert "three years" in source


def test_the_notices_confirm_since_when_the_four_youngest_forms_are_used():
    days = {"nicaragua": "2024-01-01", "ecuador": "2024-05-01", "serbia": "2024-07-01", "honduras": "2024-09-01"}
    for agreement, day in days.items():
        form = next(one for one in shipped().book.current("certificate") if one.agreement == agreement)
        assert any(day in source for source in form.sources), agreement


@pytest.mark.parametrize(("former", "newest"), EDITIONS.items())
def test_a_new_edition_follows_the_released_one_and_says_what_differs(former, newest):
    book = shipped().book
    assert book.form(newest).follows == (former,)
    assert book.form(newest).changes is not None
    assert book.newer(former) is book.form(newest)
    assert book.newer(newest) is None
    assert {former, newest} <= {form.id for form in book.family("certificate")}
    assert former not in {form.id for form in book.current("certificate")}


def test_a_type_is_offered_in_its_newest_edition_first_and_former_ones_say_their_edition():
    forms = shipped().book.family("certificate")
    ids = [form.id for form in forms]
    for former, newest in EDITIONS.items():
        assert ids.index(former) == ids.index(newest) + 1
    titles = {form.id: form.title for form in forms}
    assert titles["switzerland_s"].en == f"{titles['switzerland_s_2021'].en} (former edition of 2014)"
    assert shipped().form("switzerland_s").short.en == f"{shipped().form('switzerland_s_2021').short.en} (of 2014)"
    assert titles["switzerland_s"].zh_CN == f"{titles['switzerland_s_2021'].zh_CN}（2014 年版，已有新版）"


@pytest.mark.parametrize("former", EDITIONS)
def test_a_former_edition_prints_and_is_checked_as_before(former):
    form = shipped().form(former)
    assert document(former, _example(former)["values"]).form == form.id
    assert [found.code for found in problems_in(_example(former)) if found.severity == "block"] == []


@pytest.mark.parametrize(
    ("text", "word"),
    [('follows = ["atlantis"]', "atlantis"), ('follows = ["chile_f"]', "follows 'chile_f' already")],
)
def test_a_form_follows_one_that_is_there_and_has_no_newer_one(text, word):
    files = declarations()
    other = files["forms/chile_f_2019.toml"].replace('id = "chile_f_2019"', 'id = "chile_f_2030"')
    with pytest.raises(Unreadable, match=word):
        read_rulebook({**files, "forms/chile_f_2030.toml": other.replace('follows = ["chile_f"]', text)})


def _example(form: str):
    return json.loads((ROOT / "examples" / f"{form}.json").read_text(encoding="utf-8"))
