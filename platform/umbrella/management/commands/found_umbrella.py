"""Found a federation: `found_umbrella --slug liitto --name-fi "Liitto ry" --admin-email ada@liitto.fi`."""

from typing import Any

from accounts.models import User
from tenants.models import Umbrella
from umbrella import founding
from umbrella.management.founding import FoundingCommand


class Command(FoundingCommand):
    """Runs with the app's login, where the pages run."""

    help = "Make a federation with its address and write to the person who administers it."
    place = "federation"
    first = "admin"

    def found(self, *, options: dict[str, Any], email: str, name: str) -> tuple[Umbrella, User]:
        """The federation and its administrator."""
        return founding.found(admin_email=email, admin_name=name, **self.names(options))
