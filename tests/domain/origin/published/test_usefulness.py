"""Thirty exports of everyday goods: a fresh installation decides most of them, and none wrongly."""

from tests.benchmarks import usefulness


def test_a_fresh_installation_decides_most_of_thirty_exports_and_none_wrongly():
    assert len(usefulness.EXPORTS) == 30
    after = usefulness.counted_after()
    assert usefulness.wrong(after) == set()
    assert len(usefulness.decided(after)) >= 23
    assert len(usefulness.decided(usefulness.counted_before())) < usefulness.LEAST_DECIDED
    worked_out = {(each.good, agreement) for each in usefulness.EXPORTS for agreement in each.right}
    assert {key for key, answer in after.items() if answer.qualifies is not None} == worked_out


def test_with_a_pack_of_the_published_facts_two_thirds_are_decided_and_none_wrongly(shared_data):
    found = usefulness.counted_after(shared_data / "psr_facts.csv")
    assert usefulness.wrong(found) == set()
    assert len(usefulness.decided(found)) >= usefulness.LEAST_WITH_FACTS
