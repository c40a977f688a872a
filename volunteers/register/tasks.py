"""Jobs of the register: breaks that end by themselves."""

from celery import shared_task

from tenants import jobs, wakeups
from tenants.actors import Actor
from tenants.jobs import KeepingTask
from volunteers.register.services import periods


@shared_task(name="register.end_due_breaks", base=KeepingTask)
def end_due_breaks(*, schema_name: str) -> None:
    """Bring back those whose break is over."""
    with wakeups.at_work(queue=periods.QUEUE):
        periods.end_due_breaks(by=Actor.system("calendar"))


def start_end_due_breaks(schema_name: str) -> bool:
    """Have an association's breaks ended where their day has come. False when the broker is away."""
    return jobs.start(end_due_breaks, schema_name=schema_name)
