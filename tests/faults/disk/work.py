"""Scenarios of the work itself: saving, evidence, what comes from the backend and goes there, an old store, imports."""

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from coo_desktop.domain.documents.document import Query
from coo_desktop.domain.operations import drafts, sending
from coo_desktop.domain.operations.imports import workbook_import
from coo_desktop.domain.sheets.cells import Page
from coo_desktop.domain.workbooks.columns import BookLayout
from coo_desktop.domain.workbooks.reading import read_file
from coo_desktop.store.keys.key_chest import KeyChest
from coo_desktop.store.keys.password_wrap import wrap
from coo_desktop.store.record_tools import StoredRecordTools
from coo_desktop.sync.remembered import CURSOR
from tests.fakes.clock import FakeClock
from tests.fakes.rules import small_rulebook
from tests.faults.disk.desk import BLOCK, PASSWORD, Desk, Told, documents, names, start
from tests.faults.disk.scenario import CLOSE, OPEN, Finding, Scenario, Step, Wrong, begin, counted
from tests.store import hostile
from tests.stores import KEY

GOLDEN = Path(__file__).parents[2] / "golden" / "store"
SAVES, PRODUCTS, SENT, PULLED = 4, 6, 3, 5


# save


def _prepare_save(desk: Desk) -> None:
    start(desk, "toy_certificate", goods_name="T0", remark="T0", bills=[{"id": "b", "number": "T0"}])
    begin(desk)


def _save(number: int, desk: Desk) -> None:
    [draft] = documents(desk, "certificate")
    token = f"T{number}"
    with desk.store.unit() as unit:
        values = {"goods_name": token, "remark": token * 400, "bills": [{"id": "b", "number": token}]}
        drafts.save(unit, draft.id, values, draft.revision)
        unit.put_setting("token", token)


def _wrong_save(desk: Desk, told: Told) -> Iterator[Finding]:
    reader = desk.store.reader
    [draft] = documents(desk, "certificate")
    token = str(draft.values["goods_name"])
    number = int(token[1:])
    yield from counted(number, told.last("save"), "save")
    [intent] = reader.intents(draft.id)
    rows = reader.rows(Query(family="certificate", text=token, invoice=token))
    parts = {
        "remark": draft.values["remark"] == (token * 400 if number else token),
        "bill": draft.values["bills"] == [{"id": "b", "number": token}],
        "setting": reader.setting("token", "T0") == token,
        "outbox": intent.body["values"]["goods_name"] == token,
        "list": [row.id for row in rows] == [draft.id],
        "history": reader.versions(draft.id)[0].revision == draft.revision,
    }
    yield from ((Wrong.HALF, f"save {token}: {name}") for name, is_whole in parts.items() if not is_whole)


# evidence


def _attach(number: int, desk: Desk) -> None:
    [draft] = documents(desk, "certificate")
    with desk.store.unit() as unit:
        evidence = desk.store.blobs.take_bytes(hostile.png(8 + number), f"E{number}.png")
        drafts.attach(unit, evidence)
        drafts.save(unit, draft.id, {"remark": evidence.id}, draft.revision)


def _wrong_evidence(desk: Desk, told: Told) -> Iterator[Finding]:
    kept = desk.store.reader.all_evidence()
    numbers = {int(one.name[1:-4]) for one in kept}
    yield from counted(max(numbers, default=0), told.last("attach"), "evidence")
    yield from ((Wrong.LOST, f"row {number}") for number in range(1, told.last("attach") + 1) if number not in numbers)
    for one in kept:
        if not desk.store.blobs.is_whole(one, read=True):
            yield Wrong.LOST, f"bytes of {one.name}"
    [draft] = documents(desk, "certificate")
    named = {one.name for one in kept if one.id == draft.values.get("remark")}
    if named != ({f"E{max(numbers)}.png"} if numbers else set()):
        yield Wrong.HALF, f"the draft names {named} of {numbers}"


# pull


def _prepare_pull(desk: Desk) -> None:
    for number in range(PULLED):
        values = {"goods_name": f"T{number}", "remark": f"T{number}" * 300}
        body = {"form": "toy_certificate", "values": values, "links": {}}
        item = {
            "key": f"k{number}",
            "method": "PUT",
            "path": f"/v1/docs/{_pulled(number)}",
            "ifNoneMatch": "*",
            "body": body,
        }
        desk.remote.call("POST", "/v1/batch", {"items": [item]})
    begin(desk)


def _pulled(number: int) -> str:
    return f"0190a6f0-0000-7000-8000-00000000000{number}"


def _cursor(desk: Desk) -> int:
    return int(desk.store.reader.setting(CURSOR) or 0)


def _pull(desk: Desk) -> None:
    desk.tell_remote()
    desk.run_pass(lambda one: [f"cursor {_cursor(one)}"])


def _wrong_pull(desk: Desk, told: Told) -> Iterator[Finding]:
    reader = desk.store.reader
    cursor = _cursor(desk)
    if cursor < told.last("cursor"):
        yield Wrong.LOST, f"page: {told.last('cursor')} told, {cursor} there"
    desk.remote = told.remote() if told.numbers("cursor") else desk.remote
    here = {document_id for document_id, _rev in reader.revisions()}
    if here != {_pulled(number) for number in range(cursor)}:
        yield Wrong.HALF, f"at {cursor} there is {sorted(here)}"
    for document_id in here:
        document, there = reader.document(document_id), desk.remote.told(document_id)
        if document is None or (dict(document.values), document.rev) != (there["values"], there["rev"]):
            yield Wrong.HALF, f"{document_id} is not the backend's"
    desk.run_pass()
    if _cursor(desk) != PULLED or len(reader.revisions()) != PULLED:
        yield Wrong.HALF, f"the next pass brings {reader.revisions()}"


# acknowledge


def _prepare_push(desk: Desk) -> None:
    for number in range(SENT):
        start(desk, "toy_certificate", goods_name=f"T{number}")
    first = documents(desk, "certificate")[0]
    with desk.store.unit() as unit:
        sending.submit(unit, first.id, first.revision)
    begin(desk)


def _answered(desk: Desk) -> list[str]:
    waiting = {intent.document for intent in desk.store.reader.intents()}
    return [f"sent {one.id}" for one in documents(desk, "certificate") if one.rev and one.id not in waiting]


def _push(desk: Desk) -> None:
    desk.remote.after = desk.tell_remote
    desk.run_pass(_answered)


def _wrong_push(desk: Desk, told: Told) -> Iterator[Finding]:
    answered = {line.split()[1] for line in _answered(desk)}
    yield from ((Wrong.LOST, f"the answer for {one}") for one in told.numbers("sent") - answered)
    waiting = {intent.document for intent in desk.store.reader.intents()}
    here = {one.id for one in documents(desk, "certificate")}
    if len(here) != SENT or here != answered | waiting:
        yield Wrong.HALF, f"{here} here, {answered} answered, {waiting} waiting"
    desk.remote = told.remote()
    desk.run_pass()
    there = [one for one in desk.remote._documents.values() if "deleted" not in one]
    if sorted(one["values"]["goods_name"] for one in there) != [f"T{number}" for number in range(SENT)]:
        yield Wrong.TWICE, f"there: {there}"
    if len(desk.remote.effects) != SENT + 1 or desk.store.reader.intents():
        yield Wrong.TWICE, f"{len(desk.remote.effects)} effects, {len(desk.store.reader.intents())} still wanted"


# migrate


def _prepare_old(schema: int, desk: Desk) -> None:
    KeyChest(desk.profile.folder).adopt(KEY, wrap(PASSWORD, KEY))
    shutil.copyfile(GOLDEN / f"schema-{schema}.db", desk.profile.store_file)


def _dump(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, but for the number that this computer has given itself."""
    with desk.store.reader._lend() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        found = {name: [tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')] for name in tables}
    found["setting"] = [row for row in found["setting"] if row[0] != "device_id"]
    return found


def _wrong_old(schema: int, desk: Desk, _told: Told) -> Iterator[Finding]:
    """What a migration on a sound disk makes of it stands beside, made once."""
    sound = Desk(desk.home.parent / f"sound-{schema}")
    if not sound.home.exists():
        sound.profile.folder.mkdir(parents=True)
        _prepare_old(schema, sound)
    here, wanted = _dump(desk), _dump(sound)
    sound.close()
    if here != wanted:
        yield Wrong.HALF, "the rows are not those of a migration on a sound disk"
    kept = {one.name: one.documents for one in desk.opened.backups.kept()}
    if kept.get(f"schema-{schema}.db") != len(here["document"]):
        yield Wrong.LOST, f"backups: {kept}"


# import


def _prepare_import(desk: Desk) -> None:
    begin(desk)
    rows = (("货号", "品名"), *((f"A{number}", f"P{number}") for number in range(PRODUCTS)))
    StoredRecordTools().write_sheet(desk.home / "products.xlsx", Page("产品", rows))


def _import(_number: int, desk: Desk) -> None:
    layout = BookLayout(small_rulebook().form("toy_product"), small_rulebook().sheet_words)
    book = read_file(layout, StoredRecordTools().read_table(desk.home / "products.xlsx"), FakeClock().today())
    with desk.store.unit() as unit:
        plan = workbook_import.plan(unit, unit.rules, layout.form, book, unit.context())
        workbook_import.take_in(unit, layout.form.id, next(iter(workbook_import.blocks(plan.chosen()))))


def _wrong_import(desk: Desk, told: Told) -> Iterator[Finding]:
    found = names(desk)
    blocks, rest = divmod(len(found), BLOCK)
    yield from counted(blocks, told.last("block"), "block")
    if (
        rest
        or found != [f"P{number}" for number in range(len(found))]
        or len(desk.store.reader.intents()) != len(found)
    ):
        yield Wrong.HALF, f"products: {found}"


def _numbered(word: str, count: int, act: Callable[[int, Desk], None]) -> list[Step]:
    return [(f"{word} {number}", partial(act, number)) for number in range(1, count + 1)]


SCENARIOS = {
    "save": Scenario(_prepare_save, [OPEN, *_numbered("save", SAVES, _save), CLOSE], _wrong_save),
    "evidence": Scenario(
        _prepare_save, [OPEN, ("save 1", partial(_save, 1)), *_numbered("attach", 3, _attach), CLOSE], _wrong_evidence
    ),
    "pull": Scenario(_prepare_pull, [OPEN, ("pull", _pull), CLOSE], _wrong_pull),
    "acknowledge": Scenario(_prepare_push, [OPEN, ("push", _push), CLOSE], _wrong_push),
    "migrate": Scenario(partial(_prepare_old, 1), [OPEN, CLOSE], partial(_wrong_old, 1)),
    "migrate late": Scenario(partial(_prepare_old, 4), [OPEN, CLOSE], partial(_wrong_old, 4)),
    "import": Scenario(_prepare_import, [OPEN, *_numbered("block", PRODUCTS // BLOCK, _import), CLOSE], _wrong_import),
}
