"""A list page is read from one index, in its order, whatever is filtered: the work does not grow with the table."""

import itertools

import pytest

from coo_desktop.domain.documents import Query
from coo_desktop.domain.errors import Refused
from coo_desktop.store import lists, schema
from coo_desktop.store.engine import make_engine
from tests.store.conftest import KEY

FILTERS = {
    "nothing": {},
    "one stage": {"stages": ("ready",)},
    "several stages": {"stages": ("ready", "draft"), "print_states": ("printed",)},
    "forms": {"forms": ("toy_certificate",)},
    "author": {"author": "zhang"},
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
            return [row[3] for row in rows]

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


def test_a_range_of_days_is_read_from_the_index_of_days(plan):
    query = Query(family="certificate", order="made_on", made_from="2026-01-01", made_to="2026-02-01")
    assert plan(lists.page(query, None)) == [
        "SEARCH document USING INDEX list_made_on (family=? AND deleted=? AND made_on>? AND made_on<?)"
    ]


def test_few_hits_are_fetched_one_by_one(plan):
    steps = plan(lists.page(Query(family="certificate", text="tea"), [1, 2, 3]))
    assert steps[0] == "SEARCH document USING INTEGER PRIMARY KEY (rowid=?)"


def test_counting_never_reads_the_whole_table(plan):
    for name, wanted in FILTERS.items():
        steps = plan(lists.total(Query(family="certificate", **wanted)))
        assert not [step for step in steps if step.startswith("SCAN document")], name


def test_words_are_looked_up_in_their_index(plan):
    (step,) = plan(lists.hits(Query(family="certificate", text="tea")))
    assert "VIRTUAL TABLE INDEX" in step


def test_only_declared_columns_order_a_list():
    with pytest.raises(Refused):
        lists.page(Query(family="certificate", order="search"), None)


def test_a_page_is_bounded():
    huge = lists.page(Query(family="certificate", limit=10**9), None)
    assert "LIMIT 1000" in str(huge.compile(compile_kwargs={"literal_binds": True}))
