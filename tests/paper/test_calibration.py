"""The calibration sheet has its marks at their places, moved by the fit alone."""

from decimal import Decimal

import pytest

from coo_desktop.domain.filling.printing import Fit
from coo_desktop.paper.calibration import CROSS_MM, calibration_sheet
from tests.paper.printing import characters, page_count
from tests.paper.reading import by_pdfium, ink


def test_the_sheet_says_what_to_do_in_any_language() -> None:
    made = calibration_sheet("打印校准页", ("用尺量十字到纸边的距离。", "Measure to the cross."))
    assert page_count(made) == 1
    assert ink("用尺量十字到纸边的距离。") in ink(by_pdfium(made))
    assert ink("Measure to the cross.") in ink(by_pdfium(made))


def test_every_centimetre_is_named_before_its_line() -> None:
    made = calibration_sheet("T", ())
    assert {str(n) for n in range(10, 201, 10)} <= set(by_pdfium(made).split())
    left = [spot for character, spot in characters(made) if character == "2" and spot.x < 10 and 18 < spot.y < 22]
    assert len(left) == 1
    assert CROSS_MM == 20


@pytest.mark.parametrize("fit", [Fit(Decimal("2.5"), Decimal("-1")), Fit(Decimal(0), Decimal(3), Decimal(99))])
def test_a_fit_moves_the_marks(fit: Fit) -> None:
    before, after = characters(calibration_sheet("T", ())), characters(calibration_sheet("T", (), fit))
    scale = float(fit.percent) / 100
    for (_, old), (_, new) in zip(before, after, strict=True):
        expected = (old.x * scale + float(fit.right_mm), old.y * scale + float(fit.down_mm))
        assert (new.x, new.y) == pytest.approx(expected, abs=0.05)
