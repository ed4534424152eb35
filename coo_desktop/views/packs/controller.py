"""What the page of reference data does: look, fetch, install, build, go back; each on a worker, each told in words."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from coo_desktop.domain.documents.document import Change
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.packs.catalog import CHANGED, TRUSTED, Layout, Offers, PackOffer, fingerprint
from coo_desktop.domain.packs.faults import FaultKind, fault_of
from coo_desktop.domain.packs.manifest import Manifest, Report
from coo_desktop.environment.words import _, ngettext
from coo_desktop.views.questions import ConfirmQuestion, OptionQuestion, TextQuestion
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import LOCAL, NET, Task
from coo_desktop.views.words.errors import error_message
from coo_desktop.views.words.packs import refused_text

T = TypeVar("T")
#: The layouts that fit a table, and all there are.
Known = tuple[tuple[str, ...], tuple[Layout, ...]]

PACKS = "packs"
ENDING = ".pack"


class PackController(QObject):
    """`said` carries a severity and words, `offered` Offers, `reported` what became of a table's lines, `began` the
    words and the Task of a work that takes its time, `stepped` how far it is, `ended` its end."""

    said = Signal(str, str)
    offered = Signal(object)
    reported = Signal(object)
    began = Signal(str, object)
    stepped = Signal(int, int)
    ended = Signal()

    def __init__(self, session: Session, owner: QWidget) -> None:
        super().__init__(owner)
        self._session = session
        self._owner = owner

    def look(self) -> None:
        """Asks the office what it offers."""
        self._work(
            _("Looking for newer packs"), lambda _task: self._session.ports.office.packs.look(), self._looked, NET
        )

    def fetch(self, offers: Sequence[PackOffer]) -> None:
        """Brings offered packs here, one after the other."""
        packs = self._session.ports.office.packs

        def work(task: Task) -> list[Manifest | None]:
            return [packs.fetch(offer, task.report, task.cancelled) for offer in offers if not task.cancelled()]

        self._work(_("Fetching"), work, self._fetched, NET)

    def take(self, files: Sequence[Path]) -> None:
        """Installs a pack, or builds one from a table's files; a person chooses where the columns do not tell how."""
        if not files:
            return
        shelf = self._session.packs.shelf
        if files[0].suffix.lower() == ENDING:
            self._work(_("Checking the pack"), lambda _task: shelf.install_file(files[0]), self._installed)
        else:
            choose = partial(self._choose_layout, files)
            self._session.run(
                self, lambda _task: (shelf.fitting(files[0]), shelf.layouts()), then=choose, failed=self._refused
            )

    def go_back(self, name: str) -> None:
        """Puts the pack before the one in use to use."""
        self._work(_("Going back"), lambda _task: self._session.packs.shelf.go_back(name), self._installed)

    def use_again(self, file: str) -> None:
        """Puts a pack that was set aside to use."""
        self._work(_("Checking the pack"), lambda _task: self._session.packs.shelf.use_again(file), self._installed)

    def remove(self, file: str) -> None:
        """Deletes a file that cannot be used."""
        self._work(_("Removing"), lambda _task: self._session.packs.shelf.remove_damaged(file), self._removed)

    def _work(self, words: str, work: Callable[[Task], T], then: Callable[[T], None], lane: str = LOCAL) -> None:
        def done(answer: T) -> None:
            self.ended.emit()
            then(answer)

        task = self._session.run(self, work, then=done, failed=self._refused, progress=self.stepped.emit, lane=lane)
        self.began.emit(words, task)

    def _looked(self, offers: Offers) -> None:
        self.offered.emit(offers)
        if not offers.items:
            self.said.emit("info", _("The office offers no packs at present."))
        elif not offers.newer:
            self.said.emit("good", _("Every pack here is as new as the office's."))
        elif offers.trust == TRUSTED:
            count = len(offers.newer)
            words = ngettext("{count} newer pack is offered.", "{count} newer packs are offered.", count)
            self.said.emit("info", words.format(count=count))
        else:
            self._ask_for_trust(offers)

    def _ask_for_trust(self, offers: Offers) -> None:
        """A key is a person's to trust: compared with what the office says of it, by another way than this one."""
        if offers.trust == CHANGED:
            words = _(
                "The office's key is not the one from before. Ask the office by telephone whether it has a new one, and"
                " whether its fingerprint is {fingerprint}. If not, do not go on."
            )
        else:
            words = _(
                "Packs from this office were never fetched before. Ask the office by telephone whether the fingerprint"
                " of its key is {fingerprint}."
            )
        words = words.format(fingerprint=fingerprint(offers.key))
        question = ConfirmQuestion(_("The office's key"), words, _("It is the same"))
        self.said.emit("warn", _("The key of the office is not trusted here yet. Compare its fingerprint first."))
        self._session.ask(self._owner, question, lambda _yes: self._trust(offers))

    def _trust(self, offers: Offers) -> None:
        packs = self._session.ports.office.packs

        def work(_task: Task) -> Offers:
            packs.trust(offers.key)
            return packs.look()

        self._work(_("Looking for newer packs"), work, self._looked, NET)

    def _choose_layout(self, files: Sequence[Path], known: Known) -> None:
        fitting, layouts = known
        if len(fitting) == 1:
            self._build(fitting[0], files)
            return
        language = self._session.language
        offered = [layout for layout in layouts if layout.recipe in fitting or not fitting]
        options = [(layout.recipe, layout.title.get(language, layout.recipe)) for layout in offered]
        question = OptionQuestion(_("Which table is {file}?").format(file=files[0].name), options)
        self._session.ask(self._owner, question, lambda recipe: self._build(recipe, files))

    def _build(self, recipe: str, files: Sequence[Path], as_of: str = "") -> None:
        shelf = self._session.packs.shelf

        def work(task: Task) -> Report:
            return shelf.install_table(recipe, files, as_of, task.report, task.cancelled)

        def refused(error: ProgramError) -> None:
            fault = fault_of(error)
            if fault is not None and fault.kind is FaultKind.UNTOLD_DAY and not as_of:
                self.ended.emit()
                question = TextQuestion(_("What day does the table describe? (YYYY-MM-DD)"))
                self._session.ask(self._owner, question, lambda day: self._build(recipe, files, day))
            else:
                self._refused(error)

        task = self._session.run(self, work, then=self._built, failed=refused, progress=self.stepped.emit)
        self.began.emit(_("Building a pack from {file}").format(file=files[0].name), task)

    def _built(self, report: Report) -> None:
        self.ended.emit()
        words = _(
            "{name}: {rows_in} lines read, {rows_out} records in the pack, {rejected} lines left out. It is in use."
        )
        facts = {"rows_in": f"{report.rows_in:,}", "rows_out": f"{report.rows_out:,}", "name": report.name}
        told = words.format(rejected=len(report.rejected), **facts)
        if report.worded:
            kept = _("{percent} in a hundred rules are read; {count} are kept as text, which a person has to judge.")
            told += " " + kept.format(percent=report.read_percent, count=len(report.worded))
        self._tell_all("warn" if report.rejected or report.worded else "good", told)
        self.reported.emit(report)

    def _fetched(self, manifests: list[Manifest | None]) -> None:
        self.offered.emit(None)
        for manifest in manifests:
            if manifest is not None:
                self._installed(manifest)

    def _installed(self, manifest: Manifest) -> None:
        words = _("{name} of {as_of} is in use.")
        self._tell_all("good", words.format(name=manifest.name, as_of=manifest.as_of))

    def _removed(self, _nothing: None) -> None:
        self._tell_all("info", _("The file was removed."))

    def _tell_all(self, severity: str, words: str) -> None:
        """Whatever reads packs answers from what is here now, and every screen reads again."""
        self._session.packs.reopen()
        self.said.emit(severity, words)
        self._session.changed.emit(Change(families=frozenset({PACKS})))

    def _refused(self, error: ProgramError) -> None:
        self.ended.emit()
        self.said.emit("bad", refused_text(error) or error_message(error))
