"""Rooms and things of one's own that others use: who has them when, and how many came."""
