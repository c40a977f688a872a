"""A real export of shifts, taken in as head counts through the coordinator's own pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.browser import Browser, Unexpected
from local.check.visits import at, option, sign_in, until
from local.federation.festival import COORDINATOR, PASSWORD, ROLE, SLUG
from local.stack import Stack


@dataclass(frozen=True)
class TakenIn:
    """What the association's own figures and pages say of the file."""

    shifts: int
    attendances: int
    minutes: int


def run(stack: Stack, file: Path) -> TakenIn:
    """Make the association, upload the file, look at what it says, say yes, and read the figures back."""
    stack.manage("demo_festival", process="owner")
    stack.manage("demo_festival", process="figures")
    kaisa = sign_in(stack, email=COORDINATOR, password=PASSWORD)
    form = at(kaisa, stack, SLUG, "/coordinate/import/").expect(200)
    role = option(form, name="role", label=ROLE[2])
    look = kaisa.upload(
        form.url, {"role": role, "default_start": "10:00"}, {"file": (file.name, file.read_bytes())}
    ).expect(200)
    if "/import/check/" not in look.url:
        raise Unexpected(f"The file was refused: {look.text[:2000]}")
    taken = kaisa.post(look.url, {"import": "1"}).expect(200)
    years = until("figures of the file", lambda: _years(stack, kaisa) or None)
    return TakenIn(
        shifts=_rows(kaisa, taken.url),
        attendances=sum(row["heads"] for row in years),
        minutes=sum(row["minutes"] for row in years),
    )


def _years(stack: Stack, kaisa: Browser) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    url = stack.url(SLUG, "/api/v1/figures/?page_size=200")
    while url:
        answer = kaisa.get(url).expect(200).json
        rows += answer["results"]
        url = answer["next"] or ""
    return [row for row in rows if row["month"] == 0 and row["role"] is None]


def _rows(kaisa: Browser, url: str) -> int:
    """Rows of the imported file, counted over all of its pages."""
    found, number = 0, 1
    while True:
        text = kaisa.get(f"{url.partition('?')[0]}?page={number}").expect(200).text
        body = text[text.find("<tbody") : text.find("</tbody")]
        found += body.count("<tr")
        number += 1
        if f"?page={number}" not in text:
            return found
