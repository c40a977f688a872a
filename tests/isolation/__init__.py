"""Walls between associations."""
