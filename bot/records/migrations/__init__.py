"""Alembic's scripts, run by `bot.records.database.migrate`."""
