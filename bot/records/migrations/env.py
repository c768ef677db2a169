"""What Alembic runs: the migrations, on the connection and inside the transaction that `migrate` opened."""

from __future__ import annotations

from alembic import context

from bot.records.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
