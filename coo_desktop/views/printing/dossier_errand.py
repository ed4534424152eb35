"""Saves the dossier of a certificate where a person wants it, drawn and written away from the screen, and says so."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.operations.dossier import CaseAnswer, Dossier, Sources, dossier
from coo_desktop.domain.written_files import write_file
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.session import Session, remember_file
from coo_desktop.views.widgets.file_choice import choose_place
from coo_desktop.views.words.errors import error_message

#: Hears what became of it: the severity of a notice, and the sentence.
Say = Callable[[str, str], object]


class DossierErrand(QObject):
    """Asks for the place, writes the archive, says what came of it through `say`."""

    def __init__(self, session: Session, owner: QWidget, say: Say) -> None:
        super().__init__(owner)
        self._session, self._owner, self._say = session, owner, say

    def choose_place(self, certificate: Document, answered: CaseAnswer | None = None) -> None:
        """Asks where the archive goes, and writes it there."""
        name = _("Dossier {number}.zip").format(number=str(certificate.facts.get("number") or certificate.id))
        title = _("Save the dossier")
        choose_place(self._owner, title, name, ".zip", lambda place: self.export(place, certificate, answered))

    def export(self, place: Path, certificate: Document, answered: CaseAnswer | None = None) -> None:
        """Writes certificate, products, materials and evidence into one archive, whole or not at all."""
        ports, read = self._session.ports, self._session.read

        def bytes_of(sha256: str) -> bytes:
            with ports.store.blobs.open(sha256) as stream:
                return stream.read()

        def work(_task: object) -> Dossier:
            made = dossier(certificate, Sources(read.document, ports.paper, bytes_of), answered)
            write_file(place, made.content)
            return made

        def then(made: Dossier) -> None:
            remember_file(self._session, place)
            self._tell(place, made.missing)

        self._session.run(self, work, then=then, failed=self._fail)

    def _tell(self, place: Path, missing: int) -> None:
        said = _("The dossier is saved: {name}").format(name=place.name)
        if missing:
            lacking = ngettext(
                "{count} paper or file is not on this computer; contents.json in the archive names it.",
                "{count} papers or files are not on this computer; contents.json in the archive names them.",
                missing,
            )
            said = f"{said}\n{lacking.format(count=missing)}"
        self._say("warn" if missing else "good", said)

    def _fail(self, error: ProgramError) -> None:
        self._say("bad", error_message(error))
