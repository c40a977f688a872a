"""The jobs of beat, and the setting up of an association, which the owner's process does."""

from uuid import UUID

from celery import shared_task

from tenants import setup, wakeups
from tenants.jobs import PlatformTask
from tenants.leaving import work
from tenants.models import Association, Passage, Provisioning


@shared_task(name="tenants.wake_due", base=PlatformTask)
def wake_due() -> None:
    """Start the work of every association whose minute has come."""
    wakeups.start_due()


@shared_task(name="tenants.sweep", base=PlatformTask)
def sweep() -> None:
    """The safety net: look at every queue of every living association, one by one."""
    for schema_name, state in Association.objects.filter(
        state__in=[Association.State.ACTIVE, Association.State.SUSPENDED]
    ).values_list("schema_name", "state"):
        for queue in wakeups.queues(suspended=state == Association.State.SUSPENDED):
            wakeups.run(queue=queue, schema_name=schema_name)


@shared_task(name="tenants.provision", base=PlatformTask)
def provision(*, association: str) -> None:
    """Set up an association that somebody just asked for."""
    wanted = Provisioning.objects.filter(association__uuid=UUID(association)).first()
    if wanted is not None:
        setup.run(wanted)


@shared_task(name="tenants.leave", base=PlatformTask)
def leave(*, passage: str) -> None:
    """Archive, bring back or delete what somebody just asked for."""
    wanted = Passage.objects.filter(uuid=UUID(passage)).first()
    if wanted is not None:
        work.run(wanted)


@shared_task(name="tenants.owner_tick", base=PlatformTask)
def owner_tick() -> None:
    """Take up what a process that died has left, and what a broker that was away has lost."""
    setup.run_all()
    work.run_all()
