"""Routes of signing in: at the sign-in host, and at every other."""

from django.urls import include, path

from accounts import views

identity = [
    path("", views.places, name="places"),
    path("handoff/", views.handoff_start, name="handoff-start"),
    path("invitation/", views.invitation, name="invitation"),
    path("account/", include("allauth.account.urls")),
]

host = [
    path("signin/", views.signin, name="signin"),
    path("handoff/", views.handoff, name="handoff"),
    path("signout/", views.signout, name="signout"),
    path("me/", views.me, name="me"),
]
