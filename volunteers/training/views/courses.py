"""The coordinator's pages of courses and what they are made of."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import requires
from volunteers.training import completion, selectors, words
from volunteers.training.forms import CourseForm, ModuleForm
from volunteers.training.models import Course, Module
from volunteers.training.services import courses as services
from volunteers.training.views import lines
from web.errors import DomainError
from web.kit import Column, Pages
from web.toasts import toast

PAGE = 25
COLUMNS = (
    Column(pgettext_lazy("column", "When")),
    Column(pgettext_lazy("column", "State")),
    Column(pgettext_lazy("column", "Places"), numeric=True),
    Column(pgettext_lazy("column", "Waiting"), numeric=True, wide=True),
)


@requires("training.manage")
@require_GET
def courses(request: TenantRequest) -> HttpResponse:
    """All courses, those with a time ahead first."""
    found = [lines.of_course(each) for each in selectors.courses()]
    return render(request, "training/courses.html", {"section": "training", "lines": found})


@requires("training.manage")
@require_http_methods(["GET", "POST"])
def course_new(request: TenantRequest) -> HttpResponseBase:
    """A new course; its modules come next."""
    form = CourseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = services.add_course(plan=form.plan(), by=request.actor)
        toast(request, _("“%(name)s” was added. Add its modules next.") % {"name": made.name})
        return redirect("training-course", uuid=made.uuid)
    return _form(request, form)


@requires("training.manage")
@require_http_methods(["GET", "POST"])
def course_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change a course."""
    found = _course(uuid)
    form = CourseForm(request.POST or None, course=found)
    if request.method == "POST" and form.is_valid():
        services.change_course(course=found, plan=form.plan(), by=request.actor)
        toast(request, _("Saved."))
        return redirect("training-course", uuid=uuid)
    return _form(request, form, found)


def _form(request: TenantRequest, form: CourseForm, course: Course | None = None) -> HttpResponse:
    context = {"section": "training", "form": form, "course": course}
    return render(request, "training/course_form.html", context, status=422 if form.errors else 200)


def _course(uuid: UUID) -> Course:
    return get_object_or_404(Course.objects.select_related("role", "grants"), uuid=uuid)


@requires("training.manage")
@require_GET
def course(request: TenantRequest, uuid: UUID) -> HttpResponse:
    """A course: its modules, what it takes, and all its times, the latest first."""
    found = _course(uuid)
    runs = selectors.runs_of(found)
    number = request.GET.get("page", "")
    pages = Pages.of(
        number=int(number) if number.isdecimal() and len(number) < 6 else 1,
        size=PAGE,
        total=found.runs.count(),
    )
    modules = selectors.rows_of_modules(found)
    shown = runs[pages.first - 1 : pages.last] if pages.total else ()
    context = {
        "section": "training",
        "course": found,
        "modules": [(each, lines.of_module(each)) for each in modules],
        "facts": lines.facts_of_course(found, modules),
        "rule": completion.said(found),
        "columns": COLUMNS,
        "runs": [lines.of_run(each) for each in shown],
        "pages": pages,
        "hours": words.hours_of(found),
    }
    return render(request, "training/course.html", context)


@requires("training.manage")
@require_http_methods(["GET", "POST"])
def module_new(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Another module at the end."""
    found = _course(uuid)
    form = ModuleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.add_module(course=found, plan=form.plan(), by=request.actor)
        toast(request, _("Saved."))
        return redirect("training-course", uuid=uuid)
    return _module_form(request, form, found)


@requires("training.manage")
@require_http_methods(["GET", "POST"])
def module_edit(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Change a module."""
    found = get_object_or_404(Module.objects.select_related("course"), uuid=uuid)
    form = ModuleForm(request.POST or None, module=found)
    if request.method == "POST" and form.is_valid():
        services.change_module(module=found, plan=form.plan(), by=request.actor)
        toast(request, _("Saved."))
        return redirect("training-course", uuid=found.course.uuid)
    return _module_form(request, form, found.course, found)


def _module_form(
    request: TenantRequest, form: ModuleForm, course: Course, module: Module | None = None
) -> HttpResponse:
    context = {"section": "training", "form": form, "course": course, "module": module}
    return render(request, "training/module_form.html", context, status=422 if form.errors else 200)


@requires("training.manage")
@require_POST
def module_remove(request: TenantRequest, uuid: UUID) -> HttpResponseBase:
    """Take a module out of its course."""
    found = get_object_or_404(Module.objects.select_related("course"), uuid=uuid)
    course = found.course
    try:
        services.remove_module(module=found, by=request.actor)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("The module was taken out."))
    return redirect("training-course", uuid=course.uuid)
