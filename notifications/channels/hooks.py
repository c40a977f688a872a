"""Where gateways report: on the base host, in the identity phase.

A report is believed for its proof alone: our own signed tag, which only the gateway was told, and what the
gateway itself signs by. Then a job enters the association and writes it down; where the broker is away the
answer is 503, and the gateway comes again.
"""

import json
import logging
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.http import require_POST

from accounts.rights import identity_page
from notifications import tasks
from notifications.addresses import fingerprint
from notifications.channels import reports, service_names, tags
from notifications.channels.reports import NotTheirs, Report, Unreadable
from notifications.channels.tags import NotOurs, Tag
from tenants import jobs
from tenants.models import Association
from web.limits import limited
from web.machines import by_machines

log = logging.getLogger(__name__)


@identity_page
@by_machines
@limited("report", methods=frozenset({"POST"}))
@require_POST
def sms_report(request: HttpRequest, tag: str) -> HttpResponse:
    """A delivery report of the SMS gateway."""
    try:
        about = tags.read(tag)
        if settings.SMS_HOOK_SECRET:
            said: object = reports.signed_by_gateway(
                request.headers.get("X-Gwapi-Signature", ""), secret=settings.SMS_HOOK_SECRET
            )
        else:
            said = _read(request.body)
        report = reports.of_sms(said)
    except (NotOurs, NotTheirs):
        raise PermissionDenied from None
    except Unreadable:
        return HttpResponse(status=400)
    return _taken([(about, report)] if report else [])


@identity_page
@by_machines
@limited("report", methods=frozenset({"POST"}))
@require_POST
def mail_report(request: HttpRequest) -> HttpResponse:
    """Bounces, complaints and arrivals, as the mail service of the settings tells them."""
    if not settings.EMAIL_SERVICE or not settings.EMAIL_HOOK_SECRET:
        raise PermissionDenied
    reader: Any = import_string(service_names.READERS[settings.EMAIL_SERVICE])()
    try:
        reader.run_validators(request)
    except Exception as error:  # noqa: BLE001  whatever a stranger sends, it is no proof
        log.warning("report_without_proof", extra={"error": type(error).__name__})
        raise PermissionDenied from None
    try:
        events = reader.parse_events(request)
    except Exception as error:  # noqa: BLE001  the services' formats are theirs, and change
        log.warning("report_unreadable", extra={"error": type(error).__name__})
        return HttpResponse(status=400)
    found: list[tuple[Tag, Report]] = []
    for event in events:
        report = reports.of_mail(event)
        ours = event.metadata.get(service_names.TAG, "") if isinstance(event.metadata, dict) else ""
        try:
            about = tags.read(str(ours))
        except NotOurs:
            continue  # a code for signing in, say: no message of an association
        if report:
            found.append((about, report))
    return _taken(found)


def _taken(found: list[tuple[Tag, Report]]) -> HttpResponse:
    """Have them written down."""
    living = {
        each.uuid: each.schema_name
        for each in Association.objects.filter(uuid__in={about.association for about, _report in found})
        if each.is_open
    }
    for about, report in found:
        if about.association not in living:
            continue
        started = jobs.start(
            tasks.note_report,
            schema_name=living[about.association],
            uuid=str(about.message),
            channel=report.channel,
            outcome=report.outcome,
            code=report.code,
            provider_id=report.provider_id,
            # Addresses never wait in a queue.
            fingerprint=fingerprint(report.address) if report.dead else "",
            dead=report.dead,
        )
        if not started:
            return HttpResponse(status=503)
    return HttpResponse(status=204)


def _read(body: bytes) -> object:
    try:
        return json.loads(body)
    except ValueError:
        raise Unreadable from None
