"""Documents for tests of the store."""

from typing import Any

from coo_desktop.domain.documents.document import Document


def certificate(document_id: str = "a", goods_name: str = "茶叶", **values: Any) -> Document:
    """A certificate of the toy form with these field values."""
    return Document(
        id=document_id,
        form="toy_certificate",
        family="certificate",
        values={"goods_name": goods_name, **values},
        updated_at="2026-11-23T10:00:00.000+00:00",
    )
