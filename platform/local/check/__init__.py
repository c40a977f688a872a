"""`make demo-check`: the main job driven through a fresh stack over HTTP, and the figures that come of it.

Everything is read from the running pages and API; nothing from the generator of the demo's data.
"""
