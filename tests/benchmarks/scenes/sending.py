"""What the benchmarks of sending share: drafts, a backend that holds so many already, a bare server for the anchors."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from coo_backend.seed import LANFENG
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents import wire
from tests.backend.process import BackendProcess, Client
from tests.domain.given import RCEP, sample, values_of
from tests.rulebooks import shipped

FORM = str(sample(RCEP)["form"])
GOODS = 6
#: The product of complete drafts, which the backend has approved.
PRODUCT = next(iter(sample(RCEP)["products"]))

#: Takes a body and puts its lines into a table, durable as the backend is; gives the same bytes back to a GET.
_BARE = """
import socket, sqlite3, sys, uvicorn
database = sqlite3.connect(sys.argv[1], check_same_thread=False)
for pragma in ("journal_mode=WAL", "synchronous=FULL"):
    database.execute(f"PRAGMA {pragma}")
database.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, body BLOB)")
page = b""
async def app(scope, receive, send):
    global page
    told = page
    if scope["method"] == "POST":
        body = bytearray()
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        if scope["path"] == "/page":
            page = bytes(body)
        else:
            with database:
                lines = bytes(body).split(b"\\n")
                database.executemany("INSERT INTO kept (body) VALUES (?)", [(line,) for line in lines])
        told = b"ok"
    headers = [(b"content-length", str(len(told)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": told})
listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
listening.bind(("127.0.0.1", 0))
listening.listen(8)
print(listening.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(app, http="h11", ws="none", lifespan="off", log_level="critical")).run([listening])
"""


def draft(number: int) -> dict[str, Any]:
    """The values of a certificate of some 4.8 KB that no other one has: every second one is complete, the others lack
    the product of their goods, as a draft does that somebody goes on with."""
    values = values_of(RCEP, consignee_name=f"SAKURA TRADING {number} K.K.", invoices__number=f"INV-{number}")
    first = {**values["goods"][0], "invoice_number": f"INV-{number}", "product": PRODUCT if number % 2 else ""}
    said = "TWO HUNDRED AND FIFTY (250) CARTONS OF STAINLESS STEEL VACUUM FLASKS, {} ML".format
    values["goods"] = [{**first, "id": new_id(), "description": said(500 + number + at)} for at in range(GOODS)]
    return values


def item(number: int) -> dict[str, Any]:
    """A new draft as an item of a batch."""
    values = wire.to_wire(shipped().form(FORM), draft(number))
    body = {"form": FORM, "values": values, "links": {}}
    return {"key": new_id(), "method": "PUT", "path": f"/v1/docs/{new_id()}", "ifNoneMatch": "*", "body": body}


@contextmanager
def bare_server() -> Iterator[str]:
    """The address of the bare server."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", _BARE, f"{folder}/kept.sqlite"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


def filled(folder: Path, count: int) -> Path:
    """The data folder of a backend whose company has so many drafts, copies of one; made once for all rounds."""
    data = folder / f"filled-{count}"
    backend = BackendProcess(data).start()
    assert backend.client("demo").batch(item(0)).ok
    put_product(backend.client("demo"))
    backend.stop()
    with contextlib.closing(sqlite3.connect(data / "backend.sqlite")) as database, database:
        approved = "UPDATE documents SET stage = 'approved', body = json_set(body, '$.stage', 'approved')"
        database.execute(f"{approved} WHERE id = ?", (PRODUCT,))
        database.execute("UPDATE documents SET feed_seq = ? WHERE id = ?", (count + 1, PRODUCT))
        columns = [row[1] for row in database.execute("PRAGMA table_info(documents)")]
        own = {"id": "'copy-' || value", "rev": "rev || value", "feed_seq": "value"}
        told = ", ".join(own.get(name, name) for name in columns)
        numbers = "WITH RECURSIVE s(value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM s WHERE value < ?)"
        named = ", ".join(columns)
        database.execute(
            f"{numbers} INSERT INTO documents ({named}) SELECT {told} FROM documents, s WHERE id != ?", (count, PRODUCT)
        )
        directory = "SELECT 'document', id, company, id FROM documents WHERE id LIKE 'copy-%'"
        database.execute(f"INSERT INTO directory (kind, name, company, document) {directory}")
        taken = "SELECT company, id, 'OLD ' || id FROM documents WHERE id LIKE 'copy-%'"
        database.execute(f"INSERT INTO invoices (company, document, number) {taken}")
        database.execute("UPDATE feeds SET seq = ? WHERE company = ?", (count + 1, LANFENG.id))
    return data


@contextmanager
def backend_on(data: Path, *arguments: str) -> Iterator[BackendProcess]:
    """A backend on a copy of a data folder, which has carried out a batch and so has loaded all that it loads late."""
    with tempfile.TemporaryDirectory() as folder:
        mine = Path(folder) / "backend"
        shutil.copytree(data, mine)
        backend = BackendProcess(mine, arguments=arguments).start()
        try:
            warm(backend.client("demo"))
            yield backend
        finally:
            backend.stop()


def put_product(client: Client) -> None:
    """Stores the product of complete drafts."""
    values = wire.to_wire(shipped().form("pre_review"), sample(RCEP)["products"][PRODUCT]["values"])
    assert client.put(PRODUCT, "pre_review", values).ok


def warm(client: Client) -> None:
    """Has everything loaded that a first batch loads."""
    assert client.batch(*(item(10**6 + number) for number in range(6))).ok


def cpu_of(pid: int) -> float:
    """The seconds of processor that a process has spent."""
    spent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(pid: int) -> int:
    """The bytes that a process has in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def post(session: requests.Session, url: str, body: bytes) -> None:
    assert session.post(url, data=body, timeout=60).ok
