"""Courses over HTTP, for those who run them: courses, their runs, who takes part, and what people have shown.

Everything is of the whole association, as the pages are. What a certificate says stays with its person.
"""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.http import TenantRequest
from api.fields import ByCode, Day, Exactly
from api.paging import ByCursor
from api.queries import asked
from volunteers.register import reach
from volunteers.register.models import Person, Qualification, QualificationType
from volunteers.register.services import qualifications
from volunteers.training.models import Course, Enrolment, Module, Run, Session
from volunteers.training.services import enrolling


class ModuleSerializer(serializers.ModelSerializer[Module]):
    """A part of a course, named in the caller's language."""

    class Meta:
        model = Module
        fields: ClassVar = ["uuid", "name", "minutes", "topic", "delivery"]


class CourseSerializer(serializers.ModelSerializer[Course]):
    """A course. `rule_value` is minutes or percent, by its `rule`."""

    role = serializers.CharField(source="role.code", default=None, allow_null=True)
    grants = serializers.CharField(source="grants.code", default=None, allow_null=True)
    modules = ModuleSerializer(many=True)

    class Meta:
        model = Course
        fields: ClassVar = [
            "uuid",
            "name",
            "description",
            "role",
            "grants",
            "rule",
            "rule_value",
            "is_active",
            "modules",
        ]


class CourseSessionSerializer(serializers.ModelSerializer[Session]):
    """One time that a run meets."""

    module = serializers.UUIDField(source="module.uuid")
    site = serializers.UUIDField(source="site.uuid", default=None, allow_null=True)
    starts_at = Exactly()
    ends_at = Exactly()

    class Meta:
        model = Session
        fields: ClassVar = ["uuid", "module", "starts_at", "ends_at", "site", "place"]


class RunSerializer(serializers.ModelSerializer[Run]):
    """One time that a course is held."""

    course = serializers.UUIDField(source="course.uuid")
    sessions = CourseSessionSerializer(many=True)

    class Meta:
        model = Run
        fields: ClassVar = [
            "uuid",
            "course",
            "state",
            "places",
            "taken",
            "enrol_until",
            "trainers",
            "notes",
            "sessions",
        ]


class LearnerSerializer(serializers.ModelSerializer[Person]):
    """Who takes part."""

    class Meta:
        model = Person
        fields: ClassVar = ["uuid", "name"]


class EnrolmentSerializer(serializers.ModelSerializer[Enrolment]):
    """Somebody's place in a run, or their wait for one, in the order of enrolling."""

    person = LearnerSerializer()
    created_at = Exactly()
    completed_at = Exactly(allow_null=True)
    attended = serializers.SerializerMethodField(help_text="The sessions at which they were.")

    class Meta:
        model = Enrolment
        fields: ClassVar = ["uuid", "person", "state", "created_at", "completed_at", "attended"]

    def get_attended(self, enrolment: Enrolment) -> list[UUID]:
        """Which sessions."""
        return [each.session.uuid for each in enrolment.attendances.all()]


class SomebodySerializer(serializers.Serializer[Any]):
    """Somebody whom the caller may see."""

    person = serializers.SlugRelatedField[Person](slug_field="uuid", queryset=Person.objects.none())

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        """Only people whom the caller may see."""
        fields = super().get_fields()
        if reader := self.context.get("reader"):
            people = reach.people(reader).filter(is_blank=False)
            fields["person"].queryset = people  # type: ignore[attr-defined]  # a related field
        return fields


class NewEnrolmentSerializer(SomebodySerializer):
    """Whom to enrol."""


class ShownQualificationSerializer(serializers.ModelSerializer[Qualification]):
    """What somebody has shown, from a day to a day."""

    person = LearnerSerializer()
    type = serializers.CharField(source="type.code")

    class Meta:
        model = Qualification
        fields: ClassVar = ["uuid", "person", "type", "from_on", "to_on", "revoked_on"]


class NewQualificationSerializer(SomebodySerializer):
    """What somebody has shown, and when. Without a last day the kind's own length counts."""

    type = ByCode(queryset=QualificationType.objects.filter(is_active=True))
    from_on = Day()
    to_on = Day(required=False, allow_null=True)


class RunsQuery(serializers.Serializer[Any]):
    """Which runs are asked for."""

    course = serializers.UUIDField(required=False, help_text="Only those of this course.")
    state = serializers.ChoiceField(
        choices=Run.State.choices, required=False, help_text="Only those in this state."
    )


class QualificationsQuery(serializers.Serializer[Any]):
    """Which qualifications are asked for."""

    type = ByCode(
        queryset=QualificationType.objects.all(), required=False, help_text="Only those of this kind."
    )
    ends_from = serializers.DateField(required=False, help_text="Only those that end on this day or later.")
    ends_to = serializers.DateField(required=False, help_text="Only those that end on this day or earlier.")


class InOrder(ByCursor):
    """As they were made."""

    ordering: str | tuple[str, ...] = "pk"


class _OfTraining(generics.GenericAPIView[Any]):
    """What the endpoints have in common."""

    rule = "training.manage"
    scope = "training"
    pagination_class: Any = InOrder
    request: Request

    @property
    def plain(self) -> TenantRequest:
        """The request as the identity phase has prepared it."""
        return cast(TenantRequest, self.request._request)

    def listed(self, rows: QuerySet[Any]) -> Response:
        """A page of these rows."""
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)


class Courses(_OfTraining):
    """All courses."""

    serializer_class = CourseSerializer
    queryset = Course.objects.none()

    @extend_schema(summary="Courses with their modules", responses=CourseSerializer(many=True))
    def get(self, request: Request) -> Response:
        """A page of courses."""
        return self.listed(_courses())


class OneCourse(_OfTraining):
    """A course."""

    serializer_class = CourseSerializer
    queryset = Course.objects.none()

    @extend_schema(summary="A course with its modules", responses=CourseSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """One of them."""
        return Response(CourseSerializer(get_object_or_404(_courses(), uuid=uuid)).data)


class Runs(_OfTraining):
    """Times at which courses are held."""

    serializer_class = RunSerializer
    queryset = Run.objects.none()

    @extend_schema(
        summary="Runs of courses with their sessions",
        parameters=[RunsQuery],
        responses=RunSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """A page of runs."""
        said = asked(request, RunsQuery)
        rows = _runs()
        if "course" in said:
            rows = rows.filter(course__uuid=said["course"])
        return self.listed(rows.filter(state=said["state"]) if "state" in said else rows)


class OneRun(_OfTraining):
    """A run of a course."""

    serializer_class = RunSerializer
    queryset = Run.objects.none()

    @extend_schema(summary="A run of a course with its sessions", responses=RunSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """One of them."""
        return Response(RunSerializer(get_object_or_404(_runs(), uuid=uuid)).data)


class Enrolments(_OfTraining):
    """Who takes part in a run."""

    serializer_class = EnrolmentSerializer
    queryset = Enrolment.objects.none()

    @extend_schema(summary="Who takes part in a run, or waits", responses=EnrolmentSerializer(many=True))
    def get(self, request: Request, uuid: UUID) -> Response:
        """A page of enrolments."""
        run = get_object_or_404(Run, uuid=uuid)
        return self.listed(_enrolments().filter(run=run, state__in=Enrolment.OPEN))

    @extend_schema(
        summary="Enrol somebody",
        description="Where all places are taken, they wait for one. Twice changes nothing.",
        request=NewEnrolmentSerializer,
        responses={201: EnrolmentSerializer},
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """Give somebody a place, or have them wait."""
        run = get_object_or_404(Run, uuid=uuid)
        sent = NewEnrolmentSerializer(data=request.data, context={"reader": self.plain})
        sent.is_valid(raise_exception=True)
        made = enrolling.enrol_for(run=run, by=self.plain.actor, **sent.validated_data)
        found = _enrolments().get(pk=made.pk)
        return Response(EnrolmentSerializer(found).data, status=status.HTTP_201_CREATED)


class TakingOff(_OfTraining):
    """Taking somebody off a run."""

    serializer_class = EnrolmentSerializer
    queryset = Enrolment.objects.none()

    @extend_schema(
        summary="Take somebody off a run",
        description=(
            "Or from its waiting list; whoever waits longest has the place then. Refused once they have "
            "completed the course. Twice changes nothing."
        ),
        request=None,
        responses=EnrolmentSerializer,
    )
    def post(self, request: Request, uuid: UUID) -> Response:
        """End their place, or their wait."""
        found = get_object_or_404(_enrolments().select_related("run"), uuid=uuid)
        enrolling.take_off(enrolment=found, by=self.plain.actor)
        return Response(EnrolmentSerializer(_enrolments().get(pk=found.pk)).data)


class _OfQualifications(_OfTraining):
    """What people have shown."""

    serializer_class = ShownQualificationSerializer
    queryset = Qualification.objects.none()

    def rows(self) -> QuerySet[Qualification]:
        """Of people whom the caller may see."""
        rows = Qualification.objects.select_related("person", "type").filter(person__is_blank=False)
        return reach.of_people(self.plain, rows)


class OneQualification(_OfQualifications):
    """A qualification of a person."""

    @extend_schema(summary="A qualification of a person", responses=ShownQualificationSerializer)
    def get(self, request: Request, uuid: UUID) -> Response:
        """One of them."""
        return Response(ShownQualificationSerializer(get_object_or_404(self.rows(), uuid=uuid)).data)


class Qualifications(_OfQualifications):
    """What people have shown, and a way to note more."""

    @extend_schema(
        summary="Qualifications of people",
        parameters=[QualificationsQuery],
        responses=ShownQualificationSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """A page of qualifications."""
        said = asked(request, QualificationsQuery)
        rows = self.rows()
        if "type" in said:
            rows = rows.filter(type=said["type"])
        if "ends_from" in said:
            rows = rows.filter(to_on__gte=said["ends_from"])
        if "ends_to" in said:
            rows = rows.filter(to_on__lte=said["ends_to"])
        return self.listed(rows)

    @extend_schema(
        summary="Note that somebody has shown something",
        description="The same kind from the same day is there once (`qualification_known`).",
        request=NewQualificationSerializer,
        responses={201: ShownQualificationSerializer},
    )
    def post(self, request: Request) -> Response:
        """Note it."""
        sent = NewQualificationSerializer(data=request.data, context={"reader": self.plain})
        sent.is_valid(raise_exception=True)
        said = dict(sent.validated_data)
        kind = said.pop("type")
        made = qualifications.note_qualification(qualification_type=kind, by=self.plain.actor, **said)
        return Response(ShownQualificationSerializer(made).data, status=status.HTTP_201_CREATED)


def _courses() -> QuerySet[Course]:
    return Course.objects.select_related("role", "grants").prefetch_related("modules")


def _runs() -> QuerySet[Run]:
    return Run.objects.select_related("course").prefetch_related("sessions__module", "sessions__site")


def _enrolments() -> QuerySet[Enrolment]:
    return Enrolment.objects.select_related("person").prefetch_related("attendances__session")
