"""What the demo leaves open, so that every page has something real to show: work of the clerk, letters of the office.

What is said here is made up, for companies and goods that do not exist.
"""

import datetime as dt
from collections.abc import Mapping
from contextlib import closing

from coo_desktop.demo.desk import ACCOUNT, DemoDesk
from coo_desktop.demo.server import PASSWORD, DemoServer
from coo_desktop.domain.clock import china_today
from coo_desktop.domain.documents.document import Document

QUESTIONNAIRE = """\
title = { zh_CN = "RCEP 利用情况调查", en = "Survey on the use of RCEP" }
about = { zh_CN = "了解企业申领原产地证书的情况。", en = "How companies use certificates of origin." }

[[questions]]
id = "main_market"
kind = "text"
label = { zh_CN = "主要出口市场", en = "Main export market" }
needed = true

[[questions]]
id = "share"
kind = "decimal"
label = { zh_CN = "该市场占出口额比例", en = "Its share of your exports" }
unit = "%"

[[questions]]
id = "uses_rcep"
kind = "choice"
label = { zh_CN = "是否使用 RCEP 证书", en = "Do you use RCEP certificates" }
needed = true
choices = [
  { id = "often", label = { zh_CN = "经常", en = "Often" } },
  { id = "seldom", label = { zh_CN = "偶尔", en = "Seldom" } },
  { id = "never", label = { zh_CN = "从不", en = "Never" } },
]
"""
ANSWER_DAYS = 30


def leave_work(desk: DemoDesk, server: DemoServer, filed: Mapping[str, Document], made: Mapping[str, Document]) -> None:
    """Everything; `filed` and `made` are the approved products and certificates by the names of their samples."""
    _keep_partners(desk)
    _file_more_products(desk, server)
    _leave_certificates(desk, server, filed, made)
    _hear_the_office(server, desk.document(made["rcep_6_1"].id).facts["number"])
    _hand_over(server)
    desk.ask_office()
    desk.sync()


def _keep_partners(desk: DemoDesk) -> None:
    """制单资料: importers, a producer and a special clause."""
    sakura = {"name": "SAKURA TABLEWARE TRADING K.K.", "address": "2-8-1 NIHONBASHI, CHUO-KU, TOKYO", "country": "JP"}
    desk.write_record("importer", **sakura, contact="MS. TANAKA")
    waratah = {"name": "WARATAH HOMEWARES PTY LTD", "address": "14 HARBOUR STREET, SYDNEY NSW", "country": "AU"}
    desk.write_record("importer", **waratah)
    maker = {"name_zh": "宁波恒泰金属制品厂", "name_en": "NINGBO HENGTAI METAL PRODUCTS FACTORY"}
    desk.write_record("producer", **maker, credit_code="91330206MA2FICTH1K")
    clause = "WE HEREBY CERTIFY THAT THE GOODS ARE OF CHINESE ORIGIN."
    desk.write_record("special_clause", title="信用证原产声明", text=clause)


def _file_more_products(desk: DemoDesk, server: DemoServer) -> None:
    """One that CCPIT voids, and one whose code ended with an edition of the HS."""
    voided = desk.write_sample("product_food_container", name_zh="不锈钢饭盒", name_en="STAINLESS STEEL LUNCH BOX")
    lamp = {"name_zh": "金属台灯", "name_en": "METAL DESK LAMP", "specification": "5 W", "hs_code": "940520"}
    older = desk.write_sample("product_food_container", **lamp)
    for product in (voided, older):
        desk.submit(product)
    desk.sync()
    examiner = server.examiner()
    for product in (voided, older):
        examiner.decide(product.id, "take_up")
        examiner.decide(product.id, "approve")
    examiner.decide(voided.id, "void", reason="原材料构成已变更，请按现行工艺重新申报。")
    desk.sync()


def _leave_certificates(
    desk: DemoDesk, server: DemoServer, filed: Mapping[str, Document], made: Mapping[str, Document]
) -> None:
    """A printed one, an amendment that is begun, a returned one, one that waits for review, and a draft."""
    desk.report_printed(made["co_6_3"])
    desk.amend(made["rcep_20_lines"], "船名航次变更", vessel="FICTIVE STAR V.2655S")
    returned = desk.write_certificate("rcep_6_1", filed, invoice="LF2026-1102")
    desk.submit(returned)
    waiting = desk.write_certificate("rcep_6_1", filed, invoice="LF2026-1120")
    desk.submit(waiting)
    desk.sync()
    examiner = server.examiner()
    examiner.decide(returned.id, "take_up")
    reasons = [
        {"field": "marks", "text": "唛头与提单不一致，请核对箱号。"},
        {"field": "vessel", "text": "船名航次与提单不一致。"},
    ]
    examiner.decide(returned.id, "return", reason="请更正后重新发送。", reasons=reasons)
    desk.write_certificate("rcep_6_1", filed, invoice="")
    desk.sync()


def _hear_the_office(server: DemoServer, number: str) -> None:
    """A notice, a case of verification, a questionnaire, and the answer to a request to move."""
    deadline = china_today() + dt.timedelta(days=ANSWER_DAYS)
    asked = "请说明不锈钢保温杯主要原材料的来源，并提供采购发票和生产记录。"
    move = server.admin().post("/v1/moves", {"office": "4405", "reason": "公司生产基地拟迁至潮州。"})
    with closing(server.console()) as office:
        office.send("/console/notices", text="本周五 17:00 后停止受理纸质材料，请提前提交。", company="")
        case = {"number": number, "country": "日本海关", "deadline": deadline.isoformat(), "question": asked}
        office.send("/console/verifications", **case)
        office.send("/console/questionnaires", text=QUESTIONNAIRE)
    with closing(server.console("examiner2")) as other:
        answer = "未见营业执照变更登记，请变更后再申请。"
        other.send("/console/moves", f"/console/moves/{move['id']}", verdict="refused", reason=answer)


def _hand_over(server: DemoServer) -> None:
    """The administrator hands its role to the demo's clerk, who then may arrange signatories."""
    admin = server.admin()
    proof = admin.post("/v1/auth/confirm", {"password": PASSWORD, "purpose": "hand_over"})
    admin.post(f"/v1/signatories/{ACCOUNT}/hand_over", {"confirmation": proof["confirmation"]})
