"""Pages and surveys read by the driver: a survey and the pages tell the same, and what nobody wants is broken off."""

import dataclasses
import itertools
import random
import subprocess
import sys

import pytest

from coo_desktop.domain.documents.document import Query
from coo_desktop.store.database import list_reads, lists
from tests.store.documents import certificate

#: One certificate differs from the others in these: (fields of Query, does a certificate match).
NINE = {
    "type": ({"forms": ("toy_certificate",)}, lambda one: True),
    "invoice": ({"invoice": "nv-7"}, lambda one: one["invoice"] == "INV-7"),
    "number": ({"number": "c26"}, lambda one: one["number"] == "C26330"),
    "from": ({"made_from": "2026-03-01"}, lambda one: one["made_on"] >= "2026-03-01"),
    "to": ({"made_to": "2026-03-31"}, lambda one: "" <= one["made_on"] <= "2026-03-31"),
    "destination": ({"destination": "jp"}, lambda one: one["destination"] == "JP"),
    "stage": ({"stages": ("ready", "returned")}, lambda one: one["stage"] in ("ready", "returned")),
    "print": ({"print_states": ("printed",)}, lambda one: one["print_state"] == "printed"),
    "signatory": ({"authors": ("zhang", "li")}, lambda one: one["author"] in ("zhang", "li")),
    "importer": ({"partner": "加藤"}, lambda one: "加藤" in one["importer"]),
}


@pytest.fixture
def filled(store):
    """Certificates of every kind, each a different mixture."""
    told = []
    chosen = random.Random(7)
    with store.unit() as unit:
        for number in range(120):
            one = {
                "id": f"d{number:03}",
                "invoice": chosen.choice(["INV-7", "INV-8", ""]),
                "number": chosen.choice(["C26330", "K26331", ""]),
                "made_on": chosen.choice(["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"]),
                "destination": chosen.choice(["JP", "KR"]),
                "stage": chosen.choice(["draft", "ready", "returned"]),
                "print_state": chosen.choice(["not_printed", "printed"]),
                "author": chosen.choice(["zhang", "li", "wang"]),
                "importer": chosen.choice(["加藤商事", "KATO K.K."]),
            }
            told.append(one)
            values = {name: one[name] for name in ("made_on", "destination", "importer")}
            document = certificate(one["id"], bills=[{"id": "1", "number": one["invoice"]}], **values)
            facts = {"number": one["number"]} if one["number"] else {}
            state = {name: one[name] for name in ("stage", "print_state", "author")}
            unit.put(dataclasses.replace(document, facts=facts, **state))
    return told


def test_the_nine_filters_work_alone_in_pairs_and_all_together(store, filled):
    names = list(NINE)
    sets = [
        *itertools.combinations(names, 1),
        *itertools.combinations(names, 2),
        *itertools.combinations(names, 3),
        names,
    ]
    for wanted in sets:
        query = Query(family="certificate", limit=1000, **{k: v for name in wanted for k, v in NINE[name][0].items()})
        expected = {one["id"] for one in filled if all(NINE[name][1](one) for name in wanted)}
        assert {row.id for row in store.reader.rows(query)} == expected, wanted
        assert store.reader.count(query) == len(expected), wanted


def test_a_survey_has_each_row_where_the_pages_have_it(store, filled, monkeypatch):
    monkeypatch.setattr(list_reads, "EVERY", 16)
    asked = [one["id"] for one in filled[::7]] + ["nobody"]
    for (name, order), few in itertools.product(
        itertools.product(["nothing", "text", *NINE], ("updated_at", "made_on", "stage")), (1, 1000)
    ):
        wanted = {"nothing": {}, "text": {"text": "加藤 2026"}}.get(name) or NINE.get(name, ({},))[0]
        monkeypatch.setattr(lists, "FEW", few)
        for descending in (True, False):
            query = Query(family="certificate", order=order, descending=descending, limit=1000, **wanted)
            rows = store.reader.rows(query)
            survey = store.reader.survey(query, asked)
            assert survey.count == len(rows), name
            places = {row.id: place for place, row in enumerate(rows)}
            assert survey.places == {one: places[one] for one in asked if one in places}, (name, order)
            if survey.members is None:
                assert [row_id for _key, row_id in survey.marks] == [row.id for row in rows[15::16]]
                after = dataclasses.replace(query, after=survey.marks[1], offset=3, limit=5)
                assert store.reader.rows(after) == rows[35:40]
            else:
                assert store.reader.rows(query, survey.members[3:9]) == rows[3:9]


def test_a_survey_that_nobody_wants_any_more_ends_and_says_nothing(store, filled):
    for query in (Query(family="certificate"), Query(family="certificate", stages=("ready",))):
        assert store.reader.survey(query, (), lambda: True) is None
    assert store.reader.survey(Query(family="certificate")).count == len(filled)


def test_a_long_statement_is_broken_off(store, filled, monkeypatch):
    monkeypatch.setattr(list_reads, "_STEPS", 10)
    told = iter((False, False, True))
    assert store.reader.survey(Query(family="certificate"), (), lambda: next(told, True)) is None
    assert next(told, "asked no more") == "asked no more"
    assert store.reader.rows(Query(family="certificate", limit=1))


def test_a_survey_inside_a_unit_sees_what_the_unit_wrote(store):
    with store.unit() as unit:
        unit.put(certificate("a"))
        assert unit.survey(Query(family="certificate"), ("a",)).places == {"a": 0}


def test_list_pages_are_read_without_the_libraries_that_a_first_row_cannot_wait_for():
    script = (
        "import sys; import coo_desktop.store.database.list_reads;"
        "print(sorted({'sqlalchemy', 'alembic', 'pydantic', 'pypinyin'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
