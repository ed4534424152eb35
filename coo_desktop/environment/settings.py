"""What a person chose for this computer, one frozen object kept in one small file; nothing secret is in it."""

import dataclasses
import json
import os
from dataclasses import dataclass
from pathlib import Path

LANGUAGES = ("zh_CN", "en")
THEMES = ("system", "light", "dark")
_FILE = "settings.json"


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
    try:
        kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    default = Settings()
    known = {
        field.name: kept[field.name]
        for field in dataclasses.fields(Settings)
        if isinstance(kept, dict) and type(kept.get(field.name)) is type(getattr(default, field.name))
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
    part = folder / f"{_FILE}.part"
    part.write_text(json.dumps(dataclasses.asdict(settings), indent=2), encoding="utf-8")
    os.replace(part, folder / _FILE)
