"""How a document stands with its second pair of eyes, in words: beside its stage, above its page, at its notes."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.domain.office.release import Note, Release, ReleaseState
from coo_desktop.environment.words import N_, _
from coo_desktop.views.words.stages import local_time

#: State -> what stands beside the stage of the document.
STATES: Mapping[ReleaseState, str] = MappingProxyType(
    {
        ReleaseState.NONE: N_("not checked yet"),
        ReleaseState.ASKED: N_("to be checked"),
        ReleaseState.RELEASED: N_("released"),
        ReleaseState.GIVEN_BACK: N_("given back after a check"),
        ReleaseState.CHANGED: N_("changed since its check"),
    }
)
#: State -> what is so and what comes next, as a sentence for everybody.
SENTENCES: Mapping[ReleaseState, str] = MappingProxyType(
    {
        ReleaseState.NONE: N_("Nobody has been asked for a check yet. A colleague releases it before it is sent."),
        ReleaseState.ASKED: N_("{who} asked for a check on {when}. Another person releases it or gives it back."),
        ReleaseState.RELEASED: N_("{who} released it on {when}. It can be sent; a change takes the release back."),
        ReleaseState.GIVEN_BACK: N_("{who} gave it back on {when}. Mend what the notes say and ask for a check again."),
        ReleaseState.CHANGED: N_(
            "The content has changed since a check was asked for or it was released, so that does not hold any more. "
            "Ask for a check again."
        ),
    }
)


def state_text(release: Release) -> str:
    """The state in a few words."""
    return _(STATES[release.state])


def sentence(release: Release, name_of: Callable[[str], str]) -> str:
    """The state as a sentence, with who took the last step and when."""
    when = local_time(release.at) if release.at else ""
    return _(SENTENCES[release.state]).format(who=name_of(release.by), when=when)


def place_text(form: FormType, language: str, field: str, row_number: int = 0, part: str = "") -> str:
    """Where a note stands: the field with its box, and in a list the line and the part."""
    spec = form.by_id.get(field)
    if spec is None:
        return field or _("The whole document")
    box = _("[{box}]").format(box=spec.box) + " " if spec.box else ""
    told = [box + spec.label.in_(language)]
    if row_number:
        told.append(_("line {number}").format(number=row_number))
    inner = spec.item_type.by_id.get(part) if spec.item_type is not None else None
    if inner is not None:
        told.append(inner.label.in_(language))
    return " · ".join(told)


def note_text(note: Note, name_of: Callable[[str], str]) -> str:
    """The note with who wrote it, and its answer on a line of its own."""
    said = _("{who}: {text}").format(who=name_of(note.by), text=note.text)
    if not note.answer:
        return said
    return f"{said}\n→ " + _("{who}: {text}").format(who=name_of(note.answered_by), text=note.answer)
