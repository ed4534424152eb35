"""A whole file on its way to a person, all of it or a stretch, from whichever place it stands in."""

import os
import stat
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from fastapi.responses import FileResponse
from starlette.concurrency import run_in_threadpool

from coo_backend.files.port import Content, WholeFiles

STRETCH_BYTES = 1 << 20


@dataclass
class Reader:
    """What Starlette takes a file for: it asks for one stretch after the other, each one request of a bucket."""

    whole: WholeFiles
    content: Content
    size: int
    at: int = 0

    async def seek(self, at: int) -> None:
        self.at = at

    async def read(self, size: int) -> bytes:
        end = min(self.at + size, self.size)
        if end <= self.at:
            return b""
        part = await run_in_threadpool(self.whole.stretch, self.content, self.at, end)
        self.at += len(part)
        return part


@dataclass(frozen=True, slots=True)
class Label:
    """Under which plain name a person gets a file: to keep, or, a picture, to look at (RFC 6266)."""

    name: str
    mime: str
    is_shown: bool = False


class Download(FileResponse):
    """Starlette's answer with a file, ranges and conditions included, that reads from a place instead of a path.

    The entity tag is the content's SHA-256: the same on every worker, whatever the place says of times. That the file
    stands there with this size is looked at before: what fails in the middle can only cut the answer off.
    """

    chunk_size = STRETCH_BYTES

    def __init__(
        self, whole: WholeFiles, content: Content, since_s: int, label: Label, headers: Mapping[str, str]
    ) -> None:
        self._reader = Reader(whole, content, whole.size(content))
        like = os.stat_result((stat.S_IFREG, 0, 0, 1, 0, 0, self._reader.size, since_s, since_s, since_s))
        super().__init__(
            content.key,
            headers={"ETag": f'"{content.sha256}"', **headers},
            media_type=label.mime,
            filename=label.name,
            stat_result=like,
            content_disposition_type="inline" if label.is_shown else "attachment",
        )

    @asynccontextmanager
    async def _open_file(self) -> AsyncIterator[Reader]:  # type: ignore[override]  # of a file it uses `seek` and `read`
        yield self._reader
