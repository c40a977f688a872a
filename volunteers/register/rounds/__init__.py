"""What the register finds once a day to tell people of: see `notifications.rounds`."""

from notifications import kinds, rounds
from volunteers.register.rounds import qualifications, signing, supervision


def announce() -> None:
    """Register the rounds and the kinds of messages that come of them."""
    for each in (qualifications, signing, supervision):
        for made in each.ROUNDS:
            rounds.register(made)
        for kind in each.KINDS:
            kinds.register(kind)
