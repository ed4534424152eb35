"""A certificate that is only to be read: every field with its label, and its paper beside it, for the customs."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QSplitter, QTreeWidget, QTreeWidgetItem, QWidget

from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.field_access import rows_of
from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.office.certificate_check import Verdict
from coo_desktop.environment.words import _
from coo_desktop.views.fields.cells import cell_text, value_text
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.printing.preview import PreviewPanel, _draw
from coo_desktop.views.session import Session


class WholeCertificate(QSplitter):
    """What came with a verdict: the data on the left, the paper on the right."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._session = session
        self.tree = QTreeWidget(self)
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([_("Field"), _("Value")])
        self.tree.setAlternatingRowColors(True)
        self.tree.setAccessibleName(_("The whole certificate"))
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.tree.header().resizeSection(0, self.fontMetrics().horizontalAdvance("国") * 16)
        self.paper = PaperView(session, self)
        self.addWidget(self.tree)
        self.addWidget(self.paper)
        self.setChildrenCollapsible(False)
        self.setSizes([500, 500])

    def show_verdict(self, verdict: Verdict) -> None:
        """Draws data and paper; a form type that this program does not know has its paper alone."""
        self.tree.clear()
        self.tree.setVisible(verdict.document is not None)
        if verdict.document is not None:
            self._fill(verdict.document, verdict)
        self.paper.show_pdf(verdict.paper)

    def texts(self) -> dict[str, str]:
        """Label -> text of all that stands in the tree, rows included."""
        found: dict[str, str] = {}
        waiting = [self.tree.topLevelItem(number) for number in range(self.tree.topLevelItemCount())]
        while waiting:
            item = waiting.pop(0)
            if item is not None:
                found[item.text(0)] = item.text(1)
                waiting += [item.child(number) for number in range(item.childCount())]
        return found

    def _fill(self, document: Document, verdict: Verdict) -> None:
        language = self._session.language
        form = self._session.rules.form(document.form)
        head = _node(self.tree, form.title.in_(language))
        head.setFirstColumnSpanned(True)
        facts = document.facts
        company = verdict.company.name_zh if language.startswith("zh") else verdict.company.name_en
        for label, text in (
            (_("Certificate number"), str(facts.get("number", ""))),
            (_("Print number"), str(facts.get("printNumber", ""))),
            (_("Applicant"), company or verdict.company.name_en),
        ):
            _node(head, label, text)
        around = Surroundings(self._session, form, lambda: document.values)
        for section in form.sections:
            specs = [form.by_id[name] for row in section.rows for name in row]
            parts = [node for spec in specs if (node := self._field(spec, document.values, around)) is not None]
            if parts:
                node = _node(self.tree, section.title.in_(language))
                node.addChildren(parts)
                node.setFirstColumnSpanned(True)
        self.tree.expandAll()

    def _field(self, spec: FieldSpec, values: Values, around: Surroundings) -> QTreeWidgetItem | None:
        """The line of a field, its rows below it; None when there is nothing to read."""
        label = spec.label.in_(self._session.language)
        if spec.item_type is None:
            text = self._text(spec, values, around)
            return _line(label, text) if text else None
        rows = rows_of(values, spec.id)
        node = QTreeWidgetItem([label, value_text(spec, rows, around)])
        for number, row in enumerate(rows, 1):
            line = QTreeWidgetItem([str(number)])
            for part in spec.item_type.fields:
                if text := self._text(part, row, around):
                    line.addChild(_line(part.label.in_(self._session.language), text))
            node.addChild(line)
        return node if rows else None

    def _text(self, spec: FieldSpec, values: Values, around: Surroundings) -> str:
        """A value in plain words, a code with its name; a link leads to what only the company has."""
        value = values.get(spec.id)
        if spec.family:
            return ""
        if spec.code_list is not None and isinstance(value, str) and value in spec.code_list.by_code:
            return f"{value} {spec.code_list.by_code[value].name(self._session.language)}"
        return cell_text(spec, values, around)


class PaperView(PreviewPanel):
    """The pages of a PDF that came from elsewhere: to look at, not to print."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(session, parent)
        self.printing.setVisible(False)

    def show_pdf(self, pdf: bytes) -> None:
        """Draws the pages away from the screen; an empty one says that there is no picture of the paper."""
        self.message.setVisible(True)
        self.message.setText(_("Drawing the pages…") if pdf else _("There is no picture of this paper."))
        if pdf:
            self._session.run(self, lambda _task: _draw(pdf), then=self._show_pages, failed=self._show_failure)


def _node(parent: QTreeWidget | QTreeWidgetItem, *texts: str) -> QTreeWidgetItem:
    return QTreeWidgetItem(parent, list(texts))


def _line(label: str, text: str) -> QTreeWidgetItem:
    """A label and its text, both whole in their hints: a column may be too narrow for them."""
    item = QTreeWidgetItem([label, " ".join(text.split())])
    item.setToolTip(0, label)
    item.setToolTip(1, text)
    return item
