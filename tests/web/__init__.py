"""Tests of the UI kit."""
