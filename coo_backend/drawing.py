"""The paper of a document as the backend draws it: the PDF that would be printed, with the pictures it holds itself."""

import sqlalchemy as sa

from coo_backend.files import Files
from coo_backend.papers import Paper
from coo_backend.tables import evidence
from coo_backend.unit import Shared
from coo_desktop.domain.errors import NotFound
from coo_desktop.domain.filling.printing import PROOF, issued_paper
from coo_desktop.paper.render import pdf


def drawn(shared: Shared, files: Files, paper: Paper) -> bytes:
    """The document on its paper: final once issued, else a proof; raises ProgramError when it cannot be drawn."""
    document = paper.document

    def picture(sha256: str) -> bytes:
        with shared.database.read() as connection:
            query = sa.select(evidence.c.sha256).where(evidence.c.company == paper.company)
            known = connection.execute(query.where(evidence.c.sha256 == sha256)).scalar()
        if known is None:  # the document may name anything: only what was committed becomes a path
            raise NotFound(id=sha256, what="evidence")
        return files.whole(paper.company, str(known)).read_bytes()

    form = shared.rules.form(document.form)
    kind = issued_paper(form, document) if document.stage in ("approved", "voided") else PROOF
    return pdf(form, document, paper=kind, evidence=picture)
