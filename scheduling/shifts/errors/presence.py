"""What saying at the place that one is there refuses, in words, with what to do instead."""

from django.utils.translation import gettext_lazy as _

from scheduling.shifts.errors.shifts import ShiftRefusal


class CodeUnknown(ShiftRefusal):
    """Nobody has made it like this, or the place has another one now."""

    code = "code_unknown"
    sentence = _("This is not a code of a place of ours.")
    advice = _("Scan the code at the place once more.")


class CodeTooOld(ShiftRefusal):
    """It was on the screen some minutes ago."""

    code = "code_too_old"
    sentence = _("This code is too old: it changes each minute.")
    advice = _("Scan the one that is on the screen now.")


class CodeOfAnotherDay(CodeTooOld):
    """It was on the screen on another day."""

    code = "code_of_another_day"
    sentence = _("This code is of another day.")
    advice = _("Scan the one that is on the screen at the place today.")


class NotOnPaper(CodeTooOld):
    """It is a printed one, and the place has none any more."""

    code = "code_not_on_paper"
    sentence = _("The printed code of this place is not in use any more.")
    advice = _("Scan the code on the screen, or tell the coordinator that you are there.")


class TooEarly(ShiftRefusal):
    """The shift is too far ahead."""

    code = "too_early"
    sentence = _("The shift begins at %(start)s. You can say that you are there from %(open)s on.")


class IsOver(ShiftRefusal):
    """The shift is too far behind."""

    code = "shift_is_over"
    sentence = _("This shift is over.")
    advice = _("If you were there, say so on the page of the shift.")


class NotHere(ShiftRefusal):
    """They have not said that they came."""

    code = "not_here"
    sentence = _("You have not said that you came to this shift.")
    advice = _("Say first that you are here.")


class OwnTimesAhead(ShiftRefusal):
    """What has not happened cannot be told."""

    code = "own_times_ahead"
    sentence = _("That time is still to come.")
    advice = _("Say when you left, or come back to this page when the shift is over.")
