"""Routes of recruiting on an association's host."""

from django.urls import URLPattern, URLResolver, path

from volunteers.recruiting import api as applications_api
from volunteers.recruiting.views import board, handling, own, preparing, public, redirecting

association: list[URLPattern | URLResolver] = [
    path("join/<uuid:uuid>/", public.open_role, name="open-role"),
    path("join/<uuid:uuid>/apply/", public.apply, name="apply"),
    path("application/", own.own_application, name="own-application"),
    path("application/open/", own.open_link, name="application-open"),
    path("application/continue/", own.go_on, name="application-continue"),
    path("application/withdraw/", own.withdraw, name="application-withdraw"),
    path("application/meeting/", own.pick, name="application-pick"),
    path("application/meeting.ics", own.calendar, name="application-calendar"),
    path("application/send-on/", redirecting.send_on, name="application-send-on"),
    path("application/stay/", redirecting.decline, name="application-stay"),
    path("coordinate/applications/", board.applications, name="applications"),
    path("coordinate/applications/<uuid:uuid>/", handling.application, name="application"),
    path("coordinate/applications/<uuid:uuid>/move/", board.move, name="application-move"),
    path("coordinate/applications/<uuid:uuid>/reply/", handling.reply, name="application-reply"),
    path("coordinate/applications/<uuid:uuid>/note/", handling.note, name="application-note"),
    path("coordinate/applications/<uuid:uuid>/call/", handling.call, name="application-call"),
    path("coordinate/applications/<uuid:uuid>/offer/", handling.offer, name="application-offer"),
    path("coordinate/applications/<uuid:uuid>/accept/", handling.accept, name="application-accept"),
    path("coordinate/applications/<uuid:uuid>/reject/", handling.reject, name="application-reject"),
    path("coordinate/applications/<uuid:uuid>/suggest/", redirecting.suggest, name="application-suggest"),
    path(
        "coordinate/applications/<uuid:uuid>/suggest/undo/",
        redirecting.take_back,
        name="application-suggest-undo",
    ),
    path("coordinate/replies/", preparing.reply_templates, name="reply-templates"),
    path("coordinate/replies/new/", preparing.reply_template, name="reply-template-new"),
    path("coordinate/replies/<uuid:uuid>/", preparing.reply_template, name="reply-template"),
    path(
        "coordinate/replies/<uuid:uuid>/remove/",
        preparing.reply_template_remove,
        name="reply-template-remove",
    ),
    path("coordinate/roles/<uuid:uuid>/recruiting/", preparing.role_recruiting, name="role-recruiting"),
    path("coordinate/roles/<uuid:uuid>/poster/", preparing.poster, name="role-poster"),
    path(
        "coordinate/roles/<uuid:uuid>/questions/<uuid:question>/remove/",
        preparing.question_remove,
        name="question-remove",
    ),
]

api: list[URLPattern | URLResolver] = [
    path("applications/", applications_api.Applications.as_view(), name="api-applications"),
]
