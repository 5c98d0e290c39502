"""Alembic runs within the connection that the store hands over, and never by itself."""

from alembic import context

from ucjmap.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the store's own transaction spans all migrations
)
context.run_migrations()
