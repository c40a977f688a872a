"""Courses of the associations: one that was held in January, and those that come. Inside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from local.enacting import times
from local.enacting.known import FIRST_AID, SUPPORT_COURSE
from local.enacting.register import Cast
from local.federation.associations import Association as Told
from local.federation.draws import Draws
from scheduling.hours import walltime
from scheduling.hours.models import HoursEntry, Kind
from scheduling.hours.services import approval
from tenants.actors import Actor
from tenants.context import current_association
from volunteers.register import selectors
from volunteers.register.models import Person, QualificationType
from volunteers.training.models import Course, Enrolment, Module, Run
from volunteers.training.services import attending, courses, enrolling, runs
from volunteers.training.services.courses import CoursePlan, ModulePlan
from volunteers.training.services.runs import RunPlan, SessionPlan
from web.errors import DomainError

# Those with a support person or a crisis line to train for.
WHERE = ("napajoki", "karjalanranta", "kusten")
Topic, Delivery = Module.Topic, Module.Delivery
HOUR = 60


@dataclass(frozen=True)
class Part:
    """A module in three languages."""

    names: tuple[str, str, str]
    hours: int
    topic: str
    delivery: str = Delivery.CLASSROOM


# Thirty-five hours in all.
BASIC = (
    Part(
        ("Kohtaaminen ja kuunteleminen", "Att möta och lyssna", "Encounter and listening"), 7, Topic.ENCOUNTER
    ),
    Part(
        ("Mielenterveys ja kriisit", "Psykisk hälsa och kriser", "Mental health and crises"), 7, Topic.OTHER
    ),
    Part(
        ("Kulttuurinen herkkyys", "Kulturell lyhördhet", "Cultural sensitivity"),
        4,
        Topic.CULTURE,
        Delivery.ONLINE,
    ),
    Part(
        ("Turvallinen ja kunnioittava tuki", "Tryggt och respektfullt stöd", "Safe and respectful support"),
        7,
        Topic.SAFE_SUPPORT,
    ),
    Part(("Rooli ja rajat", "Roll och gränser", "Role and limits"), 7, Topic.ROLE, Delivery.BLENDED),
    Part(("Oma jaksaminen", "Att orka själv", "Your own strength"), 3, Topic.OTHER, Delivery.ONLINE),
)
AID = (Part(("Hätäensiapu", "Nödförstahjälp", "Emergency first aid"), 4, Topic.OTHER),)
# Weekends, and evenings online.
JANUARY = (
    date(2025, 1, 11),
    date(2025, 1, 12),
    date(2025, 1, 15),
    date(2025, 1, 18),
    date(2025, 1, 19),
    date(2025, 1, 22),
)
SPRING = (
    date(2025, 3, 8),
    date(2025, 3, 9),
    date(2025, 3, 12),
    date(2025, 3, 15),
    date(2025, 3, 16),
    date(2025, 3, 19),
)
AID_DAYS = (date(2025, 2, 15),)
CALL = "https://video.example.org/koulutus"


def tell(told: Told, cast: Cast, by: Actor, seed: int) -> None:
    """All of it before the demo begins; a second time changes nothing."""
    if told.slug not in WHERE or Course.objects.exists():
        return
    draws = Draws(seed, "trained", told.slug)
    kinds = {each.code: each for each in QualificationType.objects.all()}
    with times.at(date(2025, 1, 2), 10):
        basic = _basic(cast, kinds[SUPPORT_COURSE], by)
        aid = _aid(kinds[FIRST_AID], by)
        held = _run(basic, JANUARY, places=12, by=by)
    people = draws.shuffled(list(selectors.active_volunteers().filter(user_uuid__isnull=True)))
    learners, others = people[:9], people[9:]
    with times.at(date(2025, 1, 3), 12):
        _enrol(held, learners, by)
    _hold(held, draws, by)
    with times.at(date(2025, 1, 27), 9):
        spring = _run(basic, SPRING, places=8, by=by, until=date(2025, 2, 28))
        first_aid = _run(aid, AID_DAYS, places=10, by=by)
    with times.at(date(2025, 1, 29), 15):
        _enrol(spring, others[:10], by)
        _enrol(first_aid, others[10:16], by)


def _basic(cast: Cast, grants: QualificationType, by: Actor) -> Course:
    plan = CoursePlan(
        name_fi="Tukihenkilön peruskurssi, 35 tuntia",
        name_sv="Grundkurs för stödpersoner, 35 timmar",
        name_en="Basic course for support persons, 35 hours",
        description_fi=(
            "Kurssilla opit kohtaamaan, kuuntelemaan ja tukemaan turvallisesti. Sen jälkeen voit aloittaa "
            "tukihenkilönä. Kurssi on maksuton, ja lounas kuuluu siihen."
        ),
        description_sv=(
            "På kursen lär du dig att möta, lyssna och stödja tryggt. Sedan kan du börja som stödperson. "
            "Kursen är avgiftsfri och lunch ingår."
        ),
        description_en=(
            "You learn to meet, to listen and to support safely. Then you can begin as a support person. "
            "The course is free, and lunch is included."
        ),
        role=cast.roles.get("tukihenkilo"),
        grants=grants,
        rule=Course.Rule.MINUTES,
        rule_value=28 * HOUR,
    )
    return _made(plan, BASIC, by)


def _aid(grants: QualificationType, by: Actor) -> Course:
    plan = CoursePlan(
        name_fi="Hätäensiapukurssi",
        name_sv="Kurs i nödförstahjälp",
        name_en="Course in emergency first aid",
        description_fi="Neljässä tunnissa opit, mitä tehdä ennen kuin ambulanssi tulee.",
        description_sv="På fyra timmar lär du dig vad du gör innan ambulansen kommer.",
        description_en="In four hours you learn what to do before the ambulance comes.",
        grants=grants,
    )
    return _made(plan, AID, by)


def _made(plan: CoursePlan, parts: Sequence[Part], by: Actor) -> Course:
    course = courses.add_course(plan=plan, by=by)
    for part in parts:
        fi, sv, en = part.names
        module = ModulePlan(
            name_fi=fi,
            name_sv=sv,
            name_en=en,
            minutes=part.hours * HOUR,
            topic=part.topic,
            delivery=part.delivery,
        )
        courses.add_module(course=course, plan=module, by=by)
    return course


def _run(course: Course, days: Sequence[date], *, places: int, by: Actor, until: date | None = None) -> Run:
    """Open for enrolment, with a session on each of the days."""
    notes = "Ota mukaan muistivihko. Ovi on auki puolta tuntia ennen."
    plan = RunPlan(places=places, enrol_until=until, trainers="Outi Palomäki, Kari Lehtola", notes=notes)
    run = runs.add_run(course=course, plan=plan, by=by)
    zone = ZoneInfo(current_association().timezone)
    site = selectors.active_sites().filter(discreet=False).first()
    for module, day in zip(course.modules.order_by("position"), days, strict=True):
        online = module.delivery == Delivery.ONLINE
        starts = walltime.instant(day=day, at=time(17 if online else 10), zone=zone)
        session = SessionPlan(
            module=module,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=module.minutes),
            site=None if online else site,
            place=CALL if online else "",
        )
        runs.add_session(run=run, plan=session, by=by)
    return runs.publish(run=run, by=by)


def _enrol(run: Run, people: Iterable[Person], by: Actor) -> None:
    for person in people:
        enrolling.enrol_for(run=run, person=person, by=by)


def _hold(run: Run, draws: Draws, by: Actor) -> None:
    """Most are there each time; who volunteers at the same hour is not."""
    for session in run.sessions.select_related("run").order_by("starts_at"):
        came: list[Enrolment] = []
        with times.at(session.ends_at.date(), 21):
            for enrolment in run.enrolments.filter(state__in=Enrolment.HOLDING).order_by("pk"):
                if draws.percent(8):
                    continue
                try:
                    attending.mark(session=session, came=[*came, enrolment], by=by)
                except DomainError:
                    continue
                came.append(enrolment)
    learnt = HoursEntry.objects.filter(kind=Kind.TRAINING, subject_kind=attending.SESSION)
    with times.at(date(2025, 1, 24), 9):
        approval.approve(entries=learnt, by=by)
