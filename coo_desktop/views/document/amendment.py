"""A document that takes another's place: what of its original stays as it is, and both side by side before sending."""

from coo_desktop.domain.documents.comparing import differences
from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.documents.succession import LINKS
from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.environment.words import _
from coo_desktop.views.document.comparison import Pair, Side, counted
from coo_desktop.views.document.side_panel import SidePanel
from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.fields.sections import Fields
from coo_desktop.views.session import Session
from coo_desktop.views.words.families import family_words


class Amending:
    """The original of the page's document, if it has one here."""

    def __init__(self, session: Session, form: FormType, fields: Fields, side: SidePanel) -> None:
        self._session, self._form, self._fields, self._side = session, form, fields, side
        self.original: Document | None = None

    def show_document(self, document: Document) -> None:
        """Fixes what an amendment may not change and offers the comparison, for a document with an original."""
        links = (str(document.links.get(name) or "") for name in LINKS)
        original = next(filter(None, (self._session.read.document(link) for link in links if link)), None)
        self.original = original if original is not None and self._form.is_type_of(original.form) else None
        self._side.offer_comparison(self.original is not None)
        if document.links.get("amends"):
            self._fix_invoices()
        self.compare_now()

    def compare_now(self) -> None:
        """Draws the comparison with what stands on the page at this moment, while it is open."""
        if self.original is not None and self._side.shows_comparison:
            self.compare(self._fields.values())

    def compare(self, values: Values) -> None:
        """Draws the comparison with what now stands on the page, while it is open."""
        if self.original is not None and self._side.shows_comparison:
            original = Side(self._title(self.original), self.original.values)
            now = Side(_("This document"), values)
            self._side.comparison.show_pair(Pair(self._form, original, now, self._name(self.original)))

    def summary(self, values: Values) -> list[str]:
        """The differences as lines of the question before sending: how many, and in which fields."""
        if self.original is None:
            return []
        found = differences(self._form, self.original.values, values)
        language = self._session.language
        labels = dict.fromkeys(line.field.label.in_(language) for line in found)
        said = _(family_words(self.original.family).against).format(
            number=str(self.original.facts.get("number", "")), count=counted(len(found))
        )
        return ["", said, *labels]

    def _fix_invoices(self) -> None:
        """Numbers and rows of the invoices stay; what else their rows say may be corrected."""
        name, _slash, part = self._form.summary.invoice.partition("/")
        editor = self._fields.boxes[name].editor if name in self._fields.boxes else None
        if isinstance(editor, ItemsEditor) and part:
            editor.set_fixed(frozenset({part}))
        elif editor is not None:
            editor.set_locked(True)

    def _name(self, original: Document) -> str:
        found = summary(self._form, original)
        kind = self._form.short.in_(self._session.language)
        return " ".join(filter(None, (kind, found["number"] or found["invoice"] or found["title"])))

    def _title(self, original: Document) -> str:
        found = summary(self._form, original)
        known = found["number"] or found["invoice"] or found["title"]
        return _(family_words(original.family).original).format(number=known)


def amendment_text(document: Document) -> str:
    """What the page of a successor says about what stays; "" for any other document."""
    words = family_words(document.family)
    if document.links.get("adjusts") and words.adjustment:
        return _(words.adjustment)
    if not document.links.get("amends") or not words.amendment:
        return ""
    return _(words.amendment).format(reason=str(document.links.get("reason") or ""))
