"""Form files: what a person wrote becomes form types, and a slip names its file and line."""

import pytest

from coo_desktop.domain.errors import NotFound, Unreadable
from coo_desktop.domain.forms.code_lists import CodeList
from coo_desktop.domain.forms.form_book import Names, load
from coo_desktop.domain.forms.kinds import KINDS
from tests.domain.given import rules

NAMES = Names(
    kinds=KINDS,
    checks=("a_check",),
    fills=("a_fill",),
    computed=("a_sum",),
    codes={"ports": CodeList("ports", ())},
)
SHARED = '[vessel]\nkind = "text"\nlabel = { zh_CN = "船名", en = "Vessel" }\nmax = 100\n'
TOY = """id = "toy"
family = "certificate"
title = { zh_CN = "玩具", en = "Toy" }
short = { zh_CN = "玩具", en = "Toy" }
checks = ["a_check"]

[[fields]]
use = "vessel"
max = 20

[[sections]]
id = "all"
title = { zh_CN = "全部", en = "All" }
rows = [["vessel"]]
"""


def toy(before: str = "", after: str = "", **files: str):
    text = TOY.replace(before, after) if before else TOY
    return load({"shared/fields.toml": SHARED, "forms/toy.toml": text, **files}, NAMES)


def test_a_form_takes_a_shared_field_and_changes_it():
    vessel = toy().form("toy").by_id["vessel"]
    assert (vessel.kind, vessel.label.en, vessel.max) == ("text", "Vessel", 20)


def test_a_field_knows_its_code_list():
    book = toy('use = "vessel"\n', 'use = "vessel"\nkind = "code"\ncodes = "ports"\n')
    assert book.form("toy").by_id["vessel"].code_list is NAMES.codes["ports"]


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ('use = "vessel"', 'use = "vesel"', 8),
        ("max = 20", "maximum = 20", 9),
        ('use = "vessel"\n', 'use = "vessel"\nkind = "number"\n', 9),
        ('use = "vessel"\n', 'use = "vessel"\ncodes = "stars"\n', 9),
        ('use = "vessel"\n', 'use = "vessel"\nkind = "items"\nitem = "goods"\n', 10),
        ('use = "vessel"\n', 'use = "vessel"\nkind = "computed"\ncompute = "a_guess"\n', 10),
        ('"a_check"', '"b_check"', 5),
        ('rows = [["vessel"]]', 'rows = [["vessel"], ["sails"]]', 14),
        ('rows = [["vessel"]]', 'rows = [["vessel", "vessel"]]', 8),
        ('rows = [["vessel"]]', "rows = []", 8),
        ('family = "certificate"', 'family = "permit"', 2),
    ],
)
def test_a_slip_names_file_and_line(before, after, line):
    with pytest.raises(Unreadable) as slip:
        toy(before, after)
    assert (slip.value.facts["file"], slip.value.facts["line"]) == ("forms/toy.toml", line)


def test_a_file_that_is_no_toml_is_named():
    with pytest.raises(Unreadable) as slip:
        toy('id = "toy"', 'id = "toy')
    assert slip.value.facts["file"] == "forms/toy.toml"


def test_an_unknown_form_is_not_found():
    with pytest.raises(NotFound):
        rules().form("form_z")


def test_families_hold_what_was_declared():
    book = rules().book
    assert {"co_general", "rcep_2022", "acfta_e_2019", "ecfa_h"} <= {form.id for form in book.family("certificate")}
    assert [form.id for form in book.family("record")] == ["importer", "producer", "special_clause", "template"]


def test_a_record_may_offer_the_certificate_types_that_are_known():
    book = rules().book
    known = [(form.id, form.title) for form in book.forms.values() if form.family == "certificate"]
    assert [(choice.id, choice.label) for choice in book.form("template").by_id["form"].choices] == known


def test_a_form_that_is_not_offered_is_known_but_cannot_be_started():
    book = rules().book
    assert not book.form("congo_cg").offered
    assert "congo_cg" not in {form.id for form in book.family("certificate")}


def test_a_field_is_unverified_where_what_it_rests_on_is():
    book = rules().book
    assert not book.form("iceland_i").by_id["retroactive"].verified
    assert book.form("georgia_ge").by_id["retroactive"].verified
    doubted, checked = (book.form(name).by_id["goods"].item_type for name in ("iceland_i", "switzerland_s"))
    assert not doubted.by_id["criterion"].verified
    assert checked.by_id["hs_code"].verified
