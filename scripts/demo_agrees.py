"""Reads what a demo left behind with other programs' eyes: `python scripts/demo_agrees.py DIR`.

The report must say that both sides agree; poppler must find every box's text and only embedded fonts.
"""

import json
import subprocess
import sys
from pathlib import Path

#: What poppler must find on the paper of each certificate, box by box; days move with the calendar and are left out.
BOXES = {
    "FORM-RCEP.pdf": (
        "NINGBO LANFENG HOUSEWARE CO., LTD.",
        "SAKURA TABLEWARE TRADING K.K.",
        "NINGBO HENGTAI METAL PRODUCTS FACTORY",
        "VESSEL: FICTIVE STAR V.2641E",
        "FROM NINGBO, CHINA TO TOKYO, JAPAN BY SEA",
        "C/NO. 1-250",
        "TWO HUNDRED AND FIFTY (250)",
        "9617.00",
        "CTC",
        "6000 PCS",
        "LF2026-1015",
        "JAPAN",
        "Form RCEP",
    ),
    "CO.pdf": (
        "VIA ORIENTAL BRIDGE (HK) LTD.",
        "CASA BELA IMPORTADORA LTDA.",
        "FROM SHENZHEN, CHINA TO SANTOS, BRAZIL BY SEA",
        "NO. 1-1200",
        "ONE THOUSAND AND TWO HUNDRED (1200)",
        "SAY TOTAL: ONE THOUSAND AND TWO HUNDRED",
        "L/C NO. LC2026BR77",
        "6911.10",
        "4800 SETS",
        "MY-2026-0612",
    ),
    "FORM-RCEP-20-lines.pdf": ("Page 1 of", "Page 2 of", "ITEM NO. LF-2000"),
}


def complaints(folder: Path) -> list[str]:
    """What is wrong with the output of a demo."""
    report = folder / "report.json"
    if not report.is_file():
        return ["report.json is missing"]
    told = json.loads(report.read_text(encoding="utf-8"))
    wrong = [] if told.get("agree") is True else ["the documents do not agree"]
    if len(told.get("pictures", ())) < len(BOXES) or any(not file.stat().st_size for file in folder.rglob("*.png")):
        wrong.append("pictures of pages are missing or empty")
    for entry in told.get("files", ()):
        wrong += [f"{entry['file']}: {fault}" for fault in _faults(folder / entry["file"], entry)]
    return wrong + [f"{name} is missing" for name in BOXES if not (folder / name).is_file()]


def _faults(path: Path, entry: dict[str, str]) -> list[str]:
    text = " ".join(_read("pdftotext", "-layout", path, "-").split())
    plain = " ".join(_read("pdftotext", "-raw", path, "-").split())
    wanted = (*BOXES[path.name], entry["number"], entry["print_number"])
    faults = [f"{words!r} is not on the paper" for words in wanted if words not in text and words not in plain]
    for line in _read("pdffonts", path).splitlines()[2:]:
        if line.split()[-5] != "yes":  # the columns from the right: emb sub uni object id
            faults.append(f"a font is not embedded: {line}")
    return faults


def _read(*command: object) -> str:
    told = subprocess.run([str(part) for part in command], capture_output=True, check=True)
    return told.stdout.decode("utf-8")


def main(arguments: list[str]) -> int:
    """Print what is wrong; 0 when nothing is."""
    wrong = complaints(Path(arguments[0]))
    print("\n".join(wrong) or "The demo's documents agree, and its certificates say what they should.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
