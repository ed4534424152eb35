"""What is told above all pages about documents: a refusal that names the one to go on with, a deletion elsewhere.

Each says what is so and offers the document that matters now; nothing is asked.
"""

from collections.abc import Callable
from functools import partial

from coo_desktop.domain.errors import ProgramError
from coo_desktop.domain.refusals import Rule
from coo_desktop.environment.words import _
from coo_desktop.views.page import Page
from coo_desktop.views.status.banners import Banners
from coo_desktop.views.words.errors import error_message

#: Opens the page of a document.
Open = Callable[[str], object]
#: Refusals whose fact `document` names another document, which takes the place that is asked about.
OFFERING = (Rule.SUCCEEDED, Rule.PLACE_TAKEN, Rule.SUCCESSOR_SENT)


def show_error(notices: Banners, open_: Open, error: ProgramError) -> None:
    """An error that no page took; where it names the document to go on with, that one is offered."""
    other = error.facts.get("document")
    if error.facts.get("why") in OFFERING and isinstance(other, str):
        banner = notices.show_notice(f"error/{error.code}", "bad", error_message(error))
        banner.offer(_("Open its replacement"), partial(open_, other))
    else:
        notices.show_error(error)


def tell_deletion(notices: Banners, open_: Open, page: Page, is_elsewhere: bool, copy: str) -> None:
    """The page's document was deleted; a colleague's deletion is told, with the draft that keeps the text."""
    if not is_elsewhere:
        return
    said = _("{title} was deleted on another computer. Nothing of yours was in it.")
    if copy:
        said = _("{title} was deleted on another computer. What you typed in it is kept in a draft of its own.")
    banner = notices.show_notice("gone", "warn", said.format(title=page.title))
    if copy:
        banner.offer(_("Open the draft"), partial(open_, copy))
