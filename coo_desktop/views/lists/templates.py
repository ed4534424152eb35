"""Templates of certificates on the screen: the menu of a new certificate finds them by letters; one is kept by name.

The menu reads the templates anew on a worker each time it opens; letters typed meanwhile count as soon as they are
there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QWidget

from coo_desktop.domain.documents.document import RECORD, Change, Document, Values
from coo_desktop.domain.documents.field_access import text_of
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.operations import templates
from coo_desktop.domain.operations.templates import TEMPLATE
from coo_desktop.domain.records.uses import same_text
from coo_desktop.environment.words import _
from coo_desktop.views.lists.parts import add_forms
from coo_desktop.views.questions import NameQuestion
from coo_desktop.views.session import Session
from coo_desktop.views.tasks import Task
from coo_desktop.views.words.errors import error_message

#: How many templates stand in the menu before anything is typed, the newest first, and how many that match.
NEWEST, MOST = 3, 12


@dataclass(frozen=True, slots=True)
class MenuLine:
    """A line of the menu: what it begins, its words, and the folded texts by which it is found, the name first.

    `can_begin` is False for a template whose type of certificate this program cannot make.
    """

    id: str
    shown: str
    found_by: str
    can_begin: bool = True

    def matches(self, wanted: str) -> bool:
        return all(word in self.found_by for word in wanted.split())

    def begins(self, wanted: str) -> bool:
        """Whether one of its words begins with the typed text: these come first."""
        return f" {self.found_by}".find(f" {wanted}") >= 0


#: The lines of the templates, and those of the types.
Lines = tuple[tuple[MenuLine, ...], tuple[MenuLine, ...]]


class NewMenu(QMenu):
    """Types of certificates and templates; letters narrow both, Enter takes the first that is left.

    `form_chosen` carries a form type's id, `template_chosen` a template's.
    """

    form_chosen = Signal(str)
    template_chosen = Signal(str)

    def __init__(self, session: Session, forms: tuple[FormType, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._forms = session, forms
        self._entries: tuple[MenuLine, ...] = ()
        self._types: tuple[MenuLine, ...] = ()
        self._typed = ""
        self.is_reading = False
        self._is_taken = False
        self.setAccessibleName(_("New document"))
        self.setToolTipsVisible(True)
        self.aboutToShow.connect(self._open)
        self._fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters are looked for; Esc and Backspace take them back."""
        text, key = event.text(), event.key()
        is_plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if key == Qt.Key.Key_Backspace or (key == Qt.Key.Key_Escape and self._typed):
            self._look_for(self._typed[:-1] if key == Qt.Key.Key_Backspace else "")
        elif is_plain and text.isprintable() and (text.strip() or (text and self._typed)):
            self._look_for(self._typed + text)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._typed and self.is_reading:
            self._is_taken = True
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        """Reads twice: names are there at once, their sound takes a moment the first time."""
        self._typed, self.is_reading, self._is_taken = "", True, False
        self._fill()
        for is_last in (False, True):
            work = partial(_read, self._session, self._forms, is_last)
            self._session.run(self, work, then=partial(self._take_in, is_last), failed=self._give_up)

    def _give_up(self, _error: ProgramError) -> None:
        self.is_reading = False

    def _take_in(self, is_last: bool, read: Lines) -> None:
        self.is_reading = not is_last
        is_other = [one.shown for one in read[0]] != [one.shown for one in self._entries]
        self._entries, self._types = read
        if is_other or self._typed:
            self._fill()
        active = self._current()
        if is_last and self._is_taken and self.isVisible() and active is not None:
            self.close()
            active.trigger()

    def _current(self) -> QAction | None:
        """The line that Enter takes."""
        return self.activeAction()

    def _look_for(self, typed: str) -> None:
        self._typed, self._is_taken = typed, False
        self._fill()

    def _fill(self) -> None:
        """Draws the menu as the letters want it; the first line that can be taken is then the current one."""
        active = self._current()
        before = active.data() if active is not None else None
        self.clear()
        typed = _("Looking for: {text}").format(text=self._typed) if self._typed else _("Type letters to find one…")
        self.addSection(typed.replace("&", "&&"))
        wanted = same_text(self._typed)
        kept = _found(self._entries, wanted)[:MOST] if wanted else self._entries[:NEWEST]
        if kept:
            self.addSection(_("Templates"))
        for entry in kept:
            self._add(entry, self.template_chosen.emit)
        if not wanted:
            add_forms(self, self._forms, self._session.language, self.form_chosen.emit)
        elif types := _found(self._types, wanted):
            self.addSection(_("Types of certificates"))
            for entry in types:
                self._add(entry, self.form_chosen.emit)
        elif not kept:
            self.addAction(_("Nothing matches.")).setEnabled(False)
        can = [action for action in self.actions() if action.isEnabled() and not action.isSeparator()]
        again = can if wanted else [action for action in can if action.data() == before]
        for action in again[:1]:
            self.setActiveAction(action)

    def _add(self, entry: MenuLine, chosen: Callable[[str], object]) -> None:
        action = self.addAction(entry.shown.replace("&", "&&"))
        action.setData(entry.id)
        action.setEnabled(entry.can_begin)
        action.triggered.connect(lambda: chosen(entry.id))


def _read(session: Session, forms: tuple[FormType, ...], by_sound: bool, _task: Task) -> Lines:
    """The lines of the templates, the newest first, and of the types; for a worker."""
    kept = sorted(session.read.whole.of(RECORD, TEMPLATE), key=lambda one: one.updated_at, reverse=True)
    titles = ((form, (form.title.zh_CN, form.short.zh_CN, form.title.en, form.short.en, form.id)) for form in forms)
    language, found_by = session.language, partial(_found_by, session, by_sound)
    types = (MenuLine(form.id, form.title.in_(language), found_by(*texts)) for form, texts in titles)
    return tuple(_line(session, by_sound, one) for one in kept), tuple(types)


def _line(session: Session, by_sound: bool, template: Document) -> MenuLine:
    """A template by its name and type; of a type that cannot be made here the line says so."""
    name, buyer = text_of(template.values, "name"), text_of(template.values, "consignee_name")
    form = templates.offered_form(session.rules, template.values)
    if form is None:
        of_type = _("its type cannot be made here: {form}").format(form=text_of(template.values, "form"))
    else:
        of_type = form.short.in_(session.language)
    shown = " · ".join((name, *(() if not buyer or buyer in name else (buyer,)), of_type))
    return MenuLine(template.id, shown, _found_by(session, by_sound, name, buyer), form is not None)


def _found_by(session: Session, by_sound: bool, *texts: str) -> str:
    text = " ".join(texts)
    return same_text(f"{text} {session.ports.records.sounds(text)}" if by_sound else text)


def _found(entries: tuple[MenuLine, ...], wanted: str) -> list[MenuLine]:
    """Those that have every typed word, where a word begins so before where it is inside of one."""
    hits = [each for each in entries if each.matches(wanted)]
    return sorted(hits, key=lambda each: not each.begins(wanted))


def keep_template(session: Session, owner: QWidget, form: FormType, values: Values) -> None:
    """Asks for a name, which buyer and destination propose, and keeps the certificate as a template of this name.

    A name that is taken is asked for again; nothing is put over another template.
    """
    words = _(
        "Name of the template. Buyer, route, marks, clauses and terms are kept; goods, invoices and dates are not."
    )

    def ask(name: str, told: str = "") -> None:
        question = NameQuestion(_("Keep as template"), told or words, name)
        session.ask(owner, question, keep)

    def keep(name: str) -> None:
        def say(_change: Change) -> None:
            text = _("Kept as template “{name}”. Ctrl+N and a few letters of it begin a certificate.")
            session.announced.emit("template", "good", text.format(name=name))

        def refuse(error: ProgramError) -> None:
            ask(name, error_message(error))

        session.do(owner, templates.keep, form.id, values, name, then=say, failed=refuse)

    ask(templates.proposed_name(form, values, session.language))
