"""The local backend of the demo, as a process of its own, and everybody else who uses it."""

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.errors import Refused

PASSWORD = "demo-pass-2026"
WAIT_S = 30


class DemoServer:
    """Starts and stops the backend on one port and one data folder, as a network that comes and goes."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._process: subprocess.Popen[str] | None = None
        self.url = ""

    def start(self) -> None:
        """Runs it and waits until it listens; a second start takes the same address."""
        port = self.url.rpartition(":")[2] or "0"
        options = ["--port", port, "--data", str(self._data), "--demo"]
        self._process = subprocess.Popen([*_program(), *options], stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise Refused(why="backend_did_not_start", code=self._process.wait())
        self.url = json.loads(line)["url"]

    def stop(self) -> None:
        """Ends it; nothing happens when it is not running."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(WAIT_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None

    def examiner(self) -> "Caller":
        return Caller(self.url, "examiner")

    def admin(self) -> "Caller":
        """The administrator of the demo company."""
        return Caller(self.url, "admin")

    def console(self, account: str = "examiner") -> "ConsoleVisit":
        """An examiner in the browser."""
        return ConsoleVisit(self.url, account)

    def colleague(self) -> "Caller":
        """The second clerk of the demo company: sees what the backend holds without the desk's own store."""
        return Caller(self.url, "clerk2")


class Caller:
    """Somebody else at the backend, over the plain wire."""

    def __init__(self, url: str, account: str) -> None:
        self._url = url
        body = {"account": account, "password": PASSWORD, "device": new_id()}
        told = _body_of(requests.post(f"{url}/v1/auth/login", json=body, timeout=WAIT_S))
        self._headers = {"Authorization": f"Bearer {told['accessToken']}"}

    def decide(self, document_id: str, event: str, **body: Any) -> None:
        """An examiner's event on a document."""
        self.post(f"/v1/exam/{document_id}/{event}", body)

    def post(self, path: str, body: Any) -> Any:
        """What the backend says to a request that is made once."""
        headers = {**self._headers, "Idempotency-Key": new_id()}
        return _body_of(requests.post(self._url + path, json=body, headers=headers, timeout=WAIT_S))

    def documents(self) -> dict[str, Any]:
        """Every living document of the caller's company, as the backend holds it."""
        found: dict[str, Any] = {}
        page: str | None = ""
        while page is not None:
            asked = {"page": page} if page else {}
            address = f"{self._url}/v1/snapshot"
            told = _body_of(requests.get(address, params=asked, headers=self._headers, timeout=WAIT_S))
            found |= {item["id"]: item for item in told["items"] if not item.get("deleted")}
            page = told.get("page") or None
        return found


class ConsoleVisit:
    """An examiner's browser: its cookies, and forms sent as they stand on their page."""

    def __init__(self, url: str, account: str) -> None:
        self._url = url
        self._session = requests.Session()
        self.send("/console/sign-in", account=account, password=PASSWORD)

    def send(self, page: str, to: str = "", **fields: str) -> None:
        """Fills a page's form in and sends it to a path, its own one without another."""
        self._send(page, to, fields)

    def upload(self, page: str, name: str, file: Path) -> None:
        """Sends a page's form with a file in the field of that name."""
        self._send(page, "", {}, {name: (file.name, file.read_bytes())})

    def _send(
        self, page: str, to: str, fields: Mapping[str, str], files: Mapping[str, tuple[str, bytes]] | None = None
    ) -> None:
        shown = _fine(self._session.get(self._url + page, timeout=WAIT_S)).text
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown))
        data = {**hidden, **fields}
        _fine(self._session.post(self._url + (to or page), data=data, files=files, timeout=WAIT_S))

    def close(self) -> None:
        self._session.close()


def _fine(answer: requests.Response) -> requests.Response:
    if not answer.ok:
        raise Refused(why="backend", status=answer.status_code, answer=answer.text[:300])
    return answer


def _body_of(answer: requests.Response) -> Any:
    return _fine(answer).json()


def _program() -> list[str]:
    """How to start the backend: from a frozen program by its own command, else by Python."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "backend"]
    return [sys.executable, "-m", "coo_backend"]
