"""Database engine: django-tenants' own, with a PostgreSQL role for each association."""
