"""What was found in a row is given again only while the row, what stands beside it and the answers are the same."""

import dataclasses
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from coo_desktop.domain.checks.problems import Finding
from coo_desktop.domain.checks.row_memory import KEPT_ROWS, RowMemory
from coo_desktop.domain.checks.row_rules import of_each
from coo_desktop.domain.context import Context
from tests.domain.given import RCEP, TWENTY, context_of, product_with, rules, values_of

FORM = rules().form("rcep_2022")


def test_another_answer_about_a_product_concerns_the_rows_that_name_it():
    values, memory, judged, asked = values_of(TWENTY), RowMemory(), list[str](), list[str]()

    @of_each("goods")
    def is_known(_form: Any, _values: Any, row: Any, context: Context) -> Iterator[Finding]:
        judged.append(row["id"])
        if context.product(row["product"]) is None:
            yield Finding("product_unknown", part="product")

    def found(product: Callable[[str], Any]) -> list[str]:
        judged.clear()
        asked.clear()
        context = dataclasses.replace(known, product=lambda name: asked.append(name) or product(name))
        rows = [each.row for each in memory.in_rows(FORM, values, context, (is_known,))(is_known, "goods")]
        assert set(asked) == {row["product"] for row in values["goods"]}
        return rows

    known, flask = context_of(TWENTY), product_with()
    for row in values["goods"][:7]:
        row["product"] = "other"
    ids = [row["id"] for row in values["goods"]]
    assert (found(known.product), judged) == (ids[:7], ids)
    assert (found(known.product), judged) == (ids[:7], [])
    assert (found(lambda name: known.product(name) or flask(name)), judged) == ([], ids[:7])


@of_each("goods", "remarks")
def toy(_form: Any, values: Any, row: Any, _context: Context) -> Iterator[Finding]:
    """Tells of each row its name and the remarks."""
    yield Finding("needed", part="name_en", facts={"name": row["name_en"], "remarks": values["remarks"]})


def of_toy(memory: RowMemory, document: str, rows: int) -> list[Finding]:
    values = {"goods": [{"id": f"{document}{at}", "name_en": str(at)} for at in range(rows)], "remarks": document}
    found = memory.in_rows(FORM, values, context_of(RCEP), (toy,))(toy, "goods")
    assert list(found) == list(toy(FORM, values, context_of(RCEP)))
    return list(found)


def test_the_rows_looked_at_last_are_kept_and_no_more():
    memory = RowMemory()
    first = of_toy(memory, "a", 10)
    for document in range(9):
        of_toy(memory, f"b{document}-", 100)
        assert all(old is new for old, new in zip(first, of_toy(memory, "a", 10), strict=True))
    of_toy(memory, "c", KEPT_ROWS)
    assert not any(old is new for old, new in zip(first, of_toy(memory, "a", 10), strict=True))


def test_several_threads_may_ask_at_once():
    memory, start, wrong = RowMemory(), threading.Barrier(4), list[BaseException]()

    def work(document: str) -> None:
        start.wait()
        try:
            for rows in range(1, 60):
                of_toy(memory, document, rows)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=work, args=(document,)) for document in "aabb"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong


def test_a_rule_that_fails_leaves_nothing_behind():
    @of_each("goods")
    def fails(_form: Any, _values: Any, row: Any, _context: Context) -> Iterator[Finding]:
        yield Finding("needed", part=str(1 // row["number"]))

    memory, values = RowMemory(), {"goods": [{"id": "a", "number": 0}]}
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            memory.in_rows(FORM, values, context_of(RCEP), (fails,))
