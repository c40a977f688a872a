"""Pages of shifts: parse, call one verb, respond."""
