"""The tables, the same on SQLite and PostgreSQL, and the triggers that keep the ledger append-only.

Columns whose name starts with ``sealed`` hold AES-GCM ciphertext; columns that end in ``hash`` hold
a digest of something only its owner has. Times are UTC text (``rhrt.store.clock``).
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

VERSION = 1

Number = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData()

schema_info = Table(
    "schema_info",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("created_at", Text, nullable=False),
)

# --- The ledger (rhrt.log is its only writer) ----------------------------------------------------

ledger_state = Table(  # one row: the head of the log, and the lock that serialises appends
    "ledger_state",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1"), primary_key=True),
    Column("origin", Text, nullable=False),
    Column("env", Text, nullable=False),
    Column("size", Number, nullable=False),
    Column("frontier", LargeBinary, nullable=False),
    Column("last_at", Text, nullable=False),
    Column("clock_behind", Boolean, nullable=False),
)

ledger_leaf = Table(  # kind, ref and re repeat what the entry says, so that it can be found by them
    "ledger_leaf",
    metadata,
    Column("idx", Number, primary_key=True, autoincrement=False),
    Column("kind", Text, nullable=False, index=True),
    Column("ref", Text, nullable=False, unique=True),
    Column("re", Number, index=True),
    Column("entry", LargeBinary, nullable=False),
    Column("leaf_hash", LargeBinary, nullable=False),
)

ledger_key = Table(  # the data key of one entry's contents, wrapped by the master key
    "ledger_key",
    metadata,
    Column("idx", Number, ForeignKey("ledger_leaf.idx"), primary_key=True, autoincrement=False),
    Column("sealed_key", LargeBinary, nullable=False),
)

ledger_field = Table(  # salt and value sealed together: a bare salt would let low values be guessed
    "ledger_field",
    metadata,
    Column("idx", Number, ForeignKey("ledger_leaf.idx"), primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)

ledger_checkpoint = Table(
    "ledger_checkpoint",
    metadata,
    Column("size", Number, primary_key=True, autoincrement=False),
    Column("note", Text, nullable=False),
    Column("signed_at", Text, nullable=False),
)

idempotency = Table(  # hashes are keyed: a bare one would let erased contents be guessed
    "idempotency",
    metadata,
    Column("submission_hash", Text, primary_key=True),
    Column("request_hash", LargeBinary, nullable=False),
    Column("idx", Number, ForeignKey("ledger_leaf.idx"), nullable=False, index=True),
    Column("created_at", Text, nullable=False),
)

decision = Table(  # what lists show of the ledger; `rhrt log rebuild` makes it anew
    "decision",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=False),
    Column("ref", Text, nullable=False, unique=True),
    Column("at", Text, nullable=False, index=True),
    Column("level", Integer),
    Column("low", Integer),
    Column("high", Integer),
    Column("sub", Text),
    Column("own_level", Integer),
    Column("judgement", Integer),
    Column("pack_id", Text),
    Column("pack_version", Text),
    Column("agency", Text),
    Column("role", Text),
    Column("needs", Text, nullable=False),
    Column("synthetic", Boolean, nullable=False),
    Column("corrected_by", Text),
    Index("decision_level_at", "level", "at"),
)

# --- Conversations -------------------------------------------------------------------------------

conversation = Table(
    "conversation",
    metadata,
    Column("id", Text, primary_key=True),
    Column("token_hash", Text, nullable=False, unique=True),
    Column("created_at", Text, nullable=False),
    Column("updated_at", Text, nullable=False),
    Column("expires_at", Text, nullable=False, index=True),
    Column("pack_id", Text, nullable=False),
    Column("pack_version", Text, nullable=False),
    Column("pack_digest", Text, nullable=False),
    Column("decision_ref", Text, index=True),
    Column("practice", Boolean, nullable=False),
)

turn = Table(
    "turn",
    metadata,
    Column(
        "conversation_id",
        Text,
        ForeignKey("conversation.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("question", Text, nullable=False),
    Column("sealed_answer", LargeBinary, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("key", Text, nullable=False),
    Index("turn_key", "conversation_id", "key"),
)

# --- People who sign in --------------------------------------------------------------------------

account = Table(
    "account",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False, unique=True),
    Column("password_hash", Text),
    Column("role", Text, nullable=False),
    Column("created_at", Text, nullable=False),
    Column("disabled_at", Text),
)

session = Table(
    "session",
    metadata,
    Column("id_hash", Text, primary_key=True),
    Column(
        "account_id",
        Text,
        ForeignKey("account.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("created_at", Text, nullable=False),
    Column("last_seen", Text, nullable=False),
    Column("expires_at", Text, nullable=False),
)

sign_in_link = Table(
    "sign_in_link",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("account_id", Text, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", Text, nullable=False),
    Column("used_at", Text),
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("id", Text, primary_key=True),
    Column("who_hash", Text, nullable=False),
    Column("at", Text, nullable=False),
    Index("sign_in_attempt_who", "who_hash", "at"),
)

looked_at = Table(
    "looked_at",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account_id", Text, nullable=False, index=True),
    Column("ref", Text, nullable=False, index=True),
    Column("what", Text, nullable=False),
    Column("at", Text, nullable=False),
)

# --- Append-only ---------------------------------------------------------------------------------

REFUSAL = "the ledger is append-only"

APPEND_ONLY = {
    "sqlite": tuple(
        f"CREATE TRIGGER IF NOT EXISTS ledger_leaf_no_{deed.lower()} BEFORE {deed} ON ledger_leaf "
        f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        for deed in ("UPDATE", "DELETE")
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION ledger_leaf_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
        "CREATE OR REPLACE TRIGGER ledger_leaf_append_only "
        "BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_leaf "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_leaf_refuse()",
    ),
}
