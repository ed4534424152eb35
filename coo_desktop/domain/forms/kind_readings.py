"""What a person means by a text that was typed, pasted or stands in a sheet's cell; `KINDS` names these functions.

One function a kind, for every way in. What is not understood, or in doubt, is kept as it was written: the faults say so
at the field. Part of a text may belong to another field (the unit behind a quantity, the port behind a term of
delivery): it comes back beside the value, for the caller to put there or to tell of.
"""

import datetime as dt
import re
from dataclasses import dataclass

from coo_desktop.domain.forms.form_type import Choice, FieldSpec
from coo_desktop.domain.language.spelling import day_text, label_key
from coo_desktop.domain.language.written import days_meant, number_meant, visible

_YES, _NO = frozenset({"true", "yes", "y", "1", "是", "√"}), frozenset({"false", "no", "n", "0", "否"})
_HS_WORDS = re.compile(r"(?i)(?:h\.?s\.?|hts|税号|商品编码|税则号列)[ .:]*(?:codes?|no|编码)?[ .:]*(?=[0-9])")
_TERMS_OF_DELIVERY = "incoterms"


@dataclass(frozen=True, slots=True)
class Reading:
    """A value before it is cleaned, and the part of the text that is another field's, "" for none."""

    value: object
    aside: str = ""


def as_written(text: str, spec: FieldSpec, today: dt.date) -> Reading:
    """Text that stands for itself."""
    return Reading(text)


def read_number(text: str, spec: FieldSpec, today: dt.date) -> Reading:
    """The number in 1,234.50, US$12.00, 20 CTNS or 0.45 KG, its currency or unit beside it."""
    measures = spec.measures
    found = number_meant(text, lambda word: measures is not None and measures.meant(word) != "")
    return Reading(text) if found is None else Reading(found.text, found.measure)


def read_day(text: str, spec: FieldSpec, today: dt.date) -> Reading:
    """The day that 1015, +3, 今天 or any usual way to write one means; one with two readings stays as it is."""
    short = day_text(text, today)
    if short != text:
        return Reading(short)
    days = days_meant(text, today)
    return Reading(days[0].isoformat() if len(days) == 1 else text)


def read_choice(text: str, spec: FieldSpec, today: dt.date) -> Reading:
    """The id of the choice that a typed id, label or unambiguous beginning means."""
    found = chosen(spec.choices, text)
    return Reading(found.id if found else text)


def read_code(text: str, spec: FieldSpec, today: dt.date) -> Reading:
    """The code that a code, name or synonym means; behind a term of delivery its port may stand."""
    if spec.code_list is None:
        return Reading(text)
    found = spec.code_list.meant(text)
    if not found and spec.codes == _TERMS_OF_DELIVERY:
        word, _, place = visible(text).partition(" ")
        if place and (term := spec.code_list.meant(word)):
            return Reading(term, place.strip())
    return Reading(found or text)


def read_hs(text: str, spec: FieldSpec, today: dt.date) -> Reading:
    """The code behind "HS:", "H.S. Code" or 商品编码."""
    return Reading(_HS_WORDS.sub("", visible(text)) if _HS_WORDS.match(visible(text)) else text)


def read_flag(text: str, spec: FieldSpec, today: dt.date) -> Reading:
    """Yes or no in one of the usual ways; an empty cell says no."""
    bare = label_key(text)
    return Reading(True if bare in _YES else False if bare in _NO or not bare else text)


def chosen(choices: tuple[Choice, ...], text: str) -> Choice | None:
    """The choice that a typed text means: its id or label, or the only one that begins so."""
    wanted = label_key(text)
    if not wanted:
        return None
    names = [(one, {label_key(name) for name in (one.id, one.label.zh_CN, one.label.en)}) for one in choices]
    exact = [choice for choice, known in names if wanted in known]
    begun = [choice for choice, known in names if any(name.startswith(wanted) for name in known)]
    return exact[0] if exact else begun[0] if len(begun) == 1 else None
