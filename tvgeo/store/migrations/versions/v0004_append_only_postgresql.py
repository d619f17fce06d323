"""PostgreSQL too refuses to change what is published, and tells who listens of a new revision."""

from alembic import op

revision = "0004"
down_revision = "0003"

TABLES = ("revisions", "files", "changes", "layer_changes", "audit")


def upgrade() -> None:
    """Make the triggers; of SQLite the ones of 0002 are enough."""
    if op.get_context().dialect.name != "postgresql":
        return
    op.execute(
        "CREATE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " RAISE EXCEPTION '% is only added to', TG_TABLE_NAME"
        " USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in TABLES:
        op.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION only_added_to()"
        )
    # Told with the commit, so that nobody hears of what is not there yet. Each store has a
    # channel of its own: several provinces share a database.
    op.execute(
        "CREATE FUNCTION tell_head() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " PERFORM pg_notify('tvgeo_' || TG_TABLE_SCHEMA, NEW.revision::text);"
        " RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER head_told AFTER INSERT OR UPDATE ON head"
        " FOR EACH ROW EXECUTE FUNCTION tell_head()"
    )
