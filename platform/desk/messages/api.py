"""Messages over HTTP: one's own inbox, how one is told, and for coordinators what became of messages.

Nobody reads another person's messages here: a coordinator is told that something went, and not what it said.
"""

from dataclasses import fields
from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import TenantRequest
from api.paging import ByCursor
from api.queries import asked
from desk.messages import choosing, inbox
from desk.messages.choices import audiences_of
from notifications import preferences
from notifications.kinds import Kind, Way
from notifications.models import Message
from notifications.preferences import MOST_LEADS, Chosen, Times
from volunteers.register import reach
from volunteers.register.models import Person
from volunteers.register.selectors import person_of


@extend_schema_field({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d$"})
class TimeOfDay(serializers.TimeField):
    """A time of every day at the association's place, as 17:30."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%H:%M", input_formats=["%H:%M"], **kwargs)


class InboxQuery(serializers.Serializer[Any]):
    """Which messages are asked for."""

    read = serializers.ChoiceField(
        choices=["yes", "no"], required=False, help_text="Only messages that were, or were not, opened."
    )


class InboxLineSerializer(serializers.Serializer[Any]):
    """A message to the caller, as it stands in the list."""

    uuid = serializers.UUIDField()
    kind = serializers.CharField()
    at = serializers.DateTimeField()
    subject = serializers.CharField()
    is_read = serializers.BooleanField()
    channel = serializers.ChoiceField(
        choices=Message.Channel.choices,
        allow_blank=True,
        help_text="By what it went besides; empty: not yet.",
    )


class MessageFactSerializer(serializers.Serializer[dict[str, str]]):
    """When, where, who."""

    name = serializers.CharField()
    value = serializers.CharField()


class InboxItemSerializer(InboxLineSerializer):
    """A message to the caller with what it says, in the language in which it was sent."""

    language = serializers.CharField(allow_blank=True)
    paragraphs = serializers.ListField(child=serializers.CharField(allow_blank=True))
    facts = MessageFactSerializer(source="named_facts", many=True)
    button_label = serializers.CharField(allow_blank=True)
    button_path = serializers.CharField(allow_blank=True, help_text="A page of the association's host.")


class Latest(ByCursor):
    """The latest first."""

    ordering = ("-at", "-pk")


class _Inbox(generics.GenericAPIView[Message]):
    rule = "messages.own"
    scope = "inbox"
    serializer_class: Any = InboxLineSerializer
    pagination_class: Any = Latest
    queryset = Message.objects.none()  # for the description; what is asked for comes of `own`
    request: Request

    def person(self) -> Person:
        """Who asks, or 404 for a login that is nobody of the register."""
        found = person_of(cast(TenantRequest, self.request._request).user.uuid)
        if found is None:
            raise Http404
        return found

    def own(self) -> QuerySet[Message]:
        """What was said to the caller."""
        return inbox.own([self.person().uuid])

    def one(self, uuid: UUID) -> Message:
        """One of them, or 404."""
        found = self.own().filter(uuid=uuid).first()
        if found is None:
            raise Http404
        return found


class Inbox(_Inbox):
    """Everything that was said to the caller."""

    @extend_schema(
        summary="Messages to me", parameters=[InboxQuery], responses=InboxLineSerializer(many=True)
    )
    def get(self, request: Request) -> Response:
        """A page of messages, without their texts."""
        said = asked(request, InboxQuery)
        found = self.own()
        if "read" in said:
            found = inbox.only(found, read=said["read"] == "yes")
        page = self.paginate_queryset(found) or []
        return self.get_paginated_response(InboxLineSerializer(inbox.items(page), many=True).data)


class OneItem(_Inbox):
    """One message to the caller."""

    @extend_schema(summary="One message to me", responses=InboxItemSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """What it says. Asking for it does not mark it as read."""
        [item] = inbox.items([self.one(uuid)])
        return Response(InboxItemSerializer(item).data)


class Reading(_Inbox):
    """That the caller has read a message."""

    @extend_schema(summary="Mark a message to me as read", request=None, responses=InboxLineSerializer)
    def post(self, request: Request, uuid: UUID) -> Response:
        """Note it. Again changes nothing."""
        inbox.mark_read(messages=[self.one(uuid)], person=self.person())
        [item] = inbox.items([self.one(uuid)])
        return Response(InboxLineSerializer(item).data)


class KindSerializer(serializers.Serializer[Any]):
    """A kind of message that the caller gets, and by which way."""

    kind = serializers.CharField()
    name = serializers.CharField()
    group = serializers.CharField()
    way = serializers.ChoiceField(choices=Way.choices)
    ways = serializers.ListField(
        child=serializers.ChoiceField(choices=Way.choices),
        help_text="What can be chosen. A kind with one way only is always sent.",
    )


class PreferencesSerializer(serializers.Serializer[Any]):
    """How the caller is told. Times are those of the association's place."""

    quiet_from = TimeOfDay()
    quiet_to = TimeOfDay(help_text="The same as `quiet_from`: no quiet hours.")
    urgent_at_night = serializers.BooleanField()
    digest_time = TimeOfDay(source="digest_at")
    digest_weekday = serializers.IntegerField(
        min_value=0, max_value=6, allow_null=True, help_text="0 is Monday; null is every day."
    )
    leads = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=336),
        max_length=MOST_LEADS,
        help_text="Hours before a shift at which it is reminded of.",
    )
    kinds = KindSerializer(many=True)


class ChangeSerializer(serializers.Serializer[Any]):
    """What is to be otherwise. What is left out stays as it is."""

    quiet_from = TimeOfDay(required=False)
    quiet_to = TimeOfDay(required=False)
    urgent_at_night = serializers.BooleanField(required=False)
    digest_time = TimeOfDay(source="digest_at", required=False)
    digest_weekday = serializers.IntegerField(min_value=0, max_value=6, allow_null=True, required=False)
    leads = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=336), max_length=MOST_LEADS, required=False
    )
    ways = serializers.DictField(
        child=serializers.ChoiceField(choices=Way.choices),
        required=False,
        help_text="The way of a kind, by its name.",
    )


class OwnPreferences(generics.GenericAPIView[Any]):
    """How the caller is told."""

    rule = "messages.own"
    scope = "preferences"
    serializer_class = PreferencesSerializer
    pagination_class = None
    request: Request

    @property
    def plain(self) -> TenantRequest:
        """The request as the identity phase has prepared it."""
        return cast(TenantRequest, self.request._request)

    @property
    def person(self) -> Person:
        """Who asks, or 404 for a login that is nobody of the register."""
        found = person_of(self.plain.user.uuid)
        if found is None:
            raise Http404
        return found

    def told(self) -> dict[str, Any]:
        """Everything as it is now."""
        chosen = preferences.of(self.person.uuid)
        found = preferences.listed(audiences_of(self.person))
        kinds = [_kind(kind, chosen) for kind in found]
        return dict(PreferencesSerializer({**vars(chosen), "leads": list(chosen.leads), "kinds": kinds}).data)

    @extend_schema(summary="How I am told", responses=PreferencesSerializer)
    def get(self, request: Request) -> Response:
        """Times, and the way of each kind that the caller gets."""
        return Response(self.told())

    @extend_schema(summary="Change how I am told", request=ChangeSerializer, responses=PreferencesSerializer)
    def patch(self, request: Request) -> Response:
        """Change some of it, all or nothing."""
        said = ChangeSerializer(data=request.data)
        said.is_valid(raise_exception=True)
        wanted = dict(said.validated_data)
        ways = wanted.pop("ways", {})
        chosen = preferences.of(self.person.uuid)
        now = {each.name: getattr(chosen, each.name) for each in fields(Times)}
        times = Times(**{**now, **wanted, "leads": tuple(wanted.get("leads", chosen.leads))})
        choosing.choose(person=self.person, ways=ways, times=times, by=self.plain.actor)
        return Response(self.told())


def _kind(kind: Kind, chosen: Chosen) -> dict[str, Any]:
    return {
        "kind": kind.name,
        "name": str(kind.label),
        "group": kind.group.value,
        "way": chosen.way(kind),
        "ways": kind.choices(),
    }


class MessagesQuery(serializers.Serializer[Any]):
    """Which messages are asked for, all together narrow the list."""

    person = serializers.UUIDField(required=False, help_text="Only messages to this person.")
    kind = serializers.CharField(max_length=60, required=False, help_text="Only messages of this kind.")
    state = serializers.ChoiceField(
        choices=Message.State.choices, required=False, help_text="Only in this state."
    )


class MessageStatusSerializer(serializers.ModelSerializer[Message]):
    """What became of a message. Its text is not told."""

    person = serializers.UUIDField(source="person_uuid")

    class Meta:
        model = Message
        fields: ClassVar = [
            "uuid",
            "kind",
            "person",
            "state",
            "urgency",
            "channel",
            "due_at",
            "sent_at",
            "attempts",
            "failure",
        ]


class Newest(ByCursor):
    """What is due last, first."""

    ordering = ("-due_at", "-pk")


class _Messages(generics.GenericAPIView[Message]):
    rule = "messages.manage"
    scope = "messages"
    serializer_class = MessageStatusSerializer
    pagination_class = Newest
    queryset = Message.objects.none()  # for the description; what is asked for comes of `within_reach`
    request: Request

    def within_reach(self) -> QuerySet[Message]:
        """Messages to people whom the caller may see."""
        plain = cast(TenantRequest, self.request._request)
        return reach.of_people(plain, Message.objects.all(), by="person_uuid")


class Messages(_Messages):
    """What became of messages to people whom the caller may see."""

    @extend_schema(
        summary="What became of messages",
        parameters=[MessagesQuery],
        responses=MessageStatusSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """A page of messages."""
        said = asked(request, MessagesQuery)
        if "person" in said:
            said["person_uuid"] = said.pop("person")
        page = self.paginate_queryset(self.within_reach().filter(**said)) or []
        return self.get_paginated_response(MessageStatusSerializer(page, many=True).data)


class OneMessage(_Messages):
    """What became of one message."""

    @extend_schema(summary="What became of a message", responses=MessageStatusSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """State, channel, attempts."""
        found = self.within_reach().filter(uuid=uuid).first()
        if found is None:
            raise Http404
        return Response(MessageStatusSerializer(found).data)
