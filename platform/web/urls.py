"""Routes of the UI kit, to be included at the root of each host's URL configuration."""

from __future__ import annotations

from django.urls import URLPattern, path

from web import views

urlpatterns = [
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
]


def styleguide() -> list[URLPattern]:
    """The style guide's routes; mount them only where somebody develops or shows the product."""
    return [
        path("styleguide/", views.styleguide, name="styleguide"),
        path("styleguide/<slug:name>/", views.face, name="styleguide-face"),
    ]
