"""Routes of the UI kit, which every host has."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path

from web import views

everywhere: list[URLPattern] = [
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
]

if settings.DEBUG or settings.DEMO:
    everywhere += [
        path("styleguide/", views.styleguide, name="styleguide"),
        path("styleguide/<slug:name>/", views.face, name="styleguide-face"),
    ]
