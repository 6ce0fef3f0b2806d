"""Alembic asks for this file; migrations are configured and run by `app.db.migrate`."""
