"""The backend's tables; what the database itself guarantees stands here as a constraint.

`documents.body` is the document exactly as it travels: feed and reads hand it out without building it again. The other
columns repeat what the backend selects or constrains by.
"""

import sqlalchemy as sa

metadata = sa.MetaData()


def _key(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, primary_key=True)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, nullable=False, default="", server_default="")


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.BigInteger, nullable=False, default=0, server_default="0")


#: One row: the epoch of the feed (a restore from a backup starts the next one) and the key that derives refresh tokens.
server = sa.Table("server", metadata, sa.Column("id", sa.Integer, primary_key=True), _number("epoch"), _text("secret"))

companies = sa.Table(
    "companies", metadata, _key("id"),
    _text("name_zh"), _text("name_en"), _text("address_en"), _text("address_zh"), _text("kind"),
    _text("registration_no"), _text("credit_code"), _text("office"), _text("city_en"), _text("phone"),
    sa.Column("release_needed", sa.Boolean, nullable=False, default=False, server_default=sa.false()),
)  # fmt: skip

accounts = sa.Table(
    "accounts", metadata, _key("account"), _text("company"), _text("name"), _text("role"), _text("password_hash"),
    sa.Column("active", sa.Boolean, nullable=False, default=True, server_default=sa.true()),
    _number("token_version"), _text("created_at"), _text("phone"), _text("ended"), _text("ended_at"),
    sa.Index(
        "accounts_one_admin", "company", unique=True,
        sqlite_where=sa.text("role = 'admin' AND active AND ended = ''"),
        postgresql_where=sa.text("role = 'admin' AND active AND ended = ''"),
    ),
)  # fmt: skip

#: A proof of the password, given a moment ago for one act; used once.
confirmations = sa.Table(
    "confirmations", metadata, _key("hash"), _text("account"), _text("purpose"), _number("expires_s")
)

#: A code on its way to a phone; `account` is "" for somebody who does not exist and is answered all the same.
resets = sa.Table(
    "resets", metadata, _key("id"), _text("account"), _text("code_hash"), _number("tries"), _number("expires_s")
)

#: The order to wipe one device of a cancelled account, known by its pseudonym; the name goes when it was carried out.
wipe_orders = sa.Table(
    "wipe_orders", metadata, _key("nonce"), _text("account"), _text("pseudonym"), _text("device"), _text("issued_at"),
    _text("signature"), _text("received_at"),
    sa.Index("wipe_orders_device", "pseudonym", "device"),
)  # fmt: skip

#: One row per sign-in on a device; revoking it ends every token that came from it.
families = sa.Table(
    "families", metadata, _key("id"), _text("account"), _text("device"), _number("expires_s"), _text("revoked_at")
)

#: A spent token still works while `is_closed` is false: its successor was not used.
refresh_tokens = sa.Table(
    "refresh_tokens", metadata, _key("hash"), _text("family"), _text("predecessor"), _number("used_s"),
    sa.Column("is_closed", sa.Boolean, nullable=False, default=False, server_default=sa.false()),
    sa.Index("refresh_tokens_family", "family"),
)  # fmt: skip

access_tokens = sa.Table(
    "access_tokens", metadata, _key("hash"), _text("family"), _number("token_version"), _number("expires_s")
)

#: Failed sign-ins by account, existing or not, and origin (see accounts/failed_sign_ins): `streak` are those in a row.
sign_in_failures = sa.Table(
    "sign_in_failures", metadata, _key("account"), _key("origin"), _number("failures"), _number("streak"),
    _number("blocked_until_s"), _number("last_s"), _text("since"), _text("last_at"),
)  # fmt: skip

#: One row per company, locked first by every write of that company: its writes run one after the other, so that the
#: feed has no gaps and rules over several documents hold. `floor` is the oldest cursor that misses no tombstone.
feeds = sa.Table(
    "feeds", metadata, _key("company"), _number("seq"), _number("floor"), _number("audit_entries"), _text("audit_hash")
)

documents = sa.Table(
    "documents", metadata, _key("id"), _text("company"), _text("form"), _text("family"), _text("stage"),
    _text("print_state"), _text("office"), _number("counter"), _text("rev"), _number("feed_seq"), _text("body"),
    sa.Column("replaces", sa.Text),
    sa.Column("number", sa.Text),
    sa.Column("print_number", sa.Text),
    sa.Column("deleted_s", sa.BigInteger),
    sa.Index("documents_feed", "company", "feed_seq"),
    sa.Index("documents_waiting", "office", "stage"),
    sa.Index("documents_number", "number", unique=True),
    sa.Index("documents_print_number", "print_number", unique=True),
    sa.Index(
        "documents_one_successor", "replaces", unique=True,
        sqlite_where=sa.text("stage NOT IN ('voided', 'deleted')"),
        postgresql_where=sa.text("stage NOT IN ('voided', 'deleted')"),
    ),
)  # fmt: skip

#: Which invoice numbers each living certificate takes, spelled as `invoice_key` does.
invoices = sa.Table(
    "invoices", metadata,
    sa.Column("document", sa.Text, sa.ForeignKey("documents.id"), primary_key=True), _key("number"), _text("company"),
    sa.Index("invoices_number", "company", "number"),
)  # fmt: skip

#: What waits for a decision on a document: its reprint, its loss, or the successor `by` that was sent. One at a time.
open_requests = sa.Table("open_requests", metadata, _key("document"), _text("by"), _text("kind"))

#: What the issuing side tells a company; `number` counts them per company.
notices = sa.Table(
    "notices", metadata, _key("company"), _key("id"), _number("number"), _text("at"), _text("kind"), _text("document"),
    _text("text"), _text("by"),
    sa.Index("notices_number", "company", "number", unique=True),
)  # fmt: skip

notice_reads = sa.Table("notice_reads", metadata, _key("account"), _key("notice"), _text("at"))

#: What each key achieved: the answer is given again to whoever sends the key again.
intents = sa.Table(
    "intents", metadata, _key("company"), _key("key"), _text("fingerprint"), _number("status"), _text("etag"),
    _text("body"), _text("account"), _text("at"),
    sa.Index("intents_at", "at"),
)  # fmt: skip

number_series = sa.Table("number_series", metadata, _key("series"), _number("last"))

audit = sa.Table(
    "audit", metadata, _key("company"), sa.Column("entry", sa.BigInteger, primary_key=True),
    _text("at"), _text("actor"), _text("device"), _text("action"), _text("object"), _text("rev_before"),
    _text("rev_after"), _text("ip"), _text("request_id"), _text("prev_hash"), _text("hash"),
)  # fmt: skip

uploads = sa.Table(
    "uploads", metadata, _key("id"), _text("company"), _text("evidence"), _text("sha256"), _text("mime"), _text("name"),
    _number("length"), _number("received"), _text("created_at"),
)  # fmt: skip

evidence = sa.Table(
    "evidence", metadata, _key("company"), _key("id"), _text("sha256"), _number("size_bytes"), _text("mime"),
    _text("name"), _text("created_at"),
    sa.Index("evidence_sha256", "company", "sha256"),
)  # fmt: skip

#: A company's wish to move to another office; the database lets one be open.
office_moves = sa.Table(
    "office_moves", metadata, _key("id"), _text("company"), _text("office_from"), _text("office_to"), _text("reason"),
    _text("state"), _text("asked_at"), _text("asked_by"), _text("decided_at"), _text("decided_by"), _text("answer"),
    sa.Index(
        "office_moves_one_open", "company", unique=True,
        sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"),
    ),
    sa.Index("office_moves_office", "office_to", "state"),
)  # fmt: skip

#: What an office wants of its companies; one without a row wants nothing special.
office_settings = sa.Table(
    "office_settings", metadata, _key("office"), _text("electronic_seals"), _number("asks_at_sending")
)

#: A company's seal (account "") and its people's signatures, as pictures.
company_stamps = sa.Table(
    "company_stamps", metadata, _key("company"), _key("kind"), _key("account"), _text("sha256"), _text("mime"),
    _text("width_mm"), sa.Column("content", sa.LargeBinary, nullable=False), _text("changed_at"), _text("changed_by"),
)  # fmt: skip

verification_cases = sa.Table(
    "verification_cases", metadata, _key("id"), _text("company"), _text("office"), _text("document"), _text("number"),
    _text("question"), _text("country"), _text("deadline"), _text("state"), _text("opened_at"), _text("opened_by"),
    _text("answer"), _text("evidence"), _text("answered_at"), _text("answered_by"), _text("result"), _text("closed_at"),
    sa.Index("verification_cases_company", "company", "state", "deadline"),
    sa.Index("verification_cases_office", "office", "state"),
)  # fmt: skip

questionnaires = sa.Table(
    "questionnaires", metadata, _key("id"), _text("office"), _text("body"), _text("closes_on"), _text("published_at"),
    _text("published_by"),
    sa.Index("questionnaires_office", "office", "published_at"),
)  # fmt: skip

#: One answer of each company, which the key holds.
questionnaire_answers = sa.Table(
    "questionnaire_answers", metadata, _key("questionnaire"), _key("company"), _text("given"), _text("at"), _text("by")
)

#: The reference packs that an office published; a withdrawn one is kept as a row and offered to nobody.
packs = sa.Table(
    "packs", metadata, _key("office"), _key("digest"), _text("name"), _text("kind"), _text("edition"), _text("as_of"),
    _text("rows"), _number("size_bytes"), _text("sha256"), _text("signature"), _text("quality"), _text("source"),
    _text("licence"), _text("published_at"), _text("published_by"), _text("withdrawn_at"),
)  # fmt: skip
