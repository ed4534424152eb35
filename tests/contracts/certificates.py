"""Certificates of the toy form, as the promises of the store are tested with."""

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.ports import Store


def certificate(name: str, **facts: object) -> Document:
    """A certificate of the toy form; values by their field ids, everything else by the document's names."""
    own = {field for field in Document.__slots__ if field != "values"}
    values = {"goods_name": name, **{key: value for key, value in facts.items() if key not in own}}
    rest = {key: value for key, value in facts.items() if key in own}
    return Document(**{"id": name, "form": "toy_certificate", "family": "certificate", "values": values, **rest})


def kept(store: Store, *documents: Document) -> tuple[Document, ...]:
    with store.unit() as unit:
        return tuple(unit.put(document) for document in documents)
