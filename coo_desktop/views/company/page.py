"""企业资料: the company as it is filed with CCPIT, its seal and signatures, and the password of who is signed in."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QFrame, QGroupBox, QPushButton, QScrollArea, QWidget

from coo_desktop.domain.documents.document import Change, Company
from coo_desktop.domain.errors import ProgramError, Refused
from coo_desktop.domain.office.correspondence import OfficePlace
from coo_desktop.domain.office.people import ADMIN
from coo_desktop.domain.office.stamps import StampKind, StampPicture
from coo_desktop.environment.words import N_, _
from coo_desktop.views.company.online_page import OnlinePage
from coo_desktop.views.company.password_panel import PasswordPanel
from coo_desktop.views.company.release_choice import ReleaseChoice
from coo_desktop.views.company.stamps_panel import StampsPanel
from coo_desktop.views.session import Session
from coo_desktop.views.target import Target
from coo_desktop.views.widgets.scaffold import beneath, beside
from coo_desktop.views.widgets.style import Label, icon

#: Member of Company -> what it is called; the office stands apart, for it has a name.
FACTS = {
    "name_zh": N_("Chinese name"),
    "name_en": N_("English name"),
    "credit_code": N_("Unified social credit code"),
    "registration_no": N_("Filing number"),
    "kind": N_("Kind of company"),
    "address_zh": N_("Chinese address"),
    "address_en": N_("English address"),
    "city_en": N_("Place of declaration"),
    "phone": N_("Telephone"),
}
KINDS = {
    "trading": N_("Trading company"),
    "producer": N_("Producer"),
    "both": N_("Producer and trading company"),
}


class CompanyPage(OnlinePage):
    """What is filed is shown as it was told last, so that it is there without a network."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        lead = _("As CCPIT has the company on file. The exporter on every certificate is taken from here.")
        super().__init__(session, _("Company data"), lead, parent)
        self._offices: tuple[OfficePlace, ...] = ()
        self.facts: dict[str, Label] = {}
        self.changes = Label("", self, wraps=True)
        self.moving = QPushButton(icon("submitted"), _("Move to another &office…"), self)
        self.stamps = StampsPanel(session, self)
        self.release = ReleaseChoice(session, self)
        self.password = PasswordPanel(self)
        self._lay_out()
        self.moving.clicked.connect(lambda: self.wanted.emit(Target("moves")))
        self.stamps.put.connect(self._put_stamp)
        self.stamps.remove.connect(self._remove_stamp)
        self.release.wanted.connect(self._want_release)
        self.password.wanted.connect(self._change_password)
        session.changed.connect(self._hear)
        self._show_facts()
        self.load()

    def load(self) -> None:
        """Asks how the company is filed now; what is known stands here meanwhile."""
        office = self.session.ports.office

        def work() -> tuple[OfficePlace, ...]:
            office.company()
            return office.letters.offices()

        self.ask(work, self._loaded)

    def show_waiting(self, waiting: bool) -> None:
        self.password.show_waiting(waiting)
        self.stamps.show_waiting(waiting)
        self.release.show_waiting(waiting)

    def _lay_out(self) -> None:
        filed = QGroupBox(_("Filed with CCPIT"), self)
        rows = QFormLayout(filed)
        for name, words in (*FACTS.items(), ("office", N_("CCPIT office"))):
            label = Label("", filed, wraps=True).selectable()
            label.setAccessibleName(_(words))
            rows.addRow(_(words), label)
            self.facts[name] = label
        rows.addRow(self.changes)
        rows.addRow(beside(self.moving, None))
        inner = QWidget(self)
        inner.setMaximumWidth(self.fontMetrics().averageCharWidth() * 130)
        beneath(inner, filed, self.stamps, self.release, self.password, None, margins=False)
        scroll = QScrollArea(self)
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setAlignment(Qt.AlignmentFlag.AlignLeft)
        scroll.setAccessibleName(self.title or _("Company data"))
        self.column.addWidget(scroll, 1)

    def _loaded(self, offices: tuple[OfficePlace, ...]) -> None:
        self._offices = offices
        self.tell_company()
        self._show_facts()
        self.stamps.refresh()

    def _hear(self, change: Change) -> None:
        if change.families & {"company", "person"} or change.by == "sync":
            self._show_facts()

    def _show_facts(self) -> None:
        company = self.session.read.company()
        texts = {name: str(getattr(company, name)) for name in FACTS}
        texts["kind"] = _(KINDS[company.kind]) if company.kind in KINDS else company.kind
        texts["office"] = self._office_name(company)
        for name, label in self.facts.items():
            label.setText(texts[name] or "—")
        is_admin = self.session.role == ADMIN
        self.moving.setVisible(is_admin)
        said = (
            _("CCPIT changes these facts when your company hands in a change of its filing; nothing is typed here.")
            if is_admin
            else _("If something is wrong, tell your administrator: CCPIT changes it on a change of the filing.")
        )
        self.changes.setText(said)
        self.release.refresh()

    def _office_name(self, company: Company) -> str:
        found = next((each for each in self._offices if each.office == company.office), None)
        return f"{found.name(self.session.language)} ({company.office})" if found else company.office

    def _put_stamp(self, kind: StampKind, picture: StampPicture, width_mm: Decimal) -> None:
        said = _("Filed. It is printed in the exporter's declaration from now on.")
        self._do_with_stamp(kind, partial(self.session.ports.office.stamps.put, kind, picture, width_mm), said)

    def _remove_stamp(self, kind: StampKind) -> None:
        said = _("Removed. It is not printed any more.")
        self._do_with_stamp(kind, partial(self.session.ports.office.stamps.remove, kind), said)

    def _do_with_stamp(self, kind: StampKind, doing: Callable[[], object], said: str) -> None:
        def then(_company: Company) -> None:
            self.tell_company()
            self.stamps.show_done(kind, said)

        def refuse(error: ProgramError) -> None:
            if isinstance(error, Refused):
                self.stamps.show_error(error)
            else:
                self.show_error(error)

        self.act(doing, self.session.ports.office.company, then, refuse)

    def _want_release(self, needed: bool) -> None:
        def then(_company: Company) -> None:
            self.tell_company()
            self.release.show_done()

        def refuse(error: ProgramError) -> None:
            self.release.refresh()
            (self.release.show_error if isinstance(error, Refused) else self.show_error)(error)

        office = self.session.ports.office
        self.act(partial(office.letters.want_release, needed), office.company, then, refuse)

    def _change_password(self, old: str, new: str) -> None:
        self.ask(
            partial(self.session.account.change_password, old, new), self.password.show_changed, self._refuse_password
        )

    def _refuse_password(self, error: ProgramError) -> None:
        if not self.password.show_error(error):
            self.show_error(error)
