"""Routes of the association's own texts, on its host."""

from django.urls import URLPattern, path

from desk.texts import views

association: list[URLPattern] = [
    path("coordinate/texts/", views.texts, name="texts"),
    path("coordinate/texts/<str:words>/<str:language>/", views.text, name="text"),
    path("coordinate/texts/<str:words>/<str:language>/reset/", views.text_reset, name="text-reset"),
]
