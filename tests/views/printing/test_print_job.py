"""Pages on a printer at their own size and place, or whole in a file."""

from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.filling.printing import Fit
from coo_desktop.paper.calibration import CROSS_MM, calibration_sheet
from coo_desktop.views.printing.print_job import PrintJob, PrintTarget, sheets_of
from coo_desktop.views.tasks import Tasks
from tests.paper.reading import by_pdfium
from tests.small_disk import SmallDisk

DPI = 300


@pytest.fixture
def tasks(qtbot):
    made = Tasks()
    yield made
    made.close()


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def to_printer(tasks: Tasks, sheets: list, window: QWidget, file: Path) -> PrintJob:
    """A job on Qt's own PDF printer, which stands for a real one: it gets pictures, as a real one does."""
    job = PrintJob(tasks, sheets, PrintTarget("a printer"), window)
    job.printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    job.printer.setOutputFileName(str(file))
    job.printer.setResolution(DPI)
    return job


def cross_mm(pdf: Path) -> tuple[float, float]:
    """Where the rulers of a calibration sheet cross: the darkest column and row near the upper left corner."""
    opened = pypdfium2.PdfDocument(pdf)
    page = opened[0].render(scale=DPI / 72).to_pil().convert("L")
    opened.close()
    mm = DPI / 25.4
    start, end = int((CROSS_MM - 6) * mm), int((CROSS_MM + 6) * mm)
    wide, tall = end - start, end - start
    columns = page.crop((start, int(60 * mm), end, int(250 * mm))).resize((wide, 1), Image.Resampling.BOX)
    rows = page.crop((int(60 * mm), start, int(190 * mm), end)).resize((1, tall), Image.Resampling.BOX)
    darkest = [list(strip.tobytes()).index(min(strip.tobytes())) for strip in (columns, rows)]
    return (start + darkest[0] + 0.5) / mm, (start + darkest[1] + 0.5) / mm


@pytest.mark.parametrize(("right", "down"), [("0", "0"), ("2.5", "-1.5"), ("-3", "4")])
def test_a_shift_moves_the_print_by_that_much(qtbot, tasks, window, tmp_path, right, down):
    sheets = sheets_of(calibration_sheet("T", (), Fit(Decimal(right), Decimal(down))))
    job = to_printer(tasks, sheets, window, tmp_path / "out.pdf")
    with qtbot.waitSignal(job.printed):
        job.draw()
    expected = (CROSS_MM + float(right), CROSS_MM + float(down))
    assert cross_mm(tmp_path / "out.pdf") == pytest.approx(expected, abs=0.2)


def test_a_page_has_the_papers_own_size(qtbot, tasks, window, tmp_path):
    job = to_printer(tasks, sheets_of(calibration_sheet("T", ())) * 2, window, tmp_path / "out.pdf")
    with qtbot.waitSignal(job.printed):
        job.draw()
    opened = pypdfium2.PdfDocument(tmp_path / "out.pdf")
    assert [tuple(map(round, opened.get_page_size(number))) for number in range(len(opened))] == [(595, 842)] * 2
    opened.close()


def test_a_file_keeps_its_text_and_the_order_of_its_pages(qtbot, tasks, window, tmp_path):
    sheets = sheets_of(calibration_sheet("第一", ())) + sheets_of(calibration_sheet("第二", ())) * 2
    job = PrintJob(tasks, sheets, PrintTarget(file=str(tmp_path / "out.pdf")), window)
    with qtbot.waitSignal(job.printed):
        job.start()
    text = by_pdfium((tmp_path / "out.pdf").read_bytes())
    assert text.index("第一") < text.index("第二")
    assert text.count("第二") == 2


def test_a_printer_that_does_not_take_the_pages_is_told(qtbot, tasks, window, tmp_path):
    job = to_printer(tasks, sheets_of(calibration_sheet("T", ())), window, tmp_path / "no folder" / "out.pdf")
    with qtbot.waitSignal(job.failed) as failed:
        job.draw()
    assert failed.args[0].facts["why"] == "printer"


def test_a_file_that_cannot_be_written_is_told(qtbot, tasks, window, tmp_path):
    job = PrintJob(
        tasks, sheets_of(calibration_sheet("T", ())), PrintTarget(file=str(tmp_path / "no" / "out.pdf")), window
    )
    with qtbot.waitSignal(job.failed) as failed:
        job.start()
    assert failed.args[0].facts["why"] == "pdf_file"


def test_pages_that_are_not_there_are_left_out(tasks):
    pdf = calibration_sheet("T", ())
    assert [sheet.number for sheet in sheets_of(pdf, (1, 2))] == [0]


def test_a_file_that_finds_no_room_is_told_as_that(qtbot, tasks, window, tmp_path):
    disk = SmallDisk(tmp_path / "disk", "1m")
    try:
        disk.fill()
        file = disk.folder / "out.pdf"
        job = PrintJob(tasks, sheets_of(calibration_sheet("T", ())), PrintTarget(file=str(file)), window)
        with qtbot.waitSignal(job.failed) as failed:
            job.start()
        assert (failed.args[0].facts["why"], list(disk.folder.glob("out*"))) == ("pdf_full", [])
    finally:
        disk.end()
