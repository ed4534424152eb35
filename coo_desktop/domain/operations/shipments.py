"""A certificate for the goods of an invoice: which forms serve where it goes, the one that was used last before others.

Where the goods go is told by the port behind the term of delivery, where the seller pays the way there, else by the
last certificate for the same buyer; where neither tells, every form is offered.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from coo_desktop.domain.documents.document import CERTIFICATE, Change, Query, Row
from coo_desktop.domain.filling.shipment_rows import takes_goods
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language.party_names import party_key
from coo_desktop.domain.operations.certificates import possible
from coo_desktop.domain.operations.drafts import start
from coo_desktop.domain.ports import Reader, Unit
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.domain.sheets.invoice import FoundInvoice

#: Terms under which the place behind them is where the goods go.
_TO_THERE = frozenset({"CIF", "CFR", "CPT", "CIP", "DAP", "DPU", "DDP", "DAT"})
_LAST_USED = 200
_DESTINATIONS = ("destination_country", "consignee_country")


@dataclass(frozen=True, slots=True)
class FittingForms:
    """Where a shipment goes, "" where nothing tells, and the forms that serve it, best first."""

    destination: str
    forms: tuple[FormType, ...]


def offers(read: Reader, rules: Rulebook, found: Sequence[FoundInvoice], on: dt.date) -> FittingForms:
    """The certificates that a shipment may want."""
    last = read.rows(Query(family=CERTIFICATE, limit=_LAST_USED))
    buyers = {party_key(one.buyer) for one in found} - {""}
    same = [row for row in last if party_key(row.partner.split("\n")[0]) in buyers]
    destination = _place(rules, found) or next((code for row in same if (code := _country(rules, row))), "")
    used = list(dict.fromkeys(row.form for row in (*same, *last)))
    fitting = [one.form for one in possible(rules, (), destination, on) if takes_goods(one.form)]
    rank = {form.id: _last_used(used, form) for form in fitting}
    if not destination:  # a form without agreement serves every country
        fitting.sort(key=lambda form: bool(form.agreement))
    return FittingForms(destination, tuple(sorted(fitting, key=lambda form: rank[form.id])))


def _last_used(used: Sequence[str], form: FormType) -> int:
    """How far back a type was used last, in this edition or a former one; behind all others when it never was."""
    return next((number for number, form_id in enumerate(used) if form.is_type_of(form_id)), len(used))


def start_for(unit: Unit, form_id: str, destination: str) -> Change:
    """A new certificate of the form for a destination, "" where it is not known; the goods come on its page."""
    form = unit.rules.form(form_id)
    return start(unit, form_id, {name: destination for name in _DESTINATIONS if destination and name in form.stored})


def _place(rules: Rulebook, found: Sequence[FoundInvoice]) -> str:
    ports, countries = rules.code_list("ports"), rules.code_list("countries")
    for one in found:
        if one.term in _TO_THERE and one.place:
            port = ports.by_code.get(ports.meant(one.place) or ports.meant(one.place.split(",")[0]))
            country = port.more.get("country", "") if port else countries.meant(one.place.split(",")[-1].strip())
            if country:
                return country
    return ""


def _country(rules: Rulebook, row: Row) -> str:
    return rules.code_list("countries").meant(row.destination)
