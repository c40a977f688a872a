"""App configuration."""

from datetime import date

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Groups, events and gigs, and what is counted of them."""

    name = "scheduling.activities"
    label = "activities"

    def ready(self) -> None:
        """Have the figures made with those of hours, and say where people are named."""
        from django.utils.translation import gettext_lazy as _

        from notifications import kinds, rounds, subjects
        from scheduling.activities import (
            at_sites,
            participants,
            person_rows,
            rounds as own_rounds,
            rules,  # noqa: F401  # rules register themselves
            subject,
            untold as own_untold,
            year_lines as own_lines,
        )
        from scheduling.activities.models import DialogueGroup, Group
        from scheduling.activities.services import figures, imports
        from scheduling.hours import after_figures, drafts, untold
        from volunteers.register import handover, needs, person_data, retention, site_uses, year_lines

        def refresh(_schema_name: str, first_days: list[date]) -> None:
            figures.make_figures(first_days=first_days)

        after_figures.register(refresh)
        drafts.register(imports.forget)
        site_uses.register(at_sites.USE)
        year_lines.register(own_lines.TELLER)
        for source in (own_untold.UNSAID, own_untold.COUNTS):
            untold.register(source)
            needs.register(untold.need(source))
        for made in own_rounds.ROUNDS:
            rounds.register(made)
        for kind in own_rounds.KINDS:
            kinds.register(kind)
        subjects.register(subject.ACTIVITY)
        handover.register(person_rows.LED)
        retention.register(
            retention.Keeping(
                code="participants",
                what=_("Names in closed groups"),
                since=_("after the group has ended"),
                months=participants.KEPT_MONTHS,
                due=participants.over,
                forget=retention.delete,
            )
        )
        person_data.register(
            person_data.PersonData(
                model=Group,
                by="leader",
                what=_("Groups that they lead"),
                erase=person_rows.erase,
                export=person_rows.EXPORT,
            )
        )
        for by, what, erase in (
            ("recorder", _("Dialogues that they wrote down"), person_rows.erase_recorder),
            ("facilitator", _("Dialogues that they led"), person_rows.erase_facilitator),
        ):
            person_data.register(
                person_data.PersonData(
                    model=DialogueGroup, by=by, what=what, erase=erase, export=person_rows.DIALOGUE
                )
            )
