"""The worked samples typed by keys alone in the real window, sent, approved, and printed with every box value."""

from pathlib import Path

from tests.domain.given import CO, PRE_REVIEW, RCEP, values_of
from tests.flows.entering import enter_document
from tests.flows.keyboard import Key
from tests.flows.office import approve, approved_product
from tests.flows.reading_back import bare, printed_text
from tests.flows.screen import Screen, shown_problems

BOXES_6_1 = {
    "head": ["CERTIFICATE OF ORIGIN", "Form RCEP", "Issued in THE PEOPLE'S REPUBLIC OF CHINA"],
    "1": [
        "NINGBO LANFENG HOUSEWARE CO., LTD.",
        "NO. 88 XINGHAI ROAD, BEILUN DISTRICT, NINGBO, ZHEJIANG, CHINA",
    ],
    "2": ["SAKURA TABLEWARE TRADING K.K.", "3-5-12 HIGASHI-SHINBASHI, MINATO-KU, TOKYO, JAPAN"],
    "3": ["NINGBO HENGTAI METAL PRODUCTS FACTORY, NO. 15 GONGYE ROAD, NINGBO, CHINA"],
    "4": [
        "DEPARTURE DATE: ON/AFTER OCT. 18, 2026",
        "VESSEL: FICTIVE STAR V.2641E",
        "PORT OF DISCHARGE: TOKYO, JAPAN",
        "FROM NINGBO, CHINA TO TOKYO, JAPAN BY SEA",
    ],
    "7": ["SAKURA", "TOKYO", "C/NO. 1-250", "MADE IN CHINA"],
    "8": ["TWO HUNDRED AND FIFTY (250) CARTONS OF STAINLESS STEEL VACUUM FLASKS, 500 ML", "***"],
    "9": ["9617.00"],
    "10": ["CTC"],
    "11": ["CHINA"],
    "12": ["6000 PCS"],
    "13": ["LF2026-1015", "OCT. 15, 2026"],
    "15": ["JAPAN", "NINGBO, CHINA OCT. 16, 2026"],
    "16": ["CHINA COUNCIL FOR THE PROMOTION"],
}
BOXES_6_3 = {
    "head": ["CERTIFICATE OF ORIGIN", "THE PEOPLE'S REPUBLIC OF CHINA"],
    "1": [
        "CHAOZHOU MINGYAO CERAMICS CO., LTD.",
        "FENGXI DISTRICT, CHAOZHOU, GUANGDONG, CHINA",
        "VIA ORIENTAL BRIDGE (HK) LTD.",
        "18 CANTON ROAD, KOWLOON, HONG KONG",
    ],
    "2": ["CASA BELA IMPORTADORA LTDA.", "RUA DAS FLORES 455, SAO PAULO, BRAZIL"],
    "3": ["FROM SHENZHEN, CHINA TO SANTOS, BRAZIL BY SEA"],
    "4": ["BRAZIL"],
    "6": ["CASA BELA", "SANTOS", "NO. 1-1200"],
    "7": [
        "ONE THOUSAND AND TWO HUNDRED (1200) CARTONS OF PORCELAIN DINNER SETS",
        "SAY TOTAL: ONE THOUSAND AND TWO HUNDRED CARTONS ONLY",
        "***",
        "L/C NO. LC2026BR77",
    ],
    "8": ["6911.10"],
    "9": ["4800 SETS"],
    "10": ["MY-2026-0612", "JUN. 12, 2026"],
    "11": ["CHAOZHOU, CHINA JUN. 15, 2026"],
    "12": ["CHINA COUNCIL FOR THE PROMOTION"],
}


def test_sample_6_1_is_made_by_keys_from_a_blank_product_to_the_printed_form(screens, backend_process, tmp_path):
    screen = screens(RCEP, "demo")
    screen.new(1, "pre_review")
    enter_document(screen, values_of(PRE_REVIEW))
    product = screen.send()
    assert product.stage == "submitted"
    approve(backend_process, product.id)
    screen.sync()
    screen.new(2, "rcep_2022")
    values = values_of(RCEP, signatory="王晓明")
    values["goods"][0]["product"] = product.id
    enter_document(screen, values)
    assert sent_by_keys(screen, backend_process, "examiner") == "approved"
    assert missing_boxes(screen, tmp_path, BOXES_6_1) == []


def test_sample_6_3_is_made_by_keys_and_printed(screens, backend_process, tmp_path):
    screen = screens(CO, "mingyao")
    product = approved_product(screen.clerk, backend_process, "product_dinner_set", "examiner2")
    screen.new(2, "co_general")
    values = values_of(CO, signatory="林窑")
    values["goods"][0]["product"] = product.id
    enter_document(screen, values)
    assert sent_by_keys(screen, backend_process, "examiner2") == "approved"
    assert missing_boxes(screen, tmp_path, BOXES_6_3) == []


def sent_by_keys(screen: Screen, backend_process, account: str) -> str:
    """Checks with F9, sends with Ctrl+Enter, and gives the stage after the examiner's approval was pulled."""
    screen.keys.press(Key.Key_F9)
    assert [code for severity, code in shown_problems(screen.page) if severity == "block"] == []
    sent = screen.send()
    approve(backend_process, sent.id, account=account)
    screen.sync()
    return screen.page.document.stage


def missing_boxes(screen: Screen, folder: Path, boxes: dict[str, list[str]]) -> list[tuple[str, str]]:
    """(box, value) of what the printed certificate does not say; blanks and line breaks do not count."""
    document = screen.clerk.document(screen.page.document.id)
    text = printed_text(screen.paper(document), folder)
    boxes = {**boxes, "numbers": [document.facts["number"], document.facts["printNumber"]]}
    return [(box, value) for box, values in boxes.items() for value in values if bare(value) not in bare(text)]
