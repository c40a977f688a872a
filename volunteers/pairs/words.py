"""How pairs, their agreements and meetings are called. No word of a client."""

from datetime import datetime

from django.utils.translation import gettext as _

from volunteers.pairs.models import Agreement, Content, Goal, Meeting, Pair, Times
from web import formats

S = Pair.State
CHIPS: dict[str, tuple[str, str]] = {
    S.INTAKE: ("inbox", "wait"),
    S.ASSESSED: ("message", "wait"),
    S.WAITING: ("wait", "wait"),
    S.PROPOSED: ("swap", "line"),
    S.MATCHED: ("edit", "line"),
    S.ACTIVE: ("check", "good"),
    S.PAUSED: ("pause", "wait"),
    S.ENDING: ("clock", "line"),
    S.ENDED: ("done", "neutral"),
    S.GUIDED: ("forward", "neutral"),
    S.WITHDRAWN: ("close", "neutral"),
    S.ANONYMISED: ("hidden", "neutral"),
}


def name(pair: Pair) -> str:
    """`Pair 12`: how it is called everywhere, since the client is named nowhere."""
    return _("Pair %(number)s") % {"number": pair.number}


def state_for_client(pair: Pair) -> str:
    """Where it stands, to the client."""
    said = {
        S.INTAKE: _("Next is a starting talk. Your coordinator agrees on a time with you."),
        S.ASSESSED: _("The starting talk was held. Next it is decided what suits you."),
        S.WAITING: _("A volunteer is being looked for."),
        S.PROPOSED: _("A volunteer is being asked. You, too, may say no, and no reason is needed."),
        S.MATCHED: _("There is a volunteer. Next you agree on what you do together."),
        S.ACTIVE: _("You meet as agreed."),
        S.PAUSED: _("You do not meet for a while. Your coordinator gets in touch."),
        S.ENDING: _("The last day is agreed."),
        S.ENDED: _("It has ended as agreed.") if pair.ended_how == Pair.Ending.AGREED else _("It has ended."),
        S.GUIDED: _("You were guided to something else. Nothing is left to do."),
    }
    return said.get(S(pair.state), "")


def line(pair: Pair, met_at: datetime | None) -> str:
    """Role, volunteer, when they met last, who is in charge."""
    who = pair.volunteer.name if pair.volunteer is not None else _("no volunteer yet")
    met = (
        _("met last %(day)s") % {"day": formats.day(formats.local_date(met_at), year=True)} if met_at else ""
    )
    charge = pair.coordinator_name or _("nobody in charge")
    return " · ".join(filter(None, [pair.role.name, who, met, charge]))


def times(codes: list[str]) -> str:
    """When it would suit."""
    return ", ".join(str(Times(each).label) for each in Times.values if each in codes) or _("any time")


def content(agreement: Agreement) -> str:
    """What they do together."""
    return ", ".join(str(Content(each).label) for each in agreement.content)


def goals(agreement: Agreement) -> str:
    """What it is for."""
    return ", ".join(str(Goal(each).label) for each in agreement.goals)


def duration(agreement: Agreement) -> str:
    """From which day to which."""
    return f"{formats.day(agreement.from_on, year=True)} – {formats.day(agreement.to_on, year=True)}"


def meeting(met: Meeting) -> str:
    """`Mon 3.2.2025, 1 h 30 min, by phone`."""
    day = formats.day(met.local_date, year=True)
    return f"{day}, {formats.duration(met.minutes)}, {met.get_kind_display()}"
