"""In which order a worker looks into its queues."""

from kombu.utils.scheduling import round_robin_cycle

FIRST = "urgent"


class UrgentFirst(round_robin_cycle):  # type: ignore[type-arg]  # not generic outside of its stubs
    """The urgent queue always first, the others in turns.

    Redis is asked for all queues at once and answers from the first that holds something: what is urgent
    waits for nothing but what is running already, and letters to thousands go on beside the daily work.
    """

    def consume(self, n: int) -> list[str]:  # type: ignore[override]  # kombu's own answers with a list too
        """The queues in order."""
        return sorted(super().consume(n), key=lambda name: name != FIRST)
