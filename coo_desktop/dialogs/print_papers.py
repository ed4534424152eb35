"""Which papers of a document to print, and how many: what its state allows, and for the rest why not."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QGroupBox, QSpinBox, QWidget

from coo_desktop.domain.documents.document import CERTIFICATE, Document
from coo_desktop.domain.filling.printing import COPY, ORIGINAL, PROOF, TRUE_COPY, usual_paper
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.environment.words import N_, _
from coo_desktop.views.widgets.style import Label
from coo_desktop.views.widgets.unverified_badge import unverified_badge

MOST = 20
_NAMES: Mapping[str, str] = MappingProxyType(
    {
        ORIGINAL: N_("Original"),
        COPY: N_("Copies"),
        TRUE_COPY: N_("Certified true copies"),
        PROOF: N_("Proofs with a watermark"),
    }
)
_WHYS: Mapping[str, str] = MappingProxyType(
    {
        "lost": N_("It was reported lost: only its copy prints."),
        "asked": N_("CCPIT has not decided on your request yet."),
        "printed": N_("It was printed. Ask to print again for another one."),
        "original_first": N_("Copies come with the original or after it."),
        "not_due": N_("The rules of this form do not let one be issued now."),
    }
)
#: What stands behind a paper that a form file cannot prove.
_DOUBTED = {COPY: ("params.paper_marks",), TRUE_COPY: ("params.certified_true_copy", "issuing.true_copy")}


class PapersPanel(QGroupBox):
    """One line per paper. An original of a certificate is ticked, for there is one; everything else is counted.

    `edited` comes with every change of what is chosen.
    """

    edited = Signal()

    def __init__(self, form: FormType, document: Document, whys: dict[str, str], parent: QWidget) -> None:
        super().__init__(_("Papers"), parent)
        self._whys = whys
        self.has_original = document.family == CERTIFICATE and ORIGINAL in whys
        self.original = QCheckBox(_("Original"), self)
        self.counts: dict[str, QSpinBox] = {}
        self.hints: dict[str, Label] = {}
        grid = QGridLayout(self)
        grid.setColumnStretch(2, 1)
        for row, paper in enumerate(whys):
            self._add(grid, row * 2, paper, form)
        self.original.setVisible(self.has_original)
        self.original.toggled.connect(self._show_state)
        self.original.toggled.connect(lambda _on: self.edited.emit())
        self._start(form, document)
        self._show_state()

    def value(self) -> tuple[tuple[str, int], ...]:
        """(paper, how many), the original first."""
        first = ((ORIGINAL, 1),) if self.has_original and self.original.isChecked() else ()
        return first + tuple((paper, box.value()) for paper, box in self.counts.items() if box.value())

    def _add(self, grid: QGridLayout, row: int, paper: str, form: FormType) -> None:
        hint = Label("", self, wraps=True)
        hint.setForegroundRole(hint.palette().ColorRole.PlaceholderText)
        self.hints[paper] = hint
        if paper == ORIGINAL and self.has_original:
            grid.addWidget(self.original, row, 0, 1, 2)
        else:
            box = QSpinBox(self)
            box.setRange(0, MOST)
            words = _("Prints") if paper == ORIGINAL else _(_NAMES[paper])
            name = Label(words, self)
            name.setBuddy(box)
            box.setAccessibleName(words)
            box.valueChanged.connect(lambda _count: self.edited.emit())
            self.counts[paper] = box
            grid.addWidget(name, row, 0)
            grid.addWidget(box, row, 1)
        if any(fact in form.unverified for fact in _DOUBTED.get(paper, ())):
            grid.addWidget(unverified_badge(self), row, 2)
        grid.addWidget(hint, row + 1, 0, 1, 3)

    def _start(self, form: FormType, document: Document) -> None:
        """What is wanted most often: the original with the form's copies, else one of what the state calls for."""
        if not self._whys.get(ORIGINAL, "no") and self.has_original:
            self.original.setChecked(True)
            self.counts[COPY].setValue(form.issuing.copies)
            return
        usual = usual_paper(form, document)
        likely = next(
            (paper for paper in (usual, COPY, *self.counts) if paper in self.counts and not self._whys[paper]), ""
        )
        if likely:
            self.counts[likely].setValue(1)

    def _show_state(self) -> None:
        self.original.setEnabled(not self._whys.get(ORIGINAL, ""))
        for paper, hint in self.hints.items():
            why = self._whys[paper]
            if why == "original_first" and self.original.isChecked():
                why = ""
            if paper in self.counts:
                self.counts[paper].setEnabled(not why)
                if why:
                    self.counts[paper].setValue(0)
            hint.setText(_(_WHYS[why]) if why else "")
            hint.setVisible(bool(why))
