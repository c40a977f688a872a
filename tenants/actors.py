"""Who does something: a signed-in person, or the house itself."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Actor:
    """The doer that a verb writes into the trail. `user` is the login's UUID, None for a job."""

    user: UUID | None
    name: str

    @classmethod
    def system(cls, name: str) -> "Actor":
        """A job or command, named by what it is."""
        return cls(user=None, name=name)
