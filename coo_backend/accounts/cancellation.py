"""Ending an account at its owner's wish: what is kept, what becomes nobody's, and the order to wipe each computer.

Kept, because the law wants it kept, is what was issued and the record of who did what. The person's name leaves
everything else. An order is signed, for one account on one device, and can be used there alone.
"""

import base64
import dataclasses
import json
import secrets
from typing import Any

import sqlalchemy as sa

from coo_backend.accounts import failed_sign_ins
from coo_backend.accounts.confirmations import spend
from coo_backend.db.database import signing_key
from coo_backend.db.tables import (
    accounts,
    companies,
    company_stamps,
    confirmations,
    documents,
    families,
    intents,
    notice_reads,
    office_moves,
    questionnaire_answers,
    resets,
    verification_cases,
    wipe_orders,
)
from coo_backend.db.unit import Unit
from coo_backend.documents import release
from coo_backend.runtime.refusals import Refusal
from coo_backend.runtime.strict_json import write_json
from coo_backend.web.sessions import end_all
from coo_desktop.contract.accounts import Cancelled
from coo_desktop.contract.accounts import WipeOrder as WipeOrderBody
from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import EDITED_BY, Document
from coo_desktop.domain.office.people import WipeOrder

NOBODY = "cancelled-"
NO_NAME = "—"  # a letter says "by whom" in the middle of a sentence
#: What the issuing side has in its hands or has decided on.
_SENT = frozenset({"submitted", "in_review", "approved", "voided"})


def cancel(unit: Unit, confirmation: str) -> Cancelled:
    """Ends the acting person's account; refuses with last-admin while it is an administrator of others.

    Answers with the order for the device it is asked from; the others hear theirs at their next contact.
    """
    mine = unit.actor
    others = sa.and_(accounts.c.company == unit.company.id, accounts.c.ended == "", accounts.c.account != mine.account)
    alone = unit.connection.execute(sa.select(accounts.c.account).where(others)).first() is None
    if mine.role == "admin" and not alone:
        raise Refusal("last-admin")
    spend(unit, confirmation, "cancel")
    # No sign-in meanwhile: a session that opened after the orders were written would hear none.
    unit.connection.execute(sa.select(accounts.c.account).where(accounts.c.account == mine.account).with_for_update())
    orders = _order(unit)
    nobody = f"{NOBODY}{new_id()}"
    _forget_documents(unit, nobody, alone)
    _forget_person(unit, nobody)
    unit.record("account-cancelled", nobody)
    return Cancelled(order=orders[mine.device])


def order_for(connection: sa.Connection, account: str, device: str) -> WipeOrderBody | None:
    """The order that waits for an ended account on this device, as the wire spells it."""
    mine = sa.and_(wipe_orders.c.pseudonym == account, wipe_orders.c.device == device)
    row = connection.execute(sa.select(wipe_orders).where(mine)).first()
    return _to_wire(row) if row else None


def receive(connection: sa.Connection, nonce: str, at: str) -> bool:
    """Notes that an order was carried out; the name in it has no further use."""
    mine = sa.and_(wipe_orders.c.nonce == nonce, wipe_orders.c.received_at == "")
    return connection.execute(sa.update(wipe_orders).where(mine).values(received_at=at, account="")).rowcount == 1


def _order(unit: Unit) -> dict[str, WipeOrderBody]:
    """One order for each device that the person ever signed in on; device -> order."""
    key = signing_key(unit.connection)
    query = sa.select(families.c.device).where(families.c.account == unit.actor.account).distinct()
    devices = {unit.actor.device, *unit.connection.execute(query).scalars()}
    made: dict[str, WipeOrderBody] = {}
    for device in sorted(devices):
        order = WipeOrder(unit.actor.account, device, unit.shared.clock.stamp(), secrets.token_hex(16))
        signature = base64.b64encode(key.sign(order.signed_text)).decode()
        values = {**dataclasses.asdict(order), "signature": signature, "pseudonym": unit.actor.account}
        unit.connection.execute(sa.insert(wipe_orders).values(values))
        made[device] = WipeOrderBody(**dataclasses.asdict(order), signature=signature)
    return made


def _forget_documents(unit: Unit, nobody: str, alone: bool) -> None:
    """What the person wrote is nobody's from now on; what was never sent goes when nobody is left to send it."""
    query = sa.select(documents.c.id).where(documents.c.company == unit.company.id, documents.c.deleted_s.is_(None))
    for document_id in unit.connection.execute(query).scalars().all():
        document = unit.document(document_id)
        if alone and document.stage not in _SENT:
            last = {**document.facts, "deletedBy": nobody}
            gone = dataclasses.replace(document, deleted=True, stage="deleted", facts=last, links={})
            unit.keep(gone, "account-cancelled")
            continue
        author = nobody if document.author == unit.actor.account else document.author
        facts = {**document.facts, "signatory": ""} if _is_signed(unit, document) else document.facts
        facts = release.of_nobody(facts, unit.actor.account, nobody)
        facts = {**facts, EDITED_BY: nobody} if facts.get(EDITED_BY) == unit.actor.account else facts
        if (author, facts) != (document.author, document.facts):
            unit.keep(dataclasses.replace(document, author=author, facts=facts), "account-cancelled")
    _forget_tombstones(unit, nobody)


def _is_signed(unit: Unit, document: Document) -> bool:
    """Whether the person was the last to send the document; what a certificate prints is in its values and stays."""
    return bool(unit.actor.name) and document.facts.get("signatory") == unit.actor.name


def _forget_tombstones(unit: Unit, nobody: str) -> None:
    """Who discarded a document is told by its tombstone alone, which keeps its revision and its place in the feed."""
    gone = sa.and_(documents.c.company == unit.company.id, documents.c.deleted_s.is_not(None))
    for row in unit.connection.execute(sa.select(documents.c.id, documents.c.body).where(gone)).all():
        tombstone = json.loads(row.body)
        if tombstone.get("by") == unit.actor.account:
            mine = documents.c.id == row.id
            body = write_json(tombstone | {"by": nobody})
            unit.connection.execute(sa.update(documents).where(mine).values(body=body))


def _forget_person(unit: Unit, nobody: str) -> None:
    account, connection, stamp = unit.actor.account, unit.connection, unit.shared.clock.stamp()
    end_all(connection, account, stamp)
    for passing in (notice_reads, confirmations, resets):
        connection.execute(sa.delete(passing).where(passing.c.account == account))
    failed_sign_ins.forget(unit.shared, connection, account)
    connection.execute(sa.delete(company_stamps).where(company_stamps.c.account == account))
    mine = company_stamps.c.changed_by == account
    connection.execute(sa.update(company_stamps).where(mine).values(changed_by=""))
    _forget_answers(unit, nobody)
    _forget_letters(unit)
    connection.execute(sa.update(families).where(families.c.account == account).values(account=nobody))
    connection.execute(sa.update(wipe_orders).where(wipe_orders.c.pseudonym == account).values(pseudonym=nobody))
    values = {"account": nobody, "name": "", "phone": "", "password_hash": "", "active": False}
    ended = {"ended": "cancelled", "ended_at": stamp, "role": "clerk"}
    connection.execute(sa.update(accounts).where(accounts.c.account == account).values(values | ended))


def _forget_answers(unit: Unit, nobody: str) -> None:
    """The person's stored answers go; those of colleagues and examiners stay, for a try again, without the person."""
    unit.connection.execute(sa.delete(intents).where(intents.c.account == unit.actor.account))
    offices = sa.select(companies.c.id).where(companies.c.kind == "office")
    theirs = sa.or_(intents.c.company == unit.company.id, intents.c.company.in_(offices))
    account, name, nobody = write_json(unit.actor.account), write_json(unit.actor.name), write_json(nobody)
    for known, blank in (
        (f'"author":{account}', f'"author":{nobody}'),
        (f'"{EDITED_BY}":{account}', f'"{EDITED_BY}":{nobody}'),
        (f'"by":{account}', f'"by":{nobody}'),
        (f'"askedBy":{account}', f'"askedBy":{nobody}'),
        (f'"answeredBy":{account}', f'"answeredBy":{nobody}'),
        (f'"account":{account},"name":{name}', f'"account":{nobody},"name":""'),
        (f'"signatory":{name}', '"signatory":""'),
    ):
        holding = sa.and_(theirs, intents.c.body.contains(known, autoescape=True))
        body = sa.func.replace(intents.c.body, known, blank)
        unit.connection.execute(sa.update(intents).where(holding).values(body=body))


def _forget_letters(unit: Unit) -> None:
    """What the company wrote to its office stays; who held the pen is told by the audit alone."""
    names = (
        (office_moves, "asked_by"),
        (office_moves, "decided_by"),
        (verification_cases, "answered_by"),
        (questionnaire_answers, "by"),
    )
    for table, name in names:
        mine = sa.and_(table.c.company == unit.company.id, table.c[name] == unit.actor.name)
        unit.connection.execute(sa.update(table).where(mine).values({name: NO_NAME}))


def _to_wire(row: Any) -> WipeOrderBody:
    return WipeOrderBody.model_validate(row)
