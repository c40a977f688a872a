"""Leaving: in the owner's process, killed wherever it can be."""
