"""Views: people's pages, and what calendar programs read."""
