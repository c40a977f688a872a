"""App configuration."""

from django.apps import AppConfig


class RecruitingConfig(AppConfig):
    """From an open role's public page to a person of the register."""

    name = "volunteers.recruiting"
    label = "recruiting"

    def ready(self) -> None:
        """Say what is told to applicants, who may what, what clears old ones, and where people are."""
        from django.utils.translation import gettext_lazy as _

        from notifications import kinds as known_kinds
        from tenants import crossings, wakeups
        from volunteers.recruiting import (
            erasers,
            exported,
            hanging,
            kept_for,
            kinds,
            needs as own_needs,
            rules,  # noqa: F401  # rules register themselves
            selectors,
            states,
            tasks,
        )
        from volunteers.recruiting.models import Application
        from volunteers.recruiting.services import redirecting
        from volunteers.register import handover, needs, person_data, retention

        crossings.register(
            name=redirecting.RECEIVE,
            why="An applicant sends the application on to the association that was suggested to them.",
            run=redirecting.receive,
        )
        for kind in kinds.KINDS:
            known_kinds.register(kind)
        handover.register(hanging.MEETINGS)
        retention.register(kept_for.APPLICATIONS)
        for need in own_needs.KINDS:
            needs.register(need)
        wakeups.register(
            queue=states.QUEUE, start=tasks.start_clear_due, moments=selectors.moments_of_clearing
        )
        person_data.register(
            person_data.PersonData(
                model=Application,
                by="person",
                what=_("Applications"),
                erase=erasers.applications,
                export=exported.APPLICATIONS,
            )
        )
