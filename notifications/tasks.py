"""The job that sends what is due."""

from celery import shared_task

from notifications import delivery
from tenants import jobs


@shared_task(name="notifications.deliver_due")
def deliver_due(*, schema_name: str) -> None:
    """Send the association's due messages; starts itself again when there are more than one run may take."""
    if delivery.deliver_due():
        jobs.start(deliver_due, schema_name=schema_name)


def start_deliver_due(schema_name: str) -> bool:
    """Have an association's due messages sent. False when the broker is away."""
    return jobs.start(deliver_due, schema_name=schema_name)
