"""Routes of supervision on an association's host, and in its API."""

from django.urls import URLPattern, URLResolver, path

from volunteers.supervision import api as supervision_api
from volunteers.supervision.views import debriefs, duty, groups, own, sessions

association: list[URLPattern | URLResolver] = [
    path("supervision/", own.own_supervision, name="own-supervision"),
    path("supervision/<uuid:uuid>/answer/", own.supervision_answer, name="supervision-answer"),
    path("supervision/debrief/", debriefs.debrief_ask, name="debrief-ask"),
    path("debriefs/<uuid:uuid>/", debriefs.debrief, name="debrief"),
    path("debriefs/<uuid:uuid>/withdraw/", debriefs.debrief_withdraw, name="debrief-withdraw"),
    path("supervised/", sessions.supervised, name="supervised"),
    path("supervised/<uuid:uuid>/", sessions.supervised_session, name="supervised-session"),
    path("coordinate/supervision/", groups.supervision, name="supervision"),
    path("coordinate/supervision/duty/", duty.supervision_duty, name="supervision-duty"),
    path("coordinate/supervision/new/", groups.supervision_group_new, name="supervision-group-new"),
    path("coordinate/supervision/<uuid:uuid>/", groups.supervision_group, name="supervision-group"),
    path(
        "coordinate/supervision/<uuid:uuid>/edit/",
        groups.supervision_group_edit,
        name="supervision-group-edit",
    ),
    path(
        "coordinate/supervision/<uuid:uuid>/members/", groups.supervision_members, name="supervision-members"
    ),
    path(
        "coordinate/supervision/<uuid:uuid>/members/<uuid:person>/out/",
        groups.supervision_member_out,
        name="supervision-member-out",
    ),
    path(
        "coordinate/supervision/times/<uuid:uuid>/", sessions.supervision_session, name="supervision-session"
    ),
    path(
        "coordinate/supervision/times/<uuid:uuid>/ask/",
        sessions.supervision_invite,
        name="supervision-invite",
    ),
    path(
        "coordinate/supervision/times/<uuid:uuid>/call-off/",
        sessions.supervision_call_off,
        name="supervision-call-off",
    ),
]

api: list[URLPattern | URLResolver] = [
    path("supervision-groups/", supervision_api.SupervisionGroups.as_view(), name="api-supervision-groups"),
    path(
        "supervision-sessions/",
        supervision_api.SupervisionSessions.as_view(),
        name="api-supervision-sessions",
    ),
    path(
        "supervision-sessions/<uuid:uuid>/",
        supervision_api.OneSupervisionSession.as_view(),
        name="api-supervision-session",
    ),
    path(
        "supervision-sessions/<uuid:uuid>/seats/",
        supervision_api.Seats.as_view(),
        name="api-supervision-seats",
    ),
    path(
        "supervision-sessions/<uuid:uuid>/ask/",
        supervision_api.Asking.as_view(),
        name="api-supervision-ask",
    ),
    path(
        "supervision-sessions/<uuid:uuid>/call-off/",
        supervision_api.CallingOff.as_view(),
        name="api-supervision-call-off",
    ),
]
