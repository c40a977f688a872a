"""How things of shifts are said, in the language in use."""
