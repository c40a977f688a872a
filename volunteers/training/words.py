"""How courses, their runs and sessions are called where people read of them."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _, pgettext

from volunteers.register import site_words
from volunteers.training.models import Course, Run, Session
from web import formats


def title(run: Run) -> str:
    """The course's name, for pages of those who may know it."""
    return run.course.name


def told_title(run: Run) -> str:
    """The same for what lies on a screen or in a mail box: of a discreet role no more than that it is one."""
    return _("Your course") if run.course.is_discreet else run.course.name


def when(session: Session) -> str:
    """Day and times."""
    return formats.when(timezone.localtime(session.starts_at), timezone.localtime(session.ends_at))


def where(session: Session) -> str:
    """Our place and the room; of a call only that it is one: its address is for those who take part."""
    place = pgettext("where", "online") if link(session) else session.place
    return ", ".join(part for part in (session.site.name if session.site else "", place) if part)


def told_where(session: Session) -> str:
    """The same for those who take part, in a mail: nothing of what is discreet, which the page tells."""
    if session.run.course.is_discreet or (session.site is not None and session.site.discreet):
        return ""
    return ", ".join(filter(None, [session.site.name if session.site else "", session.place]))


def map_url(session: Session) -> str:
    """A link to the place on a map, if it has an address."""
    return site_words.map_link(session.site.address) if session.site and session.site.address else ""


def link(session: Session) -> str:
    """The address of a call, where the place is one."""
    return session.place if session.place.startswith("https://") else ""


def span(sessions: Sequence[Session]) -> str:
    """From the first day to the last."""
    if not sessions:
        return _("no times yet")
    first, last = (timezone.localtime(each.starts_at).date() for each in (sessions[0], sessions[-1]))
    if first == last:
        return formats.day(first, year=True)
    return f"{formats.day(first)} – {formats.day(last, year=True)}"


def hours_of(course: Course) -> str:
    """How long all modules are together."""
    return formats.duration(sum(each.minutes for each in course.modules.all()))
