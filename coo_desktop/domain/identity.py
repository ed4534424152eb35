"""Identifiers made without asking anybody: time-ordered UUIDs, unique across desks, never secrets."""

import secrets
import time
import uuid


def new_id() -> str:
    """A UUID version 7 (RFC 9562): 48 bits of Unix milliseconds, then random bits, so ids sort by age."""
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds & ((1 << 48) - 1)) << 80
    number |= 0x7 << 76 | secrets.randbits(12) << 64
    number |= 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=number))


def is_id(text: object) -> bool:
    """Whether `text` is a UUID in its canonical spelling."""
    if not isinstance(text, str):
        return False
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
