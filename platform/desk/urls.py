"""Routes of the pages over several apps."""

from django.urls import URLPattern, URLResolver, path

from desk import team, views

base: list[URLPattern | URLResolver] = [path("", views.landing, name="landing")]
association: list[URLPattern | URLResolver] = [
    path("", views.public, name="public"),
    path("home/", views.home, name="home"),
    path("coordinate/", views.today, name="today"),
    path("coordinate/team/", team.team, name="team"),
    path("coordinate/team/reset/", team.team_reset, name="team-reset"),
]
