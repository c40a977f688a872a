"""Shifts in people's own calendars: secret addresses that calendar programs read."""
