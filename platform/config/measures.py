"""What a monitoring program reads at /internal/metrics: messages that are due, late, and how they ended."""

from __future__ import annotations

from collections.abc import Iterator

from notifications import tally, watch


def lines() -> Iterator[str]:
    """In the text format of Prometheus. No name of an association or a person."""
    standing = watch.standing()
    yield "# HELP rinnalla_messages_waiting_associations Associations with messages that are due and not out."
    yield "# TYPE rinnalla_messages_waiting_associations gauge"
    for one in standing:
        yield f'rinnalla_messages_waiting_associations{{urgency="{one.urgency}"}} {one.associations}'
    yield "# HELP rinnalla_messages_oldest_due_seconds How long the oldest due message has waited."
    yield "# TYPE rinnalla_messages_oldest_due_seconds gauge"
    for one in standing:
        seconds = round(one.waits.total_seconds())
        yield f'rinnalla_messages_oldest_due_seconds{{urgency="{one.urgency}"}} {seconds}'
    yield "# HELP rinnalla_messages_late Whether that is too long."
    yield "# TYPE rinnalla_messages_late gauge"
    for one in standing:
        yield f'rinnalla_messages_late{{urgency="{one.urgency}"}} {int(one.is_late)}'
    yield "# HELP rinnalla_messages_ended_total How messages ended, by kind."
    yield "# TYPE rinnalla_messages_ended_total counter"
    for (kind, outcome), number in sorted(tally.counts().items()):
        yield f'rinnalla_messages_ended_total{{kind="{kind}",outcome="{outcome}"}} {number}'
