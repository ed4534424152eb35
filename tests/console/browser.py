"""A real browser, driven over the WebDriver protocol (W3C) that chromedriver speaks; nothing to install for Python."""

import base64
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from coo_backend.serve import LOOPBACK

ANSWER_S = 60
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the name that the protocol gives an element's id


class Browser:
    """One window."""

    def __init__(self, driver: str, language: str = "zh-CN") -> None:
        self._session = requests.Session()
        self._session.trust_env = False
        self._url = driver
        flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", f"--lang={language}"]
        flags += ["--window-size=1500,1000", "--no-proxy-server", "--force-device-scale-factor=1"]
        options = {"browserName": "chrome", "goog:chromeOptions": {"binary": _found("chromium"), "args": flags}}
        options["goog:loggingPrefs"] = {"browser": "ALL"}
        opened = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": options}})
        self._url += f"/session/{opened['sessionId']}"

    def open(self, url: str) -> None:
        self._ask("POST", "/url", {"url": url})

    @property
    def url(self) -> str:
        return str(self._ask("GET", "/url"))

    @property
    def text(self) -> str:
        """What a reader sees of the page."""
        return self.text_of("body")

    def text_of(self, css: str) -> str:
        return str(self._ask("GET", f"/element/{self._one(css)}/text"))

    def count(self, css: str) -> int:
        return len(self._ask("POST", "/elements", {"using": "css selector", "value": css}))

    def follow(self, css: str) -> None:
        """Clicks what leads to another page, and waits until that one is there."""
        self.run("document.documentElement.dataset.left = 'yes'")
        self._ask("POST", f"/element/{self._one(css)}/click", {})
        until = time.monotonic() + ANSWER_S
        while not self._has_arrived():
            assert time.monotonic() < until, f"{css} led nowhere"

    def type(self, css: str, text: str) -> None:
        element = self._one(css)
        self._ask("POST", f"/element/{element}/clear", {})
        self._ask("POST", f"/element/{element}/value", {"text": text})

    def choose(self, css: str, file: Path) -> None:
        """Picks a file, as a person does in the system's dialog."""
        self._ask("POST", f"/element/{self._one(css)}/value", {"text": str(file)})

    def run(self, script: str, *given: Any) -> Any:
        """The value of a script: the driver may run one although the page may not."""
        return self._ask("POST", "/execute/sync", {"script": script, "args": list(given)})

    def complaints(self) -> list[str]:
        """What the browser has written to its console since it was asked last: blocked scripts among it."""
        return [str(line["message"]) for line in self._ask("POST", "/se/log", {"type": "browser"})]

    def keep_cookie(self, name: str, value: str) -> None:
        """As the site of the open page would set a session's."""
        cookie = {"name": name, "value": value, "path": "/", "httpOnly": True, "sameSite": "Strict"}
        self._ask("POST", "/cookie", {"cookie": cookie})

    def photograph(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self._ask("GET", "/screenshot")))

    def close(self) -> None:
        self._ask("DELETE", "")
        self._session.close()

    def _has_arrived(self) -> bool:
        script = "return document.readyState == 'complete' && !document.documentElement.dataset.left"
        answer = self._session.post(f"{self._url}/execute/sync", json={"script": script, "args": []}, timeout=ANSWER_S)
        return answer.json()["value"] is True  # between two pages there is nothing to ask

    def _one(self, css: str) -> str:
        return str(self._ask("POST", "/element", {"using": "css selector", "value": css})[_ELEMENT])

    def _ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = self._session.request(method, self._url + path, json=body, timeout=ANSWER_S)
        told = answer.json()["value"]
        assert answer.ok, told
        return told


class NoBrowser(Exception):
    """There is none on this machine."""


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        raise NoBrowser(f"{program} is not installed (Debian: chromium, chromium-driver)")
    return path


@pytest.fixture
def browser() -> Iterator[Browser]:
    """A browser with an empty profile; skips where none is installed."""
    try:
        with browsing() as opened:
            yield opened
    except NoBrowser as error:
        pytest.skip(str(error))


@contextmanager
def browsing() -> Iterator[Browser]:
    """A browser with an empty profile, gone afterwards; raises NoBrowser."""
    command = [_found("chromedriver"), "--port=0"]
    # Not below tmp_path: the browser makes a socket there, and the name of a socket is short.
    with tempfile.TemporaryDirectory(prefix="coo-", ignore_cleanup_errors=True) as folder:
        environment = {**os.environ, "HOME": folder, "TMPDIR": folder}
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as driver:
            try:
                assert driver.stdout is not None
                port = next(line for line in driver.stdout if "successfully" in line).rstrip(".\n").rpartition(" ")[2]
                with closing(Browser(f"http://{LOOPBACK}:{port}")) as opened:
                    yield opened
            finally:
                driver.terminate()
