"""A list page is read from one index, in its order, whatever is filtered: the work does not grow with the table."""

import dataclasses
import itertools

import pytest

from coo_desktop.domain.documents.document import Query
from coo_desktop.domain.errors import Refused
from coo_desktop.store.database import lists, schema
from coo_desktop.store.database.document_scan import newest
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
        with readers.connect() as connection:
            return own_steps(connection, *statement)

    yield explain
    readers.dispose()


def own_steps(connection, text, values=()):
    """What a statement itself walks through, without what is asked inside of it."""
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
    return [step for _id, parent, _unused, step in rows if not parent and "SUBQUERY" not in step]


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
    text, values = lists.page(Query(family="certificate"))
    with readers.connect() as connection:
        steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
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
    assert lists.page(Query(family="certificate", limit=10**9)).values[-2:] == (1000, 0)


def test_authors_are_read_from_their_index_alone(plan):
    assert plan(lists.authors("certificate")) == [
        "SEARCH document USING COVERING INDEX list_author (family=? AND deleted=?)"
    ]


@pytest.mark.parametrize("column", ["invoice", "number", "destination", "partner"])
def test_a_part_of_a_text_is_looked_up_in_the_index_of_words(plan, column):
    (step,) = plan(lists.hits(Query(family="certificate", **{column: "ab"})))
    assert "VIRTUAL TABLE INDEX" in step


@pytest.mark.parametrize(("partner", "column"), [("KATO", "partner"), ("", "form")])
def test_the_newest_of_a_partner_or_of_a_form_come_in_order_from_their_index(store, partner, column):
    statement = newest("certificate", "rcep_2022", partner, 20)
    with store._lend() as connection:
        text = statement.compile(dialect=connection.dialect, compile_kwargs={"literal_binds": True})
        steps = own_steps(connection, str(text))
    assert steps == [f"SEARCH document USING INDEX list_{column} (family=? AND deleted=? AND {column}=?)"]


def test_the_newest_come_first_and_deleted_ones_never(store):
    for document_id, consignee, deleted in (
        ("a", "KATO", False),
        ("b", "SATO", False),
        ("c", "KATO", False),
        ("d", "KATO", True),
    ):
        with store.unit() as unit:
            unit.put(dataclasses.replace(certificate(document_id, importer=consignee), deleted=deleted))

    def found(*asked):
        return [one.id for one in store.reader.newest("certificate", "toy_certificate", *asked)]

    assert found("KATO") == ["c", "a"]
    assert found() == ["c", "b", "a"]
    assert found("", 1) == ["c"]
