"""Jobs of hours: figures of changed months, and months that close by themselves."""

from celery import shared_task

from scheduling.hours import after_figures, drafts
from scheduling.hours.services import figures, months
from tenants import jobs, wakeups
from tenants.actors import Actor
from tenants.jobs import KeepingTask


@shared_task(name="hours.refresh_figures", base=KeepingTask)
def refresh_figures(*, schema_name: str) -> None:
    """Make the figures of the months that changed, then tell those who follow."""
    with wakeups.at_work(queue="figures"):
        made = figures.make_figures()
        if made.months:
            after_figures.tell(schema_name, made.months)
            figures.settle_marks(made=made)


@shared_task(name="hours.close_due_months", base=KeepingTask)
def close_due_months(*, schema_name: str) -> None:
    """Close the months whose day has come, and drop files that nobody said yes to within a day."""
    with wakeups.at_work(queue="months"):
        months.close_due_months(by=Actor.system("calendar"))
        drafts.drop_old()


def start_refresh_figures(schema_name: str) -> bool:
    """Have an association's figures made. False when the broker is away."""
    return jobs.start(refresh_figures, schema_name=schema_name)


def start_close_due_months(schema_name: str) -> bool:
    """Have an association's months closed where their day has come. False when the broker is away."""
    return jobs.start(close_due_months, schema_name=schema_name)
