"""Where somebody's own word is waited for just now: lines on their first page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _, pgettext

from notifications import calls
from scheduling.shifts import states
from scheduling.shifts.eligibility.standings import Claim, Known
from scheduling.shifts.links import swaps as swap_links
from scheduling.shifts.models import Shift, SignUp, Swap
from scheduling.shifts.selectors import shifts as selectors
from scheduling.shifts.selectors.ahead import Outlook
from scheduling.shifts.words import shifts as words
from volunteers.register.models import Person
from web import formats

# The others are asked once these are answered.
MOST_BEHIND = 2


@dataclass(frozen=True)
class Question:
    """One thing that waits for somebody's answer."""

    title: str
    what: str
    url: str
    label: str


def questions_to(seen: Outlook) -> list[Question]:
    """What a person is asked and has not answered, and for which of their places a stand-in is looked for.

    First what is theirs already, then who calls, then where they were. No query where nobody has asked them
    for a swap or a shift.
    """
    if seen.person is None or seen.known is None:
        return []
    return [
        *_of_their_own(seen),
        *_swaps(seen),
        *_calls(seen, seen.person, seen.known),
        *_behind(seen),
    ]


def _named(shift: Shift) -> str:
    return ", ".join([words.title(shift), *([shift.site.name] if shift.site else [])])


def _when(starts_at: datetime, ends_at: datetime) -> dict[str, str]:
    return {"when": formats.when(starts_at, ends_at)}


def _of_their_own(seen: Outlook) -> Iterator[Question]:
    for claim in seen.own:
        if claim.sign_up.shift.state == Shift.State.PUBLISHED and claim.sign_up.starts_at > seen.now:
            yield from _of_a_claim(claim, now=seen.now)


def _of_a_claim(claim: Claim, *, now: datetime) -> Iterator[Question]:
    sign_up, shift = claim.sign_up, claim.sign_up.shift
    when = _when(sign_up.starts_at, sign_up.ends_at)
    page = reverse("shift", kwargs={"uuid": shift.uuid})
    if claim.cannot_come:
        yield Question(
            title=_("We are looking for a stand-in for you, %(when)s") % when,
            what=_named(shift),
            url=page,
            label=_("Open the shift"),
        )
    elif sign_up.state == SignUp.State.SIGNED_UP and sign_up.confirm_asked_at is not None:
        yield Question(
            title=_("The time has changed. Does it suit you, %(when)s?") % when,
            what=_named(shift),
            url=page,
            label=_("Say whether you come"),
        )
    elif sign_up.state == SignUp.State.OFFERED and sign_up.offered_until and sign_up.offered_until > now:
        yield Question(
            title=_("There is a place for you, %(when)s") % when,
            what=_("%(what)s. It waits for your answer until %(until)s.")
            % {"what": _named(shift), "until": formats.when(sign_up.offered_until)},
            url=reverse("own-offer", kwargs={"uuid": sign_up.uuid}),
            label=_("Say whether you come"),
        )


def _behind(seen: Outlook) -> Iterator[Question]:
    """The latest of the last weeks' shifts of which nobody has said whether they were there."""
    unanswered = [
        claim.sign_up
        for claim in seen.claims
        if claim.sign_up.state == SignUp.State.SIGNED_UP
        and max(claim.sign_up.ends_at, claim.sign_up.shift.ends_at) <= seen.now
        and claim.sign_up.shift.state == Shift.State.PUBLISHED
    ]
    for sign_up in list(reversed(unanswered))[:MOST_BEHIND]:
        yield Question(
            title=_("Were you there, %(when)s?") % _when(sign_up.starts_at, sign_up.ends_at),
            what=_named(sign_up.shift),
            url=reverse("shift-there", kwargs={"uuid": sign_up.shift.uuid}),
            label=_("Say whether you were there"),
        )


def _swaps(seen: Outlook) -> Iterator[Question]:
    if not any(claim.asked_to_swap for claim in seen.own):
        return
    ahead = {
        f"{side}__{name}": value
        for side in ("mine", "yours")
        for name, value in (
            ("state", SignUp.State.SIGNED_UP),
            ("shift__state", Shift.State.PUBLISHED),
            ("shift__starts_at__gt", seen.now),
        )
    }
    asked = Swap.objects.filter(yours__person=seen.person, state=Swap.State.ASKED, **ahead)
    for swap in asked.select_related(*swap_links.SHIFTS).order_by("yours__starts_at", "pk"):
        theirs, own = swap.mine.shift, swap.yours.shift
        yield Question(
            title=_("Would you swap your shift, %(when)s?") % _when(own.starts_at, own.ends_at),
            what=_("You would have %(what)s, %(when)s instead.")
            % {"what": _named(theirs), **_when(theirs.starts_at, theirs.ends_at)},
            url=reverse("own-swap", kwargs={"uuid": swap.uuid}),
            label=pgettext("verb", "Answer"),
        )


def _calls(seen: Outlook, person: Person, known: Known) -> Iterator[Question]:
    if not known.called:
        return
    called = {
        each.call.subject_uuid: each.call
        for each in calls.unanswered(person.uuid)
        if each.call.subject_kind == states.SHIFT
    }
    if not called:
        return
    found = list(selectors.shifts_ahead().filter(uuid__in=called, starts_at__gt=seen.now))
    for row in selectors.rows_of(found, person=person, known=known):
        if row.may_sign_up:
            yield Question(
                title=_("Can you come %(when)s?") % _when(row.shift.starts_at, row.shift.ends_at),
                what=_named(row.shift),
                url=reverse("own-call", kwargs={"uuid": called[row.shift.uuid].uuid}),
                label=_("Say whether you come"),
            )
