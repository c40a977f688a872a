"""An import of 5 000 people as a worker does it, in a process of its own, measured and taken back.

``python -m infra.bench.importing slug``: a workbook with names, addresses, numbers, days, roles and tags;
some rows are wrong.
"""

from __future__ import annotations

import io
import json
import resource
import sys
import time
from datetime import date

import django
import openpyxl

ROWS, WRONG_EVERY = 5000, 100
HEADER = ("Etunimi", "Sukunimi", "Sähköposti", "Puhelin", "Syntymäaika", "Aloitti", "Muodot", "Tunnisteet")


def main() -> None:
    """Upload, look, work, undo; say how long each took and how large the process became."""
    django.setup()
    from tenants.actors import Actor  # noqa: PLC0415  # the apps are loaded by now
    from tenants.context import entered  # noqa: PLC0415  # as above
    from tenants.models import Association  # noqa: PLC0415  # as above
    from volunteers.register.importing import judging  # noqa: PLC0415  # as above
    from volunteers.register.models import Person  # noqa: PLC0415  # as above
    from volunteers.register.services import import_undo, imports  # noqa: PLC0415  # as above
    from volunteers.register.services.imports import State  # noqa: PLC0415  # as above

    by, told = Actor.system("bench"), {}
    content = io.BytesIO(_workbook())
    with entered(Association.objects.get(slug=sys.argv[1])):
        before = Person.objects.count()
        began = time.monotonic()
        batch = imports.keep_draft(file=content, name="bench.xlsx", by=by)
        told["uploading"] = time.monotonic() - began
        began = time.monotonic()
        judging.look(batch)
        told["looking"] = time.monotonic() - began
        imports.start(draft=batch, begin="active", from_on=date(2025, 2, 3), by=by)
        began = time.monotonic()
        imports.work()
        told["working"] = time.monotonic() - began
        batch.refresh_from_db()
        told |= {"added": batch.added, "failed": batch.failed, "skipped": batch.skipped}
        began = time.monotonic()
        import_undo.undo(batch=batch, by=by)
        told["undoing"] = time.monotonic() - began
        batch.refresh_from_db()
        told["left"] = Person.objects.count() - before + int(batch.state != State.UNDONE)
    told["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print("MEASURED", json.dumps(told))


def _workbook() -> bytes:
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    page.append(HEADER)
    for number in range(ROWS):
        wrong = number % WRONG_EVERY == WRONG_EVERY - 1
        page.append(
            [
                f"Tuoja{number % 50}",
                f"Uusinen{number}",
                "no address" if wrong else f"new{number}@example.org",
                f"040 {number:07}",
                f"{number % 28 + 1}.{number % 12 + 1}.{1940 + number % 60}",
                f"2024-01-{number % 28 + 1:02}",
                f"Muoto {number % 10}",
                f"Tunniste {number % 10}",
            ]
        )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


if __name__ == "__main__":
    main()
