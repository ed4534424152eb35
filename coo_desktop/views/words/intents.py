"""Why an entry of the outbox has not happened yet, and what can be done: the words of every cause."""

from collections.abc import Callable, Collection, Mapping
from types import MappingProxyType

from coo_desktop.domain.documents.summary import summary
from coo_desktop.domain.office.intent_reasons import IntentCause, IntentReason
from coo_desktop.domain.ports import Reader
from coo_desktop.domain.rulebook import Rulebook
from coo_desktop.environment.words import N_, _
from coo_desktop.views.words.stages import PRINT_STATES, STAGES

#: Kind of an intent, or the action of a request -> what the person wanted.
WANTED: Mapping[str, str] = MappingProxyType(
    {
        "put": N_("Save at the backend"),
        "submit": N_("Send for review"),
        "delete": N_("Delete"),
        "commit": N_("Upload evidence"),
        "withdraw": N_("Withdraw"),
        "report_lost": N_("Report lost"),
        "ask_reprint": N_("Ask to print again"),
        "print": N_("Report printed"),
        "print_copy": N_("Report copies printed"),
        "ask_release": N_("Ask a colleague for a check"),
        "release": N_("Release"),
        "give_back": N_("Give back after a check"),
        "note": N_("Note at a field"),
        "answer_note": N_("Answer to a note"),
        "clear_note": N_("Clear a note"),
    }
)
#: The same -> what becomes of the document when the wish is taken out of the outbox.
TAKEN_BACK: Mapping[str, str] = MappingProxyType(
    {
        "put": N_("The document stays on this computer as it is; CCPIT gets its text when you edit or send it."),
        "submit": N_("The document stays here, can be corrected, and is not sent until you send it again."),
        "delete": N_("The document is not deleted; it stays as it is."),
        "commit": N_("The file stays on this computer and does not go to CCPIT; replace it before you send."),
        "withdraw": N_("The application stays with CCPIT as it stands."),
        "report_lost": N_("CCPIT does not hear of the loss; the certificate stays as it is."),
        "ask_reprint": N_("CCPIT is not asked; the certificate stays as it is."),
        "print": N_("CCPIT does not hear of this printing; there the certificate counts as not printed."),
        "print_copy": N_("CCPIT does not hear of these copies; the certificate stays as it is."),
        "ask_release": N_("Your colleagues are not asked; the document stays as it is."),
        "release": N_("The document is not released; it stays as it is."),
        "give_back": N_("The document is not given back; it stays as it is."),
        "note": N_("Your colleagues do not see the note."),
        "answer_note": N_("Your colleagues do not see the answer."),
        "clear_note": N_("The note stays where it is."),
    }
)
#: Cause -> (what is so, what can be done).
CAUSES: Mapping[IntentCause, tuple[str, str]] = MappingProxyType(
    {
        IntentCause.VALIDATION: (
            N_("CCPIT's checks found something to correct."),
            N_("Open the document, correct it and send it again."),
        ),
        IntentCause.STATE_LOCKED: (
            N_("The document's state does not allow it any more."),
            N_("Open the document to see how it stands, then take this back."),
        ),
        IntentCause.ORIGINAL_NOT_APPROVED: (
            N_("The document that it replaces is no longer approved."),
            N_("Take this back; copy the document if you still need it."),
        ),
        IntentCause.OPEN_REQUEST: (
            N_("Something else about this certificate is being decided: a reprint, a loss or an amendment."),
            N_("Wait for the decision and ask again, or take this back."),
        ),
        IntentCause.STALE_REVISION: (
            N_("Others changed the document meanwhile."),
            N_("Open the document, look at the changes and try again."),
        ),
        IntentCause.FORBIDDEN: (
            N_("This account may not do this."),
            N_("Take this back, and let somebody do it who may; the administrator knows who."),
        ),
        IntentCause.NOT_RELEASED: (
            N_("Your company wants a second person to release a document before it is sent, and this one is not."),
            N_("Open the document, ask for a check, and send it once it is released."),
        ),
        IntentCause.OWN_RELEASE: (
            N_("What one wrote or asked a check for is released by another person."),
            N_("Take this back, and let a colleague release it."),
        ),
        IntentCause.RELEASE_OUTDATED: (
            N_("The document has changed since you looked at it, so what you decided does not hold for it."),
            N_("Take this back, look at the document as it is now and decide again."),
        ),
        IntentCause.NOT_FOUND: (
            N_("CCPIT does not know this document."),
            N_("It goes by itself once the document has arrived; if it was deleted, take this back."),
        ),
        IntentCause.DEPENDENCY_MISSING: (
            N_("Something that it rests on is not at CCPIT yet or not approved."),
            N_("It goes by itself as soon as that is there."),
        ),
        IntentCause.DEPENDENCY_REFUSED: (
            N_("Something that it rests on is held up itself."),
            N_("Solve that first; this then goes by itself."),
        ),
        IntentCause.EVIDENCE_LOST: (
            N_("A file of this document is no longer on this computer."),
            N_("Take this back, attach the file anew and send again."),
        ),
        IntentCause.EVIDENCE_REFUSED: (
            N_("CCPIT refused a file of this document."),
            N_("Take this back, replace the file and send again."),
        ),
        IntentCause.FILE_NOT_WHOLE: (
            N_("The file did not arrive at CCPIT as it was sent."),
            N_("Try again; if it stays so, attach the file anew."),
        ),
        IntentCause.NEEDS_REVIEW: (
            N_("Changes from elsewhere were merged in, and nobody has looked at them yet."),
            N_("Open the document, look it over and send it again."),
        ),
        IntentCause.TOO_LARGE: (
            N_("It is larger than CCPIT takes."),
            N_("Open the document, make it shorter or the files smaller, and send it again."),
        ),
        IntentCause.KEY_REUSED: (
            N_("CCPIT knows this request with another content."),
            N_("Take this back and do it again; it then goes as a new request."),
        ),
        IntentCause.NOT_UNDERSTOOD: (
            N_("CCPIT's system did not understand the request."),
            N_("Update this program and try again; if it stays so, tell whoever looks after it."),
        ),
        IntentCause.SIGNATORY_DISABLED: (
            N_("Your account is disabled, so nothing of it is taken."),
            N_("Ask your administrator; once you are enabled it goes by itself."),
        ),
        IntentCause.ACCOUNT_DELETED: (
            N_("The administrator deleted this account, so nothing of it is taken any more."),
            N_("Ask your administrator; what is here stays here."),
        ),
        IntentCause.ACCOUNT_CANCELLED: (
            N_("This account was cancelled, so nothing of it is taken any more."),
            N_("Nothing can be done from here."),
        ),
        IntentCause.SIGN_IN_NEEDED: (
            N_("The session has ended."),
            N_("Sign in; it then goes by itself."),
        ),
        IntentCause.UPGRADE_REQUIRED: (
            N_("CCPIT's system needs a newer version of this program."),
            N_("Update the program; it then goes by itself."),
        ),
        IntentCause.BUSY: (
            N_("CCPIT's system is busy or being maintained."),
            N_("It is tried again by itself."),
        ),
        IntentCause.SERVER_FAULT: (
            N_("CCPIT's system has a fault of its own."),
            N_("It is tried again by itself; if it stays so, tell whoever looks after CCPIT's system."),
        ),
        IntentCause.RESTORED: (
            N_("CCPIT's system was restored from a backup."),
            N_("Everything is compared first; it then goes by itself."),
        ),
        IntentCause.UNKNOWN: (
            N_("CCPIT's system refused it for a reason that this program does not know."),
            N_("Update the program and try again, or take this back."),
        ),
    }
)
#: Causes whose code helps whoever is asked about them.
_CODED = (IntentCause.UNKNOWN, IntentCause.NOT_UNDERSTOOD, IntentCause.SERVER_FAULT)


def reason_lines(reason: IntentReason | None, language: str, name_of: Callable[[str], str] = str) -> tuple[str, ...]:
    """What is so, with every fact that came, a line each: `name_of` names a document or a file by its id."""
    if reason is None:
        return ()
    parts = [_(CAUSES[reason.cause][0])]
    if stage := _stage(reason.stage):
        parts.append(_("It stands so: {stage}.").format(stage=stage))
    if reason.limit:
        parts.append(_("The most is {limit}.").format(limit=f"{reason.limit:,}"))
    parts += [_finding(each.message(language), each.box) for each in reason.findings]
    if reason.missing:
        parts.append(_("This is about: {names}.").format(names=_listed(map(name_of, reason.missing), language)))
    if reason.detail:
        parts.append(_("Remark: {text}").format(text=reason.detail))
    if reason.cause in _CODED and reason.code:
        parts.append(_("Code: {code}").format(code=reason.code))
    return tuple(parts)


def remedy_text(reason: IntentReason | None) -> str:
    """What can be done about it; "" while nothing is wrong."""
    return _(CAUSES[reason.cause][1]) if reason is not None else ""


def named(read: Reader, rules: Rulebook, language: str, item: str) -> str:
    """A document by what it is known by, a file by its name, anything else by its id."""
    document = read.document(item)
    form = rules.book.forms.get(document.form) if document is not None else None
    if document is not None and form is not None:
        found = summary(form, document)
        parts = (found["title"], found["invoice"], found["number"])
        return " · ".join(filter(None, parts)) or form.short.in_(language)
    evidence = read.evidence(item)
    return evidence.name if evidence is not None and evidence.name else item


def names_of(read: Reader, rules: Rulebook, language: str, items: Collection[str]) -> Callable[[str], str]:
    """What tells the name of each, as `named` does: the documents among these items are read in one statement."""
    rows = read.lines(set(items))

    def name_of(item: str) -> str:
        row = rows.get(item)
        form = rules.book.forms.get(row.form) if row is not None else None
        if row is None or form is None:
            return named(read, rules, language, item)
        return " · ".join(filter(None, (row.title, row.invoice, row.number))) or form.short.in_(language)

    return name_of


def wanted_text(name: str) -> str:
    """What was wanted, in words."""
    return _(WANTED[name]) if name in WANTED else name


def taken_back_text(name: str) -> str:
    """What becomes of the document when this wish is taken back."""
    words = TAKEN_BACK.get(name, TAKEN_BACK["ask_reprint"])
    return _(words)


def _stage(state: str) -> str:
    if state in STAGES:
        return _(STAGES[state][0])
    return _(PRINT_STATES[state]) if state in PRINT_STATES else state


def _finding(message: str, box: str) -> str:
    return _("Box {box}: {text}").format(box=box, text=message) if box else message


def _listed(names: "map[str]", language: str) -> str:
    return ("、" if language.startswith("zh") else ", ").join(names)
