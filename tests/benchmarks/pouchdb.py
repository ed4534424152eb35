"""Our sync beside that of PouchDB: the same 1,000 drafts pushed and pulled by both, in turns, over loopback.

PouchDB replicates between two databases in memory through its own HTTP server, with several sizes of a batch, and its
best one is the anchor. It stores and hands on; ours checks every draft on both sides, keeps its history and its place
in the search index, encrypts the desk's file and is on the disk of both when it says so. Rows that are not run say why:
without node, npm or a network there is no PouchDB.
"""

import hashlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from tests.backend.process import BackendProcess
from tests.benchmarks.table import Row, main
from tests.domain.given import TWENTY, values_of
from tests.fakes.clock import FakeClock
from tests.sync.desk import Desk, toy_rules

DRAFTS, LINES = 1_000, 5
BATCHES = (100, 500, 1_000)
PACKAGES = {"pouchdb": "9.0.0", "pouchdb-adapter-memory": "9.0.0", "express-pouchdb": "4.2.0", "express": "4.21.2"}
AIMS = {"push": 10.0, "pull": 4.0}
_SCRIPT = Path(__file__).with_name("pouchdb_peer.cjs")
_INSTALL_S = 300
_NOTE = "it checks nothing, keeps no history, encrypts nothing"


class Unavailable(Exception):
    """PouchDB cannot be had here, and why."""


def rows(rounds: int) -> Iterator[Row]:
    try:
        modules = _installed()
    except Unavailable as why:
        for way, aim in AIMS.items():
            yield Row(f"g {way} of {DRAFTS:,} drafts", "PouchDB", aim, None, note=str(why))
        return
    ours: dict[str, list[float]] = {way: [] for way in AIMS}
    theirs: dict[tuple[str, int], list[float]] = {(way, batch): [] for way in AIMS for batch in BATCHES}
    with tempfile.TemporaryDirectory(prefix="coo-pouchdb-", ignore_cleanup_errors=True) as name, _Peer(modules) as peer:
        folder = Path(name)
        drafts = _prepared(folder / "prepared")
        peer.replicated(drafts, BATCHES[0])  # the first time compiles it
        for turn in range(rounds):
            for way, seconds in _replicated(folder / "prepared", folder / f"{turn}").items():
                ours[way].append(seconds)
            for batch in BATCHES:
                for way, seconds in peer.replicated(drafts, batch).items():
                    theirs[way, batch].append(seconds)
    for way, aim in AIMS.items():
        best, batch = min((statistics.median(theirs[way, batch]), batch) for batch in BATCHES)
        own = statistics.median(ours[way])
        note = f"ours {own:.2f} s, PouchDB {best:.2f} s in batches of {batch}: {_NOTE}"
        yield Row(f"g {way} of {DRAFTS:,} drafts", "PouchDB's best", aim, own / best, note=note)


def _prepared(folder: Path) -> Sequence[Mapping[str, Any]]:
    """A desk with drafts that were never sent, and the backend it is signed in to; the drafts as PouchDB takes them."""
    values = values_of(TWENTY)
    values["goods"] = values["goods"][:LINES]
    with ExitStack() as ends:
        _backend, desk = _opened(folder, ends)
        desk.sign_in()
        for number in range(DRAFTS):
            invoices = [{**values["invoices"][0], "number": f"LF-{number:05}"}]
            desk.write({**values, "invoices": invoices}, "rcep_2022")
        return [{"_id": intent.document, **intent.body} for intent in desk.outbox()]


def _replicated(prepared: Path, folder: Path) -> dict[str, float]:
    """Seconds until a copy of the desk has pushed its drafts, and until another desk has pulled them."""
    shutil.copytree(prepared, folder)
    with ExitStack() as ends:
        backend, desk = _opened(folder, ends)
        other = _desk(folder / "other", backend, ends)
        desk.sign_in()
        other.sign_in()
        began = time.perf_counter()
        while desk.outbox():
            _pass(desk)
        pushed = time.perf_counter()
        while len(other.all_ids()) < DRAFTS:
            _pass(other)
        return {"push": pushed - began, "pull": time.perf_counter() - pushed}


def _pass(desk: Desk) -> None:
    state = desk.sync()
    if state.light == "attention":
        raise RuntimeError(f"sync stands still: {state}")


def _opened(folder: Path, ends: ExitStack) -> tuple[BackendProcess, Desk]:
    ends.enter_context(_at_home(folder))
    backend = BackendProcess(folder / "backend").start()
    ends.callback(backend.stop)
    return backend, _desk(folder / "desk", backend, ends)


def _desk(folder: Path, backend: BackendProcess, ends: ExitStack) -> Desk:
    return ends.enter_context(closing(Desk(folder, backend.url, clock=FakeClock(datetime.now(UTC)), rules=toy_rules)))


@contextmanager
def _at_home(folder: Path) -> Iterator[None]:
    """The secrets of the desks are kept here (see `keyring_in_home`)."""
    folder.mkdir(parents=True, exist_ok=True)
    before = os.environ.get("HOME")
    os.environ["HOME"] = str(folder)
    try:
        yield
    finally:
        os.environ.pop("HOME") if before is None else os.environ.update(HOME=before)


def _installed() -> Path:
    """The folder of PouchDB's modules, below that for temporary files; raises Unavailable."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise Unavailable("node and npm are not here")
    wanted = json.dumps({"name": "peer", "private": True, "dependencies": PACKAGES})
    folder = Path(tempfile.gettempdir()) / f"coo-npm-{hashlib.sha256(wanted.encode()).hexdigest()[:16]}"
    if not folder.is_dir():
        made = Path(tempfile.mkdtemp(prefix="coo-npm-part-"))
        (made / "package.json").write_text(wanted, encoding="utf-8")
        command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
        try:
            subprocess.run(command, cwd=made, capture_output=True, text=True, check=True, timeout=_INSTALL_S)
        except (subprocess.SubprocessError, OSError) as error:
            shutil.rmtree(made, ignore_errors=True)
            raise Unavailable(f"npm could not install PouchDB ({type(error).__name__})") from error
        made.rename(folder)
    return folder / "node_modules"


class _Peer:
    """PouchDB's server and client, each a node process of its own."""

    def __init__(self, modules: Path) -> None:
        self._modules, self._ends = modules, ExitStack()

    def __enter__(self) -> "_Peer":
        self._folder = self._ends.enter_context(tempfile.TemporaryDirectory(prefix="coo-node-"))
        server = self._node("server")
        assert server.stdout is not None
        port = int(server.stdout.readline())
        self._client = self._node(f"http://127.0.0.1:{port}")
        return self

    def __exit__(self, *_error: object) -> None:
        self._ends.close()

    def replicated(self, docs: Sequence[Mapping[str, Any]], batch: int) -> dict[str, float]:
        """Seconds until the server has the documents, and until another database has them from there."""
        assert self._client.stdin is not None
        assert self._client.stdout is not None
        self._client.stdin.write(json.dumps({"docs": docs, "batch": batch}) + "\n")
        self._client.stdin.flush()
        told = cast(dict[str, float], json.loads(self._client.stdout.readline()))
        return {way: told[way] / 1000 for way in AIMS}

    def _node(self, argument: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            ["node", str(_SCRIPT), argument],
            cwd=self._folder,
            env={**os.environ, "NODE_PATH": str(self._modules)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._ends.enter_context(process)
        self._ends.callback(process.terminate)
        return process


if __name__ == "__main__":
    sys.exit(main(rows, 3))
