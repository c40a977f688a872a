"""The jobs that send what is due, and that write down what became known of it."""

from uuid import UUID

from celery import shared_task

from notifications import delivery
from notifications.channels import noted
from tenants import jobs


@shared_task(name="notifications.deliver_due")
def deliver_due(*, schema_name: str) -> None:
    """Send the association's due messages; starts itself again when there are more than one run may take."""
    if delivery.deliver_due():
        jobs.start(deliver_due, schema_name=schema_name)


def start_deliver_due(schema_name: str) -> bool:
    """Have an association's due messages sent. False when the broker is away."""
    return jobs.start(deliver_due, schema_name=schema_name)


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
