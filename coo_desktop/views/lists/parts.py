"""Parts of a list page that know nothing of it: menus of form types, and the words of its buttons."""

import re
from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.environment.words import _


def form_menu(
    forms: tuple[FormType, ...], language: str, chosen: Callable[[str], None], parent: QWidget, first: str = ""
) -> QMenu:
    """A menu of form types; the one with the id `first` stands above all groups."""
    menu = QMenu(parent)
    for form in (form for form in forms if form.id == first):
        _add_form(menu, form, language, chosen)
    add_forms(menu, tuple(form for form in forms if form.id != first), language, chosen)
    return menu


def add_forms(menu: QMenu, forms: tuple[FormType, ...], language: str, chosen: Callable[[str], None]) -> None:
    """Adds form types; preferential certificates and others under headings of their own."""
    groups = (
        (_("Preferential certificates"), [form for form in forms if form.agreement]),
        (_("General certificates"), [form for form in forms if not form.agreement]),
    )
    for title, members in groups:
        if members and all(group for _name, group in groups):
            menu.addSection(title)
        for form in members:
            _add_form(menu, form, language, chosen)


def _add_form(menu: QMenu, form: FormType, language: str, chosen: Callable[[str], None]) -> None:
    action = menu.addAction(form.title.in_(language))
    action.setData(form.id)
    action.triggered.connect(partial(_choose, chosen, form.id))


def _choose(chosen: Callable[[str], None], form_id: str, *_checked: object) -> None:
    chosen(form_id)


def plain(words: str) -> str:
    """The words of a button without its access key."""
    return re.sub(r"\(&.\)", "", words).replace("&", "")
