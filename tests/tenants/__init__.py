"""Tenancy: jobs, wakeups, clock."""
