"""Makes every table of the first version; the audit table refuses changes of what it holds."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LIVING = sa.text("stage NOT IN ('voided', 'deleted')")


def upgrade() -> None:
    _people()
    _tokens()
    _documents()
    _effects()
    _files()
    _keep_the_audit()


def _key(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text, primary_key=True)


def _texts(names: str) -> "list[sa.Column[str]]":
    return [sa.Column(name, sa.Text, nullable=False, server_default="") for name in names.split()]


def _numbers(names: str) -> "list[sa.Column[int]]":
    return [sa.Column(name, sa.BigInteger, nullable=False, server_default="0") for name in names.split()]


def _flag(name: str, default: bool) -> "sa.Column[bool]":
    return sa.Column(name, sa.Boolean, nullable=False, server_default=sa.true() if default else sa.false())


def _people() -> None:
    op.create_table("server", sa.Column("id", sa.Integer, primary_key=True), *_numbers("epoch"), *_texts("secret"))
    facts = "name_zh name_en address_en address_zh kind registration_no credit_code office city_en phone"
    op.create_table("companies", _key("id"), *_texts(facts))
    op.create_table(
        "accounts",
        _key("account"),
        *_texts("company name role password_hash"),
        _flag("active", True),
        *_numbers("token_version"),
        *_texts("created_at"),
    )


def _tokens() -> None:
    op.create_table("families", _key("id"), *_texts("account device"), *_numbers("expires_s"), *_texts("revoked_at"))
    op.create_table(
        "refresh_tokens", _key("hash"), *_texts("family predecessor"), *_numbers("used_s"), _flag("is_closed", False)
    )
    op.create_table("access_tokens", _key("hash"), *_texts("family"), *_numbers("token_version expires_s"))
    op.create_table("sign_in_failures", _key("subject"), *_numbers("failures blocked_until_s"))


def _documents() -> None:
    op.create_table(
        "documents",
        _key("id"),
        *_texts("company form family stage print_state office"),
        *_numbers("counter"),
        *_texts("rev"),
        *_numbers("feed_seq"),
        *_texts("body"),
        sa.Column("replaces", sa.Text),
        sa.Column("number", sa.Text),
        sa.Column("print_number", sa.Text),
        sa.Column("deleted_s", sa.BigInteger),
    )
    op.create_index("documents_feed", "documents", ["company", "feed_seq"])
    op.create_index("documents_waiting", "documents", ["office", "stage"])
    op.create_index("documents_number", "documents", ["number"], unique=True)
    op.create_index("documents_print_number", "documents", ["print_number"], unique=True)
    op.create_index(
        "documents_one_successor", "documents", ["replaces"], unique=True, sqlite_where=LIVING, postgresql_where=LIVING
    )
    op.create_table(
        "invoices",
        sa.Column("document", sa.Text, sa.ForeignKey("documents.id"), primary_key=True),
        _key("number"),
        *_texts("company"),
    )
    op.create_index("invoices_number", "invoices", ["company", "number"])


def _effects() -> None:
    op.create_table("feeds", _key("company"), *_numbers("seq floor audit_entries"), *_texts("audit_hash"))
    op.create_table(
        "intents",
        _key("company"),
        _key("key"),
        *_texts("fingerprint"),
        *_numbers("status"),
        *_texts("etag body account at"),
    )
    op.create_table("number_series", _key("series"), *_numbers("last"))
    op.create_table(
        "audit",
        _key("company"),
        sa.Column("entry", sa.BigInteger, primary_key=True),
        *_texts("at actor device action object rev_before rev_after ip request_id prev_hash hash"),
    )


def _files() -> None:
    op.create_table(
        "uploads",
        _key("id"),
        *_texts("company evidence sha256 mime name"),
        *_numbers("length received"),
        *_texts("created_at"),
    )
    op.create_table(
        "evidence",
        _key("company"),
        _key("id"),
        *_texts("sha256"),
        *_numbers("size_bytes"),
        *_texts("mime name created_at"),
    )
    op.create_index("evidence_sha256", "evidence", ["company", "sha256"])


def _keep_the_audit() -> None:
    if op.get_context().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION audit_is_added_to() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE ON audit "
            "FOR EACH ROW EXECUTE FUNCTION audit_is_added_to()"
        )
