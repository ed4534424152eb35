"""How many rows a document may bring: what the contract says, told at the field (`coo_desktop.contract.documents`).

Far fewer may be sent to an examiner: the form says how many, and the checks count them. A draft keeps more, as a person
typed or pasted them, up to what can be checked while others wait.
"""

from coo_backend.runtime.refusals import incomplete
from coo_desktop.contract.documents import MOST_ROWS, ROWS_OF_SUBMISSION
from coo_desktop.domain.checks.problems import Finding, problems
from coo_desktop.domain.documents import wire
from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.rulebook import Rulebook


def check(rules: Rulebook, form: FormType, values: Values, known: Document | None) -> None:
    """Refuses too long fields of a body's values; a field that was stored longer once may stay so, and not grow.

    Lists inside rows and in fields of a newer program are bounded alike.
    """
    fields = {spec.wire_name: spec.id for spec in form.stored.values()}
    stored = wire.to_wire(form, known.values, known.extra) if known is not None else {}
    found = []
    for name, value in values.items():
        count = _longest(value)
        if count > MOST_ROWS and count > _longest(stored.get(name)):
            told = {"limit": MOST_ROWS, "count": count} | ({} if name in fields else {"label": name})
            found.append(Finding("too_many_rows", fields.get(name, name), facts=told))
    if found:
        raise incomplete(problems(form, {}, found, rules.words))


def together(path: str, body: object) -> int:
    """The rows that an item of a batch brings to be checked; of a field with too many, which is refused, none."""
    if path.endswith("/submit"):
        return ROWS_OF_SUBMISSION
    values = body.get("values") if isinstance(body, dict) else None
    counts = (len(value) for value in (values.values() if isinstance(values, dict) else ()) if isinstance(value, list))
    return sum(count for count in counts if count <= MOST_ROWS)


def _longest(value: object) -> int:
    """The length of the longest list in a value."""
    if isinstance(value, dict):
        return max(map(_longest, value.values()), default=0)
    return max(len(value), max(map(_longest, value), default=0)) if isinstance(value, list) else 0
