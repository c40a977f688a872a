"""The applicant's own pages: by a private link, without signing in. Addresses name nobody."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.http import TenantRequest
from accounts.rights import public_page
from volunteers.recruiting import calendar_file, links, selectors, states, words
from volunteers.recruiting.errors import TimeTaken
from volunteers.recruiting.forms.applying import ApplicationForm
from volunteers.recruiting.models import Application, InterviewTime
from volunteers.recruiting.services import applying, interviews
from volunteers.recruiting.views import public
from web.errors import DomainError
from web.limits import limited
from web.toasts import toast

View = Callable[..., HttpResponseBase]


def own(view: View) -> View:
    """Give the view the application that this browser may see; whoever has none gets 404."""

    @wraps(view)
    def wrapped(request: TenantRequest) -> HttpResponseBase:
        application = links.remembered(request)
        if application is None:
            raise Http404
        response = view(request, application)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    return wrapped


@public_page
@require_GET
@limited("secret")
def open_link(request: TenantRequest) -> HttpResponseBase:
    """From the link in the mail: the secret leaves the address at once."""
    application = links.by_token(request.GET.get("token", ""))
    if application is None:
        raise Http404
    response = redirect("own-application")
    links.remember(response, application)
    return response


@public_page
@require_GET
def own_application(request: TenantRequest) -> HttpResponseBase:
    """Where it is, what comes next, what can be done, and what is kept. Without one: how to get here."""
    if links.remembered(request) is None:
        return render(request, "recruiting/no_application.html", status=404)
    return _status(request)


@own
def _status(request: TenantRequest, application: Application) -> HttpResponse:
    standing, following = words.standing(application)
    state = application.state
    taken = InterviewTime.objects.filter(taken_by=application).first()
    can_pick = state in {Application.State.IN_REVIEW, Application.State.INTERVIEW_BOOKED}
    context = {
        "application": application,
        "standing": standing,
        "following": following,
        "link": links.link(application),
        "meeting": taken if state == Application.State.INTERVIEW_BOOKED else None,
        "times": list(selectors.offered_to(application)) if can_pick else [],
        "roles": selectors.role_names(application),
        "answers": application.answers.all(),
        "replies": application.replies.all(),
        "suggested": selectors.suggested_to(application),
        "can_withdraw": state in states.GOING_ON or state == Application.State.DRAFT,
    }
    return render(request, "recruiting/own_application.html", context)


@public_page
@require_http_methods(["GET", "POST"])
@own
def go_on(request: TenantRequest, application: Application) -> HttpResponseBase:
    """The form of a draft."""
    wish = application.wishes.select_related("role").first()
    if application.state != Application.State.DRAFT or wish is None:
        return redirect("own-application")
    if request.method == "POST":
        return public.posted(request, wish.role, draft=application)
    return public.shown(request, ApplicationForm(role=wish.role, draft=application))


@public_page
@require_http_methods(["GET", "POST"])
@own
def withdraw(request: TenantRequest, application: Application) -> HttpResponseBase:
    """Ask once, then take it back."""
    if request.method != "POST":
        return render(request, "recruiting/withdraw.html", {"application": application})
    was_draft = application.state == Application.State.DRAFT
    try:
        applying.withdraw(application=application)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
        return redirect("own-application")
    if was_draft:
        toast(request, _("The draft is deleted."))
        response = redirect("public")
        links.forget(response)
        return response
    toast(request, _("The application is withdrawn. Thank you for your interest!"))
    return redirect("own-application")


@public_page
@require_POST
@own
def pick(request: TenantRequest, application: Application) -> HttpResponseBase:
    """Take one of the times offered."""
    wanted = request.POST.get("time", "")
    time = next((each for each in selectors.offered_to(application) if str(each.uuid) == wanted), None)
    try:
        if time is None:
            raise TimeTaken
        interviews.pick(application=application, time=time)
    except DomainError as refusal:
        toast(request, str(refusal), bad=True)
    else:
        toast(request, _("The time is yours."))
    return redirect("own-application")


@public_page
@require_GET
@own
def calendar(request: TenantRequest, application: Application) -> HttpResponseBase:
    """The meeting as a calendar file."""
    time = InterviewTime.objects.filter(taken_by=application).first()
    if time is None:
        raise Http404
    response = HttpResponse(
        calendar_file.calendar_file(time, application), content_type=calendar_file.MIMETYPE
    )
    response.headers["Content-Disposition"] = f'attachment; filename="{calendar_file.NAME}"'
    return response
