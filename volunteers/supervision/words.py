"""How times, groups and duties are called."""

from datetime import date

from django.utils.translation import gettext as _, ngettext

from volunteers.register.requirements import Duty
from volunteers.supervision.models import SupervisionGroup, SupervisionSession
from web import formats

TONES = {Duty.OK: "good", Duty.DUE: "line", Duty.OVERDUE: "wait", Duty.BLOCKED: "urgent"}
ICONS = {Duty.OK: "check", Duty.DUE: "clock", Duty.OVERDUE: "wait", Duty.BLOCKED: "lock"}


def when(session: SupervisionSession) -> str:
    """Its day and its time."""
    return formats.when(session.starts_at, session.ends_at, year=True)


def supervisor(group: SupervisionGroup) -> str:
    """Who supervises; empty where nobody is named."""
    return group.supervisor.name if group.supervisor is not None else group.supervisor_name


def place(group: SupervisionGroup) -> str:
    """Where it is, with the address."""
    site = group.site
    return ", ".join(filter(None, [site.name, site.address])) if site is not None else ""


def members(count: int) -> str:
    """`8 members`."""
    return ngettext("%(count)s member", "%(count)s members", count) % {"count": count}


def until(standing: str, *, due: date, last: date, blocks: bool) -> str:
    """Until when somebody is in order, or since when not."""
    if standing == Duty.BLOCKED:
        return _("No new shifts since %(day)s") % {"day": formats.day(last, year=True)}
    if standing == Duty.OVERDUE and blocks:
        said = _("Was due on %(due)s; after %(last)s no new shifts")
        return said % {"due": formats.day(due, year=True), "last": formats.day(last, year=True)}
    if standing == Duty.OVERDUE:
        return _("Was recommended by %(day)s") % {"day": formats.day(due, year=True)}
    return _("In order until %(day)s") % {"day": formats.day(due, year=True)}
