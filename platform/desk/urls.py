"""Routes of the pages over several apps."""

from django.urls import URLPattern, URLResolver, path

from desk import team, today, views
from desk.my_data import coordinator as data, views as my_data

base: list[URLPattern | URLResolver] = [path("", views.landing, name="landing")]
association: list[URLPattern | URLResolver] = [
    path("", views.public, name="public"),
    path("home/", views.home, name="home"),
    path("coordinate/", today.today, name="today"),
    path("coordinate/later/", today.put_off, name="put-off"),
    path("coordinate/later/back/", today.bring_back, name="bring-back"),
    path("coordinate/team/", team.team, name="team"),
    path("me/data/", my_data.my_data, name="my-data"),
    path("me/data/ask/", my_data.my_data_ask, name="my-data-ask"),
    path("me/data/progress/", my_data.my_data_progress, name="my-data-progress"),
    path("me/data/files/<uuid:uuid>/", my_data.my_data_file, name="my-data-file"),
    path("me/data/erase/", my_data.my_data_erase, name="my-data-erase"),
    path("me/data/stay/", my_data.my_data_stay, name="my-data-stay"),
    path("me/leave/", my_data.own_leave, name="own-leave"),
    path("coordinate/data/", data.data, name="data"),
    path("coordinate/people/<uuid:uuid>/erase/", data.person_erase, name="person-erase"),
    path("coordinate/team/reset/", team.team_reset, name="team-reset"),
]
