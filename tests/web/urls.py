"""Routes of the UI kit alone, with the style guide, for tests that need no host."""

from django.urls import path

from web import urls, views

urlpatterns = [
    *urls.everywhere,
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/<slug:name>/", views.face, name="styleguide-face"),
]
