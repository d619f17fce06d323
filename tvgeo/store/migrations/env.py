"""Run by Alembic: the steps use the connection, and the transaction, of `store.migrating`."""

from alembic import context

from tvgeo.store import schema

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=schema.metadata,
    transactional_ddl=True,
)
context.run_migrations()
