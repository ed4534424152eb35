"""Answers to the office that are still being written: kept on this computer under the id of what they answer."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject

from coo_desktop.domain.operations import keeping
from coo_desktop.views.session import Session


class ReplyDrafts:
    """The drafts under one setting; what is still on its way to the disk counts already."""

    def __init__(self, session: Session, setting: str) -> None:
        self._session = session
        self._setting = setting
        self._written: dict[str, Mapping[str, Any]] = {}

    def of(self, asked: str) -> Mapping[str, Any]:
        """The draft of one answer; empty when nothing was written."""
        return self._all().get(asked, {})

    def keep(self, owner: QObject, asked: str, draft: Mapping[str, Any]) -> None:
        """Keeps a draft beside the others."""
        self._written[asked] = draft
        self._session.do(owner, keeping.keep_setting, self._setting, self._all())

    def _all(self) -> dict[str, Mapping[str, Any]]:
        return {**self._session.read.setting(self._setting, {}), **self._written}
