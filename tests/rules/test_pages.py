"""Every page that fills a tab or stands in place of the tabs keeps what window and registry rely on."""

import ast

import pytest

from coo_desktop.views.page import Page
from coo_desktop.views.shell.pages import PAGES
from coo_desktop.views.start.todo import LINES
from coo_desktop.views.target import AREAS
from tests.rules.sources import Source, sources

#: The one place where a timer begins a save: the window flushes it with its page.
AUTOSAVE = "coo_desktop/views/autosave.py"
SAVES = ("save", "store", "keep", "flush")


@pytest.mark.parametrize("key", PAGES)
def test_every_page_of_the_registry_is_a_page(key):
    page = PAGES[key].load()
    assert isinstance(page, type)
    assert issubclass(page, Page)


def test_what_is_named_a_page_is_one():
    bases = {
        node.name: {ast.unparse(base) for base in node.bases}
        for source in sources("coo_desktop/views")
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ClassDef)
    }
    pages = {"Page"}
    while more := {name for name, above in bases.items() if above & pages} - pages:
        pages |= more
    strays = [name for name in bases if name.endswith(("Page", "Gate")) and name not in pages and name != "Gate"]
    assert not strays


def test_only_an_autosave_waits_before_it_saves():
    waiting = [
        f"{source.path}:{call.lineno} {ast.unparse(call)}"
        for source in sources("coo_desktop/views", "coo_desktop/dialogs")
        if source.path != AUTOSAVE
        for call in delayed(source)
        if any(word.startswith(SAVES) for word in ast.unparse(call.args[-1]).lower().replace(".", "_").split("_"))
    ]
    assert not waiting, "a page that is left does not know of these: use views/autosave.py"


def delayed(source: Source) -> list[ast.Call]:
    """What is called when a timer ends."""
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call) and node.args]
    return [call for call in calls if ast.unparse(call.func).endswith(("timeout.connect", "singleShot"))]


def test_every_line_to_do_leads_to_a_page_or_a_list():
    assert {line.target.place for line in LINES} <= {*PAGES, *AREAS}
