"""Routes of the pages over several apps."""

from django.urls import URLPattern, URLResolver, path

from desk import views

base: list[URLPattern | URLResolver] = [path("", views.landing, name="landing")]
association: list[URLPattern | URLResolver] = [
    path("", views.public, name="public"),
    path("home/", views.home, name="home"),
    path("coordinate/", views.today, name="today"),
]
