"""How a printer takes a form: the shift, the stretch and the kind of sheet, seen at once on a small page."""

from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFormLayout, QGroupBox, QHBoxLayout, QPushButton, QWidget

from coo_desktop.domain.filling.printing import AS_IT_IS, LEAST_PERCENT, MOST_PERCENT, MOST_SHIFT_MM, Fit
from coo_desktop.environment.words import _

PAGE_MM = QSize(210, 297)
#: The dashed frame on the small page: so far from the paper's edges, whatever the printer does.
FRAME_MM = 10
_SHOWN_HEIGHT = 330


class PageShift(QWidget):
    """A small page as this printer would put it: dashed where things belong, drawn where they would land."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._fit = AS_IT_IS
        self.setFixedSize(_SHOWN_HEIGHT * PAGE_MM.width() // PAGE_MM.height() + 2, _SHOWN_HEIGHT + 2)
        self.setAccessibleName(_("Place of the print on the sheet"))

    def show_image(self, image: QImage) -> None:
        """The page without any shift."""
        self._image = image
        self.update()

    def show_fit(self, fit: Fit) -> None:
        self._fit = fit
        said = _("{right} mm to the right, {down} mm down, {percent} %")
        self.setAccessibleDescription(said.format(right=fit.right_mm, down=fit.down_mm, percent=fit.percent))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        sheet = QRectF(1, 1, self.width() - 2, self.height() - 2)
        mm = sheet.height() / PAGE_MM.height()
        painter.fillRect(sheet, QColor("white"))
        painter.setClipRect(sheet)
        painter.drawImage(self._landed(sheet, mm), self._image)
        painter.setPen(QPen(QColor("#b42318"), 1, Qt.PenStyle.DashLine))
        inset = FRAME_MM * mm
        painter.drawRect(sheet.adjusted(inset, inset, -inset, -inset))
        painter.setClipping(False)
        painter.setPen(self.palette().mid().color())
        painter.drawRect(sheet)
        painter.end()

    def _landed(self, sheet: QRectF, mm: float) -> QRectF:
        scale = float(self._fit.percent) / 100
        moved = sheet.topLeft() + QPointF(float(self._fit.right_mm), float(self._fit.down_mm)) * mm
        return QRectF(moved, sheet.size() * scale)


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
        self.page = PageShift(self)
        self.testing = QPushButton(_("Print the &calibration sheet"), self)
        self.testing.setToolTip(_("A page with rulers: measure where its cross lands, then type the difference here."))
        rows = QFormLayout()
        rows.addRow(_("Sheet"), self.kind)
        for words, box in ((_("To the right"), self.right), (_("Down"), self.down), (_("Scale"), self.percent)):
            rows.addRow(words, box)
        rows.addRow(self.testing)
        line = QHBoxLayout(self)
        line.addLayout(rows, 1)
        line.addWidget(self.page, 0, Qt.AlignmentFlag.AlignTop)
        self.show_fit(AS_IT_IS)
        for box in (self.right, self.down, self.percent):
            box.valueChanged.connect(self._hear)
        self.kind.currentIndexChanged.connect(self._hear)
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
        self.page.show_fit(fit)

    def value(self) -> Fit:
        return Fit(_number(self.right), _number(self.down), _number(self.percent), self.kind.currentData() is True)

    def _hear(self) -> None:
        self.page.show_fit(self.value())
        self.edited.emit()

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
