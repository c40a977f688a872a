"""The association's own parts of its notices, and feedback about accessibility."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from tenants import clock
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import trail
from volunteers.register.models import AccessibilityFeedback, PrivacyRules

# As the law on digital services has it.
ANSWERED_IN = timedelta(days=14)


@transaction.atomic(durable=True)
def write_notices(*, values: dict[str, Any], by: Actor) -> PrivacyRules:
    """Say what the notices say from now on."""
    rules, _made = PrivacyRules.objects.select_for_update().get_or_create(pk=1)
    changed = sorted(name for name, value in values.items() if getattr(rules, name) != value)
    for name in changed:
        setattr(rules, name, values[name])
    if changed:
        rules.changed_at = clock.now()
        rules.save()
        trail.record("notices.written", by=by, subject_kind="notices", changed=changed)
    return rules


@transaction.atomic(durable=True)
def take_feedback(*, text: str, name: str, email: str) -> AccessibilityFeedback:
    """Somebody tells what they could not do; a coordinator answers within 14 days."""
    day = clock.today(current_association()) + ANSWERED_IN
    return AccessibilityFeedback.objects.create(
        at=clock.now(), answer_by=day, text=text, name=name, email=email
    )


@transaction.atomic(durable=True)
def answer_feedback(*, feedback: AccessibilityFeedback, by: Actor) -> None:
    """Note that somebody was answered. Twice changes nothing."""
    held = AccessibilityFeedback.objects.select_for_update().get(pk=feedback.pk)
    if held.answered_at is None:
        held.answered_at, held.answered_by = clock.now(), by.name[:160]
        held.save(update_fields=["answered_at", "answered_by"])
        trail.record("feedback.answered", by=by, subject_kind="feedback", subject_uuid=held.uuid)
