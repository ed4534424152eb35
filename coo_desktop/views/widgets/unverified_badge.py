"""The mark of what nobody could check against a public source, and for a whole form the list of such facts."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtWidgets import QFrame, QWidget

from coo_desktop.domain.forms.form_type import FormType
from coo_desktop.environment.words import N_, _
from coo_desktop.views.widgets.style import Label

#: What a fact of a form type is called; a path not named here takes the word of the table it stands in.
_FACTS: Mapping[str, str] = MappingProxyType(
    {
        "criteria": N_("origin criteria"),
        "item_limit": N_("largest number of items"),
        "paper": N_("layout of the paper"),
        "fob": N_("when the FOB value shows"),
        "members": N_("member countries"),
        "hs_digits": N_("digits of the HS code"),
        "edition": N_("edition"),
        "params.certified_true_copy": N_("sentence of the certified true copy"),
        "params.paper_marks": N_("marks of originals and copies"),
        "params.retro": N_("rule for issue after shipment"),
        "params.to_order": N_("whether TO ORDER is taken"),
        "params.producer_texts": N_("texts for the producer"),
        "params.replacement": N_("sentence of a replacement"),
        "issuing.originals": N_("number of originals"),
        "issuing.copies": N_("number of copies"),
        "issuing.true_copy": N_("when a certified true copy is due"),
        "issuing.validity_days": N_("validity"),
        "issuing.hs_box": N_("box of the HS code"),
        "issuing.self_print": N_("where self-printing is taken"),
        "issuing.third_party": N_("invoices of third parties"),
        "issuing": N_("issuing practice"),
        "params": N_("texts and terms"),
    }
)


def unverified_badge(parent: QWidget, facts: tuple[str, ...] = ()) -> Label:
    """A small "unverified"; its tooltip says so in a sentence and names the facts, when there are any."""
    badge = Label(_("unverified"), parent)
    told = _("This rule could not be checked against a public source. Ask your office when it matters.")
    badge.setToolTip("\n".join([told, *(f"· {fact}" for fact in facts)]))
    badge.setFrameShape(QFrame.Shape.StyledPanel)
    badge.setForegroundRole(badge.palette().ColorRole.PlaceholderText)
    return badge


def doubts(form: FormType) -> tuple[str, ...]:
    """The unverified facts of a form type in words, each once, in the order of its file."""
    return tuple(dict.fromkeys(_called(path) for path in form.unverified))


def _called(path: str) -> str:
    while path not in _FACTS and "." in path:
        path = path.rpartition(".")[0]
    return _(_FACTS[path]) if path in _FACTS else path
