"""Everything in one archive: documents as data and paper, evidence beside them, and what is missing named."""

import io
import json
import zipfile

from coo_desktop.domain.errors import NotFound
from coo_desktop.domain.operations.archive import Written, write_archive
from tests.views.pages import make_desk, stored

FILE = {"id": "e1", "sha256": "ab" * 32, "name": "invoice: 1.pdf", "mime": "application/pdf"}


def archived(desk, paper=lambda document: b"%PDF", read=lambda sha256: b"file", **more):
    kept = io.BytesIO()
    written = write_archive(kept, desk.ports.store.reader, paper, read, **more)
    with zipfile.ZipFile(kept) as archive:
        return written, {name: archive.read(name) for name in archive.namelist()}


def absent(_wanted):
    raise NotFound(what="evidence")


def test_every_document_is_there_as_data_and_as_paper():
    desk = make_desk()
    certificate = stored(desk, "rcep_2022", {"consignee_name": "SAKURA", "evidence": [FILE]})
    record = stored(desk, "importer", {"name": "SAKURA"})
    written, files = archived(desk)
    desk.tasks.close()
    assert written == Written(2, 0)
    place = f"certificate/{certificate.id}"
    names = {f"{place}.json", f"{place}.pdf", f"{place}/abababab invoice_ 1.pdf"}
    assert set(files) == names | {f"record/{record.id}.json", "contents.json"}
    assert json.loads(files[f"{place}.json"])["values"]["consignee_name"] == "SAKURA"
    assert json.loads(files["contents.json"])["company"]["id"] == "c1"


def test_what_is_missing_is_named_and_keeps_nothing_back():
    desk = make_desk()
    certificate = stored(desk, "rcep_2022", {"evidence": [FILE]})
    written, files = archived(desk, absent, absent)
    desk.tasks.close()
    (told,) = json.loads(files["contents.json"])["documents"]
    assert written == Written(1, 2)
    assert [one["why"] for one in told["missing"]] == ["not_found", "not_found"]
    assert f"certificate/{certificate.id}.json" in files


def test_more_documents_than_a_page_are_all_there_and_a_stop_is_heard_between_two():
    desk = make_desk()
    for number in range(230):
        stored(desk, "importer", {"name": f"SAKURA {number}"})
    steps = []
    written, _files = archived(desk, progress=lambda done, total: steps.append((done, total)))
    assert written.documents == 230
    assert steps[-1] == (230, 230)
    stopped, _files = archived(desk, cancelled=lambda: True)
    desk.tasks.close()
    assert stopped.documents == 0
