"""The tables of the store. Times are UTC, ISO 8601 text; a migration exists for each change.

Nothing published is ever overwritten: triggers of the migrations refuse it. `changes` is a log: the row of a key in revision *n* is
the latest change of that key with ``revision <= n``, unless that change removed it. `head` has
one row; moving it is the last thing a publication does.
"""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

# The newest migration: what a store must be at to be read by this code.
VERSION = "0004"
# Rows of these are only ever added.
APPEND_ONLY = ("revisions", "files", "changes", "layer_changes", "audit")

metadata = MetaData()

# What this store is (JSON): the data folder it belongs to, when it was made, how the audit ends.
about = Table(
    "about", metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)  # fmt: skip

revisions = Table(
    "revisions", metadata,
    Column("revision", Integer, primary_key=True, autoincrement=False),
    # one child for each parent: of two publications on the same head only one can be stored
    Column("parent", Integer, ForeignKey("revisions.revision"), unique=True),
    Column("kind", String(12), nullable=False),  # initial | publish | rollback
    Column("restores", Integer, ForeignKey("revisions.revision")),  # of a rollback
    Column("author", String(200), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("note", Text),
    Column("file_name", Text),
    Column("file_sha256", String(64), ForeignKey("files.sha256")),
    Column("findings", Text, nullable=False),  # JSON: the findings that were confirmed
    Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("removed", Integer, nullable=False),
    Column("rows_sha256", String(64), nullable=False),  # of all rows of the revision
    # the same publication sent twice (a double click) finds the first one by this
    Column("idempotency_key", String(64), unique=True),
    # over all of the above and the same of the parent: a revision vouches for those before it
    Column("sha256", String(64), nullable=False),
    # of the layers in force, counted in `sha256`; NULL where all are the data folder's own
    Column("layers_sha256", String(64)),
)  # fmt: skip

files = Table(
    "files", metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)  # fmt: skip

changes = Table(
    "changes", metadata,
    Column("project_id", String(200), primary_key=True),
    Column("as_of", Date, primary_key=True),
    Column("revision", Integer, ForeignKey("revisions.revision"), primary_key=True,
           autoincrement=False),
    Column("removed", Boolean, nullable=False),
    Column("physical_pct", Float), Column("disbursed_pct", Float), Column("status", String(20)),
    Column("planned_pct", Float), Column("actual_value", Float),
    Column("completed_chainage", Text), Column("site_clearance_pct", Float),
    Column("physical_basis", String(20)), Column("disbursed_basis", String(20)),
    Column("obstacle", Text), Column("proposal", Text), Column("note", Text),
    Column("source", Text), Column("quality", String(20)),
    Column("sha256", String(64), nullable=False),  # of this row alone
    Index("changes_by_revision", "revision"),
)  # fmt: skip

# A log like `changes`: in revision *n* a layer is as its latest entry with ``revision <= n`` says.
layer_changes = Table(
    "layer_changes", metadata,
    Column("layer", String(100), primary_key=True),
    Column("revision", Integer, ForeignKey("revisions.revision"), primary_key=True,
           autoincrement=False),
    # the whole layer as GeoJSON; NULL: the data folder's own again
    Column("file_sha256", String(64), ForeignKey("files.sha256")),
    Column("facts", Text, nullable=False),  # JSON: where it comes from, and how it was brought in
)  # fmt: skip

head = Table(
    "head", metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, ForeignKey("revisions.revision"), nullable=False),
    CheckConstraint("id = 1", name="one_head"),
)  # fmt: skip

accounts = Table(
    "accounts", metadata,
    Column("name", String(64), primary_key=True),  # folded: lower case, NFC
    Column("role", String(12), nullable=False),
    Column("scope", String(200)),  # an agency id, or NULL for all works
    Column("password_hash", Text, nullable=False),
    Column("disabled", Boolean, nullable=False, default=False),
    Column("created_at", String(32), nullable=False),
    Column("created_by", String(200), nullable=False),
)  # fmt: skip

sessions = Table(
    "sessions", metadata,
    Column("token_sha256", String(64), primary_key=True),  # the token itself is never stored
    Column("account", String(64), ForeignKey("accounts.name"), nullable=False),
    Column("created_at", String(32), nullable=False),
    Column("last_seen_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
    Column("address", String(64)),
    Column("revoked_at", String(32)),
    Index("sessions_by_account", "account"),
)  # fmt: skip

# Failed sign-ins, counted before a password is verified, by "account:NAME" and "address:IP".
attempts = Table(
    "attempts", metadata,
    Column("subject", String(120), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("locked_until", String(32)),
    Column("last_at", String(32), nullable=False),
)  # fmt: skip

# What an office calls a work, remembered per agency; project_id "" is "not in the plan".
mappings = Table(
    "mappings", metadata,
    Column("agency", String(200), primary_key=True),
    Column("written", String(300), primary_key=True),  # folded: NFC, case, spaces
    Column("project_id", String(200), nullable=False),
    Column("author", String(200), nullable=False),
    Column("created_at", String(32), nullable=False),
)  # fmt: skip

# `hash` is SHA-256 over `previous` and the other columns in canonical JSON.
audit = Table(
    "audit", metadata,
    Column("entry", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", String(200), nullable=False),
    Column("address", String(64)),
    Column("action", String(40), nullable=False),
    Column("details", Text, nullable=False),  # canonical JSON
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    UniqueConstraint("hash", name="one_hash"),
)  # fmt: skip
