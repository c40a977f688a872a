"""Totals by link."""
