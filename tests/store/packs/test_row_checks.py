"""What is refused in a row that every column allows: a rule that is none, a code that its edition does not have."""

import pytest

from coo_desktop.domain.packs.faults import FaultKind, TableFault
from coo_desktop.store.packs.row_checks import complaint, no_editions

KNOWN = {"2022": frozenset({"96", "9617", "961700"})}


def known(edition: str) -> frozenset[str]:
    return KNOWN.get(edition, frozenset())


def rule(text: str, printed: str = "", code: str = "961700", edition: str = "2022") -> dict[str, str]:
    return {"text": text, "printed": printed, "code_from": code, "code_to": code, "edition": edition}


@pytest.mark.parametrize(
    "text",
    [
        "CTH", "CTH | RVC40", "(CTH - ex 3824) & CR", "CC except from chapters 02, 03", "RVC40 | CTSH [part: other]",
        "SP_TEXTILE_A", "WO(from animals born & raised)", "Manufacture from yarn", "两次加工",
    ],
)  # fmt: skip
def test_a_rule_and_a_sentence_are_taken(text):
    assert complaint("rules", rule(text), "2022", known) is None


@pytest.mark.parametrize("text", ["CTH or", "CTH RVC40", "RVC", "CC except", "(CTH", "CTH | | RVC40", "40 RVC"])
def test_what_is_written_in_the_notation_has_to_parse(text):
    assert complaint("rules", rule(text), "2022", known) == TableFault(FaultKind.NO_RULE, "text", text)


def test_the_printed_rule_stands_in_for_its_normal_form():
    assert complaint("rules", rule("CTH or", "CTH or RVC40"), "2022", known) is None


def unknown(field: str) -> TableFault:
    return TableFault(FaultKind.UNKNOWN_CODE, field, "961799", edition="2022")


def test_a_code_has_to_be_in_the_edition_that_the_row_names():
    assert complaint("rules", rule("CTH", code="961799"), "2012", known) == unknown("code_from")
    assert complaint("rates", {"hs6": "961799"}, "2022", known) == unknown("hs6")
    assert complaint("rates", {"hs6": "961700"}, "2022", known) is None


def test_only_a_known_edition_and_an_international_chapter_are_compared():
    assert complaint("rules", rule("CTH", code="961799", edition="2012"), "2022", known) is None
    assert complaint("rates", {"hs6": "990101"}, "2022", known) is None
    assert complaint("rates", {"hs6": "961799"}, "2022", no_editions) is None
    assert complaint("codes", {"code": "961799"}, "2022", known) is None
