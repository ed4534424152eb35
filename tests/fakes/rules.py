"""A rulebook of two small form types, so that a test of the store or of sync does not depend on the real forms."""

from functools import cache

from coo_desktop.domain.rulebook import Rulebook, read_rulebook
from coo_desktop.environment.assets import resource

_INVOICE = """
id = "bill"
label = { zh_CN = "发票", en = "Invoice" }
columns = ["number"]
rows = [["number"]]
[[fields]]
id = "number"
kind = "text"
label = { zh_CN = "发票号", en = "Number" }
"""

_CERTIFICATE = """
id = "toy_certificate"
family = "certificate"
title = { zh_CN = "证书", en = "Certificate" }
short = { zh_CN = "证书", en = "Certificate" }
[[fields]]
id = "goods_name"
kind = "text"
label = { zh_CN = "品名", en = "Goods" }
needed = true
[[fields]]
id = "hs_code"
kind = "text"
label = { zh_CN = "HS 编码", en = "HS code" }
[[fields]]
id = "destination"
kind = "text"
label = { zh_CN = "目的国", en = "Destination" }
[[fields]]
id = "importer"
kind = "text"
label = { zh_CN = "进口商", en = "Importer" }
[[fields]]
id = "made_on"
kind = "date"
label = { zh_CN = "日期", en = "Date" }
[[fields]]
id = "remark"
kind = "text"
label = { zh_CN = "备注", en = "Remark" }
[[fields]]
id = "bills"
kind = "items"
item = "bill"
label = { zh_CN = "发票", en = "Invoices" }
[[sections]]
id = "all"
title = { zh_CN = "全部", en = "All" }
rows = [["goods_name", "hs_code"], ["destination", "importer", "made_on"], ["remark"], ["bills"]]
[summary]
title = "goods_name"
hs_code = "hs_code"
destination = "destination"
partner = "importer"
invoice = "bills/number"
made_on = "made_on"
"""

_PRODUCT = """
id = "toy_product"
family = "pre_review"
title = { zh_CN = "产品", en = "Product" }
short = { zh_CN = "产品", en = "Product" }
[[fields]]
id = "goods_name"
kind = "text"
label = { zh_CN = "品名", en = "Goods" }
needed = true
[[sections]]
id = "all"
title = { zh_CN = "全部", en = "All" }
rows = [["goods_name"]]
[summary]
title = "goods_name"
"""


@cache
def small_rulebook() -> Rulebook:
    """Form types `toy_certificate` and `toy_product`, both complete with a `goods_name`."""
    return _read(_CERTIFICATE)


@cache
def rulebook_with_files() -> Rulebook:
    """The same, where the certificate has files in `papers`."""
    fields, sections = _CERTIFICATE.split("[[sections]]")
    papers = '[[fields]]\nid = "papers"\nkind = "evidence"\nlabel = { zh_CN = "证据", en = "Files" }\n'
    return _read(fields + papers + "[[sections]]" + sections.replace('["bills"]]', '["bills"], ["papers"]]'))


def _read(certificate: str) -> Rulebook:
    words = resource("shared", "problems.toml").read_text(encoding="utf-8")
    forms = {
        "items/bill.toml": _INVOICE,
        "forms/toy_certificate.toml": certificate,
        "forms/toy_product.toml": _PRODUCT,
    }
    return read_rulebook({**forms, "shared/problems.toml": words})
