"""Rows of what a federation publishes and writes itself, with words and numbers that can be found again.

Published figures have few words, so that their number is looked for: in hours, in people, in cases and in
minutes, however a page groups its digits.
"""

import re
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import models

from accounts.models import User
from tenants.actors import Actor
from tenants.models import Association, District, Umbrella
from tests import states
from tests.isolation.planted import NOW
from umbrella.mail_models import NoReleaseMail, ReleaseMail, ReleaseNews
from umbrella.models import (
    By,
    Correction,
    DistinctPeople,
    Level,
    Night,
    ProvisionalFigure,
    PublishedFigure,
    PublishedRoleFigure,
    PublishedTotal,
    Release,
    Target,
)
from umbrella.publishing.models import OwnPublication
from umbrella.routers import EXACT
from umbrella.totals.models import TotalsLink
from umbrella.years import services

#: The year of which everything is told, and the open one after it.
YEAR, OPEN_YEAR = 2024, 2025

PLANTED = {
    "Release", "PublishedFigure", "PublishedRoleFigure", "PublishedTotal", "Correction", "ProvisionalFigure",
    "DistinctPeople", "Night", "Target", "ReleaseNews", "ReleaseMail", "NoReleaseMail", "TotalsLink",
    "ReportingYear", "YearVersion", "YearStep", "OwnPublication",
}  # fmt: skip


def tables() -> set[str]:
    """Every model of the federation that a login which serves pages may reach."""
    config = apps.get_app_config("umbrella")
    return {model.__name__ for model in config.get_models() if model._meta.model_name not in EXACT}


NOT_PLANTED = {
    # The app's login adds answers and reads none (tests/umbrella/totals).
    "TotalsAnswer",
    # One word of three, with its question; the app's login adds none.
    "OwnPublicationAnswer",
}
"""Why nobody has to look for these."""


def plant(umbrella: Umbrella, association: Association, *, mark: str, number: int) -> None:
    """One of everything, of a year that is frozen; `number` is that umbrella's alone."""
    district = District.objects.create(umbrella=umbrella, code=mark.lower()[:30], name_fi=f"Piiri {mark}")
    told = states.added(Release(umbrella=umbrella, due_on=date(2025, 1, 16), released_at=NOW))
    of_it = {"umbrella": umbrella, "release": told, "year": YEAR, "state": "shown"}
    amount = {"minutes": number * 60, "people": number}
    rows: list[models.Model] = []
    for month in range(13):
        whose: list[dict[str, Any]] = [
            {"level": Level.ASSOCIATION, "association": association},
            {"level": Level.FEDERATION},
        ]
        whose += [] if month else [{"level": Level.DISTRICT, "district": district}]
        rows += [PublishedFigure(**of_it, **who, **amount, month=month, months_closed=12) for who in whose]
    role = {**of_it, **amount, "by": By.ROLE, "code": mark.lower()[:30]}
    rows += [
        PublishedRoleFigure(
            **role, level=Level.ASSOCIATION, association=association, month=0, family="guides"
        ),
        PublishedRoleFigure(**role, level=Level.FEDERATION, month=1),
        PublishedRoleFigure(
            **{**role, "by": By.FAMILY, "code": "guides"}, level=Level.DISTRICT, district=district, month=0
        ),
        PublishedTotal(**of_it, metric="encounters", version="1.0", value=number, associations=5),
        PublishedTotal(**of_it, metric=mark[:40], version="1.0", value=number, associations=5),
        Correction(
            umbrella=umbrella, release=told, association=association, year=YEAR, month=1,
            minutes_before=number * 60, minutes=number * 60 + 60, people_before=number, people=number,
        ),
        ProvisionalFigure(umbrella=umbrella, year=OPEN_YEAR, month=1, as_of=NOW, **amount),
        DistinctPeople(umbrella=umbrella, year=YEAR, memberships=number, people=number, as_of=NOW),
        Night(
            umbrella=umbrella, day=date(2025, 2, 3), finished_at=datetime(2025, 2, 3, 1, tzinfo=UTC),
            months_checked=number % 10**9, months_wrong=0,
        ),
        ReleaseNews(release=told),
    ]  # fmt: skip
    for row in rows:
        states.added(row)
    _done_by_people(umbrella, association, told, mark=mark, number=number)


def _done_by_people(
    umbrella: Umbrella, association: Association, told: Release, *, mark: str, number: int
) -> None:
    reader = User.objects.create_user(f"lukija.{mark.lower()}@example.org", None, name=f"Lukija {mark}")
    states.added(
        ReleaseMail(release=told, user=reader, state="failed", next_at=NOW, failure=mark, uuid=uuid4())
    )
    states.added(NoReleaseMail(umbrella=umbrella, user=reader))
    for metric in ("encounters", "volunteer_hours"):
        states.added(
            Target(umbrella=umbrella, year=YEAR, metric=metric, value=number, set_at=NOW, set_by=reader.uuid)
        )
    by = Actor(user=reader.uuid, name=f"Tekijä {mark}")
    services.begin_closing(umbrella=umbrella, year=YEAR, by=by)
    services.freeze(umbrella=umbrella, year=YEAR, by=by)
    states.added(
        TotalsLink(
            uuid=uuid4(), umbrella=umbrella, association=association, year=YEAR - 1, made_at=NOW,
            token_hash=f"{mark.lower():x<64}", made_by_name=f"Linkittäjä {mark}", answered_at=NOW,
            answered_by_name=f"Vastaaja {mark}",
        )
    )  # fmt: skip
    states.added(OwnPublication(association=association, year=YEAR, with_months=True, asked_at=NOW))


def tells(text: str, number: int) -> bool:
    """Whether a text has the number in it, as hours, people, cases or minutes, in digits of any grouping."""
    digits = re.sub(r"(?<=\d)(?:&nbsp;|[\s\u00a0,.])(?=\d)", "", text)
    return str(number) in digits or str(number * 60) in digits
