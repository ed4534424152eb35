"""The clerk of the demo at a real desk: encrypted store, outbox, paper; the same operations as the screens."""

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from coo_desktop.bootstrap.given_files import read_json
from coo_desktop.bootstrap.profile import Opened, open_profile
from coo_desktop.demo.server import PASSWORD
from coo_desktop.domain.clock import china_today, new_id
from coo_desktop.domain.documents.document import FAMILIES, Change, Document, Query
from coo_desktop.domain.documents.wire import to_wire
from coo_desktop.domain.errors import StoreLocked
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.language.spelling import date_of
from coo_desktop.domain.office.sync_state import SyncState
from coo_desktop.domain.operations import drafts, sending
from coo_desktop.domain.packs.manifest import Manifest
from coo_desktop.environment.assets import resource
from coo_desktop.environment.settings import Settings, write_settings
from coo_desktop.paper.page import Sheet
from coo_desktop.store.files.profile import ProfileLock, find_profile

OWN_FACTS = ("exporter_name", "exporter_address", "application_place", "signatory", "application_date")
MOST_PASSES = 8
ACCOUNT = "demo"


class DemoDesk:
    """Opens its own profile below `home`; every write is one committed unit, every send a pass over the outbox."""

    def __init__(self, home: Path, url: str) -> None:
        self._home = home
        profile = find_profile(home, anywhere=True)
        self._lock = ProfileLock(profile)
        write_settings(profile.folder, Settings(backend=url, account=ACCOUNT))
        try:
            opened = open_profile(profile, url)
        except StoreLocked:  # a second demo in the same folder, on a computer without a vault
            opened = open_profile(profile, url, PASSWORD)
        assert opened is not None
        self._opened: Opened = opened
        self._store = opened.store

    def sign_in(self) -> None:
        self._opened.line.account.sign_in(ACCOUNT, PASSWORD)

    def close(self) -> None:
        self._opened.close()
        self._lock.release()

    def document(self, document_id: str) -> Document:
        found = self._store.reader.document(document_id)
        assert found is not None
        return found

    def documents(self) -> list[Document]:
        """Every living document of the store."""
        reader = self._store.reader
        rows = [row for family in FAMILIES for row in reader.rows(Query(family=family, limit=1000))]
        return [self.document(row.id) for row in rows]

    def waiting(self) -> int:
        return len(self._store.reader.intents())

    def write_sample(self, name: str, **changes: Any) -> Document:
        """A pre-review as the sample has it but for the changes, with one page of evidence."""
        sample = read_json(resource("samples", f"{name}.json"))
        values = {**sample["values"], **changes}
        kept = self._store.blobs.take_bytes(_evidence_page(values["name_zh"]), "工艺流程.pdf", "application/pdf")
        self._do(drafts.attach, kept)
        named = {
            "id": kept.id,
            "sha256": kept.sha256,
            "name": kept.name,
            "mime": kept.mime,
            "size_bytes": kept.size_bytes,
        }
        return self._write(drafts.start, sample["form"], {**values, "evidence": [named]})

    def write_record(self, form: str, **values: Any) -> Document:
        """A line of the company's own reference data."""
        return self._write(drafts.start, form, values)

    def amend(self, document: Document, reason: str, **changes: Any) -> Document:
        """A draft that is to take a certificate's place."""
        begun = self._write(sending.amend, document.id, reason)
        return self._write(drafts.save, begun.id, {**begun.values, **changes}, begun.revision)

    def report_printed(self, document: Document) -> None:
        """As the print dialog does once the original left the printer."""
        self._do(sending.report_printed, document.id)

    def ask_office(self) -> None:
        """What the office says of company and person now, their role with it."""
        self._opened.line.office.company()

    def fetch_packs(self) -> list[Manifest]:
        """Brings every newer pack of the office below the demo's own home, never among this user's; those that came."""
        packs = self._opened.line.office.packs_in(self._home / "packs")
        came = [packs.fetch(offer, lambda _done, _total: None, lambda: False) for offer in packs.look().newer]
        return [manifest for manifest in came if manifest is not None]

    def write_certificate(self, name: str, products: Mapping[str, Document], invoice: str | None = None) -> Document:
        """A certificate as the sample has it, its days moved to today and its goods linked to the filed products.

        `invoice` replaces the sample's invoice number; an empty one leaves the invoice out.
        """
        sample = read_json(resource("samples", f"{name}.json"))
        form = self._opened.rules.form(sample["form"])
        values = {field: value for field, value in sample["values"].items() if field not in OWN_FACTS}
        values = _moved(form, values, china_today() - dt.date.fromisoformat(sample["today"]))
        by_code = {product.values["hs_code"]: product.id for product in products.values()}
        values["goods"] = [{**row, "id": new_id(), "product": by_code[row["hs_code"]]} for row in values["goods"]]
        if invoice is not None:
            values["invoices"] = [{**row, "number": invoice} for row in values["invoices"] if invoice]
            values["goods"] = [{**row, "invoice_number": invoice} for row in values["goods"]]
        return self._write(drafts.start, form.id, values)

    def submit(self, document: Document) -> None:
        self._do(sending.submit, document.id, self.document(document.id).revision)

    def sync(self, hope: str = "synced") -> SyncState:
        """Passes until the light shows what is hoped for; a demo does not wait out a back-off."""
        state = SyncState()
        for _ in range(MOST_PASSES):
            self._opened.line.engine.hurry()
            _, state = self._opened.line.engine.run_pass()
            if state.light == hope:
                break
        return state

    def paper(self, document: Document) -> bytes:
        return self._opened.paper(document)

    def equals(self, document: Document, there: Mapping[str, Any]) -> bool:
        """Whether the backend holds the same revision, stage and values."""
        form = self._opened.rules.form(document.form)
        return bool(
            document.rev == there["rev"]
            and document.stage == there["stage"]
            and to_wire(form, document.values, document.extra) == there["values"]
        )

    def _write(self, operation: Callable[..., Change], *given: Any) -> Document:
        """One operation in one commit; the document it was about."""
        document = self._do(operation, *given).document
        assert document is not None
        return document

    def _do(self, operation: Callable[..., Change], *given: Any) -> Change:
        with self._store.unit() as unit:
            return operation(unit, *given)


def _moved(form: FormType, values: Mapping[str, Any], by: dt.timedelta) -> dict[str, Any]:
    """The values with every day moved, so that a sample of last autumn can be sent today."""

    def move(specs: Mapping[str, Any], part: Mapping[str, Any]) -> dict[str, Any]:
        moved = dict(part)
        for name, value in part.items():
            spec = specs.get(name)
            day = date_of(value) if spec is not None else None
            if day is not None:
                moved[name] = (day + by).isoformat()
            elif spec is not None and spec.item_type is not None:
                moved[name] = [move(spec.item_type.by_id, row) for row in value]
        return moved

    return move(form.stored, values)


def _evidence_page(title: str) -> bytes:
    sheet = Sheet(title)
    sheet.text(20, 30, f"{title}：生产工艺流程", size=14)
    sheet.text(20, 42, "本页为演示用佐证资料。", size=10)
    return sheet.finish()
