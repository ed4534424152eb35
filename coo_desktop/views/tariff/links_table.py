"""What is known of two countries without rates, as a table: agreements, their day and form, the rule, own products."""

from PySide6.QtWidgets import QTableWidget, QTableWidgetItem, QWidget

from coo_desktop.domain.documents.document import PRE_REVIEW, Document, Query
from coo_desktop.domain.operations.certificates import Possible, possible
from coo_desktop.domain.origin.verdict import NEED_WORDS
from coo_desktop.domain.tariff.comparison import HOME, Question
from coo_desktop.domain.tariff.links import TariffLink, links
from coo_desktop.environment.words import _
from coo_desktop.views.fields.editor import plain_tip
from coo_desktop.views.session import Session
from coo_desktop.views.tariff.possible import standing_icon, standing_words
from coo_desktop.views.widgets.style import icon
from coo_desktop.views.widgets.tables import dress

NAME, SINCE, FORM, RULE, PRODUCTS = range(5)
WIDTHS_EM = (14, 15, 8, 16, 16)
#: More approved products of one code are not judged here.
MOST_PRODUCTS = 20


class LinksTable(QTableWidget):
    """Reads the rules and the company's approved products of the code for each question; writes nothing."""

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(0, len(WIDTHS_EM), parent)
        self._session = session
        titles = (_("Agreement"), _("Certificates since"), _("Form"), _("Rule of origin"), _("Your approved products"))
        dress(self, _("Agreements between these countries"), titles, WIDTHS_EM, (NAME, RULE, PRODUCTS))
        self.links: tuple[TariffLink, ...] = ()

    def show_question(self, question: Question) -> None:
        """Draws the agreements of a question; no row where none is in force."""
        rules = self._session.rules
        self.links = links(question, rules.agreements, rules.product_rules, rules.conversion)
        products = self._products(question) if self.links and question.exporter == HOME else ()
        ones = possible(rules, products, question.importer, question.day) if products else ()
        self.setColumnHidden(PRODUCTS, question.exporter != HOME)
        self.setRowCount(len(self.links))
        for row, link in enumerate(self.links):
            self._draw(row, link, next((one for one in ones if one.form.agreement == link.agreement.id), None))

    def _products(self, question: Question) -> tuple[Document, ...]:
        query = Query(family=PRE_REVIEW, stages=("approved",), hs_code=question.code, limit=MOST_PRODUCTS)
        found = [self._session.read.document(row.id) for row in self._session.read.rows(query)]
        return tuple(each for each in found if each and _code(each).startswith(question.code))

    def _draw(self, row: int, link: TariffLink, one: Possible | None) -> None:
        language = self._session.language
        cited = link.agreement.sources.get("parties")
        day = link.since.isoformat()
        since = day if cited and cited.verified else _("{fact} (not verified)").format(fact=day)
        stands = standing_words(one, language) if one else _("none has this code")
        texts = (link.agreement.name.in_(language), since, link.agreement.form, rule_words(link, language), stands)
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(plain_tip(text))
            self.setItem(row, column, item)
        if one is not None and (drawn := self.item(row, PRODUCTS)) is not None:
            drawn.setIcon(icon(*standing_icon(one)))


def rule_words(link: TariffLink, language: str) -> str:
    """By what goods of the code are judged, and what has to be looked up before that decides."""
    if link.outside:
        told = _("the code is not on the list: no preference")
    elif link.parts:
        told = _("depends on the good: {rules}").format(rules=" / ".join(link.parts))
    elif link.general:
        told = _("general rule {rule}").format(rule=link.rule)
    else:
        told = link.rule
    if link.need is None:
        return told if link.verified or not link.rule else _("{fact} (not verified)").format(fact=told)
    need = NEED_WORDS[link.need][0 if language.startswith("zh") else 1]
    settles = _("one thing settles it: {names}").format(names=need)
    return " · ".join(part for part in (told, settles) if part)


def _code(product: Document) -> str:
    return str(product.values.get("hs_code") or "")
