"""What is published can only be added to: the database itself refuses anything else."""

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = ("revisions", "files", "changes", "audit")


def upgrade() -> None:
    """Make triggers that refuse to change or delete rows of these tables."""
    if op.get_context().dialect.name != "sqlite":
        return  # elsewhere the right to do so is not granted to the account of the dashboard
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only added to'); END"
            )
