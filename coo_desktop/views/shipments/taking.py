"""Puts an invoice or a packing list into the open document, as one step of undo, and says what came of it."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from coo_desktop.domain.documents.document import RECORD, Evidence
from coo_desktop.domain.documents.field_access import rows_of, text_of
from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.filling.assists import AssistContext
from coo_desktop.domain.filling.shipment_rows import Taken, taken, takes_goods
from coo_desktop.domain.forms.form_type import FieldSpec
from coo_desktop.domain.forms.kinds import KINDS
from coo_desktop.domain.operations import drafts
from coo_desktop.domain.records.uses import filled_for, uses
from coo_desktop.domain.sheets.draft import GOODS
from coo_desktop.domain.sheets.files import Shipment
from coo_desktop.environment.words import _
from coo_desktop.views.fields.editor import Surroundings
from coo_desktop.views.fields.items_table import ItemsEditor
from coo_desktop.views.fields.sections import Fields
from coo_desktop.views.shipments.matching import PageSteps, line_matching
from coo_desktop.views.status.banners import Banner, Banners
from coo_desktop.views.tasks import Task
from coo_desktop.views.words import shipments as words
from coo_desktop.views.words.errors import error_message

NOTICE = "shipment"
#: Endings of files that evidence may be.
_KEPT = (".pdf", ".jpg", ".jpeg", ".png")


class Taking(QObject):
    """The item codes of the lines that came here are remembered while the page is open: a packing list that comes
    afterwards finds them by these, too. `opened` carries the id of a document that was begun from a line."""

    opened = Signal(str)

    def __init__(
        self, around: Surroundings, fields: Fields, steps: PageSteps, is_editable: Callable[[], bool], notices: Banners
    ) -> None:
        super().__init__(fields)
        self._around, self._fields, self._notices = around, fields, notices
        self._steps, self._is_editable = steps, is_editable
        self._codes: dict[str, str] = {}
        goods = fields.editor(GOODS) if GOODS in fields.boxes else None
        self.matching = line_matching(around, goods, steps, notices) if isinstance(goods, ItemsEditor) else None
        if self.matching is not None:
            self.matching.opened.connect(self.opened)

    @property
    def is_possible(self) -> bool:
        """Whether goods of an invoice may come into this document now."""
        if not takes_goods(self._around.form) or not self._is_editable() or GOODS not in self._fields.boxes:
            return False
        goods = self._fields.editor(GOODS)
        return not goods.locked and isinstance(goods, ItemsEditor) and not goods.model.fixed

    def take(self, shipment: Shipment, is_repeated: bool = False) -> None:
        """Takes a shipment in; one whose invoice stands here already only when a person wants it again."""
        values, session = self._around.values(), self._around.session
        context = session.context(session.read.document(self._around.document_id), values)
        asked = AssistContext(session.rules, self._around.form, values, {}, {}, context)
        found = taken(asked, shipment.invoices, self._codes)
        if found.repeated and not is_repeated:
            self._ask_again(shipment, found)
            return
        self._codes |= found.codes
        if found.fills:
            self._steps.put(_("Lines of {name}").format(name=shipment.names), found.fills)
        self._tell(shipment, found)
        buyer = next((one.buyer for one in shipment.invoices if one.buyer), "")
        self._find_consignee(buyer)
        if self.matching is not None and found.added:
            fresh = [str(row["id"]) for row in found.fills[GOODS][-found.added :]]
            self.matching.match({name: found.codes.get(name, "") for name in fresh}, buyer)
        self._fields.editor(GOODS).setFocus()  # the keys go on at what came

    def _find_consignee(self, buyer: str) -> None:
        """A buyer that the reference data know is the consignee of a certificate that names none yet."""
        form, session, step = self._around.form, self._around.session, self._steps.last
        use = uses(form).get(form.summary.partner)
        if use is None or not buyer or text_of(self._around.values(), form.summary.partner):
            return

        def then(found: Mapping[str, str]) -> None:
            values = self._around.values()
            fills = {name: text for name, text in found.items() if not values.get(name) and name in self._fields.boxes}
            if not text_of(values, form.summary.partner) and form.summary.partner in fills and self._is_editable():
                self._steps.put(_("Consignee {name}").format(name=buyer), fills, step)

        def work(_task: Task) -> Mapping[str, str]:
            records = (one.values for one in session.read.whole.of(RECORD, use.record))
            return filled_for(use, buyer, records, form.by_id)

        session.run(self, work, then=then, failed=self._refuse)

    def _ask_again(self, shipment: Shipment, found: Taken) -> None:
        said = _("Invoice {numbers} stands on this page already; nothing was added.")
        text = said.format(numbers=", ".join(dict.fromkeys(found.repeated)))
        notice = self._notices.show_notice(NOTICE, "warn", text)
        notice.offer(_("&Add the lines again"), partial(self.take, shipment, True))

    def _tell(self, shipment: Shipment, found: Taken) -> None:
        severity = "good" if words.is_certain(shipment, found) else "warn"
        notice = self._notices.show_notice(NOTICE, severity, words.summary(shipment, found))
        item = self._around.form.by_id[GOODS].item_type
        if item is not None:
            notice.add_details(words.details(shipment, found, item, self._around.session.language))
        self._offer_evidence(shipment, notice)

    # -- the file as evidence

    def _offer_evidence(self, shipment: Shipment, notice: Banner) -> None:
        fields = self._around.form.fields
        spec = next((one for one in fields if KINDS[one.kind].holds_files and KINDS[one.kind].repeats), None)
        files = [file.path for file in shipment.files if file.path.suffix.lower() in _KEPT]
        if spec is not None and files:
            notice.offer(_("&Keep the file as evidence"), partial(self._keep, files, spec))

    def _keep(self, files: list[Path], spec: FieldSpec) -> None:
        session = self._around.session
        for file in files:
            session.run(
                self,
                lambda _task, file=file: session.blobs.take_in(file, ""),  # type: ignore[misc]
                then=partial(self._store, spec),
                failed=self._refuse,
            )

    def _store(self, spec: FieldSpec, evidence: Evidence) -> None:
        put = partial(self._put, spec, evidence)
        self._around.session.do(self, drafts.attach, evidence, then=lambda _change: put(), failed=self._refuse)

    def _put(self, spec: FieldSpec, evidence: Evidence) -> None:
        rows = [dict(row) for row in rows_of(self._around.values(), spec.id)]
        if not self._is_editable() or evidence.sha256 in {row.get("sha256") for row in rows}:
            return
        fresh: dict[str, Any] = {
            name: getattr(evidence, name) for name in ("id", "sha256", "name", "mime", "size_bytes")
        }
        self._steps.put(_("Evidence {name}").format(name=evidence.name), {spec.id: [*rows, {**fresh, "purpose": ""}]})
        self._notices.show_notice(NOTICE, "good", _("{name} is kept as evidence.").format(name=evidence.name))

    def _refuse(self, error: ProgramError) -> None:
        self._notices.show_notice(NOTICE, "bad", error_message(error))
