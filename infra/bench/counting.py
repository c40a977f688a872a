"""Let PostgreSQL count what the tables of all associations hold. Runs as the owner of them."""

from __future__ import annotations

import django
from django.db import connection

if __name__ == "__main__":
    django.setup()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
