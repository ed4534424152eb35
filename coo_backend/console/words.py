"""The console's own words, Chinese first; the templates say theirs where they stand."""

from collections.abc import Callable

from coo_backend.runtime.refusals import ACCOUNT, Refusal

Pair = tuple[str, str]

STAGES: dict[str, Pair] = {
    "submitted": ("待审核", "Waiting"),
    "in_review": ("审核中", "In review"),
    "approved": ("已批准", "Approved"),
    "returned": ("已退回", "Returned"),
    "voided": ("已作废", "Voided"),
    "draft": ("草稿", "Draft"),
    "ready": ("待发送", "Ready"),
    "withdrawn": ("已撤回", "Withdrawn"),
}
PRINT_STATES: dict[str, Pair] = {
    "not_printed": ("未打印", "Not printed"),
    "printed": ("已打印", "Printed"),
    "reprint_requested": ("申请重新打印", "Reprint asked for"),
    "lost_requested": ("申请失证重发", "Loss reported"),
    "copy_only": ("仅可打印副本", "Copy only"),
}
#: Family -> what the page of a document calls its number, and the document that has taken its place.
NUMBERS: dict[str, Pair] = {"certificate": ("证书号", "Number"), "pre_review": ("预审编号", "Pre-review number")}
SUCCESSORS: dict[str, Pair] = {
    "certificate": ("替代它的证书", "Replaced by"),
    "pre_review": ("替代它的产品预审", "Replaced by pre-review"),
}
FAMILIES: dict[str, Pair] = {"certificate": ("证书", "Certificates"), "pre_review": ("产品预审", "Pre-reviews")}
VIEWS: dict[str, Pair] = {
    "waiting": ("待处理", "To do"),
    "approved": ("已批准", "Approved"),
    "returned": ("已退回", "Returned"),
    "voided": ("已作废", "Voided"),
    "all": ("全部", "All"),
}
DONE: dict[str, Pair] = {
    "take_up": ("已开始审核。", "Taken up."),
    "put_back": ("已放回待审核。", "Put back into the queue."),
    "approve": ("已批准。", "Approved."),
    "return": ("已退回企业。", "Returned to the company."),
    "void": ("已作废。", "Voided."),
    "grant_reprint": ("已同意重新打印。", "The reprint is granted."),
    "refuse_reprint": ("已拒绝重新打印。", "The reprint is refused."),
    "grant_lost": ("已同意失证重发，此后只能打印副本。", "The loss is accepted; from now on only copies are printed."),
    "refuse_lost": ("已拒绝失证重发。", "The loss is not accepted."),
    "notice": ("通知已发出。", "The notice is sent."),
    "move_approved": (
        "已同意迁入，企业尚未发送的单证今后送交本机构。",
        "Taken over; what the company has not sent yet comes here.",
    ),
    "move_refused": ("已拒绝迁移。", "The move is refused."),
    "verification": ("核查已发出。", "The case is open."),
    "verification_closed": ("核查已结案。", "The case is closed."),
    "questionnaire": ("问卷已发布。", "The questionnaire is published."),
    "publish_pack": ("数据包已发布。", "The pack is published."),
    "settings": ("设置已保存。", "The settings are saved."),
    "withdraw_pack": ("数据包已撤下，不再供下载。", "The pack is withdrawn and offered to nobody any more."),
}
TROUBLES: dict[str, Pair] = {
    "sign-in-failed": ("账号或密码不正确。", "Account and password do not match."),
    "rate-limited": ("次数太多，请稍后再试。", "Too many tries; please wait."),
    "tried-elsewhere": (
        "有人在别处用此账号多次尝试密码，从未登录过此账号的浏览器须等待；登录过的无须等待。",
        "Somebody elsewhere has tried many passwords with this account: a browser that never signed in with it has to "
        "wait, one that did does not.",
    ),
    "forbidden": ("您没有此项权限，或页面已过期。", "You may not do this, or the page is too old."),
    "signatory-disabled": ("此账号已停用。", "This account is disabled."),
    "not-found": ("没有找到。", "Nothing was found."),
    "state-locked": ("单证的状态已改变，不能再这样做。", "The document's stage does not allow this any more."),
    "withdrawn": (
        "企业已撤回这份单证，不再等待审核。",
        "The company has withdrawn this document; it waits for nobody any more.",
    ),
    "stale-revision": (
        "单证在您查看之后已改变，请重新核对。",
        "The document changed after you looked; please look again.",
    ),
    "validation": ("请检查所填内容，并填写原因。", "Please check what you filled in; a reason is needed."),
    "malformed": ("内容无法识别，请检查格式。", "This cannot be read; please check its form."),
    "maintenance": ("系统繁忙，请稍后再试。", "The system is busy; please try again."),
    "internal": ("系统出错，工作没有丢失。", "Something went wrong here; no work is lost."),
}
SEALS: dict[str, Pair] = {
    "none": ("不采用（企业手工签章）", "None: companies sign and stamp by hand"),
    "allowed": ("允许使用", "Allowed"),
    "required": ("要求使用", "Required"),
}
MOVES: dict[str, Pair] = {
    "open": ("待审核", "Waiting"),
    "approved": ("已同意", "Approved"),
    "refused": ("已拒绝", "Refused"),
    "taken_back": ("企业已撤回", "Taken back"),
}
CASES: dict[str, Pair] = {
    "open": ("待答复", "Waiting for the answer"),
    "answered": ("已答复", "Answered"),
    "closed": ("已结案", "Closed"),
}
STATUSES: dict[str, Pair] = {
    "valid": ("有效", "Valid"),
    "copy": ("正本已遗失，仅副本有效", "The original is lost; only the certified copy is valid"),
    "replaced": ("已被新证书替代，不再有效", "Replaced by another certificate, no longer valid"),
    "voided": ("已作废", "Voided"),
}
#: How an authentic certificate stands, as the heading of the answer to a check.
STATES: dict[str, Pair] = {
    "valid": ("证书真实有效", "Authentic and valid"),
    "copy": ("正本已遗失：只有副本有效", "The original is lost: only the certified copy is valid"),
    "replaced": ("已被改证替代：此证书不再有效", "Replaced: this certificate is no longer valid"),
    "voided": ("已作废：此证书不再有效", "Void: this certificate is no longer valid"),
}
PACK_KINDS: dict[str, Pair] = {
    "codes": ("商品编码", "Codes"),
    "correlations": ("版本对照", "Correlation of editions"),
    "overrides": ("对照更正", "Corrections of a correlation"),
    "rules": ("产品特定原产地规则", "Product specific rules"),
    "rates": ("关税税率", "Rates of duty"),
    "countries": ("国家和地区", "Countries"),
    "partners": ("海关贸易国别", "Trading partners of the customs"),
    "ports": ("港口", "Ports"),
    "units": ("计量单位", "Units"),
    "packages": ("包装种类", "Packages"),
    "currencies": ("币制", "Currencies"),
    "trade_modes": ("监管方式", "Customs regimes"),
    "incoterms": ("贸易术语", "Incoterms"),
}
QUALITIES: dict[str, Pair] = {
    "official": ("官方", "Official"),
    "republished": ("官方数据转载", "Republished"),
    "third_party": ("第三方", "Third party"),
    "user": ("用户自备", "Own"),
}
_UNSAID: Pair = ("操作没有成功。", "This did not work.")


def in_language(language: str) -> Callable[[str, str], str]:
    """Says one of the two."""
    return (lambda zh, _en: zh) if language.startswith("zh") else (lambda _zh, en: en)


def trouble(refusal: Refusal) -> Pair:
    """The words of a refusal; a document that was withdrawn meanwhile is told as such, and so are tries of others."""
    if refusal.name == "state-locked" and refusal.facts.get("stage") == "withdrawn":
        return pair(TROUBLES, "withdrawn")
    if refusal.name == "rate-limited" and refusal.facts.get("reason") == ACCOUNT:
        return pair(TROUBLES, "tried-elsewhere")
    return pair(TROUBLES, refusal.name)


def pair(table: dict[str, Pair], code: str) -> Pair:
    """The words of a code; a code without words says itself."""
    return table.get(code) or (_UNSAID if table is TROUBLES else (code, code))
