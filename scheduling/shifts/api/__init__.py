"""Shifts over HTTP: what is ahead and whose it is, the own place and what is agreed about it, planning.

Instants carry their offset. Refusals have the shape of every error: `{"code", "sentence", "data"}`. What is
asked twice is done once: each answers with how things stand then.
"""
