"""The guide's pictures: chosen pages of the demo's tour, made small, under lasting names."""

import sys
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
CHOSEN = {
    "unlock": "unlock",
    "pre-reviews": "pre-reviews",
    "certificates": "certificates",
    "smart-create": "smart-create",
    "page-pre_review-approved": "pre-review-page",
    "dialog-pre_review-materials": "material-dialog",
    "page-rcep_2022-draft": "form-page",
    "dialog-rcep_2022-goods": "goods-dialog",
    "dialog-rcep_2022-marks": "marks-dialog",
    "page-rcep_2022-returned": "returned",
    "preview-rcep_2022": "preview",
    "outbox": "outbox",
    "certificates-english": "english",
}


def main(screenshots: Path) -> int:
    """Copies the chosen pictures of a demo's `screenshots` folder into docs/pictures; 1 when one is missing."""
    target = ROOT / "docs" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    missing = 0
    for page, name in CHOSEN.items():
        found = sorted(screenshots.glob(f"[0-9][0-9]-{page}.png"))
        if not found:
            print(f"no picture of {page}", file=sys.stderr)
            missing = 1
            continue
        picture = Image.open(found[0]).convert("RGB").quantize(256)
        picture.save(target / f"{name}.png", optimize=True)
    return missing


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "demo-output" / "screenshots"))
