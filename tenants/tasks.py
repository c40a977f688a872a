"""The two jobs of beat."""

from celery import shared_task

from tenants import wakeups
from tenants.jobs import PlatformTask
from tenants.models import Association


@shared_task(name="tenants.wake_due", base=PlatformTask)
def wake_due() -> None:
    """Start the work of every association whose minute has come."""
    wakeups.start_due()


@shared_task(name="tenants.sweep", base=PlatformTask)
def sweep() -> None:
    """The safety net: look at every queue of every living association, one by one."""
    for schema_name in Association.objects.filter(
        state__in=[Association.State.ACTIVE, Association.State.SUSPENDED]
    ).values_list("schema_name", flat=True):
        for queue in wakeups.queues():
            wakeups.run(queue=queue, schema_name=schema_name)
