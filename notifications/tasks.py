"""The jobs that send what is due: one for each urgency, each in a Celery queue of its own.

Others write down what gateways report of it later, and look for what the calendar brings.
"""

from uuid import UUID

from celery import shared_task

from notifications import delivery, rounds, watch
from notifications.channels import noted
from notifications.models import Urgency
from tenants import jobs


@shared_task(name="notifications.deliver_urgent")
def deliver_urgent(*, schema_name: str) -> None:
    """Send the association's urgent messages; starts itself again when there are more than a run takes."""
    if delivery.deliver_due(urgency=Urgency.URGENT):
        jobs.start(deliver_urgent, schema_name=schema_name)


@shared_task(name="notifications.deliver_due")
def deliver_due(*, schema_name: str) -> None:
    """Send the association's due messages; starts itself again when there are more than a run takes."""
    if delivery.deliver_due(urgency=Urgency.DEFAULT):
        jobs.start(deliver_due, schema_name=schema_name)


@shared_task(name="notifications.deliver_bulk")
def deliver_bulk(*, schema_name: str) -> None:
    """Send the association's letters to many; starts itself again when there are more than a run takes."""
    if delivery.deliver_due(urgency=Urgency.BULK):
        jobs.start(deliver_bulk, schema_name=schema_name)


@shared_task(name="notifications.watch", base=jobs.PlatformTask)
def look() -> None:
    """Whether messages go out in time; whoever runs the platform is told when not."""
    watch.look()


def start_deliver_urgent(schema_name: str) -> bool:
    """Have an association's urgent messages sent. False when the broker is away."""
    return jobs.start(deliver_urgent, schema_name=schema_name)


def start_deliver_due(schema_name: str) -> bool:
    """Have an association's due messages sent. False when the broker is away."""
    return jobs.start(deliver_due, schema_name=schema_name)


def start_deliver_bulk(schema_name: str) -> bool:
    """Have an association's letters to many sent. False when the broker is away."""
    return jobs.start(deliver_bulk, schema_name=schema_name)


@shared_task(name="notifications.note_report", base=jobs.KeepingTask)
def note_report(
    *,
    schema_name: str,
    uuid: str,
    channel: str,
    outcome: str,
    code: str,
    provider_id: str,
    fingerprint: str,
    dead: str,
) -> None:
    """Write down what a gateway told of a message (notifications.channels.hooks)."""
    noted.note(
        message_uuid=UUID(uuid),
        channel=channel,
        outcome=outcome,
        code=code,
        provider_id=provider_id,
        fingerprint=fingerprint,
        dead=dead,
    )


@shared_task(name="notifications.daily_rounds")
def daily_rounds(*, schema_name: str) -> None:
    """Look for what the new day brings."""
    rounds.go(every="day")


def start_daily_rounds(schema_name: str) -> bool:
    """Have an association's rounds of the day made. False when the broker is away."""
    return jobs.start(daily_rounds, schema_name=schema_name)


@shared_task(name="notifications.hourly_rounds")
def hourly_rounds(*, schema_name: str) -> None:
    """Look for what cannot wait until tomorrow."""
    rounds.go(every="hour")


def start_hourly_rounds(schema_name: str) -> bool:
    """Have an association's rounds of the hour made. False when the broker is away."""
    return jobs.start(hourly_rounds, schema_name=schema_name)
