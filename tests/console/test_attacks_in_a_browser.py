"""Attacks on the console in a real browser: texts that would be pages, and forms that other sites send.

The browser judges what is markup and which cookie travels; what the server answers to such requests is asked in
test_pages.py and test_rights.py.
"""

import contextlib
import re
import sqlite3
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from coo_backend.console.visit import SESSION, Visitor
from coo_backend.seed import PASSWORD
from coo_desktop.domain.clock import new_id
from tests.backend.conftest import Backend
from tests.backend.errands import accepted, approved, force, png, stored
from tests.backend.process import Client
from tests.backend.worlds import ask_around, open_case
from tests.console.browser import Browser
from tests.console.lanfeng import approved_product, certificate_values, wired
from tests.console.test_rights import ROWS, Office
from tests.domain.given import values_of
from tests.lengths import IS_WHOLE

pytestmark = [pytest.mark.machinery, pytest.mark.skipif(not IS_WHOLE, reason="long: make faults")]

BROKEN = "document.documentElement.dataset.broken='yes'"
#: Each closes what it may stand in, and opens what no page of ours has; `x-` marks elements that only they make.
HOSTILE = (
    f"<script>{BROKEN}</script>",
    f"</textarea></title></style></script><script>{BROKEN}</script>",
    f'"><img src=x-hostile onerror="{BROKEN}">',
    f"'><svg/onload={BROKEN}><x-hostile>",
    f'" autofocus onfocus="{BROKEN}" x="',
    f"' onmouseover='{BROKEN}' x='",
    f"javascript:{BROKEN}//",
    f"data:text/html,<script>{BROKEN}</script>",
    "{{7*7}}${7*7}#{7*7}<%=7*7%>{%print(7*7)%}",
    f"<math><mtext><mglyph><style><!--</style><img title='--&gt;&lt;x-hostile&gt;' src=x-hostile onerror={BROKEN}>",
    f"<a href=javascript:{BROKEN}>证书</a><base href=//x-hostile/><meta http-equiv=refresh content=0;url=//x-hostile>",
    f"<iframe srcdoc='<script>parent.{BROKEN}</script>'></iframe><form action=//x-hostile><button>OK",
    "\u202e<x-hostile>\u2066\ufeff\u200b＜script＞alert(1)＜/script＞",
    "&lt;x-hostile&gt;&#60;x-hostile&#62;&amp;lt;script&amp;gt;",
    "]]><x-hostile><!--><x-hostile>--!><x-hostile>",
)
#: What stays as it is so that the document is stored: ids, numbers, days, codes of lists.
PLAIN = re.compile(r"[0-9a-f-]{36}|[\d.,:+-]+|[A-Z]{2,3}|[a-z_0-9]+")
#: Elements that no page of the console has, and targets that none of its links has.
FOREIGN = (
    "script, svg, math, iframe, object, embed, base, x-hostile, [src=x-hostile], [href^='//x-hostile'], "
    "[action^='//x-hostile'], [href^='javascript:'], [href^='data:'], [onerror], [onfocus], [onload], [onmouseover], "
    "meta[http-equiv=refresh]"
)


def spoilt(value: Any, texts: Iterator[str]) -> Any:
    """The same values with a hostile text wherever a person may write."""
    if isinstance(value, dict):
        return {name: spoilt(part, texts) for name, part in value.items()}
    if isinstance(value, list):
        return [spoilt(part, texts) for part in value]
    return next(texts) if isinstance(value, str) and not PLAIN.fullmatch(value) else value


def endless() -> Iterator[str]:
    while True:
        yield from HOSTILE


def sent(backend: Backend, clerk: Client, form: str, values: Any, links: Any = None) -> str:
    """A document full of hostile texts that waits for the examiner, past the rules that would refuse them."""
    texts = endless()
    document = stored(clerk, form, spoilt(wired(form, values), texts), links)
    facts = {"signatory": next(texts), "submittedAt": document["createdAt"], "reason": HOSTILE[2]}
    force(backend.place, document["id"], stage="submitted", facts=facts)
    return str(document["id"])


def sign_in(browser: Browser, backend: Backend, account: str) -> None:
    browser.open(f"{backend.url}/console")
    browser.type("input[name=account]", account)
    browser.type("input[name=password]", PASSWORD)
    browser.follow("main button")


def look(browser: Browser, url: str) -> None:
    """Opens a page, which would raise for a dialog, and looks for anything that a text has become."""
    browser.open(url)
    assert browser.count(FOREIGN) == 0, url
    assert browser.run("return document.documentElement.dataset.broken") is None, url
    assert not [line for line in browser.complaints() if "Content Security Policy" in line], url


def write_letters(backend: Backend, clerk: Client, examiner: Client) -> None:
    """Hostile texts in a verification with its answer and file, a move and a questionnaire."""
    joined = " ".join(HOSTILE)
    proof = accepted(clerk, png(new_id()), name=HOSTILE[2] + ".png")
    case = open_case(backend, approved(clerk, examiner)["id"], question=joined[:900])
    body = {"text": joined[:900], "evidence": [proof["id"]]}
    assert clerk.call("POST", f"/v1/verifications/{case}/answer", body, Idempotency_Key=new_id()).ok
    move = {"office": "4405", "reason": joined[:190]}
    assert backend.client("admin").call("POST", "/v1/moves", move, Idempotency_Key=new_id()).ok
    label = {"zh_CN": HOSTILE[3], "en": HOSTILE[4]}
    question = {"id": "market", "kind": "text", "label": label, "needed": True}
    survey = ask_around(backend, title={"zh_CN": HOSTILE[0], "en": HOSTILE[1]}, questions=[question])
    answer = {"values": {"market": HOSTILE[2]}}
    assert clerk.call("POST", f"/v1/questionnaires/{survey}/answer", answer, Idempotency_Key=new_id()).ok


def test_no_text_becomes_a_part_of_a_page(backend: Backend, clerk: Client, examiner: Client, browser: Browser):
    product = approved_product(clerk, examiner)
    write_letters(backend, clerk, examiner)
    values = certificate_values(product)
    marks = {"form": "picture", **accepted(clerk, png(new_id()), name=HOSTILE[3] + ".png")}
    documents = [
        sent(backend, clerk, "rcep_2022", values),
        sent(backend, clerk, "rcep_2022", values | {"marks": {"form": "text", "text": "marks"}}),
        sent(backend, clerk, "pre_review", values_of("product_vacuum_flask")),
        str(stored(clerk, values={"consigneeName": HOSTILE[0], "marks": marks})["id"]),
    ]
    force(backend.place, documents[-1], stage="in_review", facts={"reasons": [{"field": "x", "text": HOSTILE[4]}]})
    sign_in(browser, backend, "examiner")
    browser.open(f"{backend.url}/console/notices")
    browser.type("textarea", " ".join(HOSTILE).replace("\ufeff", ""))
    browser.follow("main button")
    assert HOSTILE[0] in browser.text
    pages = [f"documents/{one}" for one in documents]
    for page in [*pages, "queue?view=all", "notices", "verifications", "questionnaires", "settings", "packs"]:
        look(browser, f"{backend.url}/console/{page}")
        assert page in ("settings", "packs") or "<script>" in browser.text or "onerror" in browser.text, page
        look(browser, f"{backend.url}/console/{page}{'&' if '?' in page else '?'}language=en")
    for text in HOSTILE:
        query = urlencode({"text": text, "number": text, "printNumber": text})
        look(browser, f"{backend.url}/console/queue?{query}")
        look(browser, f"{backend.url}/check?{query}")
    browser.follow("header button")
    sign_in(browser, backend, "examiner2")  # of the office to which the company wants to move
    look(browser, f"{backend.url}/console/moves")
    assert HOSTILE[0] in browser.text


class Elsewhere(BaseHTTPRequestHandler):
    """Another site: a page with nothing on it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>elsewhere</title><body></body>")

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture
def elsewhere() -> Iterator[int]:
    """The port of another site on this computer."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    server.server_close()
    thread.join()


FORM = """
const [action, fields, file] = arguments
const form = document.createElement('form')
form.method = 'post'; form.action = action; form.id = 'sent'
if (file) form.enctype = 'multipart/form-data'
for (const [name, value] of Object.entries(fields)) {
  const input = document.createElement('textarea')
  input.name = name; input.value = value; form.append(input)
}
if (file) {
  const input = document.createElement('input')
  input.type = 'file'; input.name = 'pack'; form.append(input)
}
form.append(document.createElement('button'))
document.body.append(form)
"""


def state(backend: Backend) -> dict[str, list[Any]]:
    """Everything that the backend holds, but for the audit of what it refused (and where that stands in the feeds)."""
    with contextlib.closing(sqlite3.connect(backend.settings.data / "backend.sqlite", timeout=30)) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        held = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in names if name != "feeds"}
    held["audit"] = [row for row in held["audit"] if not any(str(part).startswith("refused-") for part in row)]
    return {name: sorted(rows, key=repr) for name, rows in held.items()}


class Attempt:
    """Sends forms from a page of some origin, with the session and even the token of whoever is at the browser."""

    def __init__(self, browser: Browser, office: Office, origin: str) -> None:
        self.browser, self.office, self.origin = browser, office, origin
        self.changed: set[str] = set()

    def __call__(self, who: str, method: str, path: str, *, file: Path | None = None, **fields: str) -> Any:
        backend = self.office.backend
        secret = self.office.clients[who].tokens["accessToken"]
        self.browser.open(f"{backend.url}/check")
        self.browser.keep_cookie(SESSION, secret)
        self.browser.open(f"{self.origin}/check")
        fields["token"] = Visitor("en", secret).token
        self.browser.run(FORM, backend.url + path, fields, file is not None)
        if file is not None:
            self.browser.choose("#sent input[type=file]", file)
        before = state(backend)
        self.browser.follow("#sent button")
        after = state(backend)
        self.changed = {name for name in before if before[name] != after[name]}
        return None


def _enter(_office: Office, ask: Any) -> Any:
    return ask("POST", "/console/sign-in", account="examiner2", password=PASSWORD)


def _leave(_office: Office, ask: Any) -> Any:
    return ask("POST", "/console/sign-out")


def test_no_form_of_another_origin_does_anything(backend: Backend, browser: Browser, elsewhere: int, tmp_path: Path):
    office = Office(backend, tmp_path).build()
    forms = {route[1]: (min(allowed), row) for route, (allowed, row) in ROWS.items() if route[0] == "POST"}
    forms |= {"/console/sign-in": ("examiner", _enter), "/console/sign-out": ("examiner", _leave)}
    for path, (who, row) in forms.items():
        # The second is the same site to a browser, which then sends the cookie: only the origin differs.
        for origin in (f"http://localhost:{elsewhere}", f"http://127.0.0.1:{elsewhere}"):
            attempt = Attempt(browser, office, origin)
            row(office, partial(attempt, who))
            assert attempt.changed == set(), f"{path} from {origin}"
        own = Attempt(browser, office, backend.url)
        row(office, partial(own, who))
        assert own.changed, f"{path} does nothing from its own page either"
