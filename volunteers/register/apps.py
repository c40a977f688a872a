"""App configuration."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The association's register: people, periods, roles, sites, and the trail of changes."""

    name = "volunteers.register"
    label = "register"

    def ready(self) -> None:
        """Register the crossing of an accepted invitation, the invitation's mail, who is in the tables."""
        from django.utils.translation import gettext_lazy as _

        from notifications import kinds as notification_kinds, people as notified_people, subjects
        from tenants import crossings, first_rows, wakeups
        from tenants.backup import steps
        from volunteers.register import (
            agreement_models,
            care,
            erasers,
            exported,
            handover,
            hanging,
            kept_for,
            kinds,
            letter_kind,
            mergers,
            messages,
            models,
            need_kinds,
            needs,
            person_data,
            person_kinds,
            person_page,
            person_sections,
            person_words,
            placed,
            retention,
            rounds,
            rules,  # noqa: F401  # rules register themselves
            tasks,
            year_lines,
        )
        from volunteers.register.first_rows import adopt_catalogue
        from volunteers.register.services import (
            carrying,
            downloads,
            erasure,
            imports,
            periods,
            retention as nightly,
        )
        from volunteers.register.services.people import invite_first_coordinator, link_person

        crossings.register(
            name=carrying.READ,
            why="Somebody who moves takes along what they did: it is read under their own login.",
            run=carrying.read_own_record,
        )
        crossings.register(
            name=carrying.BRING,
            why="What somebody takes along arrives in the association to which they bring it.",
            run=carrying.bring_own_record,
        )
        crossings.register(
            name="link_person",
            why="Accepting an invitation joins the login with the person whom the association invited.",
            run=link_person,
        )
        crossings.register(
            name="invite_first_coordinator",
            why="A new association has nobody to let others in: the federation's administrator invites one.",
            run=invite_first_coordinator,
        )
        first_rows.register(name="roles", fill=adopt_catalogue)
        notification_kinds.register(kinds.INVITATION)
        notification_kinds.register(person_kinds.BREAK)
        notification_kinds.register(letter_kind.LETTER)
        notification_kinds.register(letter_kind.THANKS)
        subjects.register(letter_kind.SUBJECT)
        notified_people.register(away_until=kinds.away_until)
        wakeups.register(
            queue=periods.QUEUE,
            start=tasks.start_end_due_breaks,
            moments=periods.moments_of_breaks,
            rests_when_suspended=True,
        )
        for keeping in kept_for.KEPT:
            retention.register(keeping)
        wakeups.register(
            queue=carrying.QUEUE,
            start=tasks.start_bring_records,
            moments=carrying.moments,
            rests_when_suspended=True,
        )
        wakeups.register(queue=nightly.QUEUE, start=tasks.start_let_go, moments=nightly.moments)
        wakeups.register(queue=downloads.QUEUE, start=tasks.start_make_downloads, moments=downloads.moments)
        wakeups.register(
            queue=imports.QUEUE,
            start=tasks.start_import_people,
            moments=imports.moments,
            rests_when_suspended=True,
        )
        for need in need_kinds.KINDS:
            needs.register(need)
        for kind in hanging.KINDS:
            handover.register(kind)
        for section in person_sections.SECTIONS:
            person_page.register(section)
        person_page.tell(person_page.Teller(name="register", find=person_words.told))
        steps.register("register.after_restore", erasure.after_restore)
        care.announce()
        year_lines.register(placed.TELLER)
        rounds.announce()
        messages.announce()
        agreement_models.announce()
        for model, by, what, erase in (
            (models.Person, "user_uuid", _("Name and address"), erasers.person),
            (models.Period, "person", _("Periods as a volunteer"), erasers.periods),
            (models.RoleHolding, "person", _("Roles"), erasers.holdings),
            (models.VolunteerRole, "coordinator", _("Roles coordinated"), erasers.coordinating),
            (models.Qualification, "person", _("Qualifications"), erasers.rows_of(models.Qualification)),
            (
                models.ChildWorkCheck,
                "person",
                _("Checks for work with children"),
                erasers.rows_of(models.ChildWorkCheck),
            ),
            (models.SupervisionDuty, "person", _("Supervision"), erasers.rows_of(models.SupervisionDuty)),
            (models.ContactPerson, "person", _("Contact persons"), erasers.rows_of(models.ContactPerson)),
            (models.Availability, "person", _("Times that suit them"), erasers.rows_of(models.Availability)),
            (models.Absence, "person", _("Absences"), erasers.rows_of(models.Absence)),
            (models.Placement, "person", _("Placements"), erasers.placements),
            (models.Note, "person", _("Notes"), erasers.rows_of(models.Note)),
            (models.PersonTag, "person", _("Tags"), erasers.rows_of(models.PersonTag)),
            (models.Signature, "person", _("Signed agreements"), erasers.rows_of(models.Signature)),
            (models.Consent, "person", _("Consents"), erasers.rows_of(models.Consent)),
            (models.OwnValue, "person", _("The association's own fields"), erasers.rows_of(models.OwnValue)),
            (models.ImportedPerson, "person", _("Brought by an import"), erasers.imports),
            (
                models.CarriedRecord,
                "person",
                _("Brought along from other associations"),
                erasers.rows_of(models.CarriedRecord),
            ),
            (
                models.ErasureRequest,
                "person",
                _("Wish to be erased"),
                erasers.rows_of(models.ErasureRequest),
            ),
            (models.Person, "stands_for", _("Hours of closed months under another entry"), erasers.stand_ins),
            (
                models.MergedAway,
                "person",
                _("Earlier entries in the register"),
                erasers.rows_of(models.MergedAway),
            ),
            (models.NotTheSame, "one", _("Not the same as somebody alike"), erasers.kept_apart),
            (models.NotTheSame, "other", _("Not the same as somebody alike"), erasers.kept_apart),
            (models.Download, "user_uuid", _("Prepared files"), erasers.downloads),
            (models.SavedList, "user_uuid", _("Own lists of people"), erasers.saved_lists),
            (models.LetterReading, "person", _("Letters opened"), erasers.rows_of(models.LetterReading)),
            (models.PutOff, "user_uuid", _("Put off in their queue"), erasers.put_off),
            (models.Trail, "actor_user", _("Done here as coordinator or volunteer"), erasers.trail),
        ):
            export = exported.EXPORTS[model, by]
            person_data.register(
                person_data.PersonData(
                    model=model,
                    by=by,
                    what=what,
                    erase=erase,
                    export=export,
                    merge=mergers.MERGERS.get((model, by)),
                )
            )
