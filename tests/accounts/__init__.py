"""Signing in, being handed over, invitations."""
