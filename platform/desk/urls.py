"""Routes of the pages over several apps."""

from django.urls import URLPattern, URLResolver, path

from desk import (
    federation,
    first_month,
    groups,
    guests,
    on_device,
    search,
    sending,
    simple,
    team,
    today,
    views,
)
from desk.agreement import views as agreement
from desk.messages import urls as message_urls
from desk.my_data import urls as data_urls
from desk.outgoing import urls as outgoing_urls
from desk.texts import urls as texts_urls

base: list[URLPattern | URLResolver] = [path("", views.landing, name="landing")]
association: list[URLPattern | URLResolver] = [
    path("", views.public, name="public"),
    path("home/", views.home, name="home"),
    path("app.webmanifest", on_device.app, name="app"),
    path("worker.js", on_device.worker, name="worker"),
    path("offline/", on_device.offline, name="offline"),
    path("me/device/", on_device.on_device, name="on-device"),
    path("coordinate/", today.today, name="today"),
    path("coordinate/later/", today.put_off, name="put-off"),
    path("coordinate/later/back/", today.bring_back, name="bring-back"),
    path("coordinate/pages/", simple.all_pages, name="all-pages"),
    path("coordinate/settings/", simple.settings, name="settings"),
    path("coordinate/settings/sending/", sending.sending_settings, name="sending"),
    path("coordinate/agreement/", agreement.agreement, name="agreement"),
    path("coordinate/agreement/file/", agreement.agreement_pdf, name="agreement-pdf"),
    path("coordinate/first-month/put-away/", first_month.put_away, name="first-month-put-away"),
    path("coordinate/federation/<uuid:uuid>/", federation.letter, name="federation-letter"),
    path("coordinate/search/", search.search_page, name="search"),
    path("coordinate/team/", team.team, name="team"),
    path("coordinate/team/invite/", team.team_invite, name="team-invite"),
    path("coordinate/team/invitations/withdraw/", team.team_withdraw, name="team-withdraw"),
    path("coordinate/team/change/", team.team_change, name="team-change"),
    path("coordinate/team/end/", team.team_end, name="team-end"),
    path("coordinate/team/handover/", team.team_handover, name="team-handover"),
    path("coordinate/team/guests/", guests.guest_reads, name="guest-reads"),
    path("coordinate/team/reset/", team.team_reset, name="team-reset"),
    path("look/", guests.look, name="look"),
    path("look/people/", guests.look_people, name="look-people"),
    path("look/people/<uuid:uuid>/", guests.look_person, name="look-person"),
    path("groups/", groups.groups, name="groups"),
    *data_urls.association,
    *message_urls.association,
    *texts_urls.association,
    *outgoing_urls.association,
]
api: list[URLPattern | URLResolver] = [*message_urls.api]
