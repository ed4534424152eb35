"""The same work without a window, for ERP systems and scripts: JSON on standard output, an error is one line.

Exit status: 0 fine, 1 the input has blocking problems or nothing was found, 2 the input cannot be read or the arguments
are wrong. Only the window and `demo` import Qt.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from coo_desktop.cli.arguments import Run, parser
from coo_desktop.domain.clock import china_today
from coo_desktop.domain.errors import NotFound, ProgramError, Refused, Unreadable

FINE, FOUND_WRONG, UNUSABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and returns its exit status; without a command the window opens."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    asked = parser(COMMANDS).parse_args(arguments)
    if asked.home:
        os.environ["COO_HOME"] = str(Path(asked.home).resolve())
    try:
        run: Run = asked.run
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


def _one_line(error: ProgramError) -> str:
    facts = "; ".join(f"{name}: {value}" for name, value in error.facts.items())
    return f"{error.code}: {facts}".replace("\n", " ")


def _say(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1), flush=True)


# -- commands


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
    from coo_desktop.cli.shipments import write_import

    report = write_import(asked, china_today())
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

    answers = origin_answers(Path(asked.file), rules(), asked.agreement, asked.rule, asked.date or china_today())
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

    day = asked.date or china_today()
    found = tariff(question(asked.exporter, asked.importer, asked.hs, day), asked.value, asked.currency)
    _say(found)
    if not found:
        raise Refused(why="no_rates", hs=asked.hs, exporter=asked.exporter, importer=asked.importer, day=day)
    return FINE


def _packs(asked: argparse.Namespace) -> int:
    from coo_desktop.cli import packs

    answers: dict[str, Callable[[], object]] = {
        "list": lambda: packs.listed_packs(china_today()),
        "recipes": packs.known_recipes,
        "build": lambda: packs.built_pack(asked.recipe, asked.files, asked.out, asked.as_of),
        "verify": lambda: packs.verified_pack(asked.pack),
        "install": lambda: packs.installed_pack(asked.pack),
    }
    _say(answers[asked.action]())
    return FINE


def _workbook(asked: argparse.Namespace) -> int:
    from coo_desktop.cli import workbooks

    if asked.action == "template":
        workbooks.write_template(Path(asked.out), asked.form, asked.language)
        _say({"out": asked.out})
    elif asked.action == "export":
        count = workbooks.write_workbook(Path(asked.out), asked.form, map(Path, asked.files), asked.language)
        _say({"out": asked.out, "documents": count})
    else:
        out = Path(asked.out) if asked.out else None
        report = workbooks.read_workbook(Path(asked.file), asked.form, out, china_today())
        _say(report)
        return FINE if any(line["taken"] for line in report["documents"]) else FOUND_WRONG
    return FINE


COMMANDS: Mapping[str, Run] = {
    "window": _window,
    "tour": _tour,
    "demo": _demo,
    "backend": _backend,
    "forms": _forms,
    "check": _check,
    "pdf": _pdf,
    "import": _import,
    "fill": _fill,
    "workbook": _workbook,
    "origin": _origin,
    "hs": _hs,
    "tariff": _tariff,
    "packs": _packs,
}
