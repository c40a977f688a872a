"""App configuration."""

from django.apps import AppConfig
from django.conf import settings


class UmbrellaConfig(AppConfig):
    """The federation: exact figures, suppression, published releases and their pages."""

    name = "umbrella"
    label = "umbrella"

    def ready(self) -> None:
        """Register the rules, the crossing, and in the figures process the copying of figures."""
        from scheduling.hours import after_figures
        from tenants.leaving import deleting
        from umbrella import distinct, exact, rules  # noqa: F401  # registers on import
        from umbrella.ending import forgetting
        from umbrella.yearly import amounts

        distinct.register()
        amounts.register()
        deleting.register(forgetting.forget)
        if "figures" in settings.DATABASES:
            after_figures.register(exact.copy_changed)
