"""Messages: planning, delivery, letters."""
