"""How much goes out on one way, how an intent is spelt there, and whose answers come back.

A batch is as large as the backend takes it, about one megabyte: each way costs its latency, and what is in it hardly
anything. Where an answer takes long, on a slow line or at a busy backend, batches become smaller until it does not:
what is cut off is lost as a whole, and a person who ends the program waits for one answer.
"""

import json
from collections.abc import Collection
from typing import Any

from coo_desktop.contract.documents import MOST_ITEMS, MOST_ROWS_TOGETHER, ROWS_OF_SUBMISSION, BatchAnswer, BatchItem
from coo_desktop.contract.requests import Item
from coo_desktop.domain.documents.document import Intent
from coo_desktop.domain.errors import Untrusted
from coo_desktop.domain.office.release import wish_of
from coo_desktop.sync.client.calls import to_wire

#: A request is at most 1 MiB (`contract.documents.MOST_BYTES`), with all that stands around its items.
MOST_BATCH_BYTES = 1_000_000
LEAST_BATCH_BYTES = 64_000
#: What an item of a batch needs beside its body, generously.
ITEM_BYTES = 300
#: What a submission counts as: so many of them in a batch as the backend takes.
SUBMISSION_BYTES = MOST_BATCH_BYTES * ROWS_OF_SUBMISSION // MOST_ROWS_TOGETHER
SLOW_S, QUICK_S = 8.0, 2.0


class BatchSize:
    """The size of the next batch; `items` and `bytes` are at most those."""

    def __init__(self) -> None:
        self.items = MOST_ITEMS
        self.bytes = MOST_BATCH_BYTES

    def took(self, seconds: float) -> None:
        """A batch was answered."""
        if seconds > SLOW_S:
            self.bytes = max(LEAST_BATCH_BYTES, self.bytes // 2)
        elif seconds < QUICK_S:
            self.bytes = min(MOST_BATCH_BYTES, self.bytes * 2)

    def refused(self, items: int) -> None:
        """The backend refuses a batch of so many items as a whole: halves are tried, in the end single ones."""
        self.items = max(1, items // 2) if items > 1 else MOST_ITEMS


def size_of(intent: Intent) -> int:
    """What an intent takes of a batch, in bytes."""
    if intent.kind == "submit":
        return SUBMISSION_BYTES
    return len(json.dumps(intent.body, ensure_ascii=False).encode(errors="replace")) + ITEM_BYTES


def item_of(intent: Intent) -> dict[str, Any]:
    """The intent as an item of a batch; its body as it is stored."""
    path = f"/v1/docs/{intent.document}"
    condition = {"if_match": f'"{intent.base_rev}"'} if intent.base_rev else {"if_none_match": "*"}
    match intent.kind:
        case "put":
            return {**to_wire(Item, key=intent.key, method="PUT", path=path, **condition), "body": intent.body}
        case "submit":
            return to_wire(Item, key=intent.key, method="POST", path=f"{path}/submit", body={}, **condition)
        case "delete":
            return to_wire(Item, key=intent.key, method="DELETE", path=path, **condition)
        case _:
            path = "/v1/releases" if wish_of(intent) is not None else "/v1/requests"
            return {**to_wire(Item, key=intent.key, method="POST", path=path), "body": intent.body}


def answers_of(told: BatchAnswer, sent: Collection[str]) -> dict[str, BatchItem]:
    """Intent key -> its answer; raises Untrusted for answers to what was never asked."""
    answers: dict[str, BatchItem] = {}
    for item in told.items:
        if item.key not in sent:
            raise Untrusted(reason="key")
        if item.key in answers:
            raise Untrusted(reason="duplicate_answer")
        answers[item.key] = item
    return answers
