"""Pages of hours: parse, call one verb, respond."""
