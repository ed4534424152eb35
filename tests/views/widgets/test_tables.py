"""Tables as every page has them: whole rows to read, columns of their widths, Tab that goes on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTableWidgetItem, QVBoxLayout

from coo_desktop.views.widgets.tables import plain_table


def test_a_table_is_chosen_by_whole_rows_and_left_with_tab(qtbot, window):
    table = plain_table("Versions", ("No.", "Who", "What"), (4, 8, 3), (2,), window)
    after = QLineEdit(window)
    column = QVBoxLayout(window)
    column.addWidget(table)
    column.addWidget(after)
    window.resize(700, 300)
    for widget in (table, after):
        widget.show()
    table.setRowCount(2)
    for row in range(2):
        for number in range(3):
            table.setItem(row, number, QTableWidgetItem(f"{row}{number}"))
    with qtbot.waitActive(window):
        window.activateWindow()
    table.setFocus()
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_Down)
    assert [index.row() for index in table.selectionModel().selectedRows()] == [1]
    assert len(table.selectedItems()) == 3
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_columns_have_their_widths_and_one_takes_the_room(window):
    table = plain_table("Versions", ("No.", "Who", "What"), (4, 8, 3), (2,), window)
    table.resize(900, 200)
    table.show()
    em = table.fontMetrics().horizontalAdvance("国")
    assert (table.columnWidth(0), table.columnWidth(1)) == (4 * em, 8 * em)
    assert table.columnWidth(2) > 3 * em
    assert table.accessibleName() == "Versions"
