"""Messages know no register, they lie below it: where people are in their tables is announced here."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from notifications import kinds, subjects
from notifications.models import Call, Called, Choice, DeadAddress, Message, Preferences
from volunteers.register import person_data, retention
from volunteers.register.exported import WEEKDAYS
from volunteers.register.person_data import Erasing, Merging
from volunteers.register.person_export import Export, Told
from volunteers.register.retention import Keeping, Over


def _kind(row: Message | Choice) -> str:
    try:
        return str(kinds.get(row.kind).label)
    except kinds.UnknownKind:
        return row.kind


def _subject(row: Message) -> str:
    return subjects.label_of(row.subject_kind, row.subject_uuid)


def _said(row: Message) -> str:
    said = getattr(row, "said", None)
    if said is None:
        return ""
    facts = [f"{label}: {value}" for label, value in said.facts]
    return "\n\n".join([said.subject, *said.paragraphs, *facts])


def _read_at(row: Message) -> datetime | None:
    said = getattr(row, "said", None)
    return said.read_at if said else None


def _weekday(row: Preferences) -> str:
    return "" if row.digest_weekday is None else str(WEEKDAYS[row.digest_weekday])


def _call_subject(row: Called) -> str:
    return subjects.label_of(row.call.subject_kind, row.call.subject_uuid)


MESSAGE = Export(
    Told("kind", pgettext_lazy("column", "Kind"), _kind),
    Told("subject", _("About"), _subject),
    Told("text", _("Text"), _said),
    Told("channel", _("Way")),
    Told("state", pgettext_lazy("column", "State")),
    Told("due_at", _("To be sent")),
    Told("sent_at", _("Sent")),
    Told("created_at", _("Written")),
    Told("read_at", _("Opened"), _read_at),
    # The work of sending it.
    silent=(
        *("key", "subject_kind", "subject_uuid", "urgency", "next_at", "lease_until"),
        *("attempts", "failure", "data", "digest"),
    ),
    related=("said",),
    latest_first="-due_at",
    order=40,
)
PREFERENCES = Export(
    Told("quiet_from", _("Quiet hours from"), lambda row: f"{row.quiet_from:%H:%M}"),
    Told("quiet_to", _("Quiet hours until"), lambda row: f"{row.quiet_to:%H:%M}"),
    Told("urgent_at_night", _("Urgent calls at night")),
    Told("digest_at", _("Digest at"), lambda row: f"{row.digest_at:%H:%M}"),
    Told("digest_weekday", _("Weekday of the digest"), _weekday),
    Told("leads", _("Hours before a shift for reminders")),
    order=42,
)
CHOICE = Export(
    Told("kind", pgettext_lazy("column", "Kind"), _kind),
    Told("way", _("Way")),
    latest_first="kind",
    order=43,
)
DEAD_ADDRESS = Export(
    Told("channel", _("Way")),
    Told("reason", _("Why")),
    Told("at", _("Noted")),
    # It tells nothing to anybody.
    silent=("fingerprint",),
    latest_first="-at",
    order=44,
)
CALLED = Export(
    Told("about", _("About"), _call_subject),
    Told("due_at", _("To be sent")),
    Told("answer", _("Answer")),
    Told("answered_at", _("Answered on")),
    silent=("call", "wave"),
    related=("call",),
    latest_first="-due_at",
    order=45,
)


def _erase_messages(erasing: Erasing) -> None:
    """Sent ones have no reader any more, waiting ones none yet. What they said goes with them."""
    uuid = erasing.person.uuid
    Message.objects.filter(Q(person_uuid=uuid) | Q(subject_uuid=uuid)).delete()


def _erase_preferences(erasing: Erasing) -> None:
    """What somebody wanted is nobody else's."""
    Preferences.objects.filter(person_uuid=erasing.person.uuid).delete()


def _erase_choices(erasing: Erasing) -> None:
    """What somebody wanted is nobody else's."""
    Choice.objects.filter(person_uuid=erasing.person.uuid).delete()


def _erase_dead_addresses(erasing: Erasing) -> None:
    """Whose address it was is over."""
    DeadAddress.objects.filter(person_uuid=erasing.person.uuid).delete()


def _erase_calls(erasing: Erasing) -> None:
    """That they were asked, and what they said."""
    Called.objects.filter(person_uuid=erasing.person.uuid).delete()


def _merge_messages(merging: Merging) -> None:
    """What waits goes to the person who is kept, at their address."""
    Message.objects.filter(person_uuid=merging.gone.uuid).update(person_uuid=merging.kept.uuid)
    Message.objects.filter(subject_kind="person", subject_uuid=merging.gone.uuid).update(
        subject_uuid=merging.kept.uuid
    )


def _merge_preferences(merging: Merging) -> None:
    """Whoever is kept keeps what they chose; the other's choice stands where they chose nothing."""
    rows = Preferences.objects.filter(person_uuid=merging.gone.uuid)
    if Preferences.objects.filter(person_uuid=merging.kept.uuid).exists():
        rows.delete()
    rows.update(person_uuid=merging.kept.uuid)


def _merge_choices(merging: Merging) -> None:
    """As with the preferences, kind by kind."""
    rows = Choice.objects.filter(person_uuid=merging.gone.uuid)
    kept = Choice.objects.filter(person_uuid=merging.kept.uuid)
    rows.filter(kind__in=kept.values_list("kind", flat=True)).delete()
    rows.update(person_uuid=merging.kept.uuid)


def _merge_dead_addresses(merging: Merging) -> None:
    """An address that does not work, works for nobody."""
    rows = DeadAddress.objects.filter(person_uuid=merging.gone.uuid)
    kept = DeadAddress.objects.filter(person_uuid=merging.kept.uuid)
    for row in rows:
        if kept.filter(channel=row.channel, fingerprint=row.fingerprint).exists():
            row.delete()
    rows.update(person_uuid=merging.kept.uuid)


def _merge_calls(merging: Merging) -> None:
    """Who was asked twice was asked once; an answer stays."""
    kept = {row.call_id: row for row in Called.objects.filter(person_uuid=merging.kept.uuid)}
    for row in Called.objects.filter(person_uuid=merging.gone.uuid):
        twin = kept.get(row.call_id)
        if twin is None:
            continue
        (twin if row.answer and not twin.answer else row).delete()
    Called.objects.filter(person_uuid=merging.gone.uuid).update(person_uuid=merging.kept.uuid)


def _calls_due(over: Over) -> QuerySet[Call]:
    return Call.objects.filter(at__lt=over.before).exclude(state=Call.State.OPEN)


def _dead_addresses_due(over: Over) -> QuerySet[DeadAddress]:
    return DeadAddress.objects.filter(at__lt=over.before)


def announce() -> None:
    """Say where people are in the tables of messages, and how long their rows are kept."""
    for model, what, erase, export, merge in (
        (Message, _("Messages"), _erase_messages, MESSAGE, _merge_messages),
        (Preferences, _("When they want messages"), _erase_preferences, PREFERENCES, _merge_preferences),
        (Choice, _("By which way they want messages"), _erase_choices, CHOICE, _merge_choices),
        (
            DeadAddress,
            _("Addresses that do not work"),
            _erase_dead_addresses,
            DEAD_ADDRESS,
            _merge_dead_addresses,
        ),
        (Called, _("Calls for a stand-in"), _erase_calls, CALLED, _merge_calls),
    ):
        person_data.register(
            person_data.PersonData(
                model=model, by="person_uuid", what=what, erase=erase, export=export, merge=merge
            )
        )
    retention.register(
        Keeping(
            code="calls",
            what=_("Calls for a stand-in: who was asked, and who answered"),
            since=_("after the call"),
            months=12,
            due=_calls_due,
            forget=retention.delete,
        )
    )
    retention.register(
        Keeping(
            code="dead_addresses",
            what=_("That an address does not work"),
            since=_("after it was noticed"),
            months=12,
            due=_dead_addresses_due,
            forget=retention.delete,
        )
    )
