"""Shifts in calendars: addresses that calendar programs read, and schedules that come in from elsewhere."""
