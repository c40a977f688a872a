"""The figures process's own tick: is a release due, is the night's work done? And the federation's mails."""

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from tenants import clock
from tenants.jobs import PlatformTask
from tenants.models import Umbrella
from umbrella import due, news, nightly, releases
from umbrella.ending import letters as leaving
from umbrella.joining import letters, services as joining
from umbrella.publishing import answering
from umbrella.totals import services as totals, taking

log = logging.getLogger(__name__)


@shared_task(name="umbrella.tick", base=PlatformTask)
def tick() -> None:
    """Make what is due, each part once however often it is called. One umbrella never stops another."""
    for umbrella in Umbrella.objects.order_by("pk"):
        for make in (taking.take, answering.answer, _release, _night):
            try:
                make(umbrella)
            except SoftTimeLimitExceeded:
                log.error("figures_out_of_time", extra={"umbrella": umbrella.slug})
                return  # the rest is for the next tick
            except Exception as error:  # noqa: BLE001  # the next tick tries again
                log.error("figures_failed", extra={"umbrella": umbrella.slug, "error": type(error).__name__})


def _release(umbrella: Umbrella) -> None:
    try:
        if releases.is_due(umbrella):
            releases.release(umbrella)
    except releases.Unproven:
        pass  # it is logged, and held back until the next one is due
    except SoftTimeLimitExceeded:
        releases.hold_back(umbrella, due.last_due(umbrella, clock.now()), "It took too long.")
        raise


def _night(umbrella: Umbrella) -> None:
    if nightly.is_due(umbrella):
        nightly.run(umbrella)


@shared_task(name="umbrella.tell_releases", base=PlatformTask)
def tell_releases() -> None:
    """Send what is to be told of releases, each reader once however often it is called."""
    news.go()


@shared_task(name="umbrella.answer_requests", base=PlatformTask)
def answer_requests() -> None:
    """Mail who asked to join, and who leaves, each thing once; delete what led to nothing long ago."""
    letters.go()
    leaving.go()
    joining.clear()
    totals.clear()
