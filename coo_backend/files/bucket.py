"""Whole files as objects of an S3-compatible bucket, through fsspec; implements WholeFiles.

An object is put by one request, so nobody sees half of it, and is proved by reading it back. Nothing is remembered of
the bucket: another worker may have put or removed anything. This is the only module that knows what a bucket raises.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fsspec
from aiohttp import ClientError
from botocore.exceptions import BotoCoreError
from fsspec import AbstractFileSystem

from coo_backend.files.parts import on_disk
from coo_backend.files.port import Content, is_sha256
from coo_backend.runtime.settings import ObjectStore
from coo_desktop.domain.errors import StoreDamaged, StoreMissing, StoreTrouble

#: A person waits for the answer, and nginx in front of us for two and a half minutes.
CONNECT_S, READ_S, TRIES = 5, 20, 2
CONNECTIONS = 50

_log = logging.getLogger(__name__)


def open_bucket(store: ObjectStore) -> AbstractFileSystem:
    """The service that the environment names, asked for nothing yet: a backend starts while its bucket is away."""
    encryption = {}
    if store.encryption is not None:
        encryption["ServerSideEncryption"] = store.encryption.value
    if store.key:
        encryption["SSEKMSKeyId"] = store.key
    service = fsspec.filesystem(
        "s3",
        skip_instance_cache=True,
        use_listings_cache=False,
        s3_additional_kwargs=encryption,
        config_kwargs={
            "connect_timeout": CONNECT_S,
            "read_timeout": READ_S,
            "max_pool_connections": CONNECTIONS,
            "retries": {"max_attempts": 0},  # those of s3fs are enough
        },
    )
    service.retries = TRIES
    return service


class BucketFiles:
    """The objects below `root` (bucket and prefix) of a service."""

    def __init__(self, service: AbstractFileSystem, root: str) -> None:
        self._service = service
        self._root = root

    def keep(self, content: Content, part: Path) -> None:
        if not self._holds(content):
            with on_disk():
                whole = part.read_bytes()
            with _in_bucket("put"):
                self._service.pipe_file(self._path(content), whole)
            if not self._holds(content):
                _log.error("the bucket holds other bytes than were put: %s", content.key)
                raise StoreDamaged(cause="bucket")
        with on_disk():
            part.unlink(missing_ok=True)

    def size(self, content: Content) -> int:
        with _in_bucket("looked up", of_one=True):
            return int(self._service.info(self._path(content))["size"])

    def stretch(self, content: Content, start: int, end: int) -> bytes:
        with _in_bucket("read", of_one=True):
            return bytes(self._service.cat_file(self._path(content), start=start, end=end))

    def read(self, content: Content) -> bytes:
        with _in_bucket("read", of_one=True):
            found = bytes(self._service.cat_file(self._path(content)))
        if not content.is_in(found):
            raise StoreDamaged(cause="bucket")
        return found

    def all_of(self, company: str) -> Iterator[Content]:
        with _in_bucket("listed"):
            paths = self._service.find(f"{self._root}/{company}")
        names = [path.rpartition("/")[2] for path in paths]
        return (Content(company, name) for name in names if is_sha256(name))

    def remove(self, content: Content) -> None:
        with _in_bucket("removed"):
            self._service.rm_file(self._path(content))

    def _holds(self, content: Content) -> bool:
        try:
            self.read(content)
        except (StoreMissing, StoreDamaged):
            return False
        return True

    def _path(self, content: Content) -> str:
        return f"{self._root}/{content.key}"


@contextmanager
def _in_bucket(deed: str, *, of_one: bool = False) -> Iterator[None]:
    """Tells what a bucket or the way there refuses; what it said stays in the log, for it names hosts and keys.

    A deed `of_one` object may find it missing; for the others it is the bucket that is.
    """
    try:
        yield
    except (OSError, BotoCoreError, ClientError) as error:
        if of_one and isinstance(error, FileNotFoundError):
            raise StoreMissing(cause="bucket") from error
        _log.warning("evidence could not be %s in the bucket: %s", deed, error)
        raise StoreTrouble(cause=type(error).__name__) from error
