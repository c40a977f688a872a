"""What the other side of a way answers."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Handed:
    """A yes. `provider_id` is what the other side calls it; `parts` is how many SMS it was, 0 for a mail."""

    provider_id: str = ""
    parts: int = 0


class NotSent(Exception):
    """Why a message was not taken: `code` is for logs and lists and holds no address and no server's text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Refused(NotSent):
    """The other side will never take this message.

    `dead` says why the address itself is to blame (`bounced`, `blocked`), so that nothing else is sent there;
    empty where it is not.
    """

    def __init__(self, code: str, *, dead: str = "") -> None:
        super().__init__(code)
        self.dead = dead


class Deferred(NotSent):
    """The other side does not take this message now."""


class ServerAway(NotSent):
    """The other side takes no message now, by this way. `while_sending`: it left in the middle of this one.

    `pause` is when to come again, where that is known; `way` is by which one, where that is known.
    """

    way: str = ""

    def __init__(self, code: str, *, while_sending: bool, pause: timedelta | None = None) -> None:
        super().__init__(code)
        self.while_sending = while_sending
        self.pause = pause
