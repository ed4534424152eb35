"""The guide's pictures: `python scripts/pictures.py [PACK ...]` makes a demo, walks it in both languages, shrinks them.

Packs of rates and of code changes make the pages that need them show something; the program itself ships none. The
examiner's pages are taken by a browser (Debian: chromium, chromium-driver); without one the old pictures stay.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import console_pictures
from PIL import Image

from coo_desktop.demo.job import main as run_demo
from coo_desktop.demo.job import take
from coo_desktop.demo.server import DemoServer
from coo_desktop.environment.settings import read_settings
from coo_desktop.store.files.profile import find_profile
from coo_desktop.views.shell.pages import PAGES

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = {"zh_CN": "zh", "en": "en"}
#: Picture of the tour -> its lasting name; the pages of the registry keep their keys.
CHOSEN = {
    "unlock": "unlock",
    "sign-in": "sign-in",
    "forgotten": "forgotten",
    "pre-reviews": "pre-reviews",
    "certificates": "certificates",
    "saved-filters": "saved-filters",
    "reference-data": "reference-data",
    "find-anything": "find-anything",
    "excel-offers": "excel-offers",
    "excel-lines": "excel-lines",
    "excel-whole": "excel-whole",
    "excel-left": "excel-left",
    "smart-create": "smart-create",
    "hs-dialog": "hs-dialog",
    "page-pre_review-approved": "pre-review-page",
    "page-pre_review-voided": "voided",
    "dialog-pre_review-materials": "material-dialog",
    "page-rcep_2022-draft": "form-page",
    "dialog-rcep_2022-goods": "goods-dialog",
    "dialog-rcep_2022-marks": "marks-dialog",
    "dialog-pre_review-evidence": "evidence-dialog",
    "page-rcep_2022-returned": "returned",
    "comparison-rcep_2022": "comparison",
    "history-rcep_2022": "history",
    "preview-rcep_2022": "preview",
    "print-rcep_2022": "print-dialog",
} | {key.replace("_", "-"): key.replace("_", "-") for key in PAGES}
CHOSEN["outbox-waiting"] = CHOSEN.pop("outbox")
COLOURS = 80


def main(out: Path, packs: list[Path]) -> int:
    """Makes every picture; 1 when one is missing."""
    code = run_demo(out, headless=True, packs=packs)
    with _served(out) as server:
        take(out, "en")
        console_pictures.take(server.url, out / "console")
    missing = 0
    for language, short in LANGUAGES.items():
        screenshots = out / ("screenshots" if language == "zh_CN" else f"screenshots-{language}")
        for page, name in CHOSEN.items():
            found = sorted(screenshots.glob(f"[0-9][0-9]-{page}.png"))
            if found:
                shrink(found[0], ROOT / "docs" / "pictures" / short / f"{name}.png")
            else:
                print(f"no picture of {page} in {short}", file=sys.stderr)
                missing = 1
    for picture in sorted((out / "console").glob("*/*.png")):
        shrink(picture, ROOT / "docs" / "pictures" / picture.parent.name / f"console-{picture.name}")
    return code or missing


def shrink(picture: Path, target: Path) -> None:
    """A screen has few colours: a palette without dithering keeps letters and signs, and loses most of the bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    whole = Image.open(picture).convert("RGB")
    small = whole.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)
    small.save(target, optimize=True)


@contextmanager
def _served(out: Path) -> Iterator[DemoServer]:
    """The demo's backend again, at the address that its desk knows."""
    server = DemoServer(out / "backend")
    server.url = read_settings(find_profile(out / "home", anywhere=True).folder).backend
    server.start()
    try:
        yield server
    finally:
        server.stop()


if __name__ == "__main__":
    sys.exit(main(ROOT / "demo-output", [Path(given) for given in sys.argv[1:]]))
