"""Draws documents of an open store with all that stands on paper: pictures of marks, the seal and the signature."""

from dataclasses import dataclass

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.filling.printing import AS_IT_STANDS, PROOF, BoxFill, Look, usual_paper
from coo_desktop.domain.office.people import NAMES, Colleagues
from coo_desktop.domain.office.stamps import STAMPS, Stamp, content_setting, from_parts, stamps_of
from coo_desktop.domain.ports import Store
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.paper.render import fill, pdf
from coo_desktop.paper.stamping import Printed, Stamping


@dataclass(frozen=True, slots=True)
class Drawing:
    """Implements the Paper port; preview, printer and export get the same bytes for the same look."""

    store: Store
    rules: Rulebook

    def __call__(self, document: Document, look: Look = AS_IT_STANDS) -> bytes:
        """The document as PDF; until it is approved every paper of it is a watermarked proof."""
        form = self.rules.form(document.form)
        usual = usual_paper(form, document)
        paper = look.paper if look.paper and usual != PROOF else usual
        stamps = self.stamping(document)
        return pdf(form, document, paper=paper, fit=look.fit, evidence=self._bytes_of, stamps=stamps)

    def fill(self, document: Document) -> tuple[BoxFill, ...]:
        """How full the boxes of its paper are."""
        return fill(self.rules.form(document.form), document, self._bytes_of)

    def stamping(self, document: Document) -> Stamping:
        """The company's seal and the sender's signature, as they are filed and fetched."""
        reader = self.store.reader
        names = Colleagues.of(reader.setting(NAMES))
        seal, signature = stamps_of(reader.setting(STAMPS)).for_document(document, names)
        return Stamping(self._printed(seal), self._printed(signature))

    def _printed(self, stamp: Stamp | None) -> Printed | None:
        if stamp is None:
            return None
        content = from_parts(self.store.reader.setting(content_setting(stamp.sha256)))
        return Printed(content, float(stamp.width_mm)) if content else None

    def _bytes_of(self, sha256: str) -> bytes:
        with self.store.blobs.open(sha256) as stream:
            return stream.read()
