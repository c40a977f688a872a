"""What people do: hours and shifts, and later activities, feeds and rostering."""
