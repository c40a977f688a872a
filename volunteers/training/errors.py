"""What training refuses, in words, with what to do instead."""

from django.utils.translation import gettext_lazy as _

from web.errors import DomainError


class TrainingRefusal(DomainError):
    """Base of all."""


class RunNotOpen(TrainingRefusal):
    """A draft, cancelled, or begun."""

    code = "run_not_open"
    sentence = _("Nobody can enrol in this course any more. Look for another time of it.")


class EnrolmentOver(TrainingRefusal):
    """The last day has passed."""

    code = "enrolment_over"
    sentence = _("The last day to enrol was %(day)s. Ask your coordinator whether there is still room.")


class RunFull(TrainingRefusal):
    """Somebody else was faster."""

    code = "run_full"
    sentence = _("All places are taken. You can join the waiting list.")


class NoPeriodHere(TrainingRefusal):
    """Courses are for those who volunteer, or prepare to."""

    code = "no_period"
    sentence = _("Courses are for those who volunteer here or prepare to. Ask your coordinator.")


class CompletedAlready(TrainingRefusal):
    """There is nothing to give back."""

    code = "completed_already"
    sentence = _("The course is completed. What was learnt cannot be given back.")


class RunStateRefused(TrainingRefusal):
    """Its state does not lead there."""

    code = "run_state"
    sentence = _("A course time that is “%(now)s” cannot be changed so. Open it again and look.")


class NoSessions(TrainingRefusal):
    """People need to know when."""

    code = "run_without_sessions"
    sentence = _("Add the sessions first: people need to know when and where.")


class RuleOutOfReach(TrainingRefusal):
    """Nobody could complete it."""

    code = "run_cannot_be_completed"
    sentence = _("With these sessions nobody could complete the course: %(lacks)s.")


class TooFewPlaces(TrainingRefusal):
    """Nobody is put out of a course by a number."""

    code = "run_places_below_taken"
    sentence = _("%(taken)s people have a place already. Take somebody off first, or leave more places.")


class SessionWasHeld(TrainingRefusal):
    """Somebody was there."""

    code = "session_was_held"
    sentence = _("Somebody is noted as having been at this session, so it stays as it is.")


class SessionEndsBeforeStart(TrainingRefusal):
    """Time goes one way."""

    code = "session_ends_before_start"
    sentence = _("The end must come after the start.")
    status = 400


class NotYet(TrainingRefusal):
    """Nobody was there before it began."""

    code = "session_not_begun"
    sentence = _("The session begins %(start)s. Who is there can be noted from half an hour before.")


class SessionOver(TrainingRefusal):
    """The code is for the session itself."""

    code = "session_over"
    sentence = _("This session is over. If you were there, tell the trainer or your coordinator.")


class NotEnrolled(TrainingRefusal):
    """The code is for those who take part."""

    code = "not_enrolled"
    sentence = _("You are not enrolled in this course. Talk with the trainer.")


class ModuleInUse(TrainingRefusal):
    """Sessions are held for it."""

    code = "module_in_use"
    sentence = _("Sessions are planned or were held for this module, so it stays.")
