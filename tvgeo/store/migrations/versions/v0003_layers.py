"""Layers are published like figures: which file a layer is from, by revision."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the log of layers, which is only added to, and let a revision vouch for it."""
    op.add_column("revisions", sa.Column("layers_sha256", sa.String(length=64), nullable=True))
    op.create_table(
        "layer_changes",
        sa.Column("layer", sa.String(length=100), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["revision"], ["revisions.revision"]),
        sa.ForeignKeyConstraint(["file_sha256"], ["files.sha256"]),
        sa.PrimaryKeyConstraint("layer", "revision"),
    )
    if op.get_context().dialect.name != "sqlite":
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER layer_changes_no_{act.lower()} BEFORE {act} ON layer_changes "
            "BEGIN SELECT RAISE(ABORT, 'layer_changes is only added to'); END"
        )
