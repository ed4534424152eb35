"""复核与放行 at a desk: asking a colleague for a check, releasing, giving back, and notes at fields.

Every step lands in the outbox in the same commit and counts at this desk at once; the backend holds the same rules.
"""

from coo_desktop.domain.clock import new_id
from coo_desktop.domain.documents.document import Change, Document, Intent
from coo_desktop.domain.errors import Outdated, Refused, SignatoryDisabled
from coo_desktop.domain.office import release
from coo_desktop.domain.office.release import Release, ReleaseState, ReleaseStep, Wish
from coo_desktop.domain.operations.conflicts import demand_settled
from coo_desktop.domain.operations.drafts import change_of, existing
from coo_desktop.domain.ports import Reader, Unit
from coo_desktop.domain.refusals import Rule
from coo_desktop.domain.rulebook import Rulebook


def standing(reader: Reader, rules: Rulebook, document: Document) -> Release:
    """How a document stands at this desk, by what it holds now; as if nothing were wanted where the company wants no
    release."""
    if not is_needed(reader, document):
        return Release()
    known = release.as_known(document, reader.intents(document.id), reader.person().account)
    content = _content(rules, document)
    return release.after_edit(known, content, known.by, known.at)


def is_needed(reader: Reader, document: Document) -> bool:
    """Whether a second person has to release a document of this family."""
    return document.family in release.FAMILIES and reader.company().release_needed


def why_not_sent(reader: Reader, rules: Rulebook, document: Document) -> Refused | None:
    """Why a document may not be sent as it is: a second person has not released this content."""
    if not is_needed(reader, document):
        return None
    is_released = standing(reader, rules, document).state is ReleaseState.RELEASED
    return None if is_released else Refused(why=Rule.NOT_RELEASED)


def ask(unit: Unit, document_id: str, shown: int) -> Change:
    """Asks for a check of what the person sees; raises Outdated when that is not what is stored, Refused while a
    conflict is open or a merge not looked at: that content is not decided yet."""
    return _decide(unit, document_id, ReleaseStep.ASK, shown)


def let_go(unit: Unit, document_id: str, shown: int) -> Change:
    """Releases (放行) what the person sees; raises Outdated, Refused for one's own work or what nobody asked for."""
    return _decide(unit, document_id, ReleaseStep.RELEASE, shown)


def give_back(unit: Unit, document_id: str, shown: int) -> Change:
    """Gives a document back to whoever asked for a check, or takes one's own request back."""
    return _decide(unit, document_id, ReleaseStep.GIVE_BACK, shown)


def put_note(unit: Unit, document_id: str, field: str, text: str, row: str = "", part: str = "") -> Change:
    """Puts a note at a field, or at the cell of a row."""
    place = {"field": field, "row": row, "part": part}
    return _take(unit, document_id, Wish(action=ReleaseStep.NOTE, note=new_id(), text=text.strip(), **place))


def answer_note(unit: Unit, document_id: str, note: str, text: str) -> Change:
    """Answers a note; it stays until somebody clears it."""
    return _take(unit, document_id, Wish(action=ReleaseStep.ANSWER, note=note, text=text.strip()))


def clear_note(unit: Unit, document_id: str, note: str) -> Change:
    """Takes a note away."""
    return _take(unit, document_id, Wish(action=ReleaseStep.CLEAR, note=note))


def withdraw_refused(unit: Unit, document_id: str) -> Change:
    """Takes the steps out of the outbox that the backend refused: the person has read why."""
    document = existing(unit, document_id)
    for intent in unit.intents(document_id, states=("refused",)):
        if release.wish_of(intent) is not None:
            unit.drop_intent(intent.key)
    return change_of(document)


def _decide(unit: Unit, document_id: str, action: ReleaseStep, shown: int) -> Change:
    document = existing(unit, document_id)
    if shown != document.revision:
        raise Outdated(id=document_id, shown=shown, revision=document.revision)
    if action is not ReleaseStep.GIVE_BACK:
        demand_settled(document)
    return _take(unit, document_id, Wish(action=action, content=_content(unit.rules, document)))


def _take(unit: Unit, document_id: str, wish: Wish) -> Change:
    """Checks a step and puts it into the outbox; a deciding one takes the place of those that were never tried."""
    document, person = existing(unit, document_id), unit.person()
    if not person.active:
        raise SignatoryDisabled()
    stands = standing(unit, unit.rules, document)
    release.check(document, stands, wish, _content(unit.rules, document), person.account)
    for intent in unit.intents(document_id) if wish.action in release.DECIDING else ():
        known, is_open = release.wish_of(intent), not intent.attempts or intent.state == "refused"
        if known is not None and known.action in release.DECIDING and is_open:
            unit.drop_intent(intent.key)
    texts = {name: getattr(wish, name) for name in release.WISH_TEXTS}
    body = {"action": str(wish.action), "document": document.id, **{name: text for name, text in texts.items() if text}}
    at = unit.clock.now().isoformat(timespec="milliseconds")
    unit.enqueue(Intent(key=new_id(), kind="request", document=document.id, body=body, created_at=at))
    return change_of(document)


def _content(rules: Rulebook, document: Document) -> str:
    return release.digest(rules.form(document.form), document.values, document.extra)
