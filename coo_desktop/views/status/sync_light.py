"""The sync light in the status bar: how the desk stands with the backend, in an icon and words; a click tells more."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from coo_desktop.environment.words import N_, _, ngettext
from coo_desktop.views.widgets.style import icon
from coo_desktop.views.words.errors import code_text
from coo_desktop.views.words.stages import local_time

#: Light -> word, icon, meaning of its colour.
LIGHTS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "synced": (N_("All sent"), "synced", "good"),
        "waiting": (N_("Waiting to be sent"), "waiting", "wait"),
        "syncing": (N_("Sending and fetching"), "syncing", "calm"),
        "offline": (N_("Offline; your work is kept"), "offline", "quiet"),
        "attention": (N_("Needs attention"), "attention", "bad"),
        "signed_out": (N_("Not signed in"), "signed_out", "quiet"),
    }
)
#: Why the backend is out of reach.
CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "dns": N_("The name of the backend is not found: there is no network, or the address is wrong."),
        "refused": N_("The backend's computer answers, but the backend does not run."),
        "timeout": N_("The backend does not answer."),
        "tls": N_("The connection is not safe: the backend's certificate is not trusted here."),
        "proxy": N_("The proxy of this network lets nothing through."),
        "portal": N_("This network wants a sign-in of its own first; open a web page in the browser."),
    }
)


def cause_text(cause: str) -> str:
    """Why the light is as it is, in words."""
    return _(CAUSES[cause]) if cause in CAUSES else code_text(cause)


class SyncLight(QToolButton):
    """Draws the state of sync; pressing it shows what waits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.light = ""

    def show_light(self, light: str, waiting: int = 0, last_heard_at: str = "", cause: str = "") -> None:
        """Shows one of LIGHTS with how many documents wait, and when the backend was last heard."""
        self.light = light
        word, name, meaning = LIGHTS[light]
        text = _(word)
        if waiting and light != "synced":
            count = ngettext("{count} waits", "{count} wait", waiting).format(count=waiting)
            text = _("{light}, {waiting}").format(light=text, waiting=count)
        self.setText(text)
        self.setIcon(icon(name, meaning))
        hints = [text]
        if last_heard_at:
            hints.append(_("Last heard from the backend: {time}").format(time=local_time(last_heard_at)))
        if cause:
            hints.append(cause_text(cause))
        hints.append(_("Click to see the outbox."))
        self.setToolTip("\n".join(hints))
        self.setAccessibleName(text)
