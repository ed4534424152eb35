"""The steps that lead an older store to the present schema, made with Alembic's operations."""
