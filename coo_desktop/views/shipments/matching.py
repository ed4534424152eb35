"""Lines that came into a certificate and their products: found on a worker, marked, gone through, corrected once."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Signal

from coo_desktop.domain.documents.document import PRE_REVIEW, Change
from coo_desktop.domain.documents.field_access import Row, text_of
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.filling.assists import AssistContext
from coo_desktop.domain.filling.shipment_rows import with_product
from coo_desktop.domain.matching.match import Certainty, Ground, Match, Wanted
from coo_desktop.domain.operations import matching
from coo_desktop.domain.sheets.draft import GOODS
from coo_desktop.environment.words import N_, _
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.widgets.row_acts import Act, Place, offer
from coo_desktop.views.words.errors import error_message
from coo_desktop.views.words.matching import counted, match_text

NOTICE, PRODUCT = "matching", "product"
NEXT, BEFORE, RIGHT = "Ctrl+J", "Ctrl+Shift+J", "Ctrl+Shift+Y"


class PageSteps(Protocol):
    """The steps of undo of a page: `last` is the one taken last, and `put` takes one that may follow from another."""

    last: Any

    def put(self, text: str, fills: Mapping[str, object], after: Any = None) -> None: ...


class LineMatching(QObject):
    """Of each line that came in, by the id of its row: what it said, the match that was found, and who the customer is.

    `opened` carries the id of a pre-review that was begun from a line.
    """

    opened = Signal(str)

    def __init__(self, around: Surroundings, goods: ItemsEditor, steps: PageSteps, notices: Banners) -> None:
        super().__init__(goods)
        self._around, self._goods, self._steps, self._notices = around, goods, steps, notices
        self._said: dict[str, Wanted] = {}
        self._found: dict[str, Match] = {}
        self._buyers: dict[str, str] = {}
        #: The product each row has, to hear when a person gives it another, and what was remembered of it before.
        self._seen: dict[str, str] = {}
        self._former: dict[str, str] = {}
        self._is_putting = False
        offer(self._acts(), goods, goods.view)
        goods.pasted.connect(self.match)
        goods.model.dataChanged.connect(lambda *_: self._hear_rows())

    def match(self, codes: Mapping[str, str], buyer: str = "") -> None:
        """Finds the products of these rows, given by their ids with the customer's item number of each."""
        said = {name: _said(row, codes[name]) for name, row in self._rows() if name in codes and not _product(row)}
        if not said:
            return
        session, customers, step = self._around.session, self._customers(buyer), self._steps.last

        def work() -> dict[str, Match]:
            return matching.found_products(session.read, session.ports.records, customers, said)

        def then(found: dict[str, Match]) -> None:
            self._said |= said
            self._buyers |= dict.fromkeys(said, buyer)
            self._put(found, step)

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
        self._tell_match(wanted, self._shown(*rows[wanted]))

    def confirm(self) -> None:
        """The doubtful products of the selected rows are right: remembered, and on to the next line."""
        rows = list(self._rows())
        chosen = sorted({index.row() for index in self._goods.view.selectedIndexes()})
        right = [rows[at] for at in chosen if rows[at][0] in self._found and _product(rows[at][1])]
        for name, row in right:
            self._found[name] = Match(Ground.CHOSEN, _product(row))
        self._remember([(name, _product(row)) for name, row in right])
        self._mark()
        self.step(1)

    def start_pre_review(self) -> None:
        """A new pre-review with what the current line says."""
        rows, at = list(self._rows()), self._goods.view.currentIndex().row()
        if 0 <= at < len(rows):
            name, row = rows[at]
            code = self._said[name].item_code if name in self._said else ""

            def then(change: Change) -> None:
                self.opened.emit(change.ids[0])

            session = self._around.session
            session.do(self, matching.start_pre_review, row, code, then=then, failed=self._refuse)

    # -- what was found

    def _put(self, found: Mapping[str, Match], step: Any) -> None:
        """Gives the rows the products that were found, as part of the step that they came with."""
        self._found |= found
        goods, around = self._goods, self._around
        may_change = not goods.locked and PRODUCT not in goods.model.fixed
        if may_change and any(match.product for match in found.values()):
            context, item = around.session.context(None), goods.spec.item_type
            asked = partial(AssistContext, around.session.rules, around.form, around.values())
            specs = item.by_id if item is not None else {}
            rows = []
            for name, row in self._rows():
                match = found.get(name)
                is_found = match is not None and match.product and not _product(row)
                rows.append(with_product(asked(row, specs, context), match.product) if is_found and match else row)
            self._is_putting = True
            self._steps.put(_("Products of the lines"), {GOODS: rows}, step)
            self._is_putting = False
        self._seen |= {name: _product(row) for name, row in self._rows() if name in found}
        self._mark()
        self._tell_all(found)

    def _hear_rows(self) -> None:
        """A row that was matched has another product: a person's choice, or undone."""
        if self._is_putting or not self._found:
            return
        changed = [(name, row) for name, row in self._rows() if _product(row) != self._seen.get(name, _product(row))]
        if not changed:
            return
        self._seen |= {name: _product(row) for name, row in changed}
        chosen, undone = list[tuple[str, str]](), list[tuple[str, str]]()
        for name, row in changed:
            if _product(row) and _product(row) != self._found[name].product:
                chosen.append((name, _product(row)))
            elif name in self._former:
                undone.append((name, self._former.pop(name)))
        self._remember(chosen)
        self._store(undone)
        self._mark()

    def _remember(self, choices: list[tuple[str, str]]) -> None:
        """Keeps what a person chose, and beside it what was remembered until then, for an undo."""
        session = self._around.session
        for name, _product_id in choices:
            known = matching.known_pairs(session.read, self._customers(self._buyers[name]))
            self._former.setdefault(name, known.product(self._said[name]))
        self._store(choices)

    def _store(self, choices: list[tuple[str, str]]) -> None:
        for buyer in {self._buyers[name] for name, _product_id in choices}:
            own = [(self._said[name], product) for name, product in choices if self._buyers[name] == buyer]
            self._around.session.do(self, matching.remember, self._customers(buyer), own, failed=self._refuse)

    def _customers(self, buyer: str) -> tuple[str, ...]:
        """The names of the customer: the buyer of the file, the consignee of the certificate."""
        consignee = text_of(self._around.values(), self._around.form.summary.partner)
        return tuple(dict.fromkeys(name.split("\n")[0] for name in (buyer, consignee) if name))

    # -- what is shown of it

    def _mark(self) -> None:
        self._goods.model.mark(matches={name: match for name, row in self._rows() if (match := self._shown(name, row))})

    def _shown(self, name: str, row: Row) -> Match | None:
        """The match of a row as it stands now."""
        found, product = self._found.get(name), _product(row)
        if found is None or product == found.product:
            return found
        return Match(Ground.CHOSEN, product) if product else None

    def _wants_a_look(self, name: str, row: Row) -> bool:
        match = self._shown(name, row)
        return name in self._found and (match is None or match.certainty is not Certainty.SURE)

    def _tell_all(self, found: Mapping[str, Match]) -> None:
        severity = "good" if all(one.certainty is Certainty.SURE for one in found.values()) else "warn"
        text = counted(found.values())
        notice = self._notices.show_notice(NOTICE, severity, text)
        if severity == "warn":
            notice.offer(_("&Look at the next ({key})").format(key=NEXT), partial(self.step, 1))

    def _tell_match(self, at: int, match: Match | None) -> None:
        found = match or Match(Ground.NOTHING_NEAR)
        said = [_("Line {line}: {match}.").format(line=at + 1, match=match_text(found))]
        if titles := ", ".join(self._titles(found.rivals)):
            said.append(_("Also: {products}.").format(products=titles))
        if found.product:
            said.append(_("Type for another product, or {key} if it is right.").format(key=RIGHT))
        self._tell_line(" ".join(said))
        if found.certainty is Certainty.NONE:
            notice = self._notices.show_notice(NOTICE, "warn", " ".join(said))
            notice.offer(_("New pre-&review from this line"), self.start_pre_review)

    def _tell_line(self, text: str) -> None:
        self._goods.hint.setText(text)
        self._goods.hint.show()

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
