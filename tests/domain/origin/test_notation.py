"""The notation of product rules: what it reads, what it prints, and where it stops at a fault."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.origin.notation import AllOf, AnyOf, Named, Process, RuleUnreadable, Shift, Value, leaves, parse
from coo_desktop.domain.origin.ranges import CodeRange

RVC40 = Value("RVC", Decimal(40))


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("WO", Named("WO")),
        ("cth or rvc 40", AnyOf((Shift("CTH"), RVC40))),
        ("RVC(40%)", RVC40),
        ("MaxNOM 50 %", Value("MaxNOM", Decimal(50))),
        ("RVC37.5", Value("RVC", Decimal("37.5"))),
        ("CTH except 72.19", Shift("CTH", excluded=(CodeRange("7219", "7219"),))),
        (
            "CC except from heading 50.01-50.07, 52",
            Shift("CC", excluded=(CodeRange("5001", "5007"), CodeRange("52", "52"))),
        ),
        ("CTH from 50.01-50.07", Shift("CTH", only_from=(CodeRange("5001", "5007"),))),
        ("CC except from Chapter 01", Shift("CC", excluded=(CodeRange("01", "01"),))),
        ("CTH except from 7404 and RVC40", AllOf((Shift("CTH", excluded=(CodeRange("7404", "7404"),)), RVC40))),
        ("CR or CTH and RVC40", AnyOf((Named("CR"), AllOf((Shift("CTH"), RVC40))))),
        ("(CR or CTH) and RVC40", AllOf((AnyOf((Named("CR"), Shift("CTH"))), RVC40))),
        ("SP(spinning (ring or open end), then weaving)", Process("spinning (ring or open end), then weaving")),
        ("((ALL))", Named("ALL")),
    ],
)
def test_a_rule_reads_as_its_tree(text, tree):
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("   ", 3),
        ("CTH or", 6),
        ("CTH RVC40", 4),
        ("CTH or RVC", 10),
        ("RVC 101", 4),
        ("RVC0", 3),
        ("RVC40 and (CTH", 14),
        ("CTH)", 3),
        ("CTH except", 10),
        ("CTH except 721", 11),
        ("CTH except 72.19-72", 11),
        ("SP()", 3),
        ("SP(spinning", 3),
        ("SP spinning", 3),
        ("变更品目", 0),
        ("WO; DROP", 2),
    ],
)
def test_a_fault_is_told_with_its_position(text, position):
    with pytest.raises(RuleUnreadable) as refused:
        parse(text)
    assert refused.value.code == "rule_unreadable"
    assert refused.value.facts["position"] == position


@pytest.mark.parametrize("text", ["(" * 5000, "(" * 40 + "WO" + ")" * 40, "WO or " * 3000 + "WO", "SP(" + "(" * 50])
def test_a_monstrous_rule_is_refused_without_a_crash(text):
    with pytest.raises(RuleUnreadable):
        parse(text)


def test_a_faulty_rule_is_an_input_that_cannot_be_understood():
    assert issubclass(RuleUnreadable, Unreadable)


def test_the_single_criteria_come_in_written_order():
    assert [str(leaf) for leaf in leaves(parse("WO or (CTSH and RVC40) or CR"))] == ["WO", "CTSH", "RVC40", "CR"]


@st.composite
def code_ranges(draw: st.DrawFn) -> CodeRange:
    digits = draw(st.sampled_from((2, 4, 6)))
    low, high = sorted(draw(st.lists(st.integers(0, 10**digits - 1), min_size=2, max_size=2)))
    return CodeRange(f"{low:0{digits}}", f"{high:0{digits}}")


codes = st.lists(code_ranges(), max_size=3).map(tuple)
percents = st.decimals(Decimal("0.01"), 100, places=2)
texts = st.text("abc ,.;加工", min_size=1).map(str.strip).filter(bool)
single = st.one_of(
    st.sampled_from(["WO", "PE", "CR", "DR", "PUR", "ALL"]).map(Named),
    st.builds(Shift, st.sampled_from(["CC", "CTH", "CTSH"]), excluded=codes),
    st.builds(Shift, st.sampled_from(["CC", "CTH", "CTSH"]), only_from=codes),
    st.builds(Value, st.sampled_from(["RVC", "MaxNOM"]), percents),
    texts.map(Process) | texts.map(lambda text: Process(f"{text} ({text})")),
)
trees = st.recursive(
    single,
    lambda part: st.builds(
        lambda kind, parts: kind(tuple(parts)), st.sampled_from([AllOf, AnyOf]), st.lists(part, min_size=2, max_size=3)
    ),
    max_leaves=8,
)


@given(trees)
def test_a_printed_rule_reads_as_the_same_tree(tree):
    assert parse(str(tree)) == tree


@given(st.text(max_size=60) | st.text("CTHRVWOSPorand ()0123456789.,-%", max_size=60))
def test_any_text_is_a_rule_or_a_told_fault(text):
    try:
        tree = parse(text)
    except RuleUnreadable as fault:
        position = fault.facts["position"]
    else:
        position = 0
        assert parse(str(tree)) == tree
    assert 0 <= position <= len(text)
