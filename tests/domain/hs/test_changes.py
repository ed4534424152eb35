"""What became of a code: kinds, broad targets, corrections, ways through several editions."""

from collections import Counter

import pytest

from coo_desktop.domain.errors import NotFound, Refused
from coo_desktop.domain.hs.changes import Correction, Correlations, Link, correlate, read_corrections
from tests.domain.hs_tables import classes, corrections_of, facts, links_of, table

LINKS = [
    Link("010101", "010101"),
    Link("010201", "010202"),
    Link("010301", "010301"),
    Link("010301", "010302"),
    Link("010401", "010402"),
    Link("010401", "010403"),
    Link("010501", "010503"),
    Link("010502", "010503"),
    Link("010601", "010601"),
    Link("010602", "010601"),
    Link("010602", "010602"),
]
KINDS = {
    "010101": ("same", ("010101",)),
    "010201": ("one_to_one", ("010202",)),
    "010301": ("split_code_kept", ("010301", "010302")),
    "010401": ("split", ("010402", "010403")),
    "010501": ("merged", ("010503",)),
    "010601": ("absorbed_more", ("010601",)),
}


@pytest.mark.parametrize("code", KINDS)
def test_a_code_tells_what_became_of_it(code):
    change = correlate("2017", "2022", "a table", LINKS).change(code)
    assert (change.kind, change.targets) == KINDS[code]
    assert change.sure
    assert change.source == "a table"


@pytest.mark.parametrize(
    ("code", "reminds"), [("010101", False), ("010601", False), ("010201", True), ("010301", True)]
)
def test_only_what_moves_or_may_move_goods_reminds(code, reminds):
    assert correlate("2017", "2022", "", LINKS).change(code).reminds is reminds


def test_an_unknown_code_is_refused():
    with pytest.raises(Refused) as refused:
        correlate("2017", "2022", "", LINKS).change("999901")
    assert refused.value.facts == {"why": "no_such_code", "code": "999901", "edition": "2017"}


def test_a_broad_target_is_possible_and_no_reason_to_recode():
    change = correlate("2017", "2022", "", [Link("850440", "850440"), Link("850440", "854999", True)]).change("850440")
    assert (change.kind, change.targets, change.possible) == ("same", ("850440",), ("854999",))
    assert not change.reminds


def test_a_broad_target_counts_where_there_is_no_other_and_is_not_sure():
    change = correlate("2017", "2022", "", [Link("854150", "854991", True)]).change("854150")
    assert (change.kind, change.targets, change.sure) == ("merged", ("854991",), False)
    assert change.reminds


def test_a_code_that_goes_on_under_its_number_is_not_left_for_its_many_sources():
    change = correlate("2017", "2022", "", [Link("852990", "852990", True), Link("852990", "854999", True)])
    assert change.change("852990").kind == "absorbed_more"


def test_a_correction_stands_in_place_of_the_published_links():
    fixed = [Correction("701919", ("701913", "701919"), True, "China's lists of 2021 and 2022")]
    change = correlate("2017", "2022", "", [Link("701919", "701913")], fixed).change("701919")
    assert (change.kind, change.evidence) == ("split_code_kept", "China's lists of 2021 and 2022")


def test_a_correction_with_a_doubt_is_a_hint():
    rows = [("HS2017-HS2022", "300219", "300249 or other 3002 codes (to be confirmed)", "absent")]
    assert list(read_corrections(rows, "2017", "2022")) == [Correction("300219", ("300249",), False, "absent")]


def test_corrections_of_other_tables_are_passed_over():
    rows = [("HS2017-HS2022 conversion", "854151 854159", "do not use", ""), ("HS2012-HS2017", "010101", "010102", "")]
    assert list(read_corrections(rows, "2017", "2022")) == []


def two_steps() -> Correlations:
    first = correlate("2012", "2017", "one", [Link("0001", "0002"), Link("0003", "0003"), Link("0003", "0004")])
    second = correlate("2017", "2022", "two", [Link("0002", "0005"), Link("0003", "0003"), Link("0004", "0006")])
    return Correlations([second, first])


def test_editions_join_through_the_one_between():
    change = two_steps().change("0003", "2012", "2022")
    assert (change.kind, change.targets, change.source) == ("split_code_kept", ("0003", "0006"), "one; two")
    assert two_steps().change("0001", "2012", "2022").kind == "one_to_one"


def test_a_code_leads_back_to_what_it_was():
    assert two_steps().change("0006", "2022", "2012").targets == ("0003",)
    assert two_steps().converted("0006", "2022", "2012") == ("0003",)


def test_a_broad_code_led_back_is_not_sure_and_no_code_is_taken_for_it():
    way = correlate("2017", "2022", "", [Link("850440", "850440"), Link("850440", "854999", True)]).turned()
    assert (way.change("850440").kind, way.change("854999").sure) == ("same", False)
    table_alone = Correlations([correlate("2017", "2022", "", [Link("850440", "854999", True)])])
    assert table_alone.converted("854999", "2022", "2017") is None


def test_without_a_table_nothing_is_told():
    with pytest.raises(NotFound):
        two_steps().change("0001", "2007", "2022")
    assert two_steps().converted("0001", "2007", "2022") is None
    assert two_steps().converted("0001", "2022", "2022") == ("0001",)


def test_the_newest_edition_that_had_a_code_is_found():
    assert two_steps().newest_with("0002", "2022") == "2017"
    assert two_steps().newest_with("0001", "2022") == "2012"
    assert two_steps().newest_with("0009", "2022") == ""


@pytest.mark.parametrize("fact", range(52))
def test_a_published_fact_holds(shared_data, fact):
    row = facts(shared_data)[fact]
    change = table(shared_data).change(row.code)
    assert (change.kind, change.targets, change.possible) == (row.kind, row.targets, row.broad)


def test_broad_targets_never_cause_a_reminder(shared_data):
    found = table(shared_data)
    broad = {link.new for link in links_of(shared_data) if link.broad}
    assert len(broad) == 15
    changes = [found.change(code) for code in found.forward]
    caused = [change.code for change in changes if change.reminds and broad & set(change.targets)]
    assert caused == ["854150"]  # its successors are broad for all others, and known for it by correction
    assert sum(change.reminds for change in changes) == 289


def test_the_counts_are_those_of_the_reading_without_broad_targets(shared_data):
    apart = {correction.old for correction in corrections_of(shared_data)}
    assert classes(correlate("2017", "2022", "", links_of(shared_data)), apart) == Counter(
        same=5064, split_code_kept=143, split=75, one_to_one=33, merged=35, absorbed_more=34
    )


def test_waste_codes_alone_do_not_hide_that_911490_stays(shared_data):
    assert table(shared_data).change("911490").targets == ("911490",)
    assert not table(shared_data).change("911490").reminds


def test_854150_became_its_two_successors(shared_data):
    change = table(shared_data).change("854150")
    assert (change.kind, change.targets, change.sure) == ("split", ("854151", "854159"), True)


def test_701919_stays_beside_the_new_701913(shared_data):
    assert table(shared_data).change("701919").targets == ("701913", "701919")


def test_300219_which_the_table_lacks_leads_to_a_hint(shared_data):
    change = table(shared_data).change("300219")
    assert (change.targets, change.sure) == (("300249",), False)


@pytest.mark.parametrize("code", ["854151", "852411", "880622"])
def test_a_new_code_is_never_turned_into_the_arbitrary_one_of_the_conversion_files(shared_data, code):
    found = Correlations([table(shared_data)]).converted(code, "2022", "2017")
    assert found is None or found not in (("851712",), ("852580",))
