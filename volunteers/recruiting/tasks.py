"""The job that clears what may not be kept any longer."""

from celery import shared_task

from tenants import jobs, wakeups
from tenants.jobs import KeepingTask
from volunteers.recruiting import states
from volunteers.recruiting.services import retention


@shared_task(name="recruiting.clear_due", base=KeepingTask)
def clear_due(*, schema_name: str) -> None:
    """Clear the association's drafts and settled applications whose time is over."""
    with wakeups.at_work(queue=states.QUEUE):
        retention.clear_due()


def start_clear_due(schema_name: str) -> bool:
    """Have an association's applications looked through. False when the broker is away."""
    return jobs.start(clear_due, schema_name=schema_name)
