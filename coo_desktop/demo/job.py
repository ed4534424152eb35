"""The main job, from a blank store to printed certificates, on a demo company against a local backend.

Pre-reviews are filed and approved, the backend is switched off, certificates are made and sent without it, it comes
back, they arrive, are approved, pulled and printed. What is left behind: PDFs, pictures of the pages, `report.json`.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from coo_desktop.bootstrap.given_files import write_out
from coo_desktop.demo.desk import DemoDesk
from coo_desktop.demo.leftovers import leave_work
from coo_desktop.demo.rates import bring_rates
from coo_desktop.demo.server import PASSWORD, DemoServer
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.office.sync_state import SyncState
from coo_desktop.store.packs.install import install

PRODUCTS = ("product_vacuum_flask", "product_food_container", "product_dinner_set")
CERTIFICATES = {"rcep_6_1": "FORM-RCEP", "rcep_20_lines": "FORM-RCEP-20-lines", "co_6_3": "CO"}


class Report:
    """What was done, how long each step took, and what both sides hold at the end."""

    def __init__(self) -> None:
        self.steps: list[dict[str, Any]] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        began = time.perf_counter()
        print(f"  {name}", flush=True)
        yield
        self.steps.append({"step": name, "seconds": f"{time.perf_counter() - began:.2f}"})


def main(out: Path, headless: bool, packs: Iterable[Path] = ()) -> int:
    """Does the job in `out` and, with a display, leaves the window open on the result; 0 when both sides agree.

    `packs` are put to use before the window opens: the program itself ships no tables of changes, and its office has
    no rates but those made up for the demo.
    """
    out = out.resolve()
    for part in ("home", "backend"):
        shutil.rmtree(out / part, ignore_errors=True)
    out.mkdir(parents=True, exist_ok=True)
    server, report = DemoServer(out / "backend"), Report()
    try:
        told = _job(out, server, report)
        for pack in packs:
            with report.step(f"install {pack.name}"):
                install(pack, out / "home" / "packs")
        with report.step("take pictures of the pages"):
            told["pictures"] = take(out)
        told["steps"] = report.steps
        write_out(out / "report.json", json.dumps(told, ensure_ascii=False, indent=1).encode())
        print(f"  both sides agree: {told['agree']}; see {out / 'report.json'}", flush=True)
        if not headless:
            open_window(out)
        return 0 if told["agree"] else 1
    finally:
        server.stop()


def _job(out: Path, server: DemoServer, report: Report) -> dict[str, Any]:
    """Everything up to the printed certificates, and whether both sides hold the same."""
    with report.step("start the backend"):
        server.start()
    desk = DemoDesk(out / "home", server.url)
    try:
        documents = _work(report, desk, server)
        with report.step("print"):
            files = [_print(desk, documents[name], out / f"{title}.pdf") for name, title in CERTIFICATES.items()]
        return {**compare(desk, server.colleague().documents()), "files": files}
    finally:
        desk.close()


def _work(report: Report, desk: DemoDesk, server: DemoServer) -> dict[str, Document]:
    """The clerk's and the examiner's day; the certificates by sample name."""
    with report.step("sign in"):
        desk.sign_in()
    with report.step("file the products; the examiner approves them"):
        filed = {name: desk.write_sample(name) for name in PRODUCTS}
        _send(desk, filed.values())
        _examine(desk, server, filed.values())
    with report.step("switch the backend off; make and send the certificates offline"):
        server.stop()
        made = {name: desk.write_certificate(name, filed) for name in CERTIFICATES}
        offline = _send(desk, made.values(), hope="offline")
        assert offline.waiting >= len(made), offline
    with report.step("switch the backend on; the outbox empties"):
        server.start()
        desk.sync()
    with report.step("the examiner approves the certificates"):
        _examine(desk, server, made.values())
    with report.step("leave something to do on every page"):
        leave_work(desk, server, filed, made)
    with report.step("the office publishes made-up rates; the desk fetches them"):
        bring_rates(desk, server)
    return {name: desk.document(document.id) for name, document in made.items()}


def _send(desk: DemoDesk, documents: Iterable[Document], hope: str = "synced") -> SyncState:
    for document in documents:
        desk.submit(document)
    return desk.sync(hope)


def _examine(desk: DemoDesk, server: DemoServer, documents: Iterable[Document]) -> None:
    examiner = server.examiner()
    for document in documents:
        examiner.decide(document.id, "take_up")
        examiner.decide(document.id, "approve")
    desk.sync()


def _print(desk: DemoDesk, document: Document, path: Path) -> dict[str, str]:
    assert document.stage == "approved", document.stage
    write_out(path, desk.paper(document))
    return {"file": path.name, "number": document.facts["number"], "print_number": document.facts["printNumber"]}


def compare(desk: DemoDesk, there: Mapping[str, Any]) -> dict[str, Any]:
    """Counts of both sides and whether every document has the same revision, stage and values on both."""
    local = {document.id: document for document in desk.documents()}
    differing = sorted(
        name
        for name in local.keys() | there.keys()
        if name not in local or name not in there or not desk.equals(local[name], there[name])
    )
    return {
        "local_documents": len(local),
        "backend_documents": len(there),
        "outbox": desk.waiting(),
        "differing": differing,
        "agree": not differing and desk.waiting() == 0,
    }


WAIT_S = 300


def take(out: Path, language: str = "zh_CN") -> list[str]:
    """Pictures of every page, taken by a program of their own below `out`/screenshots; without a display offscreen."""
    folder = out / ("screenshots" if language == "zh_CN" else f"screenshots-{language}")
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    subprocess.run(
        [*_program(), "tour", str(folder), "--language", language], env=_surroundings(out), check=True, timeout=WAIT_S
    )
    return sorted(path.name for path in folder.glob("*.png"))


def open_window(out: Path) -> None:
    """The window on the demo's result, until the person closes it."""
    print(f"  the window opens; the password of the demo is {PASSWORD}", flush=True)
    subprocess.run([*_program(), "window"], env=_surroundings(out), check=False)


def _surroundings(out: Path) -> dict[str, str]:
    found = {**os.environ, "COO_HOME": str(out / "home")}
    if sys.platform.startswith("linux") and not (found.get("DISPLAY") or found.get("WAYLAND_DISPLAY")):
        found.setdefault("QT_QPA_PLATFORM", "offscreen")
    return found


def _program() -> list[str]:
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "coo_desktop"]
