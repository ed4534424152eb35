"""The origin of a pre-reviewed product under every agreement that has an answer, while it is still being filled in."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from coo_desktop.domain.agreements import Agreement
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.field_access import rows_of
from coo_desktop.domain.filling.assists import Determining, Offer, in_words
from coo_desktop.domain.forms.form_type import Words
from coo_desktop.domain.origin.determination import Determination
from coo_desktop.domain.origin.verdict import Standing

_PROOF = Words(zh_CN="有证明：标为累积", en="Proof is at hand: mark as cumulated")


class Origins(Determining, Protocol):
    """The rulebook: it determines, and knows the agreements."""

    @property
    def agreements(self) -> Iterable[Agreement]: ...


@dataclass(frozen=True, slots=True)
class _Answer:
    """A determination without its agreement's name."""

    standing: Standing
    because: tuple[Words, ...]
    source: str
    verified: bool
    margin: tuple[Words, ...]
    proven: tuple[int, ...]


def product_origins(rules: Origins, product: Document, on: dt.date) -> tuple[Offer, ...]:
    """A card for each answer, what holds first; agreements that answer alike in every word share one. Where a proof of
    origin of some materials would turn it, taking the card marks them as cumulated.

    An agreement is left out while nothing can be asked of it: without a rule, or without an HS code of six digits.
    """
    alike: dict[_Answer, list[Words]] = {}
    for agreement in rules.agreements:
        found = rules.determination(product, agreement.id, "", on)
        if found is not None and (found.criteria or found.qualifies is not None):
            alike.setdefault(_answer(found), []).append(agreement.name)
    cards = (_card(answer, names, product) for answer, names in alike.items())
    return tuple(sorted(cards, key=lambda card: (card.standing.rank, not card.verified)))


def _answer(found: Determination) -> _Answer:
    reasons = (*(reason for criterion in found.criteria for reason in criterion.because), *found.notes)
    return _Answer(
        found.standing,
        tuple(dict.fromkeys(map(in_words, reasons))),
        f"{found.rule.text} ({found.rule.source})" if found.rule is not None else "",
        found.verified,
        tuple(in_words(room) for criterion in found.criteria for room in criterion.rooms),
        found.proven,
    )


def _card(answer: _Answer, names: list[Words], product: Document) -> Offer:
    title = Words(zh_CN="、".join(name.zh_CN for name in names), en=", ".join(name.en for name in names))
    told = (answer.standing, answer.because, answer.source, answer.verified, answer.margin)
    if not answer.proven:
        return Offer({}, title, *told)
    rows = rows_of(product.values, "materials")
    marked = [{**row, "cumulated": True} if at in answer.proven else row for at, row in enumerate(rows)]
    return Offer({"materials": marked}, title, *told, _PROOF)
