"""From rules that repeat to shifts. Pure."""
