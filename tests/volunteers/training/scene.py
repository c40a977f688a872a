"""A course of an association with its runs, for the tests of training."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tenants.context import entered
from tests.scheduling.shifts.scene import SOMEBODY, Scene as Shifts, local
from volunteers.register.models import QualificationType
from volunteers.register.services import qualifications
from volunteers.training.models import Course, Enrolment, Module, Run, Session
from volunteers.training.services import courses, enrolling, runs
from volunteers.training.services.courses import CoursePlan, ModulePlan
from volunteers.training.services.runs import RunPlan, SessionPlan


@dataclass(frozen=True)
class Scene(Shifts):
    """What a test of courses needs. Enters its association by itself."""

    def kind(self, code: str = "basic", *, months: int | None = 36) -> QualificationType:
        """A qualification that lasts so long."""
        with entered(self.association):
            found = QualificationType.objects.filter(code=code).first()
            return found or qualifications.add_type(
                code=code, name_fi="Peruskurssi", name_en="Basic course", valid_months=months, by=SOMEBODY
            )

    def course(self, *modules: int, **said: Any) -> Course:
        """A course with modules of so many minutes: two of two hours, unless said otherwise."""
        said = {"role": self.role, "grants": self.kind(), **said}
        with entered(self.association):
            course = courses.add_course(
                plan=CoursePlan(name_fi="Tukikurssi", name_en="Support course", **said), by=SOMEBODY
            )
            for number, minutes in enumerate(modules or (120, 120), start=1):
                plan = ModulePlan(name_fi=f"Osa {number}", name_en=f"Part {number}", minutes=minutes)
                courses.add_module(course=course, plan=plan, by=SOMEBODY)
            return course

    def run(
        self, course: Course | None = None, *, places: int = 2, at: str = "2025-02-10 17:00", **said: Any
    ) -> Run:
        """A run with a session for each module, each a day after the one before; open for enrolment."""
        course = course or self.course()
        with entered(self.association):
            run = runs.add_run(course=course, plan=RunPlan(places=places, **said), by=SOMEBODY)
            for number, module in enumerate(Module.objects.filter(course=course).order_by("position")):
                starts = local(at) + timedelta(days=number)
                ends = starts + timedelta(minutes=module.minutes)
                plan = SessionPlan(module=module, starts_at=starts, ends_at=ends, place="Sali")
                runs.add_session(run=run, plan=plan, by=SOMEBODY)
            return runs.publish(run=run, by=SOMEBODY)

    def sessions(self, run: Run) -> list[Session]:
        """Its sessions in order."""
        with entered(self.association):
            return list(run.sessions.select_related("module", "run").order_by("starts_at"))

    def enrolled(self, run: Run, *names: str) -> list[Enrolment]:
        """New people who are enrolled, or wait, in this order."""
        people = [self.person("Vapaa", name) for name in names]
        with entered(self.association):
            return [enrolling.enrol(run=run, person=each, by=SOMEBODY, waits=True) for each in people]
