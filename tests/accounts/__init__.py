"""Signing in, being handed over, being invited."""
