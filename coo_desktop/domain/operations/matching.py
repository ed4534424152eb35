"""What a person decided about the lines of a customer is remembered, and read again for the next ones."""

from collections.abc import Mapping, Sequence

from coo_desktop.domain.documents.document import PRE_REVIEW, Change, Values
from coo_desktop.domain.documents.field_access import text_of
from coo_desktop.domain.matching.lines import DOUBTS, MatchedLine, kept, lines_of
from coo_desktop.domain.matching.match import Match, Wanted
from coo_desktop.domain.matching.matcher import Likeness, Matcher
from coo_desktop.domain.matching.pairs import Pairs, former_setting_of, setting_of
from coo_desktop.domain.operations.drafts import start
from coo_desktop.domain.operations.settings import PREFERENCES, keep_preference
from coo_desktop.domain.ports import Reader, Unit


def known_pairs(read: Reader, customers: Sequence[str]) -> Pairs:
    """What is remembered of a customer under any of its names; the first name counts before the others."""
    known: dict[str, str] = {}
    for customer in reversed(customers):
        for name in filter(None, (former_setting_of(customer), setting_of(customer))):
            known |= Pairs.of(read.setting(name)).known
    return Pairs(known)


def found_products(
    read: Reader, likeness: Likeness, customers: Sequence[str], lines: Mapping[str, Wanted]
) -> dict[str, Match]:
    """The match of each line of a customer, by the key of the line; belongs on a worker."""
    matcher = Matcher(read.products.approved(), likeness, known_pairs(read, customers))
    return {key: matcher.match(wanted) for key, wanted in lines.items()}


def keep_doubts(unit: Unit, document_id: str, lines: Mapping[str, MatchedLine]) -> Change:
    """Keeps which lines of a document want a look at their product, by the ids of their rows."""
    return keep_preference(unit, f"{DOUBTS}{document_id}", kept(lines))


def known_doubts(read: Reader, document_id: str) -> dict[str, MatchedLine]:
    """The lines of a document that want a look."""
    return lines_of(read.setting(f"{DOUBTS}{document_id}"))


def remember(unit: Unit, customers: Sequence[str], choices: Sequence[tuple[Wanted, str]]) -> Change:
    """Keeps which product a customer's lines were set to, under each of its names; "" forgets a line."""
    for name, former in {setting_of(one): former_setting_of(one) for one in customers if setting_of(one)}.items():
        before = Pairs.of(unit.setting(former)).known if former else {}
        pairs = Pairs({**before, **Pairs.of(unit.setting(name)).known})
        for wanted, product in choices:
            pairs = pairs.with_choice(wanted, product)
        unit.put_setting(name, pairs.kept())
        if before:
            unit.put_setting(former, {})
    return Change(families=frozenset({PREFERENCES}))


def start_pre_review(unit: Unit, row: Values, item_code: str) -> Change:
    """A pre-review of the goods of a line that no approved product is near, with what the line says of them."""
    said = {
        "name_zh": text_of(row, "name_zh"),
        "name_en": text_of(row, "name_en"),
        "hs_code": text_of(row, "hs_code"),
        "unit": text_of(row, "quantity_unit"),
        "specification": item_code,
    }
    return start(unit, PRE_REVIEW, {name: text for name, text in said.items() if text})
