"""Routes of the association's own figures."""

from django.urls import URLPattern, URLResolver, path

from reports import views

association: list[URLPattern | URLResolver] = [
    path("coordinate/figures/", views.figures, name="own-figures"),
    path("coordinate/figures/table/", views.figures_table, name="own-figures-table"),
]
