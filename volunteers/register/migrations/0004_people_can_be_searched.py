"""People who were there before get what a search looks through."""

import unicodedata
from typing import Any

from django.db import migrations


def fill(apps: Any, schema_editor: Any) -> None:
    """One row at a time, only those without: it may run again after a stop."""
    Person = apps.get_model("register", "Person")
    for person in Person.objects.filter(search_key="").iterator(chunk_size=500):
        text = f"{person.given_name} {person.family_name} {person.given_name} {person.email}".casefold()
        plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
        person.search_key = f"{plain} {''.join(c for c in person.phone if c.isdigit())}"[:400]
        person.save(update_fields=["search_key"])


class Migration(migrations.Migration):
    dependencies = [("register", "0003_what_the_register_knows")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
