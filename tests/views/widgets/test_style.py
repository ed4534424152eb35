"""The look: readable in both palettes, every icon there, text literal."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QRadioButton, QSpinBox, QStyleFactory, QWidget

from coo_desktop.environment.assets import resource
from coo_desktop.views.widgets.style import MEANINGS, Label, dress, icon, palette
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


@pytest.fixture
def dressed(qapp):
    """Gives the program a look; the former one is back after the test."""
    yield lambda theme: dress(qapp, theme)
    dress(qapp)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", [QPalette.ColorRole.Window, QPalette.ColorRole.Base])
@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit, QSpinBox, QCheckBox, QRadioButton])
def test_what_is_filled_in_or_ticked_has_an_outline_on_either_ground(qtbot, dressed, kind, ground, theme):
    dressed(theme)
    page = QWidget()
    qtbot.addWidget(page)
    page.setBackgroundRole(ground)
    page.setAutoFillBackground(True)
    page.resize(200, 100)
    field = kind(page)
    field.setStyle(QStyleFactory.create("Fusion"))
    field.setGeometry(20, 20, 160, 60)
    image = page.grab().toImage()
    behind = image.pixelColor(5, 5)
    across = [image.pixelColor(field.mapTo(page, QPoint(x, 30))) for x in range(12)]
    assert max(contrast(each, behind) for each in across) >= 3


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("meaning", ["", "good"])
def test_the_sign_inside_an_icon_stands_out_from_it(dressed, theme, meaning):
    dressed(theme)
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        image = icon("approved", meaning).pixmap(64, 64, mode).toImage()
        inks = [image.pixelColor(x, y) for x in range(64) for y in range(64)]
        solid = [ink for ink in inks if ink.alpha() == 255]
        assert max(contrast(ink, solid[0]) for ink in solid) >= 3, mode


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
