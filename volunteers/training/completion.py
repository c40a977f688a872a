"""Whether somebody has completed a course: by its rule, from the sessions of their run. Pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scheduling.hours import split
from volunteers.training.models import Course, Module, Session
from web import formats


@dataclass(frozen=True)
class Standing:
    """How far somebody is: minutes of modules or sessions, or numbers of sessions, of so many."""

    done: int
    of: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self.done >= self.of


def minutes_of(session: Session) -> int:
    """How long it lasts."""
    return split.minutes_between(session.starts_at, session.ends_at)


def standing(
    course: Course, *, modules: Collection[Module], sessions: Sequence[Session], attended: Collection[int]
) -> Standing:
    """By the keys of the attended sessions of a run, how somebody stands."""
    there = [each for each in sessions if each.pk in attended]
    if course.rule == Course.Rule.MINUTES:
        return Standing(sum(map(minutes_of, there)), course.rule_value or 0)
    if course.rule == Course.Rule.SHARE:
        # Rounded up: four fifths of six sessions are five.
        wanted = -(-len(sessions) * (course.rule_value or 0) // 100)
        return Standing(len(there), wanted)
    asked, got = _wanted(modules, sessions), _by_module(there)
    done = sum(got[each.pk] >= asked[each.pk] for each in modules)
    return Standing(done, len(modules))


def _wanted(modules: Collection[Module], sessions: Sequence[Session]) -> Mapping[int, int]:
    """The minutes that one must be there for each module.

    Its length; or, where its sessions are shorter, all of them. What is held twice is heard once.
    """
    held = _by_module(sessions)
    return {each.pk: min(each.minutes, held[each.pk]) or each.minutes for each in modules}


def _by_module(sessions: Sequence[Session]) -> Mapping[int, int]:
    found: dict[int, int] = defaultdict(int)
    for each in sessions:
        found[each.module_id] += minutes_of(each)
    return found


def lacks(course: Course, *, modules: Collection[Module], sessions: Sequence[Session]) -> str:
    """Why nobody could complete the course with these sessions, in words; empty where one can."""
    if course.rule == Course.Rule.MINUTES:
        held = sum(map(minutes_of, sessions))
        missing = (course.rule_value or 0) - held
        return _("%(time)s are missing") % {"time": formats.duration(missing)} if missing > 0 else ""
    if course.rule == Course.Rule.MODULES:
        planned = {each.module_id for each in sessions}
        names = [f"“{each.name}”" for each in modules if each.pk not in planned]
        return _("no session for %(names)s") % {"names": ", ".join(names)} if names else ""
    return ""


def said(course: Course) -> str:
    """The rule as a sentence."""
    if course.rule == Course.Rule.MINUTES:
        return _("Completed with at least %(time)s of sessions.") % {
            "time": formats.duration(course.rule_value or 0)
        }
    if course.rule == Course.Rule.SHARE:
        return _("Completed with at least %(percent)s %% of the sessions.") % {"percent": course.rule_value}
    return _("Completed with all modules.")
