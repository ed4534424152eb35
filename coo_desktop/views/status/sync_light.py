"""The sync light in the status bar: how the desk stands with the backend, in an icon and words; a click tells more."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from coo_desktop.domain.office.sync_state import SyncCause
from coo_desktop.environment.words import N_, _, ngettext
from coo_desktop.views.widgets.style import icon
from coo_desktop.views.words.stages import local_time
from coo_desktop.views.words.sync import cause_text

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


class SyncLight(QToolButton):
    """Draws the state of sync; pressing it shows what waits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.light = ""

    def show_light(self, light: str, waiting: int = 0, last_heard_at: str = "", cause: SyncCause | None = None) -> None:
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
        if cause is not None:
            hints.append(cause_text(cause))
        hints.append(_("Click to see the outbox."))
        self.setToolTip("\n".join(hints))
        self.setAccessibleName(text)
