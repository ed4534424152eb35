"""Two stores differ by what is only here, only there, and changed; what the backend does not have is counted."""

from dataclasses import replace

import pytest

from coo_desktop.domain.backups import FamilyDifference
from coo_desktop.domain.documents.document import Intent
from coo_desktop.store.backups.comparison import differences, waiting
from tests.store.conftest import KEY
from tests.store.documents import certificate


@pytest.fixture
def there(store, tmp_path):
    with store.unit() as unit:
        for name in ("same", "changed", "gone", "discarded"):
            unit.put(replace(certificate(name), rev="e1.1.x"))
        unit.enqueue(Intent(key="k", kind="submit", document="same", body={}))
        unit.enqueue(Intent(key="c", kind="commit", document="same", body={}))
    return store.copy_to(tmp_path / "there.db")


def test_every_document_is_counted_once(store, profile, there):
    with store.unit() as unit:
        unit.put(replace(certificate("changed", goods_name="x"), rev="e1.1.x", updated_at="2026-11-24", revision=1))
        unit.enqueue(Intent(key="p", kind="put", document="changed", body={}))
        unit.put(replace(certificate("same"), rev="e1.2.x", facts={"number": "1"}, revision=1))
        unit.put(replace(certificate("discarded"), deleted=True, revision=1))
        unit.purge("gone")
        unit.put(certificate("new"))
        unit.put(replace(certificate("new there, too"), rev="e1.1.y"))
    found = {one.family: one for one in differences(profile.store_file, there, KEY)}
    at = "2026-11-23T10:00:00.000+00:00"
    assert found["certificate"] == FamilyDifference("certificate", 2, 2, 1, 1, 2, "2026-11-24", at)
    assert found["record"] == FamilyDifference("record", 0, 0, 0, 0, 0, "", "")


def test_wishes_are_counted_and_files_on_their_way_are_not(there):
    assert waiting(there, KEY) == 1
