"""Jobs of the register: breaks that end by themselves, files that come in and files that go out."""

from celery import shared_task

from tenants import jobs, wakeups
from tenants.actors import Actor
from tenants.jobs import KeepingTask, PlatformTask
from volunteers.register.services import carrying, downloads, imports, periods, retention


@shared_task(name="register.end_due_breaks", base=KeepingTask)
def end_due_breaks(*, schema_name: str) -> None:
    """Bring back those whose break is over."""
    with wakeups.at_work(queue=periods.QUEUE):
        periods.end_due_breaks(by=Actor.system("calendar"))


def start_end_due_breaks(schema_name: str) -> bool:
    """Have an association's breaks ended where their day has come. False when the broker is away."""
    return jobs.start(end_due_breaks, schema_name=schema_name)


@shared_task(name="register.make_downloads", base=KeepingTask)
def make_downloads(*, schema_name: str) -> None:
    """Prepare the files that people asked for, and let go of those whose time is over."""
    with wakeups.at_work(queue=downloads.QUEUE) as work:
        downloads.make_due(work=work)


def start_make_downloads(schema_name: str) -> bool:
    """Have an association's files prepared. False when the broker is away."""
    return jobs.start(make_downloads, schema_name=schema_name)


@shared_task(name="register.import_people")
def import_people(*, schema_name: str) -> None:
    """Work through the files of people that wait, and forget what is old of them."""
    with wakeups.at_work(queue=imports.QUEUE) as at_work:
        imports.work(go_on=at_work.go_on)


def start_import_people(schema_name: str) -> bool:
    """Have an association's files worked through. False when the broker is away."""
    return jobs.start(import_people, schema_name=schema_name)


@shared_task(name="register.let_go", base=KeepingTask)
def let_go(*, schema_name: str) -> None:
    """The nightly run: what was kept for its time goes."""
    with wakeups.at_work(queue=retention.QUEUE) as work:
        retention.run_due(work=work)


def start_let_go(schema_name: str) -> bool:
    """Have an association let go of what is over. False when the broker is away."""
    return jobs.start(let_go, schema_name=schema_name)


@shared_task(name="register.bring_records", base=PlatformTask)
def bring_records(*, association: str) -> None:
    """Bring what people of an association (named by its schema) take along from other ones of theirs."""
    carrying.bring_all(schema_name=association)


def start_bring_records(schema_name: str) -> bool:
    """Have it brought. False when the broker is away."""
    return jobs.start(bring_records, association=schema_name)
