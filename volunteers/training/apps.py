"""App configuration."""

from django.apps import AppConfig


class TrainingConfig(AppConfig):
    """Courses, their runs, and who takes part."""

    name = "volunteers.training"
    label = "training"

    def ready(self) -> None:
        """Say what is told about courses, what is looked for each hour, and where people are."""
        from django.utils.translation import gettext_lazy as _

        from notifications import kinds as known_kinds, rounds, subjects as known_subjects
        from notifications.rounds import Round
        from volunteers.register import handover, leaving, needs, person_data
        from volunteers.training import (
            erasers,
            exported,
            hanging,
            kinds,
            mergers,
            needs as own_needs,
            rules,  # noqa: F401  # rules register themselves
            subjects,
        )
        from volunteers.training.models import Enrolment, Run
        from volunteers.training.services import attending, enrolling

        for kind in kinds.KINDS:
            known_kinds.register(kind)
        known_subjects.register(subjects.SUBJECT)
        rounds.register(Round("training.attendance", attending.count_due, every="hour"))
        leaving.register(enrolling.RELEASING)
        handover.register(hanging.RUNS)
        for need in own_needs.KINDS:
            needs.register(need)
        person_data.register(
            person_data.PersonData(
                model=Enrolment,
                by="person",
                what=_("Courses"),
                erase=erasers.enrolments,
                export=exported.ENROLMENTS,
                merge=mergers.enrolments,
            )
        )
        person_data.register(
            person_data.PersonData(
                model=Run,
                by="trainer",
                what=_("Courses as trainer"),
                erase=erasers.training,
                export=exported.TRAINING,
            )
        )
