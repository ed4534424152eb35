"""A real backend process on loopback, and a small client of its wire; other tests start theirs from here."""

import base64
import contextlib
import hashlib
import json
import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import requests

from coo_backend import serve
from coo_backend.seed import PASSWORD
from coo_desktop.domain.clock import new_id
from tests.backend.nursery import Child, Fresh, start

DECLARATIONS = Path(__file__).parent / "declarations"
ANSWER_S = 30


class Client:
    """One person's desk: signs in and speaks the wire; every answer is a `requests.Response`."""

    def __init__(self, url: str, account: str = "") -> None:
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False
        # The server may close one that waits in the pool in the very moment of the next request.
        self.session.headers["Connection"] = "close"
        self.tokens: dict[str, Any] = {}
        if account:
            self.sign_in(account)

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
        """One request; header names are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.session.request(method, self.url + path, json=body, headers=named, timeout=ANSWER_S)

    def sign_in(self, account: str, password: str = PASSWORD) -> requests.Response:
        body = {"account": account, "password": password, "device": "test"}
        answer = self.call("POST", "/v1/auth/login", body)
        if answer.ok:
            self.use(answer.json())
        return answer

    def use(self, tokens: dict[str, Any]) -> None:
        """Sends these tokens from now on."""
        self.tokens = tokens
        self.session.headers["Authorization"] = f"Bearer {tokens['accessToken']}"

    def refresh(self, token: str = "") -> requests.Response:
        return self.call("POST", "/v1/auth/refresh", {"refreshToken": token or self.tokens["refreshToken"]})

    def get(self, path: str) -> requests.Response:
        return self.call("GET", path)

    def put(
        self, document: str, form: str, values: Any, *, rev: str = "", key: str = "", links: Any = None
    ) -> requests.Response:
        """Stores a document; without `rev` as a new one."""
        condition = {"If_Match": f'"{rev}"'} if rev else {"If_None_Match": "*"}
        body = {"form": form, "values": values, "links": links or {}}
        return self.call("PUT", f"/v1/docs/{document}", body, Idempotency_Key=key or new_id(), **condition)

    def submit(self, document: str, rev: str, key: str = "") -> requests.Response:
        headers = {"Idempotency_Key": key or new_id(), "If_Match": f'"{rev}"'}
        return self.call("POST", f"/v1/docs/{document}/submit", {}, **headers)

    def discard(self, document: str, rev: str, key: str = "") -> requests.Response:
        headers = {"Idempotency_Key": key or new_id(), "If_Match": f'"{rev}"'}
        return self.call("DELETE", f"/v1/docs/{document}", **headers)

    def ask(self, action: str, document: str, key: str = "", **more: Any) -> requests.Response:
        body = {"action": action, "document": document, **more}
        return self.call("POST", "/v1/requests", body, Idempotency_Key=key or new_id())

    def exam(self, document: str, event: str, key: str = "", **body: Any) -> requests.Response:
        return self.call("POST", f"/v1/exam/{document}/{event}", body, Idempotency_Key=key or new_id())

    def batch(self, *items: dict[str, Any]) -> requests.Response:
        return self.call("POST", "/v1/batch", {"items": list(items)})

    def changes(self, cursor: str = "", **asked: Any) -> Any:
        """A page of the feed, as JSON."""
        query = "".join(f"&{name}={value}" for name, value in asked.items())
        return self.get(f"/v1/changes?cursor={cursor}{query}").json()

    def open_upload(self, evidence: str, content: bytes, mime: str = "image/png") -> requests.Response:
        name = f"证据.{mime.rpartition('/')[2]}"
        told = {"evidence": evidence, "sha256": hashlib.sha256(content).hexdigest(), "mime": mime, "name": name}
        metadata = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())
        headers = {"Tus_Resumable": "1.0.0", "Upload_Length": str(len(content)), "Upload_Metadata": metadata}
        return self.call("POST", "/v1/uploads", **headers)

    def send_piece(self, location: str, offset: int, piece: bytes, digest: bytes | None = None) -> requests.Response:
        checksum = base64.b64encode(digest or hashlib.sha256(piece).digest()).decode()
        headers = {
            "Tus-Resumable": "1.0.0",
            "Upload-Offset": str(offset),
            "Upload-Checksum": f"sha256 {checksum}",
            "Content-Type": "application/offset+octet-stream",
        }
        return self.session.patch(self.url + location, data=piece, headers=headers, timeout=ANSWER_S)

    def commit(self, evidence: str, content: bytes, key: str = "") -> requests.Response:
        body = {"sha256": hashlib.sha256(content).hexdigest(), "sizeBytes": len(content)}
        return self.call("POST", f"/v1/evidence/{evidence}/commit", body, Idempotency_Key=key or new_id())

    def close(self) -> None:
        self.session.close()


@dataclass
class BackendProcess:
    """`python -m coo_backend` with the demo companies and the fault hooks; `data` survives `kill` and `restart`."""

    data: Path
    environment: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    log: Path | None = None
    url: str = ""
    _process: Child | Fresh | None = None
    _clients: list[Client] = field(default_factory=list)

    def start(self, port: int = 0) -> "BackendProcess":
        """Starts it and waits until it listens."""
        arguments = ["--port", str(port), "--data", str(self.data), "--demo", "--faults", "--quick-passwords"]
        arguments += ["--declarations", str(DECLARATIONS), *self.arguments]
        self._process = start(arguments, {**os.environ, **self.environment}, self.log)
        line = self._process.first_line
        assert line, f"the backend ended with {self._process.wait()}"
        self.url = json.loads(line)["url"]
        return self

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def client(self, account: str = "") -> Client:
        """A desk of this person; closed with the process."""
        self._clients.append(Client(self.url, account))
        return self._clients[-1]

    def fault(self, point: str, route: str, action: str = "drop_connection", times: int = 1) -> None:
        """Orders a fault: see `coo_backend.runtime.faults`."""
        body = {"point": point, "route": route, "action": action, "times": times}
        assert self.client().call("POST", "/test/faults", body).ok

    def set_clock(self, offset_s: int) -> None:
        assert self.client().call("POST", "/test/clock", {"offset_s": offset_s}).ok

    def set_active(self, account: str, active: bool) -> None:
        assert self.client().call("POST", "/test/accounts", {"account": account, "active": active}).ok

    def new_epoch(self) -> None:
        assert self.client().call("POST", "/test/epoch").ok

    def spoil(self, document_id: str, value: str) -> None:
        """Puts this JSON as the consignee into a new revision of the document, as an older backend let it in."""
        with contextlib.closing(sqlite3.connect(self.data / "backend.sqlite", timeout=ANSWER_S)) as database, database:
            query = "SELECT body, company FROM documents WHERE id = ?"
            text, company = database.execute(query, (document_id,)).fetchone()
            body = json.loads(text)
            rev, body["values"]["consigneeName"] = body["rev"] + "x", "?"
            text = json.dumps(body | {"rev": rev}).replace('"?"', value)
            database.execute("UPDATE feeds SET seq = seq + 1 WHERE company = ?", (company,))
            database.execute(
                "UPDATE documents SET body = ?, rev = ?, counter = counter + 1, "
                "feed_seq = (SELECT seq FROM feeds WHERE feeds.company = documents.company) WHERE id = ?",
                (text, rev, document_id),
            )

    def keep_copy(self, folder: Path) -> Path:
        """Copies database and files while nothing runs, as an operator's backup; returns the copy's folder."""
        port = self.port
        self.kill()
        shutil.copytree(self.data, folder)
        self.start(port)
        return folder

    def restore(self, copy: Path) -> None:
        """Puts a copy in place of everything and tells the database of it, as an operator does."""
        port = self.port
        self.kill()
        shutil.rmtree(self.data)
        shutil.copytree(copy, self.data)
        assert serve.main(["--data", str(self.data), "--restored"]) == 0
        self.start(port)

    def kill(self) -> None:
        """Ends it as a power cut would."""
        self._end(signal.SIGKILL)

    def restart(self) -> "BackendProcess":
        """Kills it and starts it again on the same data and port."""
        port = self.port
        self.kill()
        return self.start(port)

    def wait(self) -> int:
        """Waits until it ended by itself; its exit code."""
        assert self._process is not None
        code, self._process = self._process.wait(), None
        return code

    def stop(self) -> None:
        """Ends it and closes every client."""
        for client in self._clients:
            client.close()
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.signal(how)
            self._process.wait()
            self._process = None


@pytest.fixture
def backend_process(tmp_path: Path) -> Iterator[BackendProcess]:
    """A started backend process with empty demo companies."""
    process = BackendProcess(tmp_path / "backend").start()
    yield process
    process.stop()
