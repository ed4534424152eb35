"""The dossier of an approved certificate, saved from the list and from its page: paper, product and all evidence."""

import io
import json
import zipfile

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from coo_desktop.views.lists.page import ListPage
from tests.domain.given import PRE_REVIEW, RCEP, values_of
from tests.flows.keyboard import CONTROL, Key
from tests.flows.office import approve, certificate_of


def picture(height):
    target = io.BytesIO()
    Image.new("RGB", (8, height)).save(target, "PNG")
    return target.getvalue()


def with_file(clerk, name):
    """A file of this desk as a row of evidence."""
    kept = clerk.store.blobs.take_bytes(picture(len(name)), name, "image/png")
    with clerk.store.unit() as unit:
        unit.put_evidence(kept)
    return {"id": kept.id, "evidence": kept.id, "sha256": kept.sha256, "name": name, "mime": kept.mime}


def sent_and_approved(clerk, backend, document_id):
    clerk.submit(document_id)
    clerk.sync()
    clerk.sync()
    approve(backend, document_id)
    clerk.sync()
    return clerk.document(document_id)


@pytest.fixture
def screen(screens):
    return screens(RCEP)


@pytest.fixture
def certificate(screen, backend_process):
    """An approved certificate with evidence of its own and of its product."""
    clerk = screen.clerk
    product = clerk.write(values_of(PRE_REVIEW, evidence=[with_file(clerk, "cost.png")]), form="pre_review")
    product = sent_and_approved(clerk, backend_process, product.id)
    values = {**certificate_of(RCEP, product), "evidence": [with_file(clerk, "invoice.png")]}
    return sent_and_approved(clerk, backend_process, clerk.write(values, form="rcep_2022").id)


def save_as(qtbot, screen, place):
    """Types a place into the file dialog that is open, and takes it."""
    found = []

    def look():
        found[:] = [each for each in screen.window.findChildren(QFileDialog) if each.isVisible()]
        return bool(found)

    qtbot.waitUntil(look)
    line = found[0].findChild(QLineEdit)
    line.setText(str(place))
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(place.exists, timeout=20_000)
    qtbot.waitUntil(lambda: screen.session.tasks.is_idle)


def holds_everything(place, certificate):
    with zipfile.ZipFile(place) as archive:
        names, told = archive.namelist(), json.loads(archive.read("contents.json"))
        papers = [archive.read(name) for name in names if name.endswith(".pdf")]
    number = certificate.facts["number"]
    assert told["number"] == number
    assert [each["what"] for each in told["contents"]] == ["certificate", "evidence", "pre_review", "evidence"]
    assert not any("missing" in each for each in told["contents"])
    assert f"certificate {number}.pdf" in names
    assert [name for name in names if name.endswith(("invoice.png", "cost.png"))]
    assert len(papers) == 2
    assert all(paper.startswith(b"%PDF") for paper in papers)
    return True


def test_the_dossier_is_saved_from_the_page_of_an_approved_certificate(qtbot, screen, certificate, tmp_path):
    screen.workplace.open(certificate.id)
    page = screen.page
    assert page.header.buttons["dossier"].isVisible()
    page.header.buttons["dossier"].click()
    place = tmp_path / "from page.zip"
    save_as(qtbot, screen, place)
    assert holds_everything(place, certificate)
    qtbot.waitUntil(lambda: any(place.name in text for text in page.header.notices.texts()))


def test_the_dossier_is_saved_from_the_list_for_issued_certificates_alone(qtbot, screen, certificate, tmp_path):
    draft = screen.clerk.write(certificate_of(RCEP, certificate), form="rcep_2022")
    screen.keys.press(Key.Key_2, CONTROL)
    (listed,) = (page for page in screen.window.findChildren(ListPage) if page.isVisible())
    listed.refresh()
    action = listed.bar.actions_by_name["dossier"]
    listed.choose(draft.id)
    assert not action.isEnabled()
    listed.choose(certificate.id)
    assert action.isEnabled()
    action.trigger()
    place = tmp_path / "from list.zip"
    save_as(qtbot, screen, place)
    assert holds_everything(place, certificate)
    qtbot.waitUntil(lambda: any(place.name in text for text in screen.window.notices.texts()))


def test_a_draft_has_no_dossier_on_its_page(screen, certificate):
    page = screen.open(screen.clerk.write(certificate_of(RCEP, certificate), form="rcep_2022").id)
    assert not page.header.buttons["dossier"].isVisible()
