"""What was asked of a context, and what it said: whoever remembers a finding remembers this with it.

What was found holds in any context of the same facts that answers the same; so nobody has to tell of a change, and none
is missed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from coo_desktop.domain.context import Context
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.origin.determination import Determination

Key = TypeVar("Key")
Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Asked:
    """What one run asked the context, and what it was told; each question is asked once."""

    products: dict[str, Document | None] = field(default_factory=dict)
    originals: dict[str, Document | None] = field(default_factory=dict)
    unprintable: dict[str, str] = field(default_factory=dict)
    invoices: dict[str, str] = field(default_factory=dict)
    codes: dict[str, bool | None] = field(default_factory=dict)
    origins: dict[tuple[str, str, str], tuple[Document, Determination | None]] = field(default_factory=dict)

    def listening(self, context: Context) -> Context:
        """The context, whose answers are remembered here."""

        def determine(product: Document, agreement: str, importer: str) -> Determination | None:
            key = (product.id, agreement, importer)
            if key not in self.origins:
                self.origins[key] = (product, context.determine(product, agreement, importer))
            return self.origins[key][1]

        return replace(
            context,
            product=_once(self.products, context.product),
            original=_once(self.originals, context.original),
            unprintable=_once(self.unprintable, context.unprintable),
            invoice_used=_once(self.invoices, context.invoice_used),
            hs_current=_once(self.codes, context.hs_current),
            determine=determine,
        )

    def holds(self, context: Context) -> bool:
        """Whether another context says the same to every question."""
        pairs: tuple[tuple[Mapping[Any, Any], Callable[[Any], Any]], ...] = (
            (self.products, context.product),
            (self.originals, context.original),
            (self.unprintable, context.unprintable),
            (self.invoices, context.invoice_used),
            (self.codes, context.hs_current),
        )
        for told, ask in pairs:
            for question, said in told.items():
                now = ask(question)
                if now is not said and now != said:
                    return False
        for (_, agreement, importer), (product, said) in self.origins.items():
            now = context.determine(product, agreement, importer)
            if now is not said and now != said:
                return False
        return True


def facts_of(context: Context) -> tuple[object, ...]:
    """What a context says without being asked."""
    return (context.today, context.company, context.person, dict(context.links))


def _once(told: dict[Key, Said], ask: Callable[[Key], Said]) -> Callable[[Key], Said]:
    def answer(question: Key) -> Said:
        if question not in told:
            told[question] = ask(question)
        return told[question]

    return answer
