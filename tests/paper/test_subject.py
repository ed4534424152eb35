"""A subject reads fields of its document, and of its row before them."""

import pytest

from coo_desktop.domain.errors import Unreadable
from coo_desktop.paper.subject import Part, Subject
from tests.paper.printing import document
from tests.rulebooks import shipped

GOODS = [{"id": "g1", "name_en": "CUPS", "quantity": "3"}, {"id": "g2", "name_en": "LIDS", "quantity": "4"}]


def subject() -> Subject:
    return Subject(shipped().form("rcep_2022"), document("rcep_2022", {"goods": GOODS, "vessel": "STAR"}))


def test_a_row_is_read_before_the_document() -> None:
    at = subject().at("goods", GOODS[1])
    assert at.show("item_number") == "2"
    assert at.raw("quantity") == "4"
    assert at.show("vessel") == "STAR"


def test_a_field_that_the_form_lacks_is_named() -> None:
    with pytest.raises(Unreadable) as refused:
        subject().show("sails")
    assert refused.value.facts["key"] == "sails"


def test_a_part_is_a_field_or_a_block_with_options() -> None:
    assert Part.model_validate("vessel") == Part(block="field", options={"id": "vessel"})
    assert Part.model_validate({"block": "words", "text": "OF"}) == Part(block="words", options={"text": "OF"})
