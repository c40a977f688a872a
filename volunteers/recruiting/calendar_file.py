"""A meeting as an entry for the applicant's own calendar. It says with whom, never what for."""

from icalendar import Calendar, Event

from tenants import addresses, clock
from tenants.context import current_association
from volunteers.recruiting.models import Application, InterviewTime

MIMETYPE = "text/calendar"
NAME = "meeting.ics"


def calendar_file(time: InterviewTime, application: Application) -> bytes:
    """The file's content. A later time of the same application replaces the earlier one."""
    association = current_association()
    entry = Event()
    entry.add("uid", f"{application.uuid}@{addresses.host_of(association).partition(':')[0]}")
    entry.add("dtstamp", clock.now())
    entry.add("sequence", max(0, int((clock.now() - application.created_at).total_seconds() // 60)))
    entry.add("dtstart", time.starts_at)
    entry.add("dtend", time.ends_at)
    entry.add("summary", association.name)
    entry.add("location", time.place)
    entry.add("description", time.host)
    calendar = Calendar()
    calendar.add("prodid", "-//Rinnalla//Recruiting//FI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(entry)
    content: bytes = calendar.to_ical()
    return content
