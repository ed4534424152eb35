"""Faults put in on purpose, one at a time, to prove that the tests see them; never set outside a test.

`COO_SEEDED_BUG` names one of `BUGS`; this is the only place that reads it.
"""

import os

#: Name -> what then goes wrong.
BUGS = {
    "drop_idempotency_key": "every try of an intent goes out under a new key",
    "ack_before_storing": "an intent leaves the outbox when it is sent, not when its answer is stored",
    "cursor_before_documents": "the feed's cursor is committed before the documents of its page",
    "last_writer_wins": "an edit of mine replaces what others did instead of being merged with it",
}


def seeded(bug: str) -> bool:
    """Whether this fault is switched on."""
    return os.environ.get("COO_SEEDED_BUG", "") == bug
