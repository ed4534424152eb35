"""The demo's companies, and the shipped form types on the backend."""

import pytest

from coo_backend.runtime.settings import rulebook
from coo_backend.seed import PEOPLE, demo
from coo_desktop.domain.clock import new_id
from tests.backend.process import Client


@pytest.mark.parametrize("account", [person.account for _, person, _ in PEOPLE])
def test_everybody_of_the_demo_signs_in(backend, account):
    assert backend.client().sign_in(account).ok


def test_a_filled_database_is_left_alone(clerk: Client, backend):
    demo(backend.place.shared, backend.place.passwords)
    assert clerk.get("/v1/company").ok


@pytest.mark.parametrize("form", sorted(rulebook().book.forms))
def test_an_empty_document_of_every_shipped_form_type_is_kept(clerk: Client, form):
    told = clerk.put(new_id(), form, {}).json()
    assert told["stage"] in ("draft", "kept")
    if told["stage"] == "draft":
        found = clerk.submit(told["id"], told["rev"]).json()["problems"]
        assert all(problem["messageZh"] and problem["messageEn"] for problem in found)
        assert found[0]["severity"] == "block"
