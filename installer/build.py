"""Freezes the program for the platform this runs on, adds the licences, and tries the result out."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bill_of_materials import bill, licence, shipped

from coo_desktop.domain.short_names import short_names
from coo_desktop.environment import prepared, words
from coo_desktop.environment.assets import declarations
from coo_desktop.store.packs.shipped_rules import PREPARED, prepare
from coo_desktop.store.pinyin import syllables

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
FOLDER = DIST / "coo-desktop"
BILL = "coo-desktop.cdx.json"
SUFFIX = ".exe" if os.name == "nt" else ""
LICENCE_FILES = ("licen", "copying", "notice", "authors")


def step(text: str) -> None:
    """Tell what comes, before it takes its time."""
    print("== " + text, flush=True)


def prepare_rules() -> Path:
    """The product rules as one file beside the resources, so that no installed program makes it again."""
    return prepare(ROOT / "resources" / PREPARED)


def prepare_words() -> Path:
    """The catalogue, names, phrases and declarations as the program takes them up, beside the resources."""
    prepared.keep_in(ROOT / "resources")
    words.catalogue(words.LANGUAGES[0])
    short_names(declarations())
    syllables("中")
    return ROOT / "resources" / prepared.FOLDER


def freeze() -> None:
    """Run PyInstaller on the recipe beside this file."""
    places = ["--distpath", str(DIST), "--workpath", str(ROOT / "build")]
    recipe = str(ROOT / "installer" / "coo_desktop.spec")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, recipe]
    subprocess.run(command, cwd=ROOT, check=True)


def add_licences() -> int:
    """Put every licence text into the folder, the LGPL's and GPL's for Qt included, and the bill of materials.

    The answer is how many packages there are.
    """
    target = FOLDER / "licences"
    shutil.copytree(ROOT / "installer" / "licences", target, dirs_exist_ok=True)
    shutil.copy(ROOT / "LICENSE", target / "coo-desktop.txt")
    for text in (ROOT / "resources" / "fonts").glob("OFL-*.txt"):
        shutil.copy(text, target)
    packages = shipped()
    for name, package in packages.items():
        texts = [file for file in package.files or [] if ".dist-info" in str(file) and is_licence(file.name)]
        for file in texts:
            (target / name).mkdir(exist_ok=True)
            shutil.copy(str(file.locate()), target / name / file.name)
    lines = [f"{name} {package.version}: {licence(name, package)}" for name, package in sorted(packages.items())]
    (target / "PACKAGES.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    (target / BILL).write_text(bill(packages), encoding="utf-8")
    return len(packages)


def is_licence(name: str) -> bool:
    """Whether a file of a package is a licence text or a notice."""
    return name.lower().startswith(LICENCE_FILES) and not name.endswith(".py")


def try_out() -> list[str]:
    """Run the frozen programs away from the checkout; answer which trials failed."""
    with tempfile.TemporaryDirectory() as place:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": place, "COO_HOME": str(Path(place, "coo"))}
        for name in ("PYTHONPATH", "DISPLAY", "WAYLAND_DISPLAY"):
            environment.pop(name, None)
        output = Path(place, "demo")
        trials = {
            "says its version": ["coo-desktop", "--version"],
            "opens its window": ["coo-desktop-window", "window", "--smoke"],
            "does the main job": ["coo-desktop", "demo", "--headless", "--out", str(output)],
        }
        failed = [what for what, command in trials.items() if not succeeds(what, command, environment, place)]
        if "does the main job" not in failed:
            agrees = subprocess.run([sys.executable, ROOT / "scripts" / "demo_agrees.py", output], check=False)
            failed += ["the demo's documents agree"] if agrees.returncode else []
    return failed


def succeeds(what: str, command: list[str], environment: dict[str, str], place: str) -> bool:
    """Whether a frozen program ends well within five minutes; its last words are shown when it does not."""
    started = time.monotonic()
    program = str(FOLDER / (command[0] + SUFFIX))
    try:
        done = subprocess.run(
            [program, *command[1:]],
            env=environment,
            cwd=place,
            timeout=300,
            capture_output=True,
            text=True,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"   {what}: no: {error}")
        return False
    print(f"   {what}: {'yes' if done.returncode == 0 else 'no'}, {time.monotonic() - started:.1f} s")
    if done.returncode != 0:
        print((done.stdout + done.stderr)[-3000:])
    return done.returncode == 0


def main() -> int:
    """Freeze, add licences, try out, tell the size."""
    step(f"Preparing the product rules: {prepare_rules().name}")
    step(f"Preparing the words: {prepare_words().name}")
    step("Freezing")
    freeze()
    step(f"Licences of {add_licences()} packages")
    step("Trying it out")
    failed = try_out()
    size = sum(file.stat().st_size for file in FOLDER.rglob("*") if file.is_file() and not file.is_symlink())
    step(
        f"{FOLDER.relative_to(ROOT)}: {size / 1e6:.0f} MB; "
        + (f"failed: {', '.join(failed)}" if failed else "all well")
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
