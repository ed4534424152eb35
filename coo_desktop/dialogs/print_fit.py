"""How a printer takes a form: the shift, the stretch and the kind of sheet."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QGroupBox, QPushButton, QWidget

from coo_desktop.domain.filling.printing import AS_IT_IS, LEAST_PERCENT, MOST_PERCENT, MOST_SHIFT_MM, Fit
from coo_desktop.environment.words import _


class FitPanel(QGroupBox):
    """Answers with a Fit; `edited` with every change, `sheet_wanted` for the page with rulers."""

    edited = Signal()
    sheet_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("Place on the sheet"), parent)
        self.kind = QComboBox(self)
        self.kind.addItem(_("Blank paper: print the whole form"), False)
        self.kind.addItem(_("Pre-printed form: print the text only"), True)
        self.kind.setAccessibleName(_("Sheet in the printer"))
        self.right = self._box(_("To the right"), MOST_SHIFT_MM, "mm")
        self.down = self._box(_("Down"), MOST_SHIFT_MM, "mm")
        self.percent = self._box(_("Scale"), MOST_PERCENT, "%")
        self.percent.setRange(float(LEAST_PERCENT), float(MOST_PERCENT))
        self.percent.setSingleStep(0.05)
        self.testing = QPushButton(_("Print the &calibration sheet"), self)
        self.testing.setToolTip(_("A page with rulers: measure where its cross lands, then type the difference here."))
        rows = QFormLayout(self)
        rows.addRow(_("Sheet"), self.kind)
        for words, box in ((_("To the right"), self.right), (_("Down"), self.down), (_("Scale"), self.percent)):
            rows.addRow(words, box)
        rows.addRow(self.testing)
        self.show_fit(AS_IT_IS)
        for box in (self.right, self.down, self.percent):
            box.valueChanged.connect(lambda _value: self.edited.emit())
        self.kind.currentIndexChanged.connect(lambda _at: self.edited.emit())
        self.testing.clicked.connect(self.sheet_wanted)

    def show_fit(self, fit: Fit) -> None:
        """What is kept for the printer that was chosen."""
        boxes = ((self.right, fit.right_mm), (self.down, fit.down_mm), (self.percent, fit.percent))
        for box, number in boxes:
            was = box.blockSignals(True)
            box.setValue(float(number))
            box.blockSignals(was)
        was = self.kind.blockSignals(True)
        self.kind.setCurrentIndex(int(fit.overprint))
        self.kind.blockSignals(was)

    def value(self) -> Fit:
        return Fit(_number(self.right), _number(self.down), _number(self.percent), self.kind.currentData() is True)

    def _box(self, name: str, most: Decimal, unit: str) -> QDoubleSpinBox:
        box = QDoubleSpinBox(self)
        box.setDecimals(2 if unit == "%" else 1)
        box.setRange(-float(most), float(most))
        box.setSingleStep(0.1)
        box.setSuffix(f" {unit}")
        box.setAccessibleName(name)
        return box


def _number(box: QDoubleSpinBox) -> Decimal:
    """What the box shows, exactly: its number is a float, its digits are not."""
    return Decimal(f"{box.value():.{box.decimals()}f}").normalize() + Decimal(0)
