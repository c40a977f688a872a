"""What pages show beside the shift itself, put together for their templates."""
