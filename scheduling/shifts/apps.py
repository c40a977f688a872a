"""App configuration."""

from django.apps import AppConfig


class ShiftsConfig(AppConfig):
    """Shifts and who comes."""

    name = "scheduling.shifts"
    label = "shifts"

    def ready(self) -> None:
        """Say what is told about shifts, how they are called for those who know a UUID, and who may what."""
        from django.utils.translation import gettext_lazy as _

        from notifications import kinds as known_kinds, people as told_people, subjects as known_subjects
        from scheduling.hours import planned as planned_times
        from scheduling.shifts import (
            at_sites,
            elsewhere,
            erasers,
            exported,
            hanging,
            mergers,
            models,
            person_section,
            rounds,
            rules,  # noqa: F401  # rules register themselves
            states,
            subjects,
        )
        from scheduling.shifts.kinds import (
            calls as call_kinds,
            changes as change_kinds,
            confirming as confirm_kinds,
            offers as offer_kinds,
            requests as request_kinds,
            shifts as kinds,
            stand_ins as stand_in_kinds,
            standing as standing_kinds,
            swaps as swap_kinds,
        )
        from scheduling.shifts.needs import (
            changes as change_needs,
            lapsed as lapsed_needs,
            presence as presence_needs,
            requests as request_needs,
            series as series_needs,
            shifts as own_needs,
            stand_ins as stand_in_needs,
        )
        from scheduling.shifts.selectors import planned
        from scheduling.shifts.services import releasing, reminders
        from scheduling.shifts.views import check_in, running
        from volunteers.register import (
            handover,
            leaving,
            needs,
            page_parts,
            person_data,
            person_page,
            site_uses,
        )

        elsewhere.register()
        planned_times.register(states.SIGN_UP, planned.times_of_sign_ups)
        leaving.register(releasing.RELEASING)
        person_page.register(person_section.SECTION)
        person_page.tell(person_section.TELLER)
        person_page.tell(person_section.BEHALF)
        site_uses.register(at_sites.USE)
        for part in (*running.PARTS, *at_sites.PARTS, *check_in.PARTS):
            page_parts.register(part)
        for hangs in (hanging.CONTACT, hanging.SERIES_CONTACT):
            handover.register(hangs)
        needed = (*change_needs.KINDS, *series_needs.KINDS, *stand_in_needs.KINDS, *request_needs.KINDS)
        for need in (*own_needs.KINDS, *lapsed_needs.KINDS, *needed, *presence_needs.KINDS):
            needs.register(need)
        told_people.replan_with(reminders.replan)
        of_changes = (
            *confirm_kinds.KINDS,
            *change_kinds.KINDS,
            *offer_kinds.KINDS,
            *swap_kinds.KINDS,
            *stand_in_kinds.KINDS,
            *request_kinds.KINDS,
        )
        known = (*kinds.KINDS, *call_kinds.KINDS, *of_changes, *standing_kinds.KINDS)
        for kind in known:
            known_kinds.register(kind)
        rounds.announce()
        for subject in (subjects.SHIFT, subjects.SIGN_UP, subjects.CALL, subjects.SWAP, subjects.STANDING):
            known_subjects.register(subject)
        contact = _("Shifts as contact person")
        for model, by, what, erase, export, merge in (
            (models.SignUp, "person", _("Sign-ups for shifts"), erasers.sign_ups, exported.SIGN_UP,
             mergers.sign_ups),
            (models.Shift, "contact_person", contact, erasers.contact, exported.CONTACT, None),
            (models.Series, "contact_person", contact, erasers.contact, exported.SERIES_CONTACT, None),
            (models.ShiftTemplate, "contact_person", contact, erasers.contact, exported.TEMPLATE_CONTACT,
             None),
            (models.StandingPlace, "person", _("Standing places on shifts"), erasers.standing,
             exported.STANDING, mergers.standing),
            (models.Invitation, "person", _("Invitations to shifts"), erasers.invitations,
             exported.INVITATION, mergers.invitations),
            (models.StandIn, "found", _("Places taken over from others"), erasers.stood_in,
             exported.STOOD_IN, None),
            (models.Presence, "person", _("Coming to shifts and leaving them"), erasers.presences,
             exported.PRESENCE, mergers.presences),
            (models.Wish, "person", _("Wishes for shifts"), erasers.wish, exported.WISH, mergers.wish),
        ):  # fmt: skip
            person_data.register(
                person_data.PersonData(model=model, by=by, what=what, erase=erase, export=export, merge=merge)
            )
