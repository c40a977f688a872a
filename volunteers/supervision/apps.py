"""App configuration."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Groups of supervision, their times, and how everybody's duty stands."""

    name = "volunteers.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Say what is told, what waits on Today, and where people are named."""
        from django.utils.translation import gettext_lazy as _

        from notifications import kinds as known_kinds, rounds, subjects
        from volunteers.register import erasers, handover, needs, person_data, retention
        from volunteers.supervision import (
            kinds,
            needs as own_needs,
            person_rows,
            rules,  # noqa: F401  # rules register themselves
            signs,
            subject,
        )
        from volunteers.supervision.models import DebriefRequest, GroupMember, Seat, SupervisionGroup
        from volunteers.supervision.services import inviting

        for kind in kinds.KINDS:
            known_kinds.register(kind)
        for need in (*own_needs.KINDS, *signs.KINDS):
            needs.register(need)
        rounds.register(rounds.Round(inviting.INVITATION, inviting.invite_due))
        subjects.register(subject.SESSION)
        handover.register(person_rows.SUPERVISED)
        retention.register(
            retention.Keeping(
                code="supervision_seats",
                what=_("Who was in supervision when"),
                since=_("after that day"),
                months=person_rows.KEPT_MONTHS,
                due=person_rows.seats_due,
                forget=retention.delete,
            )
        )
        retention.register(
            retention.Keeping(
                code="supervision_debriefs",
                what=_("Who asked to talk after a shift"),
                since=_("after that day"),
                months=person_rows.DEBRIEFS_KEPT_MONTHS,
                due=person_rows.debriefs_due,
                forget=retention.delete,
            )
        )
        for model, by, what, erase, export, merge in (
            (
                DebriefRequest,
                "person",
                _("Requests to talk after a shift"),
                erasers.rows_of(DebriefRequest),
                person_rows.DEBRIEF,
                person_rows.merge_debriefs,
            ),
            (
                DebriefRequest,
                "asked_of",
                _("Requests to talk, asked of them"),
                person_rows.erase_asked,
                person_rows.DEBRIEF_ASKED,
                None,
            ),
            (
                GroupMember,
                "person",
                _("Groups of supervision"),
                erasers.rows_of(GroupMember),
                person_rows.MEMBER,
                person_rows.merge_members,
            ),
            (
                Seat,
                "person",
                _("Times of supervision"),
                erasers.rows_of(Seat),
                person_rows.SEAT,
                person_rows.merge_seats,
            ),
            (
                SupervisionGroup,
                "supervisor",
                _("Groups that they supervise"),
                person_rows.erase_supervisor,
                person_rows.SUPERVISES,
                None,
            ),
        ):
            person_data.register(
                person_data.PersonData(model=model, by=by, what=what, erase=erase, export=export, merge=merge)
            )
