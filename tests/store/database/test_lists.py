"""A list page is read from one index, in its order, whatever is filtered: the work does not grow with the table."""

import dataclasses
import itertools
import random

import pytest

from coo_desktop.domain.documents.document import Query
from coo_desktop.domain.errors import Refused
from coo_desktop.store.database import lists, schema
from coo_desktop.store.database.engine import make_engine
from tests.store.conftest import KEY
from tests.store.documents import certificate

FILTERS = {
    "nothing": {},
    "one stage": {"stages": ("ready",)},
    "several stages": {"stages": ("ready", "draft"), "print_states": ("printed",)},
    "forms": {"forms": ("toy_certificate",)},
    "authors": {"authors": ("zhang", "li")},
    "all but the days": {
        "forms": ("toy_certificate",),
        "invoice": "INV",
        "number": "C26",
        "destination": "JP",
        "stages": ("ready",),
        "print_states": ("printed",),
        "authors": ("zhang",),
        "partner": "kato",
    },
    "columns": {"destination": "JP", "invoice": "INV", "partner": "kato"},
    "text": {"text": "宁波 tea"},
}


@pytest.fixture
def plan(store, profile):
    readers = make_engine(profile.store_file, KEY, read_only=True)

    def explain(statement):
        text = statement.compile(dialect=readers.dialect, compile_kwargs={"literal_binds": True})
        with readers.connect() as connection:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}".replace("%%", "%"))
            return [step for _id, parent, _unused, step in rows if not parent and "SUBQUERY" not in step]

    yield explain
    readers.dispose()


@pytest.mark.parametrize("order", schema.ORDERS)
def test_every_order_walks_its_own_index(plan, order):
    for name, wanted in FILTERS.items():
        for after, descending in itertools.product((None, ("x", "id")), (True, False)):
            query = Query(family="certificate", order=order, after=after, descending=descending, **wanted)
            (step,) = plan(lists.page(query, None))
            assert step.startswith(f"SEARCH document USING INDEX list_{order} (family=? AND deleted=?"), name
            assert after is None or f"({order},id)" in step, name


def test_successor_and_rival_of_a_row_are_looked_up_in_the_index_of_originals(store, profile):
    readers = make_engine(profile.store_file, KEY, read_only=True)
    text = lists.page(Query(family="certificate"), None).compile(
        dialect=readers.dialect, compile_kwargs={"literal_binds": True}
    )
    with readers.connect() as connection:
        steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}")]
    readers.dispose()
    assert not [step for step in steps if step.startswith("SCAN")]
    assert sum("ix_succession_original (original=?)" in step for step in steps) == 2


def test_a_range_of_days_is_read_from_the_index_of_days(plan):
    query = Query(family="certificate", order="made_on", made_from="2026-01-01", made_to="2026-02-01")
    assert plan(lists.page(query, None)) == [
        "SEARCH document USING INDEX list_made_on (family=? AND deleted=? AND made_on>? AND made_on<?)"
    ]


@pytest.mark.parametrize("order", schema.ORDERS)
def test_a_range_of_days_narrows_every_other_order(plan, order):
    days = {"made_from": "2026-01-01", "made_to": "2026-02-01"}
    step, *rest = plan(
        lists.page(Query(family="certificate", order=order, **days, **FILTERS["all but the days"]), None)
    )
    assert step.startswith("SEARCH document USING INDEX list_made_on (family=? AND deleted=? AND made_on>?")
    assert len(rest) == (order != "made_on")  # the rows of the range are sorted, no others


def test_few_hits_are_fetched_one_by_one(plan):
    steps = plan(lists.page(Query(family="certificate", text="tea"), [1, 2, 3]))
    assert steps[0] == "SEARCH document USING INTEGER PRIMARY KEY (rowid=?)"


def test_counting_never_reads_the_whole_table(plan):
    for name, wanted in FILTERS.items():
        steps = plan(lists.total([Query(family="certificate", **wanted)]))
        assert not [step for step in steps if step.startswith("SCAN document")], name
    both = plan(lists.total([Query(family="certificate", **wanted) for wanted in FILTERS.values()]))
    assert not [step for step in both if step.startswith("SCAN document")]


def test_words_are_looked_up_in_their_index(plan):
    (step,) = plan(lists.hits(Query(family="certificate", text="tea")))
    assert "VIRTUAL TABLE INDEX" in step


def test_only_declared_columns_order_a_list():
    with pytest.raises(Refused):
        lists.page(Query(family="certificate", order="search"), None)


def test_a_page_is_bounded():
    huge = lists.page(Query(family="certificate", limit=10**9), None)
    assert "LIMIT 1000" in str(huge.compile(compile_kwargs={"literal_binds": True}))


def test_authors_are_read_from_their_index_alone(plan):
    assert plan(lists.authors("certificate")) == [
        "SEARCH document USING COVERING INDEX list_author (family=? AND deleted=?)"
    ]


@pytest.mark.parametrize("column", ["invoice", "number", "destination", "partner"])
def test_a_part_of_a_text_is_looked_up_in_the_index_of_words(plan, column):
    (step,) = plan(lists.hits(Query(family="certificate", **{column: "ab"})))
    assert "VIRTUAL TABLE INDEX" in step


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


@pytest.mark.parametrize(("partner", "column"), [("KATO", "partner"), ("", "form")])
def test_the_newest_of_a_partner_or_of_a_form_come_in_order_from_their_index(plan, partner, column):
    statement = lists.newest("certificate", "rcep_2022", partner, 20)
    assert plan(statement) == [f"SEARCH document USING INDEX list_{column} (family=? AND deleted=? AND {column}=?)"]


def test_the_newest_come_first_and_deleted_ones_never(store):
    for document_id, consignee, deleted in (
        ("a", "KATO", False),
        ("b", "SATO", False),
        ("c", "KATO", False),
        ("d", "KATO", True),
    ):
        with store.unit() as unit:
            unit.put(dataclasses.replace(certificate(document_id, importer=consignee), deleted=deleted))

    def newest(*asked):
        return [one.id for one in store.reader.newest("certificate", "toy_certificate", *asked)]

    assert newest("KATO") == ["c", "a"]
    assert newest() == ["c", "b", "a"]
    assert newest("", 1) == ["c"]
