"""What a Concern asks of a row; the index of the list tells most rows by their stage, without their bodies."""

from collections.abc import Iterator

from coo_desktop.domain.documents.document import Concern, Query
from coo_desktop.domain.documents.lifecycle import EDITABLE
from coo_desktop.domain.documents.todo import DEPARTURE, EVIDENCE_FIELD, OPEN
from coo_desktop.domain.office.release import DECIDING, FACT, ReleaseState
from coo_desktop.store.database.lists import Statement, listed

_DEPARTURE = f"json_extract(document.\"values\", '$.{DEPARTURE}')"
# Whether one of the examiner's reasons names the field of evidence, whatever else the facts hold.
_ASKS_FOR_EVIDENCE = (
    "EXISTS (SELECT 1 FROM json_tree(document.facts, '$.reasons') AS reason WHERE reason.\"key\" = 'field'"
    f" AND (reason.atom LIKE '{EVIDENCE_FIELD}/%' OR reason.atom = '{EVIDENCE_FIELD}'))"
)
# Whether no step of this desk waits in the outbox that decides about it.
_IS_UNDECIDED = (
    "NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.document = document.id AND outbox.kind = 'request'"
    f" AND outbox.state <> 'refused' AND json_extract(outbox.body, '$.action') IN ({listed(sorted(DECIDING))}))"
)
_HAS_CONFLICTS = "document.id IN (SELECT conflict.document FROM conflict WHERE conflict.resolved = 0)"


def conditions(query: Query) -> Iterator[Statement]:
    """The conditions of the query's concern."""
    match query.concern:
        case Concern.UNSENT:
            yield Statement("+document.stage = 'ready' AND document.delivery = ''")
        case Concern.CONFLICTS:
            yield Statement(f"document.conflicts > 0 AND {_HAS_CONFLICTS}")
        case Concern.DEPARTING:
            yield _stages(OPEN)
            yield Statement(f"{_DEPARTURE} LIKE '____-__-__' AND {_DEPARTURE} <= ?", (query.departs_by,))
        case Concern.UNPRINTED:
            yield Statement("+document.stage = 'approved' AND +document.print_state = 'not_printed'")
        case Concern.EVIDENCE:
            yield Statement(f"+document.stage = 'returned' AND {_ASKS_FOR_EVIDENCE}")
        case Concern.TO_CHECK:
            yield _stages(EDITABLE)
            others = f"document.author <> ? AND {_released('askedBy')} <> ?"
            yield Statement(f"{_released('state')} = '{ReleaseState.ASKED}'")
            yield Statement(f"{others} AND {_IS_UNDECIDED}", (query.person, query.person))
        case Concern.GIVEN_BACK:
            yield _stages(EDITABLE)
            yield Statement(f"{_released('state')} = '{ReleaseState.GIVEN_BACK}'")
            yield Statement(f"{_released('askedBy')} = ? AND {_IS_UNDECIDED}", (query.person,))


def _stages(stages: frozenset[str] | tuple[str, ...]) -> Statement:
    return Statement(f"+document.stage IN ({listed(sorted(stages))})")


def _released(name: str) -> str:
    """A member of what the facts say of a second pair of eyes; see office.release."""
    return f"json_extract(document.facts, '$.{FACT}.{name}')"
