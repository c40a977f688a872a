"""Says how often Django's signals of migrating come: `python -m tests.tenants.signals_at_migrating`."""

import collections
import json
import sys

import django
from django.core.management import call_command
from django.db.models.signals import post_migrate, pre_migrate

django.setup()
heard: collections.Counter[str] = collections.Counter()
KEEP = [
    lambda sender, name=name, **kwargs: heard.update([f"{name} {sender.label}"]) for name in ("pre", "post")
]

if __name__ == "__main__":
    pre_migrate.connect(KEEP[0])
    post_migrate.connect(KEEP[1])
    call_command("migrate_associations", verbosity=0)
    sys.stdout.write(f"HEARD {json.dumps(heard)}")
