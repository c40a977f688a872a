"""Shifts and who comes."""
