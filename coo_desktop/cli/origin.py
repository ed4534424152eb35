"""The origin determination of a product file, as plain JSON values."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from coo_desktop.bootstrap.given_files import read_json
from coo_desktop.cli.documents import library
from coo_desktop.domain.errors import NotFound, Refused, Unreadable
from coo_desktop.domain.hs.changes import Correlations
from coo_desktop.domain.hs.codes import EDITIONS, SHARED
from coo_desktop.domain.origin import reasons
from coo_desktop.domain.origin.candidates import look_up, possible
from coo_desktop.domain.origin.content import Values
from coo_desktop.domain.origin.determination import Determination, Margin, determine
from coo_desktop.domain.origin.product import Product, read_product
from coo_desktop.domain.origin.rules import typed_rule
from coo_desktop.domain.origin.values import amount_text, percent_text
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.tariff.comparison import HOME
from coo_desktop.store.packs.install import pack_folder
from coo_desktop.store.packs.nomenclature import editions


def origin_answers(
    path: Path, book: Rulebook, agreement: str | None, rule: str | None, on: dt.date
) -> list[dict[str, object]]:
    """The determination under one agreement, or under each that links the two countries, best first."""
    product = read_product(read_json(path))
    conversion = library(pack_folder())
    _known_codes(product, path.name, conversion.changes)  # opened tables are asked for every conversion
    if agreement is None and not product.importer:
        raise Unreadable(file=path.name, key="to", reason="without --agreement the destination is needed")
    _known_countries(product, path.name, book)
    if agreement is None:
        ways = (product.exporter, product.importer, book.agreements, book.product_rules, on, conversion)
        return [as_json(answer) for answer in possible(product, *ways)]
    chosen = book.agreements.get(agreement)
    if rule:
        return [as_json(determine(product, chosen, typed_rule(rule), on))]
    return [as_json(look_up(product, chosen, book.product_rules, on, conversion))]


def as_json(found: Determination) -> dict[str, object]:
    """The answer as the command line prints it, decimals as strings."""
    rule = found.rule
    return {
        "agreement": found.agreement,
        "hs_code": found.hs_code,
        "rule": {"text": rule and rule.text, "source": rule and rule.source, "verified": found.verified},
        "values": _values(found.values),
        "criteria": [
            {"code": answer.code, "holds": answer.holds, "because": [reasons.as_json(why) for why in answer.because]}
            for answer in found.criteria
        ],
        "qualifies": found.qualifies,
        "standing": found.standing.value,
        "needs": [need.value for need in found.needs],
        "criterion": found.criterion,
        "missing": list(found.missing),
        "margin": _margin(found.margin),
        "additions": list(found.additions),
        "notes": [reasons.as_json(note) for note in found.notes],
    }


def _values(values: Values) -> dict[str, str | None]:
    return {
        "vnm": amount_text(values.vnm),
        "vom": amount_text(values.vom),
        "exw_component_percent": percent_text(values.exw_component_percent),
        "fob_component_percent": percent_text(values.fob_component_percent),
        "rvc_build_down_percent": percent_text(values.rvc_build_down_percent),
        "rvc_build_up_percent": percent_text(values.rvc_build_up_percent),
    }


def _margin(margin: Margin) -> dict[str, str | None]:
    """The price floor ex works stands only where the rule measures by that price."""
    told = {"vnm_allowed": amount_text(margin.vnm_allowed), "fob_floor": amount_text(margin.fob_floor)}
    return told if margin.exw_floor is None else told | {"exw_floor": amount_text(margin.exw_floor)}


def _known_codes(product: Product, file: str, conversion: Correlations) -> None:
    """A mistyped code would make any change of heading; raises Unreadable where a whole list lacks one.

    A code of an older edition is refused as well, with the codes that its goods have now.
    """
    if product.hs_edition not in {str(year) for year in EDITIONS}:
        raise Unreadable(file=file, key="product.hs_edition", reason="no edition of the HS", value=product.hs_edition)
    listed = editions(pack_folder())(product.hs_edition)
    rows = [(f"materials[{at}].hs_code", each.hs_code) for at, each in enumerate(product.materials)]
    for key, code in (("product.hs_code", product.hs_code), *rows):
        if listed and code and code[:SHARED] not in listed:
            facts = dict(_successors(conversion, code[:SHARED], product.hs_edition))
            raise Unreadable(file=file, key=key, reason=f"not in HS {product.hs_edition}", value=code, **facts)


def _successors(conversion: Correlations, code: str, edition: str) -> Iterator[tuple[str, str]]:
    """The edition that had a code and what its goods are now; nothing where no table tells."""
    try:
        change = conversion.change(code, conversion.newest_with(code, edition), edition)
    except (NotFound, Refused):
        return
    if change.targets:
        yield "edition", change.old
        yield "successors", ", ".join(change.targets)


def _known_countries(product: Product, file: str, book: Rulebook) -> None:
    """From one country to another, both of the list and one of them China; raises Unreadable."""
    countries = book.code_list("countries").by_code
    for key, country in (("from", product.exporter), ("to", product.importer)):
        if country and country not in countries:
            raise Unreadable(file=file, key=key, reason="no country code", value=country)
    pair = {product.exporter, product.importer or HOME}
    if HOME not in pair or product.exporter == product.importer:
        told = f"{product.exporter}, {product.importer}"
        raise Unreadable(file=file, key="from, to", reason="one of the two is China", value=told)
