"""The names and headers of tus 1.0 (creation, checksum): how a file travels in pieces and goes on after a cut."""

import base64
import hashlib
import re
import urllib.parse
from collections.abc import Mapping

from coo_desktop.domain.documents.document import Evidence
from coo_desktop.domain.errors import Untrusted
from coo_desktop.sync.client.calls import Caller, Reply

VERSION = {"Tus-Resumable": "1.0.0"}
_PLACE = re.compile(r"/v1/uploads/[A-Za-z0-9._~-]{1,200}")


def create(caller: Caller, evidence: Evidence) -> tuple[str, int]:
    """Opens an upload; returns its path and how much the backend already has."""
    told = {"evidence": evidence.id, "sha256": evidence.sha256, "mime": evidence.mime, "name": evidence.name}
    metadata = ",".join(f"{name} {_base64(value.encode('utf-8', 'replace'))}" for name, value in told.items())
    headers = {**VERSION, "Upload-Length": str(evidence.size_bytes), "Upload-Metadata": metadata}
    reply = caller.call("POST", "/v1/uploads", headers=headers)
    path = urllib.parse.urlsplit(reply.headers.get("location", "")).path
    if not _PLACE.fullmatch(path):
        raise Untrusted(reason="location")
    has = reply.headers.get("upload-offset", "0")
    return path, _offset({"upload-offset": has}, evidence.size_bytes)


def offset(caller: Caller, path: str, size_bytes: int) -> int:
    """How much of the file the backend has safely."""
    return _offset(caller.call("HEAD", path, headers=VERSION).headers, size_bytes)


def append(caller: Caller, path: str, at: int, piece: bytes, size_bytes: int) -> int:
    """Sends a piece with its checksum; returns the new offset."""
    headers = {
        **VERSION,
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": str(at),
        "Upload-Checksum": f"sha256 {_base64(hashlib.sha256(piece).digest())}",
    }
    reply: Reply = caller.call("PATCH", path, piece, headers)
    return _offset(reply.headers, size_bytes)


def _offset(headers: Mapping[str, str], size_bytes: int) -> int:
    text = headers.get("upload-offset", "")
    if not text.isascii() or not text.isdigit() or len(text) > 15 or int(text) > size_bytes:
        raise Untrusted(reason="upload_offset")
    return int(text)


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")
