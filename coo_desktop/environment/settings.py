"""What a person chose for this computer, one frozen object kept in one small file; nothing secret is in it."""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coo_desktop.environment.files import write_atomically

LANGUAGES = ("zh_CN", "en")
THEMES = ("system", "light", "dark")
_FILE, _DIGEST = "settings.json", "digest"


@dataclass(frozen=True, slots=True)
class Settings:
    """`backend` is the address of the backend, `account` who signed in last, `pass_every_s` the heartbeat's beat.

    `lock_after_min` locks the screen after so many minutes without a person; 0 leaves only the longest absence.
    """

    language: str = LANGUAGES[0]
    theme: str = THEMES[0]
    backend: str = "http://127.0.0.1:8620"
    account: str = ""
    pass_every_s: int = 60
    lock_after_min: int = 15


def read_settings(folder: Path) -> Settings:
    """The settings kept in a folder; what is missing, unknown or of another kind is as on the first day."""
    return read_choices(folder)[0]


def read_choices(folder: Path) -> tuple[Settings, bool]:
    """The settings, and whether they are lost: there is no file, or it is not what was written.

    A file that somebody wrote by hand, without a digest, is taken at its word.
    """
    try:
        kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        digest = kept.pop(_DIGEST, None) if isinstance(kept, dict) else ""
    except (OSError, ValueError):
        return Settings(), True
    if digest is not None and digest != _digest(kept):
        return Settings(), True
    return _sane(kept), False


def _sane(kept: dict[str, Any]) -> Settings:
    default = Settings()
    known = {
        field.name: kept[field.name]
        for field in dataclasses.fields(Settings)
        if type(kept.get(field.name)) is type(getattr(default, field.name))
    }
    settings = Settings(**known)
    return dataclasses.replace(
        settings,
        language=settings.language if settings.language in LANGUAGES else default.language,
        theme=settings.theme if settings.theme in THEMES else default.theme,
        pass_every_s=max(settings.pass_every_s, 5),
        lock_after_min=max(settings.lock_after_min, 0),
    )


def write_settings(folder: Path, settings: Settings) -> None:
    """Keeps the settings: whole, or not at all; raises OSError."""
    told = dataclasses.asdict(settings)
    write_atomically(folder / _FILE, json.dumps({**told, _DIGEST: _digest(told)}, indent=2).encode())


def _digest(told: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:16]
