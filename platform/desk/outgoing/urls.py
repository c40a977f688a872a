"""Routes of the pages of messages that go out."""

from django.urls import URLPattern, URLResolver, path

from desk.outgoing import views

association: list[URLPattern | URLResolver] = [
    path("coordinate/outgoing/", views.outgoing, name="outgoing"),
    path("coordinate/outgoing/<uuid:uuid>/", views.outgoing_message, name="outgoing-message"),
    path("coordinate/outgoing/<uuid:uuid>/text/", views.outgoing_text, name="outgoing-text"),
    path("coordinate/outgoing/<uuid:uuid>/again/", views.outgoing_again, name="outgoing-again"),
    path("coordinate/outgoing/<uuid:uuid>/call-off/", views.outgoing_call_off, name="outgoing-call-off"),
    path("coordinate/people/<uuid:uuid>/address/", views.outgoing_address, name="outgoing-address"),
]
