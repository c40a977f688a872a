"""App configuration."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The association's register: people, periods, roles, sites, and the trail of changes."""

    name = "volunteers.register"
    label = "register"

    def ready(self) -> None:
        """Register the crossing by which an invitation finds its person."""
        from tenants import crossings
        from volunteers.register.services.people import link_person

        crossings.register(
            name="link_person",
            why="Accepting an invitation joins the login with the person whom the association invited.",
            run=link_person,
        )
