"""App configuration."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    """Short questions whose answers belong to nobody."""

    name = "volunteers.surveys"
    label = "surveys"

    def ready(self) -> None:
        """Say what is told, how long words are kept, what an occasion offers. No row names a person."""
        from django.utils.translation import gettext_lazy as _

        from notifications import kinds as known_kinds, subjects
        from scheduling.activities import page_links
        from volunteers.register import retention
        from volunteers.surveys import (
            keeping,
            kinds,
            rules,  # noqa: F401  # rules register themselves
            subject,
        )

        known_kinds.register(kinds.ASKED)
        subjects.register(subject.SURVEY)
        retention.register(keeping.WORDS)
        page_links.register(page_links.PageLink("survey-poll", _("Ask the audience"), "chart"))
