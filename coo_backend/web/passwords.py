"""Passwords as Argon2id hashes, at most two computed at a time, so that sign-ins cannot exhaust the memory.

A new one is good enough when it is long, none of what belongs to the person, and not among those that everybody tries
first. No composition rules.
"""

from collections.abc import Iterable
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from coo_backend.runtime.settings import PasswordCost
from coo_backend.web.popular_passwords import folded, is_popular

LEAST, MOST = 8, 128
#: zxcvbn's scale goes to 4; 2 withstands an attacker who has to ask the server for each try.
LEAST_SCORE = 2
_MOST_JUDGED = 72  # the judge's time grows with the square of the length, and what is longer is strong
#: A word of a person needs so many letters or digits to be looked for; what is around it, so many to be worth anything.
_LEAST_PERSONAL, _LITTLE, _DIGITS = 3, 4, 8
_computing = BoundedSemaphore(2)


class Passwords:
    """Hashes and checks passwords exactly as typed; unknown accounts cost as much as known ones."""

    def __init__(self, cost: PasswordCost) -> None:
        self._hasher = PasswordHasher(time_cost=cost.rounds, memory_cost=cost.memory_kib, parallelism=cost.lanes)
        self._nobody = self.hashed("nobody has this password")

    def hashed(self, password: str) -> str:
        with _computing:
            return self._hasher.hash(password)

    def matches(self, password: str, password_hash: str) -> bool:
        """Whether it is the password; an empty hash (no such account) takes the same time and never matches."""
        with _computing:
            try:
                self._hasher.verify(password_hash or self._nobody, password)
            except (VerificationError, InvalidHashError):
                return False
        return bool(password_hash)

    def is_outdated(self, password_hash: str) -> bool:
        """Whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)


def weakness(password: str, known: Iterable[str]) -> str:
    """ "" or password_short, password_long, password_personal, password_common, password_weak.

    `known` are words that an attacker would try for this person: phone, account, names of the person and the company.
    """
    if len(password) < LEAST:
        return "password_short"
    if len(password) > MOST:
        return "password_long"
    words = [word for word in known if word]
    if any(_is_hardly_more(password, word) for word in words):
        return "password_personal"
    if is_popular(password):
        return "password_common"
    from zxcvbn import zxcvbn  # loads its lists of words when it is first needed

    judged = zxcvbn(password[:_MOST_JUDGED], user_inputs=words, max_length=_MOST_JUDGED)
    return "" if judged["score"] >= LEAST_SCORE else "password_weak"


def _is_hardly_more(password: str, word: str) -> bool:
    """Whether the password is the word, forwards or backwards, with little around it that is no digit."""
    plain, bare = _letters_and_digits(password), _letters_and_digits(word)
    if len(bare) < _LEAST_PERSONAL:
        return False
    for spelling in (bare, bare[::-1]):
        left, found, right = plain.partition(spelling)
        around = left + right
        if found and (len(around) < _LITTLE or (around.isdigit() and len(around) <= _DIGITS)):
            return True
    return False


def _letters_and_digits(text: str) -> str:
    return "".join(sign for sign in folded(text) if sign.isalnum())
