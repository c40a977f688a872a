"""Routes of activities on an association's host."""

from django.urls import URLPattern, URLResolver, path

from scheduling.activities.api import circles, lists, single
from scheduling.activities.views import (
    counts,
    dialogues,
    groups,
    imports,
    led,
    occasions,
    participants,
    places,
    public,
    tablets,
)

association: list[URLPattern | URLResolver] = [
    path("happening/", public.happening, name="happening"),
    path("happening/calendar.ics", public.happening_calendar, name="happening-calendar"),
    path("tally/", tablets.tablet, name="tablet"),
    path("tally/open/", tablets.tablet_open, name="tablet-open"),
    path("led/", led.led_sessions, name="led"),
    path("led/<uuid:uuid>/", led.led_session, name="led-session"),
    path("led/groups/<uuid:uuid>/people/", participants.led_people, name="led-people"),
    path(
        "led/groups/<uuid:uuid>/people/<uuid:row>/erase/",
        participants.led_person_erase,
        name="led-person-erase",
    ),
    path("coordinate/groups/", groups.groups, name="groups-all"),
    path("coordinate/groups/new/", groups.group_new, name="group-new"),
    path("coordinate/groups/<uuid:uuid>/", groups.group, name="group"),
    path("coordinate/groups/<uuid:uuid>/edit/", groups.group_edit, name="group-edit"),
    path("coordinate/groups/<uuid:uuid>/people/", participants.group_people, name="group-people"),
    path(
        "coordinate/groups/<uuid:uuid>/people/<uuid:row>/erase/",
        participants.group_person_erase,
        name="group-person-erase",
    ),
    path("coordinate/activities/", occasions.activities, name="activities"),
    path("coordinate/activities/new/<slug:kind>/", occasions.activity_new, name="activity-new"),
    path("coordinate/activities/<uuid:uuid>/", occasions.activity, name="activity"),
    path("coordinate/activities/<uuid:uuid>/edit/", occasions.activity_edit, name="activity-edit"),
    path("coordinate/activities/<uuid:uuid>/words/", occasions.activity_words, name="activity-words"),
    path("coordinate/activities/<uuid:uuid>/circle/", dialogues.circle_new, name="circle-new"),
    path("coordinate/circles/<uuid:uuid>/", dialogues.circle, name="circle"),
    path("coordinate/counts/", counts.counts, name="counts"),
    path("coordinate/counts/import/", imports.counts_import, name="counts-import"),
    path("coordinate/counts/import/<uuid:uuid>/", imports.counts_import_one, name="counts-import-one"),
    path("coordinate/counts/import/<uuid:uuid>/rows/", imports.counts_import_rows, name="counts-import-rows"),
    path("coordinate/counts/import/<uuid:uuid>/undo/", imports.counts_import_undo, name="counts-import-undo"),
    path("coordinate/counts/waiting/", counts.counts_waiting, name="counts-waiting"),
    path("coordinate/counts/<uuid:uuid>/take-back/", places.tally_take_back, name="tally-take-back"),
    path("coordinate/tallies/", places.places, name="tallies"),
    path("coordinate/tallies/new/", places.place_new, name="tally-place-new"),
    path("coordinate/tallies/<uuid:uuid>/", places.place, name="tally-place"),
    path("coordinate/tallies/<uuid:uuid>/tablet/", tablets.tablet_link, name="tablet-link"),
    path("coordinate/tallies/<uuid:uuid>/edit/", places.place_edit, name="tally-place-edit"),
    path("coordinate/counts/<uuid:uuid>/correct/", counts.count_correct, name="count-correct"),
]

api: list[URLPattern | URLResolver] = [
    path("groups/", lists.Groups.as_view(), name="api-groups"),
    path("groups/<uuid:uuid>/", single.OneGroup.as_view(), name="api-group"),
    path("groups/<uuid:uuid>/times/", single.Meeting.as_view(), name="api-group-times"),
    path("activities/", lists.Activities.as_view(), name="api-activities"),
    path("activities/<uuid:uuid>/", single.OneActivity.as_view(), name="api-activity"),
    path("activities/<uuid:uuid>/cancel/", single.Cancelling.as_view(), name="api-activity-cancel"),
    path("activities/<uuid:uuid>/held/", single.Holding.as_view(), name="api-activity-held"),
    path("activities/<uuid:uuid>/dialogue-groups/", circles.Circles.as_view(), name="api-circles"),
    path("dialogue-groups/<uuid:uuid>/", circles.OneCircle.as_view(), name="api-circle"),
    path("counting-places/", single.CountingPlaces.as_view(), name="api-counting-places"),
    path("counts/", lists.Counts.as_view(), name="api-counts"),
    path("counts/<uuid:uuid>/", single.OneCount.as_view(), name="api-count"),
    path("counts/<uuid:uuid>/correct/", single.Correcting.as_view(), name="api-count-correct"),
    path("counts/<uuid:uuid>/take-back/", single.TakingBack.as_view(), name="api-count-take-back"),
]
