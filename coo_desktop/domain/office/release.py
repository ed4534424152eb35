"""复核与放行: a second person of the company looks at a document before it is sent, and notes stand at its fields.

How it stands is a fact of the document that the backend writes (`facts["release"]`). Desktop and backend apply the same
steps by `after`: the backend to what it stores, a desk to what it was told last and its own wishes that still wait.
A request and a release name the content they are about by its digest, so that neither holds for another content.
"""

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from coo_desktop.domain.documents import lifecycle, wire
from coo_desktop.domain.documents.document import CERTIFICATE, PRE_REVIEW, Document, Intent, Values
from coo_desktop.domain.errors import Locked, Refused
from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.office.sending_terms import COLLECTION, UNDERTAKING
from coo_desktop.domain.refusals import Rule

FACT = "release"
FAMILIES = (PRE_REVIEW, CERTIFICATE)
MOST_NOTES = 200
LONGEST_NOTE = 500


class ReleaseState(StrEnum):
    """How a document stands with its second pair of eyes; CHANGED was asked for or released, and differs since."""

    NONE = ""
    ASKED = "asked"
    RELEASED = "released"
    GIVEN_BACK = "given_back"
    CHANGED = "changed"


class ReleaseStep(StrEnum):
    """What a person does; the value is the action on the wire."""

    ASK = "ask_release"
    RELEASE = "release"
    GIVE_BACK = "give_back"
    NOTE = "note"
    ANSWER = "answer_note"
    CLEAR = "clear_note"


#: Steps about a content, of which the last one counts.
DECIDING = (ReleaseStep.ASK, ReleaseStep.RELEASE, ReleaseStep.GIVE_BACK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark at a field, or at the cell of a list: `row` is the id of the row, `part` the field inside it."""

    id: str
    field: str
    text: str
    by: str
    at: str
    answer: str = ""
    answered_by: str = ""
    row: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """`content` is the digest that was asked about or released; `by` and `at` tell who took the last step, and when."""

    state: ReleaseState = ReleaseState.NONE
    content: str = ""
    asked_by: str = ""
    by: str = ""
    at: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One step as it travels; `note` is the id of the note that it makes, answers or clears."""

    action: ReleaseStep
    content: str = ""
    note: str = ""
    field: str = ""
    row: str = ""
    part: str = ""
    text: str = ""


#: The members of the fact, and of its notes, as they travel.
_TEXTS = ("content", "askedBy", "by", "at", "state")
NOTE_NAMES = {each.name: each.name for each in dataclasses.fields(Note)} | {"answered_by": "answeredBy"}
#: The members of a wish beside its action.
WISH_TEXTS = ("content", "note", "field", "row", "part", "text")


def digest(form: FormType, values: Values, extra: Values | None = None) -> str:
    """The content that is looked at, as a SHA-256; the answers that are given with the sending itself are left out."""
    kept = {name: value for name, value in values.items() if name not in (COLLECTION, UNDERTAKING)}
    spelled = wire.to_wire(form, kept, extra)
    filled = {name: value for name, value in spelled.items() if value not in (None, "", [], {})}
    return hashlib.sha256(json.dumps(filled, sort_keys=True, ensure_ascii=True).encode()).hexdigest()


def release_of(facts: Values) -> Release:
    """What the facts say; members of another shape count as absent."""
    told = facts.get(FACT)
    if not isinstance(told, Mapping):
        return Release()
    content, asked_by, by, at, state = (str(told.get(name) or "") for name in _TEXTS)
    known = ReleaseState(state) if state in set(ReleaseState) else ReleaseState.NONE
    notes = tuple(_notes(told.get("notes")))
    return Release(state=known, content=content, asked_by=asked_by, by=by, at=at, notes=notes)


def with_release(facts: Values, release: Release) -> dict[str, Any]:
    """The facts with how it stands, in camel case as all that travels; nothing to tell is no fact."""
    others = {name: fact for name, fact in facts.items() if name != FACT}
    if release == Release():
        return others
    texts = (release.content, release.asked_by, release.by, release.at, str(release.state))
    notes = [{wire_name: getattr(note, name) for name, wire_name in NOTE_NAMES.items()} for note in release.notes]
    return {**others, FACT: {**dict(zip(_TEXTS, texts, strict=True)), "notes": notes}}


def forgotten(release: Release, account: str, nobody: str) -> Release:
    """The same without an account that was cancelled: `nobody` stands in its place, what it wrote stays."""

    def named(known: str) -> str:
        return nobody if known == account else known

    notes = (
        dataclasses.replace(note, by=named(note.by), answered_by=named(note.answered_by)) for note in release.notes
    )
    return dataclasses.replace(release, asked_by=named(release.asked_by), by=named(release.by), notes=tuple(notes))


def without_release(facts: Values) -> dict[str, Any]:
    """The facts as anybody outside the company may read them."""
    return {name: fact for name, fact in facts.items() if name != FACT}


def after(release: Release, wish: Wish, by: str, at: str) -> Release:
    """How it stands after a step that `check` lets through; asking or clearing twice is once."""
    match wish.action:
        case ReleaseStep.ASK:
            if release.content == wish.content and release.state in (ReleaseState.ASKED, ReleaseState.RELEASED):
                return release
            asked = dataclasses.replace(release, state=ReleaseState.ASKED, content=wish.content, asked_by=by)
            return dataclasses.replace(asked, by=by, at=at)
        case ReleaseStep.RELEASE:
            return dataclasses.replace(release, state=ReleaseState.RELEASED, content=wish.content, by=by, at=at)
        case ReleaseStep.GIVE_BACK:
            return dataclasses.replace(release, state=ReleaseState.GIVEN_BACK, content="", by=by, at=at)
        case ReleaseStep.NOTE:
            others = tuple(note for note in release.notes if note.id != wish.note)
            made = Note(
                id=wish.note, field=wish.field, row=wish.row, part=wish.part, text=wish.text.strip(), by=by, at=at
            )
            return dataclasses.replace(release, notes=(*others, made))
        case ReleaseStep.ANSWER:
            notes = (
                dataclasses.replace(note, answer=wish.text.strip(), answered_by=by) if note.id == wish.note else note
                for note in release.notes
            )
            return dataclasses.replace(release, notes=tuple(notes))
        case ReleaseStep.CLEAR:
            return dataclasses.replace(release, notes=tuple(one for one in release.notes if one.id != wish.note))


def check(document: Document, release: Release, wish: Wish, content: str, by: str) -> None:
    """Raises Locked where nothing is looked at any more, Refused with the Rule that a step would break.

    `content` is the digest of what the document holds. One's own work is what one wrote or asked a check for: whoever
    releases has to be another person.
    """
    if document.family not in FAMILIES or document.stage not in lifecycle.EDITABLE:
        raise Locked(id=document.id, stage=document.stage, event=str(wish.action), family=document.family)
    if wish.action is ReleaseStep.RELEASE:
        if by in (document.author, release.asked_by):
            raise Refused(why=Rule.OWN_RELEASE)
        if wish.content != content or release.content != content:
            raise Refused(why=Rule.RELEASE_OUTDATED)
        if release.state not in (ReleaseState.ASKED, ReleaseState.RELEASED):
            raise Refused(why=Rule.RELEASE_OUTDATED)
    if wish.action is ReleaseStep.GIVE_BACK and release.state not in (ReleaseState.ASKED, ReleaseState.RELEASED):
        raise Refused(why=Rule.RELEASE_OUTDATED)
    if wish.action in (ReleaseStep.NOTE, ReleaseStep.ANSWER):
        is_new = wish.action is ReleaseStep.NOTE
        if not wish.text.strip() or len(wish.text) > LONGEST_NOTE or (is_new and len(release.notes) >= MOST_NOTES):
            raise Refused(why=Rule.NOTE_TEXT, most=LONGEST_NOTE, notes=MOST_NOTES)


def after_edit(release: Release, content: str, by: str, at: str) -> Release:
    """How it stands once the document holds this content: what was asked or released for another one is over."""
    if release.state in (ReleaseState.ASKED, ReleaseState.RELEASED) and release.content != content:
        return dataclasses.replace(release, state=ReleaseState.CHANGED, content="", by=by, at=at)
    return release


def is_released(release: Release, content: str) -> bool:
    """Whether exactly this content may be sent."""
    return release.state is ReleaseState.RELEASED and release.content == content


def may_release(document: Document, release: Release, account: str) -> bool:
    """Whether this person is another one than who wrote the document or asked."""
    return release.state is ReleaseState.ASKED and account not in (document.author, release.asked_by)


def as_known(document: Document, intents: Iterable[Intent], account: str) -> Release:
    """How it stands for a desk: what the backend told, with what the person at the desk wanted since."""
    release = release_of(document.facts)
    for intent in intents:
        wish = wish_of(intent)
        if wish is not None and intent.state != "refused":
            release = after(release, wish, account, intent.created_at)
    return release


def wish_of(intent: Intent) -> Wish | None:
    """The step that an entry of the outbox wants; None for every other wish."""
    action = intent.body.get("action") if intent.kind == "request" else None
    if action not in set(ReleaseStep):
        return None
    texts = {name: str(intent.body.get(name) or "") for name in WISH_TEXTS}
    return Wish(action=ReleaseStep(str(action)), **texts)


def _notes(told: object) -> Iterable[Note]:
    for one in told if isinstance(told, list | tuple) else ():
        if isinstance(one, Mapping) and one.get("id"):
            yield Note(**{name: str(one.get(wire_name) or "") for name, wire_name in NOTE_NAMES.items()})
