"""Verbs of annual reports."""
