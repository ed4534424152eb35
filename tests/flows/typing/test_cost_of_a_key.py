"""What a key costs on the real page over the real store: the rules run once, and the store is hardly read."""

import dataclasses
import threading
from collections.abc import Callable, Collection, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from sqlalchemy import Engine, event

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Document
from coo_desktop.domain.operations import drafts
from coo_desktop.store.database import rows
from coo_desktop.store.database.known_rows import KnownRows
from coo_desktop.views.hs.recoding_watch import RecodingWatch
from tests.domain.given import PRE_REVIEW, TWENTY, product_document, values_of
from tests.flows.keyboard import Key
from tests.flows.screen import Screen

LINES = 20


class Cost:
    """How often the rules ran and how many SELECTs this process made, saving included, since `start`."""

    def __init__(self) -> None:
        self.reads: list[str] = []
        #: What the screen's thread asked of the store, statements and documents that it had to read out of their rows.
        self.on_screen: list[str] = []
        self.screen: Screen | None = None
        self._before = 0

    def start(self, screen: Screen) -> None:
        self.screen, self._before = screen, screen.rules.answers.runs
        self.reads.clear()
        self.on_screen.clear()

    @property
    def runs(self) -> int:
        assert self.screen is not None
        return self.screen.rules.answers.runs - self._before

    def hear(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            self.reads.append(statement)
        if _is_screen():
            self.on_screen.append(statement)

    def note_questions(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Hears from now on also what is answered from the rows that are known, but for the page's own document,
        company and person, and when a document is read out of its row."""
        look, read = KnownRows.known, rows.document_of

        def looking(known: KnownRows, what: str, which: Collection[str], missing: Any) -> dict[str, Any]:
            assert self.screen is not None
            own = {self.screen.page.document.id} if what == "document" else set()
            if _is_screen() and what != "meta" and set(which) - own:
                self.on_screen.append(f"{what} {sorted(which)}")
            return look(known, what, which, missing)

        def reading(record: rows.Columns) -> Document:
            if _is_screen():
                self.on_screen.append(f"the row of {record['id']}")
            return read(record)

        monkeypatch.setattr(KnownRows, "known", looking)
        monkeypatch.setattr(rows, "document_of", reading)


def _is_screen() -> bool:
    return threading.current_thread() is threading.main_thread()


@pytest.fixture
def cost() -> Iterator[Cost]:
    counted = Cost()
    event.listen(Engine, "before_cursor_execute", counted.hear)
    yield counted
    event.remove(Engine, "before_cursor_execute", counted.hear)


@pytest.fixture
def screen(screens: Callable[..., Screen]) -> Screen:
    """The page of a stored certificate of twenty lines, each with an approved product of its own."""
    opened: Screen = screens(TWENTY)
    for watch in opened.window.findChildren(RecodingWatch):  # it looks through the packs some seconds after the start
        for timer in watch.findChildren(QTimer):
            timer.stop()
    values = values_of(TWENTY)
    with opened.clerk.store.unit() as unit:
        for row in values["goods"]:
            row["product"] = new_id()
            unit.put(product_document(row["product"], values_of(PRE_REVIEW)))
    assert len(values["goods"]) == LINES
    opened.open(opened.clerk.perform(drafts.start, "rcep_2022", values).id)
    return opened


@pytest.fixture
def settled(qtbot: Any, screen: Screen) -> Callable[[], None]:
    """Waits until a page has done all that a key asks for: its timers are over, what was typed is stored."""

    def is_quiet() -> bool:
        is_timed = any(timer.isActive() for timer in screen.page.findChildren(QTimer))
        return not (is_timed or screen.page.draft.edits) and screen.session.tasks.is_idle

    return lambda: qtbot.waitUntil(is_quiet, timeout=10_000)


@pytest.mark.parametrize("field", ["consignee_name", "contract_no"])
def test_a_key_runs_the_rules_once_and_reads_the_store_three_times_at_most(screen, settled, cost, field):
    screen.keys.fill(field, "A")
    settled()
    for key in "BCD":  # each right after the save of the one before
        cost.start(screen)
        screen.keys.type(key)
        settled()
        assert cost.runs == 1
        assert len(cost.reads) <= 3, "\n".join(one[:60] + " ... " + one[-160:] for one in cost.reads)
        assert screen.clerk.document(screen.page.document.id).values[field].endswith(key)


def test_a_check_of_what_was_checked_reads_nothing(screen, settled, cost):
    screen.keys.fill("consignee_name", "A")
    settled()
    cost.start(screen)
    screen.page.check()
    assert (cost.runs, cost.reads) == (0, [])


def codes(screen: Screen) -> set[str]:
    screen.checked()
    return {problem.code for problem in screen.page.checking.problems}


def test_the_next_check_notices_a_product_that_changed_elsewhere(screen, settled):
    settled()
    assert "product_voided" not in codes(screen)
    line = screen.page.values()["goods"][-1]
    with screen.clerk.store.unit() as unit:
        unit.put(dataclasses.replace(unit.document(line["product"]), stage="voided"))
    assert "product_voided" in codes(screen)


def test_the_next_check_notices_an_invoice_that_was_used_elsewhere_and_is_free_again(screen, settled):
    settled()
    assert "invoice_used" not in codes(screen)
    number = screen.page.values()["invoices"][0]["number"]
    other = screen.clerk.perform(drafts.start, "rcep_2022", {"invoices": [{"id": "i", "number": number.lower()}]})
    assert "invoice_used" in codes(screen)
    screen.clerk.perform(drafts.save, other.id, {"invoices": []}, other.revision)
    assert "invoice_used" not in codes(screen)


def test_the_next_check_notices_a_company_of_another_name(screen, settled):
    settled()
    before = codes(screen)
    with screen.clerk.store.unit() as unit:
        unit.put_company(dataclasses.replace(unit.company(), name_en="ANOTHER CO., LTD."))
    assert codes(screen) - before == {"exporter_not_filed"}


def test_no_key_asks_the_store_anything_in_the_thread_of_the_screen(screen, settled, cost, monkeypatch):
    cost.start(screen)
    cost.note_questions(monkeypatch)
    for field in ("contract_no", "consignee_name", "goods"):
        screen.keys.go_to(field)
        if field == "goods":
            screen.to_column("goods", "name_en")
        settled()
        cost.start(screen)
        for key in "BCD":
            screen.keys.type(key)
            settled()
            assert cost.runs
        assert cost.on_screen == []
    screen.keys.press(Key.Key_Return)  # the cell is closed: the row, what follows from it, the step of undo
    settled()
    assert cost.on_screen == []
