"""Reading feeds: which address is whose, and what it tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from accounts.sessions import hashed
from scheduling.feeds.models import CalendarFeed
from scheduling.shifts.models import Shift, SignUp
from scheduling.shifts.selectors.shifts import SEEN, midnight
from tenants import clock
from tenants.context import current_association

# So far back, and of roles and places so far ahead; own shifts are told however far ahead they are.
BACK = timedelta(days=31)
AHEAD = timedelta(days=183)

# What a calendar tells of a shift, in one text: whoever adds to `contents` adds to it.
_OF_A_SHIFT = """concat_ws(chr(31), s.uuid, s.sequence, s.state, s.starts_at, s.ends_at, s.title, s."where",
        r.discreet, r.name_fi, r.name_sv, r.name_en, t.name, t.address, t.discreet"""
_AROUND = "JOIN register_volunteerrole r ON r.id = s.role_id LEFT JOIN register_site t ON t.id = s.site_id"
_SHIFTS = f"""SELECT string_agg({_OF_A_SHIFT}, s.taken, s.places), chr(30) ORDER BY s.id)
    FROM shifts_shift s {_AROUND}
    WHERE s.state <> 'draft' AND s.ends_at > %(since)s AND s.starts_at < %(until)s"""  # noqa: S608  # ours
_OWN = f"""SELECT string_agg({_OF_A_SHIFT}, u.id, u.state, u.starts_at, u.ends_at), chr(30) ORDER BY u.id)
    FROM shifts_signup u JOIN shifts_shift s ON s.id = u.shift_id {_AROUND}
    WHERE u.person_id = f.person_id AND s.state <> 'draft' AND u.ends_at > %(since)s"""  # noqa: S608  # ours
# One statement of fixed parts; what differs goes in as parameters.
_FOUND = f"""
    SELECT f.*, coalesce(f.user_uuid, p.user_uuid) AS login,
        f.person_id IS NULL OR EXISTS (
            SELECT FROM register_period d WHERE d.person_id = f.person_id AND d.state <> 'ended'
        ) AS is_going_on,
        md5(coalesce(CASE f.what
            WHEN 'own' THEN ({_OWN})
            WHEN 'role' THEN ({_SHIFTS} AND s.role_id = f.role_id)
            ELSE ({_SHIFTS} AND s.site_id = f.site_id)
        END, '')) AS told
    FROM feeds_calendarfeed f LEFT JOIN register_person p ON p.id = f.person_id
    WHERE f.secret_hash = %(hash)s
"""  # noqa: S608  # ours


@dataclass(frozen=True)
class Asked:
    """A feed that somebody has the address of.

    `login` is on whose right it hangs, `is_going_on` whether their time as a volunteer has not ended where it
    tells their own shifts, `told` changes with whatever it tells.
    """

    feed: CalendarFeed
    login: UUID | None
    is_going_on: bool
    told: str


@dataclass(frozen=True)
class Entry:
    """A shift as it stands in a calendar; with a sign-up in its owner's own."""

    shift: Shift
    sign_up: SignUp | None = None


def of_login(user_uuid: UUID) -> QuerySet[CalendarFeed]:
    """All that somebody has, the first one first."""
    mine = Q(user_uuid=user_uuid) | Q(person__user_uuid=user_uuid)
    return CalendarFeed.objects.filter(mine).select_related("role", "site").order_by("created_at", "pk")


def asked(secret: str) -> Asked | None:
    """The feed that this secret opens, or None. One query, however much it tells."""
    since, until = _window()
    rows = CalendarFeed.objects.raw(_FOUND, {"hash": hashed(secret), "since": since, "until": until})
    for feed in rows:
        found: Any = feed  # with what the statement adds
        return Asked(feed=feed, login=found.login, is_going_on=found.is_going_on, told=found.told)
    return None


def entries(feed: CalendarFeed) -> Sequence[Entry]:
    """What it tells, in order of time; each shift once. One query."""
    since, until = _window()
    if feed.what == CalendarFeed.What.OWN:
        found = SignUp.objects.filter(person=feed.person_id, shift__state__in=SEEN, ends_at__gt=since)
        latest = {
            sign_up.shift_id: sign_up  # who gave a place back and took it again has two
            for sign_up in found.select_related("shift__role", "shift__site").order_by("pk")
        }
        mine = [Entry(shift=sign_up.shift, sign_up=sign_up) for sign_up in latest.values()]
        return sorted(mine, key=lambda entry: (entry.shift.starts_at, entry.shift.pk))
    of = {"role": feed.role_id} if feed.what == CalendarFeed.What.ROLE else {"site": feed.site_id}
    shifts = Shift.objects.filter(state__in=SEEN, ends_at__gt=since, starts_at__lt=until, **of)
    return [Entry(shift=shift) for shift in shifts.select_related("role", "site").order_by("starts_at", "pk")]


def _window() -> tuple[datetime, datetime]:
    """From when to when: whole days, so that the content stays the same over a day."""
    today = clock.today(current_association())
    return midnight(today - BACK), midnight(today + AHEAD)
