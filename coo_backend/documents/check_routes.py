"""Checking a certificate: open to everybody, and the whole certificate with its paper for the customs."""

import base64
from typing import Annotated

import sqlalchemy as sa
from fastapi import APIRouter, Depends, Query, Request

from coo_backend.db import document_rows
from coo_backend.db.tables import companies
from coo_backend.db.unit import Actor
from coo_backend.documents.certificate_check import Asked, check, remember
from coo_backend.documents.paper import drawn
from coo_backend.runtime.limits import network
from coo_backend.runtime.refusals import Refusal
from coo_backend.web.dependencies import At, Here, Who
from coo_desktop.contract.accounts import Company
from coo_desktop.contract.documents import Document
from coo_desktop.contract.reference import Verdict, WholeVerdict
from coo_desktop.domain.errors import ProgramError

router = APIRouter(prefix="/v1")


def customs(who: Who) -> Actor:
    """Somebody of the customs."""
    if who.role != "customs":
        raise Refusal("forbidden")
    if not who.active:
        raise Refusal("signatory-disabled")
    return who


def asked(number: str = "", print_number: Annotated[str, Query(alias="printNumber")] = "", invoice: str = "") -> Asked:
    """What stands on the paper."""
    return Asked(number, print_number, invoice)


OnPaper = Annotated[Asked, Depends(asked)]


@router.get("/check")
def certificate(here: Here, at: At, paper: OnPaper) -> Verdict:
    """Whether such a certificate was issued and still stands; 30 questions an hour from one address."""
    here.shared.limits.checks.take(network(at.ip))
    with here.shared.database.read() as connection:
        return Verdict(**check(connection, here.shared.rules, paper).facts())


@router.get("/check/certificate")
def whole(request: Request, here: Here, who: Annotated[Actor, Depends(customs)], paper: OnPaper) -> WholeVerdict:
    """The same for the customs, not counted by address, with the certificate itself and its paper as PDF."""
    request.state.route = "check-certificate"
    with here.shared.database.read() as connection:
        verdict = check(connection, here.shared.rules, paper)
        found = verdict.paper
        row = connection.execute(sa.select(companies).where(companies.c.id == found.company)).one() if found else None
    remember(here.shared, who, paper, verdict)
    if found is None or row is None:
        return WholeVerdict(**verdict.facts(), certificate=None, company=None, paper="")
    try:
        pdf = drawn(here.shared, here.files, found)
    except ProgramError:
        pdf = b""  # a picture that is gone: the data still answer the question
    told = document_rows.outside(document_rows.to_wire(here.shared.rules, found.document))
    return WholeVerdict(
        **verdict.facts(),
        certificate=Document.model_validate_json(told),
        company=Company.model_validate(row),
        paper=base64.b64encode(pdf).decode(),
    )
