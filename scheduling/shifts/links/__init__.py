"""Links by which somebody answers without signing in: theirs alone, for one question."""
