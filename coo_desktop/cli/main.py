"""The same work without a window, for ERP systems and scripts: JSON on standard output, an error is one line.

Exit status: 0 fine, 1 the input has blocking problems or nothing was found, 2 the input cannot be read or the arguments
are wrong. Only the window and `demo` import Qt.
"""

import argparse
import datetime as dt
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from coo_desktop.domain.errors import NotFound, ProgramError, Refused, Unreadable
from coo_desktop.environment.files import write_atomically

FINE, FOUND_WRONG, UNUSABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status; without a command the window opens."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    asked = _parser().parse_args(arguments)
    if asked.home:
        os.environ["COO_HOME"] = str(Path(asked.home).resolve())
    try:
        run: Callable[[argparse.Namespace], int] = asked.run
        return run(asked)
    except BrokenPipeError:  # whoever reads has enough, as `| head` has; at exit nothing is left to write either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except (Unreadable, NotFound) as error:
        print(_one_line(error), file=sys.stderr)
        return UNUSABLE
    except ProgramError as error:
        print(_one_line(error), file=sys.stderr)
        return FOUND_WRONG


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="coo-desktop", description="China's certificates of origin, made offline")
    parser.add_argument("--home", metavar="DIR", help="one folder for this run's store and settings (or COO_HOME)")
    parser.add_argument("--version", action="version", version=_version())
    parser.set_defaults(run=_window)
    commands = parser.add_subparsers(metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], int], about: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=about, description=about)
        added.set_defaults(run=run)
        return added

    window = command("window", _window, "open the window (as without a command)")
    window.add_argument("--smoke", action="store_true", help=argparse.SUPPRESS)
    _add_demo(command)
    backend = command("backend", _backend, "start the reference backend")
    backend.add_argument("--port", type=int, default=8620)
    backend.add_argument("--data", metavar="DIR", default="backend-data", help="the folder of database and evidence")
    backend.add_argument("--demo", action="store_true", help="fill an empty database with the demo companies")
    backend.add_argument("--database", metavar="URL", help="another database than SQLite in DIR")
    _add_documents(command)
    _add_engine(command)
    _add_packs(command)
    return parser


def _add_documents(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands that take one document, or make one."""
    forms = command("forms", _forms, "every form type")
    forms.add_argument("show", nargs="*", metavar="show ID", help="one form type in full")
    forms.add_argument("--json", action="store_true")
    check = command("check", _check, "a document's problems")
    check.add_argument("file")
    check.add_argument("--json", action="store_true")
    pdf = command("pdf", _pdf, "a document on paper")
    pdf.add_argument("file")
    pdf.add_argument("-o", "--out", required=True, metavar="OUT.pdf")
    pdf.add_argument("--copy", action="store_true", help="marked as the copy")
    pdf.add_argument("--proof", action="store_true", help="watermarked, also with blocking problems")
    fill = command("fill", _fill, "how much of each box of the paper a document uses")
    fill.add_argument("file")
    taken = command("import", _import, "an invoice and its packing list as a document file")
    taken.add_argument("files", nargs="+", metavar="FILE", help="a spreadsheet, a text table or a text PDF")
    taken.add_argument("--form", required=True, metavar="ID")
    taken.add_argument("-o", "--out", required=True, metavar="DRAFT.json")
    taken.add_argument("--mapping", metavar="MAP.json", help='what titles mean: {"title": "column"}')
    taken.add_argument("--report", action="store_true", help="say what was read of each line, and what set aside")


def _add_engine(command: Callable[..., argparse.ArgumentParser]) -> None:
    """The commands that ask the origin engine and its reference packs."""
    origin = command("origin", _origin, "origin determination of a product")
    origin.add_argument("file")
    origin.add_argument("--agreement", metavar="ID")
    origin.add_argument("--rule", metavar="TEXT", help="a product rule instead of the looked-up one")
    origin.add_argument("--date", metavar="YYYY-MM-DD", type=dt.date.fromisoformat, default=None)
    codes = command("hs", _hs, "HS codes by digits, Chinese, English, pinyin or its initials")
    codes.add_argument("query", nargs="+")
    codes.add_argument("--limit", type=int, default=20, metavar="N")
    codes.add_argument("--from", dest="old", metavar="YEAR", help="with changes CODE: the edition the code is of")
    codes.add_argument("--to", dest="new", metavar="YEAR", help="with changes CODE: the edition that is asked for")
    tariff = command("tariff", _tariff, "every agreement's rate for a code side by side, best first")
    tariff.add_argument("--from", required=True, dest="exporter", metavar="CC", help="where the goods come from")
    tariff.add_argument("--to", required=True, dest="importer", metavar="CC", help="where they are imported")
    tariff.add_argument("--hs", required=True, metavar="CODE", help="six digits, or the importer's own line")
    tariff.add_argument("--value", default="", metavar="AMOUNT", help="for the duty and what a certificate saves")
    tariff.add_argument("--currency", default="", metavar="CODE")
    tariff.add_argument("--date", metavar="YYYY-MM-DD", type=dt.date.fromisoformat, default=None)


def _add_packs(command: Callable[..., argparse.ArgumentParser]) -> None:
    """Reference packs: listed, built, checked, put to use."""
    packs = command("packs", _packs, "reference packs: codes, correlations, product rules, rates")
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


def _version() -> str:
    from coo_desktop import __version__

    return f"coo-desktop {__version__}"


def _one_line(error: ProgramError) -> str:
    facts = "; ".join(f"{name}: {value}" for name, value in error.facts.items())
    return f"{error.code}: {facts}".replace("\n", " ")


def _say(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1), flush=True)


# -- commands


def _add_demo(command: Callable[..., argparse.ArgumentParser]) -> None:
    tour = command("tour", _tour, "a picture of every page, for the guide")
    tour.add_argument("folder")
    tour.add_argument("--language", choices=("zh_CN", "en"), default="zh_CN")
    demo = command("demo", _demo, "the main job on a demo company against a local backend")
    demo.add_argument("--out", default="demo-output", metavar="DIR", help="where PDFs, screenshots and report go")
    demo.add_argument("--headless", action="store_true", help="no window at the end")
    demo.add_argument("--packs", nargs="*", default=[], metavar="PACK", help="reference packs for the demo's desk")


def _window(asked: argparse.Namespace) -> int:
    from coo_desktop.app import main as open_window

    return open_window(smoke=getattr(asked, "smoke", False))


def _tour(asked: argparse.Namespace) -> int:
    from coo_desktop.app import take_pictures
    from coo_desktop.demo.server import PASSWORD

    return take_pictures(Path(asked.folder), PASSWORD, asked.language)


def _demo(asked: argparse.Namespace) -> int:
    from coo_desktop.demo.job import main as run_demo

    return run_demo(Path(asked.out), headless=asked.headless, packs=[Path(pack) for pack in asked.packs])


def _backend(asked: argparse.Namespace) -> int:
    from coo_backend.serve import main as serve

    given = ["--port", str(asked.port), "--data", asked.data]
    given += ["--database-url", asked.database] if asked.database else []
    return serve([*given, "--demo"] if asked.demo else given)


def _forms(asked: argparse.Namespace) -> int:
    from coo_desktop.cli.documents import form_facts, form_in_full, rules

    if not asked.show:
        rows = [form_facts(form) for form in rules().book.forms.values()]
        if asked.json:
            _say(rows)
        else:
            for row in rows:
                print(f"{row['id']:22} {row['family']:12} {row['title_zh']}  {row['title_en']}")
        return FINE
    if len(asked.show) != 2 or asked.show[0] != "show":
        raise Unreadable(key="forms", reason="say: forms show ID")
    _say(form_in_full(rules().form(asked.show[1])))
    return FINE


def _check(asked: argparse.Namespace) -> int:
    from coo_desktop.cli.documents import problem_facts, read_document_file, rules

    given = read_document_file(Path(asked.file), rules())
    found = rules().problems(given.form, given.document.values, given.context)
    if asked.json:
        _say([problem_facts(problem) for problem in found])
    else:
        for problem in found:
            print(f"{problem.severity:5} {problem.box or '-':>3}  {problem.message_zh}  [{problem.code}]")
    return FOUND_WRONG if any(problem.severity == "block" for problem in found) else FINE


def _pdf(asked: argparse.Namespace) -> int:
    from coo_desktop.bootstrap.given_files import write_out
    from coo_desktop.cli.documents import read_document_file, rules
    from coo_desktop.domain.filling.printing import COPY, ORIGINAL, PROOF
    from coo_desktop.paper.render import pdf

    given = read_document_file(Path(asked.file), rules())
    found = rules().problems(given.form, given.document.values, given.context)
    stopping = [problem.code for problem in found if problem.severity == "block"]
    if stopping and not asked.proof:
        raise Refused(why="blocking_problems", codes=", ".join(stopping))
    paper = PROOF if asked.proof else COPY if asked.copy else ORIGINAL
    write_out(Path(asked.out), pdf(given.form, given.document, paper=paper))
    return FINE


def _import(asked: argparse.Namespace) -> int:
    from coo_desktop.cli.documents import rules
    from coo_desktop.cli.shipments import imported

    mapping = Path(asked.mapping) if asked.mapping else None
    document, report = imported([Path(file) for file in asked.files], asked.form, rules(), mapping, dt.date.today())
    write_atomically(Path(asked.out), json.dumps(document, ensure_ascii=False, indent=1).encode())
    _say(report if asked.report else {"out": asked.out, "lines": len(report["lines"])})
    return FINE


def _fill(asked: argparse.Namespace) -> int:
    from coo_desktop.cli.documents import read_document_file, rules
    from coo_desktop.paper.render import fill

    given = read_document_file(Path(asked.file), rules())
    boxes = [one for one in fill(given.form, given.document) if one.box or not one.fits]
    _say([{"box": one.box, "used": one.used, "room": one.room, "fits": one.fits} for one in boxes])
    return FINE if all(one.fits for one in boxes) else FOUND_WRONG


def _origin(asked: argparse.Namespace) -> int:
    from coo_desktop.cli.documents import rules
    from coo_desktop.cli.origin import origin_answers

    answers = origin_answers(Path(asked.file), rules(), asked.agreement, asked.rule, asked.date or dt.date.today())
    _say(answers[0] if asked.agreement else answers)
    return FINE if any(answer["qualifies"] for answer in answers) else FOUND_WRONG


def _hs(asked: argparse.Namespace) -> int:
    from coo_desktop.cli.packs import code_change, found_codes

    if asked.query[0] == "changes" and len(asked.query) == 2:
        _say(code_change(asked.query[1], asked.old, asked.new))
        return FINE
    found = found_codes(" ".join(asked.query), asked.limit)
    _say(found)
    return FINE if found else FOUND_WRONG


def _tariff(asked: argparse.Namespace) -> int:
    from coo_desktop.cli.tariff import question, tariff

    day = asked.date or dt.date.today()
    found = tariff(question(asked.exporter, asked.importer, asked.hs, day), asked.value, asked.currency)
    _say(found)
    if not found:
        raise Refused(why="no_rates", hs=asked.hs, exporter=asked.exporter, importer=asked.importer, day=day)
    return FINE


def _packs(asked: argparse.Namespace) -> int:
    from coo_desktop.cli import packs

    answers: dict[str, Callable[[], object]] = {
        "list": lambda: packs.listed_packs(dt.date.today()),
        "recipes": packs.known_recipes,
        "build": lambda: packs.built_pack(asked.recipe, asked.files, asked.out, asked.as_of),
        "verify": lambda: packs.verified_pack(asked.pack),
        "install": lambda: packs.installed_pack(asked.pack),
    }
    _say(answers[asked.action]())
    return FINE
