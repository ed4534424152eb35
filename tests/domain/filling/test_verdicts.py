"""Each offer for a criterion has a verdict, and a row without one gets the first that holds."""

import dataclasses

import pytest

from coo_desktop.domain.filling.assists import AssistContext, Offer
from coo_desktop.domain.filling.following import filled_in
from coo_desktop.domain.filling.verdicts import OfferVerdict, criterion_offer, offered_choices, verdict_of
from coo_desktop.domain.forms.form_type import Words
from coo_desktop.domain.origin.verdict import Standing
from coo_desktop.views.words.verdicts import VERDICTS
from tests.domain.given import RCEP, context_of, rules, values_of

FORM = rules().form("rcep_2022")
SPECS = FORM.by_id["goods"].item_type.by_id


def asked(**parts: str) -> AssistContext:
    values = values_of(RCEP)
    row = {**values["goods"][0], "criterion": "", **parts}
    return AssistContext(rules(), FORM, values, row, SPECS, context_of(RCEP))


@pytest.mark.parametrize(
    ("standing", "verified", "verdict"),
    [
        (Standing.HOLDS, True, OfferVerdict.HOLDS),
        (Standing.HOLDS, False, OfferVerdict.HOLDS_UNVERIFIED),
        (Standing.WOULD_HOLD, True, OfferVerdict.WOULD_HOLD),
        (Standing.UNKNOWN, True, OfferVerdict.UNDECIDED),
        (Standing.FAILS, True, OfferVerdict.FAILS),
    ],
)
def test_a_rule_that_nobody_could_verify_is_never_certain(standing, verified, verdict):
    offer = Offer({}, Words(zh_CN="", en=""), standing=standing, verified=verified)
    assert verdict_of(offer) is verdict
    assert (VERDICTS[verdict][2] == "good") is (verdict is OfferVerdict.HOLDS)
    assert set(VERDICTS) == set(OfferVerdict)


def test_a_row_without_a_criterion_gets_one_that_holds():
    offers = offered_choices(asked(), SPECS["criterion"])
    offer = criterion_offer(asked())
    assert offer is not None
    assert offers[offer.fills["criterion"]].standing is Standing.HOLDS
    assert filled_in(asked())["criterion"] == offer.fills["criterion"]


def test_a_criterion_that_stands_there_stays_and_no_product_gives_none():
    assert criterion_offer(asked(criterion="WO")) is None
    assert "criterion" not in filled_in(asked(criterion="WO"))
    assert criterion_offer(asked(product="")) is None


def test_a_part_that_may_not_change_gets_none():
    fixed = dataclasses.replace(asked(), specs={name: part for name, part in SPECS.items() if name != "criterion"})
    assert criterion_offer(fixed) is None
