"""What a seeded store is copied from: a few dozen documents made as the program makes them, each in another state.

A `Model` is a stored document and its rows in the tables beside it; `seed_copies` makes others of it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Company, Conflict, Document, Evidence, Intent, Person
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.environment.assets import resource
from coo_desktop.paper.page import Sheet
from coo_desktop.store.database import schema
from coo_desktop.store.files.profile import Profile
from coo_desktop.store.local import LocalStore, open_store
from tests.fakes.clock import FakeClock

#: The tables that are copied beside a document; what numbers it takes is asked of the copy itself.
BESIDE = (schema.version, schema.edit, schema.conflict, schema.outbox)
PRODUCTS = ("product_vacuum_flask", "product_dinner_set", "product_food_container")


class Age(StrEnum):
    """When in a company's years such documents are found."""

    SETTLED = "settled"  # years ago
    LIVE = "live"  # being worked on
    WAITING = "waiting"  # in the outbox


class State(StrEnum):
    """What became of a model after it was begun."""

    PRINTED = "printed"
    UNPRINTED = "unprinted"
    VOIDED = "voided"
    PAST = "past"
    DRAFT = "draft"
    RETURNED = "returned"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CONFLICT = "conflict"
    SAVED = "saved"
    QUEUED = "queued"
    REFUSED = "refused"
    KEPT = "kept"


_STATES = {
    Age.SETTLED: (*(State.PRINTED,) * 6, State.UNPRINTED, State.VOIDED, State.PAST, State.RETURNED),
    Age.LIVE: (State.DRAFT, State.RETURNED, State.SUBMITTED, State.IN_REVIEW, State.UNPRINTED, State.CONFLICT),
    Age.WAITING: (State.SAVED, State.QUEUED, State.REFUSED),
}
#: State -> stage and print state of what the backend answered.
_ANSWERED = {
    State.PRINTED: ("approved", "printed"),
    State.UNPRINTED: ("approved", "not_printed"),
    State.VOIDED: ("voided", "printed"),
    State.RETURNED: ("returned", "not_printed"),
    State.SUBMITTED: ("submitted", "not_printed"),
    State.IN_REVIEW: ("in_review", "not_printed"),
    State.CONFLICT: ("returned", "not_printed"),
}
_REASONS = [{"field": "evidence", "text": "请补充工艺流程"}]


@dataclass(frozen=True)
class Model:
    """A stored document, its form, its rows in the tables `BESIDE` and its evidence."""

    document: Document
    form: FormType
    beside: Mapping[str, Sequence[Mapping[str, Any]]]
    evidence: tuple[Evidence, ...] = ()


def make_models(rules: Rulebook) -> dict[tuple[str, Age], list[Model]]:
    """The models by family and age, made in a store of their own by the operations of the program."""
    made: dict[tuple[str, Age], list[Model]] = {}
    with TemporaryDirectory() as folder:
        profile = Profile(Path(folder))
        with closing(open_store(profile, lambda: rules, FakeClock(), None)) as store:
            kept = store.blobs.take_bytes(page(), "工艺流程.pdf", "application/pdf")
            for family, age, sample, state in _plan():
                made.setdefault((family, age), []).append(_made(store, sample, state, replace(kept, id=new_id())))
    return made


@cache
def page() -> bytes:
    """The evidence of all documents: one file."""
    sheet = Sheet("生产工艺流程")
    sheet.text(20, 30, "生产工艺流程", size=14)
    return sheet.finish()


def _plan() -> Iterator[tuple[str, Age, Mapping[str, Any], State]]:
    read = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(resource("samples").glob("*.json"))}
    products = [read[name] for name in PRODUCTS]
    certificates = [sample for sample in read.values() if sample.get("form") not in (None, "pre_review")]
    for age, states in _STATES.items():
        few = certificates if age is Age.SETTLED else certificates[:: len(certificates) // (2 * len(states))]
        for at, sample in enumerate(few):
            yield "certificate", age, sample, states[at % len(states)]
        for at, state in enumerate(states):
            if state is not State.PAST:
                yield "pre_review", age, products[at % len(products)], state
    address = {"name": "SAKURA", "address": "3-5-12 HIGASHI-SHINBASHI, MINATO-KU, TOKYO", "country": "JP"}
    yield "record", Age.SETTLED, {"form": "importer", "values": address}, State.KEPT


def _made(store: LocalStore, sample: Mapping[str, Any], state: State, kept: Evidence) -> Model:
    """Begun and saved as a person does it, then what the backend answers or the outbox keeps."""
    evidence: tuple[Evidence, ...] = ()
    with store.unit() as unit:
        form = unit.rules.form(sample["form"])
        if "company" in sample:
            unit.put_company(Company(**sample["company"]))
            unit.put_person(Person(**sample["person"]))
        for product_id, told in sample.get("products", {}).items():
            if unit.document(product_id) is None:
                known = {"form": "pre_review", "family": "pre_review", "stage": "approved", "values": told["values"]}
                unit.put(Document(id=product_id, **known))
        values = dict(sample["values"])
        if form.family == "pre_review":
            drafts.attach(unit, kept)
            evidence = (replace(kept, state="there"),)
            named = {name: getattr(kept, name) for name in ("id", "sha256", "name", "mime", "size_bytes")}
            values["evidence"] = [named]
        begun = drafts.start(unit, form.id, values).document
        assert begun is not None
        edited = drafts.save(unit, begun.id, _edited(form, begun, state), begun.revision).document
        assert edited is not None
        _bring(unit, edited, state)
    return _read(store, begun.id, form, evidence)


def _edited(form: FormType, begun: Document, state: State) -> dict[str, Any]:
    partner = form.summary.partner.partition("/")[0]
    changes = {"remarks": "AS ORDERED"} if "remarks" in form.stored else {}
    return {**begun.values, **changes, **({partner: ""} if state is State.DRAFT else {})}


def _bring(unit: Any, document: Document, state: State) -> None:
    """The document in this state, with the intents that such a one has."""
    intents = unit.intents(document.id)
    if state in (State.SAVED, State.DRAFT, State.KEPT):
        return
    if state is State.QUEUED:
        unit.enqueue(Intent(key=document.id, kind="submit", document=document.id, body={}))
        unit.put(replace(document, delivery="queued"))
        return
    if state is State.REFUSED:
        for intent in intents:
            unit.update_intent(replace(intent, state="refused", attempts=1, problem={"code": "invalid"}))
        unit.put(replace(document, delivery="refused"))
        return
    for intent in intents:
        unit.drop_intent(intent.key)
    if state is State.PAST:
        unit.put(replace(document, stage="past", facts={"number": "C"}, links={"past": "C"}))
        return
    stage, print_state = _ANSWERED[state]
    facts = {"number": "C"} | ({"reasons": _REASONS} if stage == "returned" else {})
    answered = replace(document, stage=stage, print_state=print_state, rev="1", base=document.values, facts=facts)
    if state is State.CONFLICT:
        path = unit.rules.form(document.form).summary.partner
        unit.put_conflicts([Conflict(id=document.id, document=document.id, path=path, base="", mine="A", theirs="B")])
        answered = replace(answered, conflicts=1)
    unit.put(answered)


def _read(store: LocalStore, document_id: str, form: FormType, evidence: tuple[Evidence, ...]) -> Model:
    document = store.reader.document(document_id)
    assert document is not None
    beside = {}
    with store.reader._lend() as connection:
        for table in BESIDE:
            found = connection.execute(table.select().where(table.c.document == document_id)).mappings()
            beside[table.name] = [dict(row) for row in found]
    return Model(document, form, beside, evidence)
