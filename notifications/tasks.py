"""The jobs that send what is due, and that look for what is to be told."""

from celery import shared_task

from notifications import delivery, rounds
from tenants import jobs


@shared_task(name="notifications.deliver_due")
def deliver_due(*, schema_name: str) -> None:
    """Send the association's due messages; starts itself again when there are more than one run may take."""
    if delivery.deliver_due():
        jobs.start(deliver_due, schema_name=schema_name)


def start_deliver_due(schema_name: str) -> bool:
    """Have an association's due messages sent. False when the broker is away."""
    return jobs.start(deliver_due, schema_name=schema_name)


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
