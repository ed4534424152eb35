"""What stands in a workbook of documents of one type: a sheet of the documents, and one for each of their lists.

The sheets are joined by a key: a product's item number, a certificate's number. Everything else follows from the form's
own declaration, so that a field added there is a column here.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from coo_desktop.domain.documents.document import CERTIFICATE
from coo_desktop.domain.forms.form_type import FieldSpec, FormType, Words
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.language.spelling import label_key
from coo_desktop.domain.records.uses import same_text
from coo_desktop.domain.sheets.titles import ColumnKind, SheetWords

#: Ids of the columns that are no field of the form.
KEY, ISSUED, DOCUMENT = "_key", "_issued", "_document"
SPECIAL = (KEY, ISSUED, DOCUMENT)
_ITEM_NUMBER = FieldSpec(
    id=KEY,
    kind="text",
    label=Words(zh_CN="货号", en="Item number"),
    needed=True,
    help=Words(
        zh_CN="企业自己的货号，不可重复；原材料表以此对应产品。",
        en="The company's own number, each once; the sheet of materials names its product by it.",
    ),
)
_CERTIFICATE_NUMBER = FieldSpec(
    id=KEY,
    kind="text",
    label=Words(zh_CN="证书号", en="Certificate number"),
    needed=True,
    help=Words(
        zh_CN="已签发证书的编号，不可重复；其他表以此对应证书。",
        en="The number it was issued under, each once; the other sheets name their certificate by it.",
    ),
)
_ISSUED_ON = FieldSpec(id=ISSUED, kind="date", label=Words(zh_CN="签发日期", en="Issued on"))
_DOCUMENT_ID = FieldSpec(
    id=DOCUMENT,
    kind="choice",
    label=Words(zh_CN="单据编号（请勿改）", en="Document id (do not change)"),
    help=Words(zh_CN="由程序填写，新增行留空。", en="Written by the program; leave it empty in lines that you add."),
)
#: What other programs call the key.
_KEY_WORDS: Mapping[bool, Sequence[str]] = {
    True: ("证书编号", "证书号码", "原产地证号", "certificate no", "cert no", "c/o no", "co no", "reference no"),
    False: (
        "产品编号",
        "产品货号",
        "产品号",
        "商品编号",
        "料号",
        "item no",
        "item code",
        "product no",
        "product code",
        "sku",
    ),
}
_ISSUED_WORDS = ("发证日期", "签证日期", "证书日期", "date of issue", "issue date", "issuing date")
#: What a shipment's column holds -> the fields or parts of rows that have it in documents.
_MEANT: Mapping[ColumnKind, Sequence[str]] = {
    **{ColumnKind(kind): (kind,) for kind in ("name_zh", "hs_code", "quantity", "unit_price", "amount", "currency")},
    **{ColumnKind(kind): (kind,) for kind in ("package_unit", "gross_weight", "net_weight")},
    ColumnKind.NAME: ("name_en",),
    ColumnKind.PACKAGES: ("package_count",),
    ColumnKind.QUANTITY_UNIT: ("quantity_unit", "unit"),
    ColumnKind.COUNTRY: ("origin",),
    ColumnKind.INVOICE_NUMBER: ("number", "invoice_number"),
}
_SIGNS = re.compile(r"[·•:：/|_\-–—.]+")
_BRACKETED = re.compile(r"\(.*?\)")


@dataclass(frozen=True, slots=True)
class BookSheet:
    """One sheet: `items` is the list whose rows stand in it, "" for the documents themselves."""

    items: str
    title: Words
    columns: tuple[FieldSpec, ...]
    is_history: bool = False

    def titles(self, language: str) -> tuple[str, ...]:
        """What the columns are called, each differently, with a star where something is needed: of a past certificate
        its number alone."""
        labels = [spec.label.in_(language) for spec in self.columns]
        count = Counter(map(title_key, labels))
        told = tuple(
            label if count[title_key(label)] == 1 else f"{label} [{spec.id}]"
            for label, spec in zip(labels, self.columns, strict=True)
        )
        return tuple(
            f"{title} *" if self.needs(spec) else title for title, spec in zip(told, self.columns, strict=True)
        )

    def needs(self, spec: FieldSpec) -> bool:
        """Whether a line is of no use without the column."""
        return spec.needed and (spec.id == KEY or not self.is_history)


#: A column of a page: the list it belongs to, "" for the document, and its field.
Column = tuple[str, FieldSpec]


class BookLayout:
    """The sheets of a form's workbooks, and the columns that a title may mean."""

    def __init__(self, form: FormType, words: SheetWords) -> None:
        self.form = form
        self._words = words

    @property
    def key(self) -> FieldSpec:
        """The column by which the sheets are joined."""
        return _CERTIFICATE_NUMBER if self.form.family == CERTIFICATE else _ITEM_NUMBER

    @cached_property
    def lists(self) -> tuple[FieldSpec, ...]:
        return tuple(spec for spec in self.form.stored.values() if spec.item_type is not None)

    @cached_property
    def sheets(self) -> tuple[BookSheet, ...]:
        """The sheet of the documents, then their lists."""
        is_past = self.form.family == CERTIFICATE
        own = tuple(filter(_fits_a_cell, self.form.stored.values()))
        head = (self.key, *((_ISSUED_ON,) if is_past else ()), *own, _DOCUMENT_ID)
        rows = (BookSheet(spec.id, spec.label, (self.key, *_parts(spec)), is_past) for spec in self.lists)
        return (BookSheet("", self.form.short, head, is_past), *rows)

    def meant(self, title: str) -> tuple[Column, ...]:
        """The columns that a title may stand for: of the document first, then of its lists in their order."""
        found = self._by_name.get(title_key(title)) or self._by_name.get(
            title_key(_BRACKETED.sub("", label_key(title)))
        )
        return tuple(found or self._in_trade(title))

    def sheet_named(self, name: str) -> BookSheet | None:
        """The sheet that is called so in either language."""
        bare = title_key(name)
        return next((one for one in self.sheets if bare in map(title_key, (one.title.zh_CN, one.title.en))), None)

    def _in_trade(self, title: str) -> Iterator[Column]:
        """What an invoice's title of this kind would mean: past certificates are often kept so."""
        kind = self._words.meaning(title)
        if kind is ColumnKind.ITEM_CODE and self.form.family != CERTIFICATE:
            yield "", self.key
        wanted = _MEANT.get(kind, ()) if kind is not None else ()
        for sheet in self.sheets:
            yield from ((sheet.items, spec) for spec in sheet.columns if spec.id in wanted)

    @cached_property
    def _by_name(self) -> Mapping[str, list[Column]]:
        found: dict[str, list[Column]] = {}
        for sheet in self.sheets:
            for spec, zh, en in zip(sheet.columns, sheet.titles("zh_CN"), sheet.titles("en"), strict=True):
                column = ("" if spec.id in SPECIAL else sheet.items, spec)
                for name in _names(sheet, spec, (zh, en, *_further(spec, self.form))):
                    if column not in found.setdefault(name, []):
                        found[name].append(column)
        return found


def title_key(title: str) -> str:
    """A title as titles are compared here: also without the signs that join a list's name and its column's."""
    return _SIGNS.sub("", label_key(title))


def join_key(text: str) -> str:
    """One spelling for an item's or a certificate's number, however it was typed."""
    return same_text(text).replace(" ", "")


def _names(sheet: BookSheet, spec: FieldSpec, further: Sequence[str]) -> set[str]:
    """What a column may be called: what a label says in brackets may be left out, and the list's name stand before."""
    told = {*further, spec.label.zh_CN, spec.label.en, spec.id, spec.wire_name}
    told |= {_BRACKETED.sub("", label_key(name)) for name in told}
    if sheet.items:
        told |= {f"{each}{name}" for name in told for each in (sheet.title.zh_CN, sheet.title.en)}
    return {title_key(name) for name in told} - {""}


def _further(spec: FieldSpec, form: FormType) -> Sequence[str]:
    if spec.id == KEY:
        return _KEY_WORDS[form.family == CERTIFICATE]
    return _ISSUED_WORDS if spec.id == ISSUED else ()


def _parts(items: FieldSpec) -> tuple[FieldSpec, ...]:
    assert items.item_type is not None
    return tuple(part for part in items.item_type.fields if _fits_a_cell(part))


def _fits_a_cell(spec: FieldSpec) -> bool:
    """What one cell can hold: of marks their text, of a link the id of the document it leads to."""
    kind = KINDS[spec.kind]
    is_marks, is_link = kind.holds_files and not kind.repeats, bool(spec.family)
    return not spec.is_computed and (kind.column is not None or is_marks or is_link)
