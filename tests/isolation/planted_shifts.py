"""One row of everything around a shift, with words that can be found again wherever they leak."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from scheduling.feeds.models import CalendarFeed
from scheduling.shifts.models import (
    Invitation,
    Kiosk,
    PaperCode,
    Placeholder,
    Presence,
    RoleRules,
    ScheduleImport,
    Series,
    SeriesTime,
    Shift,
    ShiftSettings,
    ShiftTemplate,
    SignUp,
    Slot,
    StandIn,
    StandingPlace,
    Swap,
    Wish,
)
from tests.isolation.planted_activities import plant_activities
from tests.isolation.planted_pairs import plant_pairs
from tests.isolation.planted_premises import plant_premises
from tests.isolation.planted_supervision import plant_supervision
from tests.isolation.planted_surveys import plant_surveys
from volunteers.register.models import OpeningHours, Organisation, Person, QualificationType

NOW = datetime(2025, 2, 3, 6, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def plant_shifts(mark: str, key: int, shift: Shift, sign_up: SignUp, person: Person) -> list[Any]:
    """What repeats, what is agreed, who is invited, whose place it is."""
    host = Organisation.objects.create(
        pk=key,
        name=f"Isäntä {mark}",
        contact_name=f"Yhteys {mark}",
        phone=f"040 {mark}"[:30],
        email=f"isanta-{mark.lower()}@example.org",
        checklist=f"Kohta {mark}",
        notes=f"Huomio {mark}",
    )
    site = shift.site
    if site is None:
        raise LookupError("The planted shift has a place.")
    type(site).objects.filter(pk=site.pk).update(organisation=host, contact_name=f"Ovella {mark}")
    OpeningHours.objects.create(site=site, weekday=0, from_minute=480, to_minute=960)
    planned: dict[str, Any] = {"role": shift.role, "site": site, "title": f"Toistuva {mark}", "places": 2}
    series = Series.objects.create(
        pk=key,
        **planned,
        frequency="weekly",
        weekdays=[0, 1],
        from_on=date(2025, 2, 10),
        until_on=date(2025, 3, 10),
        created_at=NOW,
    )
    time = SeriesTime.objects.create(pk=key, series=series, start_minute=600, minutes=120)
    template = ShiftTemplate.objects.create(
        pk=key, **planned, name=f"Pohja {mark}", start_minute=600, minutes=120
    )
    standing = StandingPlace.objects.create(
        pk=key, time=time, weekday=1, person=person, from_on=date(2025, 2, 10), created_at=NOW
    )
    kind = QualificationType.objects.order_by("pk").first()
    if kind is not None:
        Slot.objects.create(shift=shift, qualification=kind)
    placeholder = Placeholder.objects.create(
        pk=key, shift=shift, label=f"Paikalle {mark}", created_at=NOW, created_by=f"Tekijä {mark}"
    )
    Shift.objects.filter(pk=shift.pk).update(
        taken=2,
        for_those_who_come=f"Tulijoille {mark}",
        series=series,
        series_time=time,
        series_day=date(2025, 2, 4),
    )
    other = Shift.objects.create(
        pk=key + 1,
        role=shift.role,
        title=f"Toinen vuoro {mark}",
        places=2,
        taken=1,
        starts_at=NOW + 3 * DAY,
        ends_at=NOW + 3 * DAY + timedelta(hours=2),
        state="published",
        created_at=NOW,
    )
    another = SignUp.objects.create(
        pk=key + 1,
        shift=other,
        person=person,
        starts_at=other.starts_at,
        ends_at=other.ends_at,
        created_at=NOW,
        changed_at=NOW,
        override_reason=f"Peruste {mark}",
        answer=f"Vastaus {mark}",
    )
    Invitation.objects.create(shift=shift, person=person, at=NOW)
    stand_in = StandIn.objects.create(pk=key, sign_up=another, at=NOW)
    swap = Swap.objects.create(pk=key, mine=sign_up, yours=another, state="agreed", at=NOW)
    RoleRules.objects.create(role=shift.role)
    ShiftSettings.objects.update_or_create(
        pk=1, defaults={"duty_name": f"Päivystys {mark}", "duty_phone": f"041 {mark}"[:30]}
    )
    Wish.objects.update_or_create(person=person, defaults={"most_per_week": 3})
    schedule = ScheduleImport.objects.create(
        pk=key,
        name=f"{mark}.ics",
        source=f"Lähde {mark}",
        role=shift.role,
        rows=[
            {
                "uid": f"tuotu-{mark}",
                "title": f"Tuotu {mark}",
                "description": "",
                "starts_at": "2025-02-20T10:00:00+00:00",
                "ends_at": "2025-02-20T12:00:00+00:00",
                "places": 1,
                "cancelled": False,
            }
        ],
        created_at=NOW,
        created_by=f"Tekijä {mark}",
    )
    feed = CalendarFeed.objects.create(
        pk=key, what="own", person=person, secret_hash=f"{mark}{key}", created_at=NOW, changed_at=NOW
    )
    kiosk = Kiosk.objects.create(
        pk=key,
        site=site,
        label=f"Taulu {mark}",
        secret_hash=f"{mark}{key}",
        ends_at=NOW + 30 * DAY,
        created_at=NOW,
        created_by=f"Tekijä {mark}",
    )
    PaperCode.objects.create(site=site, nonce=f"{mark}{key}", made_at=NOW)
    here = Presence.objects.create(pk=key, shift=shift, person=person, way="code", arrived_at=NOW)
    beside = plant_activities(mark, key, host, shift.role, site, person)
    beside += plant_premises(mark, key, host, site)
    beside += plant_supervision(mark, key, shift.role, site, person)
    beside += plant_pairs(mark, key, shift.role, person)
    beside += plant_surveys(mark, key, shift.role)
    own = [series, time, template, standing, placeholder, stand_in, swap, schedule, feed, kiosk, here]
    return [host, *own, *beside]
