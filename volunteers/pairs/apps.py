"""App configuration."""

from django.apps import AppConfig


class PairsConfig(AppConfig):
    """Clients, their volunteers, and what they agreed."""

    name = "volunteers.pairs"
    label = "pairs"

    def ready(self) -> None:
        """Say what is told, what waits on Today, what pauses with somebody, and where people are named."""
        from django.utils.translation import gettext_lazy as _

        from notifications import kinds as known_kinds, rounds, subjects as known_subjects
        from scheduling.activities import counted_besides
        from volunteers.pairs import (
            encounters,
            kinds,
            needs as own_needs,
            person_rows,
            rules,  # noqa: F401  # rules register themselves
            subjects,
        )
        from volunteers.pairs.models import Agreement, Meeting, Pair, Proposal
        from volunteers.pairs.services import ending
        from volunteers.register import erasers, handover, leaving, needs, person_data, retention

        for kind in kinds.KINDS:
            known_kinds.register(kind)
        for made in kinds.ROUNDS:
            rounds.register(made)
        for need in own_needs.KINDS:
            needs.register(need)
        for subject in (subjects.PAIR, subjects.MEETING):
            known_subjects.register(subject)
        counted_besides.register(encounters.SOURCE)
        handover.register(person_rows.HANGING)
        leaving.register(leaving.Releasing(name="pairs", ahead=lambda *, person: [], release=ending.release))
        retention.register(
            retention.Keeping(
                code="pairs",
                what=_("What is known of clients of support pairs"),
                since=_("from the end of the pair"),
                months=person_rows.KEPT_MONTHS,
                due=person_rows.over,
                forget=person_rows.forget,
            )
        )
        for model, by, what, erase, export, merge in (
            (Pair, "volunteer", _("Support pairs"), person_rows.erase_volunteer, person_rows.PAIR, None),
            (
                Pair,
                "coordinator_user",
                _("Support pairs in their charge"),
                person_rows.erase_in_charge,
                person_rows.IN_CHARGE,
                None,
            ),
            (
                Proposal,
                "person",
                _("Support pairs that were proposed"),
                erasers.rows_of(Proposal),
                person_rows.PROPOSAL,
                person_rows.merge_proposals,
            ),
            (
                Agreement,
                "person",
                _("Agreements of support pairs"),
                person_rows.erase_signed,
                person_rows.AGREEMENT,
                None,
            ),
            (
                Meeting,
                "person",
                _("Meetings of support pairs"),
                person_rows.erase_met,
                person_rows.MEETING,
                None,
            ),
        ):
            person_data.register(
                person_data.PersonData(model=model, by=by, what=what, erase=erase, export=export, merge=merge)
            )
