"""The declaration of what a document holds: form types, their fields, items and layout, as frozen models.

Form types are read from data files by `formbook`; nothing here reads a file. A field is declared once and screens,
checks, store, wire and paper read the declaration.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from coo_desktop.domain.forms.code_lists import CodeList


class Strict(BaseModel):
    """Frozen, and a misspelt key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Strict):
    """One text in both screen languages."""

    zh_CN: str  # noqa: N815 - the locale's own spelling, as in the catalogues
    en: str

    def in_(self, language: str) -> str:
        return self.zh_CN if language.startswith("zh") else self.en


class Choice(Strict):
    """One of the values of a `choice` field."""

    id: str
    label: Words


class RecordUse(Strict):
    """The reference records that a field offers while somebody types, and what choosing one fills.

    `fills` names fields of the form, or parts of the row, and which fields of the record go into each; several are
    joined by line breaks in a `lines` field and by commas elsewhere.
    """

    record: str
    fills: Mapping[str, tuple[str, ...]]


class FieldSpec(Strict):
    """One field: what it is called, what may be in it, how it is spelled on the wire.

    `max` is characters for text and rows for lists; `places`/`whole_digits`/`least`/`most` bound numbers (as decimal
    text); `digits` are the allowed lengths of an HS code; `codes` names a code list, which loading puts into
    `code_list`; `measures` hold the words for what numbers count; `item` an ItemType; `locked` fields are filled by the
    program; `assists` name what it offers to fill in (see assists.py); `compute` names the function of a computed
    field; `family` the documents a link may point to; a copy of the same type starts without what is not `copied`;
    `script` latin means printable ASCII; `rests_on` names facts of the form on which the field rests, so that it is
    unverified where they are; `from_record` offers reference records; a code that is not in the list of a `closed`
    field blocks; a needed field may stay empty where the country of the field `unless_landlocked` has no ports.
    """

    id: str
    kind: str
    label: Words
    wire: str = ""
    box: str = ""
    needed: bool = False
    max: int | None = None
    places: int = 5
    whole_digits: int = 14
    least: str | None = None
    most: str | None = None
    digits: tuple[int, ...] = ()
    choices: tuple[Choice, ...] = ()
    codes: str = ""
    item: str = ""
    script: Literal["any", "latin"] = "any"
    locked: bool = False
    assists: tuple[str, ...] = ()
    compute: str = ""
    family: str = ""
    copied: bool = True
    default: Any = None
    help: Words | None = None
    unit: str = ""
    verified: bool = True
    rests_on: tuple[str, ...] = ()
    closed: bool = False
    unless_landlocked: str = ""
    from_record: RecordUse | None = None
    source: str = ""
    item_type: "ItemType | None" = None
    code_list: CodeList | None = Field(default=None, exclude=True, repr=False)
    measures: CodeList | None = Field(default=None, exclude=True, repr=False)

    @property
    def wire_name(self) -> str:
        return self.wire or self.id

    @property
    def is_computed(self) -> bool:
        """Whether the field follows from others and is neither stored nor sent."""
        return bool(self.compute)


class ItemType(Strict):
    """The rows of an `items` field; `columns` are shown in its table, `rows` lay out its dialog.

    `copy_clears` are the parts that belong to the shipment: in the rows of a copied document they are empty.
    """

    id: str
    label: Words
    fields: tuple[FieldSpec, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    copy_clears: tuple[str, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, FieldSpec]:
        return {spec.id: spec for spec in self.fields}


class Section(Strict):
    """One titled block of the form page; each row lists the fields that stand side by side."""

    id: str
    title: Words
    rows: tuple[tuple[str, ...], ...]


class SubRule(Strict):
    """By which rule a criterion such as PSR is met; some of them make the form show the FOB value or a percentage."""

    id: str
    label: Words
    needs_fob: bool = False
    needs_percent: bool = False


class Criterion(Strict):
    """An origin criterion of the form. `determined` lists the engine's criteria that print as this one.

    `percent_of` says whose share of the price the percent is: of what comes from outside, or of what originates.
    `least_percent` is the smallest originating share; `sub_rules` are to be chosen from where there are any.
    """

    id: str
    label: Words
    needs_fob: bool = False
    needs_percent: bool = False
    percent_of: Literal["outside", "originating"] = "outside"
    least_percent: str | None = None
    sub_rules: tuple[SubRule, ...] = ()
    determined: tuple[str, ...] = ()
    verified: bool = True

    def shows_fob(self, sub_rule: str = "") -> bool:
        """Whether the FOB value is told with this criterion, met through that sub-rule."""
        return self.needs_fob or any(rule.needs_fob for rule in self.sub_rules if rule.id == sub_rule)

    def shows_percent(self, sub_rule: str = "") -> bool:
        """Whether the share of the price is told with this criterion, met through that sub-rule."""
        return self.needs_percent or any(rule.needs_percent for rule in self.sub_rules if rule.id == sub_rule)


class Issuing(Strict):
    """How certificates of a form are issued: under which codes, in how many sheets, for how long, to whom by oneself.

    `third_party` and `retroactive` say where these stand: as a tick, as text among the remarks, in the box for
    officials, below the goods, or nowhere. `self_print` lists the destinations whose customs take a certificate that
    the exporter printed. `true_copy` names what makes a certified true copy of a certificate due.
    """

    customs_type: str = ""
    customs_agreement: str = ""
    originals: int = 1
    copies: int = 0
    hs_box: str = ""
    invoice_value: bool = False
    third_party: Literal["tick", "remarks", "goods", "none"] = "remarks"
    retroactive: Literal["tick", "remarks", "official"] = "remarks"
    back_to_back: bool = False
    exhibition: bool = False
    validity_days: int | None = None
    validity_from: Literal["issue", "issue_or_shipment"] = "issue"
    before_export_declaration: bool = False
    self_print: tuple[str, ...] = ()
    true_copy: tuple[Literal["lost", "replacement", "retroactive"], ...] = ()


class Summary(Strict):
    """Which field feeds which column of the lists (see documents.Row); `a/b` takes b of every row of a."""

    title: str = ""
    hs_code: str = ""
    destination: str = ""
    partner: str = ""
    invoice: str = ""
    made_on: str = ""


class FormType(Strict):
    """Everything the program knows about one kind of document.

    `params` are the settings that named checks, defaults and paper blocks read (for instance retroactive days).
    `follows` names its former editions, the newest first, and `changes` says what differs from that one.
    `paper` is read by the paper package alone. `copies_to` are form ids or families a copy may become; `fills` names
    the functions that fill a new document. Unverified statements carry `verified = false` and are badged on the
    screen.
    """

    id: str
    family: Literal["pre_review", "certificate", "record"]
    title: Words
    short: Words
    edition: str = ""
    follows: tuple[str, ...] = ()
    changes: Words | None = None
    agreement: str = ""
    language: Literal["en", "zh_CN"] = "en"
    members: tuple[str, ...] = ()
    item_limit: int | None = None
    hs_digits: tuple[int, ...] = ()
    fob: Literal["never", "rvc_only", "always"] = "never"
    criteria: tuple[Criterion, ...] = ()
    fields: tuple[FieldSpec, ...]
    sections: tuple[Section, ...]
    summary: Summary = Summary()
    checks: tuple[str, ...] = ()
    fills: tuple[str, ...] = ()
    copy_clears: tuple[str, ...] = ()
    issuing: Issuing = Issuing()
    params: Mapping[str, Any] = Field(default_factory=dict)
    paper: Mapping[str, Any] = Field(default_factory=dict)
    verified: bool = True
    unverified: tuple[str, ...] = ()
    offered: bool = True
    sources: tuple[str, ...] = ()
    notes: Words | None = None

    def has_fact(self, path: str) -> bool:
        """Whether `path` names something declared here: `item_limit`, `issuing.copies`, `params.retro.free_days`."""
        name, _, rest = path.partition(".")
        if name not in FormType.model_fields:
            return False
        found = getattr(self, name)
        for part in filter(None, rest.split(".")):
            table = found.__dict__ if isinstance(found, Strict) else found
            if not isinstance(table, Mapping) or part not in table:
                return False
            found = table[part]
        return True

    @cached_property
    def by_id(self) -> Mapping[str, FieldSpec]:
        return {spec.id: spec for spec in self.fields}

    @cached_property
    def stored(self) -> Mapping[str, FieldSpec]:
        """The fields whose values are kept and sent: all but the computed ones."""
        return {spec.id: spec for spec in self.fields if not spec.is_computed}

    def is_type_of(self, form_id: str) -> bool:
        """Whether a document of that form is of this type, in this edition or a former one."""
        return form_id == self.id or form_id in self.follows

    def criterion(self, code: str) -> Criterion | None:
        return next((item for item in self.criteria if item.id == code), None)


FieldSpec.model_rebuild()
