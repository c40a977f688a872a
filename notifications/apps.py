"""App configuration."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Every outgoing message as a row with a life."""

    name = "notifications"
    label = "notifications"

    def ready(self) -> None:
        """Say what sends the messages of an association that has some due, and what a copy of one sends."""
        from functools import partial

        from notifications import digests, kinds, queues, rounds, selectors, services, tasks
        from tenants import wakeups
        from tenants.backup import steps

        kinds.register(digests.DIGEST)
        starts = {
            "urgent": tasks.start_deliver_urgent,
            "default": tasks.start_deliver_due,
            "bulk": tasks.start_deliver_bulk,
        }
        for urgency, queue in queues.QUEUES.items():
            wakeups.register(
                queue=queue,
                start=starts[urgency],
                moments=partial(selectors.moments_of_waiting, urgency),
                rests_when_suspended=True,
            )
        for each, begin in (
            (rounds.QUEUES["day"], tasks.start_daily_rounds),
            (rounds.QUEUES["hour"], tasks.start_hourly_rounds),
        ):
            wakeups.register(queue=each, start=begin, moments=rounds.moments, rests_when_suspended=True)
        steps.register("notifications.after_restore", services.after_restore)
