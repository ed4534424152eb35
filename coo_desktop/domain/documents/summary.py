"""The list columns of a document, taken from its values as its form type declares."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.forms.form_type import FormType

COLUMNS = ("title", "hs_code", "destination", "partner", "invoice", "made_on")


def summary(form: FormType, document: Document) -> dict[str, str]:
    """Column -> text for `COLUMNS` and `number`; several rows are joined with a comma."""
    columns = {name: ", ".join(_texts(document.values, getattr(form.summary, name))) for name in COLUMNS}
    columns["title"] = columns["title"] or form.short.zh_CN
    columns["made_on"] = columns["made_on"] or document.created_at[:10]
    columns["number"] = str(document.facts.get("number", ""))
    return columns


def search_text(form: FormType, document: Document, columns: Mapping[str, str] | None = None) -> str:
    """Everything a list search looks through, folded to lower case; a name in its other language, too. `columns` is the
    document's summary, where that is at hand."""
    parts = [*(columns or summary(form, document)).values(), str(document.facts.get("printNumber", ""))]
    parts += _texts(document.values, _in_other_language(form.summary.title))
    return " ".join(part for part in parts if part).casefold()


def _texts(values: Values, path: str) -> Iterator[str]:
    name, _, part = path.partition("/")
    value: Any = values.get(name)
    texts: Iterable[Any]
    if part and isinstance(value, list):
        texts = (row.get(part) for row in value if isinstance(row, dict))
    elif isinstance(value, list):
        texts = (str(row) for row in value if isinstance(row, str))
    else:
        texts = (value,)
    seen = dict.fromkeys(text.splitlines()[0] for text in texts if isinstance(text, str) and text.strip())
    yield from seen


def _in_other_language(path: str) -> str:
    """The field that holds the same in English or Chinese: name_en beside name_zh."""
    stem, language = path[:-3], path[-3:]
    return stem + {"_zh": "_en", "_en": "_zh"}.get(language, language)
