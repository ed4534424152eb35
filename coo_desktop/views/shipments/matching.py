"""Lines that came into a certificate and their products: found on a worker, marked, gone through, corrected once."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from coo_desktop.domain.documents.document import PRE_REVIEW, Change
from coo_desktop.domain.documents.field_access import Row, text_of
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.filling.assists import AssistContext
from coo_desktop.domain.filling.following import kept_parts
from coo_desktop.domain.filling.shipment_rows import with_product
from coo_desktop.domain.matching.lines import MatchedLine
from coo_desktop.domain.matching.match import Certainty, Ground, Match, Wanted
from coo_desktop.domain.operations import matching
from coo_desktop.domain.sheets.draft import GOODS
from coo_desktop.environment.words import N_, _
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.shipments.customer import CustomerMemory
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.widgets.row_acts import Act, Place, add_act
from coo_desktop.views.words.errors import error_message
from coo_desktop.views.words.matching import counted, match_text

NOTICE, PRODUCT = "matching", "product"
NEXT, BEFORE, RIGHT = "Ctrl+J", "Ctrl+Shift+J", "Ctrl+Shift+Y"


class PageSteps(Protocol):
    """The steps of undo of a page: `last` is the one taken last, and `put` takes one that may follow from another."""

    @property
    def last(self) -> object: ...

    def put(self, text: str, fills: Mapping[str, object], after: object = None) -> None: ...


class LineMatching(QObject):
    """Of each line that came in, by the id of its row: what it said and the match that was found.

    `opened` carries the id of a pre-review that was begun from a line. Lines that want a look are kept with the
    document, so that they do so when its page comes back.
    """

    opened = Signal(str)

    def __init__(self, around: Surroundings, goods: ItemsEditor, steps: PageSteps, notices: Banners) -> None:
        super().__init__(goods)
        self._around, self._goods, self._steps, self._notices = around, goods, steps, notices
        self._lines = matching.known_doubts(around.session.read, around.document_id)
        self._customer = CustomerMemory(around, self)
        self._customer.refused.connect(self._refuse)
        self._customer.nameless.connect(self._tell_nameless)
        #: The product each row has, to hear when a person gives it another.
        self._seen: dict[str, str] = {}
        self._is_putting = False
        for act in self._acts():
            add_act(act, goods, goods.view)
        goods.pasted.connect(self.match)
        goods.model.dataChanged.connect(lambda *_: self._hear_rows())
        goods.model.modelReset.connect(self._mark)

    def match(self, codes: Mapping[str, str], buyer: str = "") -> None:
        """Finds the products of these rows, given by their ids with the customer's item number of each."""
        said = {name: _said(row, codes[name]) for name, row in self._rows() if name in codes and not _product(row)}
        if not said:
            return
        session, customers, step = self._around.session, self._customer.names(buyer), self._steps.last

        def work() -> dict[str, Match]:
            return matching.found_products(session.read, session.ports.records, customers, said)

        def then(found: dict[str, Match]) -> None:
            self._put({name: MatchedLine(said[name], match, buyer) for name, match in found.items()}, step)

        session.run(self, lambda _task: work(), then=then, failed=self._refuse)

    def step(self, by: int) -> None:
        """Puts the cursor on the next line whose product wants a look, past the last one on the first."""
        rows, at = list(self._rows()), self._goods.view.currentIndex().row()
        count = len(rows)
        ways = ((at + by * step) % count for step in range(1, count + 1)) if count else iter(())
        wanted = next((number for number in ways if self._wants_a_look(*rows[number])), -1)
        if wanted < 0:
            self._tell_line(_("No line wants a look at its product."))
            return
        columns = [part.id for part in self._goods.model.columns]
        self._goods.view.choose(wanted, columns.index(PRODUCT) if PRODUCT in columns else 0)
        self._goods.view.setFocus()
        self._tell_match(wanted, rows[wanted][0], _shown(self._lines.get(rows[wanted][0]), rows[wanted][1]))

    def confirm(self) -> None:
        """The doubtful products of the selected rows are right: remembered, and on to the next line."""
        rows = list(self._rows())
        chosen = sorted({index.row() for index in self._goods.view.selectedIndexes()})
        right = {name: _product(row) for name, row in map(rows.__getitem__, chosen) if name in self._lines}
        right = {name: product for name, product in right.items() if product}
        self._customer.remember(self._lines, right)
        for name, product in right.items():
            self._lines[name] = replace(self._lines[name], match=Match(Ground.CHOSEN, product))
        self._mark()
        self._keep()
        self.step(1)

    def start_pre_review(self, row_id: str = "") -> None:
        """A new pre-review with what a line says, by the id of its row; "" for the current one."""
        at = self._goods.view.currentIndex().row()
        chosen = (one for number, one in enumerate(self._rows()) if (one[0] == row_id if row_id else number == at))
        for name, row in chosen:
            code = self._lines[name].said.item_code if name in self._lines else ""

            def then(change: Change) -> None:
                self.opened.emit(change.ids[0])

            session = self._around.session
            session.do(self, matching.start_pre_review, row, code, then=then, failed=self._refuse)

    # -- what was found, and what a person made of it

    def _put(self, found: Mapping[str, MatchedLine], step: object) -> None:
        """Gives the rows the products that were found, as part of the step that they came with."""
        self._lines |= found
        products = {name: line.match.product for name, line in found.items() if line.match.product}
        wanted = {name for name, row in self._rows() if name in products and not _product(row)}
        if wanted and not self._goods.locked and PRODUCT not in self._goods.model.fixed:
            session, item = self._around.session, self._goods.spec.item_type
            specs, context = item.by_id if item is not None else {}, session.context(None)
            asked = partial(AssistContext, session.rules, self._around.form, self._around.values())
            rows = [
                with_product(asked(row, specs, context), products[name]) if name in wanted else row
                for name, row in self._rows()
            ]
            self._is_putting = True
            self._steps.put(_("Products of the lines"), {GOODS: rows}, step)
            self._is_putting = False
        self._seen = {name: _product(row) for name, row in self._rows()}
        self._mark()
        self._keep()
        self._tell_all(found)

    def _hear_rows(self) -> None:
        """A row has another product: a person's choice, or undone."""
        if self._is_putting:
            return
        before, self._seen = self._seen, {name: _product(row) for name, row in self._rows()}
        if before == self._seen:
            return
        changed = [(name, row) for name, row in self._rows() if _product(row) != before.get(name, _product(row))]
        if not changed:
            return
        self._tell_kept(changed)
        matched = {name: _product(row) for name, row in changed if name in self._lines}
        chosen = {name for name, product in matched.items() if product not in ("", self._lines[name].match.product)}
        self._customer.remember(self._lines, {name: matched[name] for name in chosen})
        self._customer.take_back(self._lines, matched.keys() - chosen)
        self._mark()
        self._keep()

    def _keep(self) -> None:
        """Keeps the lines that want a look as they are now."""
        lines = {name: self._lines[name] for name, row in self._rows() if self._wants_a_look(name, row)}
        self._around.session.do(self, matching.keep_doubts, self._around.document_id, lines, failed=self._refuse)

    # -- what is shown of it

    def _mark(self) -> None:
        matches = {name: match for name, row in self._rows() if (match := _shown(self._lines.get(name), row))}
        self._goods.model.show_marks(replace(self._goods.model.marks, matches=matches))

    def _wants_a_look(self, name: str, row: Row) -> bool:
        match = _shown(self._lines.get(name), row)
        return name in self._lines and (match is None or match.certainty is not Certainty.SURE)

    def _tell_all(self, found: Mapping[str, MatchedLine]) -> None:
        severity = "warn" if any(line.wants_a_look for line in found.values()) else "good"
        notice = self._notices.show_notice(NOTICE, severity, counted(line.match for line in found.values()))
        if severity == "warn":
            notice.offer(_("&Look at the next ({key})").format(key=NEXT), partial(self.step, 1))

    def _tell_match(self, at: int, row_id: str, match: Match | None) -> None:
        found = match or Match(Ground.NOTHING_NEAR)
        said = [_("Line {line}: {match}.").format(line=at + 1, match=match_text(found))]
        if titles := ", ".join(self._titles(found.rivals)):
            said.append(_("Also: {products}.").format(products=titles))
        right = _("Type for another product, or {key} if it is right.").format(key=RIGHT)
        self._tell_line(" ".join([*said, right if found.product else _("Type to choose a product.")]))
        if found.certainty is Certainty.NONE:
            notice = self._notices.show_notice(NOTICE, "warn", " ".join(said))
            notice.offer(_("&New pre-review from this line"), partial(self.start_pre_review, row_id))

    def _tell_kept(self, changed: list[tuple[str, dict[str, Any]]]) -> None:
        """Says which parts of rows stay as they are though their products have other ones."""
        session, item = self._around.session, self._goods.spec.item_type
        specs = item.by_id if item is not None else {}
        documents = session.read.documents([_product(row) for _name, row in changed])
        chosen = ((documents[_product(row)], row) for _name, row in changed if _product(row) in documents)
        parts = dict.fromkeys(name for product, row in chosen for name in kept_parts(product, specs, row))
        if parts:
            labels = ", ".join(specs[name].label.in_(session.language) for name in parts)
            self._tell_line(_("Kept as written, though the product has other values: {parts}.").format(parts=labels))

    def _tell_nameless(self) -> None:
        self._tell_line(_("Not remembered: neither the file names a buyer nor the certificate a consignee."))

    def _tell_line(self, text: str) -> None:
        """Says something above the rows, once they are drawn: drawing takes away what was said before."""
        hint = self._goods.hint

        def tell() -> None:
            hint.setText(text)
            hint.show()

        QTimer.singleShot(0, hint, tell)

    def _titles(self, ids: tuple[str, ...]) -> Iterator[str]:
        documents = self._around.session.read.documents(ids[:3])
        for document in documents.values():
            names = (text_of(document.values, name) for name in ("name_en", "name_zh", "specification"))
            yield " ".join(filter(None, names))

    def _rows(self) -> Iterator[tuple[str, dict[str, Any]]]:
        return ((str(row.get("id")), row) for row in self._goods.model.rows)

    def _refuse(self, error: ProgramError) -> None:
        self._notices.show_notice(NOTICE, "bad", error_message(error))

    def _acts(self) -> tuple[Act[ItemsEditor], ...]:
        return (
            Act(N_("Next doubtful line"), NEXT, lambda _goods: self.step(1), changes=False, place=Place.MENU),
            Act(N_("Doubtful line before"), BEFORE, lambda _goods: self.step(-1), changes=False, place=Place.MENU),
            Act(N_("The product is right"), RIGHT, lambda _goods: self.confirm(), place=Place.MENU),
            Act(N_("New pre-review from this line"), "", lambda _goods: self.start_pre_review(), place=Place.MENU),
        )


def line_matching(around: Surroundings, goods: ItemsEditor, steps: PageSteps, notices: Banners) -> LineMatching | None:
    """What finds the products of lines, for goods that name one."""
    item = goods.spec.item_type
    is_named = item is not None and PRODUCT in item.by_id and item.by_id[PRODUCT].family == PRE_REVIEW
    return LineMatching(around, goods, steps, notices) if is_named else None


def _said(row: Row, code: str) -> Wanted:
    return Wanted(code, text_of(row, "name_en"), text_of(row, "name_zh"), text_of(row, "hs_code"))


def _product(row: Row) -> str:
    return text_of(row, PRODUCT)


def _shown(line: MatchedLine | None, row: Row) -> Match | None:
    """The match of a row as it stands now."""
    if line is None:
        return None
    product = _product(row)
    if product == line.match.product:
        return line.match
    return Match(Ground.CHOSEN, product) if product else None
