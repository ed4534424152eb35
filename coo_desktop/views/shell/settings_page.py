"""What a person chooses for this computer: language, look, screen lock, and which backend."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QFormLayout, QPushButton, QWidget

from coo_desktop.environment.settings import THEMES
from coo_desktop.environment.words import LANGUAGES, N_, _
from coo_desktop.views.page import Page
from coo_desktop.views.session import Session
from coo_desktop.views.target import Choice, Command, Setting, Target
from coo_desktop.views.widgets.scaffold import scaffold
from coo_desktop.views.widgets.style import Label
from coo_desktop.views.words.backups import age_text

LANGUAGE_NAMES = {"zh_CN": "中文", "en": "English"}
THEME_NAMES = {"system": N_("Like the system"), "light": N_("Light"), "dark": N_("Dark")}
#: Minutes without a key or the mouse; 0 leaves only the 12 hours.
MINUTES = (5, 15, 30, 60, 0)


class SettingsPage(Page):
    """What is chosen holds at once."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        now = session.ports.settings()
        minutes = tuple(sorted({*MINUTES, now.lock_after_min}, key=lambda each: each or 10_000))
        languages = [(name, LANGUAGE_NAMES[name]) for name in LANGUAGES]
        self.fields: dict[Setting, QComboBox] = {
            "language": self._choice(languages, session.language),
            "theme": self._choice([(name, _(THEME_NAMES[name])) for name in THEMES], now.theme),
            "lock_after_min": self._choice([(each, _minutes(each)) for each in minutes], now.lock_after_min),
        }
        labels: dict[Setting, str] = {
            "language": _("&Language"),
            "theme": _("Loo&k"),
            "lock_after_min": _("Lock the &screen after"),
        }
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        for name, field in self.fields.items():
            field.setAccessibleName(labels[name].replace("&", ""))
            field.activated.connect(lambda _number, each=name: self._tell(each))
            form.addRow(labels[name], field)
        form.addRow("", Label(_("Keys and mouse count; what is typed is saved first, and sending goes on."), self))
        self.signing_in = QPushButton(_("Sign in at another &backend"), self)
        self.signing_in.clicked.connect(lambda: self.wanted.emit(Command.SIGN_IN))
        form.addRow(_("Backend address"), Label(now.backend, self).selectable())
        form.addRow("", self.signing_in)
        self.backing_up = QPushButton(_("Backup, restore, &move"), self)
        self.backing_up.clicked.connect(lambda: self.wanted.emit(Target("backups")))
        age = age_text(session.ports.backups.newest(), session.now())
        form.addRow(_("Newest backup"), Label(age, self).selectable())
        form.addRow("", self.backing_up)
        scaffold(self, _("Settings"), form, None)
        self.setFocusProxy(self.fields["language"])

    def _choice(self, options: Sequence[tuple[str | int, str]], chosen: str | int) -> QComboBox:
        field = QComboBox(self)
        for name, text in options:
            field.addItem(text, name)
        field.setCurrentIndex(max(0, field.findData(chosen)))
        return field

    def _tell(self, setting: Setting) -> None:
        self.wanted.emit(Choice(setting, self.fields[setting].currentData()))


def _minutes(minutes: int) -> str:
    return _("{count} minutes").format(count=minutes) if minutes else _("12 hours")
