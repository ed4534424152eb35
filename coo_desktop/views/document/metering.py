"""How full the paper's boxes are while somebody types: measured away from the screen, shown beside the fields."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from coo_desktop.domain.documents.document import CERTIFICATE, Document, Values
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.filling.printing import BoxFill
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.environment.words import _
from coo_desktop.views.document.checking import Checking
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.fields.sections import Fields
from coo_desktop.views.printing.preview import PreviewPanel
from coo_desktop.views.session import Session


class Metering(QObject):
    """Measures one state at a time and always the newest next; `measured` carries the BoxFills of each."""

    measured = Signal(object)

    def __init__(self, session: Session, form: FormType, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        #: A form without boxes is printed field by field and has room for everything.
        self._has_boxes = form.family == CERTIFICATE and bool(form.paper.get("boxes"))
        self._measured: Document | None = None
        self._next: Document | None = None
        self._is_busy = False
        self.fills: tuple[BoxFill, ...] = ()

    def measure(self, document: Document, values: Values) -> None:
        """Measures the document with these values; the same again costs nothing."""
        wanted = replace(document, values=values)
        if not self._has_boxes or wanted == self._measured:
            return
        self._measured = wanted
        if self._is_busy:
            self._next = wanted
        else:
            self._run(wanted)

    def _run(self, document: Document) -> None:
        self._is_busy, self._next = True, None
        fill = self._session.ports.fill
        self._session.run(self, lambda _task: fill(document), then=self._tell, failed=self._fail)

    def _tell(self, fills: tuple[BoxFill, ...]) -> None:
        self._is_busy = False
        if fills != self.fills:
            self.fills = fills
            self.measured.emit(fills)
        if self._next is not None:
            self._run(self._next)

    def _fail(self, _error: ProgramError) -> None:
        """A picture that is not here yet: the problems say so, and there is nothing to show beside the fields."""
        self._tell(())


class FieldMeters(QObject):
    """The meters of a page: measured with each check of what is typed, shown at the fields and above the preview."""

    def __init__(self, around: Surroundings, fields: Fields, checking: Checking, preview: PreviewPanel) -> None:
        super().__init__(fields)
        self._around, self._fields, self._checking, self._preview = around, fields, checking, preview
        self.metering = Metering(around.session, around.form, self)
        self.metering.measured.connect(self._show)
        checking.found.connect(self._measure)

    def _measure(self) -> None:
        found = self._checking.last
        if found.document is not None:
            self.metering.measure(found.document, found.values)

    def _show(self, fills: Sequence[BoxFill]) -> None:
        show_meters(self._fields, self._around.form.by_id, fills)
        self._preview.show_meters(summary_text(fills))


def show_meters(fields: Fields, specs: Mapping[str, FieldSpec], fills: Iterable[BoxFill], rows_of: str = "") -> None:
    """Shows at each field that holds a text, marks or rows how full its box is; `rows_of` for the parts of a row."""
    listed = tuple(fills)
    for name, box in fields.boxes.items():
        path = f"{rows_of}/{name}" if rows_of else name
        fill = _fullest(each for each in listed if path in each.fields) if _is_metered(specs[name], rows_of) else None
        box.show_meter(short_text(fill) if fill else "", long_text(fill) if fill else "", fill is None or fill.fits)


def short_text(fill: BoxFill) -> str:
    """What stands beside a field."""
    if fill.is_torn:
        return _("number broken over two lines")
    told = _("{used}/{room} lines").format(used=fill.used, room=fill.room)
    return told if fill.fits else _("{lines}, {where}").format(lines=told, where=_where(fill))


def long_text(fill: BoxFill) -> str:
    """The same in a sentence, with the box before it."""
    if fill.fits:
        said = _("On paper {used} of {room} lines are used, counted in the smallest letters.")
    elif fill.is_torn:
        said = _("A number is too long for one line in the smallest letters: it is broken at - or /.")
    elif fill.continues:
        said = _("It takes {used} lines and has {room}: the rest is printed on a continuation sheet.")
    else:
        said = _("It takes {used} lines and has {room}: the rest is printed on an attachment.")
    box = _("Box {box}").format(box=fill.box) if fill.box else ""
    return " · ".join(filter(None, [box, said.format(used=fill.used, room=fill.room)]))


def summary_text(fills: Sequence[BoxFill]) -> str:
    """All numbered boxes in one line, what goes on to other sheets first."""
    named = sorted((each for each in fills if each.box), key=lambda each: each.fits)
    told = [
        _("Box {box}").format(box=each.box) + " " + short_text(each) for each in named if each.used or not each.fits
    ]
    return " · ".join(told)


def _where(fill: BoxFill) -> str:
    return _("continuation sheet") if fill.continues else _("attachment")


def _is_metered(spec: FieldSpec, rows_of: str) -> bool:
    kind = KINDS[spec.kind]
    return kind.multiline if rows_of else kind.prose or kind.multiline or kind.repeats or kind.holds_files


def _fullest(fills: Iterable[BoxFill]) -> BoxFill | None:
    return max(fills, key=lambda each: (not each.fits, each.used / max(each.room, 1)), default=None)
