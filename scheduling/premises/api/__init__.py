"""Spaces, equipment and their bookings over HTTP, for those who look after them.

Refusals have the shape of every error: `{"code", "sentence", "data"}`, and say what the pages say.
"""
