"""Routes of the pages over several apps."""

from django.urls import URLPattern, URLResolver, path

from desk import federation, search, simple, team, today, views
from desk.my_data import urls as data_urls

base: list[URLPattern | URLResolver] = [path("", views.landing, name="landing")]
association: list[URLPattern | URLResolver] = [
    path("", views.public, name="public"),
    path("home/", views.home, name="home"),
    path("coordinate/", today.today, name="today"),
    path("coordinate/later/", today.put_off, name="put-off"),
    path("coordinate/later/back/", today.bring_back, name="bring-back"),
    path("coordinate/pages/", simple.all_pages, name="all-pages"),
    path("coordinate/settings/", simple.settings, name="settings"),
    path("coordinate/federation/<uuid:uuid>/", federation.letter, name="federation-letter"),
    path("coordinate/search/", search.search_page, name="search"),
    path("coordinate/team/", team.team, name="team"),
    path("coordinate/team/reset/", team.team_reset, name="team-reset"),
    *data_urls.association,
]
