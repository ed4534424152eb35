"""Documents as the sheets of a workbook, and an empty one to be filled: what may be chosen, and what each column means.

Every cell is text as it is stored, guarded so that no spreadsheet runs it: `reading` gives the same documents back.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.documents.field_access import rows_of
from coo_desktop.domain.forms.form_type import FieldSpec, Words
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.sheets.cells import FilledSheet, Page, SheetColumn, guarded
from coo_desktop.domain.workbooks.columns import DOCUMENT, ISSUED, KEY, BookLayout, BookSheet

#: A list of more entries is searched for by typing, and chosen from nowhere.
MOST_OPTIONS = 400
_YES_NO = (Words(zh_CN="是", en="yes"), Words(zh_CN="否", en="no"))
_NEEDED = Words(zh_CN="必填。", en="Needed.")
_CODES = Words(zh_CN="填写代码或名称。", en="A code or its name.")
_MORE = Words(zh_CN="可从列表中选择。", en="Can be chosen from the list.")
_DIGITS = Words(zh_CN="{digits} 位数字。", en="{digits} digits.")
_LONGEST = Words(zh_CN="最多 {count} 个字符。", en="At most {count} characters.")


def filled_book(layout: BookLayout, documents: Iterable[Document], language: str) -> tuple[FilledSheet, ...]:
    """The workbook of these documents; of none, the template for a person to fill."""
    rows: dict[str, list[tuple[str, ...]]] = {sheet.items: [] for sheet in layout.sheets}
    for number, document in enumerate(documents, 1):
        key = str(document.facts.get("number") or "") or str(number)
        for sheet in layout.sheets:
            rows[sheet.items] += _rows(sheet, document, key)
    return tuple(_sheet(one, rows[one.items], language) for one in layout.sheets)


def has_files(layout: BookLayout, document: Document) -> bool:
    """Whether something of a document is in files, which no workbook holds."""
    held = (document.values.get(name) for name, spec in layout.form.stored.items() if KINDS[spec.kind].holds_files)
    return any(value.get("form") == "picture" if isinstance(value, Mapping) else bool(value) for value in held)


def _sheet(sheet: BookSheet, rows: Sequence[tuple[str, ...]], language: str) -> FilledSheet:
    titles = sheet.titles(language)
    columns = tuple(_column(spec, language, sheet.needs(spec)) for spec in sheet.columns)
    return FilledSheet(Page(sheet.title.in_(language), (titles, *rows)), columns)


def _rows(sheet: BookSheet, document: Document, key: str) -> list[tuple[str, ...]]:
    if not sheet.items:
        issued = str(document.facts.get("approvedAt") or "")[:10]
        special = {KEY: key, ISSUED: issued, DOCUMENT: document.id}
        return [tuple(_cell({**document.values, **special}, spec) for spec in sheet.columns)]
    return [
        tuple(_cell({**row, KEY: key}, spec) for spec in sheet.columns) for row in rows_of(document.values, sheet.items)
    ]


def _cell(values: Mapping[str, Any], spec: FieldSpec) -> str:
    value = values.get(spec.id)
    if isinstance(value, Mapping):  # marks
        value = value.get("text")
    if isinstance(value, bool):
        return "true" if value else "false"
    return guarded(value if isinstance(value, str) else "" if value is None else str(value))


def _column(spec: FieldSpec, language: str, is_needed: bool) -> SheetColumn:
    options = _options(spec, language)
    said = [_NEEDED.in_(language)] if is_needed else []
    said += [spec.help.in_(language)] if spec.help is not None else []
    hint = KINDS[spec.kind].hint
    said += [hint.in_(language)] if hint is not None else []
    said += [_MORE.in_(language)] if options else [note(spec, language) for fits, note in _NOTES if fits(spec)]
    return SheetColumn("\n".join(filter(None, said)), options)


def _options(spec: FieldSpec, language: str) -> tuple[str, ...]:
    if isinstance(KINDS[spec.kind].empty, bool):
        return tuple(one.in_(language) for one in _YES_NO)
    if spec.choices:
        return tuple(choice.label.in_(language) for choice in spec.choices)
    if spec.code_list is None or len(spec.code_list.codes) > MOST_OPTIONS:
        return ()
    names = ((code.name(language), code.code) for code in spec.code_list.codes)
    return tuple(name if spec.code_list.meant(name) == code else code for name, code in names)


_NOTES: tuple[tuple[Callable[[FieldSpec], bool], Callable[[FieldSpec, str], str]], ...] = (
    (lambda spec: spec.code_list is not None, lambda spec, language: _CODES.in_(language)),
    (
        lambda spec: bool(spec.digits) and spec.help is None,
        lambda spec, language: _DIGITS.in_(language).format(digits="/".join(map(str, spec.digits))),
    ),
    (
        lambda spec: spec.max is not None and KINDS[spec.kind].prose,
        lambda spec, language: _LONGEST.in_(language).format(count=spec.max),
    ),
)
