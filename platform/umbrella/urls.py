"""Routes of an umbrella's host."""

from django.urls import URLPattern, URLResolver, path

from umbrella import views
from umbrella.api import FiguresView

umbrella: list[URLPattern | URLResolver] = [
    path("", views.overview, name="overview"),
    path("definitions/", views.definitions, name="definitions"),
    path("export.csv", views.figures_csv, name="figures-csv"),
    path("api/v1/figures/", FiguresView.as_view(), name="api-figures"),
]
