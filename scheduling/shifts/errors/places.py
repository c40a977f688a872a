"""What the rules of places refuse: when and how one signs up, who may, which places there are."""

from django.utils.translation import gettext_lazy as _, pgettext_lazy

from scheduling.shifts.errors.shifts import NotAVolunteerHere, ShiftRefusal, SignUpClosed, Weight


class NotOpenYet(SignUpClosed):
    """Sign-up begins later."""

    code = "sign_up_not_open_yet"
    sentence = _("Sign-up for this shift opens %(at)s.")
    label = pgettext_lazy("shift", "Opens later")
    weight = Weight.HARD


class NoLongerOpen(SignUpClosed):
    """Sign-up has ended before the shift."""

    code = "sign_up_over"
    sentence = _("Sign-up for this shift closed %(at)s.")
    label = pgettext_lazy("shift", "Sign-up has closed")
    advice = _("If you could come, tell the contact person: they can add you.")
    weight = Weight.HARD


class OnlyByCoordinator(SignUpClosed):
    """Nobody signs up for it by themselves."""

    code = "only_by_coordinator"
    sentence = _("A coordinator agrees with people who comes to this shift.")
    label = pgettext_lazy("shift", "By agreement")
    advice = _("If you would like to come, tell the coordinator.")
    weight = Weight.HARD


class OnlyInvited(SignUpClosed):
    """It is for those who were invited."""

    code = "only_invited"
    sentence = _("This shift is for those who were invited to it.")
    label = pgettext_lazy("shift", "By invitation")
    advice = _("If you would like to come, tell the coordinator.")
    weight = Weight.HARD


class InvitedFirst(SignUpClosed):
    """Those who were invited choose first."""

    code = "invited_first"
    sentence = _("Those who were invited choose first. Everybody can sign up from %(at)s.")
    label = pgettext_lazy("shift", "Invited people first")
    weight = Weight.HARD


class CancelDeadlinePassed(ShiftRefusal):
    """Too late to give the place back without a word."""

    code = "cancel_deadline_passed"
    sentence = _("Places of this shift could be given back until %(at)s.")
    advice = _("Call the contact person: then somebody else is looked for.")


class RequestIsOver(ShiftRefusal):
    """Somebody has answered it, or it was withdrawn."""

    code = "request_is_over"
    sentence = _("This request waits for an answer no more: it was answered or withdrawn meanwhile.")


class NotByInvitation(ShiftRefusal):
    """Invitations mean nothing there."""

    code = "not_by_invitation"
    sentence = _("Nobody is invited to this shift: people sign up in another way. Change that first.")


class NobodyToInvite(ShiftRefusal):
    """All of them are invited already, or have a place."""

    code = "nobody_to_invite"
    sentence = _("There is nobody new among them: they are invited already, or have a place.")
    status = 400


class TooManyInvited(ShiftRefusal):
    """More than anybody means to."""

    code = "too_many_invited"
    sentence = _(
        "That would be more than %(most)s invitations at once. Invite fewer people, or to fewer shifts."
    )
    status = 400


class NoPlaceForYou(ShiftRefusal):
    """The free places ask for a qualification that the person does not have on that day."""

    code = "no_place_for_you"
    sentence = _("The free places are for those who have: %(wanted)s.")
    label = pgettext_lazy("shift", "Needs a qualification")
    advice = _("Your coordinator can tell how to get it.")
    weight = Weight.HARD


class NoTrainingPlace(ShiftRefusal):
    """No place for somebody who learns."""

    code = "no_training_place"
    sentence = _("This shift has no free place for learning.")
    label = pgettext_lazy("shift", "No place for learning")


class Away(ShiftRefusal):
    """The person has said to be away on that day."""

    code = "away"
    sentence = _("The day is noted as a day away.")
    label = pgettext_lazy("shift", "Away that day")
    advice = _("If you can come after all, change your days away.")
    weight = Weight.HARD


class RestTooShort(ShiftRefusal):
    """Too little rest between a night shift and another."""

    code = "rest_too_short"
    sentence = _("Between a night shift and another one there must be %(hours)s hours of rest: %(other)s.")
    label = pgettext_lazy("shift", "Too little rest")
    advice = _("Choose a shift that leaves you time to sleep.")
    weight = Weight.HARD


class WeekIsFull(ShiftRefusal):
    """As many shifts of the role as it allows in a week."""

    code = "week_is_full"
    sentence = _("One does at most %(most)s shifts of the role “%(role)s” in a week.")
    label = pgettext_lazy("shift", "Enough for this week")
    advice = _("Choose a shift in another week.")
    weight = Weight.HARD


class NotALikedTime(ShiftRefusal):
    """Outside the times that the person likes."""

    code = "not_a_liked_time"
    sentence = _("It is outside the times that are said to suit.")
    weight = Weight.SOFT


class NightNotWished(ShiftRefusal):
    """A night, and the person wishes none."""

    code = "night_not_wished"
    sentence = _("It is a night shift, and no nights are wished for.")
    weight = Weight.SOFT


class MoreThanWished(ShiftRefusal):
    """More shifts in the week than the person wishes."""

    code = "more_than_wished"
    sentence = _("At most %(most)s shifts a week are wished for.")
    weight = Weight.SOFT


class OverrideNeedsReason(ShiftRefusal):
    """What speaks against it can be passed by, with a reason."""

    code = "override_needs_reason"
    sentence = _("%(said)s If the person is to come all the same, write why.")


class SlotsOverPlaces(ShiftRefusal):
    """More qualified places than places."""

    code = "slots_over_places"
    sentence = _("More places ask for a qualification (%(asking)s) than there are places (%(places)s).")
    status = 400


class SlotTwice(ShiftRefusal):
    """One line for each qualification."""

    code = "slot_twice"
    sentence = _("A qualification can be asked for once in a shift. Put its places together.")
    status = 400


class MinimumOverPlaces(ShiftRefusal):
    """More people are needed than can come."""

    code = "minimum_over_places"
    sentence = _("The shift needs more people (%(minimum)s) than it has places (%(places)s).")
    status = 400


class TrainingPlacesBelowTaken(ShiftRefusal):
    """Fewer places for learning than people who have one."""

    code = "training_places_below_taken"
    sentence = _("%(taken)s people hold a place for learning already. There must be at least as many.")


class NotSoManyFree(ShiftRefusal):
    """More places are to be kept than are free."""

    code = "not_so_many_free"
    sentence = _("So many places are not free: %(free)s. Raise the number of places first.")


class OutsideTheShift(ShiftRefusal):
    """Own times lie inside the shift."""

    code = "outside_the_shift"
    sentence = _("These times are outside the shift. Choose times between its start and its end.")
    status = 400


class OnABreak(NotAVolunteerHere):
    """The person pauses; a break is a right, and nobody passes it by."""

    code = "on_a_break"
    sentence = _("A break is going on.")
    label = pgettext_lazy("shift", "On a break")
    advice = _("When you want to come back, tell the coordinator.")
