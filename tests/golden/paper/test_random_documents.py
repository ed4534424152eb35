"""Whatever is typed either prints completely or is refused at its field; `make faults` tries five hundred per form."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.forms.kinds import KINDS
from tests.golden.paper.issued import FORMS, form_of, issued, printed
from tests.lengths import times
from tests.paper.reading import by_pdfium, ink

EXAMPLES = times(15, 500)
pytestmark = pytest.mark.machinery
#: Texts that a form prints once, if it prints them.
TEXTS = (
    "exporter_address",
    "consignee_name",
    "consignee_address",
    "vessel",
    "special_clause",
    "remarks",
    "producer_text",
)
MOST_LINES = 15
WORD = 7
BREAKS = st.sampled_from((" ", " ", " ", "\n"))


@st.composite
def documents(draw: st.DrawFn, form: str) -> tuple[Document, list[str]]:
    """A document of words that stand nowhere else, and those words."""
    numbers = iter(range(10_000))
    words: list[str] = []

    def text(count: int) -> str:
        said = [f"W{next(numbers):04d}Y" for _ in range(count)]
        words.extend(said)
        return "".join(word + draw(BREAKS) for word in said).strip()

    base = issued(form)
    known = form_of(base).stored
    values: dict[str, Any] = {name: text(draw(up_to(known[name]))) for name in texts_of(form)}
    if "producer_mode" in known:
        values["producer_mode"] = "named"
    if form_of(base).by_id["marks"].box:
        values["marks"] = {"form": "text", "text": text(draw(up_to(known["marks"])))}
    row = base.values["goods"][0]
    counts = draw(st.lists(st.integers(1, MOST_LINES), min_size=1, max_size=6))
    values["goods"] = [{**row, "id": f"g{at}", "description": text(count)} for at, count in enumerate(counts)]
    return issued(form, **values), words


@cache
def texts_of(form: str) -> tuple[str, ...]:
    """The texts that a form prints: some ask for one that goes to the issuing body alone."""
    known = [name for name in TEXTS if name in form_of(issued(form)).stored]
    told = {name: f"PROBE{at}P" for at, name in enumerate(known)}
    text = ink(by_pdfium(printed(issued(form, **told, producer_mode="named"))))
    return tuple(name for name in known if told[name] in text)


def up_to(spec: FieldSpec) -> st.SearchStrategy[int]:
    """As many words as a field takes, and one more."""
    return st.integers(0, min((spec.max or 1000) // WORD, 80) + 1)


def refused(told: Document) -> Iterator[str]:
    """The fields that do not take what was typed."""
    form = form_of(told)
    yield from (name for name, spec in form.stored.items() if _has_faults(spec, told.values))
    goods = form.by_id["goods"].item_type
    assert goods is not None
    for row in told.values["goods"]:
        yield from (spec.id for spec in goods.fields if _has_faults(spec, row))


def _has_faults(spec: FieldSpec, values: Mapping[str, Any]) -> bool:
    value = values.get(spec.id)
    return value not in (None, "", [], {}) and any(True for _ in KINDS[spec.kind].faults(value, spec))


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_document_prints_whole_or_is_refused_at_the_field(form: str, data: st.DataObject) -> None:
    told, words = data.draw(documents(form))
    if any(refused(told)):
        return
    text = ink(by_pdfium(printed(told)))
    assert [word for word in words if text.count(word) != 1] == []
