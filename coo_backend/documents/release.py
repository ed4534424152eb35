"""复核与放行 at the backend: steps of the company's people on a document, the submission that needs a release, and the
administrator's choice whether one does. The rules are those of the desks: coo_desktop/domain/office/release.
"""

import dataclasses

import sqlalchemy as sa

from coo_backend.db.tables import accounts, companies
from coo_backend.db.unit import Unit
from coo_backend.notices import inbox
from coo_backend.runtime.refusals import Refusal, invalid
from coo_desktop.contract.accounts import ReleaseRule
from coo_desktop.contract.requests import ReleaseStep
from coo_desktop.domain.documents.document import Document, Values
from coo_desktop.domain.office import release
from coo_desktop.domain.office.notices import NoticeKind

#: Fewer people than this cannot look at each other's work.
FEWEST = 2


def take(unit: Unit, body: ReleaseStep) -> Document:
    """Carries a step out; refuses with state-locked, own-release, release-outdated or validation.

    A check that is asked for a content which has changed meanwhile is over at once, as a change after it would end it.
    """
    document = unit.document(body.document)
    stands, by, at = release.release_of(document.facts), unit.actor.account, unit.shared.clock.stamp()
    texts = {name: getattr(body, name) for name in release.WISH_TEXTS}
    wish = release.Wish(action=release.ReleaseStep(body.action), **texts)
    content = content_of(unit, document)
    release.check(document, stands, wish, content, by)
    now = release.after_edit(release.after(stands, wish, by, at), content, by, at)
    if now == stands:
        return document
    return unit.keep(dataclasses.replace(document, facts=release.with_release(document.facts, now)), body.action)


def followed(unit: Unit, document: Document) -> Document:
    """A document that is being stored: what was asked or released for another content is over."""
    stands = release.release_of(document.facts)
    if stands.state not in (release.ReleaseState.ASKED, release.ReleaseState.RELEASED):
        return document
    now = release.after_edit(stands, content_of(unit, document), unit.actor.account, unit.shared.clock.stamp())
    return dataclasses.replace(document, facts=release.with_release(document.facts, now))


def demand(unit: Unit, document: Document) -> None:
    """Refuses with not-released where the company wants a release and this content has none."""
    stands = release.release_of(document.facts)
    if unit.company.release_needed and not release.is_released(stands, content_of(unit, document)):
        raise Refusal("not-released")


def used_up(document: Document) -> Document:
    """A document that has been sent: its release was for this time, its notes stay with the company."""
    notes = release.Release(notes=release.release_of(document.facts).notes)
    return dataclasses.replace(document, facts=release.with_release(document.facts, notes))


def of_nobody(facts: Values, account: str, nobody: str) -> Values:
    """The facts of a document without an account that was cancelled."""
    stands = release.release_of(facts)
    now = release.forgotten(stands, account, nobody)
    return facts if now == stands else release.with_release(facts, now)


def content_of(unit: Unit, document: Document) -> str:
    return release.digest(unit.rules.form(document.form), document.values, document.extra)


def set_needed(unit: Unit, needed: bool) -> ReleaseRule:
    """The administrator's choice, told to everybody of the company; refuses where nobody could release."""
    if needed == unit.company.release_needed:
        return ReleaseRule(needed=needed)
    mine = sa.and_(accounts.c.company == unit.company.id, accounts.c.active, accounts.c.ended == "")
    people = sa.select(sa.func.count()).select_from(accounts).where(mine)
    if needed and unit.connection.execute(people).scalar_one() < FEWEST:
        raise invalid(("release_alone", "needed"))
    own = sa.update(companies).where(companies.c.id == unit.company.id)
    unit.connection.execute(own.values(release_needed=needed))
    kind = NoticeKind.RELEASE_NEEDED if needed else NoticeKind.RELEASE_ENDED
    inbox.tell(unit, inbox.Notice(kind, "", ""))
    unit.record(kind.replace("_", "-"), unit.company.id)
    return ReleaseRule(needed=needed)
