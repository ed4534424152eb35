"""Skeletons: a form says only what differs, and a slip names the file in which it stands."""

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.forms.code_lists import CodeList
from coo_desktop.domain.forms.form_book import Names, load
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.forms.skeletons import Source, merged

NAMES = Names(
    kinds=KINDS,
    checks=("a_check", "b_check"),
    fills=(),
    computed=(),
    codes={"ports": CodeList("ports", ())},
)
SHARED = '[vessel]\nkind = "text"\nlabel = { zh_CN = "船名", en = "Vessel" }\nmax = 100\n'
SKELETON = """family = "certificate"
checks = ["a_check"]

[params]
finishing = "***"
retro = { free_days = 0, text = "LATE" }

[[criteria]]
id = "WO"
label = { zh_CN = "完全获得", en = "wholly obtained" }

[[fields]]
use = "vessel"

[[fields]]
id = "captain"
kind = "text"
label = { zh_CN = "船长", en = "Captain" }

[[fields]]
id = "goods"
kind = "items"
item = "good"
label = { zh_CN = "货物", en = "Goods" }

[[sections]]
id = "ship"
title = { zh_CN = "船", en = "Ship" }
rows = [["vessel", "captain"]]

[[sections]]
id = "goods"
title = { zh_CN = "货", en = "Goods" }
rows = [["goods"]]

[paper]
next = { y = 40, height = 100 }

[[paper.boxes]]
id = "ship"
no = "1"
title = "1. Ship"
show = ["vessel", { block = "sentence", text = "CAPTAIN {captain}" }]
x = 10
y = 10
width = 50
height = 20

[[paper.ticks]]
x = 10
y = 40
label = "Captain aboard"
when = "captain"
"""
ITEM = """id = "good"
label = { zh_CN = "货", en = "Good" }
columns = ["name"]
rows = [["name"], ["criterion", "weight"]]

[[fields]]
id = "name"
kind = "text"
label = { zh_CN = "名", en = "Name" }

[[fields]]
id = "criterion"
kind = "choice"
choices_of = "criteria"
label = { zh_CN = "标准", en = "Criterion" }

[[fields]]
id = "weight"
kind = "text"
label = { zh_CN = "重", en = "Weight" }
"""
TOY = """id = "toy"
skeleton = "sea"
title = { zh_CN = "玩具", en = "Toy" }
short = { zh_CN = "玩具", en = "Toy" }
"""


def toy(more: str = "", skeleton: str = SKELETON, **files: str):
    texts = {
        "shared/fields.toml": SHARED,
        "shared/skeletons/sea.toml": skeleton,
        "items/good.toml": ITEM,
        "forms/toy.toml": TOY + more,
        **files,
    }
    return load(texts, NAMES).form("toy")


def test_a_form_is_what_its_skeleton_says():
    form = toy()
    assert [spec.id for spec in form.fields] == ["vessel", "captain", "goods"]
    assert form.by_id["vessel"].max == 100
    assert form.params["finishing"] == "***"


def test_an_entry_of_a_known_name_changes_that_one():
    form = toy('[[fields]]\nid = "vessel"\nmax = 20\n\n[[paper.boxes]]\nid = "ship"\nno = "3"\n')
    assert (form.by_id["vessel"].max, form.by_id["vessel"].label.en) == (20, "Vessel")
    assert [(box["no"], box["title"]) for box in form.paper["boxes"]] == [("3", "1. Ship")]


def test_an_entry_of_another_name_is_added():
    form = toy(
        '[[fields]]\nid = "flag"\nkind = "text"\nlabel = { zh_CN = "旗", en = "Flag" }\nafter = "vessel"\n'
        '[[sections]]\nid = "ship"\nrows = [["vessel", "flag"], ["captain"]]\n'
    )
    assert [spec.id for spec in form.fields] == ["vessel", "flag", "captain", "goods"]
    assert form.sections[0].title.en == "Ship"


def test_an_entry_may_stand_before_all_others():
    assert toy('[[fields]]\nid = "goods"\nafter = ""\n').fields[0].id == "goods"


def test_params_merge_deeply():
    retro = toy("[params.retro]\nfree_days = 3\n").params["retro"]
    assert retro == {"free_days": 3, "text": "LATE"}


def test_checks_are_added():
    assert toy('checks = ["b_check"]\n').checks == ("a_check", "b_check")


def test_what_a_form_is_without_is_gone_everywhere():
    form = toy('without = ["captain", "a_check"]\n')
    assert [spec.id for spec in form.fields] == ["vessel", "goods"]
    assert form.sections[0].rows == (("vessel",),)
    assert form.paper["boxes"][0]["show"] == ["vessel"]
    assert form.paper["ticks"] == []
    assert form.checks == ()


def test_a_section_left_empty_is_gone():
    form = toy('without = ["captain", "vessel"]\n')
    assert [section.id for section in form.sections] == ["goods"]


def test_boxes_number_fields_and_parts():
    form = toy('[boxes]\n4 = ["vessel"]\n8 = ["goods", "goods/name"]\n')
    assert (form.by_id["vessel"].box, form.by_id["captain"].box, form.by_id["goods"].box) == ("4", "", "8")
    assert form.by_id["goods"].item_type.by_id["name"].box == "8"


def test_a_form_changes_its_items_for_itself_alone():
    other = TOY.replace('"toy"', '"boat"')
    texts = {
        "shared/fields.toml": SHARED,
        "shared/skeletons/sea.toml": SKELETON,
        "items/good.toml": ITEM,
        "forms/toy.toml": TOY + '[items.good]\nwithout = ["weight"]\nfields = [{ id = "name", max = 5 }]\n',
        "forms/boat.toml": other,
    }
    book = load(texts, NAMES)
    mine, theirs = (book.form(name).by_id["goods"].item_type for name in ("toy", "boat"))
    assert (mine.rows, mine.by_id["name"].max) == ((("name",), ("criterion",)), 5)
    assert (theirs.rows, theirs.by_id["name"].max) == ((("name",), ("criterion", "weight")), None)


def test_the_forms_criteria_are_the_choices_of_its_lines():
    form = toy('[[criteria]]\nid = "PSR"\nlabel = { zh_CN = "特定", en = "product rule" }\nverified = false\n')
    spec = form.by_id["goods"].item_type.by_id["criterion"]
    assert [(choice.id, choice.label.en) for choice in spec.choices] == [
        ("WO", "WO wholly obtained"),
        ("PSR", "PSR product rule"),
    ]
    assert not spec.verified


def test_a_skeleton_may_have_one_itself():
    form = toy(skeleton='skeleton = "deep"\n', **{"shared/skeletons/deep.toml": SKELETON})
    assert form.by_id["vessel"].max == 100


@pytest.mark.parametrize(
    ("more", "line", "key"),
    [
        ('without = ["sails"]\n', 5, "sails"),
        ('[[fields]]\nid = "vessel"\nafter = "sails"\n', 7, "sails"),
        ('[boxes]\n1 = ["sails"]\n', 6, "sails"),
        ('[boxes]\n1 = ["goods/sails"]\n', 6, "sails"),
        ('[items.sail]\nwithout = ["weight"]\n', 5, "sail"),
        ('[items.good]\nwithout = ["sails"]\n', 6, "sails"),
        ('unverified = ["issuing.sails"]\n', 5, "issuing.sails"),
    ],
)
def test_a_slip_in_a_form_names_its_line(more, line, key):
    with pytest.raises(Unreadable) as slip:
        toy(more)
    assert slip.value.facts["file"] == "forms/toy.toml"
    assert (slip.value.facts["line"], slip.value.facts["key"]) == (line, key)


def test_a_slip_in_a_skeleton_names_the_skeleton():
    with pytest.raises(Unreadable) as slip:
        toy(skeleton=SKELETON.replace('"a_check"', '"c_check"'))
    assert (slip.value.facts["file"], slip.value.facts["line"]) == ("shared/skeletons/sea.toml", 2)


@pytest.mark.parametrize("name", ["air", "sea"])
def test_a_skeleton_that_is_missing_or_its_own_is_refused(name):
    with pytest.raises(Unreadable) as slip:
        toy(skeleton=f'skeleton = "{name}"\n')
    assert slip.value.facts["key"] == name


def test_skeletons_that_build_on_each_other_are_refused():
    with pytest.raises(Unreadable):
        toy(skeleton='skeleton = "air"\n', **{"shared/skeletons/air.toml": 'skeleton = "sea"\n'})


def test_what_item_changes_take_away_adds_up():
    skeleton = SKELETON + '[items.good]\nwithout = ["weight"]\n'
    form = toy('[items.good]\nwithout = ["criterion"]\n', skeleton=skeleton)
    assert form.by_id["goods"].item_type.rows == (("name",),)


def test_a_form_of_the_same_id_is_refused():
    with pytest.raises(Unreadable):
        toy(**{"forms/zoo.toml": TOY})


def test_merging_leaves_both_sides_as_they_were():
    base, own = {"fields": [{"id": "a", "max": 1}]}, {"fields": [{"id": "a", "max": 2}]}
    assert merged(base, own, Source("f", ""))["fields"] == [{"id": "a", "max": 2}]
    assert (base, own) == ({"fields": [{"id": "a", "max": 1}]}, {"fields": [{"id": "a", "max": 2}]})
