"""What answer from people a coordinator waits for: to invitations, to texts to sign, to messages."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _, gettext_lazy, ngettext

from notifications.kinds import Way
from notifications.models import DeadAddress, Message
from volunteers.register import reach
from volunteers.register.models import AgreementText, CarriedRecord, Period, Person, Signature
from volunteers.register.need_words import PREPARING, going_on, in_days, name_of, page_of, to
from volunteers.register.needs import Asking, Kind, Need, Row, pair, rows, themselves, who
from volunteers.register.services.invite import KIND as INVITATION
from web import formats

INVITED_AGO = timedelta(days=7)
FAILED_SINCE = timedelta(days=30)


def _find_invitations(asking: Asking) -> QuerySet[Any, Any]:
    invited = Message.objects.filter(kind=INVITATION, person_uuid=OuterRef("uuid"))
    long_ago, latest = asking.now - INVITED_AGO, invited.order_by("-due_at")
    silent = (
        Person.objects.filter(
            going_on("pk", *PREPARING),
            # Two conditions on messages, which are few, and not one on the latest of each of all people.
            Exists(invited.filter(due_at__lt=long_ago)),
            ~Exists(invited.filter(due_at__gte=long_ago)),
            user_uuid__isnull=True,
            is_blank=False,
        )
        .exclude(email="")
        .annotate(invited=Subquery(latest.values("due_at")[:1]))
    )
    return rows(silent, at="invited", person=themselves(), invited=F("invited"))


def _say_invitation(row: Row, asking: Asking) -> Need:
    days = (asking.now - row.time("invited")).days
    return Need(
        title=_("%(name)s has not accepted the invitation") % {"name": name_of(row)},
        why=_("It was sent %(days)s ago. A new one replaces it.") % {"days": in_days(days)},
        icon="mail",
        action=_("Invite again"),
        url=to("person-invite", uuid=row.data["person"]["uuid"]),
        post=True,
        page=page_of(row),
        tone="plain",
        soonest="week",
    )


def _find_unsigned(asking: Asking) -> QuerySet[Any, Any]:
    in_force = AgreementText.objects.filter(in_force_on__lte=asking.today)
    later = in_force.filter(kind=OuterRef("kind"), version__gt=OuterRef("version"), renews=True)
    # Whoever signed the newest version that all must sign, or a later one, has signed.
    enough = in_force.filter(~Exists(later), renews=True)
    signed = Signature.objects.filter(
        person=OuterRef("person"),
        text__kind=OuterRef(OuterRef("kind")),
        text__version__gte=OuterRef(OuterRef("version")),
    )
    # Nobody has two periods that go on, so that periods can be counted for people.
    going_on = Period.objects.exclude(state=Period.State.ENDED).filter(~Exists(signed))
    unsigned = reach.of_people(asking.request, going_on).order_by()
    counted = unsigned.annotate(one=Value(1)).values("one").annotate(count=Count("pk")).values("count")
    missing = enough.filter(Exists(unsigned)).annotate(
        unsigned=Subquery(counted, output_field=IntegerField())
    )
    return rows(
        missing,
        key="kind",
        at="in_force_on",
        text=F("kind"),
        unsigned=F("unsigned"),
        in_force_on=F("in_force_on"),
    )


def _say_unsigned(row: Row, asking: Asking) -> Need:
    count = {"count": row.data["unsigned"]}
    if row.data["text"] == AgreementText.Kind.CONFIDENTIALITY:
        title = ngettext(
            "%(count)s person has not signed the confidentiality undertaking",
            "%(count)s people have not signed the confidentiality undertaking",
            count["count"],
        )
    else:
        title = ngettext(
            "%(count)s person has not signed the volunteer agreement",
            "%(count)s people have not signed the volunteer agreement",
            count["count"],
        )
    return Need(
        title=title % count,
        why=_("The text is in force since %(day)s.")
        % {"day": formats.day(row.day("in_force_on"), year=True)},
        icon="file",
        action=_("See who"),
        url=to("agreement-unsigned", kind=row.data["text"]),
        tone="plain",
        soonest="week",
    )


def _find_failed(asking: Asking) -> QuerySet[Any, Any]:
    better = Message.objects.filter(
        Q(state=Message.State.SENT) | Q(state=Message.State.FAILED, pk__gt=OuterRef("pk")),
        person_uuid=OuterRef("person_uuid"),
        due_at__gte=OuterRef("due_at"),
    ).exclude(pk=OuterRef("pk"))
    person = Person.objects.filter(uuid=OuterRef("person_uuid"), is_blank=False)
    dead = DeadAddress.objects.filter(person_uuid=OuterRef("person_uuid"))
    failed = Message.objects.filter(
        ~Exists(better),
        ~Exists(dead),  # told by a row of its own
        Exists(person),
        state=Message.State.FAILED,
        due_at__gt=asking.now - FAILED_SINCE,
    )
    return rows(failed, at="due_at", person=_told(person), due_at=F("due_at"))


def _told(person: QuerySet[Person]) -> Subquery:
    """Whom a row is about that knows the identifier alone: all at once, not a question for each part."""
    found = JSONObject(uuid=F("uuid"), given=F("given_name"), family=F("family_name"), phone=F("phone"))
    return Subquery(person.values(found=found)[:1])


def _say_failed(row: Row, asking: Asking) -> Need:
    phone = row.data["person"]["phone"]
    return Need(
        title=_("A message to %(name)s could not be sent") % {"name": name_of(row)},
        why=_("Call %(phone)s, or check the e-mail address.") % {"phone": phone}
        if phone
        else _("Check the e-mail address. No phone number is known."),
        icon="mail",
        action=_("Check the address"),
        url=to("person-edit", uuid=row.data["person"]["uuid"]),
        page=page_of(row),
        soonest="today",
    )


def _find_dead(asking: Asking) -> QuerySet[Any, Any]:
    person = Person.objects.filter(going_on("pk", *PREPARING), uuid=OuterRef("person_uuid"), is_blank=False)
    return rows(
        DeadAddress.objects.filter(Exists(person)),
        key=pair("person_uuid", "channel"),
        at="at",
        person=_told(person),
        channel=F("channel"),
        reason=F("reason"),
    )


def _say_dead(row: Row, asking: Asking) -> Need:
    name, phone = {"name": name_of(row)}, row.data["person"]["phone"]
    by_mail = row.data["channel"] == Way.EMAIL
    if not by_mail:
        title, why = _("Text messages do not reach %(name)s"), _("Ask for another number.")
    elif row.data["reason"] == DeadAddress.Reason.COMPLAINED:
        title = _("%(name)s does not want our mail")
        why = _("The mail was reported as unwanted. Ask how they want to be reached.")
    else:
        title = _("The e-mail address of %(name)s does not work")
        why = (
            _("Call %(phone)s and ask for another one.") % {"phone": phone} if phone else _("Mail came back.")
        )
    return Need(
        title=title % name,
        why=why,
        icon="mail" if by_mail else "phone",
        action=_("Check the address") if by_mail else _("Check the number"),
        url=to("person-edit", uuid=row.data["person"]["uuid"]),
        page=page_of(row),
        soonest="today",
    )


def _find_brought(asking: Asking) -> QuerySet[Any, Any]:
    offered = CarriedRecord.objects.filter(state=CarriedRecord.State.OFFERED)
    return rows(offered, at="consented_at", person=who(), place=F("from_name"))


def _say_brought(row: Row, asking: Asking) -> Need:
    words = {"name": name_of(row), "place": row.data["place"]}
    return Need(
        title=_("%(name)s brings a record along from %(place)s") % words,
        why=_("Read it, and take it in or not. What is not taken in is not kept."),
        icon="swap",
        action=_("Read it"),
        url=page_of(row) + "#carried",
        tone="plain",
        soonest="week",
    )


ANSWERS = (
    Kind(
        name="register.invitation",
        people="pk",
        label=gettext_lazy("Invitations without an answer"),
        rule="people.manage",
        find=_find_invitations,
        say=_say_invitation,
        ends="it was accepted or sent anew, or the person left",
    ),
    Kind(
        name="register.unsigned",
        narrowed=True,
        label=gettext_lazy("Agreements not signed"),
        rule="agreements.manage",
        find=_find_unsigned,
        say=_say_unsigned,
        ends="everybody whose time here goes on has signed",
    ),
    Kind(
        name="register.message",
        people="person_uuid",
        label=gettext_lazy("Messages that were not sent"),
        rule="people.manage",
        find=_find_failed,
        say=_say_failed,
        ends="a later message reached the person, or a month has passed",
    ),
    Kind(
        name="register.address",
        people="person_uuid",
        label=gettext_lazy("Addresses that do not work"),
        rule="people.manage",
        find=_find_dead,
        say=_say_dead,
        ends="there is another address, somebody had this one tried again, or the person left",
    ),
    Kind(
        name="register.brought",
        people="person",
        label=gettext_lazy("Records brought along"),
        rule="people.manage",
        find=_find_brought,
        say=_say_brought,
        ends="somebody took it in or not, or its person removed it",
    ),
)
