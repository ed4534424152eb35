"""Two people changed one field: both texts side by side, and a choice that is kept."""

from functools import partial

from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from coo_desktop.domain.documents.document import Conflict
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.operations import conflicts
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.fields.cells import value_text
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.widgets.style import Label, heading

THEIRS = 3


class ConflictsBar(QFrame):
    """A line for each conflict of the document: what it was, mine, theirs, and which to keep."""

    def __init__(self, around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        self._around = around
        self._column = QVBoxLayout(self)
        self._content: QWidget | None = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setVisible(False)

    def show_conflicts(self, conflicts: tuple[Conflict, ...]) -> None:
        """Draws the conflicts that are left; none hides the bar."""
        if self._content is not None:
            self._column.removeWidget(self._content)
            self._content.setVisible(False)
            self._content.deleteLater()
            self._content = None
        if conflicts:
            self._content = self._drawn(conflicts)
            self._column.addWidget(self._content)
        self.setVisible(bool(conflicts))

    def _drawn(self, conflicts: tuple[Conflict, ...]) -> QWidget:
        content = QWidget(self)
        grid = QGridLayout(content)
        grid.setContentsMargins(0, 0, 0, 0)
        count = len(conflicts)
        said = ngettext(
            "{count} field was changed here and elsewhere. Choose what is kept.",
            "{count} fields were changed here and elsewhere. Choose what is kept.",
            count,
        )
        grid.addWidget(heading(said.format(count=count), content), 0, 0, 1, 6)
        for column, word in enumerate((_("Field"), _("Before"), _("Mine"), _("Theirs"))):
            grid.addWidget(Label(word, content), 1, column)
        for row, conflict in enumerate(conflicts, 2):
            self._draw(conflict, grid, row, content)
        return content

    def _draw(self, conflict: Conflict, grid: QGridLayout, row: int, content: QWidget) -> None:
        spec = spec_at(self._around.form, conflict.path)
        label = spec.label.in_(self._around.session.language) if spec else conflict.path
        grid.addWidget(Label(label, content), row, 0)
        for column, value in enumerate((conflict.base, conflict.mine, conflict.theirs), 1):
            text = _shown(spec, value, self._around)
            if column == THEIRS and conflict.theirs_by:
                text = _("{text} ({name})").format(text=text, name=self._around.session.name_of(conflict.theirs_by))
            grid.addWidget(Label(text, content, wraps=True).selectable(), row, column)
            grid.setColumnStretch(column, 1)
        for column, (word, mine) in enumerate(((_("Keep mine"), True), (_("Keep theirs"), False)), 4):
            button = QPushButton(word, content)
            button.setAccessibleName(f"{word}: {label}")
            button.clicked.connect(partial(self._choose, conflict, mine))
            grid.addWidget(button, row, column)

    def _choose(self, conflict: Conflict, mine: bool, _on: bool = False) -> None:
        self._around.session.do(self, conflicts.resolve, conflict.document, conflict.id, mine)


def spec_at(form: FormType, path: str) -> FieldSpec | None:
    """The field, or the part of a row, that a path `field` or `field/row id/part` names."""
    name, _row, part = (*path.split("/"), "", "")[:3]
    spec = form.by_id.get(name)
    return spec.item_type.by_id.get(part, spec) if spec and spec.item_type and part else spec


def _shown(spec: FieldSpec | None, value: object, around: Surroundings) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, dict) and (spec is None or spec.item_type is not None):
        return ", ".join(str(part) for name, part in value.items() if name != "id" and part)
    return value_text(spec, value, around) if spec else str(value)
