"""App configuration."""

from django.apps import AppConfig


class HoursConfig(AppConfig):
    """What was done: hours of people, tallies of heads, months and their figures."""

    name = "scheduling.hours"
    label = "hours"

    def ready(self) -> None:
        """Name the work of the queues "figures" and "months", who may what, and where people are."""
        from django.utils.translation import gettext_lazy as _

        from notifications import kinds, rounds
        from scheduling.hours import (
            carried,
            drafts,
            erasers,
            exported,
            mergers,
            needs as own_needs,
            person_section,
            rounds as own_rounds,
            rules,  # noqa: F401  # rules register themselves
            selectors,
            tasks,
            untold,
            waiting_heads,
        )
        from scheduling.hours.certificates import batch
        from scheduling.hours.models import Certificate, HoursEntry, RestSign
        from scheduling.hours.services import card_imports, months, resting, tallies
        from tenants import wakeups
        from tenants.backup import steps
        from volunteers.register import needs, person_data, person_page
        from volunteers.register.services import carrying, downloads

        wakeups.register(
            queue="figures", start=tasks.start_refresh_figures, moments=selectors.moments_of_changed_months
        )
        wakeups.register(
            queue="months", start=tasks.start_close_due_months, moments=selectors.moments_of_closing
        )
        drafts.register(card_imports.forget)
        drafts.register(tallies.forget)
        downloads.register(maker=batch.MAKER)
        rounds.register(own_rounds.ROUND)
        rounds.register(rounds.Round("hours.rest", resting.look))
        for kind in own_rounds.KINDS:
            kinds.register(kind)
        for need in own_needs.KINDS:
            needs.register(need)
        untold.register(waiting_heads.SOURCE)
        needs.register(untold.need(waiting_heads.SOURCE))
        carrying.register(part=carried.PART)
        person_page.register(person_section.SECTION)
        person_page.tell(person_section.TELLER)
        steps.register("hours.after_restore", months.after_restore)
        person_data.register(
            person_data.PersonData(
                model=HoursEntry,
                by="person",
                what=_("Hours"),
                erase=erasers.hours,
                years=erasers.years,
                export=exported.HOURS,
                merge=mergers.hours,
            )
        )
        person_data.register(
            person_data.PersonData(
                model=Certificate,
                by="person",
                what=_("Certificates"),
                erase=erasers.certificates,
                export=exported.CERTIFICATES,
                merge=mergers.certificates,
            )
        )
        person_data.register(
            person_data.PersonData(
                model=RestSign,
                by="person",
                what=_("Signs of much to do"),
                erase=erasers.rest,
                export=exported.REST,
                merge=mergers.rest,
            )
        )
