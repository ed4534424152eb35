"""Trade agreements as data: who is party since when, which formulas and tolerances hold, what the form prints.

One TOML file per agreement, read from text that the caller hands in. What nobody has checked against the
agreement's own text is marked, and the origin engine does not rest a "qualifies" on it.
"""

import enum
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from coo_desktop.domain.errors import NotFound, Unreadable
from coo_desktop.domain.forms.form_type import Words

NON_PREFERENTIAL = "non_preferential"
PRODUCT_RULES_FILE = "product_rules.toml"

Formula = Literal["build_down", "build_up", "ex_works", "max_non_originating"]
Price = Literal["fob", "ex_works"]
#: Facts without a table of their own: packing and accessories, and the stock method for fungible materials among them.
CitedFact = Literal["parties", "formulas", "codes", "packing", "fungible"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Provenance(enum.StrEnum):
    """Which text of an agreement a fact was read in; `UNREAD` is general knowledge that nobody compared."""

    SIGNED = "signed"
    UPGRADED = "upgraded"
    UNREAD = "unread"


class Scope(enum.StrEnum):
    """The goods that a general rule is the law for: those on no list of the agreement, or every good whatever."""

    UNLISTED = "unlisted"
    EVERY = "every"


class Cited(_Frozen):
    """A fact with where it is from; `verified` once it was read in the text that is in force."""

    source: str = ""
    wording: Provenance = Provenance.UNREAD
    verified: bool = False


class GeneralRule(Cited):
    """The rule for goods without a product rule of their own, in the notation of product rules.

    `listed` names the list of the goods that have one, as a sentence says it. `boundary_settled` is false where sources
    differ on whether the exact threshold is enough.
    """

    text: str
    scope: Scope = Scope.UNLISTED
    listed: Words | None = None
    boundary_settled: bool = True


class Tolerance(Cited):
    """De minimis: how much may miss the change of classification, by value or, for textiles, also by weight."""

    value_percent: Decimal
    basis: Price = "fob"
    weight_percent: Decimal | None = None
    weight_chapters: tuple[str, str] = ("50", "63")
    subheading_change_chapters: tuple[str, str] | None = None


class SetRule(Cited):
    """Goods put up in a set originate together while the foreign ones are worth at most so much of the price."""

    value_percent: Decimal
    basis: Price = "fob"


class Cumulation(Cited):
    """Whose originating materials count as one's own.

    With a `content_percent` it is another way to a value criterion, not an addition to it: content with the materials
    of other parties has to reach that, content without them what the rule asks.
    """

    kind: Literal["none", "bilateral", "regional"]
    content_percent: Decimal | None = None


class CriterionCodes(_Frozen):
    """What the form's criterion box prints for a criterion of the engine: `{percent}` is the content, rounded down.

    The key `other` stands for every criterion not named. `standalone` criteria originate without any rule.
    """

    standalone: tuple[Literal["WO", "PE"], ...] = ("WO",)
    product_rule: dict[str, str] = Field(default_factory=dict)
    general_rule: dict[str, str] = Field(default_factory=dict)
    cumulated: dict[str, str] = Field(default_factory=dict)
    additions: tuple[Literal["ACU", "DMI", "FG"], ...] = ()

    def printed(self, criterion: str, *, by_general_rule: bool, cumulated: bool) -> str | None:
        """The template for a criterion, or None where the form prints nothing."""
        table = self.general_rule if by_general_rule else self.product_rule
        found = self.cumulated.get(criterion) if cumulated else None
        return found or table.get(criterion) or self.product_rule.get(criterion) or table.get("other")


class Articles(_Frozen):
    """Where the agreement says it; an empty source is shown as not verified."""

    wholly_obtained: str = ""
    exclusively: str = ""
    origin: str = ""
    value: str = ""
    minimal_operations: str = ""


class Agreement(_Frozen):
    """One regime. `importers` names who grants the preference where not every party does, `group` how tariffs call the
    parties besides China, `sources` cites the facts that have no table of their own.

    `country_of_origin` says that its form names the party a good counts as coming from, for rates differ by party.
    """

    id: str
    name: Words
    form: str = ""
    parties: dict[str, date] = Field(default_factory=dict)
    group: str = ""
    importers: tuple[str, ...] = ()
    formulas: tuple[Formula, ...] = ("build_down",)
    price: Price = "fob"
    thresholds: str = ""
    pe_satisfies_wo: bool = False
    country_of_origin: bool = False
    general_rule: GeneralRule | None = None
    tolerance: Tolerance | None = None
    cumulation: Cumulation = Cumulation(kind="none")
    sets: SetRule | None = None
    sources: dict[CitedFact, Cited] = Field(default_factory=dict)
    codes: CriterionCodes
    articles: Articles = Articles()
    status: Literal["verified", "partly_verified", "unverified"]
    source: str

    @property
    def preferential(self) -> bool:
        return self.id != NON_PREFERENTIAL

    def is_party(self, country: str, on: date) -> bool:
        """Whether certificates are issued to (or by) the country on that day; every country, without preference."""
        since = self.parties.get(country)
        return not self.preferential or (since is not None and since <= on)

    def links(self, exporter: str, importer: str, on: date) -> bool:
        """Whether goods of one country get the preference in the other on that day; "" while the importer is open."""
        if not self.is_party(exporter, on):
            return False
        return not importer or (self.is_party(importer, on) and importer in (self.importers or (importer,)))


class Agreements:
    """Every agreement the program knows, in the order of their files' names."""

    def __init__(self, agreements: Iterable[Agreement]) -> None:
        self._by_id = {agreement.id: agreement for agreement in agreements}

    def __iter__(self) -> Iterator[Agreement]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, agreement_id: object) -> bool:
        return agreement_id in self._by_id

    def get(self, agreement_id: str) -> Agreement:
        """The agreement of that id; NotFound otherwise."""
        try:
            return self._by_id[agreement_id]
        except KeyError:
            raise NotFound(id=agreement_id, what="agreement") from None

    def between(self, exporter: str, importer: str, on: date) -> tuple[Agreement, ...]:
        """The preferential agreements that link two countries on a day."""
        return tuple(
            agreement
            for agreement in self._by_id.values()
            if agreement.preferential and exporter != importer and agreement.links(exporter, importer, on)
        )


def read_agreements(texts: Mapping[str, str]) -> Agreements:
    """Agreements from TOML texts by file name, the product-rule table left aside.

    Unreadable names the file and the key that is unknown, missing or ill-formed.
    """
    names = sorted(name for name in texts if name.endswith(".toml") and name != PRODUCT_RULES_FILE)
    return Agreements(_agreement(name, texts[name]) for name in names)


def _agreement(name: str, text: str) -> Agreement:
    try:
        agreement = Agreement.model_validate(tomllib.loads(text, parse_float=Decimal))
    except tomllib.TOMLDecodeError as fault:
        raise Unreadable(reason="toml", file=name, detail=str(fault)) from fault
    except ValidationError as faults:
        fault_ = faults.errors(include_url=False)[0]
        key = ".".join(map(str, fault_["loc"]))
        raise Unreadable(reason=fault_["type"], file=name, key=key, detail=fault_["msg"]) from faults
    if f"{agreement.id}.toml" != name:
        raise Unreadable(reason="file_name", file=name, key="id", detail=agreement.id)
    return agreement
