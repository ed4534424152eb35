"""The look: readable in both palettes, every icon there, text literal."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from coo_desktop.environment.assets import resource
from coo_desktop.views.widgets.style import MEANINGS, Label, icon, palette
from coo_desktop.views.words.stages import DELIVERIES, STAGES


def luminance(colour):
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_text_stands_out_in_both_palettes(qapp, dark):
    shown = palette(dark)
    role = QPalette.ColorRole
    pairs = [(role.WindowText, role.Window), (role.Text, role.Base), (role.ButtonText, role.Button)]
    pairs += [(role.HighlightedText, role.Highlight)]
    assert all(contrast(shown.color(text), shown.color(ground)) >= 4.5 for text, ground in pairs)
    for name, colours in MEANINGS.items():
        assert contrast(QColor(colours[dark]), shown.color(role.Base)) >= 4.5, name


def test_every_shipped_icon_draws_something(qapp):
    for file in resource("icons").glob("*.svg"):
        image = icon(file.stem).pixmap(16, 16).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())), file


def test_every_stage_and_delivery_has_an_icon_of_ours(qapp):
    for _word, name, meaning in [*STAGES.values(), *DELIVERIES.values()]:
        assert not icon(name, meaning).isNull()


def test_a_label_shows_markup_literally(qtbot):
    label = Label("<b>bold</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText
