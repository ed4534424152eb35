"""Starts the real window on the demo's profile: to take pictures of every page, or to stay open for the person."""

import os
import subprocess
import sys
from pathlib import Path

from coo_desktop.demo.server import PASSWORD

WAIT_S = 300


def take(out: Path, language: str = "zh_CN") -> list[str]:
    """Pictures of every page, taken by a program of their own below `out`/screenshots; without a display offscreen."""
    folder = out / ("screenshots" if language == "zh_CN" else f"screenshots-{language}")
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    subprocess.run(
        [*_program(), "tour", str(folder), "--language", language], env=_surroundings(out), check=True, timeout=WAIT_S
    )
    return sorted(path.name for path in folder.glob("*.png"))


def open_window(out: Path) -> None:
    """The window on the demo's result, until the person closes it."""
    print(f"  the window opens; the password of the demo is {PASSWORD}", flush=True)
    subprocess.run([*_program(), "window"], env=_surroundings(out), check=False)


def _surroundings(out: Path) -> dict[str, str]:
    found = {**os.environ, "COO_HOME": str(out / "home")}
    if sys.platform.startswith("linux") and not (found.get("DISPLAY") or found.get("WAYLAND_DISPLAY")):
        found.setdefault("QT_QPA_PLATFORM", "offscreen")
    return found


def _program() -> list[str]:
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "coo_desktop"]
