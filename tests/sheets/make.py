"""Makes the corpus of invoices and packing lists beside this script, each with the right result in a .json of its name.

`python -m tests.sheets.make` writes them anew; all names are invented. What varies: language and words of the titles,
one or two lines of them, where the headings stand, units and currencies in titles or cells, numbers as numbers or as
text, totals and subtotals, titles on every page, ditto signs, descriptions of several lines, merged cells, hidden rows,
a cover sheet, and the kind of file.
"""

import csv
import datetime as dt
import html
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

HERE = Path(__file__).parent
DAY = dt.date(2026, 10, 15)

#: Item code, English name, Chinese name, HS code, quantity, unit, unit price, cartons, gross and net weight.
GOODS = (
    ("LF-1001", "STAINLESS STEEL VACUUM FLASK", "不锈钢真空瓶", "961700", "1200", "PCS", "5.95", "60", "720", "600"),
    ("LF-1002", "COFFEE CUP", "咖啡杯", "691110", "2400", "PCS", "1.2", "50", "810", "760.5"),
    ("LF-1003", "BAMBOO TRAY", "竹托盘", "441919", "600", "PCS", "3.4", "30", "300", "270"),
    ("LF-1004", "COTTON TOWEL", "棉毛巾", "630260", "5000", "PCS", "0.85", "100", "1050", "1000"),
    ("LF-1005", "GLASS STORAGE JAR", "玻璃储物罐", "701090", "960", "SETS", "4.15", "80", "1240", "1120"),
    ("LF-1006", "SILICONE SPATULA", "硅胶铲", "392410", "3000", "PCS", "0.62", "25", "275", "250"),
    ("LF-1007", "CAST IRON PAN", "铸铁锅", "732391", "450", "PCS", "11.8", "45", "1170", "1125"),
    ("LF-1008", "WOODEN SPOON SET", "木勺套装", "441911", "800", "SETS", "2.05", "20", "260", "240"),
    ("LF-1009", "CERAMIC BOWL", "陶瓷碗", "691200", "3600", "PCS", "0.95", "90", "1620", "1530"),
    ("LF-1010", "LUNCH BOX", "饭盒", "392410", "1500", "PCS", "2.35", "50", "450", "400"),
    ("LF-1011", "KITCHEN SCISSORS", "厨房剪刀", "821300", "2000", "PCS", "1.15", "20", "330", "310"),
    ("LF-1012", "CANVAS APRON", "帆布围裙", "621139", "700", "PCS", "3.1", "14", "182", "168"),
)
FIGURES = ("quantity", "unit_price", "amount", "packages", "gross_weight", "net_weight")
ENGLISH = {
    "line_number": "No.",
    "item_code": "Item No.",
    "name": "Description of Goods",
    "name_zh": "Chinese Name",
    "hs_code": "H.S. Code",
    "quantity": "Quantity",
    "quantity_unit": "Unit",
    "unit_price": "Unit Price",
    "amount": "Amount",
    "packages": "Cartons",
    "gross_weight": "G.W.",
    "net_weight": "N.W.",
    "order_number": "P.O. No.",
    "country": "Country of Origin",
    "volume": "CBM",
    "each": "PCS/CTN",
}
CHINESE = {
    "line_number": "序号",
    "item_code": "货号",
    "name": "英文品名",
    "name_zh": "中文品名",
    "hs_code": "HS编码",
    "quantity": "数量",
    "quantity_unit": "单位",
    "unit_price": "单价",
    "amount": "金额",
    "packages": "箱数",
    "gross_weight": "毛重",
    "net_weight": "净重",
    "order_number": "订单号",
    "country": "原产国",
    "volume": "体积",
    "each": "每箱数量",
}
INVOICE = ("line_number", "item_code", "name", "quantity", "quantity_unit", "unit_price", "amount")
PACKING = ("item_code", "name", "quantity", "packages", "net_weight", "gross_weight", "volume")
WHOLE = (
    "item_code",
    "name",
    "name_zh",
    "hs_code",
    "quantity",
    "quantity_unit",
    "unit_price",
    "amount",
    "packages",
    "gross_weight",
    "net_weight",
)


@dataclass(frozen=True)
class Case:
    """One file: which columns under which titles, how it is laid out, and as what kind of file."""

    name: str
    columns: tuple[str, ...] = INVOICE
    titles: dict[str, str] = field(default_factory=lambda: dict(ENGLISH))
    second_titles: dict[str, str] = field(default_factory=dict)
    goods: int = 8
    kind: str = "xlsx"
    headings: str = "beside"
    currency: str = "USD"
    terms: str = "FOB NINGBO"
    money: str = "{}"
    counts: str = "{}"
    texts: bool = False
    grouped: bool = False
    total: str = "TOTAL:"
    subtotals: bool = False
    pages: bool = False
    ditto: bool = False
    long_names: bool = False
    merged: bool = False
    hidden: bool = False
    cover: bool = False
    notes: bool = True
    top: int = 3
    left: int = 0
    encoding: str = "utf-8-sig"
    separator: str = ","
    day: str = "%b %d, %Y"


def named(base: dict[str, str], **other: str) -> dict[str, str]:
    return {**base, **other}


CASES = (
    Case("01-plain"),
    Case("02-chinese", titles=CHINESE, headings="in_cell_zh", total="合计", day="%Y年%m月%d日"),
    Case("03-both-languages", titles={k: f"{CHINESE[k]} {ENGLISH[k]}" for k in ENGLISH}),
    Case("04-two-line-titles", second_titles={"quantity": "(PCS)", "unit_price": "(USD)", "amount": "(USD)"}),
    Case("05-currency-in-cells", money="US${}", texts=True, grouped=True),
    Case(
        "06-units-in-cells",
        columns=("item_code", "name", "quantity", "unit_price", "amount"),
        counts="{} PCS",
        texts=True,
    ),
    Case("07-grouped-texts", texts=True, grouped=True, day="%d-%b-%y"),
    Case("08-subtotals", subtotals=True, goods=12),
    Case("09-titles-again", pages=True, goods=12),
    Case("10-ditto", columns=("order_number", *INVOICE[1:]), ditto=True),
    Case("11-long-names", long_names=True),
    Case(
        "12-merged-country", columns=("item_code", "name", "country", "quantity", "unit_price", "amount"), merged=True
    ),
    Case("13-hidden-rows", hidden=True),
    Case("14-cover-sheet", cover=True),
    Case("15-packing-list", columns=PACKING, headings="packing", money="{}"),
    Case("16-packing-list-chinese", columns=PACKING, titles=CHINESE, headings="packing_zh", total="合计"),
    Case("17-all-columns", columns=WHOLE, goods=12),
    Case("18-all-columns-chinese", columns=WHOLE, titles=CHINESE, headings="in_cell_zh", total="总计", goods=12),
    Case("19-no-total", total="", notes=False),
    Case("20-starts-far-in", top=11, left=2),
    Case("21-euro", currency="EUR", terms="CIF HAMBURG", money="€{}", texts=True),
    Case(
        "22-yuan",
        currency="CNY",
        terms="EXW NINGBO",
        money="{}元",
        texts=True,
        titles=CHINESE,
        headings="in_cell_zh",
        total="合计",
    ),
    Case(
        "23-other-words",
        titles=named(
            ENGLISH,
            item_code="Art. No.",
            name="Commodity",
            quantity="Q'ty",
            quantity_unit="UOM",
            unit_price="Price/Unit",
            amount="Ext. Price",
        ),
        headings="in_cell",
    ),
    Case(
        "24-each-and-sum",
        columns=("item_code", "name", "each", "packages", "quantity", "gross_weight", "net_weight"),
        headings="packing",
    ),
    Case("25-csv", kind="csv", texts=True),
    Case(
        "26-csv-gb18030",
        kind="csv",
        texts=True,
        titles=CHINESE,
        headings="in_cell_zh",
        encoding="gb18030",
        total="合计",
    ),
    Case("27-tab-text", kind="tsv", texts=True, separator="\t", encoding="utf-16"),
    Case("28-html-named-xls", kind="xls", texts=True, grouped=True),
    Case(
        "29-two-line-titles-chinese",
        titles=CHINESE,
        second_titles={"unit_price": "USD", "amount": "USD", "gross_weight": "KGS", "net_weight": "KGS"},
        columns=WHOLE,
        headings="in_cell_zh",
        total="合计",
    ),
    Case("30-pdf", kind="pdf", texts=True),
    Case(
        "31-pdf-grouped",
        kind="pdf",
        texts=True,
        grouped=True,
        money="{}",
        titles=named(ENGLISH, unit_price="Unit Price (USD)", amount="Amount (USD)"),
    ),
    Case("32-pdf-packing-list", kind="pdf", columns=PACKING, headings="packing", texts=True),
    Case("33-pdf-titles-again", kind="pdf", texts=True, pages=True, goods=12),
    Case("34-pdf-wide", kind="pdf", columns=WHOLE[:2] + WHOLE[3:], texts=True, goods=12),
    Case("35-sum-row-without-word", total=" "),
    Case("36-one-line", goods=1),
)


# -- what a case says


def goods_of(case: Case) -> list[dict[str, str]]:
    """The values of each line, as they are right to read."""
    lines = []
    for number, (code, name, name_zh, hs, quantity, unit, price, cartons, gross, net) in enumerate(
        GOODS[: case.goods], 1
    ):
        amount = Decimal(quantity) * Decimal(price)
        line = {
            "line_number": str(number),
            "item_code": code,
            "name": name,
            "name_zh": name_zh,
            "hs_code": hs,
            "quantity": quantity,
            "quantity_unit": unit,
            "unit_price": price,
            "amount": f"{amount:.2f}",
            "packages": cartons,
            "gross_weight": gross,
            "net_weight": net,
            "order_number": f"PO-{77 + (number - 1) // 3}",
            "country": "CHINA",
            "volume": "1.25",
            "each": str(int(Decimal(quantity) / Decimal(cartons))),
        }
        if case.long_names and number % 3 == 1:
            line["name"] += " WITH LID, BLUE"
        lines.append({column: line[column] for column in case.columns})
    return lines


def expected(case: Case) -> dict[str, Any]:
    is_packing_list = "amount" not in case.columns
    return {
        "number": "LF-2026-118",
        "day": DAY.isoformat(),
        "currency": "" if is_packing_list else case.currency,
        "term": "" if is_packing_list else case.terms.split()[0],
        "place": "" if is_packing_list else case.terms.split()[1],
        "is_packing_list": is_packing_list,
        "lines": goods_of(case),
    }


# -- how it is laid out: rows of cells, a number where a number is written


@dataclass
class Layout:
    rows: list[list[Any]]
    merged: list[tuple[int, int, int, int, Any]]
    hidden: list[int]


def layout(case: Case) -> Layout:
    pad = [""] * case.left
    titles = [[*pad, *(case.titles[column] for column in case.columns)]]
    if case.second_titles:
        titles.append([*pad, *(case.second_titles.get(column, "") for column in case.columns)])
    made = Layout([], [], [])
    made.rows += [[*pad, *row] for row in headings(case)]
    made.rows += [[] for _ in range(case.top - 3)]
    made.rows += titles
    _write_lines(case, made, titles, pad)
    if case.total:
        made.rows.append([*pad, *total_row(case, goods_of(case), case.total)])
    if case.notes:
        made.rows += [[], [*pad, "SAY US DOLLARS IN WORDS ONLY"], [*pad, "Bank: FICTIVE BANK, NINGBO BRANCH"]]
    return made


def _write_lines(case: Case, made: Layout, titles: list[list[str]], pad: list[str]) -> None:
    before: dict[str, str] = {}
    lines = goods_of(case)
    for number, line in enumerate(lines):
        if case.pages and number == 6:
            made.rows += [[], *titles]
        shown = {**line}
        if case.ditto and before.get("order_number") == line.get("order_number"):
            shown["order_number"] = '"'
        if case.merged:
            shown["country"] = line["country"] if number % 4 == 0 else ""
            if number % 4 == 0:
                column = case.left + case.columns.index("country")
                last = len(made.rows) + min(3, len(lines) - number - 1)
                made.merged.append((len(made.rows), column, last, column, line["country"]))
        rest = ""
        if case.long_names and shown["name"].endswith(" WITH LID, BLUE"):
            shown["name"], rest = shown["name"].removesuffix(" WITH LID, BLUE"), "WITH LID, BLUE"
        made.rows.append([*pad, *(cell(case, column, shown[column]) for column in case.columns)])
        if rest:
            made.rows.append([*pad, *(rest if column == "name" else "" for column in case.columns)])
        if case.hidden and number == 2:
            made.hidden.append(len(made.rows))
            made.rows.append([*pad, *(cell(case, column, line[column]) for column in case.columns)])
        if case.subtotals and number % 4 == 3:
            made.rows.append([*pad, *total_row(case, lines[number - 3 : number + 1], "Sub-total")])
        before = line


def cell(case: Case, column: str, value: str) -> Any:
    if column not in FIGURES or not value:
        return value
    if not case.texts:
        return float(value)
    number = f"{Decimal(value):,}" if case.grouped else value
    return (case.money if column in ("unit_price", "amount") else case.counts if column == "quantity" else "{}").format(
        number
    )


def total_row(case: Case, lines: Sequence[dict[str, str]], word: str) -> list[Any]:
    sums = {
        column: str(sum(Decimal(line[column]) for line in lines))
        for column in case.columns
        if column in FIGURES and column != "unit_price"
    }
    row = [cell(case, column, sums[column]) if column in sums else "" for column in case.columns]
    row[case.columns.index("name")] = word.strip()
    return row


def headings(case: Case) -> list[list[str]]:
    day = DAY.strftime(case.day)
    match case.headings:
        case "beside":
            return [
                ["COMMERCIAL INVOICE", "", "", "Invoice No.:", "LF-2026-118"],
                ["To:", "SAKURA TABLEWARE FICTIVE K.K.", "", "Date:", day],
                [
                    "",
                    "",
                    "",
                    "Terms:",
                    case.terms,
                    *(["Currency:", case.currency] if case.currency == "USD" and case.money == "{}" else []),
                ],
            ]
        case "in_cell":
            return [
                ["COMMERCIAL INVOICE"],
                ["Invoice No.: LF-2026-118   "],
                [f"Date: {day}", f"Price Term: {case.terms}", "Currency: USD"],
            ]
        case "in_cell_zh":
            currency = {"USD": "美元", "CNY": "人民币"}[case.currency]
            return [
                ["商业发票"],
                ["发票号码：LF-2026-118", "", f"日期：{day}"],
                [f"成交方式：{case.terms}", f"币种：{currency}"],
            ]
        case "packing":
            return [["PACKING LIST"], ["Invoice No.", "LF-2026-118"], ["Date", day]]
        case _:
            return [["装箱单"], ["发票号", "LF-2026-118"], ["日期", day]]


# -- as which kind of file


def write(case: Case, folder: Path) -> Path:
    made, file = layout(case), folder / f"{case.name}.{case.kind}"
    match case.kind:
        case "xlsx":
            _write_workbook(case, made, file)
        case "pdf":
            _write_pdf(made, file)
        case "xls":
            file.write_text(_html(made), encoding="utf-8")
        case _:
            text = io.StringIO(newline="")
            csv.writer(text, delimiter=case.separator).writerows(made.rows)
            file.write_bytes(text.getvalue().encode(case.encoding))
    return file


def _write_workbook(case: Case, made: Layout, file: Path) -> None:
    with xlsxwriter.Workbook(str(file)) as book:
        book.set_properties({"created": dt.datetime(2026, 10, 15)})
        if case.cover:
            cover = book.add_worksheet("Cover")
            cover.write_column(
                0, 0, ["NINGBO LANFENG HOUSEWARE CO., LTD.", "Shipment of October", "See the next sheet"]
            )
        sheet = book.add_worksheet("Invoice")
        for number, row in enumerate(made.rows):
            sheet.write_row(number, 0, row)
        for top, left, bottom, right, value in made.merged:
            if bottom > top:
                sheet.merge_range(top, left, bottom, right, value)
        for number in made.hidden:
            sheet.set_row(number, None, None, {"hidden": True})


def _write_pdf(made: Layout, file: Path) -> None:
    width = max(map(len, made.rows))
    columns = [
        max((len(str(row[at])) for row in made.rows if at < len(row) and len(row) > 3), default=4)
        for at in range(width)
    ]
    step = 780 / (sum(columns) + 2 * width)
    starts = [30 + step * (sum(columns[:at]) + 2 * at) for at in range(width)]
    canvas = Canvas(str(file), pagesize=landscape(A4), invariant=1)
    canvas.setFont("Helvetica", min(9, step * 1.7))
    for number, row in enumerate(made.rows):
        for at, value in enumerate(row):
            if value != "":
                canvas.drawString(starts[at], 560 - 16 * number, str(value))
    canvas.save()


def _html(made: Layout) -> str:
    rows = (
        "<tr>" + "".join(f"<td>{html.escape(str(value))}</td>" for value in row) + "</tr>" for row in made.rows if row
    )
    return "<html><head><meta charset='utf-8'></head><body><table>" + "\n".join(rows) + "</table></body></html>"


if __name__ == "__main__":
    for one in CASES:
        write(one, HERE)
        text = json.dumps(expected(one), ensure_ascii=False, indent=1)
        (HERE / f"{one.name}.json").write_text(text + "\n", encoding="utf-8")
