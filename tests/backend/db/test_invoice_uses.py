"""Who takes an invoice number, as an open unit has left it: stored, kept, written early, undone."""

from collections.abc import Iterator

import pytest

from coo_backend.db.unit import Actor, Unit, unit
from coo_backend.runtime.refusals import Refusal
from coo_backend.seed import LANFENG
from coo_desktop.domain.documents.document import Document
from tests.backend.conftest import Backend
from tests.backend.errands import CERTIFICATE, certificate, invoices, stored
from tests.backend.process import Client

CLERK = Actor(account="demo", name="王晓明", role="clerk", active=True, company=LANFENG)


@pytest.fixture
def opened(backend: Backend) -> Iterator[Unit]:
    with unit(backend.place.shared, CLERK, LANFENG.id, "test") as made:
        yield made


def document(name: str, *numbers: str, buyer: str = "") -> Document:
    values = {"consignee": buyer or f"BUYER {name}", "invoices": [{"id": each, "number": each} for each in numbers]}
    return Document(id=name, form=CERTIFICATE, family="certificate", values=values, stage="draft")


def user(opened: Unit, number: str) -> str:
    """Who else takes a number, as the checks of a further document hear it."""
    return opened.context(document("other", number)).invoice_used(number)


@pytest.mark.parametrize("is_written", [False, True], ids=["waiting", "written"])
def test_what_a_unit_keeps_takes_its_numbers_at_once_and_gives_back_the_others(opened: Unit, is_written: bool):
    assert user(opened, "N-1") == ""
    opened.keep(document("a", "N-1", "N-2"), "put")
    if is_written:
        assert opened.connection is opened.transaction
    assert [user(opened, number) for number in ("N-1", "n-2", "N-3")] == ["BUYER a", "BUYER a", ""]
    opened.keep(document("a", "N-3"), "put")
    assert [user(opened, number) for number in ("N-1", "N-2", "N-3")] == ["", "", "BUYER a"]


@pytest.mark.parametrize("is_written", [False, True], ids=["waiting", "written"])
def test_what_is_undone_takes_nothing_and_what_was_there_takes_it_again(opened: Unit, is_written: bool):
    opened.keep(document("a", "N-1"), "put")

    def refused() -> None:
        with opened.attempt():
            opened.keep(document("a", "N-2"), "put")
            opened.keep(document("b", "N-3"), "put")
            if is_written:
                assert opened.connection is opened.transaction
            assert [user(opened, number) for number in ("N-1", "N-2", "N-3")] == ["", "BUYER a", "BUYER b"]
            raise Refusal("not-found")

    with pytest.raises(Refusal):
        refused()
    assert [user(opened, number) for number in ("N-1", "N-2", "N-3")] == ["BUYER a", "", ""]


def test_stored_certificates_are_told_and_those_that_the_unit_changes_are_not(clerk: Client, backend: Backend):
    known = stored(clerk, values=certificate(invoices=invoices("N-1")))
    with unit(backend.place.shared, CLERK, LANFENG.id, "test") as opened:
        opened.uses.read(opened.transaction, ("N-1".casefold(), "nobody's"))
        assert user(opened, "N-1") == "SAKURA K.K."
        found = opened.document(known["id"])
        opened.keep(document(found.id, "N-9"), "put")
        assert (user(opened, "N-1"), user(opened, "N-9")) == ("", f"BUYER {found.id}")


def test_a_stored_certificate_takes_its_number_again_when_its_change_is_undone(clerk: Client, backend: Backend):
    known = stored(clerk, values=certificate(invoices=invoices("N-1")))
    with unit(backend.place.shared, CLERK, LANFENG.id, "test") as opened:

        def refused() -> None:
            with opened.attempt():
                opened.keep(document(known["id"], "N-2"), "put")
                assert opened.connection is opened.transaction
                assert user(opened, "N-1") == ""
                raise Refusal("not-found")

        with pytest.raises(Refusal):
            refused()
        assert user(opened, "N-1") == "SAKURA K.K."
