"""App configuration."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """Shifts in people's own calendars."""

    name = "scheduling.feeds"
    label = "feeds"

    def ready(self) -> None:
        """Say where people are named, and how they are told, go and become one."""
        from django.utils.translation import gettext_lazy as _

        from scheduling.feeds import person_rows
        from scheduling.feeds.models import CalendarFeed
        from volunteers.register import person_data

        what = _("Shifts in their own calendar")
        for by, erase, merge in (
            ("person", person_rows.erase_own, person_rows.merge_own),
            ("user_uuid", person_rows.erase_of_login, None),
        ):
            person_data.register(
                person_data.PersonData(
                    model=CalendarFeed,
                    by=by,
                    what=what,
                    erase=erase,
                    export=person_rows.told(by),
                    merge=merge,
                )
            )
