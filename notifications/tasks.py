"""The jobs that send what is due: one for each urgency, each in a Celery queue of its own."""

from celery import shared_task

from notifications import delivery
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


def start_deliver_urgent(schema_name: str) -> bool:
    """Have an association's urgent messages sent. False when the broker is away."""
    return jobs.start(deliver_urgent, schema_name=schema_name)


def start_deliver_due(schema_name: str) -> bool:
    """Have an association's due messages sent. False when the broker is away."""
    return jobs.start(deliver_due, schema_name=schema_name)


def start_deliver_bulk(schema_name: str) -> bool:
    """Have an association's letters to many sent. False when the broker is away."""
    return jobs.start(deliver_bulk, schema_name=schema_name)
