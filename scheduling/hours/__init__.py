"""What was done: hours of people, tallies of heads, months and their figures."""
