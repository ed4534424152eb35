"""How one backend process runs: where its files lie, how long tokens live, what it checks documents with."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from coo_desktop.contract.documents import MOST_BYTES, MOST_ITEMS, MOST_ROWS, MOST_ROWS_TOGETHER
from coo_desktop.domain.hs.same_codes import FILE, read_same_codes
from coo_desktop.domain.origin.rule_sources import RuleLists
from coo_desktop.domain.rulebook import Rulebook, read_rulebook
from coo_desktop.environment.assets import declarations, resource

MEBIBYTE = 1 << 20
API_VERSION = "1"
REQUESTS_PER_MINUTE = 600
_BUCKET = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(/[\w./-]*)?", re.ASCII)
LOOPBACK_NAMES = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordCost:
    """Argon2id's parameters; tests take small ones."""

    memory_kib: int = 65_536
    rounds: int = 3
    lanes: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a connection waits: for a head, for a body that stands still, for an answer to be taken.

    A body that comes at `body_rate` bytes a second or faster has `most_s` in all.
    """

    head_s: float = 20
    body_s: float = 20
    body_rate: int = 500
    most_s: float = 3600
    answer_s: float = 120

    def for_body_s(self, received: int) -> float:
        """How long a body may have taken of which so many bytes are here."""
        return min(self.body_s + received / self.body_rate, self.most_s)


class Encryption(StrEnum):
    """With whose keys the bucket's server encrypts what is put there, as S3 spells it."""

    OWN = "AES256"
    KMS = "aws:kms"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectStore:
    """A bucket of an S3-compatible service and where in it; `key` names one of the key service, with KMS alone.

    Where the service is and who signs in there, the environment tells (AWS_ENDPOINT_URL_S3, AWS_ACCESS_KEY_ID, …).
    """

    bucket: str
    prefix: str = ""
    encryption: Encryption | None = None
    key: str = ""

    @property
    def root(self) -> str:
        """The bucket and the prefix, as fsspec begins a path."""
        return "/".join(filter(None, (self.bucket, self.prefix)))


def object_store(url: str, encryption: str = "", key: str = "") -> ObjectStore | None:
    """What `s3://BUCKET/PREFIX` names, "" none; raises ValueError for anything else."""
    if not url:
        return None
    found = _BUCKET.fullmatch(url)
    if found is None:
        raise ValueError(url)
    chosen = Encryption(encryption) if encryption else None
    return ObjectStore(bucket=found[1], prefix=(found[2] or "").strip("/"), encryption=chosen, key=key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One frozen object; `data` holds the SQLite file and the evidence, `database_url` names another database and
    `evidence_store` another place for whole files.

    `faults` switches the hooks of `faults.py` on: for tests alone, never in production. `declarations` are further
    folders of declared form types, read on top of the shipped ones. `check_url` is where the public finds the page
    that checks a certificate; approved ones carry it in their QR code. `pack_key` is the file of the key that signs
    reference packs; without it none is published, a demo makes its own. `requests_per_minute`
    leaves room for a desk that sends a day's offline work at once, with evidence in pieces. A session of the pages
    lasts a working day. A company's files take `company_bytes` at most, uploads on their way included; an upload that
    had no new piece for `upload_age_s` is ended, a file that nothing names is let go after `unnamed_age_s`.
    `hosts` are the names that the server is asked for by; `trusted_proxies` the addresses and networks whose word on
    where a request comes from is believed.
    """

    data: Path
    database_url: str = ""
    evidence_store: ObjectStore | None = None
    demo: bool = False
    faults: bool = False
    declarations: tuple[Path, ...] = ()
    passwords: PasswordCost = PasswordCost()
    patience: Patience = Patience()
    access_token_s: int = 600
    session_s: int = 30 * 86_400
    min_client: str = "0.1.0"
    body_bytes: int = MOST_BYTES
    body_depth: int = 20
    text_length: int = 100_000
    list_length: int = 10 * MOST_ROWS
    batch_items: int = MOST_ITEMS
    batch_rows: int = MOST_ROWS_TOGETHER
    page_items: int = 500
    evidence_bytes: int = 20 * MEBIBYTE
    document_files: int = 50
    document_files_bytes: int = 300 * MEBIBYTE
    company_bytes: int = 5 * 1024 * MEBIBYTE
    upload_age_s: int = 7 * 86_400
    unnamed_age_s: int = 90 * 86_400
    check_url: str = ""
    pack_key: Path | None = None
    pack_bytes: int = 200 * MEBIBYTE
    requests_per_minute: int = REQUESTS_PER_MINUTE
    checks_per_hour: int = 30
    device_failures_per_hour: int = 20
    network_failures_per_hour: int = 100
    account_failures_per_day: int = 50
    code_gap_s: int = 60
    network_codes_per_hour: int = 10
    codes_per_day: int = 2000
    service_phone: str = ""
    service_hours: str = ""
    page_session_s: int = 8 * 3600
    hosts: tuple[str, ...] = LOOPBACK_NAMES
    trusted_proxies: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        """The database's URL; SQLite in the data folder unless another was named."""
        return self.database_url or f"sqlite:///{self.data / 'backend.sqlite'}"

    @property
    def names(self) -> frozenset[str]:
        """All names that the server answers to, in small letters: the host of the check page is one."""
        return frozenset(name.lower() for name in (*self.hosts, urlsplit(self.check_url).hostname or "") if name)


@cache
def rulebook(further: tuple[Path, ...] = ()) -> Rulebook:
    """The shipped declarations and those of further folders on top, read once; raises Unreadable for a faulty one.

    Product rules are those that ship: what the desktop refuses by them is refused here as well.
    """
    lists = RuleLists(_rule_list)
    known = read_rulebook(declarations(*further), lambda: lists)
    return replace(known, conversion=read_same_codes(resource("hs", FILE).read_text(encoding="utf-8")))


def _rule_list(agreement: str) -> str:
    path = resource("agreements", "rules", f"{agreement}.csv")
    return path.read_text(encoding="utf-8") if path.is_file() else ""
