"""Every refusal the backend answers with: RFC 9457 problems, one closed table of names with their status.

A refusal carries facts, never a stack trace. What the domain refuses becomes one here and nowhere else.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from coo_desktop.domain.checks.problems import Problem
from coo_desktop.domain.errors import Locked, NotFound, ProgramError, Refused, StoreTrouble, Unreadable
from coo_desktop.domain.refusals import Rule

STATUS = {
    "malformed": 400,
    "missing-idempotency-key": 400,
    "sign-in-needed": 401,
    "sign-in-failed": 401,
    "forbidden": 403,
    "account-deleted": 403,
    "account-cancelled": 403,
    "confirmation-needed": 403,
    "last-admin": 409,
    "signatory-disabled": 403,
    "own-release": 403,
    "not-found": 404,
    "upload-missing": 404,
    "method-not-allowed": 405,
    "key-in-flight": 409,
    "not-released": 409,
    "release-outdated": 409,
    "state-locked": 409,
    "wrong-offset": 409,
    "cursor-expired": 410,
    "epoch-changed": 410,
    "stale-revision": 412,
    "too-large": 413,
    "code-wrong": 422,
    "digest-mismatch": 422,
    "key-reused": 422,
    "validation": 422,
    "dependency-missing": 424,
    "upgrade-required": 426,
    "precondition-required": 428,
    "rate-limited": 429,
    "wrong-checksum": 460,
    "internal": 500,
    "maintenance": 503,
}

#: The reason of a `rate-limited` for the many failures of the account elsewhere, not of who asks.
ACCOUNT = "account"
#: What only the backend finds; what the checks find is told by resources/shared/problems.toml.
WORDS = {
    "unknown_form": ("没有这种单证类型。", "There is no such form type."),
    "form_changed": ("单证类型不能更改。", "The form type cannot change."),
    "link_changed": ("所替代的单证不能更改。", "The document it replaces cannot change."),
    "link_family": ("所替代的单证类别不符。", "The document it replaces is of another family."),
    "several_links": ("只能替代一份单证。", "Only one document can be replaced."),
    "amend_locked": ("改证时发票号和证书类型不能更改。", "An amendment keeps invoice number and certificate type."),
    "past_certificate": (
        "这是企业导入的历史证书，不能向贸促会申报。",
        "This is a past certificate that a company keeps for itself: it is not declared again.",
    ),
    "reason_missing": ("请填写原因。", "A reason is needed."),
    "undertaking_missing": (
        "贸促会要求发送时作出承诺，请重新发送并勾选承诺。",
        "The office asks for an undertaking when a certificate is sent: send it again and give it.",
    ),
    "collection_missing": (
        "贸促会要求发送时选择领取方式，请重新发送并选择。",
        "The office asks how the certificate is collected: send it again and choose.",
    ),
    "note_text": (
        "批注不能为空，最多 500 字；一份单证最多 200 条批注。",
        "A note has 1 to 500 characters, and a document at most 200 notes.",
    ),
    "release_alone": (
        "开启复核至少需要两名启用中的人员，否则什么都发不出去。",
        "At least two active people are needed for this, or nothing could be sent any more.",
    ),
    "text_long": ("内容最多 2000 字。", "A text has at most 2000 characters."),
    "backend_only": ("此项只能由签证机构填写。", "Only the issuing side sets this."),
    "wrong_shape": ("数据格式不正确。", "The value has a wrong shape."),
    "password_short": ("密码至少 8 位。", "A password has at least 8 characters."),
    "password_long": ("密码最多 128 位。", "A password has at most 128 characters."),
    "password_same": ("新密码与原密码相同。", "This is the old password."),
    "password_personal": (
        "密码不能是手机号、账号、姓名或单位名称，也不能只在后面加几位数字。",
        "A password is not your phone number, account or name, nor the company's, with or without some digits.",
    ),
    "password_common": (
        "这个密码很多人在用，太容易被猜到，请换一个。",
        "Many people use this password, and it is tried first. Choose another one.",
    ),
    "password_weak": ("这个密码太容易猜到。", "This password is too easy to guess."),
    "seals_not_taken": (
        "贵公司备案的贸促会不采用电子印章。",
        "The CCPIT office of your company takes no electronic seals.",
    ),
    "stamp_type": ("印章和签名只接受 PNG 或 JPEG 图片。", "A seal or signature is a PNG or JPEG picture."),
    "stamp_large": ("图片太大。", "The picture is too large."),
    "stamp_size": (
        "打印尺寸超出印章或签名的规定。",
        "It would print too small or larger than a seal or signature may be.",
    ),
    "office_unknown": ("请选择另一个贸促会机构。", "Choose another office."),
    "deadline_past": ("期限已过。", "The deadline lies in the past."),
    "certificate_unknown": ("本机构没有签发过此号的证书。", "This office issued no certificate of this number."),
    "file_type": ("只接受 PDF、JPEG 和 PNG 文件。", "Only PDF, JPEG and PNG files are accepted."),
    "file_empty": ("文件是空的。", "The file is empty."),
    "company_full": (
        "贵公司在贸促会的文件空间已用完，请与签证机构联系。",
        "Your company has no room left for files at CCPIT: ask the office.",
    ),
    "document_files": ("一份单证最多 50 个文件。", "A document has at most 50 files."),
    "document_large": (
        "一份单证的文件合计最多 300 MB。",
        "The files of a document have at most 300 MB together.",
    ),
    "file_too_many_pixels": ("图片像素过多。", "The picture has too many pixels."),
    "file_too_many_pages": ("文件页数过多。", "The file has too many pages."),
    "file_encrypted": ("文件有密码保护。", "The file is protected by a password."),
    "file_broken": ("文件已损坏。", "The file is damaged."),
    "file_too_slow": (
        "读取文件用时过长，可能是有害文件。",
        "Reading the file takes too long; it may be made to do harm.",
    ),
    "file_animated": ("不接受动图。", "Moving pictures are not taken."),
    "file_appended": (
        "文件结尾之后藏有其他内容。请把文件另存一份，添加新的那份。",
        "Something else is hidden behind the end of the file. Save it anew and add that.",
    ),
    "file_active": (
        "PDF 中含有程序或电子表单。请把它打印成 PDF，添加打印后的文件。",
        "The PDF holds programs or an electronic form. Print it as PDF and add that.",
    ),
    "file_carries_files": (
        "PDF 中夹带其他文件。请分别添加这些文件，或把它打印成 PDF 后添加。",
        "The PDF holds other files. Add each by itself, or print it as PDF.",
    ),
    "pack_key": ("服务器没有签名密钥，不能发布参考数据包。", "This server has no key to sign reference packs with."),
    "pack_missing": ("请选择数据包文件。", "Choose a pack file."),
    "pack_damaged": ("数据包已损坏或不完整。", "The pack is damaged or cut short."),
    "pack_format": ("数据包格式版本不受支持。", "The pack is of a format that is not known here."),
    "pack_manifest": ("数据包的说明信息缺失或有误。", "The pack's own description is missing or wrong."),
    "pack_schema": ("文件内部结构不是数据包的结构。", "The file is not made as a pack is made."),
    "pack_digest": ("数据包内容与其校验值不符。", "The pack's content does not agree with its digest."),
    "pack_older": ("已发布更新日期的同名数据包。", "A pack of this name with a later date is published already."),
}


class Refusal(Exception):
    """Answers a request with problem `name` of `STATUS`; `facts` become members of the problem object."""

    def __init__(self, name: str, **facts: object) -> None:
        super().__init__(name, facts)
        self.name = name
        self.facts = facts

    @property
    def status(self) -> int:
        return STATUS[self.name]

    @property
    def headers(self) -> dict[str, str]:
        wait_s = self.facts.get("retryAfterS")
        return {"Retry-After": str(wait_s)} if wait_s is not None else {}

    def body(self) -> dict[str, Any]:
        """The RFC 9457 object."""
        title = self.name.replace("-", " ").capitalize()
        return {"type": f"urn:coo:problem:{self.name}", "title": title, "status": self.status, **self.facts}


def invalid(*found: tuple[str, str]) -> Refusal:
    """A `validation` refusal of (code, field) pairs told from `WORDS`."""
    problems = [
        {"severity": "block", "code": code, "field": field, "box": "", "row": "", "messageZh": zh, "messageEn": en}
        for code, field in found
        for zh, en in [WORDS[code]]
    ]
    return Refusal("validation", problems=problems)


#: What a rule that both sides hold is answered with.
_RULES: dict[object, Callable[[], Refusal]] = {
    Rule.NOT_RELEASED: lambda: Refusal("not-released"),
    Rule.OWN_RELEASE: lambda: Refusal("own-release"),
    Rule.RELEASE_OUTDATED: lambda: Refusal("release-outdated"),
    Rule.NOTE_TEXT: lambda: invalid(("note_text", "text")),
}


def incomplete(found: Iterable[Problem]) -> Refusal:
    """A `validation` refusal of everything the checks found, worst first."""
    return Refusal("validation", problems=[finding(problem) for problem in found])


def finding(problem: Problem) -> Mapping[str, object]:
    """A problem of the checks as the wire spells it."""
    return {
        "severity": problem.severity,
        "code": problem.code,
        "field": problem.field,
        "box": problem.box,
        "row": problem.row,
        "part": problem.part,
        "messageZh": problem.message_zh,
        "messageEn": problem.message_en,
    }


def refused(error: ProgramError) -> Refusal:
    """The refusal that tells an error of the domain."""
    match error:
        case Refused() if error.facts.get("why") in _RULES:
            return _RULES[error.facts["why"]]()
        case Locked():
            return Refusal("state-locked", **{name: fact for name, fact in error.facts.items() if fact is not None})
        case NotFound():
            return Refusal("not-found")
        case Unreadable():
            return Refusal("malformed", **{name: str(fact) for name, fact in error.facts.items()})
        case StoreTrouble():
            return Refusal("maintenance", retryAfterS=1)
        case _:
            return Refusal("internal")
