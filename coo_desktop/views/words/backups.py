"""Backups in words: why one is not opened, how old one is, what a restore would change."""

import datetime as dt
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from coo_desktop.domain.backups import Preview
from coo_desktop.domain.mending import Backup
from coo_desktop.domain.refusals import BackupFault
from coo_desktop.environment.words import N_, _, ngettext

REASONS: Mapping[BackupFault, str] = MappingProxyType(
    {
        BackupFault.NO_BACKUP: N_("This file is no backup of this program, or it cannot be opened."),
        BackupFault.NEWER: N_("This backup was made by a newer version of this program. Install that version first."),
        BackupFault.DAMAGED: N_("This backup is damaged. Nothing was taken from it; use another one."),
        BackupFault.PASSWORD_NEEDED: N_("This backup was made by another computer: it needs its password."),
        BackupFault.WRONG_PASSWORD: N_("This is not the password of the file. Nothing was taken from it."),
        BackupFault.OTHER_ACCOUNT: N_("This backup holds the work of {account}, not of the account signed in here."),
        BackupFault.PROFILE_USED: N_("Somebody works in this program already. Work from elsewhere never replaces it."),
    }
)
FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "pre_review": N_("Product pre-review"),
        "certificate": N_("Certificates"),
        "record": N_("Reference data"),
    }
)


def moment(at: dt.datetime) -> str:
    """An instant as the local day and minute."""
    return at.astimezone().strftime("%Y-%m-%d %H:%M")


def age_text(at: dt.datetime | None, now: dt.datetime) -> str:
    """How old the newest backup is."""
    if at is None:
        return _("none yet")
    days = (now.astimezone().date() - at.astimezone().date()).days
    if days < 1:
        return _("today, {time}").format(time=at.astimezone().strftime("%H:%M"))
    said = ngettext("{count} day ago ({moment})", "{count} days ago ({moment})", days)
    return said.format(count=days, moment=moment(at))


def kept_text(backup: Backup) -> str:
    """A backup beside the store, in a list."""
    count = ngettext("{count} document", "{count} documents", backup.documents).format(count=backup.documents)
    if backup.is_aside:
        return _("{moment} · {documents} · set aside by a restore").format(
            moment=moment(backup.made_at), documents=count
        )
    if backup.name.startswith("before-"):
        return _("{moment} · {documents} · before a restore").format(moment=moment(backup.made_at), documents=count)
    return _("{moment} · {documents} · made by the program").format(moment=moment(backup.made_at), documents=count)


def consequences(preview: Preview) -> Iterator[str]:
    """What a restore means beyond the numbers in its table, a sentence each."""
    if not preview.differences:
        yield _("The data file here is damaged, so nobody can tell what would change. It is set aside, not deleted.")
    gone = sum(one.only_here for one in preview.differences)
    unsent = sum(one.unsent for one in preview.differences)
    if gone:
        said = ngettext(
            "{count} document is only here and goes from this computer.",
            "{count} documents are only here and go from this computer.",
            gone,
        )
        yield said.format(count=gone) + " " + _("What the backend has of them comes again with the next synchronising.")
    if unsent:
        said = ngettext(
            "{count} document has edits here that the backend does not have: only the backup made before keeps them.",
            "{count} documents have edits here that the backend does not have: only the backup made before keeps them.",
            unsent,
        )
        yield said.format(count=unsent)
    if preview.wishes:
        said = ngettext(
            "{count} request waits in the backup; if the backend has done it already, it is not sent again.",
            "{count} requests wait in the backup; what the backend has done already is not sent again.",
            preview.wishes,
        )
        yield said.format(count=preview.wishes)
    if preview.evidence:
        said = ngettext(
            "{count} attached file that is lost here comes back.",
            "{count} attached files that are lost here come back.",
            preview.evidence,
        )
        yield said.format(count=preview.evidence)
    if preview.differences and not any(one.only_here or one.only_there or one.changed for one in preview.differences):
        yield _("The documents are the same here and in the backup.")
