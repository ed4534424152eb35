"""From a count to its list: the area or page that a line of the start page names, showing exactly what it counts."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from coo_desktop.views.lists.page import ListPage
from coo_desktop.views.records.page import RecordsPage
from coo_desktop.views.shell.pages import PAGES
from coo_desktop.views.shell.tabs import Tabs


def show_found(tabs: Tabs, wanted: str, open_page: Callable[[str], object]) -> None:
    """Brings the list of a line to the front, filtered so that it shows what the line counts and nothing else."""
    where, _mark, told = wanted.partition("?")
    area, _slash, form = where.partition("/")
    chosen = dict(parse_qsl(told))
    if area in PAGES:
        open_page(area)
        page: Any = tabs.current_page()
        for name in chosen:
            getattr(page, name).setChecked(True)
        return
    page = tabs.show_page(area)
    if isinstance(page, RecordsPage):
        page.show_kind(form)
        page = page.current()
    if isinstance(page, ListPage):
        page.filters.show_filters(chosen)
