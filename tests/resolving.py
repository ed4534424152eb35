"""A person at a desk who answers every open conflict of a document, for tests that need no screen."""

from collections.abc import Callable

from coo_desktop.domain.documents.conflict_lines import ConflictLine
from coo_desktop.domain.documents.document import Change, Resolution
from coo_desktop.domain.operations import conflicts
from coo_desktop.domain.ports import Unit


def resolve_by(unit: Unit, document_id: str, choose: Callable[[ConflictLine], Resolution]) -> Change:
    """Decides each line by `choose` and settles; a document without conflicts stays as it is."""
    document = unit.document(document_id)
    assert document is not None
    for line in conflicts.open_lines(unit, unit.rules, document):
        conflicts.decide(unit, document_id, line.path, line.decided(choose(line)))
    return conflicts.settle(unit, document_id)


def resolve_all(unit: Unit, document_id: str, answer: Resolution) -> Change:
    """The same answer to all."""
    return resolve_by(unit, document_id, lambda _line: answer)
