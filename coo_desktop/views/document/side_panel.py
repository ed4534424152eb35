"""What accompanies a form on its right: the problems, the paper as it would print now, the original it replaces,
for a product what the origin rules say of it, and the check by a second person where the company wants one.
"""

from dataclasses import replace

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from coo_desktop.domain.documents.document import PRE_REVIEW, Document, Values
from coo_desktop.domain.filling.product_origins import product_origins
from coo_desktop.environment.words import _
from coo_desktop.views.document.comparison import Comparison
from coo_desktop.views.document.offers_panel import OffersPanel
from coo_desktop.views.document.problem_panel import ProblemPanel
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.printing.preview import PreviewPanel
from coo_desktop.views.release.panel import ReleasePanel


class SidePanel(QWidget):
    """Tabs; preview and comparison draw only while they are open, and the comparison is there for an original alone."""

    def __init__(self, around: Surroundings, parent: QWidget) -> None:
        super().__init__(parent)
        session = around.session
        self.problems = ProblemPanel(self)
        self.preview = PreviewPanel(session, self)
        self.comparison = Comparison(session, self)
        self.tabs = QTabWidget(self)
        self.tabs.addTab(self.problems, _("Problems"))
        self.tabs.addTab(self.preview, _("Preview"))
        self.tabs.addTab(self.comparison, _("Comparison"))
        self.origins = OffersPanel(session.language, self)
        self.tabs.addTab(self.origins, _("Origin determination"))
        self.origins.empty.setText(_("Enter an HS code of six digits, prices and materials: the answers stand here."))
        self.tabs.setTabVisible(self.tabs.indexOf(self.origins), around.form.family == PRE_REVIEW)
        self.release = ReleasePanel(self)
        self.tabs.addTab(self.release, _("Check and notes"))
        self.release.wanted.connect(self.problems.wanted)
        self.offer_release(False)
        self.offer_comparison(False)
        self.tabs.setAccessibleName(_("Problems and preview"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        self.tabs.currentChanged.connect(lambda _at: self._show_or_hide())
        self._around = around
        self._document: Document | None = None

    def show_document(self, document: Document) -> None:
        """The stored document; an open preview draws it again."""
        self._document = document
        self._show_or_hide()

    def toggle_preview(self) -> None:
        """Opens the preview, or goes back to the problems."""
        opens = not self.shows_preview
        self.tabs.setCurrentWidget(self.preview if opens else self.problems)
        if opens:
            self.preview.setFocus()

    def offer_comparison(self, offered: bool) -> None:
        """Whether there is an original to compare with."""
        self.tabs.setTabVisible(self.tabs.indexOf(self.comparison), offered)

    def toggle_comparison(self) -> None:
        """Opens the comparison, or goes back to the problems."""
        if self.tabs.isTabVisible(self.tabs.indexOf(self.comparison)):
            self.tabs.setCurrentWidget(self.problems if self.shows_comparison else self.comparison)

    def show_comparison_tab(self) -> None:
        self.tabs.setCurrentWidget(self.comparison)

    def offer_release(self, offered: bool) -> None:
        """Whether the company wants a second pair of eyes on this document."""
        self.tabs.setTabVisible(self.tabs.indexOf(self.release), offered)

    def show_release_tab(self) -> None:
        self.tabs.setCurrentWidget(self.release)

    @property
    def shows_preview(self) -> bool:
        return self.tabs.currentWidget() is self.preview

    @property
    def shows_comparison(self) -> bool:
        return self.tabs.currentWidget() is self.comparison

    def show_problems_tab(self) -> None:
        self.tabs.setCurrentWidget(self.problems)

    @property
    def is_wide(self) -> bool:
        """Whether what is open needs half of the page."""
        return self.shows_preview or self.shows_comparison or self.shows_origins

    @property
    def shows_origins(self) -> bool:
        return self.tabs.currentWidget() is self.origins

    def show_origins(self, values: Values) -> None:
        """Asks the rules again by what is typed, while the tab is open."""
        if self._document is not None and self.shows_origins:
            session, product = self._around.session, replace(self._document, values=values)
            self.origins.show_offers(product_origins(session.rules, product, session.today()))

    def _show_or_hide(self) -> None:
        if self.shows_origins:
            self.show_origins(self._around.values())
        if self._document is not None and self.shows_preview:
            self.preview.show_document(self._document)
