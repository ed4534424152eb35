"""Sending: 1,000 drafts from an encrypted store to a backend process, against one POST and a bare SQLite insert.

`python -m tests.benchmarks.sync_push [ROUNDS]`. The anchor's server is of the same make (uvicorn, SQLite, WAL, FULL),
checks nothing and keeps nothing but the bytes. A page of the feed is held against the same bytes from that server.
Each round pushes the same outbox (a copy of one store) to a copy of the same backend, so that the keys are new to it;
what is given of the processor is the backend's. Workers on PostgreSQL are measured where there is one.
"""

import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import requests

from coo_desktop.domain.operations import drafts
from coo_desktop.sync.client.calls import Reply
from coo_desktop.sync.push import Push
from coo_desktop.sync.reconcile import Touched
from tests.backend.db.test_database import local_postgres, make_database, owned
from tests.backend.process import BackendProcess
from tests.benchmarks.scenes import sending
from tests.benchmarks.scenes.sending import FORM, backend_on, cpu_of, draft, filled, item, post
from tests.benchmarks.table import Measure, Row, main
from tests.sync.desk import Desk

DRAFTS = 1_000
SMALL, LARGE = 1_000, 20_000
MEGABYTE = 1_000_000
PAGE = 500
CLIENTS, BATCH, BATCHES = 4, 50, 4


@dataclass
class Taken:
    """The figures of all rounds of one piece of work: seconds of the clock, of the backend's processor; requests."""

    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    requests: int = 0
    bytes: int = 0

    @property
    def seconds(self) -> float:
        return statistics.median(self.wall)


def rows(rounds: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as given, sending.bare_server() as bare:
        folder = Path(given)
        yield from _pushes(folder, bare, rounds)
        yield from _pages(folder, bare, rounds)
    yield from _workers(rounds)


def _pushes(folder: Path, bare: str, rounds: int) -> Iterator[Row]:
    stored = {count: filled(folder, count) for count in (SMALL, LARGE)}
    outbox = _outbox(folder, stored[SMALL])
    pushed = {count: Taken() for count in stored}
    anchor, body = Taken(), b"\n".join(json.dumps(item(number)["body"]).encode() for number in range(DRAFTS))
    with requests.Session() as session:
        post(session, bare, body)
        for _round in range(max(2, rounds // 2)):
            anchor.wall.append(statistics.median(_timed(lambda: post(session, bare, body)) for _ in range(5)))
            for count, data in stored.items():
                _push(outbox, data, pushed[count])
    small, large = pushed[SMALL], pushed[LARGE]
    cpu = 1000 * statistics.median(small.cpu) / DRAFTS
    note = f"{1000 * small.seconds / DRAFTS:.2f} ms a draft, {cpu:.2f} of the backend's processor"
    growth = large.seconds / small.seconds
    yield Row("push of 1,000 drafts", "POST + insert", 30, small.seconds / anchor.seconds, growth=growth,
              growth_aim=1.2, note=note)  # fmt: skip
    figures = Row("backend's CPU of a push of 1,000", "POST + insert", 20, cpu * DRAFTS / 1000 / anchor.seconds)
    yield figures
    fewest = -(-small.bytes // MEGABYTE)
    told = f"{small.bytes / MEGABYTE:.1f} MB"
    yield Row("requests of an outbox of 1,000", "", fewest, small.requests, Measure.COUNT, note=told)


def _outbox(folder: Path, data: Path) -> Path:
    """The profile of a desk where 1,000 drafts wait."""
    profile = folder / "outbox"
    with backend_on(data) as backend:
        desk = Desk(profile, backend.url).sign_in()
        with desk.store.unit() as unit:
            for number in range(DRAFTS):
                drafts.start(unit, FORM, draft(number))
        desk.close()
    return profile


def _push(outbox: Path, data: Path, taken: Taken) -> None:
    with tempfile.TemporaryDirectory() as folder, backend_on(data) as backend:
        mine = Path(folder) / "desk"
        shutil.copytree(outbox, mine)
        desk = Desk(mine, backend.url).sign_in()
        counted = _Counted(desk)
        before = cpu_of(_pid(backend))
        taken.wall.append(_timed(counted.push))
        taken.cpu.append(cpu_of(_pid(backend)) - before)
        taken.requests, taken.bytes = counted.requests, counted.bytes
        desk.close()


class _Counted:
    """A desk whose requests are counted, by number and by the bytes of their bodies unpacked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.sent: list[Any] = []

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        signed: bool = True,
    ) -> Reply:
        self.sent.append(body)
        return self._desk.remote.call(method, path, body, headers, signed=signed)

    def push(self) -> None:
        done = Push(self._desk.store, self, self._desk.clock, Touched()).run(lambda _: None, lambda: False)
        assert done == DRAFTS, done

    @property
    def requests(self) -> int:
        return len(self.sent)

    @property
    def bytes(self) -> int:
        return sum(len(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()) for body in self.sent)


def _pages(folder: Path, bare: str, rounds: int) -> Iterator[Row]:
    """The first page of 500 changes, at both sizes, against the same bytes."""
    took: dict[int, float] = {}
    for count in (SMALL, LARGE):
        with backend_on(folder / f"filled-{count}") as backend, requests.Session() as session:
            client, path = backend.client("demo"), f"/v1/changes?limit={PAGE}"
            client.session.headers["Connection"] = "keep-alive"
            page = client.get(path).content
            post(session, f"{bare}/page", page)
            raw, asked = partial(session.get, f"{bare}/page", timeout=60), partial(client.get, path)
            found = [(_timed(raw), _timed(asked)) for _ in range(20 * rounds)]
            took[count] = statistics.median(two for _, two in found) / statistics.median(one for one, _ in found)
    yield Row("a page of the feed", "GET of the same bytes", 4, took[SMALL], growth=took[LARGE] / took[SMALL],
              growth_aim=1.2, note=f"{len(page) / MEGABYTE:.1f} MB")  # fmt: skip


def _workers(rounds: int) -> Iterator[Row]:
    with tempfile.TemporaryDirectory(prefix="coo-pg-") as folder:
        if not sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
            print("no row of workers: there is no PostgreSQL here", file=sys.stderr)
            return
        servers = local_postgres(Path(folder))
        server = next(servers)
        try:
            took: dict[int, list[float]] = {1: [], 2: []}
            for _round in range(max(2, rounds // 2)):
                for count in took:
                    took[count].append(_with_workers(server, count))
        finally:
            next(servers, None)
    one, two = (statistics.median(took[count]) for count in (1, 2))
    note = f"{one / two:.2f} times as many a second: {CLIENTS * BATCH * BATCHES / two:.0f}"
    yield Row("2 workers on PostgreSQL", "one worker", 1 / 1.6, two / one, note=note)


def _with_workers(server: str, count: int) -> float:
    """How long four desks of two companies take for their batches of 50 at so many workers."""
    make_database(server, "bench")
    with tempfile.TemporaryDirectory() as folder, _started(folder, count, owned(server, "bench")) as workers:
        people = ("demo", "mingyao", "clerk2", "mingyao")
        desks = [workers[at % count].client(people[at]) for at in range(CLIENTS)]
        for desk in desks:
            sending.warm(desk)
        work = [[[item(i) for i in range(BATCH)] for _ in range(BATCHES)] for _ in desks]

        def send(at: int) -> None:
            for items in work[at]:
                assert desks[at].batch(*items).ok

        with ThreadPoolExecutor(CLIENTS) as pool:
            return _timed(lambda: list(pool.map(send, range(CLIENTS))))


@contextmanager
def _started(folder: str, count: int, database: str) -> Iterator[list[BackendProcess]]:
    more = ("--database-url", database)
    workers = [BackendProcess(Path(folder) / "backend", arguments=more).start() for _ in range(count)]
    try:
        yield workers
    finally:
        for worker in workers:
            worker.stop()


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _pid(backend: BackendProcess) -> int:
    assert backend._process is not None
    return backend._process.pid


if __name__ == "__main__":
    sys.exit(main(rows))
