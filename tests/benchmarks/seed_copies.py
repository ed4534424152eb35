"""The documents of a seeded store by their number, the oldest first: copies of models, each with facts of its own.

Of fifty documents one is a record, five are products and the others certificates, whose goods are products that were
made before. The document with a number is the same in every store that is as large.
"""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from coo_desktop.domain.documents import wire
from coo_desktop.domain.documents.document import Document, Evidence
from coo_desktop.store.database import rows as records
from tests.benchmarks.seed_models import Age, Model

FIRST_DAY, LAST_DAY = dt.datetime(2016, 1, 4, 1, tzinfo=dt.UTC), dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
#: So many documents wait in the outbox at most, and so many in a hundred are being worked on.
MOST_WAITING, LIVE_PERCENT = 1_000, 4
_RECORD_AT, _PRODUCT_AT, _ROUND = 0, (7, 17, 27, 37, 47), 50

_ADJECTIVES = (
    *(("不锈钢", "STAINLESS STEEL"), ("竹制", "BAMBOO"), ("棉质", "COTTON"), ("陶瓷", "CERAMIC"), ("塑料", "PLASTIC")),
    *(("木制", "WOODEN"), ("玻璃", "GLASS"), ("铝合金", "ALUMINIUM ALLOY"), ("硅胶", "SILICONE"), ("折叠", "FOLDING")),
)
_NOUNS = (
    *(("真空保温杯", "VACUUM FLASK", "961700"), ("茶盘", "TEA TRAY", "442199"), ("毛巾", "TOWEL", "630260")),
    *(("雨伞", "UMBRELLA", "660199"), ("餐具套装", "DINNER SET", "691110"), ("保鲜盒", "FOOD BOX", "732393")),
    *(("书桌", "WRITING DESK", "940330"), ("台灯", "DESK LAMP", "940521"), ("自行车", "BICYCLE", "871200")),
    *(("水龙头", "WATER TAP", "848180"), ("电动机", "ELECTRIC MOTOR", "850152"), ("手提包", "HANDBAG", "420221")),
)
_PLACES = (
    *("SAKURA", "HANGANG", "WATTLE", "KAURI", "DUNAV", "LLAMA SOL", "MERLION", "INDUS", "KATO", "HANSA", "ATOLL"),
    *("东海", "重庆", "大阪", "台北海岳", "京城", "富士", "长青", "汉江", "金龙"),
)
_TRADES = (
    *("TRADING CO., LTD.", "IMPORT GMBH", "HOMEWARES PTY LTD", "KITCHEN LLC", "TOOLS S.A.", "SUPPLY B.V."),
    *("商社", "物产株式会社", "贸易有限公司", "百货"),
)


@dataclass(frozen=True)
class Copy:
    """A document with its rows beside it, and its evidence."""

    document: Document
    model: Model
    beside: Mapping[str, Sequence[Mapping[str, Any]]]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class _Product:
    """What a certificate takes from a product."""

    id: str
    zh: str
    en: str
    hs_code: str


class Copies:
    """The documents of a store of `count`."""

    def __init__(self, models: Mapping[tuple[str, Age], Sequence[Model]], count: int) -> None:
        self._models, self._count = models, count
        self._step = (LAST_DAY - FIRST_DAY) / max(1, count)
        self._waiting_from = count - min(MOST_WAITING, count // 50)
        self._live_from = self._waiting_from - count * LIVE_PERCENT // 100

    def copy(self, number: int) -> Copy:
        """The document with this number, from 0 to `count` - 1."""
        draw = random.Random(number)
        family = _family(number)
        age = self._age(number) if family != "record" else Age.SETTLED
        models = self._models[family, age]
        model = models[draw.randrange(len(models))]
        evidence = tuple(replace(each, id=_id_of(self._begun(number), number, 3)) for each in model.evidence)
        document = self._varied(model, number, draw, evidence)
        return Copy(document, model, _beside(model, document), evidence)

    def id(self, number: int) -> str:
        """The id of the document with this number."""
        return _id_of(self._begun(number), number, 0)

    def _age(self, number: int) -> Age:
        if number >= self._waiting_from:
            return Age.WAITING
        return Age.LIVE if number >= self._live_from else Age.SETTLED

    def _begun(self, number: int) -> dt.datetime:
        return FIRST_DAY + self._step * number

    def _varied(self, model: Model, number: int, draw: random.Random, evidence: tuple[Evidence, ...]) -> Document:
        own = model.document
        begun = self._begun(number)
        changed = min(begun + dt.timedelta(minutes=draw.randrange(1, 60_000)), LAST_DAY)
        values = dict(own.values)
        self._name(model, values, number, draw)
        if evidence:
            values["evidence"] = [{**values["evidence"][0], "id": evidence[0].id}]
        told = f"C{begun:%y}{number:08}"
        has_number = own.facts.get("number")
        return replace(
            own,
            id=self.id(number),
            values=values,
            base=None if own.base is None else values,
            rev=None if own.rev is None else str(number + 1),
            facts={**own.facts, "number": told} if has_number else own.facts,
            links={**own.links, "past": told} if "past" in own.links else own.links,
            author=("li.na", "chen.yu", "wang.fang")[number % 3],
            created_at=begun.isoformat(timespec="milliseconds"),
            updated_at=changed.isoformat(timespec="milliseconds"),
        )

    def _name(self, model: Model, values: dict[str, Any], number: int, draw: random.Random) -> None:
        """Puts the document's own names, codes, partner, invoice and day where its list looks for them."""
        summary = model.form.summary
        partner = f"{draw.choice(_PLACES)} {draw.choice(_TRADES)}"
        if model.form.family == "record":
            values["name"] = f"{partner} {number // _ROUND}"
            return
        if values.get(summary.partner):
            values[summary.partner] = partner
        if summary.made_on and values.get(summary.made_on):
            values[summary.made_on] = self._begun(number).date().isoformat()
        if model.form.family == "pre_review":
            product = self._product(number)
            values |= {"name_zh": product.zh, "name_en": product.en, "hs_code": product.hs_code}
            return
        invoice = f"{draw.choice(('INV', 'LF', 'KX-', ''))}{self._begun(number):%Y}-{number:06}"
        values["invoices"] = [{**row, "number": invoice} for row in values["invoices"]]
        values["goods"] = [self._line(row, number, draw, invoice) for row in values["goods"]]

    def _line(self, row: Mapping[str, Any], number: int, draw: random.Random, invoice: str) -> dict[str, Any]:
        before = range(_PRODUCT_AT[0], number + 1, 10)
        product = self._product(draw.choice(before) if before else _PRODUCT_AT[0])
        changed = {"name_zh": product.zh, "name_en": product.en, "hs_code": product.hs_code, "product": product.id}
        changed["invoice_number"] = invoice
        return {**row, **{name: value for name, value in changed.items() if name in row}}

    def _product(self, number: int) -> _Product:
        draw = random.Random(-number)
        (zh, en), (noun_zh, noun_en, code) = draw.choice(_ADJECTIVES), draw.choice(_NOUNS)
        kind = f"{draw.choice('ABCDEFGH')}{number // 10}"
        return _Product(self.id(number), f"{zh}{noun_zh} {kind}", f"{en} {noun_en} {kind}", code)


def _family(number: int) -> str:
    at = number % _ROUND
    if at == _RECORD_AT:
        return "record"
    return "pre_review" if at in _PRODUCT_AT else "certificate"


def _id_of(begun: dt.datetime, number: int, kind: int) -> str:
    """A UUID version 7 of this instant; `kind` parts what belongs to the same document."""
    told = f"{int(begun.timestamp() * 1000):012x}7{kind:03x}{0x8000000000000000 + number:016x}"
    return f"{told[:8]}-{told[8:12]}-{told[12:16]}-{told[16:20]}-{told[20:]}"


def _beside(model: Model, document: Document) -> dict[str, list[dict[str, Any]]]:
    """The model's rows as rows of the document; those of the outbox send what stands in it."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table, rows in model.beside.items():
        own = [{**row, "document": document.id} for row in rows]
        for at, row in enumerate(own):
            row.pop("seq", None)
            row |= {name: document.updated_at for name in ("at", "began_at", "created_at") if row.get(name)}
            key = next((name for name in ("key", "id") if name in row), None)
            if key is not None:
                row[key] = f"{document.id[:14]}7{at + 4:03x}{document.id[18:]}"
            if row.get("kind") == "put":
                sent = {"form": document.form, "links": dict(document.links)}
                sent["values"] = wire.to_wire(model.form, document.values, document.extra)
                row["body"] = records.packed(sent)
        found[table] = own
    return found
