"""A table that can be read in several ways is taken in by keys: sheets, encodings, columns, totals, errors."""

import xlsxwriter
from PySide6.QtCore import Qt

from coo_desktop.views.target import Target
from tests.domain.given import RCEP
from tests.flows.correspondence.test_reference_data import importers

Key = Qt.Key
TITLES = ["Name", "Address", "Country", "Contact"]


def shown(qtbot, screens, file):
    screen = screens(RCEP, "demo")
    kind = screen.window.tabs.show_page(Target("record")).kinds.widget(0)
    kind.read_table(file)
    qtbot.waitUntil(lambda: kind.importing.isVisible() and kind.buttons["import"].isEnabled())
    return screen, kind


def book(folder, *sheets):
    file = folder / "customers.xlsx"
    with xlsxwriter.Workbook(str(file)) as made:
        for name, rows in sheets:
            page = made.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    write = page.write_formula if cell.startswith("=") else page.write_string
                    write(at, column, cell, *([None, "#REF!"] if cell.startswith("=") else []))
    return file


def taken(screen, names):
    return {name: country for name, country in importers(screen.clerk) if name in names}


def test_the_sheet_that_fits_is_read_and_another_can_be_chosen_by_keys(qtbot, screens, tmp_path):
    file = book(
        tmp_path,
        ("Cover", [["Our customers"]]),
        ("2026", [TITLES, ["NEW FICTIVE LTD.", "1 ROAD", "JP", ""]]),
        ("2020", [TITLES, ["OLD FICTIVE LTD.", "1 ROAD", "US", ""]]),
    )
    screen, kind = shown(qtbot, screens, file)
    assert kind.importing.source.pages.currentText() == "2026"
    assert "2026" in kind.importing._said.text()
    kind.importing.source.pages.setFocus()
    screen.keys.press(Key.Key_Down)
    qtbot.waitUntil(lambda: [line.values["name"] for line in kind.importing.model.lines] == ["OLD FICTIVE LTD."])
    kind.importing.taking.setFocus()
    screen.keys.press(Key.Key_Space)
    qtbot.waitUntil(kind.list.isVisible)
    assert taken(screen, {"OLD FICTIVE LTD.", "NEW FICTIVE LTD."}) == {"OLD FICTIVE LTD.": "US"}


def test_an_encoding_in_doubt_is_asked_with_a_line_of_each_and_nothing_is_taken_before(qtbot, screens, tmp_path):
    file = tmp_path / "customers.csv"
    file.write_bytes("Name,Address,Country,Contact\nSEOUL FICTIVE LTD.,1 ROAD,KR,김철수\n".encode("euc-kr"))
    screen, kind = shown(qtbot, screens, file)
    panel = kind.importing
    assert not panel.taking.isEnabled()
    assert len(panel.source.readings) > 1
    [korean] = [button for button in panel.source.readings if "김철수" in button.text()]
    assert panel.source.readings[0].hasFocus()
    korean.setFocus()
    screen.keys.press(Key.Key_Space)
    qtbot.waitUntil(panel.taking.isEnabled)
    assert panel.model.lines[0].values["contact"] == "김철수"
    panel.taking.setFocus()
    screen.keys.press(Key.Key_Space)
    qtbot.waitUntil(kind.list.isVisible)
    assert taken(screen, {"SEOUL FICTIVE LTD."}) == {"SEOUL FICTIVE LTD.": "KR"}


def test_titles_that_are_understood_settle_the_encoding(qtbot, screens, tmp_path):
    file = tmp_path / "customers.csv"
    file.write_bytes("英文名称,国家,联系人\nNINGBO FICTIVE LTD.,JP,李明\n".encode("gb18030"))
    _screen, kind = shown(qtbot, screens, file)
    assert kind.importing.taking.isEnabled()
    assert kind.importing.model.lines[0].values["contact"] == "李明"


def test_a_total_is_left_out_and_taken_only_when_asked_for(qtbot, screens, tmp_path):
    file = book(tmp_path, ("a", [TITLES, ["A FICTIVE LTD.", "1 ROAD", "JP", ""], ["Total: 1 customer", "", "", ""]]))
    screen, kind = shown(qtbot, screens, file)
    panel = kind.importing
    assert panel.left_out.isVisible()
    assert [line.values["name"] for line in panel.chosen()] == ["A FICTIVE LTD."]
    panel.left_out.setFocus()
    screen.keys.press(Key.Key_Space)
    assert len(panel.chosen()) == 2
    screen.keys.press(Key.Key_Space)
    panel.taking.setFocus()
    screen.keys.press(Key.Key_Space)
    qtbot.waitUntil(kind.list.isVisible)
    assert taken(screen, {"A FICTIVE LTD.", "Total: 1 customer"}) == {"A FICTIVE LTD.": "JP"}


def test_a_column_that_is_not_known_is_given_its_field_by_keys(qtbot, screens, tmp_path):
    file = book(tmp_path, ("a", [["Name", "Land", "Zip"], ["A FICTIVE LTD.", "Japan", "100"]]))
    screen, kind = shown(qtbot, screens, file)
    box = kind.importing.source.columns[1]
    box.setFocus()
    assert [box.itemData(at) for at in (1, 2)] == ["address", "country"]
    screen.keys.press(Key.Key_Down)
    qtbot.waitUntil(lambda: kind.importing.model.lines[0].values.get("address") == "Japan")
    qtbot.waitUntil(lambda: kind.importing.source.columns[1].hasFocus())
    screen.keys.press(Key.Key_Down)
    qtbot.waitUntil(lambda: kind.importing.model.lines[0].values.get("country") == "JP")
    assert "Land" not in kind.importing._said.text()
    assert "Zip" in kind.importing._said.text()


def test_a_cell_with_an_error_is_shown_and_is_no_value(qtbot, screens, tmp_path):
    file = book(tmp_path, ("a", [TITLES, ["A FICTIVE LTD.", "1 ROAD", "JP", "=Sheet9!A1"]]))
    _screen, kind = shown(qtbot, screens, file)
    panel = kind.importing
    assert "#REF!" in [panel.model.data(panel.model.index(0, at)) for at in range(panel.model.columnCount())]
    assert "contact" not in panel.model.lines[0].values
    assert panel.chosen() == []
