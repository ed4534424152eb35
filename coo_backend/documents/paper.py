"""The paper of a document as the backend draws it: the PDF that would be printed, and its pages as pictures."""

import io
from functools import lru_cache
from threading import Lock

import pypdfium2
import sqlalchemy as sa

from coo_backend.db.companies import stamping
from coo_backend.db.document_rows import Paper
from coo_backend.db.sight import Sight
from coo_backend.db.tables import companies, evidence
from coo_backend.db.unit import Shared
from coo_backend.files.evidence_files import Files
from coo_backend.files.port import Content
from coo_desktop.domain.documents.document import Company
from coo_desktop.domain.errors import NotFound
from coo_desktop.domain.filling.printing import PROOF, issued_paper
from coo_desktop.paper.render import pdf

DPI = 110
_turn = Lock()  # pdfium keeps global state


def drawn(shared: Shared, files: Files, paper: Paper) -> bytes:
    """The document on its paper: final once issued, else a proof; raises ProgramError when it cannot be drawn."""
    document = paper.document

    def picture(sha256: str) -> bytes:
        with shared.database.read(Sight(paper.company)) as connection:
            query = sa.select(evidence.c.sha256).where(evidence.c.company == paper.company)
            known = connection.execute(query.where(evidence.c.sha256 == sha256)).scalar()
        if known is None:  # the document may name anything: only what was committed becomes a path
            raise NotFound(id=sha256, what="evidence")
        return files.whole.read(Content(paper.company, str(known)))

    form = shared.rules.form(document.form)
    kind = issued_paper(form, document) if document.stage in ("approved", "voided") else PROOF
    with shared.database.read(Sight(paper.company)) as connection:
        row = connection.execute(sa.select(companies).where(companies.c.id == paper.company)).one()
        stamped = stamping(connection, Company(**row._mapping), document)
    return pdf(form, document, paper=kind, evidence=picture, stamps=stamped)


@lru_cache(maxsize=16)
def pages(content: bytes) -> tuple[bytes, ...]:
    """The pages of a PDF of our own as PNG; kept for a while, for each page is asked for on its own."""
    with _turn:
        opened = pypdfium2.PdfDocument(content)
        try:
            return tuple(_png(opened, number) for number in range(len(opened)))
        finally:
            opened.close()


def _png(opened: "pypdfium2.PdfDocument", number: int) -> bytes:
    page = opened[number]
    picture = page.render(scale=DPI / 72).to_pil()
    page.close()
    kept = io.BytesIO()
    picture.save(kept, "PNG", optimize=False)
    return kept.getvalue()
