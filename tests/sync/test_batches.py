"""How much goes out on one way: a megabyte, less where answers take long, each intent once."""

import json
import math
from typing import Any

import pytest

from coo_desktop.contract.documents import MOST_BYTES, MOST_ITEMS
from coo_desktop.domain.documents.document import Document, Intent
from coo_desktop.sync.batches import LEAST_BATCH_BYTES, MOST_BATCH_BYTES, SLOW_S
from coo_desktop.sync.client.calls import Reply
from coo_desktop.sync.push import Push
from coo_desktop.sync.reconcile import Touched
from tests.fakes.clock import FakeClock
from tests.fakes.store import FakeStore
from tests.sync.desk import toy_rules


class Counting:
    """A backend that has no verdict on anything; every answer takes `takes_s`."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock, self.takes_s = clock, 0.1
        self.keys: list[list[str]] = []
        self.sizes: list[int] = []

    def call(self, _method: str, _path: str, body: Any = None, *_: Any, **__: Any) -> Reply:
        self.clock.pass_s(self.takes_s)
        self.keys.append([item["key"] for item in body["items"]])
        self.sizes.append(len(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()))
        return Reply(200, {"items": [{"key": key, "status": 500, "body": {}} for key in self.keys[-1]]})


class Waiting:
    """A desk with an outbox of drafts, each with a body of so many bytes, or of submissions."""

    def __init__(self, count: int, size: int, kind: str = "put") -> None:
        self.clock = FakeClock()
        self.store, self.caller = FakeStore(toy_rules(), self.clock), Counting(self.clock)
        body = {"form": "toy_certificate", "values": {"consigneeName": "长" * (size // 3)}, "links": {}}
        with self.store.unit() as unit:
            for number in range(count):
                unit.put(Document(id=f"d{number}", form="toy_certificate", family="certificate", values={}))
                unit.enqueue(Intent(key=f"k{number}", kind=kind, document=f"d{number}", body=body))

    def push(self) -> None:
        Push(self.store, self.caller, self.clock, Touched()).run(lambda _: None, lambda: False)


@pytest.mark.parametrize(("count", "size"), [(1000, 4600), (40, 100_000), (3, 900_000), (1000, 100), (1, 10)])
def test_an_outbox_takes_as_many_requests_as_it_has_megabytes(count: int, size: int):
    desk = Waiting(count, size)
    desk.push()
    assert [key for keys in desk.caller.keys for key in keys] == [f"k{number}" for number in range(count)]
    assert max(desk.caller.sizes) <= MOST_BYTES
    by_bytes = math.ceil(sum(desk.caller.sizes) / MOST_BATCH_BYTES)
    assert len(desk.caller.keys) == max(by_bytes, math.ceil(count / MOST_ITEMS))


def test_no_more_submissions_go_on_one_way_than_the_backend_takes():
    desk = Waiting(120, 0, kind="submit")
    desk.push()
    assert [len(keys) for keys in desk.caller.keys] == [50, 50, 20]


def test_batches_become_smaller_while_answers_take_long_and_larger_again():
    desk = Waiting(300, 20_000)
    desk.caller.takes_s = SLOW_S + 1
    desk.push()
    assert desk.caller.sizes[0] > 0.9 * MOST_BATCH_BYTES
    assert all(LEAST_BATCH_BYTES / 2 < size < 1.1 * LEAST_BATCH_BYTES for size in desk.caller.sizes[5:-1])
    quick = Waiting(300, 20_000)
    steps = iter([SLOW_S + 1, SLOW_S + 1, SLOW_S + 1, *[0.1] * 99])
    send = quick.caller.call

    def call(*given: Any, **named: Any) -> Reply:
        quick.caller.takes_s = next(steps)
        return send(*given, **named)

    quick.caller.call = call  # type: ignore[method-assign]
    quick.push()
    sizes = [round(size / MOST_BATCH_BYTES, 1) for size in quick.caller.sizes[:8]]
    assert sizes[:7] == [1.0, 0.5, 0.2, 0.1, 0.2, 0.5, 1.0]
