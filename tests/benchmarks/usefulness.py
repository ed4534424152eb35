"""What a fresh installation is worth: thirty exports of everyday goods, and what the program says of each by itself.

`python -m tests.benchmarks.usefulness [FACTS.csv]` prints, per agreement, how many answers are yes, no, would hold,
unknown: with the single rules of former editions alone, and with all that ships. Every decided answer is compared with
the one that was worked out by hand from the annex; the exit code is 1 when one is wrong or too few exports are decided:
twelve at least. With a table of rule facts it also tells what is decided once an office's pack of them is installed:
twenty at least.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from coo_desktop.domain.agreements import NON_PREFERENTIAL, PRODUCT_RULES_FILE
from coo_desktop.domain.origin.candidates import possible
from coo_desktop.domain.origin.conversion import UNCONVERTED, Conversion
from coo_desktop.domain.origin.determination import Determination
from coo_desktop.domain.origin.product import Cost, Material, Product
from coo_desktop.domain.origin.rule_sources import RuleSources
from coo_desktop.domain.origin.rules import Rules, read_product_rules
from coo_desktop.domain.origin.verdict import Standing
from coo_desktop.environment.assets import resource
from coo_desktop.store.packs.build import build
from coo_desktop.store.packs.install import install
from coo_desktop.store.packs.library import Library
from tests.domain.tariff_rows import agreements
from tests.store.packs.tables import shipped

DAY = date(2026, 11, 30)
LEAST_DECIDED = 12
LEAST_WITH_FACTS = 20


@dataclass(frozen=True)
class Export:
    """A good of China worth 100 FOB and 90 ex works, its foreign materials (code, origin, price), and right answers."""

    good: str
    importer: str
    code: str
    materials: tuple[tuple[str, str, int], ...]
    right: Mapping[str, bool]


EXPORTS = (
    Export("stainless vacuum flask", "KR", "961700", (("722020", "JP", 30),), {"rcep": True, "korea": True}),
    Export("plastic storage boxes", "KR", "392490", (("390210", "SA", 45),), {"korea": True}),
    Export("cotton T-shirts", "KR", "610910", (("520523", "IN", 35),), {"korea": True}),
    Export("T-shirts of imported fabric", "KR", "610910", (("600622", "TW", 35),), {"korea": True}),
    Export("passenger-car tyres", "KR", "401110", (("400122", "TH", 40),), {"korea": True}),
    Export("steel office chairs", "KR", "940179", (("730630", "JP", 30),), {"korea": True, "rcep": True}),
    Export("lathes", "KR", "845811", (("848210", "DE", 20),), {}),
    Export("smartphones", "KR", "851713", (("854231", "KR", 50),), {}),
    Export("LED lamps", "PE", "940540", (("854141", "JP", 30),), {}),
    Export("bicycles", "PE", "871200", (("871491", "TW", 40),), {"peru": True}),
    Export("plastic tableware", "PE", "392410", (("390210", "SA", 45),), {"peru": True}),
    Export("motorcycles", "PE", "871120", (("840732", "JP", 30),), {"peru": True}),
    Export("leather shoes", "PE", "640399", (("410712", "BR", 30),), {"peru": True}),
    Export("porcelain tableware", "CR", "691110", (("250700", "US", 20),), {"costa_rica": True}),
    Export("steel pipes", "CR", "730630", (("720839", "JP", 60),), {"costa_rica": True}),
    Export("cotton trousers", "CR", "620342", (("520942", "IN", 40),), {"costa_rica": True}),
    Export("electric kettles", "CR", "851679", (("853210", "JP", 20),), {"costa_rica": True}),
    Export("frozen fish fillets", "IS", "030461", (("030389", "RU", 50),), {"iceland": False}),
    Export("toys of plastic", "IS", "950300", (("390310", "KR", 30),), {"iceland": True}),
    Export("wooden furniture", "IS", "940360", (("440799", "US", 40),), {"iceland": True}),
    Export("polyester yarn, textured", "TW", "540233", (("540246", "KR", 40),), {"ecfa": False}),
    Export("polyester yarn, high tenacity", "TW", "540220", (("550320", "KR", 40),), {"ecfa": True}),
    Export("machine tools", "TW", "846221", (("850131", "JP", 20),), {}),
    Export("power adapters", "CH", "850440", (("854231", "US", 35),), {"switzerland": True}),
    Export("wrist-watches", "CH", "910211", (("910811", "CH", 50),), {"switzerland": False}),
    Export("wooden beds", "JP", "940350", (("440799", "US", 40),), {"rcep": True}),
    Export("balloons and toys", "AU", "950300", (("400110", "TH", 30),), {"rcep": True}),
    Export("ceramic sinks", "VN", "691010", (("250700", "US", 20),), {}),
    Export("gas cookers", "CL", "732111", (("721934", "JP", 30),), {}),
    Export("cotton fabric", "PK", "520942", (("520523", "IN", 60),), {}),
)


def main(facts: Path | None = None) -> int:
    """Prints the table; 1 where an answer is wrong or too few exports are decided."""
    columns = {"before": counted_before(), "after": counted_after()}
    if facts is not None:
        columns["with pack"] = counted_after(facts)
    print(f"{'agreement':18} {'':9} {'yes':>5} {'no':>5} {'would hold':>11} {'unknown':>8}")
    for agreement in sorted({key[1] for key in columns["after"]}):
        for name, found in columns.items():
            counts = Counter(answer.standing for (_good, each), answer in found.items() if each == agreement)
            row = [counts[each] for each in (Standing.HOLDS, Standing.FAILS, Standing.WOULD_HOLD, Standing.UNKNOWN)]
            print(f"{agreement:18} {name:9} {row[0]:5} {row[1]:5} {row[2]:11} {row[3]:8}")
    told = ", ".join(f"{len(decided(found))} {name}" for name, found in columns.items())
    print(f"exports decided: {told}, of {len(EXPORTS)}")
    faults = sorted({*wrong(columns["after"]), *wrong(columns.get("with pack", {}))})
    for good in faults:
        print(f"wrong: {good}")
    least = {"after": LEAST_DECIDED, "with pack": LEAST_WITH_FACTS}
    short = any(len(decided(columns[name])) < number for name, number in least.items() if name in columns)
    return 1 if faults or short else 0


Answers = Mapping[tuple[str, str], Determination]


def counted_before() -> Answers:
    """What the single rules say without the shipped lists."""
    return _answers(read_product_rules(resource("agreements", PRODUCT_RULES_FILE).read_text(encoding="utf-8")))


def counted_after(facts: Path | None = None) -> Answers:
    """What a fresh installation says, with a pack of the `facts` where there are some."""
    single = read_product_rules(resource("agreements", PRODUCT_RULES_FILE).read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        if facts is not None:
            pack = Path(folder) / "facts.pack"
            build(shipped("rules"), [facts], pack)
            install(pack, Path(folder) / "packs")
        library = Library(Path(folder) / "packs")
        with closing(library.rules) as opened:
            return _answers(RuleSources(single, lambda: opened), library)


def decided(answers: Answers) -> set[str]:
    """The exports for which an agreement gives an answer, yes or no."""
    return {good for (good, _agreement), answer in answers.items() if answer.qualifies is not None}


def wrong(answers: Answers) -> set[str]:
    """Decided answers that are not those worked out by hand."""
    right = {export.good: export.right for export in EXPORTS}
    return {
        f"{good}: {agreement} says {answer.qualifies}"
        for (good, agreement), answer in answers.items()
        if answer.qualifies is not None and right[good].get(agreement) is not answer.qualifies
    }


def _answers(rules: Rules, conversion: Conversion = UNCONVERTED) -> Answers:
    found = {}
    for export in EXPORTS:
        for answer in possible(_product(export), "CN", export.importer, agreements(), rules, DAY, conversion):
            if answer.agreement != NON_PREFERENTIAL:
                found[export.good, answer.agreement] = answer
    return found


def _product(export: Export) -> Product:
    rows = (
        Material(name=code, hs_code=code, origin=origin, quantity=Decimal(1), unit_price=Decimal(price))
        for code, origin, price in export.materials
    )
    return Product(
        hs_code=export.code,
        importer=export.importer,
        fob_price=Decimal(100),
        ex_works_price=Decimal(90),
        wholly_obtained=False,
        materials=tuple(rows),
        cost=Cost(),
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
