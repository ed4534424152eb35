"""The command line's own words: every command with what it takes. Nothing here runs one, or imports what runs it."""

import argparse
import datetime as dt
from collections.abc import Callable, Mapping

Run = Callable[[argparse.Namespace], int]
Command = Callable[[str, str], argparse.ArgumentParser]


def parser(commands: Mapping[str, Run]) -> argparse.ArgumentParser:
    """What may be asked; the command that is asked for stands in `run`, the window's without one."""
    made = argparse.ArgumentParser(prog="coo-desktop", description="China's certificates of origin, made offline")
    made.add_argument("--home", metavar="DIR", help="one folder for this run's store and settings (or COO_HOME)")
    made.add_argument("--version", action="version", version=_version())
    made.set_defaults(run=commands["window"])
    subparsers = made.add_subparsers(metavar="COMMAND")

    def command(name: str, about: str) -> argparse.ArgumentParser:
        added = subparsers.add_parser(name, help=about, description=about)
        added.set_defaults(run=commands[name])
        return added

    window = command("window", "open the window (as without a command)")
    window.add_argument("--smoke", action="store_true", help=argparse.SUPPRESS)
    _add_demo(command)
    backend = command("backend", "start the reference backend")
    backend.add_argument("--port", type=int, default=8620)
    backend.add_argument("--data", metavar="DIR", default="backend-data", help="the folder of database and evidence")
    backend.add_argument("--demo", action="store_true", help="fill an empty database with the demo companies")
    backend.add_argument("--database", metavar="URL", help="another database than SQLite in DIR")
    _add_documents(command)
    _add_workbooks(command)
    _add_engine(command)
    _add_packs(command)
    return made


def _add_documents(command: Command) -> None:
    """The commands that take one document, or make one."""
    forms = command("forms", "every form type")
    forms.add_argument("show", nargs="*", metavar="show ID", help="one form type in full")
    forms.add_argument("--json", action="store_true")
    check = command("check", "a document's problems")
    check.add_argument("file")
    check.add_argument("--json", action="store_true")
    pdf = command("pdf", "a document on paper")
    pdf.add_argument("file")
    pdf.add_argument("-o", "--out", required=True, metavar="OUT.pdf")
    pdf.add_argument("--copy", action="store_true", help="marked as the copy")
    pdf.add_argument("--proof", action="store_true", help="watermarked, also with blocking problems")
    fill = command("fill", "how much of each box of the paper a document uses")
    fill.add_argument("file")
    taken = command("import", "an invoice and its packing list as a document file")
    taken.add_argument("files", nargs="+", metavar="FILE", help="a spreadsheet, a text table or a text PDF")
    taken.add_argument("--form", required=True, metavar="ID")
    taken.add_argument("-o", "--out", required=True, metavar="DRAFT.json")
    taken.add_argument("--mapping", metavar="MAP.json", help='what titles mean: {"title": "column"}')
    taken.add_argument("--products", metavar="PRODUCTS.json", help="approved products, which the lines are matched to")
    taken.add_argument("--report", action="store_true", help="say what was read and matched, and what set aside")


def _add_workbooks(command: Command) -> None:
    """Workbooks of documents: the empty one, what a filled one says, and one made of document files."""
    book = command("workbook", "workbooks of products with their materials, and of past certificates")
    actions = book.add_subparsers(metavar="ACTION", dest="action", required=True)

    def action(name: str, about: str) -> argparse.ArgumentParser:
        added = actions.add_parser(name, help=about, description=about)
        added.add_argument("--form", default="pre_review", metavar="ID", help="pre_review, or a certificate's form")
        return added

    template = action("template", "an empty workbook, with lists to choose from and a note at every title")
    read = action("read", "what a workbook says: each line, what is taken of it and what not, and why")
    read.add_argument("file", metavar="BOOK.xlsx")
    read.add_argument("-o", "--out", metavar="DIR", help="writes a document file for each document that can be taken")
    export = action("export", "document files as a workbook that `read` takes")
    export.add_argument("files", nargs="+", metavar="FILE.json")
    for added in (template, export):
        added.add_argument("--language", choices=("zh_CN", "en"), default="zh_CN")
        added.add_argument("-o", "--out", required=True, metavar="OUT.xlsx")


def _add_engine(command: Command) -> None:
    """The commands that ask the origin engine and its reference packs."""
    origin = command("origin", "origin determination of a product")
    origin.add_argument("file")
    origin.add_argument("--agreement", metavar="ID")
    origin.add_argument("--rule", metavar="TEXT", help="a product rule instead of the looked-up one")
    origin.add_argument("--date", metavar="YYYY-MM-DD", type=dt.date.fromisoformat, default=None)
    codes = command(
        "hs", "HS codes by digits (HS 9617, 30420 for 0304.20), Chinese, English, trade words, pinyin or its initials"
    )
    codes.add_argument("query", nargs="+")
    codes.add_argument("--limit", type=int, default=20, metavar="N")
    codes.add_argument("--from", dest="old", metavar="YEAR", help="with changes CODE: the edition the code is of")
    codes.add_argument("--to", dest="new", metavar="YEAR", help="with changes CODE: the edition that is asked for")
    tariff = command("tariff", "every agreement's rate for a code side by side, best first")
    tariff.add_argument("--from", required=True, dest="exporter", metavar="CC", help="where the goods come from")
    tariff.add_argument("--to", required=True, dest="importer", metavar="CC", help="where they are imported")
    tariff.add_argument("--hs", required=True, metavar="CODE", help="six digits, or the importer's own line")
    tariff.add_argument("--value", default="", metavar="AMOUNT", help="for the duty and what a certificate saves")
    tariff.add_argument("--currency", default="", metavar="CODE")
    tariff.add_argument("--date", metavar="YYYY-MM-DD", type=dt.date.fromisoformat, default=None)


def _add_packs(command: Command) -> None:
    """Reference packs: listed, built, checked, put to use."""
    packs = command("packs", "reference packs: codes, correlations, product rules, rates")
    packs.set_defaults(action="list")
    actions = packs.add_subparsers(metavar="ACTION")

    def action(name: str, about: str) -> argparse.ArgumentParser:
        added = actions.add_parser(name, help=about, description=about)
        added.set_defaults(action=name)
        return added

    action("list", "every pack here, with age, source and quality")
    action("recipes", "every table layout that a pack can be built from")
    build = action("build", "a pack from published tables")
    build.add_argument("recipe")
    build.add_argument("files", nargs="+", metavar="FILE")
    build.add_argument("-o", "--out", required=True, metavar="PACK")
    build.add_argument("--as-of", default="", metavar="YYYY-MM-DD", help="the day described, if no file name tells")
    action("verify", "whether a pack is whole and what it says of itself").add_argument("pack")
    action("install", "put a pack to use").add_argument("pack")


def _add_demo(command: Command) -> None:
    tour = command("tour", "a picture of every page, for the guide")
    tour.add_argument("folder")
    tour.add_argument("--language", choices=("zh_CN", "en"), default="zh_CN")
    demo = command("demo", "the main job on a demo company against a local backend")
    demo.add_argument("--out", default="demo-output", metavar="DIR", help="where PDFs, screenshots and report go")
    demo.add_argument("--headless", action="store_true", help="no window at the end")
    demo.add_argument("--packs", nargs="*", default=[], metavar="PACK", help="reference packs for the demo's desk")


def _version() -> str:
    from coo_desktop import __version__

    return f"coo-desktop {__version__}"
