"""The pages as a program reads them: fields of their forms, and whether a text stands there as text."""

import html
import re
from pathlib import Path
from typing import Any

import requests

from coo_backend.seed import PASSWORD

ANSWER_S = 30


class Visit:
    """Somebody with a browser that keeps cookies and sends forms as they stand on the page."""

    def __init__(self, url: str, account: str = "") -> None:
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False
        self.page = requests.Response()
        if account:
            self.open("/console")
            assert self.send("/console/sign-in", account=account, password=PASSWORD).ok, self.page.text

    def open(self, path: str) -> requests.Response:
        self.page = self.session.get(self.url + path, timeout=ANSWER_S)
        return self.page

    def send(self, path: str, **fields: Any) -> requests.Response:
        """Sends the page's form to a path, its hidden fields with it; `__` in a name stands for a colon."""
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', self.page.text))
        named = {name.replace("__", ":"): value for name, value in fields.items()}
        self.page = self.session.post(self.url + path, data={**hidden, **named}, timeout=ANSWER_S)
        return self.page

    def upload(self, path: str, file: Path, token: str = "", **headers: str) -> requests.Response:
        """Sends the page's form with a pack in it."""
        held = re.search(r'name="token" value="([^"]*)"', self.page.text)
        fields = {"token": token or (held[1] if held else "")}
        with file.open("rb") as opened:
            self.page = self.session.post(
                self.url + path, data=fields, files={"pack": (file.name, opened)}, headers=headers, timeout=ANSWER_S
            )
        return self.page

    def shows(self, text: str) -> bool:
        """Whether the text stands there literally, and nowhere as markup."""
        escaped = html.escape(text).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
        return escaped in self.page.text and (text == escaped or text not in self.page.text)

    def close(self) -> None:
        self.session.close()
