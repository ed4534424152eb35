"""What a desk keeps of the company's seal and signatures: fetched once, taken away with the filing, never of others."""

import pytest
from PIL import Image

from coo_desktop.domain.errors import Refused, Untrusted
from coo_desktop.domain.office.stamps import (
    STAMPS,
    ElectronicSeals,
    StampKind,
    StampPicture,
    content_setting,
    from_parts,
    stamps_of,
)
from coo_desktop.sync.api import stamps
from tests.backend.stamp_pictures import SEAL_MM, seal_png
from tests.console.pages import Visit

PICTURE = StampPicture(seal_png(200), "image/png", 200, 200)


def take_seals(backend, seals):
    visit = Visit(backend.url, "examiner")
    visit.open("/console/settings")
    assert visit.send("/console/settings", electronic_seals=seals).ok
    visit.close()


@pytest.fixture
def desk(desks, backend_process):
    take_seals(backend_process, "allowed")
    admin = desks("admin")
    yield admin
    admin.office.stamps.remove(StampKind.SEAL)
    take_seals(backend_process, "none")


def kept(desk):
    return stamps_of(desk.store.reader.setting(STAMPS))


def test_every_desk_of_the_company_gets_the_picture_with_its_first_pass(desk, desks):
    desk.office.stamps.put(StampKind.SEAL, PICTURE, SEAL_MM)
    colleague = desks("demo")
    assert colleague.store.reader.setting(STAMPS) is None
    colleague.sync()
    filed = kept(colleague)
    assert (filed.wanted, filed.seal.width_mm, filed.seal.changed_by) == (ElectronicSeals.ALLOWED, SEAL_MM, "admin")
    content = from_parts(colleague.store.reader.setting(content_setting(filed.seal.sha256)))
    assert content == PICTURE.content

    desk.office.stamps.remove(StampKind.SEAL)
    colleague.office.company()
    assert kept(colleague).seal is None
    assert from_parts(colleague.store.reader.setting(content_setting(filed.seal.sha256))) == b""


def test_a_picture_is_fetched_once(desk, chaos, backend_process):
    desk.office.stamps.put(StampKind.SEAL, PICTURE, SEAL_MM)
    desk.move(chaos.url)
    for _ in range(3):
        desk.office.company()
    assert len(chaos.seen("/v1/company/stamps/")) == 1
    desk.move(backend_process.url)


def test_other_bytes_than_were_asked_for_are_not_believed(desk, monkeypatch):
    desk.office.stamps.put(StampKind.SEAL, PICTURE, SEAL_MM)
    monkeypatch.setattr(stamps, "from_parts", lambda _parts: b"another picture")
    with pytest.raises(Untrusted):
        desk.office.company()
    assert kept(desk).seal is None


def test_what_the_office_refuses_is_told(desk, desks, backend_process, tmp_path):
    file = tmp_path / "seal.png"
    Image.new("RGB", (300, 300), "red").save(file)
    picture = desk.office.stamps.read_picture(file)
    with pytest.raises(Refused) as caught:
        desks("demo").office.stamps.put(StampKind.SEAL, picture, SEAL_MM)
    assert caught.value.facts["why"] == "forbidden"
    take_seals(backend_process, "none")
    with pytest.raises(Refused) as caught:
        desk.office.stamps.put(StampKind.SEAL, picture, SEAL_MM)
    assert [one["code"] for one in caught.value.facts["problem"]["problems"]] == ["seals_not_taken"]
