"""What the command line asks of the domain: files into documents, and answers as plain JSON values."""

import datetime as dt
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TypeVar

from coo_desktop.bootstrap.given_files import read_json
from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.clock import china_today, new_id
from coo_desktop.domain.context import Context
from coo_desktop.domain.documents import lifecycle, wire
from coo_desktop.domain.documents.document import Company, Document, Person, Values
from coo_desktop.domain.errors import Unreadable
from coo_desktop.domain.forms.form_type import FieldSpec, FormType
from coo_desktop.domain.forms.kinds import clean
from coo_desktop.domain.rulebook import Rulebook, read_rulebook
from coo_desktop.environment.assets import declarations
from coo_desktop.store.files.profile import data_home
from coo_desktop.store.packs.install import pack_folder
from coo_desktop.store.packs.library import Library

M = TypeVar("M", Company, Person)


@cache
def rules() -> Rulebook:
    """The shipped declarations and this user's own in their place, read once, with the rules of installed packs."""
    known = read_rulebook(declarations(data_home() / "declarations"), lambda: library(pack_folder()).rules)
    return replace(known, conversion=library(pack_folder()))


@cache
def library(folder: Path) -> Library:
    """The packs of a folder, each part opened once."""
    return Library(folder)


@dataclass(frozen=True, slots=True)
class Given:
    """A document as a file gave it, with the facts around it that its checks need."""

    form: FormType
    document: Document
    context: Context


def read_document_file(path: Path, book: Rulebook) -> Given:
    """`{"form", "values"}`, optionally with `company`, `products` (id -> document file) and `today`.

    Raises Unreadable naming the unknown key, NotFound for an unknown form type.
    """
    whole = read_json(path)
    known = {"form", "values", "company", "products", "today", "person", "facts"}
    if not isinstance(whole, dict) or not isinstance(whole.get("values"), dict):
        raise Unreadable(file=path.name, reason='a document file is {"form": …, "values": {…}}')
    for key in whole:
        if key not in known:
            raise Unreadable(file=path.name, key=key, reason="unknown key")
    document = _document(whole, book)
    products = {name: _product(name, entry, book) for name, entry in _object(whole, "products").items()}
    context = Context(
        today=_day(whole["today"]) if "today" in whole else china_today(),
        company=_facts(Company, _object(whole, "company")),
        person=_facts(Person, _object(whole, "person")),
        links=document.links,
        product=products.get,
        unprintable=_unprintable,
    )
    return Given(book.form(document.form), document, context)


def form_facts(form: FormType) -> dict[str, object]:
    """One line of `forms --json`: what the form is, its limits and criteria, and which of its facts nobody checked."""
    return {
        "id": form.id,
        "family": form.family,
        "title_zh": form.title.zh_CN,
        "title_en": form.title.en,
        "agreement": form.agreement,
        "edition": form.edition,
        "members": list(form.members),
        "language": form.language,
        "offered": form.offered,
        "item_limit": form.item_limit,
        "hs_digits": list(form.hs_digits),
        "fob": form.fob,
        "criteria": [criterion.id for criterion in form.criteria],
        "verified": form.verified,
        "unverified": list(form.unverified),
    }


def form_in_full(form: FormType) -> dict[str, object]:
    """`forms show`: boxes, fields, items and checks."""
    items = {spec.item: spec.item_type for spec in form.fields if spec.item_type is not None}
    return {
        **form_facts(form),
        "boxes": sorted({spec.box for spec in form.fields if spec.box}, key=lambda box: (len(box), box)),
        "fields": [_field_facts(spec) for spec in form.fields],
        "items": {name: [_field_facts(spec) for spec in item.fields] for name, item in items.items()},
        "criteria_in_full": [criterion.model_dump(mode="json") for criterion in form.criteria],
        "issuing": form.issuing.model_dump(mode="json"),
        "params": dict(form.params),
        "checks": list(form.checks),
        "notes": form.notes.model_dump() if form.notes else None,
        "sources": list(form.sources),
    }


def problem_facts(problem: Problem) -> dict[str, object]:
    """One entry of `check --json`."""
    return {
        "severity": problem.severity,
        "code": problem.code,
        "field": f"{problem.field}/{problem.part}" if problem.part else problem.field,
        "box": problem.box,
        "row": problem.row,
        "message_zh": problem.message_zh,
        "message_en": problem.message_en,
        "source": problem.source,
    }


def _field_facts(spec: FieldSpec) -> dict[str, object]:
    return {
        "id": spec.id,
        "kind": spec.kind,
        "label_zh": spec.label.zh_CN,
        "label_en": spec.label.en,
        "needed": spec.needed,
        "max": spec.max,
        "box": spec.box,
    }


def _document(entry: Values, book: Rulebook) -> Document:
    form = book.form(str(entry.get("form", "")))
    wire.known_values(form, entry["values"])
    return Document(
        id=new_id(),
        form=form.id,
        family=form.family,
        values=clean(entry["values"], form.stored),
        stage=lifecycle.FIRST_STAGE[form.family],
        facts=_object(entry, "facts"),
    )


def _product(name: str, entry: object, book: Rulebook) -> Document:
    if not isinstance(entry, dict) or not isinstance(entry.get("values"), dict):
        raise Unreadable(key=f"products/{name}", reason='a product is {"form": …, "values": {…}}')
    facts = {"number": entry["number"]} if "number" in entry else {}
    return replace(_document(entry, book), id=name, stage=entry.get("stage", "approved"), facts=facts)


def _facts(model: type[M], entry: Values) -> M:
    """A frozen value from a JSON object; raises Unreadable for a key it does not have or a value of another type."""
    key = model.__name__.lower()
    try:
        made, usual = model(**entry), model()
    except TypeError as error:
        raise Unreadable(key=key, reason=str(error)) from None
    for name, value in entry.items():
        if type(value) is not type(getattr(usual, name)):
            raise Unreadable(key=f"{key}/{name}", reason=f"a {type(value).__name__} is no {name}")
    return made


def _object(whole: Values, key: str) -> Values:
    """A part that is an object, or not there; raises Unreadable."""
    part = whole.get(key, {})
    if not isinstance(part, dict):
        raise Unreadable(key=key, reason="an object is needed")
    return part


def _day(text: str) -> dt.date:
    """A day written as YYYY-MM-DD; raises Unreadable."""
    try:
        return dt.date.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise Unreadable(key="today", reason=str(error)) from None


def _unprintable(text: str) -> str:
    from coo_desktop.paper.fonts import missing

    return missing(text)
