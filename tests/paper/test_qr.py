"""QR codes are read back from what was drawn."""

import pypdfium2
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from coo_desktop.paper import qr
from coo_desktop.paper.page import Sheet


@pytest.mark.parametrize("content", ["https://verify.example/c#" + "a1B2" * 80, "COO 2026 1", "贸促会"])
def test_a_printed_code_reads_back(content: str) -> None:
    sheet = Sheet("QR")
    sheet.qr(150, 15, 30, content)
    document = pypdfium2.PdfDocument(sheet.finish())
    image = document[0].render(scale=300 / 72).to_pil()
    document.close()
    (found,) = zxingcpp.read_barcodes(image)
    assert found.text == content


@given(st.text(alphabet="abcXYZ019:/#-", min_size=1, max_size=200))
def test_no_run_leaves_the_square_or_enters_its_margin(content: str) -> None:
    code = qr.encode(content)
    edge = code.modules - qr.QUIET
    assert all(
        qr.QUIET <= column < column + length <= edge and qr.QUIET <= row < edge for column, row, length in code.runs
    )


def test_a_code_is_one_fill() -> None:
    path = qr.encode("COO 2026 1").path()
    assert path.split().count("f") == 1
    assert path.endswith(" f")
