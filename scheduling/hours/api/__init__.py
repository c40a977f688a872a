"""Hours over HTTP: people's own, those that wait, people without names that wait, and the figures.

Refusals have the shape of every error: `{"code", "sentence", "data"}`, and say what the pages say.
"""
