"""What the contract spells as a closed set is the domain's set, where the domain keeps one by name."""

from typing import get_args

from coo_desktop.contract import accounts, documents, reference
from coo_desktop.domain.documents.document import FAMILIES
from coo_desktop.domain.documents.lifecycle import ROLES
from coo_desktop.domain.packs.manifest import QUALITIES
from coo_desktop.sync.api import account


def spelled(body, member):
    """The words that a member of a body can be."""
    return set(get_args(body.model_fields[member].annotation))


def test_a_document_is_of_one_of_the_families():
    assert spelled(documents.Document, "family") == set(FAMILIES)


def test_a_pack_is_of_one_of_the_qualities():
    assert spelled(reference.Pack, "quality") == set(QUALITIES)


def test_people_have_the_roles_that_move_documents_and_the_customs_none():
    assert spelled(accounts.Person, "role") - {"customs"} == set(ROLES) - {"system"}
    assert spelled(accounts.Signatory, "role") == set(account.ROLES)
