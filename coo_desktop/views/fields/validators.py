"""Validators that never swallow text: full-width signs become half-width, what is wrong stays and is told apart.

Qt drops text that a Chinese input method commits when a validator calls it invalid; these only ever say "not yet".
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QValidator

from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.forms.kinds import KINDS, is_blank

UNITS = "utf-16-le"
"""How Qt counts a cursor's place: a 4-byte Han is two steps for it and one for Python."""


class NormalisingValidator(QValidator):
    """Rewrites typed text as its field wants it and calls the rest intermediate, so that nothing typed is lost."""

    def __init__(self, spec: FieldSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spec = spec

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """PySide takes the rewritten text and the cursor from the tuple too."""
        kind, spec = KINDS[self._spec.kind], self._spec
        written = kind.rewritten(text, spec)
        before = _units(text)[: 2 * position].decode(UNITS, "surrogatepass")
        at = len(_units(kind.rewritten(before, spec))) // 2
        value = kind.clean(written, spec)
        wrong = not is_blank(value) and any(True for _ in kind.faults(value, spec))
        state = QValidator.State.Intermediate if wrong else QValidator.State.Acceptable
        return state, written, at


def _units(text: str) -> bytes:
    return text.encode(UNITS, "surrogatepass")
