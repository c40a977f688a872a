"""Routes of messages, at an association's host and in its API."""

from django.urls import URLPattern, path

from desk.messages import api as endpoints, choices, unsubscribing, views

association: list[URLPattern] = [
    path("messages/", views.messages, name="messages"),
    path("messages/read/", views.messages_read, name="messages-read"),
    path("messages/<uuid:uuid>/", views.message, name="message"),
    path("messages/choices/", choices.message_choices, name="message-choices"),
    path(
        "coordinate/people/<uuid:uuid>/messages/",
        choices.person_message_choices,
        name="person-message-choices",
    ),
    path("unsubscribe/", unsubscribing.unsubscribe, name="unsubscribe"),
]

api: list[URLPattern] = [
    path("inbox/", endpoints.Inbox.as_view(), name="api-inbox"),
    path("inbox/<uuid:uuid>/", endpoints.OneItem.as_view(), name="api-inbox-item"),
    path("inbox/<uuid:uuid>/read/", endpoints.Reading.as_view(), name="api-inbox-read"),
    path("preferences/", endpoints.OwnPreferences.as_view(), name="api-preferences"),
    path("messages/", endpoints.Messages.as_view(), name="api-messages"),
    path("messages/<uuid:uuid>/", endpoints.OneMessage.as_view(), name="api-message"),
]
