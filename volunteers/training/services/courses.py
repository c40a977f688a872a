"""Making and changing courses and what they are made of."""

from dataclasses import asdict, dataclass

from django.db import transaction

from tenants import clock
from tenants.actors import Actor
from volunteers.register import trail
from volunteers.register.models import QualificationType, VolunteerRole
from volunteers.training.errors import ModuleInUse
from volunteers.training.models import Course, Module

COURSE = "course"


@dataclass(frozen=True, kw_only=True)
class CoursePlan:
    """What a course is."""

    name_fi: str
    name_sv: str = ""
    name_en: str = ""
    description_fi: str = ""
    description_sv: str = ""
    description_en: str = ""
    role: VolunteerRole | None = None
    grants: QualificationType | None = None
    rule: str = Course.Rule.MODULES
    rule_value: int | None = None
    is_active: bool = True


@dataclass(frozen=True, kw_only=True)
class ModulePlan:
    """What a module is."""

    name_fi: str
    minutes: int
    name_sv: str = ""
    name_en: str = ""
    topic: str = Module.Topic.OTHER
    delivery: str = Module.Delivery.CLASSROOM


def _values(plan: CoursePlan | ModulePlan) -> dict[str, object]:
    """As the row has it; rows that it points at stay rows."""
    return {name: getattr(plan, name) for name in plan.__dataclass_fields__}


@transaction.atomic
def add_course(*, plan: CoursePlan, by: Actor) -> Course:
    """Make a course; its modules come next."""
    made = Course.objects.create(**_values(plan), created_at=clock.now())
    trail.record("course.added", by=by, subject_kind=COURSE, subject_uuid=made.uuid)
    return made


@transaction.atomic
def change_course(*, course: Course, plan: CoursePlan, by: Actor) -> Course:
    """Change a course. Who has completed it has; who is on the way goes by the new rule."""
    locked = Course.objects.select_for_update(of=("self",)).get(pk=course.pk)
    values = _values(plan)
    changed = [name for name, value in values.items() if getattr(locked, name) != value]
    for name in changed:
        setattr(locked, name, values[name])
    if changed:
        locked.save(update_fields=changed)
        trail.record("course.changed", by=by, subject_kind=COURSE, subject_uuid=locked.uuid, fields=changed)
    return locked


@transaction.atomic
def add_module(*, course: Course, plan: ModulePlan, by: Actor) -> Module:
    """Add a module at the end."""
    last = course.modules.order_by("-position").values_list("position", flat=True).first()
    made = Module.objects.create(course=course, position=(last or 0) + 1, **asdict(plan))
    trail.record("course.module_added", by=by, subject_kind=COURSE, subject_uuid=course.uuid)
    return made


@transaction.atomic
def change_module(*, module: Module, plan: ModulePlan, by: Actor) -> Module:
    """Change what a module is called, is about, or how long it takes."""
    for name, value in asdict(plan).items():
        setattr(module, name, value)
    module.save(update_fields=list(asdict(plan)))
    trail.record("course.module_changed", by=by, subject_kind=COURSE, subject_uuid=module.course.uuid)
    return module


@transaction.atomic
def remove_module(*, module: Module, by: Actor) -> None:
    """Take a module out. Raises ModuleInUse where sessions are planned or were held for it."""
    if module.sessions.exists():
        raise ModuleInUse
    trail.record("course.module_removed", by=by, subject_kind=COURSE, subject_uuid=module.course.uuid)
    module.delete()
