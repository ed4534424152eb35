"""What follows from the values of a document: its computed fields and the sums of its lines, worked out at once.

It needs the values alone, so that a long document is worked out away from the screen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from coo_desktop.domain.documents.document import Values
from coo_desktop.domain.documents.field_access import Row
from coo_desktop.domain.filling.computed import COMPUTED, NOTHING, Computed
from coo_desktop.domain.filling.line_sums import LINES, LineSums, sums_of
from coo_desktop.domain.forms.form_type import FieldSpec, FormType


@dataclass(frozen=True, slots=True)
class Worked:
    """Text and explanation of each computed field by its id, and what the goods add up to where there are any."""

    texts: Mapping[str, Computed]
    sums: LineSums | None = None

    def of(self, spec: FieldSpec) -> Computed:
        """The text of a computed field, and the sum or reason that gives it."""
        return self.texts.get(spec.id, NOTHING)


def worked_out(form: FormType, specs: Iterable[FieldSpec], values: Values, row: Row | None = None) -> Worked:
    """What these fields follow to: those of a form, or those of one `row` of a document with these values."""
    listed = tuple(specs)
    texts = {spec.id: COMPUTED[spec.compute](form, values, row) for spec in listed if spec.is_computed}
    return Worked(texts, sums_of(values) if any(spec.id == LINES for spec in listed) else None)
