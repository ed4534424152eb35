"""What the context of a check asks of an open unit: the company's documents as the unit left them."""

import dataclasses
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from coo_desktop.domain.context import InvoiceUse
from coo_desktop.domain.documents.document import Company, Document, Person
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.rulebook import Rulebook


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """Implements `Facts`. `living` finds documents by their ids; `users` (document id, invoice key) of those keys."""

    filed: Company
    acting: Person
    rules: Rulebook
    living: Callable[[Collection[str]], Mapping[str, Document]]
    users: Callable[[Collection[str]], Iterable[tuple[str, str]]]

    def company(self) -> Company:
        return self.filed

    def person(self) -> Person:
        return self.acting

    def documents(self, ids: Collection[str]) -> Mapping[str, Document]:
        """As the checks see them: without the marks of storing, which differ from one try of a request to the next."""
        found = self.living(ids).items()
        return {each: dataclasses.replace(one, rev=None, created_at="", updated_at="") for each, one in found}

    def invoice_uses(self, keys: Collection[str]) -> Sequence[InvoiceUse]:
        """Drafts count: the company sees them on its own screens, and who sends second is told there as here."""
        taken = sorted(self.users(keys))
        users = self.living({each for each, _ in taken})
        labels = {each: self._label(document) for each, document in users.items()}
        return [
            InvoiceUse(key, each, labels[each], str(users[each].links.get("amends") or ""))
            for each, key in taken
            if each in users
        ]

    def _label(self, document: Document) -> str:
        columns = summary(self.rules.form(document.form), document)
        return columns["number"] or columns["title"]
