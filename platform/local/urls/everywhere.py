"""On every host: the clock."""

from django.urls import path

from local import views

urlpatterns = [path("clock/", views.move_clock, name="demo-clock")]
