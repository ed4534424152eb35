"""The frozen values that travel between store, screens and sync."""

import dataclasses

import pytest

from coo_desktop.domain.documents.document import Document, walk


def test_a_document_cannot_be_changed():
    document = Document(id="d", form="rcep_2022", family="certificate", values={})
    with pytest.raises(dataclasses.FrozenInstanceError):
        document.stage = "approved"


def test_rows_are_walked_by_their_ids():
    values = {"vessel": "V.1", "goods": [{"id": "r1", "quantity": "1"}], "evidence": [], "odd": [{"quantity": "1"}]}
    assert dict(walk(values)) == {
        "vessel": "V.1",
        "goods/r1/id": "r1",
        "goods/r1/quantity": "1",
        "evidence": [],
        "odd": [{"quantity": "1"}],
    }
