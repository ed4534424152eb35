"""Whether a password is good enough: long, and not among those that everybody tries first. No composition rules."""

from collections.abc import Iterable

LEAST, MOST = 8, 128
#: zxcvbn's scale goes to 4; 2 withstands an attacker who has to ask the server for each try.
LEAST_SCORE = 2
_MOST_JUDGED = 72  # the judge's time grows with the square of the length, and what is longer is strong


def weakness(password: str, known: Iterable[str]) -> str:
    """ "" or password_short, password_long, password_weak; `known` are words that an attacker would try for them."""
    if len(password) < LEAST:
        return "password_short"
    if len(password) > MOST:
        return "password_long"
    from zxcvbn import zxcvbn  # loads its lists of words when it is first needed

    judged = zxcvbn(password[:_MOST_JUDGED], user_inputs=[word for word in known if word], max_length=_MOST_JUDGED)
    return "" if judged["score"] >= LEAST_SCORE else "password_weak"
