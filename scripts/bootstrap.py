"""Sets the project up on a plain machine and runs one job: `python3 scripts/bootstrap.py demo` (on Windows `py`).

Nothing but the standard library, and nothing newer than the syntax below: it runs before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PROGRAMS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = PROGRAMS / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "set-up-from"

# What Qt opens a window with, what draws Chinese, what reads PDF text back. Names as in Debian 12.
DEBIAN_PACKAGES = (
    "libglib2.0-0",
    "libegl1",
    "libgl1",
    "libdbus-1-3",
    "libfontconfig1",
    "libxkbcommon0",
    "libbrotli1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
    "xvfb",
    "xauth",
    "poppler-utils",
    "fonts-wqy-microhei",
)


def run(*command: object, **options: Any) -> int:
    """Run a program from the project's root, its output shown; answer its exit code.

    Compiled modules are kept, also where the surroundings say otherwise: a job starts hundreds of processes, and each
    would compile the whole project.
    """
    options.setdefault("env", {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"})
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False, **options).returncode


def say(text: str) -> None:
    """Tell what is about to take time, before it does."""
    print("== " + text, flush=True)


def has_venv() -> bool:
    """Whether this Python can make environments: Debian ships that part separately."""
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        return False
    return True


def missing_debian_packages() -> list[str]:
    """The packages of our list that dpkg does not call installed, none where there is no dpkg."""
    if not shutil.which("dpkg-query"):
        return []
    listing = subprocess.run(
        ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n", *DEBIAN_PACKAGES],
        capture_output=True,
        text=True,
        check=False,
    ).stdout
    installed = {line.split()[1] for line in listing.splitlines() if line.startswith("installed ")}
    missing = [name for name in DEBIAN_PACKAGES if name not in installed]
    return missing if has_venv() else ["python3-venv", *missing]


def install_debian_packages() -> None:
    """Install what is missing where this user may; else name it in one line and go on."""
    missing = missing_debian_packages()
    if not missing:
        return
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    may_sudo = not is_root and bool(shutil.which("sudo")) and run("sudo", "-n", "true", stderr=subprocess.DEVNULL) == 0
    if is_root or may_sudo:
        say("Installing Debian packages: " + " ".join(missing))
        apt = [*(["sudo", "-n"] if may_sudo else []), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q"]
        if run(*apt, "update") == 0 and run(*apt, "install", "-y", "--no-install-recommends", *missing) == 0:
            return
    print("Not installed, the program may need them: apt-get install " + " ".join(missing), file=sys.stderr)


def fingerprint() -> str:
    """What the environment was made from; it is made anew when this differs."""
    parts = [(ROOT / name).read_bytes() for name in ("constraints.txt", "pyproject.toml")]
    return hashlib.sha256(b"".join([*parts, sys.version.encode()])).hexdigest()


def set_up() -> None:
    """Bring the machine and the environment to what the project pins; instant when nothing changed."""
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == fingerprint():
        return
    install_debian_packages()
    if not PYTHON.exists():
        say("Making the environment .venv")
        if run(sys.executable, "-m", "venv", VENV) != 0:
            raise SystemExit("This Python cannot make an environment: install the package python3-venv and try again.")
    say("Installing the pinned packages")
    pip = [PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check", "install"]
    for step in (
        ["--only-binary", ":all:", "--require-hashes", "--requirement", "constraints.txt"],
        ["--no-deps", "--no-build-isolation", "--editable", "."],
    ):
        if run(*pip, *step) != 0:
            raise SystemExit("pip could not install the pinned packages; what it said stands above.")
    STAMP.write_text(fingerprint(), encoding="utf-8")


def demo(*arguments: str) -> int:
    """The main job from end to end; the window opens on the result where there is a display."""
    has_display = sys.platform in ("win32", "darwin") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    headless = [] if has_display else ["--headless"]
    return run(PROGRAMS / "coo-desktop", "demo", "--out", "demo-output", *headless, *arguments)


def test(*arguments: str) -> int:
    """The whole test suite, or the paths and options given."""
    workers = str((os.cpu_count() or 1) + 1)  # many tests wait for a process, a disk or a screen
    return run(PYTHON, "-m", "pytest", *(arguments or ["-q", "-n", workers, "--dist", "loadfile"]))


def check(*_arguments: str) -> int:
    """Style, types, layers and the contract; every tool runs, so one call shows all there is to mend."""
    jobs = (
        (PYTHON, "-m", "ruff", "check"),
        (PYTHON, "-m", "ruff", "format", "--check"),
        (PYTHON, "-m", "mypy"),
        (PROGRAMS / "lint-imports",),
        (PROGRAMS / "openapi-spec-validator", ROOT / "docs" / "openapi.json"),
    )
    codes = []
    for job in jobs:
        say(" ".join([Path(str(job[0])).stem, *map(str, job[1:])]))
        codes.append(run(*job))
    return max(codes)


def format_code(*_arguments: str) -> int:
    """Lay the code out and mend what ruff can mend."""
    return run(PYTHON, "-m", "ruff", "check", "--fix") or run(PYTHON, "-m", "ruff", "format")


def words(*_arguments: str) -> int:
    """Collect the program's words into the Chinese catalogue."""
    return run(PYTHON, "scripts/words.py")


def golden(*arguments: str) -> int:
    """Write the golden files anew; read the difference before committing it."""
    return run(PYTHON, "-m", "pytest", "-q", "tests/golden", "--write-golden", *arguments)


def paper_proof(*arguments: str) -> int:
    """Pictures of every form's paper, or of one form with its boxes drawn over it, in the folder paper-proof."""
    return run(PYTHON, "scripts/paper_proof.py", *arguments)


def installer(*arguments: str) -> int:
    """Freeze the program for this platform and try the result out."""
    return run(PYTHON, "installer/build.py", *arguments)


def bench(*arguments: str) -> int:
    """Measure ratios side by side: every module of tests/benchmarks, or the named ones, and print one table."""
    return run(PYTHON, "-m", "tests.benchmarks", *arguments)


def usefulness(*_arguments: str) -> int:
    """What a fresh installation decides of thirty exports, per agreement, and whether it is right."""
    return run(PYTHON, "-m", "tests.benchmarks.usefulness")


def walk(*arguments: str) -> int:
    """Every row of the manual driven once by keys: row, seconds, result."""
    return run(PYTHON, "scripts/walk.py", *arguments)


def faults(*arguments: str) -> int:
    """The long machinery at its whole length: kills, races, random days, actions and documents."""
    workers = str((os.cpu_count() or 1) + 1)  # as above; handed out one by one, because the longest come first
    chosen = arguments or ("-q", "-n", workers, "--maxschedchunk", "1", "-m", "machinery")
    return run(PYTHON, "-m", "pytest", *chosen, env={**os.environ, "COO_WHOLE": "1"})


def setup(*_arguments: str) -> int:
    """Only set up."""
    return 0


JOBS: dict[str, Callable[..., int]] = {
    "setup": setup,
    "demo": demo,
    "test": test,
    "check": check,
    "format": format_code,
    "words": words,
    "golden": golden,
    "paper-proof": paper_proof,
    "installer": installer,
    "bench": bench,
    "usefulness": usefulness,
    "walk": walk,
    "faults": faults,
}


def main(arguments: list[str]) -> int:
    """Set up, then do the job named first."""
    if not arguments or arguments[0] not in JOBS:
        print("usage: bootstrap.py JOB [ARGUMENTS]")
        for name, job in JOBS.items():
            print(f"  {name:<10} {job.__doc__}")
        return 2
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python is exactly what this is for
        raise SystemExit("Python 3.11 or newer is needed; this one is " + sys.version.split()[0])
    set_up()
    return JOBS[arguments[0]](*arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
