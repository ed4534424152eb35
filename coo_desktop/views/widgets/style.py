"""How the program looks: plain text only, two palettes of its own, icons in their colours, a Chinese font at need."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Self

from PySide6.QtCore import QByteArray, QLibraryInfo, QLocale, QRectF, QSize, Qt, QTranslator
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QCheckBox,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QRadioButton,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from coo_desktop.environment.assets import resource
from coo_desktop.environment.words import _

Role = QPalette.ColorRole

#: Meaning -> colour on light, colour on dark. Never the only sign: an icon or a word says the same.
MEANINGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "good": ("#18794e", "#5bd19a"),
        "wait": ("#8a5a00", "#e7b45a"),
        "bad": ("#b42318", "#ff8f85"),
        "calm": ("#175cd3", "#84b3ff"),
        "quiet": ("#5f6673", "#a4acb9"),
    }
)
_LIGHT = {
    Role.Window: "#f4f5f7",
    Role.WindowText: "#1c2330",
    Role.Base: "#ffffff",
    Role.AlternateBase: "#f7f8fa",
    Role.Text: "#1c2330",
    Role.Button: "#eceef2",
    Role.ButtonText: "#1c2330",
    Role.ToolTipBase: "#ffffff",
    Role.ToolTipText: "#1c2330",
    Role.PlaceholderText: "#7a8190",
    Role.Highlight: "#1d5fbf",
    Role.HighlightedText: "#ffffff",
    Role.Link: "#175cd3",
    Role.Mid: "#c9cdd6",
}
_DARK = {
    Role.Window: "#1e2127",
    Role.WindowText: "#e6e9ef",
    Role.Base: "#16181d",
    Role.AlternateBase: "#1b1e24",
    Role.Text: "#e6e9ef",
    Role.Button: "#2b2f38",
    Role.ButtonText: "#e6e9ef",
    Role.ToolTipBase: "#2b2f38",
    Role.ToolTipText: "#e6e9ef",
    Role.PlaceholderText: "#8b93a1",
    Role.Highlight: "#2f6fd0",
    Role.HighlightedText: "#ffffff",
    Role.Link: "#84b3ff",
    Role.Mid: "#454b57",
}
#: Outline of what is filled in or ticked, on light and on dark: three times the contrast of its ground at least.
OUTLINES = ("#6c7789", "#7c879a")
#: Fusion draws an outline in the colour of the window, so much darker (%): these kinds of widgets get one that shows.
_DARKER = 140
_OUTLINED = (QLineEdit, QComboBox, QPlainTextEdit, QAbstractSpinBox, QCheckBox, QRadioButton, QListWidget)


class Label(QLabel):
    """A label that shows its text literally: names and messages come from others and are never markup."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, wraps: bool = False) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        self.setText(text)

    def selectable(self) -> Self:
        """The same label, its text open to copying."""
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return self


def heading(text: str, parent: QWidget | None = None) -> Label:
    """A title above a page or a block."""
    label = Label(text, parent)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * 1.35)
    font.setBold(True)
    label.setFont(font)
    return label


def line(parent: QWidget | None = None) -> QFrame:
    """A thin rule between two regions."""
    frame = QFrame(parent)
    frame.setFrameShape(QFrame.Shape.HLine)
    frame.setFrameShadow(QFrame.Shadow.Plain)
    frame.setForegroundRole(Role.Mid)
    frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return frame


def palette(dark: bool) -> QPalette:
    """One of the two palettes."""
    made = QPalette()
    for role, colour in (_DARK if dark else _LIGHT).items():
        made.setColor(role, QColor(colour))
    faded = QColor(MEANINGS["quiet"][dark])
    faded.setAlpha(150)
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, faded)
    return made


def outlined(dark: bool) -> QPalette:
    """The palette of fields and ticks, of which Fusion makes an outline of `OUTLINES`."""
    made = palette(dark)
    made.setColor(Role.Window, QColor(OUTLINES[dark]).lighter(_DARKER))
    return made


def is_dark(shown: QPalette | None = None) -> bool:
    """Whether the palette in use is a dark one."""
    return (shown or QGuiApplication.palette()).color(Role.Window).lightness() < 128


def colour(meaning: str) -> QColor:
    """The colour of one of `MEANINGS` on the palette in use."""
    return QColor(MEANINGS[meaning][is_dark()])


def icon(name: str, meaning: str = "") -> QIcon:
    """A shipped icon in the colour of the text, or of a meaning."""
    return _tinted(name, meaning, QGuiApplication.palette().cacheKey())


@cache
def _tinted(name: str, meaning: str, _palette: int) -> QIcon:
    """The icon under the palette in use: a list asks for one in every row it draws."""
    shown = QGuiApplication.palette()
    tint = colour(meaning) if meaning else shown.color(Role.ButtonText)
    roles = (Role.Base, Role.HighlightedText, Role.Highlight)
    return _icon(name, tint.name(), *(shown.color(role).name() for role in roles))


@cache
def _icon(name: str, tint: str, inside: str, chosen: str, ground: str) -> QIcon:
    from PySide6.QtSvg import QSvgRenderer  # not needed for the first paint

    drawing = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    for mode, ink, sign in ((QIcon.Mode.Normal, tint, inside), (QIcon.Mode.Selected, chosen, ground)):
        inked = drawing.replace("white", sign).replace("currentColor", ink)
        renderer = QSvgRenderer(QByteArray(inked.encode()))
        for side in (16, 24, 32, 48, 64):
            pixmap = QPixmap(QSize(side, side))
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, side, side))
            painter.end()
            made.addPixmap(pixmap, mode)
    return made


def show_more(bar: QToolBar) -> None:
    """Gives the button behind which stands what finds no room in a bar an icon for both palettes, and a name."""
    for button in bar.findChildren(QToolButton, "qt_toolbar_ext_button"):
        button.setIcon(icon("more"))
        button.setAccessibleName(_("More"))


def dress(application: QApplication, theme: str = "system") -> None:
    """Gives the application its palette, its Chinese font where the system has none, and Qt's own Chinese words."""
    follows = theme == "system"
    wanted = application.styleHints().colorScheme() == Qt.ColorScheme.Dark if follows else theme == "dark"
    application.setPalette(palette(wanted))
    for kind in _OUTLINED:
        application.setPalette(outlined(wanted), kind.__name__)  # type: ignore[arg-type]  # it refuses the bytes of its stub
    _add_font(application)


def translate(application: QApplication, language: str) -> None:
    """Qt's own words (standard buttons, context menus) in the language of the screen."""
    QLocale.setDefault(QLocale(language))
    for old in application.children():  # findChildren makes every enumeration of Qt before the first paint
        if isinstance(old, QTranslator):
            application.removeTranslator(old)
            old.deleteLater()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    translator = QTranslator(application)
    if translator.load(f"qtbase_{language}", folder):
        application.installTranslator(translator)


def _add_font(application: QApplication) -> None:
    """The bundled font, for a system that cannot show Chinese at all."""
    if QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        return
    number = QFontDatabase.addApplicationFont(str(resource("fonts", "NotoSansSC-Regular.ttf")))
    families = QFontDatabase.applicationFontFamilies(number)
    if families:
        font = application.font()
        font.setFamilies([*families, font.family()])
        application.setFont(font)
