"""What a person decided about the goods of one customer: their item number, or their name for it, and our product.

The pairs of a customer are one setting of the profile, under the customer's name as names are compared, so that the
same buyer written with other signs, another case or another spelling of its legal form is the same one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from coo_desktop.domain.language.party_names import party_key
from coo_desktop.domain.matching.match import Wanted, item_key, name_key

#: Setting: this and the customer's key -> (what the customer calls it -> id of the product), the newest last.
PAIRS = "product_pairs/"
MOST = 5_000
#: What a key is of; no item number and no name has a colon once signs are gone.
_NUMBER, _NAME = "number:", "name:"


@dataclass(frozen=True, slots=True)
class Pairs:
    """What one customer's lines were set to."""

    known: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, kept: object) -> "Pairs":
        """As a setting has them; what is none is left out."""
        told = kept.items() if isinstance(kept, Mapping) else ()
        return cls({str(key): product for key, product in told if isinstance(product, str) and product})

    def product(self, wanted: Wanted) -> str:
        """The product that a line was set to before, "" for none."""
        return next((self.known[key] for key in line_keys(wanted) if key in self.known), "")

    def with_choice(self, wanted: Wanted, product: str) -> "Pairs":
        """With one more decision, which takes the place of an older one; "" forgets it."""
        keys = tuple(line_keys(wanted))
        others = {key: known for key, known in self.known.items() if key not in keys}
        return Pairs({**others, **(dict.fromkeys(keys, product) if product else {})})

    def kept(self) -> dict[str, str]:
        """As a setting takes them: the newest ones."""
        return dict(list(self.known.items())[-MOST:])


def setting_of(customer: str) -> str:
    """The name of the setting with the pairs of a customer; "" for a customer without a name."""
    key = party_key(_first_line(customer)).replace(" ", "")  # as earlier versions named it
    return f"{PAIRS}{key}" if key else ""


def former_setting_of(customer: str) -> str:
    """The setting of a customer by its letters alone, where versions up to 2026-11 kept it under another name; else
    ""."""
    name = f"{PAIRS}{item_key(_first_line(customer))}"
    return name if name not in (PAIRS, setting_of(customer)) else ""


def _first_line(customer: str) -> str:
    return customer.strip().split("\n")[0]


def line_keys(wanted: Wanted) -> Iterator[str]:
    """What a line is remembered by: its item number, and only where it has none, its names."""
    if number := item_key(wanted.item_code):
        yield f"{_NUMBER}{number}"
        return
    for name in (wanted.name_en, wanted.name_zh):
        if key := name_key(name):
            yield f"{_NAME}{key}"
