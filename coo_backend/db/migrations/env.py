"""Runs the steps on the connection that `Database.migrate` opened, inside its transaction."""

from alembic import context

from coo_backend.db.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
