"""Routes of an umbrella's host."""

from django.urls import URLPattern, URLResolver

umbrella: list[URLPattern | URLResolver] = []
