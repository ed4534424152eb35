"""What the print dialog shows is what leaves the printer; a comparison is printed as it stands on the screen."""

import pytest
from PySide6.QtWidgets import QApplication, QTableWidget

from coo_desktop.domain.filling.printing import COPY, ORIGINAL, TRUE_COPY
from coo_desktop.environment import words
from coo_desktop.views.target import HISTORY
from tests.domain.given import CO, PRE_REVIEW, RCEP
from tests.flows.keyboard import CONTROL, Key
from tests.flows.office import approve, approved_product, certificate_of, decide
from tests.flows.reading_back import bare, printed_text


@pytest.fixture
def screen(screens):
    return screens(CO, "mingyao")


@pytest.fixture(autouse=True)
def chinese():
    yield
    words.use("zh_CN")


def issued(screen, backend):
    """An approved certificate, open on its page, with the paper beside it."""
    clerk = screen.clerk
    product = approved_product(clerk, backend, "product_dinner_set", "examiner2")
    written = clerk.write(certificate_of(CO, product, invoice=f"MY-{product.id[-6:]}"), form="co_general")
    screen.open(written.id)
    screen.send()
    approve(backend, written.id, account="examiner2")
    screen.sync()
    return clerk.document(written.id)


def print_dialog(qtbot, screen):
    """Ctrl+P on the paper; the dialog once it shows what it would print."""
    page = screen.page
    page.side.tabs.setCurrentWidget(page.side.preview)
    page.side.preview.setFocus()
    qtbot.waitUntil(lambda: page.side.preview.printing.isEnabled())
    dialog = screen.keys.asked(lambda: screen.keys.press(Key.Key_P, CONTROL))
    qtbot.waitUntil(lambda: bool(dialog.preview.view.accessibleDescription()))
    return dialog


def chosen(qtbot, screen, dialog, folder, **counts):
    """Types the counts of papers, and prints: (the text of every sheet of the preview, the printed file)."""
    keys = screen.keys
    for paper, count in counts.items():
        box = dialog.papers.counts[paper]
        box.setFocus()
        box.selectAll()
        keys.type(str(count))
        keys.press(Key.Key_Tab)
    wanted = [paper for paper, count in counts.items() for _ in range(count)]
    if dialog.papers.original.isChecked():
        wanted.insert(0, ORIGINAL)
    pages = dialog._pages
    qtbot.waitUntil(lambda: [sheet.paper for sheet in dialog.preview.sheets[::pages]] == wanted)
    qtbot.waitUntil(lambda: screen.session.tasks.is_idle)
    seen = [dialog.preview.view.accessibleDescription()]
    while dialog.preview.later.isEnabled():
        with qtbot.waitSignal(dialog.preview.drawn):
            dialog.preview.later.click()
        seen.append(dialog.preview.view.accessibleDescription())
    file = folder / f"{'-'.join(wanted)}.pdf"
    dialog.target.file.setText(str(file))
    keys.accept()
    qtbot.waitUntil(lambda: file.exists() and screen.session.tasks.is_idle)
    return seen, file.read_bytes()


def of_each_page(content, folder):
    """The text of each page as poppler reads it."""
    return [bare(page) for page in printed_text(content, folder).split("\f")[:-1]]


def same(seen, printed, folder):
    """Whether the sheets seen before are the pages printed; the two readers order the lines of a page differently."""
    return [sorted(bare(text)) for text in seen] == [sorted(text) for text in of_each_page(printed, folder)]


def test_the_print_preview_shows_what_is_chosen_and_that_is_printed(qtbot, screen, backend_process, tmp_path):
    document = issued(screen, backend_process)
    dialog = print_dialog(qtbot, screen)
    seen, printed = chosen(qtbot, screen, dialog, tmp_path, copy=2)
    assert ["ORIGINAL" in text for text in seen] == [True, False, False]
    assert ["副本" in text for text in seen] == [False, True, True]
    assert same(seen, printed, tmp_path)
    assert printed_text(printed, tmp_path).count("ORIGINAL") == 1

    screen.sync()
    assert screen.clerk.document(document.id).print_state == "printed"
    dialog = print_dialog(qtbot, screen)
    assert not dialog.papers.original.isChecked()
    seen, printed = chosen(qtbot, screen, dialog, tmp_path, copy=1)
    assert "ORIGINAL" not in "".join(seen)
    assert "副本" in seen[0]
    assert same(seen, printed, tmp_path)


def test_a_preprinted_sheet_and_a_shift_are_seen_before_they_are_printed(qtbot, screen, backend_process, tmp_path):
    issued(screen, backend_process)
    dialog = print_dialog(qtbot, screen)
    whole = dialog.preview.view.image.copy()
    with qtbot.waitSignal(dialog.preview.drawn):
        dialog.fit.kind.setCurrentIndex(1)
        dialog.fit.right.setValue(4.5)
    qtbot.waitUntil(lambda: "Declaration by the exporter" not in dialog.preview.view.accessibleDescription())
    assert dialog.preview.view.image != whole
    before = [sheet.pdf for sheet in dialog.preview.sheets]
    seen, printed = chosen(qtbot, screen, dialog, tmp_path, copy=1)
    assert before[0] in [sheet.pdf for sheet in dialog.preview.sheets]
    assert same(seen, printed, tmp_path)
    text = of_each_page(printed, tmp_path)[0]
    assert bare("CASA BELA") in text
    assert bare("Declaration by the exporter") not in text


def test_a_lost_certificate_previews_its_certified_copy(qtbot, screen, backend_process, tmp_path):
    document = issued(screen, backend_process)
    client = backend_process.client("mingyao")
    assert client.ask("print", document.id, copies=0).ok
    assert client.ask("report_lost", document.id, reason="快递丢失").ok
    decide(backend_process.client("examiner2"), document.id, "grant_lost")
    screen.sync()
    dialog = print_dialog(qtbot, screen)
    seen, printed = chosen(qtbot, screen, dialog, tmp_path, copy=1, true_copy=1)
    assert [sheet for sheet in ("ORIGINAL",) if sheet in "".join(seen)] == []
    assert "CERTIFIED TRUE COPY" in seen[1]
    assert same(seen, printed, tmp_path)
    assert {COPY, TRUE_COPY} <= set(dialog.papers.counts)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_comparison_is_printed_as_it_stands(qtbot, screens, backend_process, tmp_path, language):
    words.use(language)
    screen = screens(RCEP, "demo")
    clerk = screen.clerk
    product = approved_product(clerk, backend_process, PRE_REVIEW)
    written = clerk.write(certificate_of(RCEP, product, invoice=f"LF-{product.id[-6:]}"), form="rcep_2022")
    clerk.sync()
    clerk.edit(written.id, consignee_name="OSAKA KITCHEN <& CO>", remarks="")
    screen.workplace.show_beside(HISTORY, written.id)
    page = screen.window.tabs.currentWidget()
    assert isinstance(page.table, QTableWidget)
    for everything in (False, True):
        page.comparison.everything.setChecked(everything)
        shown = [
            [page.comparison.table.item(row, column).text() for column in range(4)]
            for row in range(page.comparison.table.rowCount())
        ]
        page.comparison.table.setFocus()
        dialog = screen.keys.asked(lambda: screen.keys.press(Key.Key_P, CONTROL))
        qtbot.waitUntil(lambda dialog=dialog: bool(dialog.preview.view.accessibleDescription()))
        file = tmp_path / f"comparison-{everything}.pdf"
        dialog.target.file.setText(str(file))
        screen.keys.accept()
        qtbot.waitUntil(lambda file=file: file.exists() and screen.session.tasks.is_idle)
        assert file.name in page.comparison.message.text()
        text = "".join(of_each_page(file.read_bytes(), tmp_path))
        assert bare(page._name()) in text
        heads = [page.comparison.table.horizontalHeaderItem(column).text() for column in range(4)]
        cells = [cell for row in shown for cell in row]
        assert [cell for cell in (*heads, *cells) if bare(cell) not in text] == []
        assert (bare(words._("Same")) in text) is everything
    assert bare("OSAKA KITCHEN <& CO>") in text
    assert QApplication.activeModalWidget() is None
