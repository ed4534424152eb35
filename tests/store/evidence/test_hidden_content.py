"""A file is refused for what it carries beside what it shows, and an honest one of the same make is taken."""

import io

import pytest
from PIL import Image

from coo_desktop.domain.errors import Unreadable
from coo_desktop.store.evidence import evidence_check
from coo_desktop.store.evidence.evidence_check import pdf_fault, picture_fault
from tests.store import hostile

ARCHIVE = b"PK\x03\x04" + b"x" * 500
RUNS = b"/OpenAction << /S /J#61vaScript /J#53 (app.alert\\(1\\)) >>"
STARTS = b"/OpenAction << /S /Launch /F (calc.exe) >>"
ATTACHES = b"/Names << /Note << /Subtype /FileAttachment >> >>"


def progressive() -> bytes:
    """A JPEG of several scans with restarts, as some scanners make it."""
    target = io.BytesIO()
    noise = Image.effect_noise((300, 200), 90)
    noise.save(target, "JPEG", quality=95, progressive=True, restart_marker_blocks=2)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (hostile.jpeg() + ARCHIVE, "appended"),
        (progressive() + b"\0" * 9 + hostile.jpeg() + ARCHIVE, "appended"),
        (hostile.png() + ARCHIVE, "appended"),
        (hostile.jpeg(), ""),
        (progressive(), ""),
        (progressive() + hostile.jpeg() + b"\0" * 9, ""),  # the small picture that phones put behind the large one
        (hostile.png() + b"\0" * 9, ""),
    ],
)
def test_a_picture_ends_where_it_ends(content, fault):
    assert picture_fault(content) == fault


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (hostile.pdf_with(RUNS), "active"),
        (hostile.pdf_with(STARTS), "active"),
        (hostile.pdf_with(b"/AcroForm << /XFA (x) >>"), "active"),
        (hostile.pdf_with(ATTACHES), "carries_files"),
        (hostile.pdf_holding("setup.exe"), "carries_files"),
        (hostile.pdf() + ARCHIVE * 3, "appended"),
        (hostile.pdf_with(b""), ""),  # the same words in its title and nothing else
        (hostile.pdf_holding("invoice.XML"), ""),
        (hostile.pdf() + b"\r\n" * 900, ""),
    ],
)
def test_a_pdf_is_pages_and_nothing_else(content, fault):
    assert pdf_fault(content) == fault


def test_such_files_are_refused_where_files_are_taken_in():
    for content, name in ((hostile.jpeg() + ARCHIVE, "a.jpg"), (hostile.pdf_with(RUNS), "a.pdf")):
        with pytest.raises(Unreadable):
            evidence_check.demand_fit(content, name, "")
