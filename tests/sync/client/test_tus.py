"""The headers of an upload."""

import pytest

from coo_desktop.domain.documents.document import Evidence
from coo_desktop.domain.errors import Untrusted
from coo_desktop.sync.client import tus
from coo_desktop.sync.client.calls import Reply

EVIDENCE = Evidence(id="e", sha256="0" * 64, size_bytes=10, mime="image/png", name="发票.png")


class Answering:
    """Answers every call with these headers, and remembers it."""

    def __init__(self, **headers):
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.sent = []

    def call(self, method, path, body=None, headers=None, *, signed=True):
        self.sent.append((method, path, body, dict(headers)))
        return Reply(201, None, self.headers)


def test_an_upload_is_opened_where_the_backend_says():
    caller = Answering(location="https://elsewhere.example/v1/uploads/u-1", upload_offset="4")
    assert tus.create(caller, EVIDENCE) == ("/v1/uploads/u-1", 4)
    ((_, _, _, headers),) = caller.sent
    assert headers["Upload-Length"] == "10"
    assert headers["Upload-Metadata"].split(",")[3] == "name 5Y+R56WoLnBuZw=="


@pytest.mark.parametrize("location", ["", "/v1/other/u", "/v1/uploads/", "/v1/uploads/a/../b", "/v1/uploads/a b"])
def test_an_upload_is_opened_nowhere_else(location):
    with pytest.raises(Untrusted):
        tus.create(Answering(location=location), EVIDENCE)


@pytest.mark.parametrize("offset", ["", "-1", "x", "11", "9" * 30, "1.0"])
def test_an_offset_outside_of_the_file_is_not_believed(offset):
    with pytest.raises(Untrusted):
        tus.offset(Answering(upload_offset=offset), "/v1/uploads/u", 10)


def test_a_piece_carries_its_place_and_its_checksum():
    caller = Answering(upload_offset="7")
    assert tus.append(caller, "/v1/uploads/u", 4, b"abc", 10) == 7
    ((method, _, body, headers),) = caller.sent
    assert (method, body, headers["Upload-Offset"]) == ("PATCH", b"abc", "4")
    assert headers["Upload-Checksum"] == "sha256 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="
