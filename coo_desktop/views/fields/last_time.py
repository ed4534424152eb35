"""What the last certificate of the same type and buyer had in a field, put into it when a person asks, and said.

Asked for by the key or the field's context menu; the store is read then, on a worker, and never before.
"""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QContextMenuEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit, QWidget

from coo_desktop.domain.documents.document import CERTIFICATE, Document
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.forms.kind_texts import is_picture
from coo_desktop.domain.forms.kinds import KINDS, is_blank
from coo_desktop.environment.words import _
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.fields.sections import Fields
from coo_desktop.views.session import Session
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.tasks import Task

KEY = "Ctrl+Shift+L"
NOTICE = "last_time"
#: So many certificates are looked back over for one that had something in the field.
LOOKED_BACK = 20


#: Puts values into fields as one step of undo, which has this text; see Steps.put.
Put = Callable[[str, Mapping[str, object]], None]


class LastTime(QObject):
    """Serves the fields of a certificate's page; `opened` carries the id of the certificate that a value came from."""

    opened = Signal(str)

    def __init__(self, around: Surroundings, fields: Fields, put: Put, notices: Banners) -> None:
        super().__init__(fields)
        self._around, self._fields, self._put_as_step, self._notices = around, fields, put, notices
        self._names: dict[QObject, str] = {}
        for name, box in fields.boxes.items() if around.form.family == CERTIFICATE else ():
            if can_be_taken(box.editor.spec):
                lines, boxes = box.editor.findChildren(QLineEdit), box.editor.findChildren(QPlainTextEdit)
                for widget in (box.editor.focus_widget(), *lines, *boxes, *(each.viewport() for each in boxes)):
                    self._names[widget] = name
                    widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QContextMenuEvent) and watched in self._names and isinstance(watched, QWidget):
            self._open_menu(watched, self._names[watched], event)
            return True
        return super().eventFilter(watched, event)

    def take_current(self) -> None:
        """Puts last time's value into the field that has the cursor."""
        widget: QObject | None = QApplication.focusWidget()
        while widget is not None and widget not in self._names:
            widget = widget.parent()
        if widget is not None:
            self.take(self._names[widget])

    def take(self, name: str) -> None:
        """Puts last time's value into a field, as one step of undo, and says which certificate it is from."""
        if self._fields.editor(name).locked:
            return
        session, form = self._around.session, self._around.form
        here = Document(id=self._around.document_id, form=form.id, family=form.family, values=self._around.values())
        buyer = summary(form, here)["partner"]
        work = partial(_last, session, here, buyer, name)
        session.run(self, work, then=partial(self._put, name, buyer))

    def _put(self, name: str, buyer: str, found: Document | None) -> None:
        editor, session, form = self._fields.editor(name), self._around.session, self._around.form
        label = editor.spec.label.in_(session.language)
        if found is None:
            told = _("No earlier certificate of this type for {buyer} has anything in “{field}”.")
            anybody = _("No earlier certificate of this type has anything in “{field}”.")
            self._notices.show_notice(NOTICE, "info", (told if buyer else anybody).format(buyer=buyer, field=label))
            return
        value = found.values[name]
        facts = summary(form, found)
        known_by = facts["number"] or facts["invoice"] or facts["title"]
        about = {"field": label, "document": known_by, "day": facts["made_on"]}
        if editor.locked or editor.value() == value:
            told = _("“{field}” is as on the last certificate already: {document} of {day}.")
        else:
            self._put_as_step(_("Last time's: {field}").format(field=label), {name: value})
            told = _("“{field}” was taken from the last certificate: {document} of {day}. Ctrl+Z takes it back.")
        notice = self._notices.show_notice(NOTICE, "info", told.format(**about))
        notice.offer(_("Open that one"), partial(self.opened.emit, found.id))

    def _open_menu(self, watched: QWidget, name: str, event: QContextMenuEvent) -> None:
        parent = watched.parentWidget()
        text = watched if isinstance(watched, QLineEdit | QPlainTextEdit) else parent
        menu = text.createStandardContextMenu() if isinstance(text, QLineEdit | QPlainTextEdit) else QMenu(watched)
        menu.addSeparator()
        action = menu.addAction(_("Use last time's"))
        action.setShortcut(QKeySequence(KEY))
        action.setEnabled(not self._fields.editor(name).locked)
        action.triggered.connect(partial(self.take, name))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())


def can_be_taken(spec: FieldSpec) -> bool:
    """Whether a field holds one value that can be another certificate's as well: no rows, files or computed ones."""
    return not KINDS[spec.kind].repeats and not spec.is_computed


def _last(session: Session, here: Document, buyer: str, name: str, _task: Task) -> Document | None:
    """The newest other certificate of the form, for the buyer if there is one, that has something in the field.

    Those of former editions come after all of this one.
    """
    for form in (here.form, *session.rules.form(here.form).follows):
        for document in session.read.newest(here.family, form, buyer, LOOKED_BACK):
            value = document.values.get(name)
            if document.id != here.id and not is_blank(value) and not is_picture(value):
                return document
    return None
