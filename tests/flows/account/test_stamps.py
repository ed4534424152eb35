"""Seal and signature: filed on the company's page, printed in the declaration on every desk of the company."""

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PySide6.QtGui import QColor

from coo_desktop.domain.filling.printing import COPY, PROOF, Look
from coo_desktop.domain.office.stamps import STAMPS, ElectronicSeals, StampKind
from coo_desktop.environment import words
from coo_desktop.paper.geometry import geometry
from coo_desktop.paper.stamping import declaration
from coo_desktop.views.company.page import CompanyPage
from coo_desktop.views.company.stamps_panel import POLICIES
from coo_desktop.views.shell.pages import PAGES
from tests.backend.process import BackendProcess
from tests.backend.stamp_pictures import jpeg_of, seal_png, signature_png
from tests.console.pages import Visit
from tests.domain.given import PRE_REVIEW, RCEP
from tests.flows.office import approve, approved_product, certificate_of
from tests.flows.reading_back import printed_text
from tests.flows.screen import NETWORK_MS

MM = 25.4 / 72
SEAL, SIGNATURE = StampKind.SEAL, StampKind.SIGNATURE


@pytest.fixture
def backend_process(tmp_path):
    """A backend of this test's own: its office changes its settings."""
    process = BackendProcess(tmp_path / "backend").start()
    yield process
    process.stop()


def take_seals(backend, seals="allowed"):
    """The office's examiner says so on the console."""
    visit = Visit(backend.url, "examiner")
    visit.open("/console/settings")
    assert visit.send("/console/settings", electronic_seals=seals).ok
    visit.close()


def company_page(qtbot, screen) -> CompanyPage:
    page = screen.workplace.show_page(PAGES["company"])
    page.load()
    settled(qtbot, screen, page)
    return page


def settled(qtbot, screen, page):
    qtbot.waitUntil(lambda: not page.is_waiting and screen.session.tasks.is_idle, timeout=NETWORK_MS)


def file_stamp(qtbot, screen, kind, file, width_mm):
    """Chooses a picture, types its width, files it; the page."""
    page = company_page(qtbot, screen)
    panel, row = page.stamps, page.stamps.rows[kind]
    panel.take_file(kind, file)
    qtbot.waitUntil(lambda: row.picture is not None and screen.session.tasks.is_idle, timeout=NETWORK_MS)
    row.width_mm.setFocus()
    row.width_mm.selectAll()
    screen.keys.type(width_mm)
    row.filing.click()
    settled(qtbot, screen, page)
    return page


def pictures(pdf, page=0):
    """(left, top, width, height) in mm of each picture on a page, the largest first."""
    opened = pypdfium2.PdfDocument(pdf)
    sheet = opened[page]
    _width, height = sheet.get_size()
    found = []
    for each in sheet.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE]):
        left, bottom, right, top = each.get_bounds()
        found.append(tuple(round(mm * MM, 1) for mm in (left, height - top, right - left, top - bottom)))
    opened.close()
    return sorted(found, key=lambda each: -each[2])


def certificate(screen, backend):
    """An approved certificate that this desk sent."""
    product = approved_product(screen.clerk, backend, PRE_REVIEW)
    written = screen.clerk.write(certificate_of(RCEP, product), form="rcep_2022")
    screen.clerk.submit(written.id)
    assert screen.clerk.sync().light == "synced"
    approve(backend, written.id)
    screen.clerk.sync()
    return screen.clerk.document(written.id)


def test_an_office_that_takes_no_seals_is_told_and_nothing_can_be_filed(qtbot, screens):
    screen = screens(account="admin")
    page = company_page(qtbot, screen)
    assert page.stamps.policy.text() == words._(POLICIES[ElectronicSeals.NONE])
    assert not any(row.isVisible() for row in page.stamps.rows.values())


def test_seal_and_signature_are_printed_at_their_size_in_the_declaration(
    qtbot, screens, backend_process, desks, tmp_path
):
    take_seals(backend_process)
    seal, signature = tmp_path / "seal.png", tmp_path / "签名.jpg"
    seal.write_bytes(seal_png())
    signature.write_bytes(jpeg_of(signature_png()))
    clerk, admin = screens(account="demo"), screens(account="admin")

    page = file_stamp(qtbot, admin, SEAL, seal, "42")
    shown = page.stamps.sample.pixmap().toImage()
    colours = {QColor(shown.pixel(x, y)).name() for x in range(shown.width()) for y in range(0, shown.height(), 4)}
    assert any(QColor(name).red() > 150 and QColor(name).green() < 90 for name in colours)
    assert "#ffffff" in colours  # what is transparent is the paper's
    assert page.stamps.message.text()
    page = file_stamp(qtbot, clerk, SIGNATURE, signature, "30")
    assert not page.stamps.rows[SEAL].choosing.isEnabled()  # the administrator's
    assert page.stamps.rows[SEAL].state.text() != page.stamps.rows[SIGNATURE].state.text()

    document = certificate(clerk, backend_process)
    admin.clerk.sync()
    company_page(qtbot, admin)  # else with the next renewal of the session, ten minutes later at most
    papers = {
        "clerk": clerk.paper(document),
        "copy": clerk.paper(document, Look(COPY)),
        "colleague": admin.paper(admin.clerk.document(document.id)),
    }
    form = clerk.rules.form("rcep_2022")
    frame = declaration(geometry(form)).frame
    for name, paper in papers.items():
        (x, y, width, height), second = pictures(paper)
        assert (name, width, height) == (name, 42, 42)
        assert 29.5 <= second[2] <= 30.5
        for left, top, across, down in ((x, y, width, height), second):
            assert min(left - frame.x, top - frame.y) >= 0
            assert max(left + across - frame.x - frame.width, top + down - frame.y - frame.height) <= 0
    assert "hereby declares" in printed_text(papers["clerk"], tmp_path)

    visit = Visit(backend_process.url, "examiner")
    there = visit.open(f"/console/documents/{document.id}/paper.pdf")
    assert [each[2:] for each in pictures(there.content)] == [each[2:] for each in pictures(papers["clerk"])]
    visit.close()
    stranger = desks("mingyao")
    assert stranger.store.reader.setting(STAMPS) is None
    stranger.sync()
    assert stranger.store.reader.setting(STAMPS) == {"wanted": "none", "items": []}


def test_a_draft_bears_no_seal_and_neither_does_paper_of_an_office_that_takes_none_any_more(
    qtbot, screens, backend_process, tmp_path
):
    take_seals(backend_process, "required")
    screen = screens(account="admin")
    seal = tmp_path / "seal.png"
    seal.write_bytes(seal_png())
    file_stamp(qtbot, screen, SEAL, seal, "42")
    document = certificate(screen, backend_process)
    assert len(pictures(screen.paper(document))) == 1
    draft = screen.clerk.write(document.values, form="rcep_2022")
    assert pictures(screen.paper(draft, Look(PROOF))) == []
    take_seals(backend_process, "none")
    page = company_page(qtbot, screen)
    assert pictures(screen.paper(document)) == []
    assert not page.stamps.sample.isVisible()


@pytest.mark.parametrize(
    ("name", "content", "width_mm"),
    [
        ("seal.pdf", b"%PDF-1.7 no picture", "42"),
        ("seal.png", b"\x89PNG\r\n\x1a\n" + bytes(99), "42"),
        ("seal.png", seal_png(), "90"),
    ],
)
def test_what_is_no_seal_is_refused_on_the_page_and_nothing_is_sent(
    qtbot, screens, backend_process, tmp_path, name, content, width_mm
):
    take_seals(backend_process)
    screen = screens(account="admin")
    file = tmp_path / name
    file.write_bytes(content)
    page = company_page(qtbot, screen)
    page.stamps.take_file(SEAL, file)
    settled(qtbot, screen, page)
    if page.stamps.rows[SEAL].picture is not None:
        page.stamps.rows[SEAL].width_mm.setText(width_mm)
        page.stamps.rows[SEAL].filing.click()
    assert page.stamps.message.text()
    assert screen.clerk.store.reader.setting(STAMPS)["items"] == []
