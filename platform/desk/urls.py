"""Routes of the pages over several apps."""

from django.urls import URLPattern, URLResolver

base: list[URLPattern | URLResolver] = []
association: list[URLPattern | URLResolver] = []
