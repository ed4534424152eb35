"""Validators that never swallow text: full-width signs become half-width, what is wrong stays and is told apart.

Qt drops text that a Chinese input method commits when a validator calls it invalid; these only ever say "not yet".
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QValidator

from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.forms.kinds import KINDS, is_blank
from coo_desktop.domain.language.spelling import latin, storable

#: Kinds whose text is codes and figures: no input method is wanted, letters are capitals.
CODED = frozenset({"code", "hs_code", "integer", "decimal", "date"})


UNITS = "utf-16-le"
"""How Qt counts a cursor's place: a 4-byte Han is two steps for it and one for Python."""


class NormalisingValidator(QValidator):
    """Rewrites typed text as its field wants it and calls the rest intermediate, so that nothing typed is lost."""

    def __init__(self, spec: FieldSpec, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._spec = spec

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """PySide takes the rewritten text and the cursor from the tuple too."""
        written = rewritten(text, self._spec)
        at = len(_units(rewritten(_units(text)[: 2 * position].decode(UNITS, "surrogatepass"), self._spec))) // 2
        value = KINDS[self._spec.kind].clean(written, self._spec)
        wrong = not is_blank(value) and any(True for _ in KINDS[self._spec.kind].faults(value, self._spec))
        state = QValidator.State.Intermediate if wrong else QValidator.State.Acceptable
        return state, written, at


def _units(text: str) -> bytes:
    return text.encode(UNITS, "surrogatepass")


def rewritten(text: str, spec: FieldSpec) -> str:
    """The text as it may stand in the field while it is being typed; blanks at its ends are kept."""
    bare = storable(text)
    if spec.kind in ("integer", "decimal", "hs_code"):
        return latin(bare).replace("。", ".").replace("，", ",")
    if spec.script == "latin" or spec.kind in ("date", "code"):
        return latin(bare)
    return bare
