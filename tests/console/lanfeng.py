"""Lanfeng's papers on the backend: the worked samples, sent over the wire by a clerk, on the day of the sample."""

import datetime as dt
from typing import Any

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents import wire
from tests.backend.conftest import Backend
from tests.backend.errands import stored
from tests.backend.process import Client
from tests.domain.given import RCEP, rules, sample, values_of


def turn_to_the_samples_day(backend: Backend) -> None:
    morning = dt.datetime.combine(dt.date.fromisoformat(sample(RCEP)["today"]), dt.time(1, 30), dt.UTC)
    backend.place.shared.clock.offset_s = int((morning - dt.datetime.now(dt.UTC)).total_seconds())


def wired(form: str, values: dict[str, Any]) -> dict[str, Any]:
    return wire.to_wire(rules().form(form), values)


def approved_product(clerk: Client, examiner: Client) -> str:
    """The id of the approved flask."""
    product = stored(clerk, "pre_review", wired("pre_review", values_of("product_vacuum_flask")))
    assert clerk.submit(product["id"], product["rev"]).ok
    for event in ("take_up", "approve"):
        assert examiner.exam(product["id"], event).ok
    return str(product["id"])


def certificate_values(product: str, **changes: Any) -> dict[str, Any]:
    """The worked RCEP certificate for this product; changes name fields, `goods__…` parts of its line."""
    values = values_of(RCEP, **changes)
    values["invoices"] = [{**row, "id": new_id()} for row in values["invoices"]]
    values["goods"] = [{**row, "id": new_id(), "product": product} for row in values["goods"]]
    return values


def sent_certificate(clerk: Client, product: str, links: Any = None, **changes: Any) -> dict[str, Any]:
    """The certificate as the backend holds it after it was sent."""
    document = stored(clerk, "rcep_2022", wired("rcep_2022", certificate_values(product, **changes)), links)
    answer = clerk.submit(document["id"], document["rev"])
    assert answer.ok, answer.text
    return answer.json()
