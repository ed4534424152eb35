"""A real S3 server on loopback (moto's), in a process of its own: its buckets are in memory and end with it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pytest
from fsspec import AbstractFileSystem

from coo_backend.files.bucket import open_bucket
from coo_backend.runtime.settings import ObjectStore
from coo_desktop.domain.clock import new_id

ROOT = Path(__file__).parents[3]
ADDRESS, BUCKET = "127.0.0.1", "coo"


@dataclass
class BucketServer:
    """The server; `stop` and `start` are a service that goes away and comes back empty at the same address."""

    port: int = 0
    log: Path = Path(os.devnull)
    _process: "subprocess.Popen[str] | None" = field(default=None, repr=False)

    def start(self) -> "BucketServer":
        command = [sys.executable, "-m", "tests.backend.files.bucket_server", str(self.port)]
        with self.log.open("ab") as told:
            self._process = subprocess.Popen(
                command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=told, text=True
            )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())
        return self

    def stop(self) -> None:
        if self._process is not None:
            self._process.communicate()
            self._process = None

    @property
    def environment(self) -> dict[str, str]:
        """How a client finds it and signs in, as AWS' own tools are told."""
        return {
            "AWS_ENDPOINT_URL_S3": f"http://{ADDRESS}:{self.port}",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def new_place(self) -> ObjectStore:
        """An empty place of its own in the one bucket."""
        return ObjectStore(bucket=BUCKET, prefix=new_id())

    @cached_property
    def service(self) -> AbstractFileSystem:
        """The server as a client sees it; opening one takes longer than most tests."""
        return open_bucket(ObjectStore(bucket=BUCKET))


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[BucketServer]:
    """One for all tests of a process; it is found by the environment while they run."""
    server = BucketServer().start()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in server.environment.items():
            patch.setenv(name, value)
        server.service.mkdir(BUCKET)
        yield server
    server.stop()


def _main(port: int) -> None:
    """Says its port, and serves until its input closes."""
    from moto.moto_server.threaded_moto_server import ThreadedMotoServer

    server = ThreadedMotoServer(ADDRESS, port=port, verbose=False)
    server.start()
    print(server.get_host_and_port()[1], flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    _main(int(sys.argv[1]))
