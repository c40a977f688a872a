"""Reading shifts."""
