"""What of shifts can need a coordinator (see `volunteers.register.needs`)."""
