"""Approved products as a file gives them to the command line: `{id: {"values": {…}, "number": …, "item_codes": […]}}`.

`values` are those of a pre-review, `number` the office's, `item_codes` what customers call the product; an ERP knows
all of them.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coo_desktop.bootstrap.given_files import read_json
from coo_desktop.domain.documents import wire
from coo_desktop.domain.documents.document import PRE_REVIEW, Document
from coo_desktop.domain.documents.field_access import text_of
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.forms.kinds import clean
from coo_desktop.domain.hs.codes import OwnProduct
from coo_desktop.domain.matching.match import Match, Wanted
from coo_desktop.domain.matching.matcher import Matcher
from coo_desktop.domain.matching.pairs import Pairs
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.sheets.draft import DraftLine
from coo_desktop.store.record_tools import StoredRecordTools

_KEYS = frozenset({"form", "values", "number", "item_codes"})


@dataclass(frozen=True, slots=True)
class GivenProducts:
    """The products by their ids, and what finds the one of a line."""

    documents: Mapping[str, Document]
    matcher: Matcher

    def match(self, line: DraftLine) -> Match:
        """The product that a line of a draft means."""
        names = (text_of(line.values, part) for part in ("name_en", "name_zh", "hs_code"))
        return self.matcher.match(Wanted(line.item_code, *names))

    def as_json(self, match: Match) -> dict[str, Any]:
        """A match as the report of a line says it."""
        product = self.documents.get(match.product)
        name = text_of(product.values, "name_en") or text_of(product.values, "name_zh") if product else ""
        found = {"product": match.product, "name": name, "rivals": list(match.rivals)}
        return {"certainty": match.certainty, "why": match.ground, **found}

    def entries(self, ids: Collection[str]) -> dict[str, Any]:
        """These products as a document file carries them for its checks."""
        return {name: {"form": PRE_REVIEW, "values": dict(self.documents[name].values)} for name in sorted(ids)}


def given_products(path: Path, book: Rulebook) -> GivenProducts:
    """The products of a file; raises Unreadable naming what is not understood."""
    whole, form = read_json(path), book.form(PRE_REVIEW)
    if not isinstance(whole, dict):
        raise Unreadable(file=path.name, reason='products are {id: {"values": {…}}}')
    documents, own, pairs = dict[str, Document](), list[OwnProduct](), Pairs()
    for name, entry in whole.items():
        if not isinstance(entry, dict) or not isinstance(entry.get("values"), dict) or entry.keys() - _KEYS:
            raise Unreadable(file=path.name, key=name, reason='a product is {"values", "number", "item_codes"}')
        wire.known_values(form, entry["values"])
        values = clean(entry["values"], form.stored)
        number, codes = str(entry.get("number", "")), entry.get("item_codes", [])
        documents[name] = Document(id=name, form=form.id, family=PRE_REVIEW, values=values, stage="approved")
        own.append(_own(documents[name], number))
        for code in codes if isinstance(codes, list) else ():
            pairs = pairs.with_choice(Wanted(item_code=str(code)), name)
    return GivenProducts(documents, Matcher(own, StoredRecordTools(), pairs))


def _own(product: Document, number: str) -> OwnProduct:
    values = product.values
    title, code = text_of(values, "name_zh"), text_of(values, "hs_code")
    sounds = StoredRecordTools().sounds(title)
    return OwnProduct(
        product.id, title, code, text_of(values, "name_en"), sounds, number, text_of(values, "specification")
    )
