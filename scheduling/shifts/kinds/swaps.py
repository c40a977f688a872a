"""What is told about swaps: that somebody asks, that it is done, that nothing came of it."""

from django.utils.translation import gettext as _, gettext_lazy

from notifications.kinds import Kind, Quiet, Rendered, Urgency
from notifications.letters import Button, Fact
from notifications.models import Message
from notifications.words import Place
from scheduling.shifts import changes, conditions
from scheduling.shifts.kinds import shape
from scheduling.shifts.kinds.shifts import coming, letter_of_place
from scheduling.shifts.links import swaps as swap_links
from scheduling.shifts.models import Shift, SignUp, Swap
from scheduling.shifts.services import swap_ends, swapping
from web import formats


def _swap(message: Message) -> Swap:
    found = _find(message)
    if found is None:
        raise LookupError("A message about a swap that is gone was to be rendered.")
    return found


def _find(message: Message) -> Swap | None:
    swaps = Swap.objects.select_related(*swap_links.WITH)
    return swaps.filter(uuid=message.subject_uuid).first() if message.subject_uuid else None


def _why_not(place: SignUp) -> str | None:
    if place.state != SignUp.State.SIGNED_UP or place.shift.state != Shift.State.PUBLISHED:
        return "no longer signed up"
    return "the shift has started" if conditions.has_started(place.shift) else None


def still_asked(message: Message) -> str | None:
    """Wanted while both come to their shifts and nobody has answered."""
    swap = _find(message)
    if swap is None or swap.state != Swap.State.ASKED:
        return "the swap is settled"
    return _why_not(swap.mine) or _why_not(swap.yours)


def still_theirs(message: Message) -> str | None:
    """Wanted while the reader comes to their own shift."""
    swap = _find(message)
    if swap is None or swap.state in changes.OPEN:
        return "the swap is not settled"
    return _why_not(swap.mine if message.data["side"] == "mine" else swap.yours)


def _ask(message: Message, language: str) -> Rendered:
    swap = _swap(message)
    mine, yours = swap.mine.shift, swap.yours.shift
    reader = swap.yours.person
    return shape.told(
        message,
        person=reader,
        shift=mine,
        about=yours,
        values={"asker": swap.mine.person.given_name},
        facts=[Fact(_("Instead of"), formats.when(yours.starts_at, yours.ends_at))],
        button=Button(
            _("Say whether you swap"), swap_links.link(swap), private=True, path=swap_links.path(swap)
        ),
        why=_("You get this because you signed up for a shift."),
    )


def _over(message: Message, language: str) -> Rendered:
    swap = _swap(message)
    place = swap.mine if message.data["side"] == "mine" else swap.yours
    return shape.told(
        message,
        person=place.person,
        shift=place.shift,
        variant=message.data["why"],
        button=shape.open_the_shift(place.shift),
        why=_("You get this because you signed up for a shift."),
    )


ASKER = Place("asker", gettext_lazy("First name of the one who asks"), gettext_lazy("Aino"), in_subject=False)
_STAYS = gettext_lazy("Your own shift stays yours; it is below.")
_KEPT = gettext_lazy("You keep your shift %(when)s")

KINDS = [
    Kind(
        name=swapping.ASKED,
        label=gettext_lazy("Somebody would like to swap shifts"),
        still_wanted=still_asked,
        render=_ask,
        words=(
            shape.text(
                gettext_lazy("Would you swap your shift %(when)s?"),
                gettext_lazy(
                    "%(asker)s asks whether you would swap shifts. You would have the shift below, and "
                    "%(asker)s yours."
                ),
                gettext_lazy("One press is enough. If you would rather not, say so. Nobody asks why."),
                places=(ASKER,),
            ),
        ),
        **shape.OF_SHIFTS,
        digest=False,
    ),
    Kind(
        name=swapping.DONE,
        label=gettext_lazy("A swap of shifts is done"),
        still_wanted=coming,
        render=letter_of_place,
        words=(
            shape.text(
                gettext_lazy("You have swapped: your shift is %(when)s"),
                gettext_lazy(
                    "You have swapped shifts. Yours is now the one below, and the other one is off your "
                    "hands."
                ),
                gettext_lazy(
                    "If you cannot make it, open the shift and press “I can't make it”. Nobody asks why."
                ),
            ),
        ),
        urgency=Urgency.URGENT,
        quiet=Quiet.PASS,
        **shape.OF_SHIFTS,
        rests_when_away=False,
    ),
    Kind(
        name=swap_ends.OVER,
        label=gettext_lazy("Nothing came of a swap"),
        still_wanted=still_theirs,
        render=_over,
        words=(
            shape.text(
                _KEPT,
                gettext_lazy("Nobody whom you asked could swap this time."),
                _STAYS,
                variant=swap_ends.NOBODY,
                label=gettext_lazy("Nobody could swap"),
            ),
            shape.text(
                _KEPT,
                gettext_lazy("Something has changed, so the swap that was agreed does not come about."),
                _STAYS,
                variant=swap_ends.FELL_THROUGH,
                label=gettext_lazy("Something came between"),
            ),
            shape.text(
                _KEPT,
                gettext_lazy("The coordinator could not approve the swap that you had agreed."),
                _STAYS,
                variant=swap_ends.REFUSED,
                label=gettext_lazy("The coordinator did not approve it"),
            ),
        ),
        urgency=Urgency.URGENT,
        **shape.OF_SHIFTS,
        rests_when_away=False,
    ),
]
