"""Pictures of the examiner's console, of the demo's backend, in a headless browser."""

import sys
from collections.abc import Mapping
from pathlib import Path

from coo_desktop.demo.server import PASSWORD

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the browser is that of the tests

from tests.console.browser import Browser, NoBrowser, browsing

LANGUAGES = {"zh": "zh_CN", "en": "en"}
#: Name of the picture -> path below the backend's address.
PAGES: Mapping[str, str] = {
    "queue": "/console/queue",
    "approved": "/console/queue?view=approved",
    "notices": "/console/notices",
    "verifications": "/console/verifications",
    "questionnaires": "/console/questionnaires",
    "packs": "/console/packs",
}


def take(url: str, folder: Path) -> None:
    """Every page into `folder`, one folder for each language; says so where no browser is installed."""
    try:
        with browsing() as browser:
            for short, language in LANGUAGES.items():
                (folder / short).mkdir(parents=True, exist_ok=True)
                _visit(browser, url, language, folder / short)
    except NoBrowser as error:
        print(f"no pictures of the console: {error}", file=sys.stderr)


def _visit(browser: Browser, url: str, language: str, folder: Path) -> None:
    browser.open(f"{url}/console/sign-in?language={language}")
    browser.photograph(folder / "sign-in.png")
    _sign_in(browser, "examiner")
    for name, path in PAGES.items():
        browser.open(url + path)
        browser.photograph(folder / f"{name}.png")
    browser.open(f"{url}/console/queue")
    browser.follow("table.list a")
    if browser.count("#take_up"):
        browser.follow("#take_up")
    browser.photograph(folder / "document.png")
    browser.follow("header button")
    _sign_in(browser, "examiner2")  # the office that was asked to take the company over
    browser.open(f"{url}/console/moves")
    browser.photograph(folder / "moves.png")
    browser.follow("header button")
    browser.open(f"{url}/check?language={language}")
    browser.photograph(folder / "check.png")


def _sign_in(browser: Browser, account: str) -> None:
    browser.type("input[name=account]", account)
    browser.type("input[name=password]", PASSWORD)
    browser.follow("main button")
