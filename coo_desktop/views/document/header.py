"""What stands above a form: its name and stage, what can be done with it, and messages about it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from coo_desktop.domain.documents import lifecycle
from coo_desktop.domain.documents.document import CERTIFICATE, Change, Document
from coo_desktop.domain.documents.succession import LINKS
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.office.intent_reasons import reason_of
from coo_desktop.domain.operations.drafts import editable
from coo_desktop.environment.words import N_, _
from coo_desktop.views.document.amendment import amendment_text
from coo_desktop.views.document.conflicts_bar import KEY as CONFLICTS_KEY
from coo_desktop.views.fields.last_time import KEY
from coo_desktop.views.lists.actions import ISSUED
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.widgets.style import Label, heading, icon
from coo_desktop.views.widgets.unverified_badge import doubts, unverified_badge
from coo_desktop.views.words.families import family_words
from coo_desktop.views.words.intents import named, reason_lines, remedy_text
from coo_desktop.views.words.stages import collected_text, printed_text, review_text, stage_icon, stage_text

#: Act -> word with its mnemonic, keys, icon. The keys are those of every clerk's other programs; the word of the
#: comparison is that of the family.
ACTS: dict[str, tuple[str, tuple[str, ...], str]] = {
    "save": (N_("&Save"), ("Ctrl+S",), ""),
    "send": (N_("S&end"), ("Ctrl+Return", "Ctrl+Enter"), "submitted"),
    "withdraw": (N_("&Withdraw"), (), "withdrawn"),
    "check": (N_("&Check"), ("F9",), ""),
    "preview": (N_("&Preview"), ("Ctrl+Shift+P",), "preview"),
    "compare": ("", ("Ctrl+Shift+C",), "compare"),
    "history": (N_("His&tory"), ("Ctrl+H",), "history"),
    "conflicts": ("", (CONFLICTS_KEY,), ""),
    "dossier": (N_("Save the &dossier…"), (), "kept"),
    "template": (N_("&Keep as template…"), (), "kept"),
    "undo": (N_("&Undo"), ("Ctrl+Z", "Alt+Backspace"), ""),
    "redo": (N_("&Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), ""),
    "next": ("", ("F7",), ""),
    "previous": ("", ("Shift+F7",), ""),
    "repair": ("", ("F8",), ""),
    "last_time": ("", (KEY,), ""),
}
CHANGING = ("save", "send", "undo", "redo")


class FormHeader(QWidget):
    """Title, stage, buttons and notices of one document; `wanted` names the act a person chose."""

    wanted = Signal(str)

    def __init__(self, form: FormType, language: str, page: QWidget) -> None:
        super().__init__(page)
        self.notices = Banners(self)
        self.saved = Label("", self)
        self.saved.setForegroundRole(self.saved.palette().ColorRole.PlaceholderText)
        self._stage = Label("", self)
        self._stage_sign = Label("", self)
        self.release = Label("", self)
        self.buttons: dict[str, QPushButton] = {}
        self._session: Session | None = None
        self._document: Document | None = None
        first = QHBoxLayout()
        first.addWidget(heading(form.title.in_(language), self))
        if not form.verified or form.unverified:
            first.addWidget(unverified_badge(self, doubts(form)))
        first.addWidget(self._stage_sign)
        first.addWidget(self._stage)
        first.addWidget(self.release)
        first.addStretch()
        first.addWidget(self.saved)
        second = QHBoxLayout()
        compare = family_words(form.family).compare
        for name, (usual, keys, sign) in ACTS.items():
            word = compare if name == "compare" else usual
            self._add(name, _(word) if word else "", keys, page)
            if word and (name != "template" or form.family == CERTIFICATE):
                second.addWidget(self._button(name, _(word), keys, sign))
        self.buttons["withdraw"].setVisible(False)
        second.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.notices)

    def show_document(self, document: Document) -> None:
        """The stage, and why the document is locked when it is."""
        self._document = document
        parts = (stage_text(document.stage, document.delivery), printed_text(document), collected_text(document))
        self._stage.setText(" · ".join(filter(None, parts)))
        name, meaning = stage_icon(document.stage, document.delivery)
        self._stage_sign.setPixmap(icon(name, meaning).pixmap(18, 18))
        is_open = editable(document)
        self.buttons["compare"].setVisible(any(document.links.get(name) for name in LINKS))
        is_issued = document.family == CERTIFICATE and document.stage in ISSUED
        self.buttons["dossier"].setVisible(is_issued)
        self._show_amendment(document)
        self._show_refusal(document)
        for name in CHANGING:
            self.buttons[name].setVisible(is_open)
        if is_open:
            self.notices.close_notice("locked")
        else:
            self.notices.show_notice("locked", "info", locked_text(document))
        if document.stage == "returned":
            text = _("Returned by the examiner. The reasons stand at the fields.")
            self.notices.show_notice("returned", "warn", text)
        else:
            self.notices.close_notice("returned")

    def _show_refusal(self, document: Document) -> None:
        """Why the backend did not take what was sent, as the outbox has it, until it is sent again or taken back."""
        session, may_be = self._session, document.delivery == "refused" or not editable(document)
        refused = session.read.intents(document.id, states=("refused",)) if session is not None and may_be else ()
        reason = reason_of(refused[-1].problem) if refused else None
        if session is None or reason is None:
            self.notices.close_notice("refused_there")
            return
        name_of = partial(named, session.read, session.rules, session.language)
        lines = (*reason_lines(reason, session.language, name_of), remedy_text(reason))
        self.notices.show_notice("refused_there", "bad", "\n".join(lines))

    def _show_amendment(self, document: Document) -> None:
        """Why the document amends another, and what stays, as long as it can be edited."""
        text = amendment_text(document) if editable(document) else ""
        if not text:
            self.notices.close_notice("amendment")
        elif text not in self.notices.texts():
            self.notices.show_notice("amendment", "info", text)

    def offer_look(self, cause: str, act: Callable[[], object]) -> None:
        """Tells why the document has to be looked at, "" for no more, until the person says that it was."""
        if not cause:
            self.notices.close_notice("merged")
            return
        text = review_text(cause)
        if text not in self.notices.texts():
            self.notices.show_notice("merged", "warn", text).offer(_("I have looked at it"), act)

    def show_release(self, text: str) -> None:
        """How it stands with a second pair of eyes, beside the stage; "" for nothing to say."""
        self.release.setText(f"· {text}" if text else "")

    def show_saved(self, state: str) -> None:
        """Whether what is typed is stored: typed, saved or kept_back."""
        said = {"typed": _("Typing…"), "saved": _("Saved"), "kept_back": _("Not saved yet")}
        self.saved.setText(said[state])

    def follow(self, stack: QUndoStack, session: Session) -> None:
        """Enables undo and redo as the stack has steps, and says what each would take back; the button that sends rests
        while the backend takes nothing of this person."""
        self._session = session
        session.changed.connect(self._hear)
        self._offer_send()
        for name, can, told in (
            ("undo", stack.canUndoChanged, stack.undoTextChanged),
            ("redo", stack.canRedoChanged, stack.redoTextChanged),
        ):
            button = self.buttons[name]
            button.setEnabled(False)
            can.connect(button.setEnabled)
            told.connect(button.setAccessibleDescription)

    def _hear(self, change: Change) -> None:
        """A refused request changes nothing of the document, so that its page is not drawn anew for it."""
        self._offer_send()
        if self._document is not None and self._document.id in change.ids:
            self._show_refusal(self._document)

    def _offer_send(self) -> None:
        self.buttons["send"].setEnabled(self._session is None or self._session.may_send)

    def _add(self, name: str, word: str, keys: tuple[str, ...], page: QWidget) -> None:
        action = QAction(word.replace("&", ""), page)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: self.wanted.emit(name))
        page.addAction(action)

    def _button(self, name: str, word: str, keys: tuple[str, ...], sign: str) -> QPushButton:
        button = QPushButton(word, self)
        button.setAutoDefault(False)
        plain = word.partition("(&")[0].replace("&", "")
        button.setAccessibleName(plain)
        if keys:
            plain = f"{plain} ({QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)})"
        button.setToolTip(plain)
        if sign:
            button.setIcon(icon(sign))
        button.clicked.connect(lambda: self.wanted.emit(name))
        self.buttons[name] = button
        return button


def locked_text(document: Document) -> str:
    """Why nobody can type in this document now."""
    if document.delivery and document.delivery != "refused":
        return _("Locked: it is in the outbox on its way to CCPIT. Take it back in the outbox to edit it.")
    words = family_words(document.family)
    told = {
        "submitted": _("Locked: it waits for CCPIT's review. Withdraw it to edit it."),
        "in_review": _("Locked: an examiner is reviewing it."),
        "approved": _(words.approved),
        "voided": _(words.voided),
        lifecycle.PAST: _("Locked: a past certificate from a workbook. It is never sent; copy it to use it again."),
    }
    return told.get(document.stage, _("Locked: it cannot be edited at this stage."))
