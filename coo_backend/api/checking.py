"""Checking a certificate, open to everybody."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from coo_backend.api.asking import At, Here
from coo_backend.checking import Asked, check
from coo_backend.limits import network

router = APIRouter(prefix="/v1")


@router.get("/check")
def certificate(
    here: Here, at: At, number: str = "", print_number: Annotated[str, Query(alias="printNumber")] = "",
    invoice: str = "",
) -> dict[str, Any]:  # fmt: skip
    """Whether such a certificate was issued and still stands; 30 questions an hour from one address."""
    here.shared.limits.checks.take(network(at.ip))
    with here.shared.database.read() as connection:
        return check(connection, here.shared.rules, Asked(number, print_number, invoice)).body()
