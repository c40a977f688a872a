"""Routes of signing in: at the sign-in host, and at every other."""

from django.urls import include, path

from accounts import views
from accounts.factors import urls as factor_urls

identity = [
    path("", views.places, name="places"),
    path("handoff/", views.handoff_start, name="handoff-start"),
    path("invitation/", views.invitation, name="invitation"),
    path("security/", include(factor_urls.identity)),
    path("account/", include("allauth.account.urls")),
]

host = [
    path("signin/", views.signin, name="signin"),
    path("handoff/", views.handoff, name="handoff"),
    path("signout/", views.signout, name="signout"),
    path("me/", views.me, name="me"),
]
