"""Enters the values of a document by keys alone, field by field in the order of reading, as a clerk does."""

from collections.abc import Iterable, Mapping
from typing import Any

from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.views.document.page import FormPage
from tests.flows.keyboard import CONTROL, Key, Keyboard
from tests.flows.screen import Screen


def enter_document(screen: Screen, values: Mapping[str, Any]) -> None:
    """Types every value that does not stand on the page already; dialogs are opened and answered by their keys."""
    page = screen.page
    for name in in_reading_order(page.form):
        wanted = values.get(name)
        if wanted in (None, "", False, []) or page.values().get(name) == wanted:
            continue
        _enter(screen.keys, page, page.form.by_id[name], wanted)
        assert _is_entered(_without_ids(page.values()[name]), _without_ids(wanted)), name


def in_reading_order(form: FormType) -> list[str]:
    return [name for section in form.sections for row in section.rows for name in row]


def _enter(keys: Keyboard, page: FormPage, spec: FieldSpec, wanted: Any) -> None:
    if spec.kind == "items":
        for row in wanted:
            keys.add_row(spec.id)
            _enter_row(keys, page, spec, row)
            keys.accept()
    elif spec.kind == "marks":
        keys.go_to(spec.id)
        keys.asked(lambda: keys.press(Key.Key_E, CONTROL))
        keys.type(wanted["text"])
        keys.accept()
    else:
        _enter_plain(keys, spec, wanted)


def _enter_plain(keys: Keyboard, spec: FieldSpec, wanted: Any) -> None:
    if spec.kind == "flag":
        keys.tick(spec.id)
    else:
        keys.fill(spec.id, wanted)
        assert keys.field == spec.id


def _enter_row(keys: Keyboard, page: FormPage, spec: FieldSpec, row: Mapping[str, Any]) -> None:
    """Fills the open dialog of a row; what a chosen product has brought along is left as it is."""
    from PySide6.QtWidgets import QApplication

    dialog: Any = QApplication.activeModalWidget()
    assert spec.item_type is not None
    for name in (name for names in spec.item_type.rows for name in names):
        wanted, part = row.get(name), spec.item_type.by_id[name]
        if wanted in (None, "", False) or dialog.row().get(name) == wanted:
            continue
        if part.kind == "link":
            keys.go_to(name)
            keys.asked(lambda: keys.press(Key.Key_Return))
            keys.type(row["name_zh"])
            keys.enter()
        else:
            _enter_plain(keys, part, wanted)
        assert dialog.row()[name] == wanted, name


def _is_entered(found: Any, wanted: Any) -> bool:
    """Whether what was typed stands there; the program may have filled more parts of the rows beside it."""
    if not isinstance(wanted, list):
        return bool(found == wanted)
    return len(found) == len(wanted) and all(
        typed.items() <= row.items() for row, typed in zip(found, wanted, strict=True)
    )


def _without_ids(value: Any) -> Any:
    if isinstance(value, Iterable) and not isinstance(value, str | Mapping):
        return [{name: part for name, part in row.items() if name != "id" and part} for row in value]
    return value
