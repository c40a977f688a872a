"""What is told about swaps: that somebody asks, that it is done, that nothing came of it."""

from django.utils.translation import gettext as _, gettext_lazy

from notifications import wording
from notifications.kinds import Group, Kind, Quiet, Rendered, Urgency, Way
from notifications.letters import Button, Fact, letter
from notifications.models import Message
from notifications.words import Place, Words
from scheduling.shifts import changes, conditions
from scheduling.shifts.kinds.shifts import coming, facts_of, letter_of_place
from scheduling.shifts.links import swaps as swap_links
from scheduling.shifts.models import Shift, SignUp, Swap
from scheduling.shifts.services import swap_ends, swapping
from scheduling.shifts.words import shifts as words
from tenants import addresses
from tenants.context import current_association
from volunteers.register.kinds import recipient
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
    says = wording.said(
        message,
        values={"name": reader.given_name, "asker": swap.mine.person.given_name, **words.told(yours)},
    )
    instead = Fact(_("Instead of"), formats.when(yours.starts_at, yours.ends_at))
    return letter(
        subject=says.subject,
        name=reader.given_name,
        paragraphs=says.paragraphs,
        facts=[*facts_of(mine), instead],
        button=Button(
            _("Say whether you swap"), swap_links.link(swap), private=True, path=swap_links.path(swap)
        ),
        why=_("You get this because you signed up for a shift."),
    )


def _over(message: Message, language: str) -> Rendered:
    swap = _swap(message)
    place = swap.mine if message.data["side"] == "mine" else swap.yours
    says = wording.said(
        message,
        values={"name": place.person.given_name, **words.told(place.shift)},
        variant=message.data["why"],
    )
    return letter(
        subject=says.subject,
        name=place.person.given_name,
        paragraphs=says.paragraphs,
        facts=facts_of(place.shift),
        button=Button(
            _("Open the shift"), addresses.absolute_url(current_association(), "shift", uuid=place.shift.uuid)
        ),
        why=_("You get this because you signed up for a shift."),
    )


ASKER = Place("asker", gettext_lazy("First name of the one who asks"), gettext_lazy("Aino"), in_subject=False)
_STAYS = gettext_lazy("Your own shift stays yours; it is below.")
_KEPT = gettext_lazy("You keep your shift %(when)s")

KINDS = [
    Kind(
        name=swapping.ASKED,
        label=gettext_lazy("Somebody would like to swap shifts"),
        recipient=recipient,
        still_wanted=still_asked,
        render=_ask,
        words=(
            Words(
                subject=gettext_lazy("Would you swap your shift %(when)s?"),
                paragraphs=(
                    gettext_lazy(
                        "%(asker)s asks whether you would swap shifts. You would have the shift below, and "
                        "%(asker)s yours."
                    ),
                    gettext_lazy("One press is enough. If you would rather not, say so. Nobody asks why."),
                ),
                places=(*words.PLACES, ASKER),
            ),
        ),
        group=Group.SHIFTS,
        ways=(Way.EMAIL, Way.SMS),
        digest=False,
    ),
    Kind(
        name=swapping.DONE,
        label=gettext_lazy("A swap of shifts is done"),
        recipient=recipient,
        still_wanted=coming,
        render=letter_of_place,
        words=(
            Words(
                subject=gettext_lazy("You have swapped: your shift is %(when)s"),
                paragraphs=(
                    gettext_lazy(
                        "You have swapped shifts. Yours is now the one below, and the other one is off your "
                        "hands."
                    ),
                    gettext_lazy(
                        "If you cannot make it, open the shift and press “I can't make it”. Nobody asks why."
                    ),
                ),
                places=words.PLACES,
            ),
        ),
        group=Group.SHIFTS,
        urgency=Urgency.URGENT,
        quiet=Quiet.PASS,
        ways=(Way.EMAIL, Way.SMS),
        rests_when_away=False,
    ),
    Kind(
        name=swap_ends.OVER,
        label=gettext_lazy("Nothing came of a swap"),
        recipient=recipient,
        still_wanted=still_theirs,
        render=_over,
        words=(
            Words(
                variant=swap_ends.NOBODY,
                label=gettext_lazy("Nobody could swap"),
                subject=_KEPT,
                paragraphs=(gettext_lazy("Nobody whom you asked could swap this time."), _STAYS),
                places=words.PLACES,
            ),
            Words(
                variant=swap_ends.FELL_THROUGH,
                label=gettext_lazy("Something came between"),
                subject=_KEPT,
                paragraphs=(
                    gettext_lazy("Something has changed, so the swap that was agreed does not come about."),
                    _STAYS,
                ),
                places=words.PLACES,
            ),
            Words(
                variant=swap_ends.REFUSED,
                label=gettext_lazy("The coordinator did not approve it"),
                subject=_KEPT,
                paragraphs=(
                    gettext_lazy("The coordinator could not approve the swap that you had agreed."),
                    _STAYS,
                ),
                places=words.PLACES,
            ),
        ),
        group=Group.SHIFTS,
        urgency=Urgency.URGENT,
        ways=(Way.EMAIL, Way.SMS),
        rests_when_away=False,
    ),
]
