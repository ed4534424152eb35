"""How a file was read, where it can be read otherwise: its pages, its encodings by a sample, columns left over."""

from collections.abc import Mapping
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QRadioButton, QWidget

from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.operations.imports.record_import import TableChoice, TableSource
from coo_desktop.environment.words import _
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label
from coo_desktop.views.words.tables import ENCODINGS

_MOST_COLUMNS, _IN_A_ROW = 9, 3
_SAMPLE_LETTERS = 70


class SourceChoices(QWidget):
    """`chosen` carries the TableChoice by which the file is to be read again."""

    chosen = Signal(TableChoice)

    def __init__(self, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._choice = TableChoice()
        self.pages = QComboBox(self)
        self.pages.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.encodings = QWidget(self)
        self.readings: list[QRadioButton] = []
        self.columns: dict[int, QComboBox] = {}
        self._question = Label("", self, wraps=True)
        self._leftover = QWidget(self)
        self._pages_label = Label(_("Sh&eet:"), self)
        self._pages_label.setBuddy(self.pages)
        beneath(self.encodings, self._question, margins=False)
        self._grid = QGridLayout(self._leftover)
        self._grid.setContentsMargins(0, 0, 0, 0)
        beneath(self, beside(self._pages_label, self.pages, None), self.encodings, self._leftover, margins=False)
        self.pages.activated.connect(lambda at: self.chosen.emit(TableChoice(self._choice.encoding, at)))

    def show_source(self, source: TableSource | None) -> None:
        """Shows what can be chosen; nothing where the file can be read in one way only. Who chose by keys goes on."""
        was_reading = any(button.hasFocus() for button in self.readings)
        was_column = next((column for column, box in self.columns.items() if box.hasFocus()), None)
        self._choice = source.choice if source is not None else TableChoice()
        self._show_pages(source)
        self._show_readings(source)
        self._show_columns(source)
        self.setVisible(any(not part.isHidden() for part in (self.pages, self.encodings, self._leftover)))
        if was_reading and self.readings:
            next((one for one in self.readings if one.isChecked()), self.readings[0]).setFocus()
        elif was_column in self.columns:
            self.columns[was_column].setFocus()

    def focus_question(self) -> None:
        """To the first of the answers that are missing."""
        self.readings[0].setFocus()

    def _show_pages(self, source: TableSource | None) -> None:
        pages = source.pages if source is not None else ()
        self.pages.clear()
        self.pages.addItems(pages)
        self.pages.setCurrentIndex(self._choice.page or 0)
        for part in (self.pages, self._pages_label):
            part.setVisible(len(pages) > 1)

    def _show_readings(self, source: TableSource | None) -> None:
        for button in self.readings:
            button.deleteLater()
        readings = source.readings if source is not None else ()
        self.readings = []
        group = QButtonGroup(self.encodings)
        layout = self.encodings.layout()
        assert layout is not None
        for reading in readings if len(readings) > 1 else ():
            assert reading.encoding is not None
            words = f"{_(ENCODINGS[reading.encoding])}:  {reading.sample[:_SAMPLE_LETTERS]}"
            button = QRadioButton(words.replace("&", "&&"), self.encodings)
            button.setChecked(reading.encoding is self._choice.encoding)
            choice = replace(self._choice, encoding=reading.encoding)
            button.clicked.connect(lambda _checked=False, choice=choice: self.chosen.emit(choice))
            group.addButton(button)
            layout.addWidget(button)
            button.show()
            self.readings.append(button)
        self._question.setText(
            _("The file does not say in which encoding it is written. Which of these lines is right?")
            if source is not None and source.in_doubt
            else _("The file does not say in which encoding it is written. It was read in this one:")
        )
        self.encodings.setVisible(bool(self.readings))

    def _show_columns(self, source: TableSource | None) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self.columns = {}
        leftover: Mapping[int, str] = source.unknown if source is not None and source.open else {}
        for place, (column, title) in enumerate([*leftover.items()][:_MOST_COLUMNS]):
            assert source is not None
            box = self._box(column, source.open)
            label = Label(_("Column “{title}”:").format(title=title), self._leftover)
            label.setBuddy(box)
            box.setAccessibleName(label.text())
            row, at = divmod(place, _IN_A_ROW)
            self._grid.addWidget(label, row, 2 * at)
            self._grid.addWidget(box, row, 2 * at + 1)
            box.show()
            self.columns[column] = box
        self._grid.setColumnStretch(2 * _IN_A_ROW, 1)
        self._leftover.setVisible(bool(self.columns))

    def _box(self, column: int, fields: tuple[FieldSpec, ...]) -> QComboBox:
        box = QComboBox(self._leftover)
        box.addItem(_("Passed over"), "")
        for spec in fields:
            box.addItem(spec.label.in_(self._language), spec.id)
        box.setCurrentIndex(max(0, box.findData(self._choice.columns.get(column, ""))))
        box.activated.connect(lambda _at: self._give(column, str(box.currentData())))
        return box

    def _give(self, column: int, field: str) -> None:
        """A field is held by one column: the one that it was given to last."""
        others = {at: name for at, name in self._choice.columns.items() if at != column and name != field}
        self.chosen.emit(replace(self._choice, columns={**others, column: field} if field else others))
