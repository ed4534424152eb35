"""Records offered beneath a field while somebody types: real keys in a line and in a box."""

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from coo_desktop.store.record_tools import StoredRecordTools
from coo_desktop.views.records.book import MOST, Book, Offered, whole_book
from coo_desktop.views.records.offers import RecordBooks, RecordOffers, line_replaced
from tests.views.pages import stored

Key = Qt.Key


@pytest.fixture
def session(make):
    made = make(records=StoredRecordTools())
    stored(made, "importer", {"name": "YAMATO SOLAR K.K.", "address": "MINATO TOKYO", "country": "JP"})
    stored(made, "importer", {"name": "ACME INC", "address": "BOSTON", "country": "US"})
    stored(made, "producer", {"name_zh": "宁波金太阳能", "name_en": "NINGBO GOLDEN SUN", "address": "1 ROAD"})
    return made


@pytest.fixture
def offering(qtbot, session):
    """Makes the offers of one kind at a field of this class, with the records read."""
    windows = []

    def make_offers(form_id, kind=QLineEdit):
        window = QWidget()
        qtbot.addWidget(window)
        windows.append(window)
        field = kind(window)
        books = RecordBooks(session, window)
        offers = RecordOffers(books, form_id, field)
        window.resize(600, 300)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        field.setFocus()
        qtbot.waitUntil(lambda: books.of(form_id) is not None)
        return field, offers

    yield make_offers
    windows.clear()


def names(session, form, typed):
    title = session.rules.form(form).summary.title
    return [each.values[title] for each in whole_book(session, form).find(typed)]


@pytest.mark.parametrize("typed", ["宁波", "jintaiyang", "nbjtyn", "golden sun", "sun 1 road"])
def test_a_producer_is_found_by_name_pinyin_initials_and_address(session, typed):
    assert names(session, "producer", typed) == ["宁波金太阳能"]


@pytest.mark.parametrize("typed", ["yam", "ｙａｍａｔｏ", "日本", "japan", "tokyo solar"])
def test_an_importer_is_found_by_name_country_and_address(session, typed):
    assert names(session, "importer", typed) == ["YAMATO SOLAR K.K."]


def test_a_name_that_begins_with_the_text_comes_first_and_no_text_finds_nothing(session):
    stored(session, "importer", {"name": "OLD ACME", "country": "US"})
    assert names(session, "importer", "acme") == ["ACME INC", "OLD ACME"]
    assert names(session, "importer", " ") == []


def test_down_and_enter_take_a_record(qtbot, offering):
    field, offers = offering("importer")
    qtbot.keyClicks(field, "yam")
    assert offers.is_open
    with qtbot.waitSignal(offers.chosen) as taken:
        qtbot.keyClick(field, Key.Key_Down)
        qtbot.keyClick(field, Key.Key_Return)
    assert taken.args[0]["name"] == "YAMATO SOLAR K.K."
    assert not offers.is_open


def test_enter_and_tab_without_going_there_take_nothing(qtbot, offering):
    field, offers = offering("importer")
    taken = []
    offers.chosen.connect(taken.append)
    qtbot.keyClicks(field, "yam")
    qtbot.keyClick(field, Key.Key_Return)
    qtbot.keyClick(field, Key.Key_Tab)
    assert taken == []
    assert field.text() == "yam"


def test_esc_takes_the_list_away_and_what_is_typed_stays(qtbot, offering):
    field, offers = offering("importer")
    qtbot.keyClicks(field, "acme")
    qtbot.keyClick(field, Key.Key_Escape)
    assert not offers.is_open
    assert field.text() == "acme"


def test_nothing_is_offered_where_nothing_matches_or_may_be_typed(qtbot, offering):
    field, offers = offering("importer")
    qtbot.keyClicks(field, "nobody")
    assert not offers.is_open
    field.setReadOnly(True)
    field.setText("acme")
    offers.offer()
    assert not offers.is_open


def test_in_a_box_only_the_line_with_the_cursor_counts(qtbot, offering):
    box, offers = offering("producer", QPlainTextEdit)
    box.setPlainText("FIRST MAKER\n")
    box.moveCursor(box.textCursor().MoveOperation.End)
    qtbot.keyClicks(box, "nbjt")
    assert offers.is_open
    with qtbot.waitSignal(offers.chosen):
        qtbot.keyClick(box, Key.Key_Down)
        qtbot.keyClick(box, Key.Key_Return)
    assert line_replaced(box, "A\nB") == "FIRST MAKER\nA\nB"


def test_a_record_kept_meanwhile_is_offered_too(qtbot, session, offering):
    field, offers = offering("importer")
    with qtbot.waitSignal(offers.books.read):
        session.do(session, _start, "NEW ONE")
    qtbot.keyClicks(field, "new")
    assert offers.is_open


def _start(unit, name):
    from coo_desktop.domain.operations import drafts

    return drafts.start(unit, "importer", {"name": name})


def test_arrows_with_shift_select_in_the_box_and_go_nowhere_in_the_list(qtbot, offering):
    box, offers = offering("producer", QPlainTextEdit)
    qtbot.keyClicks(box, "nbjt")
    assert offers.is_open
    qtbot.keyClick(box, Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    assert not offers.popup.currentIndex().isValid()
    assert box.textCursor().selectedText() == "nbjt"


def test_a_change_reads_the_changed_record_alone_and_a_page_more_reads_nothing(qtbot, session, offering, monkeypatch):
    _field, offers = offering("importer")
    asked, real = [], session.read.whole.searched
    monkeypatch.setattr(session.read.whole, "searched", lambda *of: asked.append(of) or real(*of))
    spelt = []
    sounds = session.ports.records.sounds
    monkeypatch.setattr(StoredRecordTools, "sounds", lambda _self, text: spelt.append(text) or sounds(text))
    with qtbot.waitSignal(offers.books.read):
        session.do(session, _start, "东方公司")
    kept = [one.id for one in session.read.whole.of("record", "importer") if one.values["name"] == "东方公司"]
    assert asked == [("record", "importer", tuple(kept))]
    assert not [text for text in spelt if "东方公司" in text]  # the store has spelt the name
    assert [one.shown for one in offers.books.of("importer").find("dfgs")] == ["东方公司"]
    assert RecordBooks.shared(session) is RecordBooks.shared(session)


def test_a_book_finds_what_looking_at_each_record_finds():
    dice = random.Random(5)
    words = ["ab", "abc", "b a", "宁波", "nb", "c"]
    for _turn in range(300):
        texts = [" ".join(dice.choices(words, k=dice.randrange(1, 4))) for _record in range(dice.randrange(60))]
        book = Book({str(at): Offered({}, str(at), text, ()) for at, text in enumerate(texts)})
        typed = " ".join(dice.choices(["a", "ab", "b", "波", "n", "c ab"], k=dice.randrange(1, 3)))
        hits = [str(at) for at, text in enumerate(texts) if all(word in text for word in typed.split())]
        hits.sort(key=lambda at: not texts[int(at)].startswith(typed))
        assert [one.shown for one in book.find(typed)] == hits[:MOST], (texts, typed)
