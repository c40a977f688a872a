"""Why a shift suits its reader, in words, and how well: first what they can, then when, then where."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from scheduling.shifts.eligibility import nights
from scheduling.shifts.models import Shift
from scheduling.shifts.selectors.ahead import Outlook
from scheduling.shifts.selectors.shifts import Row


@dataclass(frozen=True)
class Why:
    """What speaks for a shift and what goes against the reader's own wishes, in whole sentences."""

    good: str
    but: str = ""
    # How well it suits; the more the better.
    weight: int = 0


def why(row: Row, seen: Outlook) -> Why:
    """Of a shift that the reader may take."""
    shift = row.shift
    liked, near = is_liked(shift, seen), _knows_the_place(shift, seen)
    skill = ", ".join(row.skills)
    if liked:
        good = [_("You do this role and like to come at that time.")]
    else:
        good = [_("You do this role and are free at that time.")]
    if skill:
        good.append(_("It needs what you have: %(skill)s.") % {"skill": skill})
    if near:
        good.append(_("You come to the same place on another day."))
    but = " ".join(str(each) for each in row.remarks)
    return Why(good=" ".join(good), but=but, weight=2 * bool(skill) + 2 * liked + near - 3 * len(row.remarks))


def is_liked(shift: Shift, seen: Outlook) -> bool:
    """Whether the reader has said that they like to come at that time."""
    likes = list(seen.known.facts.likes) if seen.known else []
    zone = timezone.get_current_timezone()
    return bool(likes) and nights.lies_within(shift.starts_at, shift.ends_at, likes, zone=zone)


def _knows_the_place(shift: Shift, seen: Outlook) -> bool:
    sites = {each.sign_up.shift.site_id for each in seen.coming}
    return shift.site_id is not None and shift.site_id in sites
