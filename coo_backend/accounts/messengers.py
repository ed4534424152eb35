"""How short messages leave: into a folder while developing, or through an HTTP or SMTP gateway by configuration.

`COO_MESSENGER` names it: `file:` (the default, below the data folder), `https://gateway/path` with the token in
`COO_MESSENGER_TOKEN`, or `smtp://host:port/sender?to={phone}@sms.example`.
"""

import http.client
import json
import logging
import smtplib
import urllib.request
from collections.abc import Mapping
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from coo_desktop.domain.clock import new_id
from coo_desktop.environment.files import write_atomically

WAIT_S = 10
_log = logging.getLogger(__name__)


class Messenger(Protocol):
    """Sends one text to one phone; raises OSError when it could not."""

    def send(self, phone: str, text: str) -> None: ...


class FolderMessenger:
    """Leaves each message as a file, for a developer or a test to read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, phone: str, text: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        message = json.dumps({"phone": phone, "text": text}, ensure_ascii=False)
        write_atomically(self._folder / f"{new_id()}.json", message.encode())


class HttpMessenger:
    """Posts each message as JSON to a gateway."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = token

    def send(self, phone: str, text: str) -> None:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._token}"}
        body = json.dumps({"phone": phone, "text": text}).encode()
        asked = urllib.request.Request(self._url, body, headers, method="POST")
        with urllib.request.urlopen(asked, timeout=WAIT_S):  # an answer of 400 and above raises
            return


class SmtpMessenger:
    """Mails each message to a gateway that turns mail into short messages."""

    def __init__(self, host: str, port: int, sender: str, to: str) -> None:
        self._place = (host, port)
        self._sender = sender
        self._to = to

    def send(self, phone: str, text: str) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self._sender, self._to.format(phone=phone), "COO"
        mail.set_content(text)
        with smtplib.SMTP(*self._place, timeout=WAIT_S) as server:
            server.send_message(mail)


def open_messenger(data: Path, environment: Mapping[str, str]) -> Messenger:
    """The messenger that the environment names; raises ValueError for one that nobody knows."""
    named = environment.get("COO_MESSENGER", "file:")
    parts = urlsplit(named)
    match parts.scheme:
        case "file":
            return FolderMessenger(data / "messages")
        case "https":
            return HttpMessenger(named, environment.get("COO_MESSENGER_TOKEN", ""))
        case "smtp":
            to = parse_qs(parts.query).get("to", ["{phone}"])[0]
            return SmtpMessenger(parts.hostname or "", parts.port or 25, parts.path.strip("/"), to)
    raise ValueError(f"no such messenger: {parts.scheme}")


def deliver(messenger: Messenger, phone: str, text: str) -> None:
    """Sends, and writes down only that it failed: the person asks again, nobody else may learn of it."""
    try:
        messenger.send(phone, text)
    except (OSError, http.client.HTTPException) as error:
        _log.warning("a message was not sent: %s", type(error).__name__)
